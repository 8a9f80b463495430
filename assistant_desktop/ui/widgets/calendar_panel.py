"""The calendars there are: switches, how fresh they are, following another, files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    button,
    column,
    empty,
    icon_button,
    label,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One calendar. told: how fresh it is, or what is wrong with it."""

    identifier: str
    name: str
    colour: int
    is_shown: bool
    told: str = ""
    is_troubled: bool = False
    is_removable: bool = False


class CalendarPanel(QFrame):
    """Passive."""

    switched = Signal(str, bool)
    removed = Signal(str)
    followed = Signal(str)
    refresh_wanted = Signal()
    import_wanted = Signal(str)
    import_agreed = Signal()
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        whole = column(self, gap=theme.SPACE_8, margin=theme.SPACE_16)
        head = line()
        head.addWidget(label(tr("Calendars"), "strong"), 1)
        self.refresh = icon_button("again", tr("Read them again"), self.refresh_wanted.emit)
        head.addWidget(self.refresh)
        whole.addLayout(head)
        self._rows = column(gap=theme.SPACE_4)
        whole.addLayout(self._rows)
        self.address = QLineEdit()
        self.address.setPlaceholderText(tr("Follow: https://… or webcal://…"))
        self.address.setAccessibleName(tr("Address of a calendar to follow"))
        self.address.returnPressed.connect(self._follow)
        whole.addWidget(self.address)
        whole.addWidget(
            label(tr("Its host sees that you read it, nothing else leaves."), "caption", wraps=True)
        )
        self.follow = button(tr("Follow"), self._follow)
        self.take_in = button(tr("Import…"), self._ask_for_file)
        self.write_out = button(tr("Export…"), self._ask_where)
        files = line()
        for one in (self.take_in, self.write_out):
            files.addWidget(one)
        files.addStretch(1)
        whole.addWidget(self.follow, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(files)
        self.told = label("", "caption", wraps=True, selectable=True)
        self.agree = button(tr("Take in"), self.import_agreed.emit, "primary")
        whole.addWidget(self.told)
        whole.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignLeft)
        self.boxes: dict[str, QCheckBox] = {}
        self.tell("")

    def show_rows(self, rows: Sequence[CalendarRow]) -> None:
        """These calendars."""
        empty(self._rows)
        self.boxes = {}
        for row in rows:
            self._rows.addLayout(self._made(row))
            if row.told:
                told = label(row.told, "amber" if row.is_troubled else "caption", wraps=True)
                self._rows.addWidget(told)
        self.refresh.setVisible(any(row.is_removable for row in rows))

    def _made(self, row: CalendarRow) -> QHBoxLayout:
        made = line()
        box = QCheckBox(row.name)
        box.setIcon(_dot(row.colour))
        box.setChecked(row.is_shown)
        box.setAccessibleName(tr("Show {name}", name=row.name))
        box.toggled.connect(partial(self.switched.emit, row.identifier))
        self.boxes[row.identifier] = box
        made.addWidget(box, 1)
        if row.is_removable:
            told = tr("Follow {name} no more", name=row.name)
            made.addWidget(icon_button("close", told, partial(self.removed.emit, row.identifier)))
        return made

    def tell(self, text: str, *, may_agree: bool = False) -> None:
        """How it went, or what would come."""
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self.agree.setVisible(may_agree)

    def _follow(self) -> None:
        if self.address.text().strip():
            self.followed.emit(self.address.text().strip())

    def _ask_for_file(self) -> None:
        names = tr("Calendars (*.ics *.ical *.ifb *.vcs);;All files (*)")
        dialog = QFileDialog(self, tr("Import a calendar"), "", names)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, tr("Export the calendar"), "", "iCalendar (*.ics)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.selectFile(f"{tr('Calendar')}.ics")
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()


def _dot(colour: int) -> QIcon:
    pixmap = QPixmap(24, 24)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.calendar_colours(colour)[0]))
    painter.drawEllipse(QRectF(1, 1, 10, 10))
    painter.end()
    return QIcon(pixmap)
