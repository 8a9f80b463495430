"""Made-up readings for the pictures."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize

from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.health_series import Chart, ChartPoint, Series, SeriesKey
from assistant_desktop.domain.health_target import Band, HealthTarget
from assistant_desktop.domain.ids import RecordId, UserId
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.health_drawing import drawing_of
from assistant_desktop.ui.models.health_rows import (
    PlanRow,
    SeriesRow,
    reading_row,
    series_row,
    series_title,
)
from assistant_desktop.ui.presenters.health_actions import dose_units, weekdays
from assistant_desktop.ui.shots_data import NOW, pick
from assistant_desktop.ui.views.health_page import HealthPage
from assistant_desktop.ui.views.shell import LEAST_SIZE
from assistant_desktop.ui.widgets.health_forms import KindChoice, ReadingDraft
from assistant_desktop.wording.health_words import kind_name, target_text

if TYPE_CHECKING:
    from assistant_desktop.ui.shots import Camera

_ME = UserId("me")
_UTC = ZoneInfo("UTC")


def _wave(day: int, middle: float, spread: float) -> float:
    swing = math.sin(day * 0.7) + 0.6 * math.sin(day * 2.3 + 1) + 0.4 * math.cos(day * 5.1)
    return round(middle + spread * swing / 2, 1)


def _points(middle: float, spread: float, *, lower: float | None = None) -> list[ChartPoint]:
    made = []
    for day in range(30):
        at = NOW - timedelta(days=29 - day, hours=3)
        value = _wave(day, middle - day * spread * 0.04, spread)
        second = None if lower is None else _wave(day + 3, lower, spread * 0.5)
        made.append(
            ChartPoint(
                at=at, average=value, second=second, low=value, high=value, total=value, count=1
            )
        )  # fmt: skip
    return made


def _moving(values: list[tuple[datetime, float]]) -> tuple[tuple[datetime, float], ...]:
    return tuple(
        (at, sum(one for _, one in values[max(n - 6, 0) : n + 1]) / min(n + 1, 7))
        for n, (at, _) in enumerate(values)
    )


def _chart(kind: str, unit: str, points: list[ChartPoint]) -> Chart:
    seconds = [(one.at, one.second) for one in points if one.second is not None]
    is_sum = kind == "steps"
    if is_sum:  # as they come: at the midnight that begins the day
        points = [one.model_copy(update={"at": one.at.replace(hour=0, minute=0)}) for one in points]
    return Chart(
        key=SeriesKey(kind=kind),
        unit=unit,
        step="day" if is_sum else "reading",
        points=tuple(points),
        usual=_moving([(one.at + timedelta(hours=12 * is_sum), one.average) for one in points]),
        usual_second=_moving(seconds),
    )


def _record(kind: str, unit: str, point: ChartPoint, note: str = "") -> HealthRecord:
    return HealthRecord(
        id=RecordId(f"{kind}{point.at:%d}"), user_id=_ME, kind=kind, value=round(point.average, 1),
        second_value=None if point.second is None else round(point.second), unit=unit, at=point.at,
        note=note, source="user" if point.at.day % 3 else "Apple Health: Watch",
    )  # fmt: skip


def shoot(camera: Camera) -> None:
    """The page of health: empty, a pressure, steps, the form with a question, medicines."""
    from assistant_desktop.ui.widgets.health_plot import HealthPlot  # loads numpy

    shell, language = camera.shell, camera.language
    page = HealthPage(dose_units(), weekdays())
    shell.add_page("health", page)
    page.chart.use_plot(HealthPlot())
    page.show_series([SeriesRow(None, tr("Medicines"), "", "")], None)
    page.show_nothing()
    shell.go("health")
    camera.take("health-empty")
    kinds = {
        "blood_pressure": ("mmHg", _points(131, 14, lower=84)),
        "weight": ("kg", _points(82, 1.5)),
        "steps": ("steps", _points(7800, 3600)),
        "sleep": ("h", _points(7.2, 1)),
        "pulse": ("bpm", _points(66, 9)),
        "glucose": ("mmol/L", _points(5.6, 0.6)),
        "water": ("ml", _points(1700, 500)),
    }
    rows = [
        series_row(
            Series(
                key=SeriesKey(kind=kind),
                count=30,
                unit=unit,
                latest=_record(kind, unit, found[-1]),
                trend=tuple(one.average for one in found[place:]),
            ),
            NOW,
        )
        for place, (kind, (unit, found)) in enumerate(kinds.items())
    ]  # fmt: skip
    planned = pick(language, "2 planned", "2 по расписанию")
    rows.append(SeriesRow(None, tr("Medicines"), planned, pick(language, "today", "сегодня")))
    pressure = HealthTarget(
        user_id=_ME, kind="blood_pressure", unit="mmHg", band=Band(low=110, high=130),
        second=Band(low=70, high=85),
    )  # fmt: skip
    steps = HealthTarget(user_id=_ME, kind="steps", unit="steps", band=Band(low=8000))
    for name, target in (("blood_pressure", pressure), ("steps", steps)):
        _show(page, rows, (name, *kinds[name]), target, language)
        camera.take(f"health-{name.replace('_', '-')}")
    _show(page, rows, ("blood_pressure", *kinds["blood_pressure"]), pressure, language)
    _shoot_form(camera, page)
    shell.resize(LEAST_SIZE)
    camera.take("health-least")
    shell.resize(QSize(1080, 720))
    _shoot_medicines(camera, page, rows)


def _show(
    page: HealthPage,
    rows: list[SeriesRow],
    kind: tuple[str, str, list[ChartPoint]],
    target: HealthTarget,
    language: str,
) -> None:
    name, unit, points = kind
    key, notes = SeriesKey(kind=name), pick(language, "after coffee", "после кофе")
    page.show_series(rows, key)
    row = next(one for one in rows if one.key == key)
    page.show_kind(series_title(key), f"{row.value} · {row.caption}", "month")
    drawing = drawing_of(_chart(name, unit, points), target, "month", NOW, series_title(key))
    page.chart.show_drawing(drawing, _UTC)
    page.show_target(target_text(words(), target))
    records = [_record(name, unit, one, notes if n % 4 == 1 else "")
               for n, one in enumerate(reversed(points))]  # fmt: skip
    page.readings.readings.show_rows([reading_row(one, NOW) for one in records], has_more=False)
    page.readings.setCurrentIndex(page.readings.readings.index(1, 0))


def _shoot_form(camera: Camera, page: HealthPage) -> None:
    units = (("mmHg", pick(camera.language, "mmHg", "мм рт. ст.")),)
    choice = KindChoice("blood_pressure", kind_name(words(), "blood_pressure"), units)
    page.form.show_kinds([choice])
    page.form.open_for(ReadingDraft("", "blood_pressure", "1300/85", "mmHg", "", ""))
    page.form.ask(
        pick(
            camera.language,
            "Blood pressure 1,300/85 mmHg? I take an upper number of 50 to 300 and a smaller lower"
            " one.",
            "Давление 1 300/85 мм рт. ст.? Верхнее число бывает от 50 до 300, нижнее меньше него.",
        )
    )
    camera.take("health-form")
    page.form.close_card()


def _shoot_medicines(camera: Camera, page: HealthPage, rows: list[SeriesRow]) -> None:
    language = camera.language
    days = tuple(
        None if day < 4 else 0.5 if day in {9, 17} else 0.0 if day == 22 else 1.0
        for day in range(30)
    )
    page.show_series(rows, None)
    page.show_medicines()
    page.medicines.show_plans(
        [
            PlanRow(
                "p1",
                pick(language, "50 mg losartan", "50 мг лозартана"),
                pick(language, "today, Tue 24 Nov at 20:00, then every day at 8:00 and 20:00",
                     "сегодня, вт 24 ноября в 20:00, потом каждый день в 8:00 и 20:00"),
                pick(language, "13 of 14 taken (93 %), 1 skipped",
                     "принято 13 из 14 (93 %), 1 пропущена"),
                pick(language, "48 of 52 taken (92 %)", "принято 48 из 52 (92 %)"),
                pick(language, "today 08:00: taken · yesterday 20:00: skipped",
                     "сегодня 08:00: принято · вчера 20:00: пропущено"),
                days,
            ),
        ]
    )  # fmt: skip
    dose = ChartPoint(at=NOW, average=50, second=None, low=50, high=50, total=50, count=1)
    name = pick(language, "losartan", "лозартана")
    page.medicines.show_doses([reading_row(_record("medication", "mg", dose, name), NOW)])
    page.medicines.form.open_new()
    camera.take("health-medicines")
    page.medicines.form.close_card()
