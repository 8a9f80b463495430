"""One request after the other on the model's one thread: read the prompt, write the answer.

Everything here runs on the inference thread but `load`, `submit`, `cancel` and `do`.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from assistant_desktop.services.llm.model_worker.llama import (
    Aborted,
    Context,
    Model,
    Sampling,
    common_prefix,
)
from assistant_desktop.services.llm.model_worker.state_files import StateFiles

_log = logging.getLogger(__name__)

SIDE_CONTEXT = 4096
"""Titles and memory capture have a context of their own: the chat's prefix stays read."""
WORTH_KEEPING = 256
"""Tokens: reading fewer again costs less than a file."""
IDLE_S = 20.0
"""After so long without a request what was read is kept on disk."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to write, for which user. `side`: not the chat itself, but work beside it."""

    prompt: str
    sampling: Sampling
    most: int
    stop: tuple[str, ...] = ()
    side: bool = False
    user: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Tokens of one request."""

    prompt: int = 0
    cached: int = 0
    written: int = 0


@dataclass(slots=True)
class Job:
    """A request with the places its pieces go to; each is called on the inference thread."""

    asked: Asked
    on_begin: Callable[[], None]
    on_text: Callable[[str], None]
    on_end: Callable[[str, Counts], None]
    on_error: Callable[[Exception], None]
    cancelled: bool = False
    alive: threading.Event = field(default_factory=threading.Event)


class Inference:
    """Owns the model, its contexts and the thread that uses them."""

    def __init__(
        self,
        path: Path,
        *,
        context: int,
        threads: int,
        gpu_layers: int,
        states: StateFiles | None = None,
    ) -> None:
        self._path = path
        self._context_size, self._threads, self._gpu_layers = context, threads, gpu_layers
        self._states = states
        self._user = ""
        self._unsaved = 0
        self._jobs: queue.SimpleQueue[Job | Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: Job | None = None
        self.model: Model | None = None
        self._chat: Context | None = None
        self._side: Context | None = None
        self.progress = 0
        """Grows with every token read or written: a watchdog looks whether it stands still."""

    def load(self) -> None:
        """Load the model; seconds to minutes. Raises LoadFailed."""
        self.model = Model(self._path, self._gpu_layers)
        size = min(self._context_size, self.model.trained_context)
        self._chat = Context(self.model, size, self._threads)
        threading.Thread(target=self._work, name="inference", daemon=True).start()

    @property
    def context_size(self) -> int:
        """Tokens of the chat's context."""
        return self._chat.size if self._chat else 0

    @property
    def is_busy(self) -> bool:
        """Whether a request is being worked on."""
        return self._running is not None

    def submit(self, job: Job) -> bool:
        """Queue a request; True when it must wait for another."""
        must_wait = self.is_busy
        self._jobs.put(job)
        return must_wait

    def cancel(self, job: Job) -> None:
        """Stop a request, wherever it is."""
        with self._lock:
            job.cancelled = True
            if self._running is job:
                for context in (self._chat, self._side):
                    if context is not None:
                        context.abort.set()

    def do(self, what: Callable[[], None]) -> "Future[None]":
        """Have something done on the inference thread, after what is queued before it."""
        done: Future[None] = Future()

        def run() -> None:
            try:
                what()
            except Exception as error:  # noqa: BLE001 - told to the one who asked
                done.set_exception(error)
            else:
                done.set_result(None)

        self._jobs.put(run)
        return done

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=IDLE_S)
            except queue.Empty:
                self.save_state()
                continue
            if not isinstance(job, Job):
                job()
            elif self._begin(job):
                self._run_guarded(job)

    def _begin(self, job: Job) -> bool:
        with self._lock:
            if not job.cancelled:
                self._running = job
            return not job.cancelled

    def _run_guarded(self, job: Job) -> None:
        try:
            self._run(job)
        except Aborted:
            pass  # whoever cancelled knows
        except Exception as error:  # noqa: BLE001 - told to the one who asked
            job.on_error(error)
        finally:
            with self._lock:
                self._running = None
                for context in (self._chat, self._side):
                    if context is not None:
                        context.abort.clear()

    def _run(self, job: Job) -> None:
        model, asked = self.model, job.asked
        if model is None or self._chat is None:
            raise RuntimeError("the model is not loaded")
        job.on_begin()
        context = self._side_context(model) if asked.side else self._chat
        if job.cancelled:  # before a new context could be told
            raise Aborted
        tokens = model.tokenize(asked.prompt)
        if not asked.side:
            self._take_up(self._chat, asked.user, tokens)
        reused = context.read(tokens, self._tick)
        reason, written = self._write(model, context, job)
        if not asked.side:
            self._unsaved += len(tokens) - reused + written
        job.on_end(reason, Counts(len(tokens), reused, written))

    # ---- what was read, kept over restarts ----

    def _take_up(self, chat: Context, user: str, tokens: list[int]) -> None:
        """Go on from the user's file where it holds more of this prompt than was read here."""
        if user != self._user:
            self.save_state()
            self._user, self._unsaved = user, 0
        if self._states is None:
            return
        kept = common_prefix(self._states.tokens(user), tokens)
        if kept < common_prefix(chat.tokens, tokens) + WORTH_KEEPING:
            return
        with self._states.reading(user) as path:
            if path is not None and chat.load_state(path):
                self._unsaved = 0

    def save_state(self) -> None:
        """Keep what was read of the present user's conversation, where it is worth a file."""
        chat, states = self._chat, self._states
        if chat is None or states is None or not self._user or self._unsaved < WORTH_KEEPING:
            return
        part = None
        try:
            part = states.make_room(self._user, chat.state_bytes)
            if part is None:
                return
            chat.save_state(part)
            states.keep(part, self._user)
        except OSError as error:
            _log.warning("what the model has read could not be kept: %s", error)
            if part is not None:
                part.unlink(missing_ok=True)
            return
        self._unsaved = 0

    def forget_user(self, user: str) -> None:
        """Nothing of this user's conversations stays in memory."""
        if self._side is not None:
            self._side.forget()  # nobody knows whose work it did last
        if user != self._user:
            return
        if self._chat is not None:
            self._chat.forget()
        self._user, self._unsaved = "", 0

    def _side_context(self, model: Model) -> Context:
        if self._side is None:
            size = min(SIDE_CONTEXT, model.trained_context)
            self._side = Context(model, size, self._threads)
        return self._side

    def _write(self, model: Model, context: Context, job: Job) -> tuple[str, int]:
        text = TextPieces(job.asked.stop)
        written = 0
        for token in context.write(job.asked.sampling, job.asked.most):
            written += 1
            self._tick()
            piece = text.add(model.piece(token))
            if piece:
                job.on_text(piece)
            if text.stopped:
                return "stop", written
        rest = text.end()
        if rest:
            job.on_text(rest)
        full = written >= job.asked.most or len(context.tokens) + 1 >= context.size
        return ("length" if full else "stop"), written

    def _tick(self) -> None:
        self.progress += 1


