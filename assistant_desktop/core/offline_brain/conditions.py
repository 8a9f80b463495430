"""The weather that a reminder depends on, as people say it: “if it rains tomorrow”."""

from __future__ import annotations

import re
from typing import Any

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.policies import cut_policy
from assistant_desktop.core.offline_brain.timing import bare_clock, choose
from assistant_desktop.core.when import Reference, find
from assistant_desktop.core.when.tokens import fold

_MINUS = re.compile(r"(?:minus|минус|-)\s*")
_PLUS = re.compile(r"(?:плюс|\+)\s*")


def cut_condition(
    text: str, book: Phrasebook, reference: Reference
) -> tuple[str, dict[str, Any] | None]:
    """A request for a reminder without its clause about the weather, and what the clause says.

    The day in the clause is the reminder's, unless the rest names a time of its own.
    """
    folded = fold(text)
    asked = book.expressions(rf"(?:{book.asking}|.*?\b(?:{{nag}})\b)").match(folded)
    if asked is None:
        return text, None
    for kind, form in book.conditions:
        found = book.expressions(rf"[\s,;]*\b{form}(?=[\s,.;!?]|$)[\s,;]*(?:then |то )?").search(
            folded
        )
        if found is None:
            continue
        # In doubt there is no condition: a reminder too many is better than one too few.
        if _is_spoken_of(folded, found, asked.end(), book) or not _ends(
            text, found.end(), book, reference
        ):
            return text, None
        return _cut(text, found, kind, book, reference)
    return text, None


def _is_spoken_of(folded: str, found: re.Match[str], asked: int, book: Phrasebook) -> bool:
    """Whether the clause belongs to the task: “to check if it rains”, “even if it rains”."""
    task = asked if asked <= found.start() else 0
    return book.expressions(book.knowing).search(folded[task : found.start()]) is not None


def _ends(text: str, end: int, book: Phrasebook, reference: Reference) -> bool:
    """Whether the clause is whole there: not so in “if it rains in Seattle”, “if it is cold and
    dark”.
    """
    rest = text[end:].strip()
    folded = fold(rest)
    if not rest.strip(" .,;!?)") or book.expressions(book.onward).match(folded):
        return True
    if any(book.expressions(form).match(f" {folded}") for _, form in book.policies):
        return True
    lead = book.expressions(rf"(?:{book.before_time}\s+)*").match(folded)
    latest = lead.end() if lead else 0
    return any(match.span[0] <= latest for match in find(rest, reference))


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
    bare, _ = cut_policy(rest, book, reference)  # "every 5 minutes" is no time of the reminder
    other = choose(bare, fold(bare), book, reference)
    if other is None or bare_clock(other.words, reference):
        return f"{text[: found.start()]} {day} {text[found.end() :]}".strip(), condition
    meant = choose(day, fold(day), book, reference)
    due, moment = other.due(reference), meant.due(reference) if meant else None
    if due is not None and moment is not None and moment.date() > due.date():
        condition["day"] = moment.date().isoformat()
    return rest, condition


def _number(words: str) -> int:
    sign = -1 if _MINUS.match(words) else 1
    return sign * int(_PLUS.sub("", _MINUS.sub("", words)))
