"""Readings in and out of files."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from assistant_desktop.core.health import csv_form, fhir
from assistant_desktop.core.storage import health, health_import, users
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.storage.moments import to_ms
from assistant_desktop.core.written_files import WholeFile
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.events import HealthChanged, HealthImportProgress
from assistant_desktop.domain.health_files import (
    BadRow,
    FileForm,
    FoundReading,
    ReadingsFile,
    ReadingsFiles,
)
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock, EventSink
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording

AT_A_TIME = 2000
_WRITE_LIMIT_S = 120.0

Progress = Callable[[float], None]
"""Told how much of the file was taken in, 0 to 1."""


@dataclass(frozen=True, slots=True)
class ReadingsTaken:
    """How an import went. new: readings that were not there; known: those that were.

    bad: rows that were left out, by reason. other: rows of things that are not kept.
    was_whole: the file had been taken in before, to its end. trouble: what ended it early.
    """

    form: FileForm
    new: int = 0
    known: int = 0
    bad: tuple[tuple[BadRow, int], ...] = ()
    other: int = 0
    was_whole: bool = False
    trouble: KnownError | None = None


@dataclass(slots=True)
class _Count:
    """What has come so far; `passed`: readings of this file that an earlier run stored."""

    passed: int
    seen: int = 0
    new: int = 0
    other: int = 0
    bad: Counter[BadRow] = field(default_factory=Counter)
    trouble: KnownError | None = None


class HealthTransfer:
    """Raises BadInput, ReadOnlyError, StorageError."""

    def __init__(
        self, database: Database, clock: Clock, events: EventSink, files: ReadingsFiles
    ) -> None:
        self._database, self._clock = database, clock
        self._events, self._files = events, files

    # ---- in ----

    async def import_file(
        self,
        user_id: UserId,
        path: Path,
        on_progress: Progress = lambda _: None,
        *,
        again: bool = False,
    ) -> ReadingsTaken:
        """Take in a file. Cancelled or cut off, what came is kept and the next run goes on there;
        `again` reads the whole of a file that was taken in before.

        Raises:
            BadInput: it holds no readings that can be read.
        """
        file = await self._files.open(str(path), self._clock.zone(), self._clock.now())
        try:
            reached, is_done = await self._database.read(
                lambda c: health_import.position(c, user_id, file.fingerprint)
            )
            if is_done and not again:
                on_progress(1.0)
                return ReadingsTaken(file.form, known=reached, was_whole=True)
            count = _Count(0 if again else reached)
            async for done in self._batches(user_id, file, count):
                on_progress(done)
                self._events.publish(
                    HealthImportProgress(user_id=user_id, done=done, readings=count.seen)
                )
        finally:
            await file.close()
            self._events.publish(HealthChanged(user_id=user_id))
        if count.trouble is not None and not count.seen:
            raise count.trouble
        return ReadingsTaken(
            file.form,
            count.new,
            count.seen - count.new,
            tuple(sorted(count.bad.items())),
            count.other,
            trouble=count.trouble,
        )

    async def _batches(
        self, user_id: UserId, file: ReadingsFile, count: _Count
    ) -> AsyncIterator[float]:
        """Each batch is one write; what an earlier run stored is passed over."""
        while (batch := await file.next_batch()) is not None:
            count.bad.update(dict(batch.bad))
            count.other += batch.other
            count.trouble = batch.trouble
            begin = min(max(count.passed - count.seen, 0), len(batch.readings))
            count.seen += len(batch.readings)
            fresh = batch.readings[begin:]
            if fresh:
                count.new += await self._store(user_id, file.fingerprint, fresh, count.seen)
            yield batch.done
        if count.trouble is not None:
            return
        if count.bad["future"]:
            # Their day comes, and they may stand before readings that are on disk already: the
            # next run reads the file from its beginning.
            await self._note(user_id, file.fingerprint, (0, False))
            return
        await self._note(user_id, file.fingerprint, (count.seen, True))

    async def _store(
        self, user_id: UserId, fingerprint: str, fresh: Sequence[FoundReading], reached: int
    ) -> int:
        now = self._clock.now()

        def run(connection: Connection) -> int:
            users.ensure(connection, user_id, now)
            new = health_import.insert(connection, user_id, fresh)
            place = (reached, False)
            health_import.note_position(connection, user_id, fingerprint, place, now)
            return new

        return await self._database.write(run)

    async def _note(self, user_id: UserId, fingerprint: str, place: tuple[int, bool]) -> None:
        now = self._clock.now()

        def run(connection: Connection) -> None:
            users.ensure(connection, user_id, now)
            health_import.note_position(connection, user_id, fingerprint, place, now)

        await self._database.write(run)

    # ---- out ----

    async def export_csv(self, user_id: UserId, path: Path) -> int:
        """Write all readings as a table that `import_file` reads; how many."""
        async with WholeFile(path, newline="") as file:
            await _write(file, [csv_form.HEADER])
            written = 0
            async for some in self._pages(user_id):
                written += len(some)
                await _write(file, await in_thread("export", partial(csv_form.lines, some), 60))
        return written

    async def export_fhir(self, user_id: UserId, path: Path) -> int:
        """Write all readings as a bundle of FHIR R4; how many."""
        now, zone = self._clock.now(), self._clock.zone()
        async with WholeFile(path, newline="\n") as file:
            await _write(file, [fhir.beginning(user_id, now)])
            written = 0
            async for some in self._pages(user_id):
                written += len(some)
                await _write(file, await in_thread("export", partial(fhir.entries, some, zone), 60))
            await _write(file, [fhir.END])
        return written

    async def _pages(self, user_id: UserId) -> AsyncIterator[list[HealthRecord]]:
        after = ("", 0, "")
        while True:
            some = await self._database.read(partial(_page, user_id, after))
            if not some:
                return
            yield some
            after = (some[-1].kind, to_ms(some[-1].at), some[-1].id)


def _page(
    user_id: UserId, after: tuple[str, int, str], connection: Connection
) -> list[HealthRecord]:
    return health.every(connection, user_id, after, AT_A_TIME)


async def _write(file: IO[str], lines: Iterable[str]) -> None:
    text = "".join(lines)
    await in_thread("export", lambda: file.write(text), _WRITE_LIMIT_S)


def taken_text(words: Wording, taken: ReadingsTaken) -> str:
    """How an import went, in one paragraph."""
    if taken.was_whole:
        return words.count(
            "This file was taken in before: its {n} reading is here.",
            "This file was taken in before: its {n} readings are here.",
            taken.known,
        )
    told = [words.count("{n} reading taken in.", "{n} readings taken in.", taken.new)]
    if taken.known:
        told.append(words.count("{n} was there already.", "{n} were there already.", taken.known))
    if taken.other:
        told.append(
            words.count(
                "{n} row is of a kind that is not kept here.",
                "{n} rows are of kinds that are not kept here.",
                taken.other,
            )
        )
    left = sum(number for _, number in taken.bad)
    if left:
        told.append(words.count("{n} was left out.", "{n} were left out.", left))
    return " ".join(told)


def bad_rows_text(words: Wording, taken: ReadingsTaken) -> list[str]:
    """Why rows were left out, a line a reason."""
    reasons: dict[BadRow, str] = {
        "no-time": words.text("no time that can be read"),
        "no-number": words.text("no number"),
        "no-kind": words.text("no word for what was measured"),
        "no-unit": words.text("a unit that is not known"),
        "implausible": words.text("a value that can hardly be true"),
        "future": words.text("a time that is still to come"),
        "one-number": words.text("only one of the two numbers of a blood pressure"),
        "broken": words.text("a row that is broken"),
    }
    return [f"{number} × {reasons[reason]}" for reason, number in taken.bad]
