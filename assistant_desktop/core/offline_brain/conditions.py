"""The weather that a reminder depends on, as people say it: “if it rains tomorrow”."""

from __future__ import annotations

import re
from typing import Any

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.timing import bare_clock, choose
from assistant_desktop.core.when import Reference
from assistant_desktop.core.when.tokens import fold

_MINUS = re.compile(r"(?:minus|минус|-)\s*")
_PLUS = re.compile(r"(?:плюс|\+)\s*")


def cut_condition(
    text: str, book: Phrasebook, reference: Reference
) -> tuple[str, dict[str, Any] | None]:
    """A request for a reminder without its clause about the weather, and what the clause says.

    The day in the clause is the reminder's, unless the rest names a time of its own.
    """
    if not book.expressions(rf"(?:{book.asking}|.*?\b(?:{{nag}})\b)").match(fold(text)):
        return text, None
    for kind, form in book.conditions:
        found = book.expressions(rf"[\s,;]*\b{form}(?=[\s,.;!?]|$)[\s,;]*(?:then |то )?").search(
            fold(text)
        )
        if found is not None:
            return _cut(text, found, kind, book, reference)
    return text, None


def _cut(
    text: str, found: re.Match[str], kind: str, book: Phrasebook, reference: Reference
) -> tuple[str, dict[str, Any]]:
    said = found.groupdict()
    condition: dict[str, Any] = {"kind": "precipitation" if said.get("both") else kind}
    if said.get("unless") or said.get("not") or said.get("no"):
        condition["unless"] = True
    if said.get("frost") is not None:
        condition["threshold"] = -abs(_number(said["frost"]))
    elif said.get("limit") is not None:
        condition["threshold"] = _number(said["limit"])
    elif said.get("zero") is not None:
        condition["threshold"] = 0
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
    day = said.get("day") or said.get("day2")
    if day is None:
        return rest, condition
    other = choose(rest, fold(rest), book, reference)
    if other is None or bare_clock(other.words, reference):
        return f"{rest} {day}", condition
    meant = choose(day, fold(day), book, reference)
    due, moment = other.due(reference), meant.due(reference) if meant else None
    if due is not None and moment is not None and moment.date() > due.date():
        condition["day"] = moment.date().isoformat()
    return rest, condition


def _number(words: str) -> int:
    sign = -1 if _MINUS.match(words) else 1
    return sign * int(_PLUS.sub("", _MINUS.sub("", words)))
