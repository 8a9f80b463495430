"""The words of a task: connectors cut off, and several tasks in one sentence told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.policies import Wish
from assistant_desktop.core.offline_brain.timing import (
    Timing,
    bare_clock,
    choose,
    clock_named,
    on_day_of,
    plain_rule,
    without,
)
from assistant_desktop.core.offline_brain.values import IntendedCall
from assistant_desktop.core.when import Duration, Match, Recurrence, Reference, find
from assistant_desktop.core.when.tokens import fold

_MARKS = " \t\r\n,;:.!?-–—\"'«»“”()"
_MAX_ROUNDS = 6

_Calls: TypeAlias = tuple[IntendedCall, ...]


def clean_task(words: str, book: Phrasebook) -> str:
    """What is to be done, without "to", "please" and the like around it."""
    start = book.expressions(rf"{book.task_start}(?=[\s,:]|$)[\s,:]*")
    end = book.expressions(rf"[\s,]+{book.task_end}[\s,.!?]*$")
    words = _stripped(words)
    for _ in range(_MAX_ROUNDS):
        before = words
        found = start.match(fold(words))
        if found is not None:
            words = words[found.end() :]
        found = end.search(fold(words))
        if found is not None:
            words = words[: found.start()]
        words = _stripped(words)
        if words == before:
            break
    return words


def _stripped(words: str) -> str:
    """Without marks around it, but with the last quotation mark of a title that ends it."""
    bare = words.strip(_MARKS)
    for opening, closing in (("«", "»"), ("“", "”"), ("(", ")")):
        if bare.count(opening) > bare.count(closing):
            return bare + closing
    return bare + '"' if bare.count('"') % 2 else bare


def clean_which(words: str, book: Phrasebook) -> str:
    """The words that name a thing, without articles and marks."""
    articles = book.expressions(rf"{book.articles}\s+")
    words = words.strip(_MARKS)
    for _ in range(_MAX_ROUNDS):
        found = articles.match(fold(words))
        if found is None:
            break
        words = words[found.end() :].strip(_MARKS)
    trailing = book.expressions(rf"\s+{book.trailing}$").search(fold(words))
    return words[: trailing.start()].strip(_MARKS) if trailing else words


def as_title(words: str, book: Phrasebook) -> str:
    """The object of a request as a title: «важную встречу с Аней» is «важная встреча с Аней»."""
    said = words.split(" ")
    for index, word in enumerate(said):
        ending = next(
            (e for e in book.nominative if len(word) > len(e[0]) + 2 and word.endswith(e[0])), None
        )
        if ending is None:
            break
        said[index] = word.removesuffix(ending[0]) + ending[1]
        if not ending[2]:
            break
    return " ".join(said)


def several(
    text: str, book: Phrasebook, reference: Reference, wish: Wish
) -> tuple[IntendedCall, ...]:
    """The reminders of a sentence that names several tasks, each with its own time, or one task
    at several times.

    "Call Ann at 5 and buy milk tomorrow": cut at a conjunction when both sides have a task and
    a time of their own. Empty when it is one task at one time.
    """
    matches = [m for m in find(text, reference) if not isinstance(m.value, Duration)]
    if len(matches) < 2:
        return ()
    folded = fold(text)
    pieces: list[str] = []
    place = 0
    cuts = list(book.expressions(book.also).finditer(folded))
    for index, found in enumerate(cuts):
        ends = [cut.start() for cut in cuts[index + 1 :]] + [len(text)]
        left = _times_in(matches, place, found.start())
        right = any(_times_in(matches, found.end(), end) for end in ends)
        inside = any(m.span[0] < found.end() and found.start() < m.span[1] for m in matches)
        if left and right and not inside:
            pieces.append(text[place : found.start()])
            place = found.end()
    pieces.append(text[place:])
    if len(pieces) < 2:
        return ()
    parts = [_part(piece, book, reference) for piece in pieces]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return ()
    return _own_tasks(known, reference, wish) or _one_task(known, reference, wish)


def _times_in(matches: Sequence[Match], start: int, end: int) -> bool:
    return any(start <= m.span[0] and m.span[1] <= end for m in matches)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the sentence: its task, perhaps empty, and its time.

    ``alone``: the piece names no other time.
    """

    task: str
    timing: Timing
    due: datetime
    alone: bool


def _part(piece: str, book: Phrasebook, reference: Reference) -> _Part | None:
    timing = choose(piece, fold(piece), book, reference)
    due = timing.due(reference) if timing else None
    if timing is None or due is None:
        return None
    bare = without(piece, fold(piece), timing.spans, book)
    asked = book.expressions(book.asking).match(fold(bare))
    task = clean_task(bare[asked.end() :] if asked else bare, book)
    return _Part(task, timing, due, alone=not find(task, reference))


def _own_tasks(parts: Sequence[_Part], reference: Reference, wish: Wish) -> _Calls:
    """“Call Ann at 5 and buy milk tomorrow"; empty when a piece has no task."""
    if any(len(part.task) < 2 or part.due <= reference.now for part in parts):
        return ()
    return tuple(_call(part.task, part.due, part.timing, wish) for part in parts)


def _one_task(parts: Sequence[_Part], reference: Reference, wish: Wish) -> _Calls:
    """“Call Ann at 5 and at 7", "on Monday and Thursday at 10": one task at several times."""
    tasks = [part.task for part in parts if len(part.task) > 1]
    if len(tasks) != 1 or not all(part.alone for part in parts):
        return ()
    repeated = [isinstance(part.timing.value, Recurrence) for part in parts]
    if any(repeated) and not all(repeated):
        return ()
    dues = [part.due if all(repeated) else _completed(part, parts, reference) for part in parts]
    if any(due <= reference.now for due in dues):
        return ()
    return tuple(
        _call(tasks[0], due, part.timing, wish) for part, due in zip(parts, dues, strict=True)
    )


def _completed(part: _Part, parts: Sequence[_Part], reference: Reference) -> datetime:
    """The time of a part, with the day or the hour that only one of the others has said."""
    clocked = [one for one in parts if clock_named(one.timing.value)]
    dated = [one for one in parts if not bare_clock(one.timing.words, reference)]
    sources = clocked if part not in clocked else dated if part not in dated else []
    if len(sources) != 1:
        return part.due
    moment = on_day_of(part.timing.value, sources[0].due, part.timing.words, reference)
    return moment or part.due


def _call(task: str, due: datetime, timing: Timing, wish: Wish) -> IntendedCall:
    arguments: dict[str, object] = {"text": task, "due": due.isoformat()}
    if isinstance(timing.value, Recurrence):
        arguments["rrule"] = plain_rule(timing.value.rrule)
    policy = wish.argument()
    if policy is not None:
        arguments["policy"] = policy
    if wish.condition is not None:
        arguments["condition"] = dict(wish.condition)
    return IntendedCall("create_reminder", arguments)
