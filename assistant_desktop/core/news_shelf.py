"""Where feeds and stories are kept: the NewsItems of the database."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from assistant_desktop.core.storage import news, news_feeds
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.ids import FeedId, NewsItemId, UserId
from assistant_desktop.domain.news import (
    Feed,
    FeedCount,
    FeedTrouble,
    NewFeed,
    NewsFilter,
    NewsItem,
    ParsedFeed,
    ParsedItem,
)
from assistant_desktop.domain.ports import Clock

AT_A_TIME = 50
"""Stories stored in one write: a reminder that fires does not wait for five hundred."""


class NewsShelf:
    """One user at a time, but for the addresses that anybody follows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._urls: tuple[str, ...] = ()

    def followed_urls(self) -> tuple[str, ...]:
        """The addresses that any user follows; none before `load`."""
        return self._urls

    async def load(self) -> None:
        """Know the addresses that are followed."""
        self._urls = tuple(await self._database.read(news_feeds.all_urls))

    async def feeds(self, user_id: UserId) -> list[FeedCount]:
        """What a user follows, by topic and title."""
        return await self._database.read(lambda c: news_feeds.counted(c, user_id))

    async def follow(self, user_id: UserId, wanted: Sequence[NewFeed]) -> list[Feed]:
        """Follow these; those that are new, in order."""
        now = self._clock.now()
        added = await self._database.write(lambda c: news_feeds.insert(c, user_id, wanted, now))
        await self.load()
        return added

    async def unfollow(self, user_id: UserId, feed_id: FeedId) -> Feed | None:
        """Follow one no longer; a while later its stories go. None where it is not followed."""
        now = self._clock.now()
        gone = await self._database.write(lambda c: news_feeds.remove(c, user_id, feed_id, now))
        await self.load()
        return gone

    async def change_feed(
        self, user_id: UserId, feed_id: FeedId, *, title: str | None, topic: str | None
    ) -> None:
        """Give a feed another name or topic."""
        await self._database.write(lambda c: news_feeds.rename(c, user_id, feed_id, title, topic))

    async def take_in(self, feed: Feed, parsed: ParsedFeed, keep_days: int) -> int:
        """Store what a feed brought, and when; how many stories are new."""
        now, new = self._clock.now(), 0
        items = news.worth_keeping(parsed, now, keep_days)

        def run(connection: Connection, some: Sequence[tuple[ParsedItem, datetime]]) -> int:
            if news_feeds.feed(connection, feed.user_id, feed.id) is None:
                return 0  # it was removed meanwhile
            return news.take_in(connection, feed, some, now)

        for start in range(0, len(items), AT_A_TIME):
            some = items[start : start + AT_A_TIME]
            new += await self._database.write(partial(run, some=some))
        # Last: a feed whose stories are not all there must not say that it has nothing new.
        await self.note(feed, None)
        return new

    async def note(self, feed: Feed, trouble: FeedTrouble | None) -> None:
        """Store when a feed was asked, and what stood in the way."""
        now = self._clock.now()
        await self._database.write(lambda c: news_feeds.note(c, feed, now, trouble))

    async def stories(
        self, user_id: UserId, wanted: NewsFilter, limit: int, offset: int = 0
    ) -> list[NewsItem]:
        """Stories without their bodies, newest first."""
        return await self._database.read(lambda c: news.stories(c, user_id, wanted, limit, offset))

    async def count(self, user_id: UserId, wanted: NewsFilter) -> int:
        """How many stories there are."""
        return await self._database.read(lambda c: news.count(c, user_id, wanted))

    async def story(self, user_id: UserId, item_id: NewsItemId) -> NewsItem | None:
        """One story, whole."""
        return await self._database.read(lambda c: news.story(c, user_id, item_id))

    async def mark(
        self, user_id: UserId, item_ids: Sequence[NewsItemId], *, read: bool
    ) -> list[NewsItemId]:
        """Mark stories as read or not; those that were marked otherwise before."""
        at = self._clock.now() if read else None
        return await self._database.write(lambda c: news.mark(c, user_id, item_ids, at))

    async def mark_all(self, user_id: UserId, wanted: NewsFilter) -> list[NewsItemId]:
        """Mark all of these as read; those that were not."""
        now = self._clock.now()
        return await self._database.write(lambda c: news.mark_all(c, user_id, wanted, now))

    async def star(self, user_id: UserId, item_id: NewsItemId, *, starred: bool) -> None:
        """Keep a story, or no longer."""
        await self._database.write(lambda c: news.star(c, user_id, item_id, starred=starred))

    async def prune(self, keep_days: int) -> int:
        """Delete old stories; how many went. Starred ones and the newest of a feed stay."""
        now = self._clock.now()

        def run(connection: Connection) -> int:
            news_feeds.purge(connection, now)
            return news.prune(connection, now, keep_days)

        return await self._database.write(run)
