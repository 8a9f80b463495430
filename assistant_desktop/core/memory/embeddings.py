"""Keeps a vector beside each text, and finds the texts near a question.

Texts wait in a queue on disk, so that a restart loses none. The model that serves answers until
another one has seen everything; then that one serves and the old vectors go.
"""

import asyncio
import itertools
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant_desktop.core.settings import EmbeddingChoice, SettingsStore
from assistant_desktop.core.storage import vectors
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.storage.vectors import KnownEmbedder, Queued
from assistant_desktop.domain.errors import KnownError, ModelError, ModelRefused
from assistant_desktop.domain.events import (
    ConversationsChanged,
    EmbeddingProgress,
    Event,
    MemoriesChanged,
    MessageStored,
)
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.ports import Embedder, EventSink

_log = logging.getLogger(__name__)

BATCH = 32
QUERY_LIMIT_S = 3.0
RETRY_S = 60.0
SETTLE_S = 0.5
"""After a message others mostly follow: they are embedded together."""
_PROBE = "probe"
_CANNOT_READ = frozenset({400, 413, 422, 500})
"""What servers answer to a text that they find too long or cannot take."""
_SHORTENED = 1000
_TELLING = ("kind", "path", "base_url", "model", "text_prefix")
"""Of a choice: on what the vectors of texts depend."""

EmbedderMaker = Callable[[EmbeddingChoice], Embedder | None]
"""Makes the embedder of a choice; None where this installation has none for it."""


