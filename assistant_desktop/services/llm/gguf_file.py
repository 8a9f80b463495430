"""What a GGUF file says of itself, read from its header; the weights are never touched.

Source: GGUF specification, github.com/ggml-org/ggml docs/gguf.md (version 3; 2 differs in nothing
that is read here): magic, version, counts, key-value pairs, tensor infos; all little-endian.
"""

import math
import mmap
import struct
from pathlib import Path
from typing import Final

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.model_library import ModelFileInfo, kv_bytes

MAGIC: Final = b"GGUF"
_FORMATS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?",
                   10: "Q", 11: "q", 12: "d"}  # fmt: skip
_STRING, _ARRAY = 8, 9
_MOST_PAIRS = 100_000
_MOST_TENSORS = 1_000_000
_MOST_KEPT = 4096
"""Longer arrays are vocabularies; they are stepped over."""
_DEEPEST = 4
_ALIGNMENT = 32
_POOLING: Final = ("none", "mean", "cls", "last", "rank")
_PRECISIONS: Final = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
}  # fmt: skip
"""general.file_type, as llama.h's `llama_ftype` numbers it."""

Value = int | float | bool | str | list["Value"] | None


class _Damaged(Exception):
    """The bytes are no GGUF header."""


class _Reader:
    """Walks over the header; every length is checked before it is believed."""

    def __init__(self, data: "mmap.mmap | bytes") -> None:
        self._data = data
        self._size = len(data)
        self.at = 0

    def number(self, form: str) -> int | float | bool:
        """One number of a struct format."""
        packed = struct.Struct(f"<{form}")
        self._require(packed.size)
        (value,) = packed.unpack_from(self._data, self.at)
        self.at += packed.size
        return value  # type: ignore[no-any-return]  # struct tells no types

    def count(self, form: str = "Q") -> int:
        """A number that counts something."""
        return int(self.number(form))

    def text(self) -> str:
        """A string: its length, then UTF-8."""
        length = self.count()
        self._require(length)
        text = self._data[self.at : self.at + length]
        self.at += length
        return text.decode("utf-8", "replace")

    def value(self, kind: int, depth: int = 0) -> Value:
        """A value of that type; None for an array that is stepped over."""
        if kind == _STRING:
            return self.text()
        if kind == _ARRAY:
            return self._array(depth)
        if kind not in _FORMATS:
            raise _Damaged(f"value type {kind}")
        return self.number(_FORMATS[kind])

    def _array(self, depth: int) -> Value:
        kind, length = self.count("I"), self.count()
        if depth >= _DEEPEST:
            raise _Damaged("arrays in arrays in arrays")
        if kind in _FORMATS:
            self._require(length * struct.calcsize(_FORMATS[kind]))
            if length > _MOST_KEPT:
                self.at += length * struct.calcsize(_FORMATS[kind])
                return None
        else:
            self._require(length * 8)  # each string or array has a length of its own
        if kind == _STRING and length > _MOST_KEPT:
            self._step_over_strings(length)
            return None
        return [self.value(kind, depth + 1) for _ in range(length)]

    def _step_over_strings(self, count: int) -> None:
        length_of, at, size = struct.Struct("<Q").unpack_from, self.at, self._size
        data = self._data
        for _ in range(count):
            if at + 8 > size:
                raise _Damaged("it ends in a string")
            at += 8 + length_of(data, at)[0]
        self.at = at
        self._require(0)

    def _require(self, length: int) -> None:
        if self.at + length > self._size:
            raise _Damaged("it ends too early")


