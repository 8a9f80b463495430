"""News: feeds that a user follows, and the stories that came with them."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import FeedId, NewsItemId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class FeedTrouble(DomainModel):
    """Why nothing new came of a feed: the parts of a KnownError, to be told in any language."""

    message: str
    hint: str = ""
    values: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, error: KnownError) -> "FeedTrouble":
        """What an error says."""
        told = {name: str(value) for name, value in error.values.items()}
        return cls(message=error.message, hint=error.hint_message, values=told)

    def as_error(self) -> KnownError:
        """The error again."""
        values: dict[str, object] = {**self.values}
        error = KnownError(self.message, hint=self.hint)
        error.values = values
        return error


class Feed(DomainModel):
    """An address that a user follows. asked_at: the last try; refreshed_at: the last success.

    topic: the user's own folder, "" for none; parts of a nested one are joined by "/".
    """

    id: FeedId
    user_id: UserId
    url: str
    title: str
    topic: str = ""
    site: str = ""
    added_at: AwareDatetime
    asked_at: AwareDatetime | None = None
    refreshed_at: AwareDatetime | None = None
    trouble: FeedTrouble | None = None
    etag: str | None = None
    last_modified: str | None = None


class FeedCount(DomainModel):
    """A feed with the number of its stories, and of those that are not read."""

    feed: Feed
    stories: int = 0
    unread: int = 0


class NewFeed(DomainModel):
    """An address to be followed."""

    url: str
    title: str = ""
    topic: str = ""
    site: str = ""
    about: str = ""


class ParsedItem(DomainModel):
    """One entry as a feed has it, made safe: `title` is plain text, `body` is limited HTML."""

    guid: str
    title: str
    link: str = ""
    author: str = ""
    summary: str = ""
    body: str = ""
    published_at: AwareDatetime | None = None


class ParsedFeed(DomainModel):
    """A feed that was read, newest or oldest first as its maker had it."""

    title: str = ""
    site: str = ""
    items: tuple[ParsedItem, ...] = ()


class NewsItem(DomainModel):
    """A story; `link` is where the whole text stands. also: who else has it.

    summary: the beginning, in plain text. body: limited HTML; "" in lists.
    """

    id: NewsItemId
    feed_id: FeedId
    feed: str
    topic: str = ""
    title: str
    link: str
    author: str = ""
    summary: str = ""
    body: str = ""
    published_at: AwareDatetime
    read: bool = False
    starred: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsFilter:
    """Which stories are wanted; empty fields want all. words: any form of each will do."""

    words: str = ""
    feed_id: FeedId | None = None
    topic: str | None = None
    unread: bool = False
    starred: bool = False
    since: AwareDatetime | None = None
    order: Literal["time", "topic"] = "time"


@dataclass(frozen=True, slots=True)
class RefreshOutcome:
    """How it went with all feeds. as_of: the last time that any of them answered."""

    asked: int = 0
    fresh: int = 0
    as_of: AwareDatetime | None = None
    troubles: tuple[tuple[str, KnownError], ...] = ()
    """The title of each feed that brought nothing, and why."""

    @property
    def failed_wholly(self) -> bool:
        """Whether feeds were asked and none of them answered."""
        return self.asked > 0 and len(self.troubles) == self.asked


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of wanting to follow feeds."""

    added: tuple[Feed, ...] = ()
    known: int = 0
    left_out: tuple[str, ...] = ()
    """Addresses that cannot be followed."""
