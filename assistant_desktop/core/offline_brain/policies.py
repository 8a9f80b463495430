"""How hard a reminder should insist, as people say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.timing import tidy
from assistant_desktop.core.when import Duration, Recurrence, Reference, parse
from assistant_desktop.core.when.tokens import fold

_SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86400}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said about insisting. ``repeat_minutes`` is how often it should come back."""

    preset: str | None = None
    repeat_minutes: float | None = None
    critical: bool = False

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
        if kind in ("every", "until"):
            start, end = found.span("length")
            minutes = _minutes(text[start:end], reference)
            if minutes is None:
                continue
            repeat, preset = minutes, "insistent"
            if kind == "until":
                text = f"{book.remind_words} {text[found.end() :]}"
                continue
        elif kind == "critical":
            critical = True
        elif kind == "nag":
            preset = preset or "insistent"
            text = f"{text[: found.start()]}{book.remind_words}{text[found.end() :]}"
            continue
        else:
            preset = preset or kind
        text = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    return text, Wish(preset, repeat, critical)


def _minutes(words: str, reference: Reference) -> float | None:
    """A length in minutes, to four digits; None when the words are none."""
    match = parse(words, reference) or parse(f"1 {words}", reference)
    if match is None or isinstance(match.value, Recurrence):
        return None
    if not isinstance(match.value, Duration) or match.value.months:
        return None
    return tidy((match.value.days * 86400 + match.value.seconds) / 60) or None
