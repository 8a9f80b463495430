"""News: the list of stories with its filters, the pane where one is read, the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant_desktop.ui import theme
from assistant_desktop.ui.icons import icon
from assistant_desktop.ui.language import tr, trn
from assistant_desktop.ui.views.feeds_pane import FeedsPane
from assistant_desktop.ui.widgets.controls import button, column, icon_button, label, line, plain
from assistant_desktop.ui.widgets.fields import ChoiceField
from assistant_desktop.ui.widgets.news_list import NewsList
from assistant_desktop.ui.widgets.news_reader import NewsReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from assistant_desktop.ui.models.news_rows import Choice, FeedRow, StoryRow, StoryText

_NARROW = 760
_SEARCH_REST_MS = 150
_LIST_WIDE = (300, 400)


class NewsPage(QWidget):
    """Passive. `changed` when other stories are wanted; what is wanted stands in its fields."""

    changed = Signal()
    story_wanted = Signal(str)
    more_wanted = Signal()
    refresh_wanted = Signal()
    all_read_wanted = Signal()
    switch_wanted = Signal()
    feeds_wanted = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "page")
        self._choices: list[Choice] = []
        self._reading = False
        self._asked_feeds = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SEARCH_REST_MS)
        self._rest.timeout.connect(self.changed)
        whole = column(self, gap=0)
        self.stack = QStackedWidget()
        self._stories = QWidget()
        both = line(self._stories, gap=0)
        self._list_side = self._build_list_side()
        self.reader = NewsReader()
        self.reader.back_wanted.connect(self._leave_story)
        both.addWidget(self._list_side, 2)
        both.addWidget(self.reader, 3)
        self.feeds = FeedsPane()
        self.feeds.back_wanted.connect(self.show_stories)
        self.stack.addWidget(self._stories)
        self.stack.addWidget(self.feeds)
        whole.addWidget(self.stack)

    def _build_list_side(self) -> QWidget:
        side = plain("column")
        side.setMinimumWidth(_LIST_WIDE[0])
        whole = column(side, gap=theme.SPACE_8, margin=theme.SPACE_12)
        head = line()
        head.addWidget(label(tr("News"), "title"))
        head.addStretch(1)
        self.all_read = icon_button("done", tr("Mark all as read"), self.all_read_wanted.emit)
        self.refresh = icon_button("again", tr("Ask for news now"), self.refresh_wanted.emit)
        self.manage = icon_button("feeds", tr("Feeds"), self._go_to_feeds)
        for one in (self.all_read, self.refresh, self.manage):
            head.addWidget(one)
        whole.addLayout(head)
        whole.addWidget(self._build_search())
        whole.addLayout(self._build_filters())
        self.status = label("", "caption", wraps=True)
        self.trouble = label("", "amber", wraps=True)
        self.switch = button(tr("Switch news on"), self.switch_wanted.emit)
        whole.addWidget(self.status)
        whole.addWidget(self.trouble)
        whole.addWidget(self.switch)
        self.list = NewsList()
        self.list.setAccessibleName(tr("Stories"))
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.stories.more_wanted.connect(self.more_wanted)
        whole.addWidget(self.list, 1)
        self.nothing = label("", "quiet", wraps=True)
        whole.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        for hidden in (self.trouble, self.switch, self.nothing):
            hidden.hide()
        return side

    def _build_search(self) -> QLineEdit:
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.setPlaceholderText(tr("Search the news"))
        self.search.setAccessibleName(tr("Search the news"))
        self.search.setClearButtonEnabled(True)
        shade = theme.colours().quiet
        self.search.addAction(icon("search", shade, 16), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.search.returnPressed.connect(self.list_focus)
        return self.search

    def _build_filters(self) -> QVBoxLayout:
        rows = column(gap=theme.SPACE_4)
        self.choice = ChoiceField()
        self.choice.setAccessibleName(tr("Feed or topic"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        rows.addWidget(self.choice)
        row = line(gap=theme.SPACE_4)
        self.unread = self._tab(tr("Unread"))
        self.starred = self._tab(tr("Starred"))
        self.by_topic = self._tab(tr("By topic"))
        for one in (self.unread, self.starred, self.by_topic):
            row.addWidget(one)
        row.addStretch(1)
        rows.addLayout(row)
        return rows

    def _tab(self, text: str) -> QPushButton:
        made = button(text, None, "tab")
        made.setCheckable(True)
        bold = QFontMetrics(theme.sized_font(theme.BODY, strong=True))  # as it is when it is on
        made.setMinimumWidth(bold.horizontalAdvance(text) + theme.SPACE_24)
        made.toggled.connect(lambda _: self.changed.emit())
        return made

    # ---- what is wanted ----

    @property
    def chosen_choice(self) -> Choice | None:
        """The feed or topic, None for everything."""
        at = self.choice.currentIndex()
        return self._choices[at] if 0 < at < len(self._choices) else None

    def list_focus(self) -> None:
        """The keyboard goes to the stories."""
        self.list.setFocus()

    # ---- what it is told ----

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """What the list can be narrowed down to; what was chosen stays chosen."""
        if list(choices) == self._choices:
            return
        before = self.chosen_choice
        self._choices = list(choices)
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([one.title for one in choices])
            same = before is not None and before in self._choices
            self.choice.setCurrentIndex(self._choices.index(before) if before and same else 0)

    def show_rows(
        self,
        rows: Sequence[StoryRow],
        *,
        has_more: bool,
        is_narrowed: bool,
        is_same: bool = False,
    ) -> None:
        """Other stories; the one that is read stays. is_same: the same list, grown or marked."""
        self.list.show_rows(rows, self.reader.story_id, has_more=has_more, is_same=is_same)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            tr("Nothing fits.") if is_narrowed else tr("No stories yet: they come in a moment.")
        )
        if not self.reader.story_id:
            self.reader.show_nothing(tr("Choose a story to read it here.") if rows else "")

    def add_rows(self, rows: Sequence[StoryRow], *, has_more: bool) -> None:
        """The next ones."""
        self.list.stories.add_rows(rows, has_more=has_more)

    def show_status(self, unread: int, as_of: str, *, busy: bool) -> None:
        """How many wait, and how old the list is."""
        parts = [trn("{n} unread", "{n} unread", unread)]
        if busy:
            parts.append(tr("asking for news…"))
        elif as_of:
            parts.append(tr("as of {time}", time=as_of))
        self.status.setText(" · ".join(parts))
        self.refresh.setEnabled(not busy)
        self.all_read.setEnabled(unread > 0)

    def show_trouble(self, sentence: str) -> None:
        """Why nothing newer could be had; "" where all is well."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def show_off(self, *, off: bool) -> None:
        """News are switched off: what is there can be read."""
        self.switch.setVisible(off)
        self.refresh.setVisible(not off)
        if off:
            self.show_trouble(tr("News are switched off: nothing new comes."))

    def show_feeds(self, rows: Sequence[FeedRow]) -> None:
        """What is followed; with nothing, the page teaches how to begin."""
        self.feeds.show_feeds(rows)
        if not rows:
            self.stack.setCurrentWidget(self.feeds)
        elif not self._asked_feeds:
            self.stack.setCurrentWidget(self._stories)

    def show_stories(self) -> None:
        """The list again."""
        self._asked_feeds = False
        self.stack.setCurrentWidget(self._stories)

    def _go_to_feeds(self) -> None:
        self._asked_feeds = True
        self.stack.setCurrentWidget(self.feeds)
        self.feeds.address.setFocus()
        self.feeds_wanted.emit()

    def show_story(self, story: StoryText) -> None:
        """A story to be read."""
        self.reader.show_story(story)
        self._fold()

    # ---- room ----

    def _chosen(self, story_id: str) -> None:
        if not self._is_narrow:
            self.story_wanted.emit(story_id)

    def _opened(self, story_id: str) -> None:
        self._reading = True
        self.story_wanted.emit(story_id)

    def _leave_story(self) -> None:
        self._reading = False
        self._fold()
        self.list.setFocus()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < _NARROW

    def _fold(self) -> None:
        """Where there is no room for both, the list or the story."""
        narrow = self._is_narrow
        reads = self._reading and bool(self.reader.story_id)
        self._list_side.setMaximumWidth(16_777_215 if narrow else _LIST_WIDE[1])
        self._list_side.setVisible(not narrow or not reads)
        self.reader.setVisible(not narrow or reads)
        self.reader.back.setVisible(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fold()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.shown.emit()
        if not event.spontaneous() and self.stack.currentWidget() is self._stories:
            self.list.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown."""
        super().hideEvent(event)
        self.left.emit()
