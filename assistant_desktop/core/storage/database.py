"""The database: one writer on its own thread, readers beside it.

A write is one synchronous function that runs whole on the writer's thread. Writes that wait
together share one commit (each inside its own savepoint), and nobody is told "done" before
that commit is on disk.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import apsw

from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.storage import backup
from assistant_desktop.core.storage.connection import (
    Connection,
    full_error,
    open_reader,
    open_writer,
    require_sound_sqlite,
    translate,
)
from assistant_desktop.core.storage.migrations import migrate
from assistant_desktop.core.storage.reserve import Reserve
from assistant_desktop.domain.errors import (
    BugError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
)

_log = logging.getLogger(__name__)
T = TypeVar("T")

FILE_NAME = "assistant.db"
_MAX_BATCH = 64
_READERS = 2


@dataclass(slots=True)
class _Job(Generic[T]):
    run: Callable[[Connection], T]
    future: "Future[T]"
    vital: bool = False
    alone: bool = False  # outside of any transaction


class Database:
    """One SQLite file. Made by `open_database`, ended by `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reserve = Reserve(path.parent)
        self._writes: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._low_space = False
        self._closed = False
        self.on_low_space: Callable[[bool], None] = lambda _: None
        """Called on the writer's thread when the disk turns out full, and when it no longer is."""

    @property
    def low_space(self) -> bool:
        """True while only vital writes are taken because the disk is full."""
        return self._low_space

    def start(self) -> None:
        """Open the file, bring its schema up to date and start the threads. Blocks: seconds.

        Raises:
            StorageError: the file cannot be used; the message says why.
        """
        require_sound_sqlite()
        writer, readers = self._opened()
        self._reserve.lay()
        self._spawn("database-writer", self._write_loop, writer)
        for number, reader in enumerate(readers):
            self._spawn(f"database-reader-{number}", self._read_loop, reader)

    def _opened(self) -> tuple[Connection, list[Connection]]:
        """A disk that is full already has no room for the WAL: the reserve makes some."""
        try:
            return self._open_connections()
        except StorageError as error:
            if not self._reserve.is_needed():
                raise
            self._reserve.release()
            try:
                return self._open_connections()
            except StorageError:
                raise full_error(self.path) from error

    def _open_connections(self) -> tuple[Connection, list[Connection]]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            backup.finish_restore(self.path.parent, self.path.name)
            self._require_no_loss()
            writer = open_writer(self.path)
            try:
                migrate(writer, self.path, lambda: self._before_upgrade(writer))
            except BaseException:
                writer.close()  # else nobody could put another file in its place
                raise
            self.path.chmod(0o600)
            return writer, [open_reader(self.path) for _ in range(_READERS)]
        except apsw.Error as error:
            raise translate(error, self.path) from error
        except PermissionError as error:
            raise ReadOnlyError(
                "The data folder {folder} may not be written.",
                hint="Give yourself write permission there, or name another with --data-dir.",
                folder=self.path.parent,
            ) from error
        except OSError as error:
            if error.errno == 28:  # ENOSPC
                raise full_error(self.path) from error
            raise ReadOnlyError(
                "The data folder {folder} cannot be made: {reason}.",
                hint="Name another folder with --data-dir.",
                folder=self.path.parent,
                reason=error.strerror,
            ) from error

    def _require_no_loss(self) -> None:
        """A file that went away is told: an empty one in its place would look like a loss."""
        if backup.is_missing(self.path.parent, self.path.name):
            raise DamagedError(
                "The data file {path} is gone, though there are copies of it.",
                hint="Put the newest copy in its place with: assistant-desktop restore --data-dir"
                " {folder}. To begin anew, move the folder backups away.",
                path=self.path,
                folder=self.path.parent,
            )

    def _before_upgrade(self, connection: Connection) -> None:
        backup.make(connection, self.path.parent, SystemClock().now(), backup.BEFORE_UPGRADE)

    async def back_up(self, now: datetime, reason: str = "daily") -> Path:
        """Copy the file while it is in use; where the copy is. Writes wait meanwhile."""
        folder = self.path.parent
        return await self._alone(lambda connection: backup.make(connection, folder, now, reason))

    def _spawn(self, name: str, loop: Callable[[Connection], None], connection: Connection) -> None:
        thread = threading.Thread(target=loop, args=(connection,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    async def write(self, run: Callable[[Connection], T], *, vital: bool = False) -> T:
        """Run `run` in a transaction and return its result after the commit is on disk.

        Args:
            run: a synchronous function; it sees its own changes and all before it.
            vital: also taken when the disk is full (acknowledgements, firing states).

        Raises:
            FullError, ReadOnlyError, DamagedError, StorageError: nothing was written.
        """
        return await self._submit(self._writes, run, vital=vital)

    async def read(self, run: Callable[[Connection], T]) -> T:
        """Run `run` on a connection that cannot change anything."""
        return await self._submit(self._reads, run, vital=False)

    async def fold_log(self) -> None:
        """Move the WAL into the file and empty it, so that it holds no old pages."""

        def run(connection: Connection) -> None:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

        await self._alone(run)

    async def _alone(self, run: Callable[[Connection], T]) -> T:
        """Run on the writer's thread outside of any transaction."""
        if self._closed:
            raise BugError("the database is closed")
        future: Future[T] = Future()
        self._writes.put(_Job(run, future, alone=True))
        return await asyncio.shield(asyncio.wrap_future(future))

    async def _submit(
        self,
        jobs: "queue.SimpleQueue[_Job[Any] | None]",
        run: Callable[[Connection], T],
        *,
        vital: bool,
    ) -> T:
        if self._closed:
            raise BugError("the database is closed")
        future: Future[T] = Future()
        jobs.put(_Job(run, future, vital))
        # Shielded: whoever waits may be cancelled, the write runs to its end all the same.
        return await asyncio.shield(asyncio.wrap_future(future))

    def close(self) -> None:
        """Finish what waits, fold the WAL into the file and end the threads. Blocks briefly."""
        if self._closed:
            return
        self._closed = True
        self._writes.put(None)
        for _ in range(_READERS):
            self._reads.put(None)
        for thread in self._threads:
            thread.join(timeout=5)

    # ---- on the writer's thread ----

    def _write_loop(self, connection: Connection) -> None:
        while batch := self._next_batch():
            together = [job for job in batch if not job.alone]
            if together:
                self._commit_together(connection, together)
            for job in batch:
                if job.alone:
                    self._run_alone(connection, job)
        with suppress(apsw.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()

    def _next_batch(self) -> list[_Job[Any]]:
        """What waits to be written, at least one job; empty when the end has come."""
        batch: list[_Job[Any]] = []
        job = self._writes.get()
        while job is not None:
            batch.append(job)
            if len(batch) == _MAX_BATCH:
                return batch
            try:
                job = self._writes.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._writes.put(None)  # the end was met in the middle: once more, after these
        return batch

    def _run_alone(self, connection: Connection, job: _Job[Any]) -> None:
        try:
            job.future.set_result(job.run(connection))
        except BaseException as error:  # noqa: BLE001 - carried to whoever waits
            job.future.set_exception(self._translated(error))

    def _commit_together(self, connection: Connection, batch: list[_Job[Any]]) -> None:
        admitted = self._admit(batch)
        if not admitted:
            return
        try:
            outcomes = _run_in_transaction(connection, admitted)
        except apsw.FullError:
            self._after_full(connection, admitted)
            return
        except BaseException as error:  # noqa: BLE001 - the writer must live; carried to the callers
            _fail(admitted, self._translated(error))
            return
        for job, outcome in zip(admitted, outcomes, strict=True):
            _settle(job, outcome, self._translated)

    def _admit(self, batch: list[_Job[Any]]) -> list[_Job[Any]]:
        if not self._low_space:
            return batch
        if self._reserve.space_has_returned() and self._reserve.lay():
            self._low_space = False
            self.on_low_space(False)
            return batch
        _fail([job for job in batch if not job.vital], full_error(self.path))
        return [job for job in batch if job.vital]

    def _after_full(self, connection: Connection, batch: list[_Job[Any]]) -> None:
        """Give the reserve back; what is vital is tried once more, the rest is refused."""
        first_time = not self._low_space
        self._low_space = True
        self._reserve.release()
        if first_time:
            _log.info("the disk is full: read-only but for acknowledgements")
            self.on_low_space(True)
        _fail([job for job in batch if not job.vital], full_error(self.path))
        vital = [job for job in batch if job.vital]
        if not vital:
            return
        try:
            outcomes = _run_in_transaction(connection, vital)
        except apsw.Error as error:
            _fail(vital, self._translated(error))
            return
        for job, outcome in zip(vital, outcomes, strict=True):
            _settle(job, outcome, self._translated)

    def _translated(self, error: BaseException) -> BaseException:
        return translate(error, self.path) if isinstance(error, apsw.Error) else error

    # ---- on a reader's thread ----

    def _read_loop(self, connection: Connection) -> None:
        while (job := self._reads.get()) is not None:
            if not job.future.set_running_or_notify_cancel():
                continue
            try:
                result = job.run(connection)
            except BaseException as error:  # noqa: BLE001 - carried to whoever waits
                job.future.set_exception(self._translated(error))
            else:
                job.future.set_result(result)
        connection.close()


def open_database(folder: Path) -> Database:
    """Open the database of a data folder, making both when they are not there. Blocks."""
    database = Database(folder / FILE_NAME)
    database.start()
    return database


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    error: BaseException | None = None


def _run_in_transaction(connection: Connection, batch: list[_Job[Any]]) -> list[_Outcome]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcomes = [_run_in_savepoint(connection, job) for job in batch]
        connection.execute("COMMIT")
    except BaseException:
        with suppress(apsw.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise
    return outcomes


def _run_in_savepoint(connection: Connection, job: _Job[Any]) -> _Outcome:
    connection.execute("SAVEPOINT job")
    try:
        value = job.run(connection)
    except (apsw.FullError, apsw.IOError, apsw.CorruptError):
        raise  # these end the whole transaction
    except BaseException as error:  # noqa: BLE001 - carried to whoever waits
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return _Outcome(error=error)
    connection.execute("RELEASE job")
    return _Outcome(value=value)


def _settle(
    job: _Job[Any], outcome: _Outcome, translated: Callable[[BaseException], BaseException]
) -> None:
    if outcome.error is None:
        job.future.set_result(outcome.value)
    else:
        job.future.set_exception(translated(outcome.error))


def _fail(jobs: Iterable[_Job[Any]], error: BaseException) -> None:
    for job in jobs:
        job.future.set_exception(error)


__all__ = ["FILE_NAME", "Connection", "Database", "FullError", "open_database"]
