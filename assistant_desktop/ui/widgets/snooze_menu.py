"""For how long to snooze: the menu behind each snooze button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import icon_button

if TYPE_CHECKING:
    from collections.abc import Callable


def snooze_choices() -> list[tuple[str, str]]:
    """How long a snooze may be, as (key, words)."""
    return [
        ("5", trn("{n} minute", "{n} minutes", 5)),
        ("10", trn("{n} minute", "{n} minutes", 10)),
        ("30", trn("{n} minute", "{n} minutes", 30)),
        ("60", trn("{n} hour", "{n} hours", 1)),
        ("tomorrow", tr("until tomorrow morning")),
    ]


def snooze_menu(parent: QWidget, chosen: Callable[[str], object]) -> QMenu:
    """The choices as a menu."""
    menu = QMenu(tr("Snooze"), parent)
    for key, told in snooze_choices():
        menu.addAction(told, partial(chosen, key))
    return menu


def snooze_menu_button(chosen: Callable[[str], object]) -> QToolButton:
    """A small button that opens the choices."""
    made = icon_button("chevron-down", tr("Snooze for another time"), None, "")
    made.setProperty("kind", "split")
    made.setMenu(snooze_menu(made, chosen))
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made
