"""The page of health over a real core."""

import sys
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.health_series import SeriesKey
from assistant_desktop.domain.ids import DEFAULT_USER as ME
from assistant_desktop.domain.ids import RecordId
from assistant_desktop.ui.language import use_language
from tests.fakes.health_exports import apple, record
from tests.ui.conftest import settle, until


def reading(clock, kind="weight", value=82.4, unit="kg", hours=1, second=None) -> HealthRecord:
    return HealthRecord(
        id=RecordId(f"{kind}-{hours}"), user_id=ME, kind=kind, value=value, second_value=second,
        unit=unit, at=clock.now() - timedelta(hours=hours),
    )  # fmt: skip


async def opened(window):
    window.shell.go("health")
    page = window.shell.pages.currentWidget()
    await settle()
    return page, window._assistant


async def values(assistant, kind="weight") -> list[float]:
    found = await assistant.health.diary.page(ME, SeriesKey(kind=kind), None, 1000)
    return [one.value for one in found]


def shown(page) -> list[str]:
    return [one.value for one in page.readings.readings.rows]


async def test_an_empty_page_teaches_and_tells_that_it_is_no_advice(open_window):
    async with open_window() as window:
        page, _ = await opened(window)
        assert page.stack.currentWidget() is page._empty
        assert page.foot.text() == "No medical advice: these are only your numbers."
        assert page.foot.isVisible()
        assert window.shell.rail.buttons["health"].toolTip() == "Health  Ctrl+6"


async def test_what_was_said_in_the_chat_is_on_the_page_at_once(open_window, clock):
    async with open_window() as window:
        page, assistant = await opened(window)
        await assistant.ask(Saying(ME, "blood pressure 131 over 84"))
        await until(lambda: shown(page) == ["131/84 mmHg"])
        assert page.list.kinds.rows[0].title == "Blood pressure"
        await until(lambda: page.chart.plot is not None, 20)
        assert page.chart._drawing.lines == ((131.0,), (84.0,))
        assert "pyqtgraph" in sys.modules


async def test_a_value_that_can_hardly_be_true_is_asked_about_and_kept_on_a_second_yes(
    open_window, clock
):
    async with open_window() as window:
        page, assistant = await opened(window)
        page.add.click()
        form = page.form
        form.kind.setCurrentIndex(form.kind.findData("weight"))
        form.value.setText("824")
        form.save.click()
        await until(form.anyway.isVisible)
        assert "1 kg to 500 kg" in form.problem.text()
        assert await values(assistant) == []
        form.anyway.click()
        await until(lambda: shown(page) == ["824 kg"])
        assert not form.isVisible()
        window.shell.toast.action.click()
        await until(lambda: page.stack.currentWidget() is page._empty)
        assert await values(assistant) == []


async def test_a_reading_is_changed_and_deleted_by_keys_and_both_are_taken_back(open_window, clock):
    async with open_window() as window:
        page, assistant = await opened(window)
        await assistant.health.diary.keep(reading(clock))
        await until(lambda: shown(page) == ["82.4 kg"])
        page.readings.setCurrentIndex(page.readings.readings.index(0, 0))
        QTest.keyClick(page.readings, Qt.Key.Key_Return)
        assert page.form.value.text() == "82.4"
        page.form.value.setText("81,9")
        page.form.save.click()
        await until(lambda: shown(page) == ["81.9 kg"])
        window.shell.toast.action.click()
        await until(lambda: shown(page) == ["82.4 kg"])
        before = await assistant.health.diary.page(ME, SeriesKey(kind="weight"), None, 9)
        page.readings.setCurrentIndex(page.readings.readings.index(0, 0))
        QTest.keyClick(page.readings, Qt.Key.Key_Delete)
        await until(lambda: page.stack.currentWidget() is page._empty)
        window.shell.toast.action.click()
        await until(lambda: page.stack.currentWidget() is page._series)
        assert await assistant.health.diary.page(ME, SeriesKey(kind="weight"), None, 9) == before


async def test_a_target_in_words_is_drawn_and_taken_back(open_window, clock):
    async with open_window() as window:
        page, assistant = await opened(window)
        await assistant.health.diary.keep(reading(clock))
        await until(lambda: shown(page))
        page.target_change.click()
        page.target_edit.setText("many")
        page.target_save.click()
        await until(lambda: "no number" in page.target_problem.text())
        page.target_edit.setText("75 to 78 kg")
        page.target_save.click()
        await until(lambda: page.target.text() == "Target: 75–78 kg")
        await until(lambda: page.chart._drawing.bands == ((75.0, 78.0),))
        window.shell.toast.action.click()
        await until(lambda: page.target.text() == "No target yet.")
        assert await assistant.health.targets.all(ME) == []


