"""Made-up models for the pictures: one in each state, in a library like the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant_desktop.core.assistant import ModelRow
from assistant_desktop.domain.events import DownloadProgress
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model_library import (
    InstalledFile,
    LibraryEntry,
    Machine,
    ModelFileInfo,
    judge_fit,
)
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.library_rows import (
    built_in_row,
    library_row,
    own_row,
    progress_text,
    words_alone_row,
)
from assistant_desktop.ui.presenters.finder import progress_words
from assistant_desktop.ui.presenters.model_library import disk_choices, memory_choices
from assistant_desktop.wording.model_words import size_text

if TYPE_CHECKING:
    from assistant_desktop.ui.models.library_rows import LibraryRow
    from assistant_desktop.ui.views.finder_settings import FinderSettings
    from assistant_desktop.ui.views.model_keeping import ModelKeeping

_MACHINE = Machine(
    ram_total=16_000_000_000, ram_free=6_400_000_000, disk_free=212_000_000_000, physical_cores=6
)


def entry(name: str, title: str, size_b: float, **more: object) -> LibraryEntry:
    """An entry of the library."""
    fields: dict[str, object] = {
        "kind": "chat",
        "licence": "Apache-2.0",
        "languages": ("en", "ru"),
        "language_count": 100,
        "tools": "good",
        "repository": "some/where",
        "file": f"{name}.gguf",
        "precision": "Q4_K_M",
        "context_tokens": 32768,
        "kv_layers": 36,
        "kv_heads": 8,
        "head_size": 128,
        "sources": ("made up",),
    }
    return LibraryEntry.model_validate(
        {**fields, "name": name, "title": title, "parameters_b": size_b, **more}
    )


SMALL = entry("qwen3-4b-2507", "Qwen3 4B Instruct 2507", 4.0)
RUSSIAN = entry("t-lite-2.1", "T-lite 2.1 8B", 8.2, best_at=("ru",), language_count=2)
LARGE = entry("qwen3-14b", "Qwen3 14B", 14.8)
HUGE = entry("another-32b", "Another 32B", 32.8, languages=("en",), language_count=12)
TINY = entry("qwen3-0.6b", "Qwen3 0.6B", 0.6, precision="Q8_0", tools="basic")
FINDS = entry("bge-m3", "BGE-M3", 0.568, kind="embedding", precision="Q8_0", kv_layers=0)


def moving(one: LibraryEntry, share: float) -> DownloadProgress:
    """A download on its way."""
    total = one.weight_bytes
    return DownloadProgress(
        user_id=DEFAULT_USER,
        name=one.name,
        state="downloading",
        done_bytes=round(total * share),
        total_bytes=total,
        bytes_per_s=12_400_000,
        seconds_left=total * (1 - share) / 12_400_000,
    )


def _row(one: LibraryEntry, **more: object) -> LibraryRow:
    download = 0 if more.get("file") else one.weight_bytes
    context = 512 if one.kind == "embedding" else 8192
    fit = judge_fit(one.memory_bytes(context), download, _MACHINE)
    return library_row(ModelRow(one, fit, **more))  # type: ignore[arg-type]  # made up


def _file(one: LibraryEntry, share: float = 1.0) -> InstalledFile:
    size = one.weight_bytes
    whole = share == 1
    return InstalledFile(one.name, "", round(size * share), size, whole, "sha256" if whole else "")


def rows() -> list[LibraryRow]:
    """The library with a model in every state."""
    own = ModelFileInfo(
        path="~/Downloads/saiga-nemo-12b-q4_k_m.gguf",
        architecture="llama",
        name="Saiga Nemo 12B",
        file_bytes=7_480_000_000,
        kv_bytes_per_token=163_840,
    )
    return [
        _row(SMALL, file=_file(SMALL), is_chosen=True),
        _row(RUSSIAN, file=_file(RUSSIAN, 0.3), progress=moving(RUSSIAN, 0.42)),
        _row(TINY, file=_file(TINY, 0.6)),
        _row(LARGE, is_recommended=True),
        _row(HUGE),
        _row(FINDS, file=_file(FINDS)),
        own_row(own, ()),
        built_in_row(is_chosen=True),
        words_alone_row(is_chosen=False),
    ]


def download_words(share: float) -> str:
    """How the card tells of a download."""
    return progress_text(moving(RUSSIAN, share))


def show_keeping(keeping: ModelKeeping, finder: FinderSettings) -> None:
    """What a model may keep, and texts that are read anew."""
    told = tr(
        "So that a conversation goes on at once after a restart. {size} is used now.",
        size=size_text(words(), 384_000_000),
    )
    keeping.fill(disk_choices(1024), memory_choices(10.0), (1024, 10.0), told)
    finder.show_state(progress_words("BGE-M3", 920, 1240, building=True))
    finder.show_prefixes(("query: ", "passage: "))
