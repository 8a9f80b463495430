"""The library of models in the settings: what is there, what is on its way, what may be tuned."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.model_library import context_tokens
from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.ui.models.library_rows import (
    BUILT_IN_ROW,
    OWN,
    WORDS_ALONE_ROW,
    LibraryRow,
    built_in_row,
    library_row,
    own_row,
    progress_text,
    words_alone_row,
)
from assistant_desktop.ui.start import start
from assistant_desktop.wording.model_words import size_text

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import DownloadProgress
    from assistant_desktop.domain.model_library import Machine, ModelFileInfo
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.settings_page import SettingsPage

_DISK_MB = (0, 512, 1024, 2048, 4096, 8192)
_IDLE_MIN = (5.0, 10.0, 30.0, 60.0)
_CONTEXTS = (2048, 4096, 8192, 16384, 32768)
ALL_LAYERS = 999


class ModelLibraryPresenter(QObject):
    """Looks anew when the list is shown and when a model came or went."""

    def __init__(self, assistant: Assistant, relay: EventRelay, page: SettingsPage) -> None:
        view, tuning = page.library, page.tuning
        super().__init__(view)
        self._assistant, self._view, self._tuning = assistant, view, tuning
        self._keeping = page.keeping
        self._rows: dict[str, LibraryRow] = {}
        view.wanted.connect(self._do)
        view.shown.connect(self.look)
        tuning.changed.connect(self._tune)
        page.keeping.changed.connect(self._keep)
        relay.download_progress.connect(self._progress)
        relay.models_changed.connect(lambda _: self.look())
        if not assistant.brains.runs_files:
            view.tell_limits(
                tr("This installation cannot run model files. Its engine comes with:")
                + " python3 dev.py run --local"
            )
        self.look()

    def look(self) -> None:
        """See how everything stands."""
        start("look at the models", self._look(), self._view.tell, owner=self)

    async def _look(self) -> None:
        models = self._assistant.models
        rows = [library_row(row) for row in await models.rows(words().language)]
        settings = self._assistant.settings
        chosen = {settings.model.path, settings.embedding.path}
        rows += [own_row(info, chosen) for info in await models.own()]
        rows += self._finder_rows()
        self._rows = {row.name: row for row in rows}
        self._view.show_rows(rows)
        await self._look_at_tuning()
        await self._look_at_keeping()

    def _finder_rows(self) -> list[LibraryRow]:
        finder = self._assistant.finder
        kind, has = finder.choice.kind, finder.has_built_in
        built_in = [built_in_row(is_chosen=kind == "auto")] if has else []
        return [*built_in, words_alone_row(is_chosen=not finder.title)]

    # ---- what is pressed ----

    def _do(self, action: str, name: str) -> None:
        models, finder = self._assistant.models, self._assistant.finder
        self._view.tell("")
        if name in {BUILT_IN_ROW, WORDS_ALONE_ROW}:
            use = finder.use_built_in if name == BUILT_IN_ROW else finder.use_words_alone
            start("choose what finds", use(), self._view.tell)
            return
        if name.startswith(OWN):
            self._do_own(action, name.removeprefix(OWN))
            return
        if action in {"download", "resume"}:
            models.start(name)
            self.look()
            return
        jobs = {
            "pause": partial(models.pause, name),
            "cancel": partial(models.cancel, name),
            "remove": partial(models.remove, name),
            "use": partial(self._use, name),
        }
        start(f"{action} a model", jobs[action](), self._view.tell)

    def _do_own(self, action: str, path: str) -> None:
        if action == "forget":
            start("forget a model file", self._assistant.models.forget_own(path), self._view.tell)
            return
        start("use a model file", self._assistant.models.use_own(path), self._view.tell)

    async def _use(self, name: str) -> None:
        entry = await self._assistant.models.use(name)
        if entry.kind == "chat":
            self._view.tell(tr("{title} answers from your next message on.", title=entry.title))

    def _progress(self, event: DownloadProgress) -> None:
        row = self._rows.get(event.name)
        if row is None:
            return
        if event.state == "failed":
            self._view.tell(event.error)
        elif event.state == "done" and event.verified == "size":
            self._view.tell(tr("The hub states no hash: only its size was verified."))
        elif event.state in {"starting", "downloading", "checking"}:
            share = event.done_bytes / event.total_bytes if event.total_bytes else 0.0
            state = progress_text(event)
            now = replace(row, share=share, state=state, tone="caption", can=("pause", "cancel"))
            self._view.show_row(now)

    # ---- what may be tuned ----

    async def _look_at_tuning(self) -> None:
        choice = self._assistant.settings.model
        if choice.kind != "local":
            self._tuning.hide()
            return
        machine = await self._assistant.models.machine()
        try:
            info = await self._assistant.models.describe(choice.path)
        except BadInput:  # the file has gone: the next message says so
            self._tuning.hide()
            return
        run = self._assistant.settings.local_run
        now = (choice.context_tokens, run.threads, run.gpu_layers)
        contexts = _context_choices(info, choice.context_tokens, machine)
        self._tuning.fill(contexts, _thread_choices(machine), _layer_choices(info, machine), now)

    def _tune(self, context_tokens: int, threads: int, gpu_layers: int) -> None:
        job = self._assistant.models.tune(context_tokens, threads, gpu_layers)
        start("tune the model", job, self._view.tell)

    # ---- what it may keep ----

    async def _look_at_keeping(self) -> None:
        brains, run = self._assistant.brains, self._assistant.settings.local_run
        used = await brains.state_bytes()
        if not used and self._assistant.settings.model.kind != "local":
            self._keeping.hide()
            return
        told = tr(
            "So that a conversation goes on at once after a restart. {size} is used now.",
            size=size_text(words(), used),
        )
        now = (run.keep_state_mb, run.unload_after_min)
        self._keeping.fill(disk_choices(now[0]), memory_choices(now[1]), now, told)

    def _keep(self, megabytes: int, minutes: float) -> None:
        start("keep what was read", self._keep_so(megabytes, minutes), self._view.tell)

    async def _keep_so(self, megabytes: int, minutes: float) -> None:
        await self._assistant.models.keep(megabytes, minutes)
        await self._look_at_keeping()


def disk_choices(now: int) -> list[tuple[int, str]]:
    """Megabytes for what was read."""
    offered = sorted({*_DISK_MB, now})
    return [
        (one, size_text(words(), one * 1e6) if one else tr("Nothing is kept")) for one in offered
    ]


def memory_choices(now: float) -> list[tuple[float, str]]:
    """Idle minutes until the memory is given back; 0 is never."""
    offered = sorted({*_IDLE_MIN, now} - {0.0})
    after = [
        (one, trn("After {n} idle minute", "After {n} idle minutes", round(one))) for one in offered
    ]
    return [*after, (0.0, tr("Never"))]


def _context_choices(info: ModelFileInfo, now: int, machine: Machine) -> list[tuple[int, str]]:
    most = info.context_tokens or max(_CONTEXTS)
    offered = sorted({one for one in _CONTEXTS if one <= most} | {now} - {0})
    fits = context_tokens(0, info, machine.ram_free)
    usual = tr("As many as fit: {count}", count=_context_words(info, fits))
    return [(0, usual), *((tokens, _context_words(info, tokens)) for tokens in offered)]


def _context_words(info: ModelFileInfo, tokens: int) -> str:
    count = trn("{n} token", "{n} tokens", tokens)
    size = size_text(words(), info.memory_bytes(tokens))
    return tr("{count}: {size} of memory", count=count, size=size)


def _thread_choices(machine: Machine) -> list[tuple[int, str]]:
    best = max(machine.physical_cores - 1, 1)
    usual = tr("As many as is best ({n})", n=best)
    return [(0, usual), *((one, str(one)) for one in range(1, machine.physical_cores + 1))]


def _layer_choices(info: ModelFileInfo, machine: Machine) -> list[tuple[int, str]]:
    """Nothing where the build has no GPU."""
    if not machine.gpu:
        return []
    layers = max(info.layers, 1)
    each = size_text(words(), info.file_bytes / layers)
    halves = {layers // 4, layers // 2, layers * 3 // 4} - {0}
    some = [(one, tr("{n}, {size} each", n=one, size=each)) for one in sorted(halves)]
    return [(0, tr("No layers")), *some, (ALL_LAYERS, tr("All {n}", n=layers))]
