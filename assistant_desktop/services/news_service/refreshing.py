"""Asking feeds what is new: each by itself, so that one that fails takes no other with it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from assistant_desktop.domain.errors import ServiceError, ServiceOff
from assistant_desktop.domain.events import NewsChanged
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.news import Feed, FeedTrouble, RefreshOutcome
from assistant_desktop.domain.service import to_translate
from assistant_desktop.services.answers import LedAway
from assistant_desktop.services.fetch import Fetcher, Marks
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.http_client import Destination
from assistant_desktop.services.news_service.discovery import feed_at, read_feed

AGAIN_AFTER = timedelta(minutes=15)
"""A feed is not asked more often, unless the user says so."""
_AT_ONCE_AFTER = timedelta(seconds=20)
_PRUNE_EVERY = timedelta(hours=24)
_AT_A_TIME = 6
MOVED = to_translate(
    "The feed may have moved: add its new address. A network with a sign-in page does this too."
)


class Refreshing:
    """Brings what is new of a user's feeds into the store."""

    def __init__(
        self, ground: ServiceGround, fetcher: Fetcher, keep_days: Callable[[], int], id_: str
    ) -> None:
        self._ground, self._fetcher, self._keep_days = ground, fetcher, keep_days
        self._id = id_
        self._running: dict[UserId, asyncio.Lock] = {}
        self._pruned_at = ground.clock.now()

    async def run(self, user_id: UserId, *, at_once: bool) -> RefreshOutcome:
        """Ask the feeds that were not asked for a while.

        Raises:
            ServiceOff: news are switched off.
        """
        self.require_on()
        async with self._running.setdefault(user_id, asyncio.Lock()):
            now = self._ground.clock.now()
            pause = _AT_ONCE_AFTER if at_once else AGAIN_AFTER
            feeds = [one.feed for one in await self._ground.news.feeds(user_id)]
            due = [one for one in feeds if one.asked_at is None or now - one.asked_at >= pause]
            fresh = await self._ask_all(due)
            await self._prune()
            if due:
                self._ground.events.publish(NewsChanged(user_id=user_id))
            return await self._outcome(user_id, fresh)

    def require_on(self) -> None:
        """Raises ServiceOff where the service is off."""
        if not self._ground.settings.service(self._id).enabled:
            raise ServiceOff(
                "News are switched off: nothing was asked of the internet.",
                hint="Switch them on in Settings, Services, or with: services enable {id}",
                id=self._id,
            )

    async def _outcome(self, user_id: UserId, fresh: int) -> RefreshOutcome:
        """How all feeds stand, those too that were asked a moment before."""
        feeds = [one.feed for one in await self._ground.news.feeds(user_id)]
        troubles = tuple(
            (one.title, one.trouble.as_error()) for one in feeds if one.trouble is not None
        )
        answered = [one.refreshed_at for one in feeds if one.refreshed_at is not None]
        as_of = max(answered, default=None)
        return RefreshOutcome(len(feeds), fresh, as_of, troubles)

    async def _ask_all(self, feeds: list[Feed]) -> int:
        """Several hosts at a time; how many stories are new. Raises StorageError."""
        gate = asyncio.Semaphore(_AT_A_TIME)
        hosts: dict[str, list[Feed]] = {}
        for one in feeds:
            hosts.setdefault(Destination.of(one.url).host, []).append(one)
        try:
            async with asyncio.TaskGroup() as tasks:
                jobs = [tasks.create_task(self._ask(gate, there)) for there in hosts.values()]
        except ExceptionGroup as group:
            raise group.exceptions[0] from group
        return sum(job.result() for job in jobs)

    async def _ask(self, gate: asyncio.Semaphore, feeds: list[Feed]) -> int:
        """The feeds of one host, one after the other: it is not stormed, nor is its breaker."""
        async with gate:
            return sum([await self._one(feed) for feed in feeds])

    async def _one(self, feed: Feed) -> int:
        try:
            marks = Marks(feed.etag, feed.last_modified)
            answer = await self._fetcher.ask(feed_at(feed.url), marks)
            if answer.is_unchanged:
                await self._ground.news.note(feed, None)
                return 0
            parsed = await read_feed(answer, feed.url)
        except ServiceError as error:
            trouble = FeedTrouble.of(error)
            if isinstance(error, LedAway):
                trouble = trouble.model_copy(update={"hint": MOVED})
            await self._ground.news.note(feed, trouble)
            return 0
        if feed.title == feed.url and parsed.title:
            news = self._ground.news
            await news.change_feed(feed.user_id, feed.id, title=parsed.title, topic=None)
        told = {"etag": answer.etag, "last_modified": answer.last_modified}
        return await self._ground.news.take_in(
            feed.model_copy(update=told), parsed, self._keep_days()
        )

    async def _prune(self) -> None:
        now = self._ground.clock.now()
        if now - self._pruned_at >= _PRUNE_EVERY:
            self._pruned_at = now
            await self._ground.news.prune(self._keep_days())


def trouble_text(outcome: RefreshOutcome | None) -> str:
    """What is wrong, in one English line for the log; "" where nothing is."""
    if outcome is None or not outcome.troubles:
        return ""
    return "; ".join(f"{title}: {error.user_message}" for title, error in outcome.troubles[:3])
