"""Models in words: sizes, whether they fit, what they know, how a download stands."""

from assistant_desktop.domain.model_library import Fit, LibraryEntry
from assistant_desktop.wording import Wording

_MEGA, _GIGA = 1_000_000, 1_000_000_000


def size_text(words: Wording, size: float) -> str:
    """A number of bytes as people say it: "640 MB", "2.5 GB"."""
    if size < _GIGA / 10 * 9.5:
        return words.text("{n} MB", n=max(round(size / _MEGA), 0 if size < 1 else 1))
    return words.text("{n} GB", n=_decimal(words, size / _GIGA))


def speed_text(words: Wording, bytes_per_s: float) -> str:
    """A speed: "12.4 MB/s"."""
    return words.text("{n} MB/s", n=_decimal(words, bytes_per_s / _MEGA))


def left_text(words: Wording, seconds: float) -> str:
    """The time that is left: "40 s left", "3 min left", "2 h left"."""
    if seconds < 60:
        return words.text("{n} s left", n=max(round(seconds), 1))
    if seconds < 5400:
        return words.text("{n} min left", n=round(seconds / 60))
    return words.text("{n} h left", n=round(seconds / 3600))


def fit_text(words: Wording, fit: Fit) -> str:
    """Whether a model fits this computer, and why."""
    said = {"needed": size_text(words, fit.needed), "there": size_text(words, fit.there)}
    if fit.reason == "memory-total":
        text = words.text("Does not fit: needs {needed} of memory, this computer has {there}")
    elif fit.reason == "disk":
        text = words.text("Does not fit: needs {needed} of disk, {there} is free")
    elif fit.reason == "memory-now":
        text = words.text("Tight: needs {needed} of memory, {there} is free now")
    elif fit.reason == "gpu":
        text = words.text("Fits: needs {needed}, the graphics card has {there} free")
    else:
        text = words.text("Fits: needs {needed} of memory, {there} is free now")
    return text.format(**said)


def verdict_text(words: Wording, fit: Fit) -> str:
    """The same in a word."""
    if fit.verdict == "no":
        return words.text("does not fit")
    return words.text("tight") if fit.verdict == "tight" else words.text("fits")


def languages_text(words: Wording, entry: LibraryEntry) -> str:
    """What it speaks."""
    if "ru" in entry.best_at:
        return words.text("Russian and English")
    known = words.count("{n} language", "{n} languages", entry.language_count)
    if "ru" in entry.languages:
        return words.text("{count}, Russian among them", count=known)
    return known


def tools_text(words: Wording, entry: LibraryEntry) -> str:
    """How well it uses tools, as its documentation says; empty for one that makes vectors."""
    if entry.kind == "embedding":
        return ""
    if entry.tools == "good":
        return words.text("uses tools well")
    return words.text("uses tools") if entry.tools == "basic" else words.text("uses no tools")


def licence_text(words: Wording, entry: LibraryEntry) -> str:
    """Its licence."""
    return words.text("licence {name}", name=entry.licence)


def number_text(words: Wording, number: int) -> str:
    """1,240 or 1 240."""
    return f"{number:,}".replace(",", "\u00a0" if words.language == "ru" else ",")


def _decimal(words: Wording, number: float) -> str:
    text = f"{number:.1f}"
    return text.replace(".", ",") if words.language == "ru" else text
