"""Writing: Enter sends, Shift+Enter breaks, Esc stops and then clears, a paste does not freeze."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt

from assistant_desktop.ui.widgets.composer import MOST_LINES, Composer


@pytest.fixture
def composer(qtbot):
    made = Composer()
    qtbot.addWidget(made)
    made.resize(600, 60)
    made.show()
    return made


def test_enter_sends_and_the_text_stays_until_it_was_taken(qtbot, composer):
    composer.set_text("hello")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    assert sent.args == ["hello"]
    assert composer.text() == "hello"
    composer.take()
    assert composer.text() == ""


def test_shift_enter_breaks_the_line(qtbot, composer):
    sent = []
    composer.sent.connect(sent.append)
    composer.set_text("one")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.edit, "two")
    assert composer.text() == "one\ntwo"
    assert sent == []


def test_nothing_but_spaces_is_not_sent(qtbot, composer):
    sent = []
    composer.sent.connect(sent.append)
    composer.set_text("  \n ")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    assert sent == []


def test_escape_stops_first_and_clears_then(qtbot, composer):
    composer.set_text("draft")
    composer.set_answering(answering=True)
    with qtbot.waitSignal(composer.stopped):
        qtbot.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.text() == "draft"
    composer.set_answering(answering=False)
    qtbot.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.text() == ""


def test_the_button_stops_while_an_answer_comes(qtbot, composer):
    composer.set_answering(answering=True)
    assert composer.act.accessibleName() == "Stop"
    with qtbot.waitSignal(composer.stopped):
        composer.act.click()
    composer.set_text("next")
    assert composer.act.accessibleName() == "Send"


def test_it_grows_to_eight_lines(composer):
    one = composer.edit.height()
    composer.set_text("\n".join("abcdefgh"))
    eight = composer.edit.height()
    composer.set_text("\n".join("line" for _ in range(40)))
    assert one < eight == composer.edit.height()
    assert eight < one * MOST_LINES


def test_a_paste_of_ten_thousand_lines_does_not_freeze(qapp, composer):
    pasted = QMimeData()
    pasted.setText("\n".join(f"line {n} of a very long paste" for n in range(10_000)))
    started = time.perf_counter()
    composer.edit.insertFromMimeData(pasted)
    qapp.processEvents()
    assert time.perf_counter() - started < 1.0
    assert composer.text().count("\n") == 9_999
