"""Stories and feeds in words, and the item model of a list of stories."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from assistant_desktop.ui.dates import clock_text, date_text, day_text
from assistant_desktop.ui.language import tr, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from assistant_desktop.domain.ids import FeedId
    from assistant_desktop.domain.news import FeedCount, NewsItem

ROW = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as a list shows it; without an id it is a heading."""

    id: str
    title: str
    caption: str = ""
    is_read: bool = False
    is_starred: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        told = [self.title, self.caption]
        if self.id and not self.is_read:
            told.append(tr("unread"))
        if self.is_starred:
            told.append(tr("starred"))
        return ", ".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story as it is read."""

    id: str
    title: str
    about: str
    body: str
    link: str
    is_starred: bool


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as a list shows it."""

    id: str
    title: str
    caption: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a list of stories can be narrowed down to: a feed, a topic, or neither."""

    title: str
    feed_id: FeedId | None = None
    topic: str | None = None


def rows_of(
    items: Sequence[NewsItem], now: datetime, *, by_topic: bool, last: str | None = None
) -> tuple[list[StoryRow], str | None]:
    """Rows under headings of days or topics; `last` is the heading that stands above already."""
    made: list[StoryRow] = []
    zone = now.tzinfo
    for one in items:
        at = one.published_at.astimezone(zone)
        heading = (one.topic or tr("Other")) if by_topic else _day(at, now)
        if heading != last:
            made.append(StoryRow("", heading))
            last = heading
        made.append(_row(one, at, now, by_topic=by_topic))
    return made, last


def _row(one: NewsItem, at: datetime, now: datetime, *, by_topic: bool) -> StoryRow:
    moment = clock_text(at)
    if by_topic and at.date() != now.date():
        moment = f"{day_text(at.date(), now.date())} {moment}"
    sources = one.feed if not one.also else f"{one.feed} +{len(one.also)}"
    return StoryRow(one.id, one.title, f"{moment} · {sources}", one.read, one.starred)


def _day(at: datetime, now: datetime) -> str:
    text = day_text(at.date(), now.date())
    return text[:1].upper() + text[1:]


def story_text(item: NewsItem, zone: ZoneInfo) -> StoryText:
    """A story to be read."""
    at = item.published_at.astimezone(zone)
    moment = f"{date_text(at.date())} {clock_text(at)}"
    sources = ", ".join((item.feed, *item.also))
    about = " · ".join(part for part in (sources, moment, item.author) if part)
    return StoryText(
        item.id, item.title, about, item.body or _escaped(item.summary), item.link, item.starred
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def feed_rows(feeds: Sequence[FeedCount]) -> list[FeedRow]:
    """What is followed, each with its topic and what is wrong with it."""
    made = []
    for one in feeds:
        feed = one.feed
        count = tr("{unread} of {n} unread", unread=one.unread, n=one.stories)
        caption = " · ".join(part for part in (feed.topic, count, feed.url) if part)
        trouble = words().error(feed.trouble.as_error()) if feed.trouble is not None else ""
        made.append(FeedRow(feed.id, feed.title, caption, trouble))
    return made


def choices_of(feeds: Sequence[FeedCount]) -> list[Choice]:
    """Everything, each topic, each feed."""
    topics: dict[str, int] = {}
    for one in feeds:
        if one.feed.topic:
            topics[one.feed.topic] = topics.get(one.feed.topic, 0) + 1
    made = [Choice(tr("All feeds"))]
    made += [Choice(name, topic=name) for name, count in topics.items() if count > 1]
    made += [Choice(one.feed.title, feed_id=one.feed.id) for one in feeds]
    return made


class StoryModel(QAbstractListModel):
    """Stories as they are needed: `more_wanted` when the last ones come into sight."""

    more_wanted = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[StoryRow] = []
        self._places: dict[str, int] = {}
        self._has_more = False

    def show_rows(self, rows: Sequence[StoryRow], *, has_more: bool) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows, self._has_more = list(rows), has_more
        self._places = {row.id: place for place, row in enumerate(self._rows) if row.id}
        self.endResetModel()

    def add_rows(self, rows: Sequence[StoryRow], *, has_more: bool) -> None:
        """The next ones."""
        self._has_more = has_more
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        self._places |= {row.id: first + place for place, row in enumerate(rows) if row.id}
        self.endInsertRows()

    def mark(self, story_id: str, *, read: bool | None = None, starred: bool | None = None) -> None:
        """A story was read, or starred."""
        place = self._places.get(story_id)
        if place is None:
            return
        row = self._rows[place]
        read = row.is_read if read is None else read
        starred = row.is_starred if starred is None else starred
        self._rows[place] = replace(row, is_read=read, is_starred=starred)
        index = self.index(place, 0)
        self.dataChanged.emit(index, index)

    def place_of(self, story_id: str) -> int:
        """The row of a story, -1 where it is not shown."""
        return self._places.get(story_id, -1)

    @property
    def rows(self) -> list[StoryRow]:
        """What is shown, headings too."""
        return list(self._rows)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt asks."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt asks."""
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if not self._rows[index.row()].id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: _Index) -> bool:
        """Qt asks when the end comes into sight."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        """Asked for once; they come later."""
        if self._has_more:
            self._has_more = False
            self.more_wanted.emit()
