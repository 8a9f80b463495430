"""How hard a reminder should insist, as people say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.timing import tidy
from assistant_desktop.core.when import Duration, Recurrence, Reference, parse
from assistant_desktop.core.when.tokens import fold

_INSISTENT = ("every", "until", "nag", "critical")  # what insists without saying so


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said about insisting, and about the weather it depends on.

    ``repeat_minutes`` is how often it should come back.
    """

    preset: str | None = None
    repeat_minutes: float | None = None
    critical: bool = False
    condition: Mapping[str, Any] | None = None

    def argument(self) -> Any:
        """The ``policy`` argument; None when nothing was said."""
        if self.repeat_minutes is None and not self.critical:
            return self.preset
        policy: dict[str, Any] = {"insistent": self.preset != "gentle"}
        if self.repeat_minutes is not None:
            policy["repeat_minutes"] = self.repeat_minutes
        if self.critical:
            policy["critical"] = True
        return policy


NO_WISH = Wish()


def cut_policy(text: str, book: Phrasebook, reference: Reference) -> tuple[str, Wish]:
    """The text without its words about insisting, and what they said."""
    preset: str | None = None
    repeat: float | None = None
    critical = False
    for kind, form in book.policies:
        found = book.expressions(form).search(fold(text))
        if found is None:
            continue
        preset = preset or ("insistent" if kind in _INSISTENT else kind)
        if found.groupdict().get("length"):
            start, end = found.span("length")
            repeat = _minutes(text[start:end], reference) or repeat
        if kind == "until":
            text = f"{book.remind_words} {_between(text, found)} {text[found.end() :]}"
            continue
        critical = critical or kind == "critical"
        if kind == "nag":
            text = f"{text[: found.start()]}{book.remind_words}{text[found.end() :]}"
            continue
        left = f"{text[: found.start()]} {text[found.end() :]}"
        text = " ".join(left.split()).lstrip(" ,;:.!-—")
    return text, Wish(preset, repeat, critical)


def _between(text: str, found: re.Match[str]) -> str:
    """“nag me [every 3 minutes] at 7pm [until I] ...”: what else was said before "until"."""
    start, end = found.end("who"), found.start("bound")
    if found["pace"]:
        return text[start : found.start("pace")] + text[found.end("pace") : end]
    return text[start:end]


def _minutes(words: str, reference: Reference) -> float | None:
    """A length in minutes, to four digits; None when the words are none."""
    match = parse(words, reference) or parse(f"1 {words}", reference)
    if match is None or isinstance(match.value, Recurrence):
        return None
    if not isinstance(match.value, Duration) or match.value.months:
        return None
    return tidy((match.value.days * 86400 + match.value.seconds) / 60) or None
