"""One running process owns the data folder; a second one hands its work to the first.

The owner holds a lock on `assistant.lock` for as long as it lives: the system lets go of it
however the process ends. The lock file names the socket where the owner takes requests; one
request is one line of JSON, the answer is lines of JSON: {"out"}, {"err"}, at last {"exit"}.
"""

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import secrets
import socket
import struct
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant_desktop.domain.errors import AlreadyRunning, ReadOnlyError

_log = logging.getLogger(__name__)

LOCK_NAME = "assistant.lock"
MAX_REQUEST = 64 * 1024 * 1024
REQUEST_LIMIT_S = 10.0
CONNECT_LIMIT_S = 2.0
_LONGEST_SOCKET_PATH = 100
# From a connection in the queue of the system to our `connected`, turns of asyncio's loop. A
# server that is closed between them forgets the connection, and whoever asked waits for nothing.
_TURNS_TO_ACCEPT = 8


@dataclass(frozen=True, slots=True)
class Request:
    """A command line that another process hands over."""

    argv: list[str]
    cwd: str
    language: str
    stdin: str = ""
    token: str = ""


@dataclass(slots=True)
class Reply:
    """Where the owner writes the answer. Each call sends one line."""

    writer: asyncio.StreamWriter

    def out(self, text: str) -> None:
        """Text for standard output."""
        self._send({"out": text})

    def err(self, text: str) -> None:
        """Text for standard error."""
        self._send({"err": text})

    def taken(self) -> None:
        """The request is being run: from here on it must not be sent to anybody else."""
        self._send({"taken": True})

    def end(self, code: int) -> None:
        """The exit status; nothing follows."""
        self._send({"exit": code})

    def _send(self, line: dict[str, object]) -> None:
        if self.writer.is_closing():
            raise ConnectionResetError("whoever asked has gone")
        self.writer.write(json.dumps(line).encode() + b"\n")


class OwnerGone(AlreadyRunning):
    """The owner went away before it took the request: nothing was done, ask the next one."""


Handler = Callable[[Request, Reply], Awaitable[int]]


@dataclass(slots=True)
class Ownership:
    """The lock, held. `listen` makes the owner reachable; `close` lets go of everything."""

    folder: Path
    lock_fd: int
    lasting: bool
    _server: asyncio.Server | None = None
    _token: str = ""
    _address: str = ""
    _taking: bool = False
    _running: set["asyncio.Task[None]"] = field(default_factory=set)

    async def listen(self, handler: Handler) -> None:
        """Take requests of this user's other processes."""

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if not self._taking:
                # Accepted before the end, started after it: the next owner is to take it.
                writer.close()
                return
            task = asyncio.current_task()
            if task is not None:
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            await _serve_one(reader, writer, handler, self._token)

        self._taking = True
        if sys.platform == "win32":
            self._token = secrets.token_hex(16)
            self._server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=MAX_REQUEST)
            self._address = str(self._server.sockets[0].getsockname()[1])
        else:
            path = _socket_path(self.folder)
            _remove(str(path))
            previous = os.umask(0o177)
            try:
                self._server = await asyncio.start_unix_server(
                    connected, str(path), limit=MAX_REQUEST
                )
            finally:
                os.umask(previous)
            self._address = str(path)
        self._write_note()

    def _write_note(self) -> None:
        note = {
            "pid": os.getpid(),
            "address": self._address,
            "token": self._token,
            "lasting": self.lasting,
        }
        os.ftruncate(self.lock_fd, 0)
        os.lseek(self.lock_fd, 0, os.SEEK_SET)
        os.write(self.lock_fd, json.dumps(note).encode())

    async def finish_requests(self) -> None:
        """Take no more requests and wait for those being served: a brief owner cuts none off."""
        self._taking = False
        if sys.platform != "win32":
            _remove(self._address)  # nobody new finds us
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        self._stop_accepting()
        while self._running:
            await asyncio.wait(tuple(self._running))

    def is_still_there(self) -> bool:
        """Whether the folder that was taken is the one that stands there now."""
        try:
            there = (self.folder / LOCK_NAME).stat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self.lock_fd))

    def _stop_accepting(self) -> None:
        self._taking = False
        if self._server is None:
            return
        self._server.close()
        self._server = None
        if sys.platform != "win32":
            _remove(self._address)

    async def stop_listening(self) -> None:
        """Take no more requests; those being served are cut off."""
        self._stop_accepting()
        for task in tuple(self._running):
            task.cancel()
        if self._running:
            await asyncio.wait(tuple(self._running), timeout=1)

    def release(self) -> None:
        """Give the folder back."""
        with contextlib.suppress(OSError):
            os.ftruncate(self.lock_fd, 0)
        os.close(self.lock_fd)


