"""The one card of an empty chat that offers a model; it asks once and can be sent away for good."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.widgets.controls import ElidedLabel, button, column, empty, label, line
from assistant_desktop.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Sequence


class FirstModelCard(QFrame):
    """Passive. Nothing is looked for before the button that says so is pressed."""

    download_wanted = Signal()
    pause_wanted = Signal()
    cancel_wanted = Signal()
    search_wanted = Signal()
    server_chosen = Signal(str, str)
    url_wanted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        whole = column(self, gap=theme.SPACE_8, margin=theme.SPACE_16)
        whole.addWidget(label(tr("A model can answer everything else"), "strong"))
        told = tr("Reminders, memory and time work without one.")
        self.told = label(told, "quiet")
        self.download = button("", self.download_wanted.emit, "primary")
        self.download.hide()
        self.fit = ElidedLabel("", "caption")
        self.fit.hide()
        self._has_fit = False
        self.progress = ProgressLine()
        self._moving = line()
        self.pause = button(tr("Pause"), self.pause_wanted.emit)
        self.cancel = button(tr("Cancel"), self.cancel_wanted.emit)
        for one in (self.pause, self.cancel):
            self._moving.addWidget(one)
            one.hide()
        self._moving.addStretch(1)
        self.search = button(tr("Look for a server on this computer"), self._search)
        self.found = column(gap=theme.SPACE_4)
        self.url = button(tr("Enter a URL and key"), self.url_wanted.emit)
        self.without = button(tr("Go on without a model"), self.dismissed.emit, "link")
        self.state = label("", "quiet", wraps=True)
        self.state.hide()
        for widget in (self.told, self.download, self.fit, self.progress):
            whole.addWidget(widget)
        whole.addLayout(self._moving)
        whole.addWidget(self.search)
        whole.addLayout(self.found)
        whole.addWidget(self.url)
        whole.addWidget(self.without, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.state)

    def offer(self, words: str, fit: str) -> None:
        """The model to download: "Download Qwen3 4B, 2.5 GB (fits)"; empty for none."""
        self.download.setText(words)
        self.download.setAccessibleName(words)
        self.download.setVisible(bool(words))
        self.fit.say(fit)
        self._has_fit = bool(fit)
        self.fit.setVisible(self._has_fit)

    def show_download(self, share: float | None, words: str, title: str) -> None:
        """How it comes; None for not at all."""
        moving = share is not None
        self.progress.show_share(share, words, title)
        self.pause.setVisible(moving)
        self.cancel.setVisible(moving)
        self.download.setVisible(not moving and bool(self.download.text()))
        self.fit.setVisible(not moving and self._has_fit)

    def show_found(self, servers: Sequence[tuple[str, Sequence[str]]]) -> None:
        """The servers on this computer, each a button."""
        self.search.setEnabled(True)
        empty(self.found)
        for url, names in servers:
            count = trn("{n} model", "{n} models", len(names))
            first = names[0] if names else ""
            made = button(f"{url} · {count}", partial(self.server_chosen.emit, url, first), "link")
            self.found.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.tell("" if servers else tr("No server answers on this computer."))

    def tell(self, sentence: str) -> None:
        """What happened."""
        self.search.setEnabled(True)
        self.state.setText(sentence)
        self.state.setVisible(bool(sentence))

    def _search(self) -> None:
        self.search.setEnabled(False)
        self.search_wanted.emit()
