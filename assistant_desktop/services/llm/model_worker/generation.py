"""One request after the other on the model's one thread: read the prompt, write the answer.

Everything here runs on the inference thread but `submit`, `cancel` and `waiting`.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assistant_desktop.services.llm.model_worker.llama import (
    Aborted,
    Context,
    Model,
    Sampling,
)

SIDE_CONTEXT = 4096
"""Titles and memory capture have a context of their own: the chat's prefix stays read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to write. `side`: not the chat itself, but work beside it."""

    prompt: str
    sampling: Sampling
    most: int
    stop: tuple[str, ...] = ()
    side: bool = False


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

    def __init__(self, path: Path, *, context: int, threads: int, gpu_layers: int) -> None:
        self._path = path
        self._context_size, self._threads, self._gpu_layers = context, threads, gpu_layers
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
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

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            with self._lock:
                if job.cancelled:
                    continue
                self._running = job
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
        tokens = model.tokenize(asked.prompt)
        reused = context.read(tokens, self._tick)
        reason, written = self._write(model, context, job)
        job.on_end(reason, Counts(len(tokens), reused, written))

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
