"""The Protocols of news: what the service gets of storage, what core gets of the service."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import FeedId, NewsItemId, UserId
from assistant_desktop.domain.news import (
    Feed,
    FeedCount,
    FeedTrouble,
    Followed,
    NewFeed,
    NewsFilter,
    NewsItem,
    ParsedFeed,
    RefreshOutcome,
)


class NewsItems(Protocol):
    """Feeds and stories on disk, apart for each user. Raises StorageError."""

    def followed_urls(self) -> tuple[str, ...]:
        """The addresses that any user follows; none before `load`."""
        ...

    async def load(self) -> None:
        """Know the addresses that are followed."""
        ...

    async def feeds(self, user_id: UserId) -> list[FeedCount]:
        """What a user follows, by topic and title."""
        ...

    async def follow(self, user_id: UserId, wanted: Sequence[NewFeed]) -> list[Feed]:
        """Follow these; those that are new, in order."""
        ...

    async def unfollow(self, user_id: UserId, feed_id: FeedId) -> Feed | None:
        """Follow one no longer; a while later its stories go. None where it is not followed."""
        ...

    async def change_feed(
        self, user_id: UserId, feed_id: FeedId, *, title: str | None, topic: str | None
    ) -> None:
        """Give a feed another name or topic."""
        ...

    async def take_in(self, feed: Feed, parsed: ParsedFeed, keep_days: int) -> int:
        """Store what a feed brought, and when; how many stories are new."""
        ...

    async def note(self, feed: Feed, trouble: FeedTrouble | None) -> None:
        """Store when a feed was asked, and what stood in the way."""
        ...

    async def stories(
        self, user_id: UserId, wanted: NewsFilter, limit: int, offset: int = 0
    ) -> list[NewsItem]:
        """Stories without their bodies, newest first."""
        ...

    async def count(self, user_id: UserId, wanted: NewsFilter) -> int:
        """How many stories there are."""
        ...

    async def story(self, user_id: UserId, item_id: NewsItemId) -> NewsItem | None:
        """One story, whole."""
        ...

    async def mark(
        self, user_id: UserId, item_ids: Sequence[NewsItemId], *, read: bool
    ) -> list[NewsItemId]:
        """Mark stories as read or not; those that were marked otherwise before."""
        ...

    async def mark_all(self, user_id: UserId, wanted: NewsFilter) -> list[NewsItemId]:
        """Mark all of these as read; those that were not."""
        ...

    async def star(self, user_id: UserId, item_id: NewsItemId, *, starred: bool) -> None:
        """Keep a story, or no longer."""
        ...

    async def prune(self, keep_days: int) -> int:
        """Delete old stories; how many went. Starred ones and the newest of a feed stay."""
        ...


NewsListener = Callable[[RefreshOutcome | None, KnownError | None], None]
"""Hears how a refresh went, or why there was none; neither while the service is off."""


class NewsDesk(Protocol):
    """All that a window or a command does with news. Raises KnownError."""

    @property
    def store(self) -> NewsItems:
        """What is there already: reading, marks, stars. Asks nobody."""
        ...

    def starters(self, language: str) -> list[NewFeed]:
        """Well-known public feeds to begin with, by topic. Blocks for a few milliseconds."""
        ...

    async def add(self, user_id: UserId, address: str, topic: str = "") -> Feed:
        """Follow the feed at an address, or the one that the page there names.

        Raises:
            BadInput: it is no address, or there is no feed.
            ServiceError: it could not be had.
        """
        ...

    async def follow(self, user_id: UserId, wanted: Sequence[NewFeed]) -> Followed:
        """Follow these without asking any of them now."""
        ...

    async def remove(self, user_id: UserId, feed_id: FeedId) -> Feed:
        """Follow one no longer. Raises NotFound."""
        ...

    async def take_file(self, user_id: UserId, path: str) -> Followed:
        """Follow what an OPML file lists. Raises BadInput."""
        ...

    async def write_file(self, user_id: UserId, path: str) -> int:
        """Write what is followed as OPML; how many feeds."""
        ...

    async def refresh(self, user_id: UserId, *, at_once: bool = False) -> RefreshOutcome:
        """Ask the feeds that were not asked for a while; all of them `at_once`.

        Raises:
            ServiceOff: news are switched off.
        """
        ...

    async def picture(self, url: str) -> bytes | None:
        """A picture of a story; None where pictures are switched off, or it cannot be had."""
        ...

    def watch(self, user_id: UserId, listener: NewsListener) -> Callable[[], None]:
        """Refresh while somebody looks; call what is returned to stop."""
        ...

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        ...

    def is_on(self) -> bool:
        """Whether news are switched on."""
        ...

    def now(self) -> datetime:
        """The time, UTC."""
        ...
