"""The list of messages: the end stays in sight, the reader's place stays, any length opens fast."""

import time
from itertools import pairwise

import pytest

from assistant_desktop.ui.models.chat_items import ChatItem
from assistant_desktop.ui.widgets.message_list import MessageList
from assistant_desktop.ui.widgets.message_rows import RowSignals, first_part, make_row

WORDS = "A sentence that says something. "


def items(count, start=0):
    return [
        ChatItem(f"m{n}", "user" if n % 2 else "assistant", WORDS * (1 + n % 7))
        for n in range(start, start + count)
    ]


@pytest.fixture
def messages(qtbot):
    signals = RowSignals()
    made = MessageList(lambda kind: make_row(kind, signals))
    qtbot.addWidget(made)
    made.resize(760, 600)
    made.show()
    return made


def bottom_of(messages, key):
    row = messages.row_of(key)
    return row.geometry().bottom() if row is not None else None


def test_ten_thousand_messages_open_fast_and_hold_few_widgets(qapp, messages):
    started = time.perf_counter()
    messages.set_items(items(10_000))
    qapp.processEvents()
    assert time.perf_counter() - started < 0.5
    assert bottom_of(messages, "m9999") < messages.viewport().height()
    assert len(messages.visible_keys()) < 40


def test_the_end_stays_in_sight_while_it_streams(qapp, messages):
    rows = items(300)
    messages.set_items(rows)
    live = ChatItem("live", "assistant", "", is_streaming=True)
    messages.append(live)
    for _ in range(120):
        live.text += WORDS
        live.touch()
        messages.refresh(live)
        qapp.processEvents()
        bottom = bottom_of(messages, "live")
        assert bottom is not None
        assert 0 < bottom < messages.viewport().height()
    assert messages.row_of("live").height() > messages.viewport().height()


def test_the_readers_place_stays_when_they_scrolled_up(qapp, messages):
    rows = items(300)
    messages.set_items(rows)
    live = ChatItem("live", "assistant", "", is_streaming=True)
    messages.append(live)
    qapp.processEvents()
    bar = messages.verticalScrollBar()
    bar.setValue(bar.maximum() - 4000)
    qapp.processEvents()
    assert not messages.follows
    key = messages.visible_keys()[1]
    before = messages.row_of(key).geometry()
    for _ in range(60):
        live.text += WORDS
        live.touch()
        messages.refresh(live)
        qapp.processEvents()
    messages.append(ChatItem("new", "user", "hello"))
    qapp.processEvents()
    assert messages.row_of(key).geometry() == before
    messages.to_end()
    assert bottom_of(messages, "new") < messages.viewport().height()


def test_older_messages_appear_above_without_a_jump(qapp, messages):
    messages.set_items(items(100, start=1000))
    messages.verticalScrollBar().setValue(300)
    qapp.processEvents()
    key = messages.visible_keys()[0]
    before = messages.row_of(key).geometry()
    messages.prepend(items(200, start=800))
    qapp.processEvents()
    assert messages.row_of(key).geometry() == before
    messages.verticalScrollBar().setValue(0)
    qapp.processEvents()
    assert messages.visible_keys()[0] == "m800"


def test_each_row_lies_below_the_one_before(qapp, messages):
    messages.set_items(items(500))
    bar = messages.verticalScrollBar()
    for value in range(bar.maximum(), 0, -bar.maximum() // 23):
        bar.setValue(value)
        qapp.processEvents()
        rows = [messages.row_of(key).geometry() for key in messages.visible_keys()]
        for above, below in pairwise(rows):
            assert above.bottom() < below.top()
        assert rows[0].top() <= 30
        assert rows[-1].bottom() >= messages.viewport().height() - 60


def test_other_widths_keep_the_place(qapp, messages):
    messages.set_items(items(400))
    messages.verticalScrollBar().setValue(9000)
    qapp.processEvents()
    first = messages.visible_keys()[0]
    messages.resize(480, 600)
    qapp.processEvents()
    assert first in messages.visible_keys()


def test_a_short_conversation_begins_at_the_top(qapp, messages):
    messages.set_items(items(2))
    qapp.processEvents()
    assert messages.row_of("m0").geometry().top() < 40


def test_a_very_long_message_is_shown_in_parts():
    text = "\n".join(f"line {n}" for n in range(10_000))
    shown, left = first_part(text, 0)
    more, less = first_part(text, 1)
    assert shown.count("\n") < 20 < more.count("\n")
    assert left > less > 9000
    assert first_part("short", 0) == ("short", 0)
