"""The reminder window: dead for half a second, one answer closes every surface."""

import gc
import threading
import weakref
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt

from assistant_desktop.core.assistant import NewReminder, Saying
from assistant_desktop.domain.escalation import GENTLE, INSISTENT, NORMAL
from assistant_desktop.domain.events import Trouble
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.reminder import OccurrenceState
from assistant_desktop.ui import shots_data
from assistant_desktop.ui.models.firing_rows import firing_row
from assistant_desktop.ui.models.reminder_rows import ladder, next_channel, severity
from assistant_desktop.ui.presenters.firing import Firing
from assistant_desktop.ui.reminder_window import DEAD_MS, ReminderWindow
from tests.ui.conftest import delete_what_is_gone, settle, until

NOW = shots_data.NOW


@pytest.fixture
def window(qtbot):
    made = ReminderWindow()
    qtbot.addWidget(made)
    return made


def rows(count):
    return [firing_row(view, NOW) for view in shots_data.firing("en")[:count]]


def test_buttons_are_dead_for_the_first_half_second(qtbot, window):
    answers = []
    window.answered.connect(lambda *answer: answers.append(answer))
    window.show_rows(rows(1))
    card = window.card("o1")
    qtbot.mouseClick(card.done, Qt.MouseButton.LeftButton)
    assert answers == []
    assert not card.done.isEnabled()
    qtbot.waitUntil(card.done.isEnabled, timeout=DEAD_MS * 4)
    qtbot.mouseClick(card.done, Qt.MouseButton.LeftButton)
    assert answers == [("o1", "done")]


def test_a_card_that_slides_under_the_pointer_is_dead_again(qtbot, window):
    window.show_rows(rows(2))
    qtbot.waitUntil(window.card("o2").done.isEnabled, timeout=DEAD_MS * 4)
    window.take_away("o1")
    assert not window.card("o2").done.isEnabled()


def test_it_comes_without_taking_the_keyboard_and_stays_on_top(window):
    window.show_rows(rows(1))
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert window.width() == 420


def test_done_with_all_wants_a_second_press(qtbot, window):
    done = []
    window.all_done.connect(done.append)
    window.show_rows(rows(3))
    qtbot.waitUntil(window.done_with_all.isEnabled, timeout=DEAD_MS * 4)
    window.done_with_all.click()
    assert done == []
    assert "3" in window.done_with_all.text()
    qtbot.waitUntil(window.done_with_all.isEnabled, timeout=DEAD_MS * 4)
    window.done_with_all.click()
    assert sorted(done[0]) == ["o1", "o2", "o3"]


def test_the_window_goes_with_the_last_reminder(window):
    window.show_rows(rows(2))
    window.take_away("o1")
    assert window.isVisible()
    window.take_away("o2")
    assert not window.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_wider_than_the_window(qtbot, language):
    from assistant_desktop.ui.language import use_language

    use_language(language)
    window = ReminderWindow()
    qtbot.addWidget(window)
    window.show_rows([firing_row(view, NOW) for view in shots_data.firing(language)])
    assert all(window.card(key).minimumSizeHint().width() <= 418 for key in window.showing)


def test_the_ladder_tells_where_one_is():
    assert [rung.state for rung in ladder(GENTLE, 0)] == ["now", "ahead", "ahead"]
    assert [rung.state for rung in ladder(GENTLE, 1)] == ["past", "now", "ahead"]
    # Its last step is the phone, which nothing serves yet: no ladder promises it.
    assert [rung.state for rung in ladder(INSISTENT, 1)] == ["past", "now"]
    assert next_channel(INSISTENT, 1) == "on top"
    assert next_channel(INSISTENT, 0) == "on top"
    assert next_channel(NORMAL, 0) == "window"
    levels = [severity(shots_data.view(1, "x", NOW, level=n, policy=INSISTENT)) for n in range(6)]
    assert levels == sorted(levels)
    assert levels[0] == 0


# ------------------------------------------------------------------- with the core behind it


async def set_reminder(window, clock, text="stretch", policy=INSISTENT):
    assistant = window._assistant
    wanted = NewReminder(
        DEFAULT_USER, text, clock.now() + timedelta(seconds=5), ZoneInfo("UTC"), policy=policy
    )
    changed = await assistant.reminders.create(wanted)
    await clock.advance(6)
    await settle()
    return changed.after


async def test_a_reminder_that_fires_is_really_shown(open_window, clock):
    async with open_window() as window:
        view = await set_reminder(window, clock)
        await until(window.firing.window.isVisible)
        assert window.firing.window.showing == [view.occurrence.id]
        shown = await window._assistant.reminders.get(DEFAULT_USER, view.occurrence.id)
        assert shown.occurrence.shown_at is not None
        await until(lambda: window.shell.rail.buttons["reminders"].count == 1)


