"""The library of models: each with what it knows, whether it fits, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import ElidedLabel, button, column, empty, label, line
from assistant_desktop.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from assistant_desktop.ui.models.library_rows import Action, LibraryRow


def action_words(action: Action) -> str:
    """What stands on its button."""
    return {
        "download": tr("Download"),
        "resume": tr("Go on"),
        "pause": tr("Pause"),
        "cancel": tr("Cancel"),
        "use": tr("Use"),
        "remove": tr("Remove"),
        "forget": tr("Take off the list"),
    }[action]


class LibraryLine(QFrame):
    """One model."""

    def __init__(self, row: LibraryRow, pressed: Callable[[str, str], None]) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self._pressed = pressed
        self._name = row.name
        whole = column(self, gap=theme.SPACE_4)
        whole.setContentsMargins(0, theme.SPACE_8, 0, theme.SPACE_12)
        head = line()
        self._title = label("", "strong")
        self._tag = label("", "caption")
        self._size = label("", "quiet")
        self._buttons: QHBoxLayout = line()
        head.addWidget(self._title)
        head.addWidget(self._tag)
        head.addStretch(1)
        head.addWidget(self._size)
        head.addLayout(self._buttons)
        self._about = ElidedLabel("", "caption")
        self._states = {
            tone: label("", tone, wraps=True) for tone in ("caption", "amber", "orange")
        }
        self.progress = ProgressLine()
        whole.addLayout(head)
        whole.addWidget(self._about)
        for state in self._states.values():
            whole.addWidget(state)
        whole.addWidget(self.progress)
        self._can: tuple[Action, ...] | None = None
        self.show_row(row)

    @property
    def buttons(self) -> list[QPushButton]:
        """What can be pressed, from left to right."""
        return [one for one in _widgets(self._buttons) if isinstance(one, QPushButton)]

    def show_row(self, row: LibraryRow) -> None:
        """How it stands now."""
        self._title.setText(row.title)
        self._tag.setText(f"· {row.tag}" if row.tag else "")
        self._size.setText(row.size)
        self._about.say(row.about)
        for tone, state in self._states.items():
            state.setText(row.state)
            state.setVisible(tone == row.tone and row.share is None)
        self.progress.show_share(row.share, row.state, row.title)
        if row.can != self._can:
            self._can = row.can
            self._show_buttons(row)

    def _show_buttons(self, row: LibraryRow) -> None:
        had_focus = any(one.hasFocus() for one in self.buttons)
        empty(self._buttons)
        for action in row.can:
            kind = "primary" if action == "download" and row.tag else ""
            made = button(action_words(action), partial(self._pressed, action, row.name), kind)
            made.setAccessibleName(f"{action_words(action)}: {row.title}")
            self._buttons.addWidget(made)
        if had_focus and self.buttons:
            self.buttons[0].setFocus()


class LibraryList(QWidget):
    """Passive: shows rows, signals (action, name)."""

    wanted = Signal(str, str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_4)
        self.note = label("", "amber", wraps=True)
        self.note.hide()
        self._lists = {kind: column(gap=0) for kind in ("chat", "embedding")}
        self.lines: dict[str, LibraryLine] = {}
        self._quiet: set[str] = set()
        headings = {"chat": tr("TO TALK WITH"), "embedding": tr("TO FIND BY MEANING")}
        whole.addWidget(self.note)
        self._headings = {}
        for kind, rows in self._lists.items():
            self._headings[kind] = label(headings[kind], "heading")
            whole.addSpacing(theme.SPACE_8)
            whole.addWidget(self._headings[kind])
            whole.addLayout(rows)
        self.all_button = button("", self._toggle_all, "link")
        self.all_button.hide()
        whole.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.state = label("", "quiet", wraps=True)
        self.state.hide()
        whole.addWidget(self.state)
        self._shows_all = False
        self.hide()

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """The library as it stands; lines stay where they are and keep the keyboard."""
        for gone in set(self.lines) - {row.name for row in rows}:
            made = self.lines.pop(gone)
            made.hide()
            made.deleteLater()
        for row in rows:
            if row.name in self.lines:
                self.lines[row.name].show_row(row)
                continue
            made = LibraryLine(row, self.wanted.emit)
            self.lines[row.name] = made
            self._lists[row.kind].addWidget(made)
        self._quiet = {row.name for row in rows if not row.is_prominent}
        self._show_some()
        self.show()

    def show_row(self, row: LibraryRow) -> None:
        """One of them has moved on."""
        if row.name in self.lines:
            self.lines[row.name].show_row(row)

    def tell(self, sentence: str) -> None:
        """What happened."""
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))

    def tell_limits(self, sentence: str) -> None:
        """What this installation cannot do, and what helps."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _toggle_all(self) -> None:
        self._shows_all = not self._shows_all
        self._show_some()

    def _show_some(self) -> None:
        for name, made in self.lines.items():
            made.setVisible(self._shows_all or name not in self._quiet)
        for kind, heading in self._headings.items():
            heading.setVisible(any(not one.isHidden() for one in _widgets(self._lists[kind])))
        count = len(self._quiet)
        more = trn("Show {n} more model", "Show {n} more models", count)
        self.all_button.setText(tr("Show fewer models") if self._shows_all else more)
        self.all_button.setAccessibleName(self.all_button.text())
        self.all_button.setVisible(bool(count))

    def showEvent(self, event: QShowEvent) -> None:
        """What is free has changed since it was last looked at."""
        super().showEvent(event)
        self.shown.emit()


def _widgets(layout: QLayout) -> list[QWidget]:
    items = (layout.itemAt(place) for place in range(layout.count()))
    found = (item.widget() for item in items if item is not None)
    return [widget for widget in found if widget is not None]
