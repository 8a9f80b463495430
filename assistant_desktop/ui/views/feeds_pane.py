"""What is followed: adding by address, the starter list, each feed with its trouble, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.widgets.controls import (
    ElidedLabel,
    button,
    column,
    empty,
    frame,
    label,
    line,
    plain,
)
from assistant_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.domain.news import NewFeed
    from assistant_desktop.ui.models.news_rows import FeedRow

_COLUMNS = 2
_TOPIC_WIDE = 180
_AT_ONCE = 8


class FeedLine(QWidget):
    """One feed."""

    def __init__(self, owner: FeedsPane) -> None:
        super().__init__()
        self._id = ""
        outer = column(self, gap=0)
        inside = frame("row")
        whole = line(inside)
        whole.setContentsMargins(0, theme.SPACE_8, 0, theme.SPACE_8)
        texts = column(gap=2)
        self.title = label("", "strong")
        self.caption = ElidedLabel(kind="caption")
        self.trouble = label("", "amber", wraps=True)
        for part in (self.title, self.caption, self.trouble):
            texts.addWidget(part)
        self.remove = button(tr("Remove"), lambda: owner.remove_wanted.emit(self._id), "link")
        whole.addLayout(texts, 1)
        whole.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        outer.addWidget(inside)

    def show_row(self, row: FeedRow) -> None:
        """Show a feed as it stands."""
        self._id = row.id
        self.title.setText(row.title)
        self.caption.say(row.caption)
        self.trouble.setText(row.trouble)
        self.trouble.setVisible(bool(row.trouble))
        self.remove.setAccessibleName(f"{tr('Remove')}: {row.title}")


class FeedsPane(Page):
    """Passive."""

    back_wanted = Signal()
    added = Signal(str, str)
    chosen = Signal(list)
    remove_wanted = Signal(str)
    file_wanted = Signal(str)
    export_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("News"))
        self.back = button(tr("Back to the news"), self.back_wanted.emit, "link")
        self.body.insertWidget(0, self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.told = label("", "quiet", wraps=True)
        self.body.addWidget(self.told)
        self._build_adding()
        self._mine = plain()
        self._mine_rows = column(self._mine, gap=0)
        self._mine_rows.addWidget(label(tr("YOU FOLLOW"), "heading"))
        self.body.addWidget(self._mine)
        self._build_starters()
        self._build_files()
        self.body.addStretch(1)
        self.lines: list[FeedLine] = []
        self._wanted: list[FeedRow] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._fill)
        self.boxes: list[tuple[NewFeed, QCheckBox]] = []

    def _build_adding(self) -> None:
        row = line()
        self.address = QLineEdit()
        self.address.setPlaceholderText(tr("example.org, or the address of a feed"))
        self.address.setAccessibleName(tr("Address of a site or a feed"))
        self.add = button(tr("Follow"), self._add, "primary")
        self.address.returnPressed.connect(self._add)
        self.topic = QLineEdit()
        self.topic.setPlaceholderText(tr("Topic, if you like"))
        self.topic.setAccessibleName(tr("Topic"))
        self.topic.setFixedWidth(_TOPIC_WIDE)
        self.topic.returnPressed.connect(self._add)
        row.addWidget(self.address, 1)
        row.addWidget(self.topic)
        row.addWidget(self.add)
        self.body.addLayout(row)
        self.problem = label("", "red", wraps=True)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def _build_starters(self) -> None:
        self._starters = frame("card")
        whole = column(self._starters, gap=theme.SPACE_12, margin=theme.SPACE_16)
        whole.addWidget(label(tr("Well-known feeds to begin with"), "strong"))
        self._groups = column(gap=theme.SPACE_12)
        whole.addLayout(self._groups)
        row = line()
        self.follow = button(tr("Follow the chosen"), self._follow, "primary")
        self.follow.setEnabled(False)
        row.addWidget(self.follow)
        row.addStretch(1)
        whole.addLayout(row)
        self.body.addWidget(self._starters)

    def _build_files(self) -> None:
        row = line()
        self.take = button(tr("Take a list in (OPML)…"), self._choose_file, "link")
        self.export = button(tr("Save my list (OPML)…"), self._choose_target, "link")
        row.addWidget(self.take)
        row.addWidget(self.export)
        row.addStretch(1)
        self.body.addLayout(row)

    # ---- what it is told ----

    def show_feeds(self, rows: Sequence[FeedRow]) -> None:
        """What is followed."""
        self._wanted = list(rows)
        while len(self.lines) > len(rows):
            gone = self.lines.pop()
            self._mine_rows.removeWidget(gone)
            gone.deleteLater()
        for shown, row in zip(self.lines, rows, strict=False):
            shown.show_row(row)
        self._fill()
        self._mine.setVisible(bool(rows))
        self.back.setVisible(bool(rows))
        self.title.setText(tr("Feeds") if rows else tr("News"))
        self.export.setVisible(bool(rows))
        self.told.setText(
            tr(
                "Following a feed asks its host for news while you look at them: it learns that"
                " somebody reads it here, and nothing else. Stories are kept on this computer."
            )
        )

    def _fill(self) -> None:
        """A few lines at a time, so that nothing waits for a hundred."""
        for row in self._wanted[len(self.lines) :][:_AT_ONCE]:
            made = FeedLine(self)
            made.show_row(row)
            self._mine_rows.addWidget(made)
            self.lines.append(made)
        if len(self.lines) < len(self._wanted):
            self._rest.start()

    def show_starters(self, groups: Sequence[tuple[str, Sequence[NewFeed]]]) -> None:
        """The list to begin with, without what is followed already."""
        empty(self._groups)
        self.boxes = []
        for topic, feeds in groups:
            inside = column(gap=0)
            inside.addWidget(label(topic, "caption"))
            for at in range(0, len(feeds), _COLUMNS):
                row = line(gap=theme.SPACE_16)
                for feed in feeds[at : at + _COLUMNS]:
                    row.addWidget(self._box(feed), 1)
                for _ in range(_COLUMNS - len(feeds[at : at + _COLUMNS])):
                    row.addStretch(1)
                inside.addLayout(row)
            self._groups.addLayout(inside)
        self._starters.setVisible(bool(groups))
        self._count()

    def _box(self, feed: NewFeed) -> QCheckBox:
        box = QCheckBox(feed.title)
        box.setToolTip(f"{feed.about}\n{feed.url}")
        box.setAccessibleDescription(feed.about)
        box.setMinimumWidth(0)
        box.toggled.connect(lambda _: self._count())
        self.boxes.append((feed, box))
        return box

    def tell_problem(self, sentence: str) -> None:
        """Why it was not added; the words stay."""
        self.show_busy(busy=False)
        self.problem.setText(sentence)
        self.problem.show()

    def take_added(self) -> None:
        """It is followed."""
        self.show_busy(busy=False)
        self.address.clear()
        self.problem.hide()

    def show_busy(self, *, busy: bool) -> None:
        """The address is being looked at."""
        self.add.setEnabled(not busy)
        self.add.setText(tr("Looking…") if busy else tr("Follow"))
        if busy:
            self.problem.hide()

    # ---- what the user does ----

    def _add(self) -> None:
        if self.address.text().strip() and self.add.isEnabled():
            self.added.emit(self.address.text(), self.topic.text())

    def _count(self) -> None:
        self.follow.setEnabled(any(box.isChecked() for _, box in self.boxes))

    def _follow(self) -> None:
        self.chosen.emit([feed for feed, box in self.boxes if box.isChecked()])

    def _choose_file(self) -> None:
        kinds = tr("Lists of feeds (*.opml *.xml);;All files (*)")
        dialog = QFileDialog(self, tr("Take a list in"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, self.file_wanted)

    def _choose_target(self) -> None:
        dialog = QFileDialog(self, tr("Save my list"), "feeds.opml", "OPML (*.opml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("opml")
        self._open(dialog, self.export_wanted)

    def _open(self, dialog: QFileDialog, wanted: SignalInstance) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(wanted)
        dialog.open()  # never exec: the window and its reminders go on meanwhile
