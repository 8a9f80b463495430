"""A thin bar that fills, and a line of words that says the same."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import column, label

_STEPS = 1000


class ProgressLine(QWidget):
    """Hidden until something is on its way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_4)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.words = label("", "caption")
        whole.addWidget(self.bar)
        whole.addWidget(self.words)
        self.hide()

    def show_share(self, share: float | None, text: str, told: str) -> None:
        """How much there is, 0 to 1; None hides it. told: of what, for screen readers."""
        self.setVisible(share is not None)
        self.bar.setValue(round((share or 0.0) * _STEPS))
        self.bar.setAccessibleName(tr("Download of {name}", name=told))
        self.bar.setAccessibleDescription(text)
        self.words.setText(text)