def _remove(address: str) -> None:
    Path(address).unlink(missing_ok=True)


def try_to_own(folder: Path, *, lasting: bool) -> Ownership | None:
    """Take the folder, or return None when another process has it.

    Raises:
        ReadOnlyError: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ReadOnlyError(
            "The data folder {folder} may not be written: {reason}.",
            hint="Give yourself write permission there, or name another with --data-dir.",
            folder=folder,
            reason=error.strerror,
        ) from error
    if not _lock(fd):
        os.close(fd)
        return None
    return Ownership(folder, fd, lasting)


def _lock(fd: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(fd, 1 << 20, os.SEEK_SET)  # beyond the note, which others must read
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            os.lseek(fd, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns the folder now, as the lock file tells."""

    pid: int
    address: str
    token: str
    lasting: bool


def owner_of(folder: Path) -> Owner | None:
    """The owner's note, None while there is none or it is being written."""
    try:
        note = json.loads((folder / LOCK_NAME).read_bytes())
        return Owner(note["pid"], note["address"], note["token"], note["lasting"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


async def hand_over(owner: Owner, request: Request) -> AsyncIterator[tuple[str, str | int]]:
    """Send a request; yields ("out"|"err", text) and at last ("exit", status).

    Raises:
        OwnerGone: the owner did not take the request; it may be sent again.
        AlreadyRunning: the owner went away in the middle of it.
    """
    not_taken = OwnerGone(
        "Assistant Desktop is already running (process {pid}) but does not answer.",
        hint="Try again; if it stays so, end that process.",
        retryable=True,
        pid=owner.pid,
    )
    try:
        async with asyncio.timeout(CONNECT_LIMIT_S):
            reader, writer = await _connect(owner)
    except (OSError, TimeoutError) as error:
        raise not_taken from error
    taken = False
    try:
        asked = {**asdict(request), "token": owner.token}
        writer.write(json.dumps(asked).encode() + b"\n")
        await writer.drain()
        while line := await reader.readline():
            ((kind, value),) = json.loads(line).items()
            if kind == "taken":
                taken = True
                continue
            yield kind, value
            if kind == "exit":
                return
    except (OSError, ValueError) as error:
        raise (_cut_off() if taken else not_taken) from error
    finally:
        writer.close()
    raise _cut_off() if taken else not_taken


def _cut_off() -> AlreadyRunning:
    return AlreadyRunning(
        "The running app went away in the middle.",
        hint="Look what was done before you try again.",
    )


async def _connect(owner: Owner) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if sys.platform == "win32":
        return await asyncio.open_connection("127.0.0.1", int(owner.address), limit=MAX_REQUEST)
    return await asyncio.open_unix_connection(owner.address, limit=MAX_REQUEST)


async def _serve_one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler, token: str
) -> None:
    reply = Reply(writer)
    try:
        if not _is_same_user(writer):
            return
        # Whoever connects and says nothing must not hold us: a brief owner waits for its requests.
        async with asyncio.timeout(REQUEST_LIMIT_S):
            line = await reader.readline()
        fields = json.loads(line)
        request = Request(**fields)
        if token and not secrets.compare_digest(request.token, token):
            return
        reply.taken()
        serving = asyncio.ensure_future(handler(request, reply))  # noqa: TID251 - owned right here
        gone = asyncio.ensure_future(reader.read(1))  # noqa: TID251 - owned right here
        try:
            await asyncio.wait({serving, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            if not serving.done():
                serving.cancel()
        reply.end(await serving)
        await writer.drain()
    except (OSError, ValueError, TypeError) as error:
        _log.info("a request from another process ended early: %s", error)
    except asyncio.CancelledError:
        pass  # the asker went away or we are closing: both are an end, not a failure
    finally:
        writer.close()


def _is_same_user(writer: asyncio.StreamWriter) -> bool:
    """The peer's user id, where the system tells it; elsewhere the token decides."""
    connection = writer.get_extra_info("socket")
    if connection is None or not hasattr(socket, "SO_PEERCRED"):
        return True
    size = struct.calcsize("3i")
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user_id, _ = struct.unpack("3i", credentials)
    return int(user_id) == os.getuid()


def _socket_path(folder: Path) -> Path:
    """In the data folder; where its path is too long for a socket, in a private one."""
    inside = folder.resolve() / "assistant.sock"
    if len(str(inside).encode()) <= _LONGEST_SOCKET_PATH:
        return inside
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    private = Path(tempfile.gettempdir()) / f"assistant-desktop-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.stat().st_uid != os.getuid():
        raise ReadOnlyError("The folder {folder} belongs to somebody else.", folder=private)
    return private / f"{name}.sock"
