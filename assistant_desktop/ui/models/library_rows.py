"""Models of the library as lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from assistant_desktop.domain.model_library import (
    BUILT_IN_BYTES,
    BUILT_IN_TITLE,
    USUAL_CONTEXT,
)
from assistant_desktop.ui.language import tr, words
from assistant_desktop.wording.model_words import (
    fit_text,
    languages_text,
    left_text,
    licence_text,
    size_text,
    speed_text,
    tools_text,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant_desktop.core.assistant import ModelRow
    from assistant_desktop.domain.events import DownloadProgress
    from assistant_desktop.domain.model_library import ModelFileInfo

Action = Literal["download", "resume", "pause", "cancel", "use", "remove", "forget"]
OWN = "file:"
"""How the names of the user's own files begin."""
BUILT_IN_ROW, WORDS_ALONE_ROW = "finds:built-in", "finds:none"


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One line of the library.

    tone: how the state is coloured; its words say the same. share: how much has come, 0 to 1,
    None where nothing is on its way. is_prominent: shown before "All models" is pressed.
    """

    name: str
    kind: Literal["chat", "embedding"]
    title: str
    tag: str
    size: str
    about: str
    state: str
    tone: Literal["caption", "amber", "orange"]
    can: tuple[Action, ...]
    share: float | None = None
    is_prominent: bool = False


def library_row(row: ModelRow) -> LibraryRow:
    """What is shown of one entry."""
    said, entry = words(), row.entry
    about = (languages_text(said, entry), tools_text(said, entry), licence_text(said, entry))
    moving = row.progress is not None
    half = row.file is not None and not row.file.is_whole
    prominent = row.is_recommended or row.file is not None or moving or row.is_chosen
    return LibraryRow(
        name=entry.name,
        kind=entry.kind,
        title=entry.title,
        tag=_tag(row),
        size=size_text(said, row.download_bytes),
        about=" · ".join(one for one in about if one),
        state=progress_text(row.progress) if row.progress is not None else _state(row),
        tone=_tone(row) if _shows_fit(row) else "caption",
        can=actions(row),
        share=_share(row) if moving or half else None,
        is_prominent=prominent,
    )


def own_row(info: ModelFileInfo, chosen: Collection[str]) -> LibraryRow:
    """What is shown of a file of the user's own; it stays where it is.

    chosen: the files that answer or find memories now.
    """
    said, is_chosen = words(), info.path in chosen
    size = size_text(said, info.memory_bytes(USUAL_CONTEXT))
    return LibraryRow(
        name=f"{OWN}{info.path}",
        kind="embedding" if info.is_embedding else "chat",
        title=info.name or PurePath(info.path).stem,
        tag=_chosen_tag(is_embedding=info.is_embedding) if is_chosen else tr("your own file"),
        size=size_text(said, info.file_bytes),
        about=info.path,
        state=tr("Needs {size} of memory", size=size),
        tone="caption",
        can=("forget",) if is_chosen else ("use", "forget"),
        is_prominent=True,
    )


def built_in_row(*, is_chosen: bool) -> LibraryRow:
    """The embedder that comes with the app."""
    return _finder_row(
        BUILT_IN_ROW,
        BUILT_IN_TITLE,
        tr("English · licence Apache-2.0"),
        tr("Comes with the app"),
        is_chosen=is_chosen,
    )


def words_alone_row(*, is_chosen: bool) -> LibraryRow:
    """No embedder at all."""
    about = tr("Nothing is found by meaning, and no model runs for it")
    return _finder_row(WORDS_ALONE_ROW, tr("Words alone"), about, "", is_chosen=is_chosen)


def _finder_row(name: str, title: str, about: str, state: str, *, is_chosen: bool) -> LibraryRow:
    size = size_text(words(), BUILT_IN_BYTES) if name == BUILT_IN_ROW else ""
    tag = ""
    if is_chosen:
        tag = _chosen_tag(is_embedding=True) if name == BUILT_IN_ROW else tr("chosen now")
    return LibraryRow(
        name=name,
        kind="embedding",
        title=title,
        tag=tag,
        size=size,
        about=about,
        state=state,
        tone="caption",
        can=() if is_chosen else ("use",),
        is_prominent=True,
    )


def actions(row: ModelRow) -> tuple[Action, ...]:
    """What can be done with it now, the likeliest first."""
    if row.progress is not None:
        return ("pause", "cancel")
    if row.is_installed:
        return ("remove",) if row.is_chosen else ("use", "remove")
    if row.file is not None:
        return ("resume", "cancel")
    return ("download",) if row.fit.verdict != "no" else ()


def progress_text(progress: DownloadProgress) -> str:
    """How a download stands: "1.2 of 2.5 GB · 12.4 MB/s · 2 min left"."""
    said = words()
    if progress.state == "checking":
        return tr("Checking what came…")
    if progress.state == "starting" or not progress.total_bytes:
        return tr("Asking the hub…")
    done, total = size_text(said, progress.done_bytes), size_text(said, progress.total_bytes)
    parts = [tr("{done} of {total}", done=done, total=total)]
    if progress.bytes_per_s:
        parts.append(speed_text(said, progress.bytes_per_s))
    if progress.seconds_left is not None:
        parts.append(left_text(said, progress.seconds_left))
    return " · ".join(parts)


def _chosen_tag(*, is_embedding: bool) -> str:
    return tr("finds memories now") if is_embedding else tr("answers now")


def _tag(row: ModelRow) -> str:
    if row.is_chosen:
        return _chosen_tag(is_embedding=row.entry.kind == "embedding")
    if row.is_installed:
        return tr("on this computer")
    return tr("recommended here") if row.is_recommended else ""


def _state(row: ModelRow) -> str:
    said, file = words(), row.file
    if file is None or _shows_fit(row):
        return fit_text(said, row.fit)
    size = size_text(said, row.fit.needed)
    if file.is_whole and file.verified == "size":
        return tr("Needs {size} of memory. The hub states no hash: its size fits", size=size)
    if file.is_whole:
        return tr("Needs {size} of memory. Verified", size=size)
    done, total = size_text(said, file.file_bytes), size_text(said, file.total_bytes)
    return tr("Paused at {done} of {total}", done=done, total=total)


def _shows_fit(row: ModelRow) -> bool:
    """Before it is here; and while it is, only where something is wrong with it."""
    if row.progress is not None or (row.file is not None and not row.file.is_whole):
        return False
    return row.file is None or (row.fit.verdict != "fits" and not row.is_chosen)


def _tone(row: ModelRow) -> Literal["caption", "amber", "orange"]:
    return {"fits": "caption", "tight": "amber", "no": "orange"}[row.fit.verdict]  # type: ignore[return-value]


def _share(row: ModelRow) -> float:
    there = row.progress
    if there is not None and there.total_bytes:
        return there.done_bytes / there.total_bytes
    if row.file is not None and row.file.total_bytes:
        return row.file.file_bytes / row.file.total_bytes
    return 0.0