async def test_the_ranges_show_more_and_what_adds_up_is_bars_of_days(open_window, clock):
    async with open_window() as window:
        page, assistant = await opened(window)
        for hours in (1, 2, 30, 24 * 100):
            await assistant.health.diary.keep(reading(clock, "water", 500, "ml", hours))
        await until(lambda: page.chart._drawing is not None)
        assert page.chart._drawing.bars
        assert page.chart._drawing.lines == ((500.0, 1000.0),)
        page.ranges["year"].click()
        await until(lambda: page.chart._drawing.lines == ((500.0, 500.0, 1000.0),))
        assert page.chart._drawing.told(2) == "today: 1,000 ml"


async def test_a_hundred_thousand_readings_are_drawn_as_few_and_listed_as_needed(
    open_window, clock, tmp_path
):
    first = clock.now() - timedelta(minutes=110_000)
    path = tmp_path / "many.csv"
    lines = ["time,kind,value,second_value,unit,note,source"]
    for n in range(100_000):
        lines.append(f"{(first + timedelta(minutes=n)).isoformat()},pulse,{60 + n % 40},,bpm,,user")
    path.write_text("\n".join(lines), "utf-8")
    async with open_window() as window:
        page, assistant = await opened(window)
        taken = await assistant.health.transfer.import_file(ME, path)
        assert taken.new == 100_000
        await until(lambda: len(shown(page)) == 200, 20)
        page.ranges["all"].click()
        await until(
            lambda: page.ranges["all"].isChecked() and len(page.chart._drawing.moments) > 60
        )
        assert len(page.chart._drawing.moments) <= 800
        page.readings.scrollToBottom()
        await until(lambda: len(shown(page)) == 400)


async def test_a_medicine_reminds_its_dose_is_written_down_and_a_skipped_one_shows(
    open_window, clock
):
    async with open_window() as window:
        page, assistant = await opened(window)
        pane = page.medicines
        page.list.chosen.emit(None)
        await until(lambda: page.stack.currentWidget() is pane)
        pane.add.click()
        pane.form.medicine.setText("losartan")
        pane.form.amount.setText("50")
        pane.form.times.setText("25:00")
        pane.form._save()
        await until(lambda: "25:00" in pane.form.problem.text())
        pane.form.times.setText("11:00, 20:00")
        pane.form._save()
        await until(lambda: not pane.form.isVisible())
        (plan,) = await assistant.health.plans.all(ME)
        assert plan.view.reminder.rrule == "FREQ=DAILY;BYHOUR=11,20;BYMINUTE=0"
        await clock.advance(3600)
        (view,) = await assistant.reminders.live(ME)
        await assistant.reminders.acknowledge(ME, view.occurrence.id)
        await clock.advance(9 * 3600)
        (view,) = await assistant.reminders.live(ME)
        await assistant.reminders.skip(ME, view.occurrence.id)
        await until(lambda: "1 of 2 taken (50 %), 1 skipped" in texts(pane))
        assert "today 20:00: skipped" in texts(pane)
        assert "50 mg losartan" in texts(pane)
        assert "by a reminder" in texts(pane)


def texts(widget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in widget.findChildren(QLabel))


async def test_a_file_is_taken_in_with_progress_and_can_be_stopped(open_window, clock, tmp_path):
    rows = [record("BodyMass", 80 + n % 5, f"2020-01-01 {n // 3600 % 24:02}:{n // 60 % 60:02}:"
                   f"{n % 60:02} +0000", unit="kg") for n in range(9000)]  # fmt: skip
    path = apple(tmp_path / "export.zip", rows)
    async with open_window() as window:
        page, assistant = await opened(window)
        page.import_wanted.emit(str(path))
        await until(lambda: page.progress.bar.value() > 0)
        page.stop.click()
        await until(page.told.isVisible)
        page.import_wanted.emit(str(path))
        await until(lambda: "taken in" in page.told.text(), 20)
        assert len(await assistant.health.diary.page(ME, SeriesKey(kind="weight"), None, 10_000)) \
            == 9000  # fmt: skip
        page.import_wanted.emit(str(tmp_path / "missing.zip"))
        await until(lambda: "cannot be read" in page.told.text())


async def test_a_kind_of_ones_own_gets_its_unit(open_window, clock):
    async with open_window() as window:
        page, _ = await opened(window)
        page.kind_form.open_new()
        page.kind_form.name.setText("Push-ups")
        page.kind_form.unit.setText("times")
        page.kind_form._save()
        await until(page.form.isVisible)
        page.form.value.setText("30")
        page.form.save.click()
        await until(lambda: shown(page) == ["30 times"])
        assert page.title.text() == "Push-ups"


async def test_the_page_speaks_russian(open_window, clock):
    async with open_window() as window:
        await window._assistant.change_settings(language="ru")
        await settle()
        page, assistant = await opened(window)
        await assistant.ask(Saying(ME, "давление 131 на 84"))
        await until(lambda: shown(page) == ["131/84 мм рт. ст."])
        assert page.foot.text() == "Это не медицинский совет, а только ваши цифры."
        use_language("en")
