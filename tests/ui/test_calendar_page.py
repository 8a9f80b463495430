"""The page of the calendar over a real core: looking, making, moving, following, 10,000 events."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from assistant_desktop.core.assistant import NewEvent
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui import shots_calendar
from assistant_desktop.ui.models.calendar_blocks import Block, bars, placed
from assistant_desktop.ui.theme import TEXT_CONTRAST, calendar_colours, colours, contrast, theme
from assistant_desktop.ui.views.calendar_page import CalendarPage
from tests.ui.conftest import settle, until

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


async def open_page(window) -> CalendarPage:
    window.shell.resize(1080, 720)
    window.shell.go("calendar")
    await settle()
    return window.shell.pages.currentWidget()


async def make(window, title: str, hours: float, **fields: object):
    diary = window._assistant.calendar.diary
    return await diary.create(
        DEFAULT_USER, NewEvent(title, MONDAY + timedelta(hours=hours), **fields)
    )


def block(key: str, start_h: float, hours: float, day: int = 0, *, all_day: bool = False) -> Block:
    start = MONDAY + timedelta(days=day, hours=start_h)
    return Block(key, key, "", "", "", 0, start, start + timedelta(hours=hours), all_day)


DAYS = [date(2026, 11, 23) + timedelta(days=number) for number in range(7)]


# ---- where events stand ----


def test_events_that_overlap_stand_beside_one_another_and_others_have_all_the_room():
    found = placed(
        [block("a", 9, 2), block("b", 10, 2), block("c", 11, 1), block("d", 13, 1)], DAYS
    )
    spots = {one.block.key: (one.column, one.columns) for one in found}
    assert spots == {"a": (0, 2), "b": (1, 2), "c": (0, 2), "d": (0, 1)}


def test_what_goes_over_midnight_stands_on_both_days_and_a_moment_can_be_seen():
    found = placed([block("late", 22, 4), block("moment", 9, 0)], DAYS)
    spans = [(one.block.key, one.day, one.top_min, one.bottom_min) for one in found]
    assert sorted(spans) == [
        ("late", 0, 1320, 1440), ("late", 1, 0, 120), ("moment", 0, 540, 565)
    ]  # fmt: skip


def test_whole_days_stand_above_in_rows_of_their_own():
    trip = block("trip", 0, 72, day=1, all_day=True)
    feast = block("feast", 0, 24, day=2, all_day=True)
    gone = block("gone", 0, 24, day=-3, all_day=True)
    after = block("after", 0, 24, day=4, all_day=True)
    found = [(one.block.key, one.first, one.last, one.row) for one in bars(
        [trip, feast, gone, after], DAYS)]  # fmt: skip
    assert found == [("trip", 1, 3, 0), ("feast", 2, 2, 1), ("after", 4, 4, 0)]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_titles_can_be_read_on_the_colour_of_every_calendar(choice, qapp):
    theme().use(choice)
    for number in range(8):
        hue, ground = calendar_colours(number)
        assert contrast(colours().text, ground) >= TEXT_CONTRAST
        assert contrast(hue, colours().ground) >= 3.0


# ---- the page ----


async def test_an_empty_page_teaches_and_its_phrases_work(open_window):
    async with open_window() as window:
        page = await open_page(window)
        assert page.nothing.isVisible()
        page.phrases[0].click()
        await until(lambda: window.shell.place == "chat")
        diary = window._assistant.calendar.diary
        week = (MONDAY, MONDAY + timedelta(days=7))
        for _ in range(200):
            agenda = await diary.agenda(DEFAULT_USER, week)
            if agenda.occurrences:
                break
            await settle(1)
        assert [one.event.title for one in agenda.occurrences] == ["Lunch with Ann"]
        page = await open_page(window)
        await until(lambda: not page.nothing.isVisible())


async def test_a_click_on_an_empty_place_makes_an_event_there(qtbot, open_window):
    async with open_window() as window:
        page = await open_page(window)
        grid = page.grid
        grid.scroll_to_hour(8)
        x = int(56 + grid.day_wide * 2.5)
        qtbot.mouseClick(
            grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, int(grid.y_of(11 * 60 + 5)))
        )
        assert page.card.isVisible()
        page.card.title.setText("Painter")
        qtbot.keyClick(page.card.title, Qt.Key.Key_Return)
        await until(lambda: [one.title for one in grid.blocks] == ["Painter"])
        assert grid.blocks[0].start == MONDAY + timedelta(days=2, hours=11)
        assert window.shell.toast.isVisible()
        window.shell.toast.action.click()
        await until(lambda: grid.blocks == [])


async def test_an_event_is_dragged_and_taken_back(qtbot, open_window):
    async with open_window() as window:
        await make(window, "Painter", 11)
        page = await open_page(window)
        grid = page.grid
        await until(lambda: grid.blocks)
        grid.scroll_to_hour(8)
        await settle(2)
        begins = QPointF(60 + grid.day_wide * 0.4, grid.y_of(11 * 60 + 10)).toPoint()
        ends = QPointF(60 + grid.day_wide * 1.4, grid.y_of(14 * 60 + 10)).toPoint()
        qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=begins)
        qtbot.mouseMove(grid.viewport(), ends)
        await settle(2)
        if grid.dragged is None:  # offscreen, the platform drops moves without a real mouse
            from PySide6.QtGui import QMouseEvent

            where = QPointF(ends)
            event = QMouseEvent(
                QMouseEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            QApplication.sendEvent(grid.viewport(), event)
        qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=ends)
        moved = MONDAY + timedelta(days=1, hours=14)
        await until(lambda: grid.blocks and grid.blocks[0].start == moved)
        window.shell.toast.action.click()
        await until(lambda: grid.blocks[0].start == MONDAY + timedelta(hours=11))


async def test_the_keyboard_goes_everywhere(qtbot, open_window):
    async with open_window() as window:
        await make(window, "Painter", 11)
        await make(window, "Plumber", 15)
        page = await open_page(window)
        grid = page.grid
        await until(lambda: len(grid.blocks) == 2)
        grid.setFocus()
        qtbot.keyClick(grid, Qt.Key.Key_Down)
        qtbot.keyClick(grid, Qt.Key.Key_Down)
        assert "Plumber" in grid.accessibleDescription()
        qtbot.keyClick(grid, Qt.Key.Key_Return)
        await until(page.card.isVisible)
        assert page.card.title.text() == "Plumber"
        qtbot.keyClick(page.card, Qt.Key.Key_Escape)
        assert not page.card.isVisible()
        qtbot.keyClick(grid, Qt.Key.Key_D)
        await until(lambda: len(grid.days) == 1)
        qtbot.keyClick(grid, Qt.Key.Key_Right)
        await until(lambda: grid.days == [date(2026, 11, 24)])
        qtbot.keyClick(grid, Qt.Key.Key_T)
        await until(lambda: grid.days == [date(2026, 11, 23)])
        qtbot.keyClick(grid, Qt.Key.Key_L)
        await until(lambda: page.stack.currentWidget() is page.list)
        assert [one.title for one in page.list.blocks] == ["Painter", "Plumber"]
        qtbot.keyClick(page.list, Qt.Key.Key_W)
        await until(lambda: page.stack.currentWidget() is grid)
        grid.select(grid.blocks[0].key)
        qtbot.keyClick(grid, Qt.Key.Key_Delete)
        await until(lambda: [one.title for one in grid.blocks] == ["Plumber"])


async def test_one_of_a_series_or_all_of_it(open_window):
    async with open_window() as window:
        await make(window, "Standup", 11, rules=("FREQ=DAILY;COUNT=3",))
        page = await open_page(window)
        await until(lambda: len(page.grid.blocks) == 3)
        page.grid.chosen.emit(page.grid.blocks[1].key)
        await until(page.card.isVisible)
        assert page.card.extent.isVisible()
        page.card.delete.click()
        await until(lambda: len(page.grid.blocks) == 2)
        page.grid.chosen.emit(page.grid.blocks[0].key)
        await until(page.card.isVisible)
        page.card.extent.setCurrentIndex(1)
        page.card.title.setText("Planning")
        page.card.save.click()
        await until(lambda: {one.title for one in page.grid.blocks} == {"Planning"})


async def test_remind_me_insistently_and_no_more(open_window):
    async with open_window() as window:
        await make(window, "Dentist", 30)
        page = await open_page(window)
        await until(lambda: page.grid.blocks)
        page.grid.chosen.emit(page.grid.blocks[0].key)
        await until(page.card.isVisible)
        page.card.leads.setCurrentIndex(4)  # half an hour
        page.card.remind.click()
        await until(page.card.reminders.isVisible)
        assert page.card.reminders.text() == "You are reminded 30 minutes before."
        (view,) = await window._assistant.reminders.live(DEFAULT_USER)
        assert view.reminder.policy.name == "insistent"
        assert view.occurrence.due == MONDAY + timedelta(hours=29, minutes=30)
        page.card.stop.click()
        await until(lambda: not page.card.reminders.isVisible())
        assert await window._assistant.reminders.live(DEFAULT_USER) == []


async def test_an_end_before_its_beginning_and_no_title_are_told_in_the_card(open_window):
    async with open_window() as window:
        page = await open_page(window)
        page.new.click()
        page.card.save.click()
        assert page.card.problem.text() == "An event needs a title."
        page.card.title.setText("x")
        page.card.to_day.setDate(page.card.from_day.date().addDays(-1))
        page.card.save.click()
        assert page.card.problem.text() == "It would end before it begins."


async def test_a_file_is_looked_at_before_it_comes_in_and_goes_out_again(open_window, tmp_path):
    async with open_window() as window:
        await make(window, "Painter", 11)
        page = await open_page(window)
        out = tmp_path / "mine.ics"
        page.panel.export_wanted.emit(str(out))
        await until(lambda: page.panel.told.text() == "1 event written.")
        out.write_bytes(out.read_bytes().replace(b"Painter", b"Plumber").replace(b"UID:", b"UID:x"))
        page.panel.import_wanted.emit(str(out))
        await until(page.panel.agree.isVisible)
        assert page.panel.told.text() == "1 new, 0 changed, 0 as before."
        assert len(page.grid.blocks) == 1
        page.panel.agree.click()
        await until(lambda: len(page.grid.blocks) == 2)


async def test_a_calendar_is_switched_off_and_a_bad_address_is_told(open_window):
    async with open_window() as window:
        await make(window, "Painter", 11)
        page = await open_page(window)
        await until(lambda: page.grid.blocks)
        (box,) = page.panel.boxes.values()
        box.click()
        await until(lambda: page.grid.blocks == [])
        page.panel.address.setText("nonsense")
        page.panel.follow.click()
        await until(lambda: "is no address of a calendar" in page.panel.told.text())


async def test_today_shows_what_is_still_to_come(open_window):
    async with open_window() as window:
        await make(window, "Breakfast", 7)
        await make(window, "Painter", 11)
        window.shell.go("today")
        await settle()
        page = window.shell.pages.currentWidget()
        await until(page.agenda.isVisible)
        texts = [
            label.text() for label in page.agenda.findChildren(type(page.title)) if label.text()
        ]
        assert any("Painter" in text for text in texts)
        assert not any("Breakfast" in text for text in texts)


# ---- much ----


def test_ten_thousand_events_are_drawn_as_few(qtbot):
    page = CalendarPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.show_days("list", DAYS, shots_calendar.many_blocks(10_000), MONDAY)
    for place in (0, 100_000, 390_000):
        page.list.verticalScrollBar().setValue(place)
        assert 10 < len(page.list._in_sight()) < 30
    page.list.select("9999")
    assert page.list.verticalScrollBar().value() > 400_000