@dataclass(frozen=True, slots=True)
class EmbeddingStatus:
    """How it stands: what serves, what is being built, what waits, what went wrong last."""

    serving: str = ""
    building: str = ""
    waiting: int = 0
    total: int = 0
    trouble: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as the model `number` sees it."""

    number: int
    vector: list[float]


class Embeddings:
    """Owns the embedders in use. Without one, search goes by words alone."""

    def __init__(
        self, database: Database, settings: SettingsStore, make: EmbedderMaker, events: EventSink
    ) -> None:
        self._database = database
        self._settings = settings
        self._make = make
        self._events = events
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()
        self._made: dict[str, Embedder] = {}
        self._trouble: KnownError | None = None
        settings.on_change(lambda _: self._wake.set())

    def heard(self, event: Event) -> None:
        """New texts wake the work."""
        if isinstance(event, MessageStored | MemoriesChanged | ConversationsChanged):
            self._wake.set()

    # ---- the work ----

    async def run(self) -> None:
        """For ever: see what is new, rest until there is more."""
        while True:
            self._wake.clear()
            failed = not await self.catch_up()
            try:
                async with asyncio.timeout(RETRY_S if failed else None):
                    await self._wake.wait()
            except TimeoutError:
                continue
            await asyncio.sleep(SETTLE_S)

    async def catch_up(self) -> bool:
        """Embed everything that waits; False when a model failed, and it must be tried again."""
        async with self._busy:
            try:
                await self._prepare()
                for known in await self._database.read(vectors.embedders):
                    await self._embed_all(known)
            except ModelError as error:
                if self._trouble is None or str(error) != str(self._trouble):
                    _log.info("embedding stopped: %s", error)
                self._trouble = error
                return False
            self._trouble = None
            return True

    async def _prepare(self) -> None:
        """Bring the models in use in line with the settings."""
        choice = self._settings.current.embedding
        wanted = self._embedder(choice)
        known = await self._database.read(vectors.embedders)
        if wanted is None:
            if choice.kind == "none":
                await self._remove(known)
            return
        if any(_gives_the_same(one, wanted.name, choice) for one in known):
            # Chosen back while another was being built: that one is not wanted any more.
            building = [one for one in known if one.state == "building"]
            await self._remove(
                [one for one in building if not _gives_the_same(one, wanted.name, choice)]
            )
            return
        if not await self._database.read(_has_texts):
            return  # nothing to embed yet: no model is loaded for that
        (probe,) = await wanted.embed([_PROBE])
        text = choice.model_dump_json()
        await self._remove([one for one in known if one.state == "building"])
        name = _free_name(wanted.name, [one for one in known if one.state != "building"])
        await self._database.write(lambda c: vectors.add_embedder(c, name, len(probe), text))

    async def _remove(self, gone: list[KnownEmbedder]) -> None:
        def run(connection: Connection) -> None:
            for one in gone:
                vectors.remove_embedder(connection, one.number)

        if gone:
            await self._database.write(run)

    async def _embed_all(self, known: KnownEmbedder) -> None:
        embedder = self._embedder(EmbeddingChoice.model_validate_json(known.choice))
        if embedder is None or not _is_called(known, embedder.name):
            return
        number = known.number
        building = known.state == "building"
        while batch := await self._database.read(lambda c: vectors.next_batch(c, number, BATCH)):
            await self._embed(embedder, known, batch)
            waiting = await self._database.read(lambda c: vectors.queue_length(c, number))
            self._tell(known, waiting)
            choice = self._settings.current.embedding
            if building and not _gives_the_same(known, embedder.name, choice):
                return  # another one was chosen meanwhile
        if building:
            await self._database.write(lambda c: vectors.promote(c, number))
            await self._close_all_but(embedder)

    async def _embed(self, embedder: Embedder, known: KnownEmbedder, batch: list[Queued]) -> None:
        readable = [one for one in batch if one.text and embedder.reads(one.text)]
        found = await _embed_each(embedder, [one.text for one in readable])
        if any(vector is not None and len(vector) != known.dimension for vector in found):
            await self._remove([known])  # useless to it from now on: it begins anew
            raise _other_length(known.name)
        placed = {one.seq: vector for one, vector in zip(readable, found, strict=True)}
        kept = [placed.get(one.seq) for one in batch]
        await self._database.write(lambda c: vectors.keep(c, known.number, batch, kept))

    def _tell(self, known: KnownEmbedder, waiting: int) -> None:
        self._events.publish(
            EmbeddingProgress(
                user_id=DEFAULT_USER,
                model=known.name,
                waiting=waiting,
                total=max(known.total, waiting),
                building=known.state == "building",
            )
        )

    # ---- asking ----

    async def meaning_of(self, user_id: UserId, question: str) -> Meaning | None:
        """A question as a vector; None without a model that reads its language, in time."""
        serving = await self._serving(user_id)
        if serving is None:
            return None
        known, embedder = serving
        if not embedder.reads(question):
            return None
        try:
            async with asyncio.timeout(QUERY_LIMIT_S):
                (vector,) = await embedder.embed([question], query=True)
        except (ModelError, TimeoutError) as error:
            _log.info("searching by words alone: %s", error)
            return None
        return Meaning(known.number, vector) if len(vector) == known.dimension else None

    async def _serving(self, user_id: UserId) -> tuple[KnownEmbedder, Embedder] | None:
        def look(connection: Connection) -> KnownEmbedder | None:
            known = vectors.embedders(connection)
            return known[0] if known and vectors.has_any(connection, user_id) else None

        known = await self._database.read(look)
        if known is None or known.state != "serving":
            return None
        embedder = self._embedder(EmbeddingChoice.model_validate_json(known.choice))
        return None if embedder is None else (known, embedder)

    async def status(self) -> EmbeddingStatus:
        """How it stands."""

        def look(connection: Connection) -> EmbeddingStatus:
            known = vectors.embedders(connection)
            if not known:
                return EmbeddingStatus()
            newest = known[-1]
            return EmbeddingStatus(
                serving=known[0].name,
                building=newest.name if newest.state == "building" else "",
                waiting=vectors.queue_length(connection, newest.number),
                total=newest.total,
            )

        found = await self._database.read(look)
        if not found.serving:
            chosen = self._embedder(self._settings.current.embedding)
            found = EmbeddingStatus(serving=chosen.name if chosen else "")
        return EmbeddingStatus(
            found.serving, found.building, found.waiting, found.total, self._trouble
        )

    # ---- models ----

    def has(self, choice: EmbeddingChoice) -> bool:
        """Whether this installation can make that embedder."""
        return self._embedder(choice) is not None

    def _embedder(self, choice: EmbeddingChoice) -> Embedder | None:
        key = choice.model_dump_json()
        if key not in self._made:
            made = self._make(choice)
            if made is None:
                return None
            self._made[key] = made
        return self._made[key]

    async def _close_all_but(self, kept: Embedder | None) -> None:
        for key, embedder in list(self._made.items()):
            if embedder is not kept:
                del self._made[key]
                await embedder.close()

    async def close(self) -> None:
        """Give back what the models hold."""
        await self._close_all_but(None)


async def _embed_each(embedder: Embedder, texts: list[str]) -> list[list[float] | None]:
    """A vector for each text, None for one that the model refuses even shortened.

    Raises:
        ModelError: it refuses whatever it is given, or does not answer.
    """
    try:
        return [*await embedder.embed(texts)] if texts else []
    except ModelRefused as error:
        if error.status not in _CANNOT_READ:
            raise
    if len(texts) > 1:
        half = len(texts) // 2
        first = await _embed_each(embedder, texts[:half])
        return first + await _embed_each(embedder, texts[half:])
    if len(texts[0]) > _SHORTENED:
        return await _embed_each(embedder, [texts[0][:_SHORTENED]])
    await embedder.embed([_PROBE])
    return [None]


def _gives_the_same(known: KnownEmbedder, name: str, choice: EmbeddingChoice) -> bool:
    """Whether the vectors of a known model are those that a choice would give."""
    if not _is_called(known, name):
        return False
    before = EmbeddingChoice.model_validate_json(known.choice)
    return all(getattr(before, one) == getattr(choice, one) for one in _TELLING)


def _free_name(name: str, known: list[KnownEmbedder]) -> str:
    """Two files may call themselves the same: the second is kept as "name (2)"."""
    taken = {one.name for one in known}
    numbered = (name if n == 1 else f"{name} ({n})" for n in itertools.count(1))
    return next(one for one in numbered if one not in taken)


def _is_called(known: KnownEmbedder, name: str) -> bool:
    return re.fullmatch(rf"{re.escape(name)}(?: \(\d+\))?", known.name) is not None


def _other_length(name: str) -> ModelError:
    return ModelError("{name} now gives vectors of another length.", name=name)


def _has_texts(connection: Connection) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM messages) OR EXISTS (SELECT 1 FROM memories)"
    return bool(connection.execute(query).get)
