"""news: stories of the feeds that are followed, and the feeds themselves."""

import argparse
import json
from functools import partial
from pathlib import Path

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import NewsItemId, UserId
from assistant_desktop.domain.news import Feed, FeedCount, Followed, NewsFilter, NewsItem
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording

_ACTIONS = (
    *("list", "read", "mark", "star", "unstar", "feeds", "starters", "add", "remove", "import"),
    *("export", "refresh"),
)
_SHORT_ID = 8
"""The end of an id: the beginning of all is the time."""


class News(Verb):
    """`news list|read|mark|star|unstar|feeds|starters|add|remove|import|export|refresh`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """An id may be cut to its last letters; a feed is named by id, address or title."""
        parser.add_argument("action", nargs="?", default="list", choices=_ACTIONS)
        told = "words to search for; an id; an address, a title or a topic of starters; a file"
        parser.add_argument("what", nargs="*", help=told)
        parser.add_argument("--unread", action="store_true", help="list: what is not read")
        parser.add_argument("--starred", action="store_true", help="list: what is starred")
        parser.add_argument("--topic", default=None, help="list: of it; add: into it")
        parser.add_argument("--feed", default=None, help="list: of this one")
        parser.add_argument("--limit", type=int, default=20)
        parser.add_argument("--json", action="store_true")
        add_user(parser)

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Show, mark or change."""
        at_work = _Desk(assistant, options, terminal)
        await getattr(at_work, f"do_{options.action}")()
        return 0


