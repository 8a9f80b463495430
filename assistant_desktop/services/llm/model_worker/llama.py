"""llama.cpp through its C interface: one model, contexts with a prefix cache, cancellation.

Runs on one thread of the worker's child. Source: llama.h of the llama.cpp that
llama-cpp-python carries; one context is not thread-safe.
"""

import ctypes
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp

from assistant_desktop.services.llm.model_worker import TOO_LONG

MICRO_BATCH = 128
"""An abort is seen between micro-batches: 128 tokens end within milliseconds."""
FIRST_PIECE = 32
PIECE_S = 4.0
"""A piece takes about so long at most: a slow machine too gives a sign of life in time."""
_ABORTED = 2


class Aborted(Exception):
    """The request was cancelled while the model was reading or writing."""


class LoadFailed(Exception):
    """The file is no model that llama.cpp can load."""


class AbortFlag:
    """A flag that llama.cpp itself looks at, in C: a Python callback would cost a fifth.

    The callback is libc's strlen on our buffer: an empty string is 0, go on; any other is
    true, stop.
    """

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("msvcrt" if os.name == "nt" else None)
        address = ctypes.cast(library.strlen, ctypes.c_void_p).value or 0
        self.callback = llama_cpp.ggml_abort_callback(address)
        self.data = ctypes.cast(self._buffer, ctypes.c_void_p)

    def set(self) -> None:
        """Stop at the next micro-batch."""
        self._buffer[0] = b"x"

    def clear(self) -> None:
        """Go on."""
        self._buffer[0] = b"\0"

    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        return bool(self._buffer[0] != b"\0")


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn. temperature 0 takes the likeliest."""

    temperature: float = 0.7
    top_p: float = 0.95
    top_k: int = 40
    min_p: float = 0.05
    seed: int = -1
    grammar: str = ""


_backend = threading.Lock()
_ready = False


def start_backend() -> None:
    """Once a process: load llama.cpp's backends and keep its log to errors."""
    global _ready  # noqa: PLW0603 - a process has one backend
    with _backend:
        if not _ready:
            llama_cpp.llama_backend_init()
            _ready = True


