"""get_news: what is new in the feeds that the user follows, all of it or of one topic."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.news import Feed, NewsFilter, NewsItem, RefreshOutcome
from assistant_desktop.domain.tool import ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.news_service.desk import FeedDesk
from assistant_desktop.services.news_service.topics import feed_named, topic_named
from assistant_desktop.wording import wording
from assistant_desktop.wording.news_words import items_text, when_text

LIMIT_S = 30.0
_REFRESH_S = 12.0
"""After so long the digest is made of what is there."""
_MOST_TOLD = 12
_MOST_OF_TOPIC = 4
_LOOKED_AT = 200
_RECENT = timedelta(days=14)
_NEW = timedelta(days=3)
_MOST_TROUBLES = 3
_LONG_AGO, _LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)


class Arguments(BaseModel):
    """What about; everything by default."""

    model_config = ConfigDict(extra="forbid")
    topic: str | None = Field(
        default=None,
        max_length=200,
        description="a topic, a source, or words that stories have; absent: all that is new",
    )


def news_tool(desk: FeedDesk) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        digest = _Digest(desk, context, (wanted.topic or "").strip())
        return await digest.make()

    return ToolSpec(
        name="get_news",
        description="Headlines of the feeds that the user follows: the newest unread ones by"
        " topic, or those about a topic, each with source, time and link.",
        arguments=Arguments,
        run=run,
        limit_s=LIMIT_S,
        taints=True,
    )


class _Digest:
    """One answer."""

    def __init__(self, desk: FeedDesk, context: ToolContext, said: str) -> None:
        self._desk, self._context, self._said = desk, context, said
        self._words = wording(context.language)

    async def make(self) -> ToolResult:
        user_id = self._context.user_id
        feeds = [one.feed for one in await self._desk.store.feeds(user_id)]
        if not feeds:
            raise ToolFailed(
                self._words.text(
                    "You follow no feeds yet. Choose some on the News page, or add an address"
                    " with: news add ADDRESS"
                )
            )
        outcome = await self._refreshed()
        await in_thread("wording", partial(_warm_up, self._context.language), LIMIT_S)
        wanted = self._wanted(feeds)
        found = await self._desk.store.stories(user_id, wanted, _LOOKED_AT)
        if not found and outcome is not None and outcome.as_of is None and outcome.troubles:
            raise outcome.troubles[0][1]
        unread = [one for one in found if not one.read]
        told = _spread(unread if unread and not self._said else found)
        lines = [self._head(unread, told)]
        if told:
            items = items_text(self._words, told, self._context.now, self._context.zone)
            lines.append(items)
        lines.append(self._foot(outcome))
        content = "\n\n".join(line for line in lines if line)
        return ToolResult(content, data=_data(told, outcome))

    async def _refreshed(self) -> RefreshOutcome | None:
        """How refreshing went; None where it took too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_REFRESH_S):
                return await self._desk.refresh(self._context.user_id)
        return None

    def _wanted(self, feeds: list[Feed]) -> NewsFilter:
        """What was meant: a topic of theirs, a feed of theirs, else words of the stories."""
        wanted = NewsFilter(since=self._context.now - (_RECENT if self._said else _NEW))
        if not self._said:
            return wanted
        topic = topic_named(self._said, feeds)
        if topic is not None:
            self._said = topic
            return replace(wanted, topic=topic)
        feed = feed_named(self._said, feeds)
        if feed is not None:
            self._said = feed.title
            return replace(wanted, feed_id=feed.id)
        return replace(wanted, words=f"{self._said} ")

    def _head(self, unread: list[NewsItem], told: list[NewsItem]) -> str:
        words = self._words
        if not told:
            if self._said:
                about = words.quoted(self._said)
                return words.text("Your feeds have nothing about {topic}.", topic=about)
            return words.text("Your feeds brought nothing new in the last days.")
        if self._said:
            return words.text("About {topic}:", topic=words.quoted(self._said))
        if not unread:
            return words.text("You have read everything. The latest:")
        if len(unread) > len(told):
            return words.count(
                "{n} unread story, the newest:",
                "{n} unread stories, the newest:",
                len(unread),
            )
        return words.count("{n} unread story:", "{n} unread stories:", len(unread))

    def _foot(self, outcome: RefreshOutcome | None) -> str:
        words, context = self._words, self._context
        parts = []
        if outcome is None:
            parts.append(words.text("Some feeds still have not answered."))
        elif outcome.as_of is not None:
            time = when_text(outcome.as_of, context.now, context.zone, context.language)
            parts.append(words.text("As of {time}.", time=time))
        for title, error in islice(outcome.troubles if outcome else (), _MOST_TROUBLES):
            name = words.quoted(title)
            reason = words.text(error.message, **error.values)
            parts.append(words.text("{feed} brought nothing: {reason}", feed=name, reason=reason))
        return " ".join(parts)


def _spread(items: list[NewsItem]) -> list[NewsItem]:
    """The newest, but no topic crowds the others out."""
    topics = {one.topic for one in items}
    if len(topics) < 2:
        return items[:_MOST_TOLD]
    taken: dict[str, int] = dict.fromkeys(topics, 0)
    told: list[NewsItem] = []
    for one in items:
        if taken[one.topic] < _MOST_OF_TOPIC and len(told) < _MOST_TOLD:
            taken[one.topic] += 1
            told.append(one)
    return told


def _warm_up(language: str) -> None:
    """Load what writing dates needs, off the loop."""
    when_text(_LONG_AGO, _LATER, ZoneInfo("UTC"), language)


def _data(told: list[NewsItem], outcome: RefreshOutcome | None) -> JsonObject:
    """The stories as a structure: windows and scripts lead to them."""
    items = [
        {
            "id": one.id,
            "title": one.title,
            "source": one.feed,
            "topic": one.topic,
            "link": one.link,
            "at": one.published_at.isoformat(),
            "read": one.read,
        }
        for one in told
    ]
    as_of = outcome.as_of.isoformat() if outcome is not None and outcome.as_of else None
    return {"items": items, "as_of": as_of}