class TextPieces:
    """Bytes of tokens to text: whole characters only, held back where a stop may begin."""

    def __init__(self, stop: tuple[str, ...]) -> None:
        self._bytes = b""
        self._held = ""
        self._stop = stop
        self.stopped = False

    def add(self, data: bytes) -> str:
        """What can be said now."""
        self._bytes += data
        text, self._bytes = _whole_characters(self._bytes)
        self._held += text
        for stop in self._stop:
            place = self._held.find(stop)
            if place >= 0:
                self.stopped = True
                said, self._held = self._held[:place], ""
                return said
        keep = self._possible_stop()
        said, self._held = (
            self._held[: len(self._held) - keep],
            self._held[len(self._held) - keep :],
        )
        return said

    def _possible_stop(self) -> int:
        longest = 0
        for stop in self._stop:
            for length in range(1, min(len(stop), len(self._held) + 1)):
                if self._held.endswith(stop[:length]):
                    longest = max(longest, length)
        return longest

    def end(self) -> str:
        """What was held back and is said after all."""
        rest, self._held = self._held + self._bytes.decode("utf-8", "replace"), ""
        self._bytes = b""
        return rest


def _whole_characters(data: bytes) -> tuple[str, bytes]:
    """Text of `data` up to its last whole character, and the bytes that wait for more."""
    for cut in range(min(3, len(data)) + 1):
        head = data[: len(data) - cut]
        try:
            return head.decode("utf-8"), data[len(data) - cut :]
        except UnicodeDecodeError as error:
            if error.reason != "unexpected end of data" and cut == 0:
                return data.decode("utf-8", "replace"), b""
    return data.decode("utf-8", "replace"), b""
