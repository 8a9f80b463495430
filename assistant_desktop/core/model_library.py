"""Models on this computer: which there are, which fit, bringing them, using them, removing them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal

from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.settings import EmbeddingChoice, ModelChoice, SettingsStore
from assistant_desktop.core.supervisor import Supervisor
from assistant_desktop.domain.errors import BadInput, KnownError, NotFound
from assistant_desktop.domain.events import DownloadProgress, ModelsChanged
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model_library import (
    USUAL_CONTEXT,
    DownloadStep,
    Fit,
    InstalledFile,
    LibraryEntry,
    Machine,
    ModelFileInfo,
    judge_fit,
    recommended,
)
from assistant_desktop.domain.ports import EventSink, ModelShelf
from assistant_desktop.wording import system_language, wording

EMBEDDING_CONTEXT = 512
"""Memories and messages are read in pieces of this many tokens."""

Ended = Literal["done", "paused", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """An entry of the library as it stands here. progress: while it is being downloaded."""

    entry: LibraryEntry
    fit: Fit
    file: InstalledFile | None = None
    progress: DownloadProgress | None = None
    is_chosen: bool = False
    is_recommended: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether its whole file is here."""
        return self.file is not None and self.file.is_whole

    @property
    def download_bytes(self) -> int:
        """How large its file is: known where a download has begun, else about."""
        return self.file.total_bytes if self.file is not None else self.entry.weight_bytes


@dataclass(slots=True)
class _Job:
    """One download. wish: what the user asked of it meanwhile."""

    last: DownloadProgress
    task: "asyncio.Task[Any] | None" = None
    wish: Literal["paused", "cancelled"] = "paused"
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    error: KnownError | None = None


