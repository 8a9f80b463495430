"""Files that users asked for: written whole, or not at all."""

from pathlib import Path
from typing import IO

from assistant_desktop.domain.errors import ReadOnlyError
from assistant_desktop.in_thread import in_thread

WRITE_LIMIT_S = 60.0


class WholeFile:
    """A file that is there whole or as it was before; a device or a pipe is written through.

    Raises:
        ReadOnlyError: it cannot be written.
    """

    def __init__(self, path: Path, *, newline: str | None = None) -> None:
        self._path, self._newline = path, newline
        self._part = path
        self._file: IO[str] | None = None

    async def __aenter__(self) -> IO[str]:
        path = self._path
        try:
            through = await in_thread("export", lambda: path.exists() and not path.is_file(), 10)
            self._part = path if through else path.with_name(path.name + ".part")
            part = self._part
            self._file = await in_thread(
                "export",
                lambda: part.open("w", encoding="utf-8", newline=self._newline),
                WRITE_LIMIT_S,
            )
        except OSError as error:
            raise unwritable(path, error) from error
        return self._file

    async def __aexit__(self, kind: type[BaseException] | None, error: object, _: object) -> None:
        path, part, file = self._path, self._part, self._file
        try:
            if file is not None:
                await in_thread("export", file.close, WRITE_LIMIT_S)
            if part != path and kind is None:
                await in_thread("export", lambda: part.replace(path), WRITE_LIMIT_S)
        except OSError as failure:
            await self._drop()
            raise unwritable(path, failure) from failure
        if kind is not None:
            await self._drop()
        if isinstance(error, OSError):
            raise unwritable(path, error) from error

    async def _drop(self) -> None:
        part = self._part
        if part != self._path:
            await in_thread("export", lambda: part.unlink(missing_ok=True), WRITE_LIMIT_S)


def unwritable(path: Path, error: OSError) -> ReadOnlyError:
    """That a file cannot be written, and why."""
    return ReadOnlyError(
        "{path} cannot be written: {reason}.", path=path, reason=error.strerror or str(error)
    )
