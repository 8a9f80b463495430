"""Embeddings through llama.cpp's C interface: texts to unit vectors, several in one pass.

Runs on one thread of the worker's child. Source: llama.h, llama_get_embeddings_seq: with pooling
there is one vector a sequence.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import llama_cpp

from assistant_desktop.services.llm.model_worker.llama import LoadFailed, Model

MOST_TOKENS = 512
"""Of one text; what is longer is cut. Also of one pass: an encoder sees its batch whole."""
MOST_TEXTS = 32
"""Texts in one pass."""


class EmbeddingModel:
    """A model whose last layer is pooled to one vector a text."""

    def __init__(self, path: Path, threads: int, gpu_layers: int = 0) -> None:
        self._model = Model(path, gpu_layers)
        self._longest = min(MOST_TOKENS, self._model.trained_context)
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = self._longest
        parameters.n_seq_max = MOST_TEXTS
        parameters.kv_unified = True
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.embeddings = True
        parameters.no_perf = True
        if not self._model.meta("tokenizer.ggml.model"):
            raise LoadFailed(f"{path.name} has no tokenizer")
        self._context = llama_cpp.llama_init_from_model(self._model.pointer, parameters)
        if not self._context:
            raise LoadFailed("there is not enough memory for this model")
        if llama_cpp.llama_pooling_type(self._context) == llama_cpp.LLAMA_POOLING_TYPE_NONE:
            raise LoadFailed(f"{path.name} is no embedding model")
        self.dimension = int(llama_cpp.llama_model_n_embd(self._model.pointer))

    def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        """One unit vector a text, in order, and how many tokens were read."""
        tokens = [self._tokens(text) for text in texts]
        vectors: list[list[float]] = []
        start = 0
        while start < len(tokens):
            end = _end_of_pass(tokens, start, self._longest)
            vectors += self._pass(tokens[start:end])
            start = end
        return vectors, sum(len(one) for one in tokens)

    def _tokens(self, text: str) -> list[int]:
        """Cut to what fits; the model's own last token stays last."""
        tokens = self._model.tokenize(text, begin=True)
        if len(tokens) > self._longest:
            tokens = [*tokens[: self._longest - 1], tokens[-1]]
        return tokens or self._model.tokenize(" ", begin=True) or [0]

    def _pass(self, texts: Sequence[Sequence[int]]) -> list[list[float]]:
        total = sum(len(tokens) for tokens in texts)
        batch = llama_cpp.llama_batch_init(total, 0, 1)
        try:
            place = 0
            for sequence, tokens in enumerate(texts):
                for position, token in enumerate(tokens):
                    batch.token[place] = token
                    batch.pos[place] = position
                    batch.n_seq_id[place] = 1
                    batch.seq_id[place][0] = sequence
                    batch.logits[place] = 1
                    place += 1
            batch.n_tokens = total
            memory = llama_cpp.llama_get_memory(self._context)
            if memory:
                llama_cpp.llama_memory_clear(memory, True)
            status = llama_cpp.llama_decode(self._context, batch)
            if status != 0:
                raise RuntimeError(f"llama_decode failed with {status}")
            return [self._vector(sequence) for sequence in range(len(texts))]
        finally:
            llama_cpp.llama_batch_free(batch)

    def _vector(self, sequence: int) -> list[float]:
        found = llama_cpp.llama_get_embeddings_seq(self._context, sequence)
        values = found[: self.dimension] if found else []
        length = math.sqrt(sum(value * value for value in values))
        if not length:
            raise RuntimeError("the model gave no vector")
        return [value / length for value in values]

    def close(self) -> None:
        """Give the memory back."""
        if self._context:
            llama_cpp.llama_free(self._context)
            self._context = None
        self._model.close()


def _end_of_pass(texts: Sequence[Sequence[int]], start: int, most_tokens: int) -> int:
    """How far one pass reaches: at least one text, at most MOST_TEXTS and `most_tokens`."""
    total = 0
    for place in range(start, min(len(texts), start + MOST_TEXTS)):
        total += len(texts[place])
        if total > most_tokens and place > start:
            return place
    return min(len(texts), start + MOST_TEXTS)
