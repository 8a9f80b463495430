"""Downloads that survive: resumed over cuts and restarts, hashed as they come, never half accepted.

Source: RFC 9110, 13.1.5 (If-Range needs a strong validator) and 14 (ranges).
"""

import asyncio
import errno
import functools
import shutil
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from assistant_desktop.domain.errors import FullError, ModelError, ModelUnreachable, StorageError
from assistant_desktop.domain.model_library import DISK_MARGIN_BYTES, DownloadStep
from assistant_desktop.in_thread import T, in_thread
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.hub_way import Broken, HubWay, Stated
from assistant_desktop.services.llm.part_file import (
    PartAbout,
    PartFile,
    Verified,
    WrongContent,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

Tell = Callable[[DownloadStep], None]

_DISK_LIMIT_S = 60.0
_HASH_LIMIT_S = 900.0
"""Hashing again what is there: 100 GB on a slow disk."""
_PACE_WINDOW_S = 5.0
_TELL_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """gap_s: between two pieces of a file. tries: in a row that bring nothing new.

    margin_bytes: what must stay free on the disk. block_bytes: written and hashed at once.
    """

    gap_s: float = 60.0
    tries: int = 6
    first_pause_s: float = 1.0
    longest_pause_s: float = 30.0
    margin_bytes: int = DISK_MARGIN_BYTES
    block_bytes: int = 1 << 20
    look_at_disk_every: int = 64 << 20


def disk_free(folder: Path) -> int:
    """Bytes free where a folder is or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


class Pace:
    """How fast it comes, over the last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, done: int) -> float:
        """Note how much is there now; bytes a second."""
        now = time.monotonic()
        self._seen.append((now, done))
        while now - self._seen[0][0] > _PACE_WINDOW_S and len(self._seen) > 2:
            self._seen.popleft()
        since, first = self._seen[0]
        return (done - first) / (now - since) if now > since and done > first else 0.0


class Downloader:
    """Fetches one file at a time of its caller's choosing; a caller may run several."""

    def __init__(
        self,
        http: HttpClient,
        free_bytes: Callable[[Path], int] = disk_free,
        limits: Limits | None = None,
    ) -> None:
        self._http = http
        self._free_bytes = free_bytes
        self._limits = limits or Limits()

    async def fetch(self, url: str, target: Path, tell: Tell) -> Verified:
        """Bring a file; how it was verified. Cancelled, it keeps what has come.

        Raises:
            ModelUnreachable: the connection broke again and again.
            ModelError: what came is not what the hub stated; it was deleted.
            FullError: the disk has no room.
            OutboundBlocked: the hub leads to where no download may go.
        """
        part = PartFile(target)
        with HubWay(self._http, url, self._limits.gap_s) as way:
            run = _Run(way, part, self._free_bytes, self._limits, tell)
            try:
                return await run.whole(url)
            finally:
                await in_thread("downloads", part.close, _DISK_LIMIT_S)