class _Desk:
    """One command."""

    def __init__(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> None:
        self._news, self._zone = assistant.news, assistant.zone()
        self._options, self._terminal = options, terminal
        self._user: UserId = options.user
        self._words: Wording = terminal.words
        self._said = " ".join(options.what).strip()

    # ---- stories ----

    async def do_list(self) -> None:
        wanted = await self._filter()
        found = await self._news.store.stories(self._user, wanted, max(self._options.limit, 1))
        if self._options.json:
            for one in found:
                self._json(_item_json(one))
            return
        if not found:
            self._terminal.line(self._words.text("No stories."))
        for one in found:
            at = one.published_at.astimezone(self._zone)
            mark = "*" if one.starred else " " if one.read else "•"
            line = f"{one.id[-_SHORT_ID:]} {mark} {at:%Y-%m-%d %H:%M}  {one.title}  ({one.feed})"
            self._terminal.line(line)

    async def do_read(self) -> None:
        item = await self._story()
        await self._news.store.mark(self._user, [item.id], read=True)
        if self._options.json:
            self._json({**_item_json(item), "body": item.body})
            return
        at = item.published_at.astimezone(self._zone)
        sources = ", ".join((item.feed, *item.also))
        for line in (item.title, f"{sources}, {at:%Y-%m-%d %H:%M}", item.link, "", item.summary):
            self._terminal.line(line)

    async def do_mark(self) -> None:
        """With an id that story, else all that the filters leave."""
        if self._said:
            marked = await self._news.store.mark(self._user, [(await self._story()).id], read=True)
        else:
            marked = await self._news.store.mark_all(self._user, await self._filter())
        told = self._words.count("{n} story marked.", "{n} stories marked.", len(marked))
        self._tell(told, {"marked": len(marked)})

    async def do_star(self, *, starred: bool = True) -> None:
        item = await self._story()
        await self._news.store.star(self._user, item.id, starred=starred)
        self._tell(item.title, {"id": item.id, "starred": starred})

    async def do_unstar(self) -> None:
        await self.do_star(starred=False)

    async def _filter(self) -> NewsFilter:
        feed = await self._feed(self._options.feed) if self._options.feed else None
        return NewsFilter(
            words=f"{self._said} " if self._said else "",
            feed_id=None if feed is None else feed.id,
            topic=self._options.topic,
            unread=self._options.unread,
            starred=self._options.starred,
        )

    async def _story(self) -> NewsItem:
        if not self._said:
            usage = f"news {self._options.action} ID"
            raise BadInput("Give a name: {usage}", usage=usage)
        found = await self._news.store.story(self._user, NewsItemId(self._said))
        if found is None and len(self._said) >= 4:
            everything = await self._news.store.stories(self._user, NewsFilter(), 100_000)
            ids = [one.id for one in everything if one.id.endswith(self._said.lower())]
            found = await self._news.store.story(self._user, ids[0]) if len(ids) == 1 else None
        if found is None:
            raise NotFound("There is no story {id}.", id=self._said)
        return found

    # ---- feeds ----

    async def do_feeds(self) -> None:
        for one in await self._news.store.feeds(self._user):
            if self._options.json:
                self._json(_feed_json(one))
                continue
            feed = one.feed
            counted = self._words.text("{unread} of {n} unread", unread=one.unread, n=one.stories)
            self._terminal.line(f"{feed.topic or '—'}  {feed.title}  {feed.url}  {counted}")
            if feed.trouble is not None:
                self._terminal.line(f"    {self._words.error(feed.trouble.as_error())}")

    async def do_starters(self) -> None:
        """Without words the list; with words what they name is followed."""
        listing = partial(self._news.starters, self._terminal.language)
        known = await in_thread("feed-lists", listing, 10)
        said = self._said.casefold()
        chosen = [one for one in known if said in (one.topic.casefold(), one.title.casefold())]
        if self._said and not chosen:
            raise NotFound("No feed of that list is named {name}.", name=self._said)
        if self._said:
            self._tell_followed(await self._news.follow(self._user, chosen))
            return
        for one in known:
            if self._options.json:
                self._json({"topic": one.topic, "title": one.title, "url": one.url})
            else:
                self._terminal.line(f"{one.topic}  {one.title}  {one.url}")

    async def do_add(self) -> None:
        feed = await self._news.add(self._user, self._said, self._options.topic or "")
        told = self._words.text("You follow {feed} now.", feed=self._words.quoted(feed.title))
        self._tell(told, {"id": feed.id, "title": feed.title, "url": feed.url})

    async def do_remove(self) -> None:
        gone = await self._news.remove(self._user, (await self._feed(self._said)).id)
        title = self._words.quoted(gone.title)
        told = self._words.text("You follow {feed} no longer.", feed=title)
        self._tell(told, {"id": gone.id, "title": gone.title, "url": gone.url})

    async def _feed(self, named: str) -> Feed:
        said = named.strip().casefold()
        feeds = [one.feed for one in await self._news.store.feeds(self._user)]
        found = [one for one in feeds if said in (one.id, one.url.casefold(), one.title.casefold())]
        found = found or [one for one in feeds if said and said in one.title.casefold()]
        if len(found) != 1:
            raise NotFound("You follow no feed {name}.", hint="See: news feeds", name=named)
        return found[0]

    async def do_import(self) -> None:
        followed = await self._news.take_file(self._user, str(self._path("import")))
        self._tell_followed(followed)

    async def do_export(self) -> None:
        path = self._path("export")
        count = await self._news.write_file(self._user, str(path))
        told = self._words.count(
            "{n} feed written to {name}.", "{n} feeds written to {name}.", count, name=path.name
        )
        self._tell(told, {"feeds": count, "file": str(path)})

    def _path(self, action: str) -> Path:
        if not self._said:
            raise BadInput("Give a name: {usage}", usage=f"news {action} FILE.opml")
        return self._terminal.path(self._said)

    def _tell_followed(self, followed: Followed) -> None:
        added, known = len(followed.added), followed.known
        told = self._words.count("{n} feed added.", "{n} feeds added.", added)
        if known:
            told += " " + self._words.count("{n} was known.", "{n} were known.", known)
        said = {"added": added, "known": known, "left_out": list(followed.left_out)}
        self._tell(told, said)
        for url in followed.left_out:
            self._terminal.problem(self._words.text("Left out: {address}", address=url))

    # ---- asking ----

    async def do_refresh(self) -> None:
        outcome = await self._news.refresh(self._user, at_once=True)
        told = self._words.count("{n} new story.", "{n} new stories.", outcome.fresh)
        troubles = [
            {"feed": title, "trouble": self._words.error(error)}
            for title, error in outcome.troubles
        ]
        as_of = outcome.as_of.isoformat() if outcome.as_of else None
        self._tell(told, {"fresh": outcome.fresh, "as_of": as_of, "troubles": troubles})
        if not self._options.json:
            for one in troubles:
                self._terminal.problem(f"{one['feed']}: {one['trouble']}")

    # ---- telling ----

    def _tell(self, sentence: str, as_json: dict[str, object]) -> None:
        if self._options.json:
            self._json(as_json)
        else:
            self._terminal.line(sentence)

    def _json(self, said: dict[str, object]) -> None:
        self._terminal.line(json.dumps(said, ensure_ascii=False))


def _item_json(one: NewsItem) -> dict[str, object]:
    return one.model_dump(mode="json", exclude={"body"})


def _feed_json(one: FeedCount) -> dict[str, object]:
    feed = one.feed
    told = feed.model_dump(mode="json", exclude={"user_id", "etag", "last_modified", "trouble"})
    trouble = "" if feed.trouble is None else str(feed.trouble.as_error())
    return {**told, "stories": one.stories, "unread": one.unread, "trouble": trouble}


VERB = News()
