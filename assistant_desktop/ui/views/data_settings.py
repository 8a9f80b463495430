"""Conversations in and out, in the settings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import button, column, label, line
from assistant_desktop.ui.widgets.progress_line import ProgressLine


class DataSettings(QWidget):
    """Passive: asks for a file, shows how far it is and how it went."""

    import_wanted = Signal(str)
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=theme.SPACE_8)
        told = tr(
            "Import takes the archive that ChatGPT or Claude exports, or JSON lines. Nothing is"
            " taken twice. Export writes every conversation into one file."
        )
        row = line()
        self.take_in = button(tr("Import conversations…"), self._ask_for_file)
        self.write_out = button(tr("Export conversations…"), self._ask_where)
        row.addWidget(self.take_in)
        row.addWidget(self.write_out)
        row.addStretch(1)
        self.progress = ProgressLine()
        self.told = label("", "quiet", wraps=True, selectable=True)
        self.told.hide()
        whole.addWidget(label(told, "quiet", wraps=True))
        whole.addLayout(row)
        whole.addWidget(self.progress)
        whole.addWidget(self.told)

    def _ask_for_file(self) -> None:
        names = tr("Conversations (*.zip *.json *.jsonl *.txt);;All files (*)")
        dialog = QFileDialog(self, tr("Import conversations"), "", names)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def _ask_where(self) -> None:
        names = "Markdown (*.md);;JSON Lines (*.jsonl)"
        dialog = QFileDialog(self, tr("Export conversations"), "", names)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("md")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("jsonl" if "jsonl" in chosen else "md")
        )
        dialog.selectFile(f"{tr('Conversations')}.md")
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()

    def show_progress(self, share: float | None) -> None:
        """How much of it was done; None when nothing is on its way."""
        busy = share is not None
        self.take_in.setEnabled(not busy)
        self.write_out.setEnabled(not busy)
        told = f"{round((share or 0.0) * 100)} %"
        self.progress.show_share(share, told, tr("Import"))
        self.progress.bar.setAccessibleName(tr("Import"))

    def tell(self, text: str) -> None:
        """How it went."""
        self.told.setText(text)
        self.told.setVisible(bool(text))
