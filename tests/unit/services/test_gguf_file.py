"""A GGUF file tells what it is and costs; a damaged one is told in words, never a traceback."""

import contextlib
import struct
from pathlib import Path

import gguf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_desktop.domain.errors import BadInput
from assistant_desktop.services.llm import gguf_file
from assistant_desktop.services.llm.gguf_file import read_gguf
from tests.fixtures.tiny_gguf import write_llama


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_llama(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


def written(path: Path, family: str, **fields) -> Path:
    writer = gguf.GGUFWriter(str(path), family)
    for key, value in fields.items():
        name = key.replace("__", ".").replace("ARCH", family)
        if isinstance(value, bool):
            writer.add_bool(name, value)
        elif isinstance(value, int):
            writer.add_uint32(name, value)
        elif isinstance(value, str):
            writer.add_string(name, value)
        else:
            writer.add_array(name, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_file_tells_what_it_is(tiny):
    info = read_gguf(tiny)
    assert (info.architecture, info.name) == ("llama", "tiny")
    assert (info.layers, info.heads, info.kv_heads, info.embedding_length) == (2, 4, 4, 64)
    assert info.context_tokens == 32768
    assert info.has_chat_template
    assert not info.is_embedding
    assert info.file_bytes == tiny.stat().st_size
    assert info.kv_bytes_per_token == 2 * 4 * (16 + 16) * 2
    assert info.memory_bytes(1000) - info.memory_bytes(0) == 1000 * info.kv_bytes_per_token


def test_what_only_some_files_tell(tmp_path):
    path = written(
        tmp_path / "m.gguf",
        "bert",
        general__file_type=7,
        general__size_label="23M",
        general__license="apache-2.0",
        ARCH__pooling_type=1,
        ARCH__attention__causal=False,
        ARCH__block_count=6,
        ARCH__attention__head_count=12,
        ARCH__embedding_length=384,
    )
    info = read_gguf(path)
    assert (info.precision, info.size_label, info.licence) == ("Q8_0", "23M", "apache-2.0")
    assert info.pooling == "mean"
    assert info.is_embedding
    assert info.kv_bytes_per_token == 0


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ARCH__attention__head_count_kv": 8}, 32 * 8 * 256 * 2),
        ({"ARCH__attention__head_count_kv": [0, 0, 0, 8] * 8}, 8 * 8 * 256 * 2),
        (
            {"ARCH__attention__head_count_kv": 4, "ARCH__full_attention_interval": 4},
            8 * 4 * 256 * 2,
        ),
        ({}, 32 * 32 * 256 * 2),
    ],
)
def test_the_context_costs_what_its_layers_keep(tmp_path, fields, expected):
    path = written(
        tmp_path / "m.gguf",
        "some",
        ARCH__block_count=32,
        ARCH__attention__head_count=32,
        ARCH__attention__key_length=128,
        ARCH__attention__value_length=128,
        **fields,
    )
    assert read_gguf(path).kv_bytes_per_token == expected


def test_long_vocabularies_are_stepped_over(tmp_path):
    tokens = [f"token {number}" for number in range(10_000)]
    path = written(
        tmp_path / "m.gguf",
        "llama",
        tokenizer__ggml__tokens=tokens,
        tokenizer__ggml__scores=[0.5] * 10_000,
        ARCH__block_count=3,
    )
    assert read_gguf(path).layers == 3


def test_the_numbers_of_precisions_are_llama_cpps():
    theirs = {one.value: one.name.split("_", 1)[-1] for one in gguf.LlamaFileType}
    for number, name in gguf_file._PRECISIONS.items():
        assert theirs[number] == name
    assert [one.name.lower() for one in gguf.PoolingType] == list(gguf_file._POOLING)


# --------------------------------------------------------------------------------------- damaged


def test_a_file_that_is_none_is_told(tmp_path):
    (tmp_path / "x.gguf").write_bytes(b"<html>not found</html>")
    with pytest.raises(BadInput, match="no GGUF"):
        read_gguf(tmp_path / "x.gguf")
    (tmp_path / "empty.gguf").touch()
    with pytest.raises(BadInput, match="no GGUF"):
        read_gguf(tmp_path / "empty.gguf")
    with pytest.raises(BadInput, match="cannot be read"):
        read_gguf(tmp_path / "gone.gguf")
    with pytest.raises(BadInput, match="cannot be read"):
        read_gguf(tmp_path)


def test_a_file_without_its_last_tensors_is_told(tiny, tmp_path):
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(tiny.read_bytes()[:200_000])
    with pytest.raises(BadInput, match="cut short"):
        read_gguf(cut)


@pytest.mark.parametrize("length", [4, 5, 8, 16, 24, 40, 100, 1000, 5000])
def test_a_header_that_ends_too_early_is_told(tiny, tmp_path, length):
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(tiny.read_bytes()[:length])
    with pytest.raises(BadInput):
        read_gguf(cut)


def _head(version: int, tensors: int, pairs: int, rest: bytes) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, pairs) + rest


@pytest.mark.parametrize(
    "data",
    [
        _head(1, 0, 0, b""),
        _head(3, 0, 1 << 60, b""),
        _head(3, 1 << 60, 0, b""),
        _head(3, 0, 1, struct.pack("<Q", 1 << 62)),
        _head(3, 0, 1, struct.pack("<Q1sI", 1, b"a", 99)),
        _head(3, 0, 1, struct.pack("<Q1sIIQ", 1, b"a", 9, 8, 1 << 50)),
        _head(3, 0, 1, struct.pack("<Q1sI", 1, b"a", 9) + struct.pack("<IQ", 9, 1) * 20),
    ],
)
def test_numbers_that_cannot_be_are_not_believed(tmp_path, data):
    path = tmp_path / "x.gguf"
    path.write_bytes(data)
    with pytest.raises(BadInput):
        read_gguf(path)


@settings(max_examples=150)
@given(data=st.data())
def test_any_byte_may_be_wrong(tiny, tmp_path_factory, data):
    whole = bytearray(tiny.read_bytes()[:12_000])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(4, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "flipped.gguf"
    path.write_bytes(whole)
    with contextlib.suppress(BadInput):
        read_gguf(path)
