"""Following and no longer following: by address, from the starter list, from files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_desktop.domain.news import NewFeed
from assistant_desktop.in_thread import in_thread
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.ids import FeedId, UserId
    from assistant_desktop.domain.news import Feed, FeedCount, Followed
    from assistant_desktop.ui.views.feeds_pane import FeedsPane

_LIST_LIMIT_S = 10.0
_MOST_LEFT_OUT = 3


class FeedsPresenter(QObject):
    """`did` as the page's. switched: news are on now, or other feeds are to be asked."""

    did = Signal(str, object)
    switched = Signal()

    def __init__(self, assistant: Assistant, pane: FeedsPane, user_id: UserId) -> None:
        super().__init__(pane)
        self._assistant, self._pane, self._user_id = assistant, pane, user_id
        self._news = assistant.news
        self._starters: list[NewFeed] | None = None
        self._followed: frozenset[str] | None = None
        pane.added.connect(self._add)
        pane.chosen.connect(lambda feeds: start("follow", self._follow(feeds), owner=self))
        pane.remove_wanted.connect(self._remove)
        pane.file_wanted.connect(self._take_file)
        pane.export_wanted.connect(self._write_file)

    async def load(self, feeds: Sequence[FeedCount]) -> None:
        """Offer what is not followed yet."""
        if self._starters is None:
            listing = partial(self._news.starters, words().language)
            self._starters = await in_thread("feed-lists", listing, _LIST_LIMIT_S)
        followed = frozenset(one.feed.url for one in feeds)
        if followed == self._followed:
            return  # what is ticked stays ticked
        self._followed = followed
        groups: dict[str, list[NewFeed]] = {}
        for one in self._starters:
            if one.url not in followed:
                groups.setdefault(one.topic, []).append(one)
        self._pane.show_starters(list(groups.items()))

    def switch_on(self) -> None:
        """The user wants news: their hosts may be asked."""
        start("switch news on", self._switch_on(), owner=self)

    async def _switch_on(self) -> None:
        if not self._news.is_on():
            await self._assistant.services.switch("news", on=True)
        self.switched.emit()

    # ---- following ----

    def _add(self, address: str, topic: str) -> None:
        self._pane.show_busy(busy=True)
        start("follow", self._follow_address(address, topic), self._pane.tell_problem, self)

    async def _follow_address(self, address: str, topic: str) -> None:
        await self._switch_on()
        feed = await self._news.add(self._user_id, address, topic)
        self._pane.take_added()
        self.did.emit(tr("You follow {feed} now.", feed=words().quoted(feed.title)), None)

    async def _follow(self, feeds: list[NewFeed]) -> None:
        followed = await self._news.follow(self._user_id, feeds)
        await self._switch_on()
        self._tell(followed)

    def _tell(self, followed: Followed) -> None:
        told = [trn("{n} feed added.", "{n} feeds added.", len(followed.added))]
        if followed.known:
            told.append(trn("{n} was known.", "{n} were known.", followed.known))
        left_out = followed.left_out[:_MOST_LEFT_OUT]
        told += [tr("Left out: {address}", address=url) for url in left_out]
        self.did.emit(" ".join(told), None)

    def _remove(self, feed_id: FeedId) -> None:
        start("stop following", self._unfollow(feed_id), owner=self)

    async def _unfollow(self, feed_id: FeedId) -> None:
        gone = await self._news.remove(self._user_id, feed_id)
        told = tr("You follow {feed} no longer.", feed=words().quoted(gone.title))
        self.did.emit(told, partial(self._bring_back, gone))

    def _bring_back(self, feed: Feed) -> None:
        again = NewFeed(url=feed.url, title=feed.title, topic=feed.topic, site=feed.site)
        start("follow again", self._news.follow(self._user_id, [again]), owner=self)

    # ---- files ----

    def _take_file(self, path: str) -> None:
        start("take a list in", self._taken(Path(path)), self._pane.tell_problem, self)

    async def _taken(self, path: Path) -> None:
        followed = await self._news.take_file(self._user_id, str(path))
        self._tell(followed)
        self.switched.emit()

    def _write_file(self, path: str) -> None:
        start("save the list", self._written(Path(path)), self._pane.tell_problem, self)

    async def _written(self, path: Path) -> None:
        count = await self._news.write_file(self._user_id, str(path))
        told = trn(
            "{n} feed written to {name}.", "{n} feeds written to {name}.", count, name=path.name
        )
        self.did.emit(told, None)
