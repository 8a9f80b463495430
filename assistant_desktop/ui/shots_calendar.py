"""Made-up calendars for the pictures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from assistant_desktop.ui.models.calendar_blocks import Block
from assistant_desktop.ui.shots_data import NOW, pick
from assistant_desktop.ui.views.calendar_page import CalendarPage
from assistant_desktop.ui.widgets.calendar_panel import CalendarRow
from assistant_desktop.ui.widgets.event_card import Draft, Known

if TYPE_CHECKING:
    from assistant_desktop.ui.shots import Camera

# Day of the week, hour, length in hours, colour, English, Russian, where.
_WEEK = (
    (0, 9.5, 0.25, 0, "Standup", "Планёрка", ""),
    (1, 9.5, 0.25, 0, "Standup", "Планёрка", ""),
    (2, 9.5, 0.25, 0, "Standup", "Планёрка", ""),
    (3, 9.5, 0.25, 0, "Standup", "Планёрка", ""),
    (4, 9.5, 0.25, 0, "Standup", "Планёрка", ""),
    (1, 11, 1.5, 0, "Lunch with Ann", "Обед с Аней", "Café Osiris"),
    (1, 11.5, 1, 1, "Call with the bank", "Звонок в банк", ""),
    (1, 11.75, 2, 2, "Painter", "Маляр", ""),
    (3, 15.5, 1, 0, "Dentist", "Стоматолог", "Brīvības 40"),
    (4, 18, 3, 1, "Concert in the old town hall", "Концерт в старой ратуше", "18:00 Tallinn"),
    (5, 10, 2.5, 2, "Swimming", "Бассейн", ""),
)


def blocks(language: str) -> list[Block]:
    """A usual week, with a holiday and a trip."""
    monday = NOW.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=NOW.weekday())
    made = []
    for day, hour, length, colour, english, russian, where in _WEEK:
        start = monday + timedelta(days=day, hours=hour)
        end = start + timedelta(hours=length)
        title = pick(language, english, russian)
        made.append(
            Block(
                key=f"{day}-{hour}",
                title=title,
                hours=f"{start:%H:%M}–{end:%H:%M}",
                detail=where,
                calendar=pick(language, "Personal", "Личный"),
                colour=colour,
                start=start,
                end=end,
                recurs=length < 0.5,
                is_tentative=colour == 2,
                told=title,
            )
        )
    whole = pick(language, "all day", "весь день")
    for first, days, colour, title in (
        (2, 1, 3, pick(language, "School holiday", "Каникулы")),
        (4, 3, 1, pick(language, "Trip to Tallinn", "Поездка в Таллин")),
    ):
        start = monday + timedelta(days=first)
        made.append(
            Block(title, title, whole, "", "", colour, start, start + timedelta(days=days), True)
        )
    return sorted(made, key=lambda one: one.start)


def many_blocks(count: int) -> list[Block]:
    """A list without end."""
    start = NOW.replace(minute=0, second=0, microsecond=0)
    made = []
    for number in range(count):
        begins = start + timedelta(hours=number * 2)
        ends = begins + timedelta(hours=1)
        hours = f"{begins:%H:%M}–{ends:%H:%M}"
        made.append(Block(str(number), f"№ {number}", hours, "", "", number, begins, ends))
    return made


def rows(language: str) -> list[CalendarRow]:
    """Three calendars; one cannot be read."""
    return [
        CalendarRow("own", pick(language, "Personal", "Личный"), 0, True),
        CalendarRow(
            "town",
            pick(language, "Town events", "События города"),
            1,
            True,
            pick(language, "as of Tue 24 Nov 10:12", "данные на вт 24 нояб. 10:12"),
            is_removable=True,
        ),
        CalendarRow(
            "school",
            pick(language, "School", "Школа"),
            3,
            False,
            pick(
                language,
                "school.example cannot be reached. as of Sun 22 Nov 08:00",
                "Не удаётся связаться с school.example. данные на вс 22 нояб. 08:00",
            ),
            is_troubled=True,
            is_removable=True,
        ),
    ]


def shoot_calendar(camera: Camera) -> None:
    """The calendar in its states."""
    shell, language = camera.shell, camera.language
    page = CalendarPage()
    shell.add_page("calendar", page)
    days = _days()
    page.panel.show_rows(rows(language)[:1])
    page.show_days("week", days, [], NOW)
    page.show_empty(is_empty=True)
    shell.go("calendar")
    page.grid.scroll_to_hour(8)
    camera.take("calendar-empty")
    page.show_empty(is_empty=False)
    page.panel.show_rows(rows(language))
    week = blocks(language)
    page.show_days("week", days, week, NOW)
    camera.settle()
    page.grid.scroll_to_hour(8)
    camera.take("calendar-week")
    _shoot_card(camera, page, week)
    page.card.hide()
    page.show_days("day", [NOW.date()], week, NOW)
    camera.settle()
    page.grid.scroll_to_hour(8)
    camera.take("calendar-day")
    ahead = [one for one in week if one.end > NOW]
    page.show_days("list", days, ahead, NOW)
    page.select(ahead[2].key)
    camera.take("calendar-list")
    page.show_days("list", days, many_blocks(10_000), NOW)
    page.list.verticalScrollBar().setValue(200_000)
    camera.take("calendar-10000")


def _shoot_card(camera: Camera, page: CalendarPage, week: list[Block]) -> None:
    chosen = next(one for one in week if one.detail.startswith("Brīv"))
    page.select(chosen.key)
    draft = Draft(chosen.key, chosen.title, chosen.start, chosen.end, False, chosen.detail)
    lead = pick(camera.language, "You are reminded 30 minutes before.", "Напомню за 30 минут.")
    known = Known(
        calendar=chosen.calendar,
        when=pick(camera.language, "16:30 in Tallinn", "16:30 (Tallinn)"),
        recurs=True,
        reminders=(lead,),
    )
    zone = NOW.tzinfo
    page.card.show_event(draft, known, zone)  # type: ignore[arg-type]  # any zone will do
    page.open_side()
    camera.take("calendar-event")
    page.close_side()
    camera.shell.resize(camera.shell.minimumSize())
    page.open_side()
    camera.take("calendar-least")
    page.close_side()
    camera.shell.resize(1080, 720)


def _days() -> list[date]:
    monday = NOW.date() - timedelta(days=NOW.weekday())
    return [monday + timedelta(days=number) for number in range(7)]