class _Run:
    """One attempt at a whole file, with as many connections as it takes."""

    def __init__(
        self,
        way: HubWay,
        part: PartFile,
        free_bytes: Callable[[Path], int],
        limits: Limits,
        tell: Tell,
    ) -> None:
        self._way, self._part, self._limits, self._tell = way, part, limits, tell
        self._free_bytes = free_bytes
        self._pace = Pace()
        self._told_at_s = 0.0
        self._looked_at = 0
        self._size = 0

    async def whole(self, url: str) -> Verified:
        self._tell(DownloadStep("starting"))
        failed = 0
        while True:
            before = self._part.have
            try:
                stated = await self._connect(url)
                await self._rest(stated)
            except Broken as broken:
                failed = 1 if self._part.have > before else failed + 1
                await self._pause(failed, broken)
            else:
                return await self._finish(stated)

    async def _pause(self, failed: int, broken: Broken) -> None:
        limits = self._limits
        if failed >= limits.tries:
            raise ModelUnreachable(
                "The download broke off {count} times in a row.",
                hint="Check the connection, and go on later: what has come is kept.",
                retryable=True,
                count=failed,
            ) from broken
        pause_s = min(limits.first_pause_s * 2 ** (failed - 1), limits.longest_pause_s)
        await asyncio.sleep(max(pause_s, broken.after_s))

    async def _connect(self, url: str) -> Stated:
        """What the hub states now, and the part that belongs to it."""
        async with _Network(self._limits.gap_s):
            stated = await self._way.ask()
        self._size = stated.size
        about = PartAbout(url=url, etag=stated.etag, size=stated.size)
        if await self._on_disk(self._part.is_to_be_hashed):
            self._tell(DownloadStep("checking", 0, stated.size))
        opening = functools.partial(self._part.open, about)
        have = await self._on_disk(opening, _HASH_LIMIT_S)
        await self._on_disk(functools.partial(self._require_space, stated.size - have))
        self._report(done=have, now=True)
        return stated

    async def _rest(self, stated: Stated) -> None:
        """Everything that is not there yet."""
        if self._part.have == stated.size:
            return
        async with _Network(None), self._way.get(self._range(stated)) as response:
            await self._take_place(response, stated)
            await self._pieces(response)
        if self._part.have < stated.size:
            raise Broken("it ended too early")

    def _range(self, stated: Stated) -> dict[str, str]:
        """Where to go on, on condition that it is still the same content."""
        about, have = self._part.about, self._part.have
        etag = about.range_etag if about is not None else ""
        is_strong = etag.startswith('"')
        if not have or not (is_strong or stated.sha256):
            return {}
        return {"Range": f"bytes={have}-"} | ({"If-Range": etag} if is_strong else {})

    async def _take_place(self, response: "httpx.Response", stated: Stated) -> None:
        """Begin where the server begins."""
        status, headers = response.status_code, response.headers
        if status == 206 and _begins(headers.get("content-range", "")) == self._part.have:
            pass
        elif status in {206, 416}:
            await self._on_disk(self._part.restart)
            raise Broken("another range than was asked for")
        elif self._part.have:
            await self._on_disk(self._part.restart)
        if status == 200 and headers.get("content-length", str(stated.size)) != str(stated.size):
            await self._on_disk(self._part.discard)
            raise ModelError(
                "The file has another size than the hub states. It was deleted.",
                hint="Download it again.",
                retryable=True,
            )
        etag = headers.get("etag", "")
        await self._on_disk(functools.partial(self._part.note_range_etag, etag))

    async def _pieces(self, response: "httpx.Response") -> None:
        waiting = bytearray()
        pieces = response.aiter_raw()
        try:
            while piece := await _next_piece(pieces, self._limits.gap_s):
                waiting += piece
                if self._part.have + len(waiting) > self._size:
                    waiting.clear()
                    await self._on_disk(self._part.discard)
                    raise ModelError(
                        "The file is longer than the hub states. It was deleted.",
                        hint="Download it again.",
                        retryable=True,
                    )
                if len(waiting) >= self._limits.block_bytes:
                    await self._write(waiting)
                self._report(done=self._part.have + len(waiting))
        finally:
            if waiting:  # a cut loses nothing that came before it
                await self._write(waiting)

    async def _write(self, waiting: bytearray) -> None:
        data = bytes(waiting)
        waiting.clear()
        if self._part.have - self._looked_at >= self._limits.look_at_disk_every:
            self._looked_at = self._part.have
            await self._on_disk(functools.partial(self._require_space, 0))
        await self._on_disk(functools.partial(self._part.write, data))

    async def _finish(self, stated: Stated) -> Verified:
        self._tell(DownloadStep("checking", stated.size, stated.size))
        finishing = functools.partial(self._part.finish, stated.sha256, stated.size)
        try:
            verified = await self._on_disk(finishing, _HASH_LIMIT_S)
        except WrongContent as error:
            raise ModelError(
                "The file is damaged: its content is not what the hub states. It was deleted.",
                hint="Download it again.",
                retryable=True,
            ) from error
        self._tell(DownloadStep("done", stated.size, stated.size, verified=verified))
        return verified

    # ---- the disk ----

    async def _on_disk(self, call: Callable[[], T], limit_s: float = _DISK_LIMIT_S) -> T:
        """Run in a thread; what a disk can do to us is told in words."""
        try:
            return await in_thread("downloads", call, limit_s)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise FullError(
                    "The disk is full.",
                    hint="Free some space, and go on: what has come is kept.",
                    retryable=True,
                ) from error
            reason = error.strerror or type(error).__name__
            raise StorageError("The file cannot be written: {reason}.", reason=reason) from error

    def _require_space(self, missing: int) -> None:
        free = self._free_bytes(self._part.target.parent)
        needed = missing + self._limits.margin_bytes
        if free < needed:
            raise FullError(
                "The disk has too little room: {needed} GB are needed, {free} GB are free.",
                hint="Free some space, and go on: what has come is kept.",
                retryable=True,
                needed=f"{needed / 1e9:.1f}",
                free=f"{free / 1e9:.1f}",
            )

    def _report(self, *, done: int, now: bool = False) -> None:
        time_s = time.monotonic()
        if not now and time_s - self._told_at_s < _TELL_EVERY_S:
            return
        self._told_at_s = time_s
        speed = self._pace.add(done)
        left = (self._size - done) / speed if speed else None
        self._tell(DownloadStep("downloading", done, self._size, speed, left))


async def _next_piece(pieces: "AsyncIterator[bytes]", gap_s: float) -> bytes:
    """The next bytes, empty at the end."""
    async with _Network(gap_s):
        while True:
            piece = await anext(pieces, None)
            if piece is None:
                return b""
            if piece:
                return piece


class _Network:
    """Every failure of a connection in this block is Broken; gap_s limits the whole block."""

    def __init__(self, gap_s: float | None) -> None:
        self._timeout = asyncio.timeout(gap_s)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError as late:
            raise Broken("nothing came for too long") from late
        import httpx

        if isinstance(error, httpx.TransportError | httpx.InvalidURL):
            raise Broken(type(error).__name__) from error


def _begins(content_range: str) -> int:
    """The first byte of "bytes 10-99/100", -1 for anything else."""
    unit, _, rest = content_range.partition(" ")
    first = rest.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() else -1
