"""Conversations in the window: search as one types, versions, archive, deleting, in and out."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from assistant_desktop.domain.ids import DEFAULT_USER, ConversationId
from assistant_desktop.ui.views.settings_page import SettingsPage
from assistant_desktop.ui.widgets.conversation_menu import Standing, fill_actions
from tests.fakes.archives import chatgpt_conversation, write_json
from tests.fakes.model import ScriptedModel, call, text
from tests.ui.conftest import settle, until


def texts(window) -> list[str]:
    return [item.text for item in window.chat._items.values() if item.text]


async def say(window, words: str) -> None:
    window.shell.chat.composer.set_text(words)
    window.shell.chat.composer._send()
    await until(lambda: words in texts(window))
    await until(lambda: not answering(window))
    await settle()


def answering(window) -> bool:
    return window._assistant.is_answering(DEFAULT_USER, window.chat.conversation_id)


def key_of(window, words: str) -> str:
    return next(item.key for item in window.chat._items.values() if item.text == words)


async def take_in(window, count: int) -> None:
    lines = [
        json.dumps(
            {
                "id": f"m{n}",
                "conversation": "long",
                "speaker": "me" if n % 2 else "assistant",
                "time": "2025-03-01T10:00:00Z",
                "text": f"line {n} of the {'lighthouse' if n == 321 else 'boats'}",
            }
        )
        for n in range(count)
    ]
    await window._assistant.history.import_lines(DEFAULT_USER, lines)
    await until(lambda: window.conversations.titles)


# ---- search ----


async def test_search_leads_to_the_message_by_keys_alone(qtbot, open_window):
    async with open_window() as window:
        await take_in(window, 700)
        window.shell.search()
        search = window.shell.column.search
        search.setText("light")
        await until(lambda: window.shell.column._found and window.shell.column.found.entries())
        await until(lambda: any(e.kind == "message" for e in window.shell.column.found.entries()))
        (found,) = [e for e in window.shell.column.found.entries() if e.kind == "message"]
        assert [found.text[a:b] for a, b in found.marks] == ["lighthouse"]
        qtbot.keyClick(search, Qt.Key.Key_Return)
        await until(lambda: window.chat.conversation_id == "long" and window.chat._items)
        await until(lambda: window.shell.chat.list.marked == "m321")
        await settle()
        shown = window.shell.chat.list.visible_keys()
        assert "m321" in shown
        assert len(window.chat._items) < 200
        assert window.shell.chat.list._mark.isVisible()


async def test_from_there_one_reads_on_to_the_end(open_window):
    async with open_window() as window:
        await take_in(window, 700)
        window.open_at("long", "m321")
        await until(lambda: window.shell.chat.list.marked == "m321")
        bar = window.shell.chat.list.verticalScrollBar()
        for _ in range(40):
            bar.setValue(bar.maximum())
            await settle(3)
        assert list(window.chat._items)[-1] == "m699"
        keys = [int(key[1:]) for key in window.chat._items]
        assert keys == sorted(keys)
        window.open_at("long", "m321")
        await until(lambda: "m699" not in window.chat._items and window.chat._items)
        window.shell.chat.jump.click()
        await until(lambda: "m699" in window.chat._items)


async def test_what_one_says_in_old_parts_is_seen_at_the_end(open_window):
    async with open_window() as window:
        await take_in(window, 700)
        window.open_at("long", "m321")
        await until(lambda: window.shell.chat.list.marked == "m321")
        await say(window, "remind me tomorrow at 9 to sail")
        await until(lambda: "m699" in window.chat._items)
        await settle()
        rows = list(window.chat._items.values())
        assert [one.kind for one in rows[-3:]] == ["user", "assistant", "assistant"]


async def test_nothing_found_is_said_and_esc_brings_the_list_back(qtbot, open_window):
    async with open_window() as window:
        await say(window, "remind me in 20 minutes to stretch")
        column = window.shell.column
        column.search.setText("zeppelin")
        await until(column.nothing.isVisible)
        assert not column.list.isVisible()
        qtbot.keyClick(column.search, Qt.Key.Key_Escape)
        await until(column.list.isVisible)
        assert not column.nothing.isVisible()


# ---- versions ----


async def test_an_edit_and_the_way_back(qtbot, open_window):
    model = ScriptedModel([text("Riga.")], [text("Oslo.")])
    async with open_window(model) as window:
        await say(window, "capital of Latvia?")
        qtbot.keyClick(window.shell.chat.composer.edit, Qt.Key.Key_Up)
        assert window.shell.chat.composer.text() == "capital of Latvia?"
        assert "editing" in window.shell.chat.notice.text()
        window.shell.chat.composer.set_text("capital of Norway?")
        window.shell.chat.composer._send()
        await until(lambda: texts(window) == ["capital of Norway?", "Oslo."])
        await settle()
        assert window.shell.chat.composer.text() == ""
        row = window.shell.chat.list.row_of(key_of(window, "capital of Norway?"))
        await until(lambda: row.versions.text() == "2 / 2")
        row.versions.back.click()
        await until(lambda: texts(window) == ["capital of Latvia?", "Riga."])
        await settle()
        row = window.shell.chat.list.row_of(key_of(window, "capital of Latvia?"))
        assert row.versions.text() == "1 / 2"
        assert not row.versions.back.isEnabled()


async def test_editing_is_left_without_a_trace(qtbot, open_window):
    async with open_window(ScriptedModel([text("Riga.")])) as window:
        await say(window, "capital of Latvia?")
        window.messages.edit(key_of(window, "capital of Latvia?"))
        window.shell.chat.notice.mend.click()
        assert window.shell.chat.composer.text() == ""
        assert not window.messages._editing
        window.messages.edit(key_of(window, "capital of Latvia?"))
        window.shell.chat.notice.close_button.click()
        assert window.shell.chat.composer.text() == ""
        window.messages.edit(key_of(window, "capital of Latvia?"))
        qtbot.keyClick(window.shell.chat.composer.edit, Qt.Key.Key_Escape)
        assert not window.messages._editing
        assert window.shell.chat.notice.isHidden()


async def test_an_answer_is_given_again(open_window):
    model = ScriptedModel([text("One.")], [text("Two."), 0.2, text(" More.")])
    async with open_window(model) as window:
        await say(window, "say something")
        window.messages.answer_again(key_of(window, "One."))
        await until(lambda: "Two." in " ".join(texts(window)))
        assert "One." not in texts(window), "the old answer still stands above the new one"
        await until(lambda: texts(window) == ["say something", "Two. More."])
        await until(lambda: not answering(window))
        await settle()
        row = window.shell.chat.list.row_of(key_of(window, "Two. More."))
        assert row.versions.text() == "2 / 2"


async def test_what_the_replaced_part_did_is_told_with_undo(open_window):
    model = ScriptedModel(
        [call("create_reminder", text="pay rent", due="tomorrow at 9")], [text("Set.")],
        [text("As you like.")],
    )  # fmt: skip
    async with open_window(model) as window:
        await say(window, "remind me of the rent")
        window.messages.edit(key_of(window, "remind me of the rent"))
        window.shell.chat.composer.set_text("never mind")
        window.shell.chat.composer._send()
        await until(lambda: "As you like." in texts(window))
        notice = window.shell.chat.notice
        await until(lambda: "stays done" in notice.text())
        assert "pay rent" in notice.text()
        notice.mend.click()
        await settle()
        assert await window._assistant.reminders.live(DEFAULT_USER) == []


async def test_one_message_is_deleted_after_a_question_by_keys(qtbot, open_window):
    model = ScriptedModel([text("Riga.")])
    async with open_window(model) as window:
        await say(window, "capital of Latvia?")
        messages = window.shell.chat.list
        messages.setFocus()
        qtbot.keyClick(messages, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
        assert messages.marked == key_of(window, "Riga.")
        qtbot.keyClick(messages, Qt.Key.Key_Delete)
        notice = window.shell.chat.notice
        assert notice.isVisible()
        qtbot.keyClick(notice.mend, Qt.Key.Key_Return)
        await until(lambda: texts(window) == ["capital of Latvia?"])


async def test_the_menu_of_a_message(qtbot, open_window):
    async with open_window(ScriptedModel([text("Riga.")])) as window:
        await say(window, "capital of Latvia?")
        window.shell.chat._open_menu(key_of(window, "capital of Latvia?"))
        menu = window.shell.chat.findChildren(QMenu)[-1]
        told = [action.text() for action in menu.actions() if action.text()]
        assert told == ["Copy", "Edit and send again", "Answer again", "Delete message…"]
        menu.close()


# ---- conversations ----


async def test_pinned_and_archived_have_their_places(open_window):
    async with open_window() as window:
        await say(window, "remind me in 20 minutes to stretch")
        one = window.chat.conversation_id
        window.actions.act(one, "pin")
        model = window.shell.column.list.model()
        await until(lambda: model.item(0) and model.item(0).text() == "PINNED")
        window.actions.act(one, "archive")
        await until(window.shell.column.archive.isVisible)
        await until(lambda: model.rowCount() == 0)
        assert window.shell.column.archive.text() == "Archived: 1"
        window.shell.column.archive.click()
        assert [model.item(row).text() for row in range(2)] == [
            "ARCHIVED",
            "remind me in 20 minutes to stretch",
        ]
        window.actions.act(one, "bring_back")
        await until(lambda: not window.shell.column.archive.isVisible())
        assert model.rowCount() == 2


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(), {"Pin to the top", "Archive"}),
        (Standing(pinned=True), {"Unpin", "Archive"}),
        (Standing(archived=True), {"Bring back"}),
    ],
)
def test_the_menu_offers_what_makes_sense(qtbot, standing, expected):
    menu, done = QMenu(), []
    qtbot.addWidget(menu)
    fill_actions(menu, done.append, standing)
    told = {action.text() for action in menu.actions() if action.text()}
    assert told == expected | {"Rename…", "Save as Markdown…", "Delete…"}
    menu.actions()[-1].trigger()
    assert done == ["delete"]


async def test_a_conversation_is_saved_as_markdown(open_window, tmp_path):
    async with open_window(ScriptedModel([text("Riga.")])) as window:
        await say(window, "capital of Latvia?")
        path = tmp_path / "talk.md"
        window.actions.save(window.chat.conversation_id, str(path))
        await until(path.exists)
        await until(lambda: "Saved: 2 messages." in window.shell.toast.text())
        assert "capital of Latvia?" in path.read_text("utf-8")


# ---- in and out ----


async def test_an_archive_is_taken_in_from_the_settings(open_window, tmp_path):
    path = write_json(tmp_path / "conversations.json", [chatgpt_conversation()])
    async with open_window() as window:
        window.shell.go("settings")
        data = window.shell.pages.currentWidget().data
        data.import_wanted.emit(str(path))
        await until(lambda: "1 conversation, 5 messages taken in." in data.told.text())
        assert data.take_in.isEnabled()
        await until(lambda: window.conversations.titles)
        window.open("chatgpt/conversation-0")
        await until(lambda: "It warns ships." in texts(window))
        data.export_wanted.emit(str(tmp_path / "out.md"))
        await until(lambda: "Saved: 4 messages." in data.told.text())
        data.import_wanted.emit(str(tmp_path / "nowhere.zip"))
        await until(lambda: "cannot be read" in data.told.text())
        assert len(await window._assistant.history.messages(
            DEFAULT_USER, ConversationId("chatgpt/conversation-0")
        )) == 4  # fmt: skip


def test_the_settings_offer_both_ways(qtbot):
    page = SettingsPage()
    qtbot.addWidget(page)
    assert page.data.take_in.text() == "Import conversations…"
    page.data.show_progress(0.5)
    assert not page.data.write_out.isEnabled()
    page.data.show_progress(None)
    assert page.data.write_out.isEnabled()