class ModelLibrary:
    """What a user can do with models, whatever surface they do it on."""

    def __init__(
        self,
        shelf: ModelShelf,
        settings: SettingsStore,
        brains: BrainSwitch,
        supervisor: Supervisor,
        events: EventSink,
    ) -> None:
        self._shelf = shelf
        self._settings = settings
        self._brains = brains
        self._supervisor = supervisor
        self._events = events
        self._jobs: dict[str, _Job] = {}

    # ---- what there is ----

    async def machine(self) -> Machine:
        """What this computer has now."""
        return await self._shelf.machine()

    async def rows(self, language: str = "") -> list[ModelRow]:
        """The library as it stands here; one of the chat models is the one to recommend."""
        machine, files = await self._shelf.machine(), await self._shelf.files()
        fits = {one.name: self._fit(one, files.get(one.name), machine) for one in self.entries}
        best = recommended(self.entries, fits, machine, language or self._language())
        return [
            ModelRow(
                entry,
                fits[entry.name],
                files.get(entry.name),
                self._progress(entry.name),
                is_chosen=self._is_chosen(entry, files.get(entry.name)),
                is_recommended=best is not None and entry.name == best.name,
            )
            for entry in self.entries
        ]

    @property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """The library."""
        return self._shelf.entries

    def entry(self, name: str) -> LibraryEntry:
        """The entry of that name. Raises NotFound."""
        wanted = name.strip().lower()
        for one in self.entries:
            if one.name == wanted:
                return one
        raise NotFound(
            "The library has no model “{name}”.", hint="See them all with: models list", name=name
        )

    def _fit(self, entry: LibraryEntry, file: InstalledFile | None, machine: Machine) -> Fit:
        there = file.file_bytes if file is not None else 0
        size = file.total_bytes if file is not None else entry.weight_bytes
        context = EMBEDDING_CONTEXT if entry.kind == "embedding" else USUAL_CONTEXT
        memory = entry.memory_bytes(context, file.total_bytes if file is not None else 0)
        return judge_fit(memory, size - there, machine)

    def _progress(self, name: str) -> DownloadProgress | None:
        job = self._jobs.get(name)
        return job.last if job is not None else None

    def _is_chosen(self, entry: LibraryEntry, file: InstalledFile | None) -> bool:
        if file is None or not file.is_whole:
            return False
        settings = self._settings.current
        if entry.kind == "chat":
            return settings.model.kind == "local" and settings.model.path == file.path
        return settings.embedding.kind == "file" and settings.embedding.path == file.path

    def _language(self) -> str:
        chosen = self._settings.current.language
        return system_language() if chosen == "system" else chosen

    # ---- bringing ----

    def start(self, name: str, hub: str = "") -> None:
        """Begin to download, or go on; nothing happens where it runs already. Raises NotFound."""
        self._start(self.entry(name), hub)

    async def pull(self, name: str, hub: str = "") -> InstalledFile:
        """The same, waiting for its end.

        Raises:
            KnownError: why it did not come; what has come of it is kept where it is sound.
        """
        entry = self.entry(name)
        file = (await self._shelf.files()).get(entry.name)
        if file is not None and file.is_whole:
            return file
        job = self._start(entry, hub)
        await job.ended.wait()
        if job.error is not None:
            raise job.error
        file = (await self._shelf.files()).get(entry.name)
        if file is None or not file.is_whole:
            raise KnownError(
                "The download was stopped.",
                hint="Go on with: models pull {name}",
                retryable=True,
                name=entry.name,
            )
        return file

    async def pause(self, name: str) -> None:
        """Stop a download; what has come is kept."""
        await self._stop(self.entry(name), "paused")

    async def cancel(self, name: str) -> None:
        """Stop a download and delete what has come of it."""
        entry = self.entry(name)
        if not await self._stop(entry, "cancelled"):
            await self._shelf.discard(entry)
            self._changed()

    def _start(self, entry: LibraryEntry, hub: str) -> _Job:
        job = self._jobs.get(entry.name)
        if job is None:
            job = _Job(self._said(entry, DownloadStep("starting")))
            self._jobs[entry.name] = job
            work = self._download(entry, hub, job)
            job.task = self._supervisor.once(f"download {entry.name}", work)
        return job

    async def _download(self, entry: LibraryEntry, hub: str, job: _Job) -> None:
        def tell(step: DownloadStep) -> None:
            if step.state != "done":  # the end is told when its file is known to be there
                job.last = self._said(entry, step)
                self._events.publish(job.last)

        end: Ended = "failed"
        verified: Literal["", "sha256", "size"] = ""
        try:
            verified = (await self._shelf.fetch(entry, hub, tell)).verified
            end = "done"
        except KnownError as error:
            job.error = error
        except asyncio.CancelledError:
            end = job.wish
            if end == "cancelled":
                await self._shelf.discard(entry)
            raise
        finally:
            self._end(entry, job, end, verified)

    def _end(
        self,
        entry: LibraryEntry,
        job: _Job,
        end: Ended,
        verified: Literal["", "sha256", "size"],
    ) -> None:
        words = wording(self._language())
        error = words.error(job.error) if job.error is not None else ""
        del self._jobs[entry.name]
        last = {"state": end, "error": error, "verified": verified, "bytes_per_s": 0.0}
        self._events.publish(job.last.model_copy(update={**last, "seconds_left": None}))
        job.ended.set()
        self._changed()

    async def _stop(self, entry: LibraryEntry, wish: Literal["paused", "cancelled"]) -> bool:
        job = self._jobs.get(entry.name)
        if job is None or job.task is None:
            return False
        job.wish = wish
        job.task.cancel()
        await job.ended.wait()
        return True

    def _said(self, entry: LibraryEntry, step: DownloadStep) -> DownloadProgress:
        return DownloadProgress(
            user_id=DEFAULT_USER,
            name=entry.name,
            state=step.state,
            done_bytes=step.done_bytes,
            total_bytes=step.total_bytes,
            bytes_per_s=step.bytes_per_s,
            seconds_left=step.seconds_left,
            verified=step.verified,
        )

    # ---- using and removing ----

    async def use(self, name: str, context_tokens: int = 0) -> LibraryEntry:
        """Let a downloaded model answer, or, where it makes vectors, find memories.

        Raises:
            BadInput: it is not downloaded yet, or this installation has no use for it.
        """
        entry = self.entry(name)
        file = (await self._shelf.files()).get(entry.name)
        if file is None or not file.is_whole:
            raise BadInput(
                "{title} is not downloaded yet.",
                hint="Download it with: models pull {name}",
                title=entry.title,
                name=entry.name,
            )
        self._require_engine()
        if entry.kind == "chat":
            context = min(context_tokens, entry.context_tokens)
            choice = ModelChoice(kind="local", path=file.path, context_tokens=context)
            await self._brains.use(choice)
        else:
            await self._use_embedding(entry, file)
        self._changed()
        return entry

    def _require_engine(self) -> None:
        if not self._brains.runs_files:
            raise BadInput(
                "This installation cannot run local models.",
                hint="Choose another: models use offline",
            )

    async def _use_embedding(self, entry: LibraryEntry, file: InstalledFile) -> None:
        names_all = entry.language_count <= len(entry.languages)
        choice = EmbeddingChoice(
            kind="file",
            path=file.path,
            name=entry.name,
            query_prefix=entry.query_prefix,
            text_prefix=entry.text_prefix,
            languages=entry.languages if names_all else (),
        )
        await self._settings.change(embedding=choice)

    async def tune(self, context_tokens: int, threads: int, gpu_layers: int) -> None:
        """How the local model in force runs; it is loaded anew with the next message."""
        choice, run = self._settings.current.model, self._settings.current.local_run
        if context_tokens != choice.context_tokens:
            await self._brains.use(choice.model_copy(update={"context_tokens": context_tokens}))
        how = {"threads": threads, "gpu_layers": gpu_layers}
        await self._brains.run_with(run.model_copy(update=how))

    async def keep(self, keep_state_mb: int, unload_after_min: float) -> None:
        """How much of the disk what was read may take, and when memory is given back."""
        how = {"keep_state_mb": keep_state_mb, "unload_after_min": unload_after_min}
        await self._brains.run_with(self._settings.current.local_run.model_copy(update=how))

    async def remove(self, name: str) -> None:
        """Delete a downloaded model; the offline brain answers where it was the chosen one."""
        entry = self.entry(name)
        await self._stop(entry, "cancelled")
        file = (await self._shelf.files()).get(entry.name)
        if self._is_chosen(entry, file):
            if entry.kind == "chat":
                await self._brains.use(ModelChoice())
            else:
                await self._settings.change(embedding=EmbeddingChoice())
        await self._shelf.remove(entry)
        self._changed()

    # ---- files of the user's own ----

    async def describe(self, path: str) -> ModelFileInfo:
        """What a GGUF file says of itself. Raises BadInput when it is none."""
        return await self._shelf.describe(path)

    async def own(self) -> list[ModelFileInfo]:
        """The user's own files, as far as they are still where they were."""
        found = []
        for path in self._settings.current.own_models:
            try:
                found.append(await self._shelf.describe(path))
            except BadInput:
                continue
        return found

    async def add_own(self, path: str) -> ModelFileInfo:
        """Remember a GGUF file where it is. Raises BadInput when it is none."""
        info = await self._shelf.describe(path)
        known = self._settings.current.own_models
        if path not in known:
            await self._settings.change(own_models=(*known, path))
            self._changed()
        return info

    async def use_own(
        self, path: str, context_tokens: int = 0, prefixes: tuple[str, str] = ("", "")
    ) -> ModelFileInfo:
        """Let a file of the user's own answer, or find memories. Raises BadInput.

        prefixes: what a model that finds wants before a question and before a text.
        """
        info = await self.add_own(path)
        self._require_engine()
        if info.is_embedding:
            name = info.name or PurePath(path).stem
            query, text = prefixes
            choice = EmbeddingChoice(
                kind="file", path=path, name=name, query_prefix=query, text_prefix=text
            )
            await self._settings.change(embedding=choice)
        else:
            chosen = ModelChoice(kind="local", path=path, context_tokens=context_tokens)
            await self._brains.use(chosen)
        self._changed()
        return info

    async def forget_own(self, path: str) -> None:
        """Remember it no more; the file itself stays where it is."""
        known: Sequence[str] = self._settings.current.own_models
        await self._settings.change(own_models=tuple(one for one in known if one != path))
        self._changed()

    def label_of(self, choice: ModelChoice) -> str:
        """What the user calls a choice: the library's title where it is one of the library."""
        title = self.title_of_file(choice.path) if choice.kind == "local" else ""
        return title or choice.label

    def title_of_file(self, path: str) -> str:
        """The library's title of a file, empty for one of the user's own."""
        name = PurePath(path).name
        return next((entry.title for entry in self.entries if entry.file == name), "")

    def _changed(self) -> None:
        self._events.publish(ModelsChanged(user_id=DEFAULT_USER))