async def test_an_answer_anywhere_closes_every_surface(open_window, clock):
    async with open_window() as window:
        view = await set_reminder(window, clock)
        window.shell.go("reminders")
        await until(window.firing.window.isVisible)
        await window._assistant.reminders.acknowledge(DEFAULT_USER, view.occurrence.id)
        await until(lambda: not window.firing.window.isVisible())
        await until(lambda: window.shell.rail.buttons["reminders"].count == 0)


async def test_done_in_the_window_ends_the_reminder(open_window, clock):
    async with open_window() as window:
        view = await set_reminder(window, clock)
        await until(window.firing.window.isVisible)
        card = window.firing.window.card(view.occurrence.id)
        await until(card.done.isEnabled)
        card.done.click()
        await until(lambda: not window.firing.window.isVisible())
        ended = await window._assistant.reminders.get(DEFAULT_USER, view.occurrence.id)
        assert ended.occurrence.state is OccurrenceState.DONE


async def test_snooze_moves_it_by_ten_minutes(open_window, clock):
    async with open_window() as window:
        view = await set_reminder(window, clock)
        await until(window.firing.window.isVisible)
        card = window.firing.window.card(view.occurrence.id)
        await until(card.snooze.isEnabled)
        card.snooze.click()
        await until(lambda: not window.firing.window.isVisible())
        moved = await window._assistant.reminders.get(DEFAULT_USER, view.occurrence.id)
        assert moved.occurrence.state is OccurrenceState.SNOOZED
        assert moved.occurrence.next_at == clock.now() + timedelta(minutes=10)


async def test_several_at_once_are_one_window(open_window, clock):
    async with open_window() as window:
        for text in ("one", "two", "three"):
            wanted = NewReminder(
                DEFAULT_USER,
                text,
                datetime(2026, 11, 23, 10, 1, tzinfo=UTC),
                ZoneInfo("UTC"),
                policy=INSISTENT,
            )
            await window._assistant.reminders.create(wanted)
        await clock.advance(61)
        await until(lambda: len(window.firing.window.showing) == 3)


async def test_what_was_missed_is_one_card_on_today(open_window, clock):
    async with open_window() as window:
        for text in ("older", "newer"):
            due = clock.now() + timedelta(minutes=5 if text == "older" else 9)
            wanted = NewReminder(DEFAULT_USER, text, due, ZoneInfo("UTC"))
            await window._assistant.reminders.create(wanted)
    await clock.advance_alone(3600)
    async with open_window() as window:
        await until(lambda: window.shell.place == "today")
        page = window.shell.pages.currentWidget()
        await until(lambda: page.card.isVisible() and len(page.missed.lines) == 2)
        texts = [line.row.text for line in page.missed.lines]
        assert texts == ["older", "newer"]
        page.missed.lines[0].done.click()
        await until(lambda: page.missed.lines[0].row.text == "newer")


def test_no_other_thread_ends_it_and_its_owner_does(qtbot):
    """What Python collects elsewhere would end Qt's timers on that thread: that crashes."""
    owner = QObject()
    firing = Firing(owner)
    firing.window.show_rows(rows(1))
    window = weakref.ref(firing.window)
    del firing  # what is left of it is Qt's
    collecting = threading.Thread(target=gc.collect)
    collecting.start()
    collecting.join()
    made = window()
    assert made is not None
    assert made.isVisible()
    del made
    shiboken6.delete(owner)
    delete_what_is_gone()
    gc.collect()
    assert window() is None


async def test_what_was_found_out_and_a_push_that_failed_are_told(open_window, clock):
    async with open_window() as window:
        assistant = window._assistant
        await assistant.ask(Saying(DEFAULT_USER, "nag me in 1 minute to take a coat if it rains"))
        await clock.advance(61)
        await until(lambda: bool(window.firing.window.showing))
        (occurrence,) = window.firing.window.showing
        card = window.firing.window.card(occurrence)
        assert card.row is not None
        assert "could not be checked" in card.row.note
        before = window.firing.window.height()
        what = "The phone was not reached."
        assistant._parts.events.publish(Trouble(user_id=DEFAULT_USER, what=what, kind="phone"))
        await until(lambda: window.firing.window.height() > before)
        await until(card.done.isEnabled)
        card.done.click()
        await until(lambda: not window.firing.window.isVisible())


async def test_a_ladder_names_the_phone_only_where_there_is_one(open_window, clock):
    async with open_window() as window:
        services = window._assistant.services
        assert "phone" not in [one.channel for one in ladder(INSISTENT, 0)]
        await services.add_entry("phone", "ntfy://topic")
        await services.switch("phone", on=True)
        await until(lambda: "phone" in [one.channel for one in ladder(INSISTENT, 0)])
        await services.switch("phone", on=False)
        await until(lambda: "phone" not in [one.channel for one in ladder(INSISTENT, 0)])
