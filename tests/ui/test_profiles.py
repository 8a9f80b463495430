"""Profiles in the window: switching swaps all of it, and nobody's reminder is ever lost."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.events import ModelsChanged, RemindersMissed, Trouble
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.ui.reminder_window import DEAD_MS
from assistant_desktop.ui.widgets.ask import ask_text
from tests.ui.conftest import settle, until

ANN = UserId("Ann")


async def live(window, user, mark):
    assistant = window._assistant
    await assistant.ask(Saying(user, f"hello from {mark}"))
    await assistant.remember(user, f"the boat of {mark}")
    await assistant.remind(user, f"remind me tomorrow at 9 to call {mark}")


async def switch(window, user):
    window._switch.to(user)
    await until(lambda: window._user_id == user)
    await settle(20)


def all_words(widget: QWidget) -> str:
    """Everything a person or a screen reader can find in a window."""
    found = [widget.windowTitle()]
    for one in (widget, *widget.findChildren(QWidget)):
        found += [one.accessibleName(), one.toolTip()]
        if isinstance(one, QLabel | QLineEdit):
            found.append(one.text())
        for name in ("text", "toPlainText"):
            read = getattr(one, name, None)
            if callable(read):
                found.append(str(read()))
        model = getattr(one, "model", None)
        if callable(model) and model() is not None:
            rows = model().rowCount()
            found += [str(model().index(row, 0).data()) for row in range(rows)]
    return "\n".join(found)


async def visit_all(window) -> str:
    told = []
    for place in ("today", "chat", "reminders", "memory", "settings"):
        window.shell.go(place)
        await settle(20)
        told.append(all_words(window.shell))
    for key, _ in window.conversations.titles:
        window.open(key)
        await settle(20)
        told.append(all_words(window.shell))
    return "\n".join(told)


async def test_switching_shows_one_and_nothing_of_the_other(open_window):
    async with open_window() as window:
        await live(window, DEFAULT_USER, "Zanzibar")
        await live(window, ANN, "Timbuktu")
        mine = await visit_all(window)
        assert "Zanzibar" in mine
        assert "Timbuktu" not in mine
        window.shell.chat.composer.set_text("a draft about Zanzibar")
        await switch(window, ANN)
        assert window.shell.place == "chat"
        assert window.shell.chat.composer.text() == ""
        hers = await visit_all(window)
        assert "Timbuktu" in hers
        assert "Zanzibar" not in hers
        assert window.shell.rail.profile.accessibleName() == "Profile: Ann"
        await switch(window, DEFAULT_USER)
        assert "Timbuktu" not in await visit_all(window)


async def test_no_event_of_another_profile_is_shown(open_window):
    async with open_window() as window:
        window.open("")
        await live(window, ANN, "Timbuktu")
        await settle(20)
        assert window.chat.items == []
        assert window.conversations.titles == []
        assert "Timbuktu" not in all_words(window.shell)


async def test_what_concerns_the_machine_is_told_to_whoever_is_there(open_window):
    async with open_window() as window:
        await window._assistant.profiles.add("Ann")
        await switch(window, ANN)
        events = window._assistant._parts.events
        heard = []
        window._relay.models_changed.connect(heard.append)
        events.publish(ModelsChanged(user_id=DEFAULT_USER))
        events.publish(Trouble(user_id=DEFAULT_USER, what="The disk is full."))
        assert len(heard) == 1
        assert "The disk is full." in window.shell.chat.notice.text()


async def test_a_question_that_names_the_others_things_goes(open_window):
    async with open_window() as window:
        await window._assistant.profiles.add("Ann")
        done = []
        ask_text(window.shell, "Rename", "Zanzibar", "Rename", done.append)
        window._show_palette()
        await settle()
        await switch(window, ANN)
        assert [one for one in window.shell.findChildren(QDialog) if one.isVisible()] == []
        assert "Zanzibar" not in all_words(window.shell)
        assert done == []


async def test_the_menu_makes_switches_and_leads_to_deleting(qtbot, open_window):
    async with open_window() as window:
        rail = window.shell.rail
        rail.profile.click()
        await until(lambda: rail.profile.menu_shown is not None)
        told = [one.text() for one in rail.profile.menu_shown.actions()]
        assert told == ["Main", "", "New profile…"]
        rail.profile.menu_shown.actions()[-1].trigger()
        (asked,) = window.shell.findChildren(QDialog)
        asked.findChild(QLineEdit).setText(" Ann ")
        asked.verb.click()
        await until(lambda: window._user_id == ANN)
        await settle(20)
        assert await window._assistant.profiles.last_used() == ANN
        window.shell.rail.profile.click()
        await until(lambda: window.shell.rail.profile.menu_shown is not None)
        actions = window.shell.rail.profile.menu_shown.actions()
        assert [one.text() for one in actions][-2:] == ["New profile…", "Delete a profile…"]
        assert [one.isChecked() for one in actions[:2]] == [False, True]
        actions[-1].trigger()
        await until(lambda: window.shell.place == "settings")
        rail = window.shell.rail
        rail.profile.menu_shown.close()


async def test_a_profile_is_deleted_inline_after_a_second_press(open_window):
    async with open_window() as window:
        await live(window, ANN, "Timbuktu")
        window.shell.go("settings")
        await settle(20)
        page = window.shell.pages.currentWidget()
        await until(lambda: len(page.profiles.lines) == 2)
        page.profiles.lines[1].delete.click()
        assert page.profiles.lines[1].sure.isVisible()
        page.profiles.lines[1].really.click()
        await until(lambda: len(page.profiles.lines) == 1)
        assert await window._assistant.memories.everything(ANN) == []


async def test_a_name_that_is_taken_is_told(open_window):
    async with open_window() as window:
        window.shell.go("settings")
        await settle(20)
        page = window.shell.pages.currentWidget()
        page.profiles.name.setText("ME")
        page.profiles._add()
        await until(page.profiles.problem.isVisible)
        assert page.profiles.name.text() == "ME"


@pytest.mark.parametrize("answer", ["show", "snooze"])
async def test_a_reminder_of_another_profile_fires_by_name_and_is_read_there(
    qtbot, open_window, clock, answer
):
    async with open_window() as window:
        await window._assistant.remind(ANN, "remind me in 5 minutes to call Timbuktu")
        for _ in range(3):
            await clock.advance(301)
            await clock.settle()
            await settle()
        firing = window.firing.window
        await until(firing.isVisible)
        (key,) = firing.showing
        card = firing.card(key)
        assert "Timbuktu" not in all_words(firing)
        assert "“Ann”" in card.row.text
        assert card.done.text() == "Open"
        assert card.skip.isHidden()
        qtbot.waitUntil(card.done.isEnabled, timeout=DEAD_MS * 4)
        if answer == "snooze":
            card.snooze.click()
            await until(lambda: not firing.isVisible())
            (view,) = await window._assistant.reminders.live(ANN)
            assert view.occurrence.state.value == "snoozed"
            return
        card.done.click()
        await until(lambda: window._user_id == ANN)
        await until(lambda: "Timbuktu" in all_words(window.firing.window))
        card = window.firing.window.card(key)
        assert card.done.text() == "Done"
        qtbot.waitUntil(card.done.isEnabled, timeout=DEAD_MS * 4)
        card.done.click()
        await until(lambda: not window.firing.window.isVisible())
        assert await window._assistant.reminders.live(ANN) == []


async def test_what_fires_loses_its_words_when_its_profile_goes(open_window, clock):
    async with open_window() as window:
        await window._assistant.profiles.add("Ann")
        await window._assistant.remind(DEFAULT_USER, "remind me in 5 minutes to call Zanzibar")
        for _ in range(3):
            await clock.advance(301)
            await clock.settle()
            await settle()
        await until(window.firing.window.isVisible)
        assert "Zanzibar" in all_words(window.firing.window)
        await switch(window, ANN)
        assert window.firing.window.isVisible()
        assert "Zanzibar" not in all_words(window.firing.window)


async def test_what_another_profile_missed_waits_for_it_on_today(open_window, clock):
    async with open_window() as window:
        await window._assistant.remind(ANN, "remind me in 5 minutes to call Timbuktu")
        await clock.advance(301)
        await clock.settle()
        views = tuple(await window._assistant.reminders.live(ANN))
        missed = RemindersMissed(user_id=ANN, views=views, at=clock.now())
        window._assistant._parts.events.publish(missed)
        await settle()
        assert window.shell.place == "chat"
        await switch(window, ANN)
        assert window.shell.place == "today"
        assert [one.reminder.text for one in window.places.reminders.missed] == ["call Timbuktu"]
        await switch(window, DEFAULT_USER)
        assert window.places.reminders.missed == []
        await switch(window, ANN)
        assert len(window.places.reminders.missed) == 1
