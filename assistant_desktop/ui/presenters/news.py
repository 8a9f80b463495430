"""The page of news: what is listed, read, marked; refreshed while it is in sight."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.domain.news import NewsFilter
from assistant_desktop.ui.dates import clock_text, day_text
from assistant_desktop.ui.language import trn, words
from assistant_desktop.ui.models.news_rows import choices_of, feed_rows, rows_of, story_text
from assistant_desktop.ui.presenters.feeds import FeedsPresenter
from assistant_desktop.ui.presenters.story_pictures import load_pictures
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.errors import KnownError
    from assistant_desktop.domain.ids import NewsItemId, UserId
    from assistant_desktop.domain.news import FeedCount, NewsItem, RefreshOutcome
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.models.news_rows import StoryRow
    from assistant_desktop.ui.views.news_page import NewsPage

PAGE = 200
_BURST_MS = 60


class NewsPresenter(QObject):
    """`did` carries a sentence and how to take it back, None where it cannot be."""

    did = Signal(str, object)

    def __init__(
        self, assistant: Assistant, relay: EventRelay, page: NewsPage, user_id: UserId
    ) -> None:
        super().__init__(page)
        self._assistant, self._page, self._user_id = assistant, page, user_id
        self._news, self._store = assistant.news, assistant.news.store
        self._stop: Callable[[], None] | None = None
        self._busy = False
        self._loads = 0
        self._shown = 0
        self._listed: NewsFilter | None = None
        self._heading: str | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BURST_MS)
        self._later.timeout.connect(self.load)
        self._feeds = FeedsPresenter(assistant, page.feeds, user_id)
        self._feeds.did.connect(self.did)
        self._feeds.switched.connect(self._look_again)
        self._connect(relay)
        if page.isVisible():
            self._watch()

    def _connect(self, relay: EventRelay) -> None:
        page = self._page
        relay.news_changed.connect(lambda _: self._later.start())
        relay.services_changed.connect(lambda _: self._later.start())
        page.changed.connect(self.load)
        page.story_wanted.connect(lambda one: start("read a story", self._read(one), owner=self))
        page.more_wanted.connect(lambda: start("more stories", self._more(), owner=self))
        page.refresh_wanted.connect(self.refresh)
        page.all_read_wanted.connect(lambda: start("mark all read", self._mark_all(), owner=self))
        page.switch_wanted.connect(self._feeds.switch_on)
        page.reader.star_wanted.connect(self._star)
        page.reader.unread_wanted.connect(self._mark_unread)
        page.shown.connect(self._watch)
        page.left.connect(self.rest)
        page.destroyed.connect(self.rest)

    # ---- looking ----

    def _watch(self) -> None:
        self.load()
        if self._stop is None:
            self._busy = self._news.is_on()
            self._stop = self._news.watch(self._user_id, self._heard)

    def _look_again(self) -> None:
        self._busy = self._news.is_on()
        self._news.hurry()
        self._watch()

    def rest(self) -> None:
        """Nobody looks any more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _heard(self, outcome: RefreshOutcome | None, error: KnownError | None) -> None:
        self._busy = False
        self._later.start()

    def refresh(self) -> None:
        """Ask all feeds now."""
        if not self._busy:
            self._busy = True
            start("refresh news", self._refresh(), owner=self)

    async def _refresh(self) -> None:
        await self._load()
        try:
            await self._news.refresh(self._user_id, at_once=True)
        finally:
            self._busy = False
            await self._load()

    # ---- the list ----

    @property
    def wanted(self) -> NewsFilter:
        """What the page asks for."""
        page, choice = self._page, self._page.chosen_choice
        return NewsFilter(
            words=page.search.text(),
            feed_id=choice.feed_id if choice is not None else None,
            topic=choice.topic if choice is not None else None,
            unread=page.unread.isChecked(),
            starred=page.starred.isChecked(),
            order="topic" if page.by_topic.isChecked() else "time",
        )

    def load(self) -> None:
        """Show what there is now."""
        start("list news", self._load(), owner=self)

    async def _load(self) -> None:
        self._loads += 1
        this = self._loads
        feeds = await self._store.feeds(self._user_id)
        self._page.show_choices(choices_of(feeds))
        self._page.show_feeds(feed_rows(feeds))
        await self._feeds.load(feeds)
        wanted = self.wanted
        is_same = wanted == self._listed
        most = max(self._shown, PAGE) if is_same else PAGE
        items = await self._store.stories(self._user_id, wanted, most)
        unread = await self._store.count(self._user_id, NewsFilter(unread=True))
        if this != self._loads:
            return  # something else is wanted meanwhile
        self._shown = len(items)
        rows, self._heading = self._rows(items, wanted, None)
        narrowed = replace(wanted, order="time") != NewsFilter()
        self._listed = wanted
        self._page.show_rows(
            rows, has_more=len(items) == most, is_narrowed=narrowed, is_same=is_same
        )
        self._show_state(feeds, unread)

    async def _more(self) -> None:
        this, wanted = self._loads, self.wanted
        items = await self._store.stories(self._user_id, wanted, PAGE, self._shown)
        if this != self._loads:
            return
        self._shown += len(items)
        rows, self._heading = self._rows(items, wanted, self._heading)
        self._page.add_rows(rows, has_more=len(items) == PAGE)

    def _rows(
        self, items: list[NewsItem], wanted: NewsFilter, last: str | None
    ) -> tuple[list[StoryRow], str | None]:
        return rows_of(items, self._now(), by_topic=wanted.order == "topic", last=last)

    def _show_state(self, feeds: list[FeedCount], unread: int) -> None:
        answered = [one.feed.refreshed_at for one in feeds if one.feed.refreshed_at is not None]
        as_of = self._moment(max(answered)) if answered else ""
        self._page.show_status(unread, as_of, busy=self._busy)
        bad = [one.feed for one in feeds if one.feed.trouble is not None]
        told = ""
        if len(bad) == 1 and bad[0].trouble is not None:
            told = f"{bad[0].title}: {words().error(bad[0].trouble.as_error())}"
        elif bad and bad[0].trouble is not None:
            first = words().error(bad[0].trouble.as_error())
            told = trn("{n} feed brought nothing.", "{n} feeds brought nothing.", len(bad))
            told = f"{told} {bad[0].title}: {first}"
        self._page.show_trouble(told)
        self._page.show_off(off=not self._news.is_on())

    def _moment(self, moment: datetime) -> str:
        local, now = moment.astimezone(self._assistant.zone()), self._now()
        if local.date() == now.date():
            return clock_text(local)
        return f"{day_text(local.date(), now.date())} {clock_text(local)}"

    def _now(self) -> datetime:
        return self._assistant.now().astimezone(self._assistant.zone())

    # ---- one story ----

    async def _read(self, story_id: NewsItemId) -> None:
        item = await self._store.story(self._user_id, story_id)
        if item is None:
            return
        self._page.show_story(story_text(item, self._assistant.zone()))
        if not item.read:
            await self._store.mark(self._user_id, [story_id], read=True)
            self._page.list.stories.mark(story_id, read=True)
            await self._recount()
        addresses = self._page.reader.picture_addresses()
        if addresses:
            pictures = await load_pictures(self._news.picture, addresses)
            self._page.reader.show_pictures(story_id, pictures)

    async def _recount(self) -> None:
        feeds = await self._store.feeds(self._user_id)
        unread = await self._store.count(self._user_id, NewsFilter(unread=True))
        self._show_state(feeds, unread)

    def _star(self, story_id: NewsItemId, starred: bool) -> None:  # noqa: FBT001 - a slot
        start("star", self._store.star(self._user_id, story_id, starred=starred))
        self._page.reader.show_star(starred=starred)
        self._page.list.stories.mark(story_id, starred=starred)

    def _mark_unread(self, story_id: NewsItemId) -> None:
        start("mark unread", self._set_read([story_id], read=False), owner=self)
        self._page.list.stories.mark(story_id, read=False)

    async def _set_read(self, story_ids: list[NewsItemId], *, read: bool) -> None:
        await self._store.mark(self._user_id, story_ids, read=read)
        await self._load()

    async def _mark_all(self) -> None:
        wanted = replace(self.wanted, unread=True)
        marked = await self._store.mark_all(self._user_id, wanted)
        await self._load()
        if marked:
            told = trn("{n} story marked as read.", "{n} stories marked as read.", len(marked))
            self.did.emit(told, partial(self._unmark, marked))

    def _unmark(self, story_ids: list[NewsItemId]) -> None:
        start("mark unread", self._set_read(story_ids, read=False), owner=self)