class Model:
    """Weights and vocabulary of one GGUF file."""

    def __init__(self, path: Path, gpu_layers: int = 0) -> None:
        start_backend()
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        self.path = path
        self.pointer = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
        if not self.pointer:
            raise LoadFailed(f"{path.name} cannot be loaded as a model")
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.pointer)

    @property
    def trained_context(self) -> int:
        """Tokens the model was made to read at once."""
        return int(llama_cpp.llama_model_n_ctx_train(self.pointer))

    @property
    def template(self) -> str:
        """The model's own chat template, empty where it has none."""
        text = llama_cpp.llama_model_chat_template(self.pointer, None)
        return text.decode("utf-8", "replace") if text else ""

    def meta(self, key: str) -> str:
        """A metadata value as text, empty where there is none."""
        buffer = ctypes.create_string_buffer(1 << 16)
        length = llama_cpp.llama_model_meta_val_str(self.pointer, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length >= 0 else ""

    def tokenize(self, text: str, *, begin: bool = False) -> list[int]:
        """Token ids of a text; special tokens in it are taken as such."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 16
        ids = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self.vocabulary, data, len(data), ids, room, begin, True)
        if count < 0:
            ids = (llama_cpp.llama_token * -count)()
            count = llama_cpp.llama_tokenize(
                self.vocabulary, data, len(data), ids, -count, begin, True
            )
        return list(ids[:count])

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; special tokens are written out."""
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_token_to_piece(
            self.vocabulary, token, buffer, len(buffer), 0, True
        )
        return buffer.raw[: max(length, 0)]

    def is_end(self, token: int) -> bool:
        """Whether the model says with it that it is done."""
        return bool(llama_cpp.llama_vocab_is_eog(self.vocabulary, token))

    def control_texts(self) -> list[str]:
        """The texts that stand for marks between messages: nobody may write those but we."""
        count = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        attribute = llama_cpp.llama_vocab_get_attr
        control = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL
        marks = (one for one in range(count) if attribute(self.vocabulary, one) & control)
        return [text for one in marks if len(text := self._special(one)) > 2]

    @property
    def begin_text(self) -> str:
        """The text of its begin token, for templates that name it."""
        return self._special(llama_cpp.llama_vocab_bos(self.vocabulary))

    @property
    def end_text(self) -> str:
        """The text of its end token, for templates that name it."""
        return self._special(llama_cpp.llama_vocab_eos(self.vocabulary))

    def _special(self, token: int) -> str:
        return self.piece(token).decode("utf-8", "replace") if token >= 0 else ""

    def close(self) -> None:
        """Give the memory back."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None


@dataclass(frozen=True, slots=True)
class _Aside:
    """What a recurrent part had made of some tokens."""

    tokens: list[int]
    data: Any


class Context:
    """What a model has read, and reading on from there.

    `read` keeps the longest common prefix of what was read before: the second turn of a
    conversation costs its new tokens alone. Models with a recurrent part cannot forget a part of
    what they have read; for them the state after each prompt is kept aside and taken up again.
    """

    def __init__(self, model: Model, size: int, threads: int) -> None:
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = MICRO_BATCH
        parameters.n_ubatch = MICRO_BATCH
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.no_perf = True
        self.abort = AbortFlag()
        parameters.abort_callback = self.abort.callback
        parameters.abort_callback_data = self.abort.data
        self._model = model
        self.pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not self.pointer:
            raise LoadFailed("there is not enough memory for this context")
        self.size = int(llama_cpp.llama_n_ctx(self.pointer))
        self.tokens: list[int] = []
        self._piece = FIRST_PIECE
        self._keeps_aside = bool(
            llama_cpp.llama_model_is_recurrent(model.pointer)
            or llama_cpp.llama_model_is_hybrid(model.pointer)
        )
        self._aside: _Aside | None = None

    @property
    def _memory(self) -> Any:
        return llama_cpp.llama_get_memory(self.pointer)

    def read(self, tokens: Sequence[int], on_progress: Callable[[], None] = lambda: None) -> int:
        """Read `tokens`, only what is new of them; how many were reused.

        Raises:
            Aborted: it was stopped; what was read before stays usable.
            ValueError: there are more tokens than fit.
        """
        if len(tokens) >= self.size:
            raise ValueError(f"{len(tokens)} {TOO_LONG} {self.size}")
        reused = self._keep_prefix(tokens)
        # All but the last token first: what is kept aside must end before what is read again.
        for part in (tokens[reused:-1], tokens[-1:]):
            start = 0
            while start < len(part):
                start += self._read_piece(part[start : start + self._piece])
                on_progress()
            if self._keeps_aside and len(self.tokens) == len(tokens) - 1:
                self._keep_aside()
        return reused

    def _read_piece(self, tokens: Sequence[int]) -> int:
        """As many tokens at once as this machine reads in some seconds."""
        began_at_s = time.monotonic()
        self._decode(tokens)
        took_s = time.monotonic() - began_at_s
        if took_s > PIECE_S:
            self._piece = max(self._piece // 2, 1)
        elif took_s < PIECE_S / 4:
            self._piece = min(self._piece * 2, MICRO_BATCH)
        return len(tokens)

    def _keep_prefix(self, tokens: Sequence[int]) -> int:
        common = common_prefix(self.tokens, tokens)
        # The last token is read again: sampling needs its logits.
        common = min(common, len(tokens) - 1)
        if common < len(self.tokens):
            if not llama_cpp.llama_memory_seq_rm(self._memory, 0, common, -1):
                return self._back_to_aside(tokens)
            del self.tokens[common:]
        return common

    # ---- models with a recurrent part ----

    def _keep_aside(self) -> None:
        """The part of the state that cannot be cut, as it is now."""
        flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY
        size = llama_cpp.llama_state_seq_get_size_ext(self.pointer, 0, flags)
        data = (ctypes.c_uint8 * size)()
        written = llama_cpp.llama_state_seq_get_data_ext(self.pointer, data, size, 0, flags)
        self._aside = _Aside(list(self.tokens), data) if written else None

    def _back_to_aside(self, tokens: Sequence[int]) -> int:
        """Take up the state that was kept, where the wanted text goes on from it; else nothing."""
        aside = self._aside
        if aside is not None and common_prefix(aside.tokens, tokens) == len(aside.tokens):
            flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY
            data = aside.data
            read = llama_cpp.llama_state_seq_set_data_ext(self.pointer, data, len(data), 0, flags)
            count = len(aside.tokens)
            if read and llama_cpp.llama_memory_seq_rm(self._memory, 0, count, -1):
                self.tokens = list(aside.tokens)
                return count
        self.forget()
        return 0

    def _decode(self, tokens: Sequence[int]) -> None:
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        status = llama_cpp.llama_decode(
            self.pointer, llama_cpp.llama_batch_get_one(array, len(tokens))
        )
        if status == 0:
            self.tokens.extend(tokens)
            return
        if not llama_cpp.llama_memory_seq_rm(self._memory, 0, len(self.tokens), -1):
            self.forget()  # a recurrent part has gone on, and nobody knows how far
        if status == _ABORTED:
            raise Aborted
        raise RuntimeError(f"llama_decode failed with {status}")

    def write(self, sampling: Sampling, most: int) -> Iterator[int]:
        """Tokens after what was read, until the model ends, `most` or the context is full."""
        sampler = _sampler(self._model, sampling)
        try:
            for _ in range(most):
                if self.abort.is_set():
                    raise Aborted
                token = int(llama_cpp.llama_sampler_sample(sampler, self.pointer, -1))
                if self._model.is_end(token):
                    return
                yield token
                if len(self.tokens) + 1 >= self.size:
                    return
                self._decode([token])
        finally:
            llama_cpp.llama_sampler_free(sampler)

    @property
    def state_bytes(self) -> int:
        """How large a file of what was read would be."""
        return int(llama_cpp.llama_state_seq_get_size(self.pointer, 0))

    def save_state(self, path: Path) -> None:
        """Write what was read to a file. Raises OSError where that fails."""
        tokens = (llama_cpp.llama_token * len(self.tokens))(*self.tokens)
        written = llama_cpp.llama_state_seq_save_file(
            self.pointer, os.fsencode(path), 0, tokens, len(self.tokens)
        )
        if not written:
            raise OSError(f"{path.name} could not be written")

    def load_state(self, path: Path) -> bool:
        """Read a file that `save_state` wrote; False, and nothing read, where it does not fit."""
        tokens = (llama_cpp.llama_token * self.size)()
        count = ctypes.c_size_t(0)
        read = llama_cpp.llama_state_seq_load_file(
            self.pointer, os.fsencode(path), 0, tokens, self.size, ctypes.byref(count)
        )
        if not read:
            self.forget()
            return False
        self.tokens = list(tokens[: count.value])
        return True

    def forget(self) -> None:
        """Nothing is read any more."""
        llama_cpp.llama_memory_clear(self._memory, True)
        self.tokens, self._aside = [], None

    def close(self) -> None:
        """Give the memory back."""
        if self.pointer:
            llama_cpp.llama_free(self.pointer)
            self.pointer = None


def common_prefix(ours: Sequence[int], wanted: Sequence[int]) -> int:
    """How many tokens two texts begin with alike."""
    for place, (one, other) in enumerate(zip(ours, wanted, strict=False)):
        if one != other:
            return place
    return min(len(ours), len(wanted))


def _sampler(model: Model, sampling: Sampling) -> Any:
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    add = llama_cpp.llama_sampler_chain_add
    if sampling.grammar:
        grammar = llama_cpp.llama_sampler_init_grammar(
            model.vocabulary, sampling.grammar.encode(), b"root"
        )
        if not grammar:
            raise ValueError("the grammar was not understood")
        add(chain, grammar)
    if sampling.temperature <= 0:
        add(chain, llama_cpp.llama_sampler_init_greedy())
        return chain
    add(chain, llama_cpp.llama_sampler_init_top_k(sampling.top_k))
    add(chain, llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1))
    add(chain, llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1))
    add(chain, llama_cpp.llama_sampler_init_temp(sampling.temperature))
    seed = sampling.seed if sampling.seed >= 0 else llama_cpp.LLAMA_DEFAULT_SEED
    add(chain, llama_cpp.llama_sampler_init_dist(seed))
    return chain
