"""All that is done with news: following, refreshing, lists of feeds, pictures."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant_desktop.domain.errors import BadInput, KnownError, NotFound, ReadOnlyError
from assistant_desktop.domain.events import NewsChanged
from assistant_desktop.domain.ids import DEFAULT_USER, FeedId, UserId
from assistant_desktop.domain.news import Feed, Followed, NewFeed, RefreshOutcome
from assistant_desktop.domain.news_ports import NewsItems, NewsListener
from assistant_desktop.in_thread import in_thread
from assistant_desktop.resource_files import locate
from assistant_desktop.services.fetch import Wanted
from assistant_desktop.services.ground import ServiceGround
from assistant_desktop.services.news_service import opml
from assistant_desktop.services.news_service.addresses import is_public, spellings
from assistant_desktop.services.news_service.discovery import Discovery
from assistant_desktop.services.news_service.refreshing import Refreshing, trouble_text
from assistant_desktop.services.refresher import Refresher

if TYPE_CHECKING:
    from assistant_desktop.services.news_service import NewsSettings

ID = "news"
REFRESH_S = 900.0
_FILE_LIMIT_S = 20.0
_LARGEST_PICTURE = 3_000_000


class FeedDesk:
    """The NewsDesk over the store and the feeds' hosts."""

    def __init__(self, ground: ServiceGround, chosen: "Callable[[], NewsSettings]") -> None:
        self._ground, self._chosen = ground, chosen
        fetcher = ground.fetcher(ID)
        self._pictures = ground.fetcher("pictures")
        self._discovery = Discovery(fetcher, ground.http)
        self._refreshing = Refreshing(ground, fetcher, lambda: int(chosen().keep_days), ID)
        self._refreshers: dict[UserId, Refresher[RefreshOutcome | None]] = {}
        self._is_ready = False

    @property
    def store(self) -> NewsItems:
        """What is there already: reading, marks, stars. Asks nobody."""
        return self._ground.news

    def is_on(self) -> bool:
        """Whether news are switched on."""
        return self._ground.settings.service(ID).enabled

    def now(self) -> datetime:
        """The time, UTC."""
        return self._ground.clock.now()

    async def ready(self) -> None:
        """Know what is followed, so that its hosts may be reached."""
        if not self._is_ready:
            await self.store.load()
            self._is_ready = True
            self._tell(DEFAULT_USER)

    def _tell(self, user_id: UserId) -> None:
        self._ground.events.publish(NewsChanged(user_id=user_id, feeds=True))

    # ---- following ----

    def starters(self, language: str) -> list[NewFeed]:
        """Well-known public feeds to begin with, by topic. Blocks for a few milliseconds."""
        name = language if language in {"en", "ru"} else "en"
        return opml.read_opml(locate(f"feeds/{name}.opml").read_bytes())

    async def add(self, user_id: UserId, address: str, topic: str = "") -> Feed:
        """Follow the feed at an address, or the one that the page there names."""
        self._refreshing.require_on()
        await self.ready()
        found = await self._discovery.find(address)
        wanted = NewFeed(
            url=found.url,
            title=found.parsed.title or urlsplit(found.url).hostname or found.url,
            topic=_topic(topic),
            site=found.parsed.site,
        )
        added = await self.store.follow(user_id, [wanted])
        if not added:
            raise BadInput("You follow {feed} already.", feed=wanted.title)
        self._tell(user_id)
        marks = {"etag": found.marks.etag, "last_modified": found.marks.last_modified}
        feed = added[0].model_copy(update=marks)
        await self.store.take_in(feed, found.parsed, int(self._chosen().keep_days))
        self._ground.events.publish(NewsChanged(user_id=user_id))
        return feed

    async def follow(self, user_id: UserId, wanted: Sequence[NewFeed]) -> Followed:
        """Follow these without asking any of them now."""
        await self.ready()
        sound: dict[str, NewFeed] = {}
        left_out = []
        for one in wanted:
            try:
                url = spellings(one.url)[0]
            except BadInput:
                left_out.append(one.url)
                continue
            sound[url] = one.model_copy(update={"url": url, "topic": _topic(one.topic)})
        added = await self.store.follow(user_id, list(sound.values()))
        self._tell(user_id)
        return Followed(tuple(added), len(sound) - len(added), tuple(left_out))

    async def remove(self, user_id: UserId, feed_id: FeedId) -> Feed:
        """Follow one no longer. Raises NotFound."""
        await self.ready()
        gone = await self.store.unfollow(user_id, feed_id)
        if gone is None:
            raise NotFound("This feed is not followed.")
        self._tell(user_id)
        return gone

    # ---- lists in files ----

    async def take_file(self, user_id: UserId, path: str) -> Followed:
        """Follow what an OPML file lists, but for what stands in somebody's own network.

        A list comes from elsewhere; what is at home is added by hand.
        """
        listed = await in_thread("feed-lists", partial(_read, Path(path)), _FILE_LIMIT_S)
        public = [one for one in listed if is_public(one.url)]
        private = tuple(one.url for one in listed if not is_public(one.url))
        followed = await self.follow(user_id, public)
        return Followed(followed.added, followed.known, (*followed.left_out, *private))

    async def write_file(self, user_id: UserId, path: str) -> int:
        """Write what is followed as OPML; how many feeds. Raises ReadOnlyError."""
        feeds = [one.feed for one in await self.store.feeds(user_id)]
        text = opml.write_opml(feeds)
        await in_thread("feed-lists", partial(_write, Path(path), text), _FILE_LIMIT_S)
        return len(feeds)

    # ---- keeping fresh ----

    async def refresh(self, user_id: UserId, *, at_once: bool = False) -> RefreshOutcome:
        """Ask the feeds that were not asked for a while; all of them `at_once`."""
        await self.ready()
        return await self._refreshing.run(user_id, at_once=at_once)

    def watch(self, user_id: UserId, listener: NewsListener) -> Callable[[], None]:
        """Refresh while somebody looks; call what is returned to stop."""
        if user_id not in self._refreshers:

            async def fetch() -> RefreshOutcome | None:
                return await self.refresh(user_id) if self.is_on() else None

            self._refreshers[user_id] = Refresher(
                "news",
                fetch,
                REFRESH_S,
                self._ground.clock,
                self._ground.start_job,
                trouble_text,
            )
        return self._refreshers[user_id].watch(listener)

    def hurry(self) -> None:
        """The settings changed or the machine woke up: look anew, where anybody looks."""
        for refresher in self._refreshers.values():
            refresher.hurry()

    async def picture(self, url: str) -> bytes | None:
        """A picture of a story, by a secured connection only; None where it cannot be had."""
        wanted = self.is_on() and self._chosen().pictures
        if not wanted or not url.startswith("https://") or not is_public(url):
            return None
        self._ground.http.allow(url)
        try:
            asked = Wanted(url, kind="image/webp", also=("image/*",), most_bytes=_LARGEST_PICTURE)
            return (await self._pictures.ask(asked)).body
        except KnownError:
            return None
        finally:
            self._ground.http.forbid(url)


def _topic(text: str) -> str:
    return "/".join(part for part in (" ".join(one.split()) for one in text.split("/")) if part)


def _read(path: Path) -> list[NewFeed]:
    try:
        with path.open("rb") as file:
            body = file.read(opml.LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    if len(body) > opml.LARGEST:
        raise BadInput("{path} is too large for a list of feeds.", path=path)
    return opml.read_opml(body)


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise ReadOnlyError(
            "{path} cannot be written: {reason}.", path=path, reason=reason
        ) from error
