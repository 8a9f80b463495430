"""The keys of the calendar: what each means, whichever view has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_KEYS = {
    Qt.Key.Key_Left: "before",
    Qt.Key.Key_Right: "after",
    Qt.Key.Key_PageUp: "before",
    Qt.Key.Key_PageDown: "after",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Return: "open",
    Qt.Key.Key_Enter: "open",
    Qt.Key.Key_Space: "open",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Escape: "close",
}
# By the place of the letter on the keyboard too: a Russian layout gives other letters there.
_LETTERS = {
    **dict.fromkeys("tTеЕ", "today"),
    **dict.fromkeys("dDвВ", "day"),
    **dict.fromkeys("wWцЦ", "week"),
    **dict.fromkeys("lLдД", "list"),
    **dict.fromkeys("nNтТ", "new"),
}


def meaning_of(event: QKeyEvent) -> str:
    """What a key asks for; empty for none of ours."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held & ~Qt.KeyboardModifier.ShiftModifier:
        return ""
    known = _KEYS.get(Qt.Key(event.key()))
    return known or _LETTERS.get(event.text(), "")