def read_gguf(path: Path) -> ModelFileInfo:
    """What the file says of itself. Blocks for some 100 ms: call it in a thread.

    Raises:
        BadInput: it cannot be read, is no GGUF file, or is damaged or cut short.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise BadInput("{path} is no GGUF model file.", path=path)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                pairs, needed = _header(_Reader(data))
                size = len(data)
    except OSError as error:
        raise BadInput(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror or error
        ) from error
    except _Damaged as error:
        raise BadInput("{path} is damaged: its header cannot be read.", path=path) from error
    if needed > size:
        raise BadInput("{path} is cut short: a part of the model is missing.", path=path)
    return _info(path, size, pairs)


def _header(reader: _Reader) -> tuple[dict[str, Value], int]:
    """The key-value pairs, and the least size the whole file must have."""
    reader.at = len(MAGIC)
    version = reader.count("I")
    if version not in {2, 3}:
        raise _Damaged(f"version {version}")
    tensors, count = reader.count(), reader.count()
    if count > _MOST_PAIRS or tensors > _MOST_TENSORS:
        raise _Damaged("more of everything than there can be")
    pairs: dict[str, Value] = {}
    for _ in range(count):
        key = reader.text()
        pairs[key] = reader.value(reader.count("I"))
    furthest = 0
    for _ in range(tensors):
        reader.text()
        dimensions = reader.count("I")
        if dimensions > 8:
            raise _Damaged("a tensor of many dimensions")
        for _ in range(dimensions):
            reader.number("Q")
        reader.number("I")
        furthest = max(furthest, reader.count())
    alignment = _whole(pairs, "general.alignment") or _ALIGNMENT
    start = math.ceil(reader.at / alignment) * alignment
    return pairs, start + furthest + 1 if tensors else reader.at


def _info(path: Path, size: int, pairs: dict[str, Value]) -> ModelFileInfo:
    family = _text(pairs, "general.architecture")
    layers = _whole(pairs, f"{family}.block_count")
    heads = _largest(pairs, f"{family}.attention.head_count")
    pooling = _whole(pairs, f"{family}.pooling_type", -1)
    kind = _whole(pairs, "general.file_type", -1)
    return ModelFileInfo(
        path=str(path),
        architecture=family,
        name=_text(pairs, "general.name"),
        file_bytes=size,
        context_tokens=_whole(pairs, f"{family}.context_length"),
        layers=layers,
        heads=heads,
        kv_heads=_largest(pairs, f"{family}.attention.head_count_kv") or heads,
        embedding_length=_whole(pairs, f"{family}.embedding_length"),
        kv_bytes_per_token=_kv_bytes_per_token(pairs, family, layers, heads),
        has_chat_template=bool(_text(pairs, "tokenizer.chat_template")),
        pooling=_POOLING[pooling] if 0 <= pooling < len(_POOLING) else "",
        precision=_PRECISIONS.get(kind, ""),
        size_label=_text(pairs, "general.size_label"),
        licence=_text(pairs, "general.license"),
    )


def _kv_bytes_per_token(pairs: dict[str, Value], family: str, layers: int, heads: int) -> int:
    if pairs.get(f"{family}.attention.causal") is False:
        return 0  # it reads a whole text at once and keeps nothing
    width = _whole(pairs, f"{family}.embedding_length")
    usual = width // heads if heads else 0
    key = _whole(pairs, f"{family}.attention.key_length") or usual
    value = _whole(pairs, f"{family}.attention.value_length") or usual
    per_layer = pairs.get(f"{family}.attention.head_count_kv")
    if isinstance(per_layer, list):
        return kv_bytes(sum(one for one in per_layer if isinstance(one, int)), key + value)
    kv_heads = _whole(pairs, f"{family}.attention.head_count_kv") or heads
    # Hybrid models: only every n-th layer looks back over the context.
    every = max(_whole(pairs, f"{family}.full_attention_interval", 1), 1)
    return kv_bytes(layers // every * kv_heads, key + value)


def _text(pairs: dict[str, Value], key: str) -> str:
    value = pairs.get(key)
    return value if isinstance(value, str) else ""


def _whole(pairs: dict[str, Value], key: str, otherwise: int = 0) -> int:
    value = pairs.get(key)
    return value if isinstance(value, int) and 0 <= value < 1 << 40 else otherwise


def _largest(pairs: dict[str, Value], key: str) -> int:
    value = pairs.get(key)
    if isinstance(value, list):
        return max((one for one in value if isinstance(one, int)), default=0)
    return _whole(pairs, key)
