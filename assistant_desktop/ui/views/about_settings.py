"""Which version this is and whether there is a newer one, in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.widgets.controls import button, column, label, line
from assistant_desktop.wording.version_words import checked_text, this_version_text, way_text

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.domain.update import VersionState


class AboutSettings(QWidget):
    """Passive. `get_wanted`: the page or the file of the newer version, or the command of it."""

    look_wanted = Signal()
    get_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        self.version = label("", wraps=True, selectable=True)
        self.state = label("", "quiet", wraps=True)
        self.notes = label("", wraps=True, selectable=True)
        self.way = label("", "caption", wraps=True, selectable=True)
        self.check = label("", "caption", wraps=True, selectable=True)
        for told in (self.version, self.state, self.notes, self.way, self.check):
            whole.addWidget(told)
        row = line()
        self.get = button(tr("Download"), self.get_wanted.emit, "primary")
        self.look = button(tr("Look now"), self.look_wanted.emit)
        row.addWidget(self.get)
        row.addWidget(self.look)
        self.guide = button(tr("User guide"), self.guide_wanted.emit)
        row.addWidget(self.guide)
        row.addStretch(1)
        whole.addLayout(row)
        for one in (self.notes, self.way, self.check, self.get, self.look):
            one.hide()

    def show_state(self, state: VersionState, now: datetime) -> None:
        """What is known; `now` is in the user's zone."""
        said = words()
        self.version.setText(this_version_text(said, state))
        self.state.setText(checked_text(said, state, now))
        self.look.setVisible(state.is_on and state.can_look)
        self.look.setEnabled(True)
        found = state.found
        for part in (self.notes, self.way, self.get):
            part.setVisible(found is not None)
        self.check.setVisible(found is not None and bool(found.sha256) and not found.command)
        if found is None:
            return
        self.notes.setText("\n".join(f"• {note}" for note in found.notes))
        self.notes.setVisible(bool(found.notes))
        self.way.setText(way_text(said, found))
        self.check.setText(f"SHA-256: {found.sha256}")
        told = tr("Copy the command") if found.command else tr("Download")
        self.get.setText(told)
        self.get.setAccessibleName(told)

    def tell(self, text: str) -> None:
        """How a look went."""
        self.state.setText(text)
        self.look.setEnabled(True)
