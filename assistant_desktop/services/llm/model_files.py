"""The folder of downloaded models: what is there, what is half there, bringing and removing."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from assistant_desktop.domain.errors import BadInput, StorageError
from assistant_desktop.domain.model import DomainModel
from assistant_desktop.domain.model_library import (
    InstalledFile,
    LibraryEntry,
    Machine,
    ModelFileInfo,
)
from assistant_desktop.in_thread import in_thread
from assistant_desktop.services.llm.downloads import Downloader, Tell
from assistant_desktop.services.llm.gguf_file import read_gguf
from assistant_desktop.services.llm.machine import look_at_machine
from assistant_desktop.services.llm.part_file import PartFile, kept_part

_LIMIT_S = 30.0


class _Record(DomainModel):
    """What was downloaded, beside it: a file of another size is not that file any more."""

    size: int
    verified: Literal["sha256", "size"]


class ModelFiles:
    """A ModelShelf on a folder and a hub."""

    def __init__(
        self, folder: Path, entries: Sequence[LibraryEntry], downloader: Downloader
    ) -> None:
        self._folder = folder
        self._entries = tuple(entries)
        self._downloader = downloader

    @property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """The library."""
        return self._entries

    async def machine(self) -> Machine:
        """What this computer has now."""
        return await in_thread("models", lambda: look_at_machine(self._folder), _LIMIT_S)

    async def files(self) -> dict[str, InstalledFile]:
        """What is there of each entry, whole or in part."""
        return await in_thread("models", self._look, _LIMIT_S)

    def _look(self) -> dict[str, InstalledFile]:
        found = (self._one(entry) for entry in self._entries)
        return {one.name: one for one in found if one is not None}

    def _one(self, entry: LibraryEntry) -> InstalledFile | None:
        path = self._folder / entry.file
        record = _record(path)
        if record is not None and path.is_file() and path.stat().st_size == record.size:
            size = record.size
            return InstalledFile(entry.name, str(path), size, size, verified=record.verified)
        have, size = kept_part(path)
        if not size:
            return None
        return InstalledFile(entry.name, str(path), have, size, is_whole=False)

    async def fetch(self, entry: LibraryEntry, hub: str, tell: Tell) -> InstalledFile:
        """Bring an entry's file, going on where it stopped. See Downloader.fetch."""
        path = self._folder / entry.file
        verified = await self._downloader.fetch(entry.url(hub), path, tell)
        return await in_thread("models", functools.partial(self._note, entry, verified), _LIMIT_S)

    def _note(self, entry: LibraryEntry, verified: Literal["sha256", "size"]) -> InstalledFile:
        path = self._folder / entry.file
        size = path.stat().st_size
        text = _Record(size=size, verified=verified).model_dump_json()
        _record_path(path).write_text(text, encoding="utf-8")
        return InstalledFile(entry.name, str(path), size, size, verified=verified)

    async def discard(self, entry: LibraryEntry) -> None:
        """Delete what has come of a download."""
        part = PartFile(self._folder / entry.file)
        await in_thread("models", part.discard, _LIMIT_S)

    async def remove(self, entry: LibraryEntry) -> None:
        """Delete its file. Raises StorageError when the system does not let us."""
        path = self._folder / entry.file

        def delete() -> None:
            for one in (path, _record_path(path)):
                one.unlink(missing_ok=True)
            PartFile(path).discard()

        try:
            await in_thread("models", delete, _LIMIT_S)
        except OSError as error:
            raise StorageError(
                "{path} cannot be deleted: {reason}.",
                path=path,
                reason=error.strerror or type(error).__name__,
            ) from error

    async def describe(self, path: str) -> ModelFileInfo:
        """What a GGUF file says of itself. Raises BadInput when it is none."""
        try:
            return await in_thread("models", lambda: read_gguf(Path(path)), _LIMIT_S)
        except TimeoutError as error:
            raise BadInput("{path} could not be read in time.", path=path) from error


def _record_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _record(path: Path) -> _Record | None:
    try:
        return _Record.model_validate_json(_record_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
