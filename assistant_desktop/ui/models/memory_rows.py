"""Memories in words: groups, when and how each was learned, how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant_desktop.domain.memory import SENSITIVE, Memory, MemoryKind
from assistant_desktop.ui.dates import clock_text, date_text
from assistant_desktop.ui.language import tr

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from assistant_desktop.domain.memory import Origin, Suggestion

CERTAIN, QUITE_SURE = 1.0, 0.8
_LONGEST_QUOTE = 600
_GROUPS = ("revealed", "pinned", "people", "preferences", "facts", "notes", "private", "past")
_OF_KIND = {
    MemoryKind.PERSON: "people",
    MemoryKind.PREFERENCE: "preferences",
    MemoryKind.FACT: "facts",
    MemoryKind.NOTE: "notes",
}


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """A memory as a list shows it. has_message: a message is known that it came from."""

    id: str
    text: str
    learned: str
    pinned: bool = False
    has_message: bool = False
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class MemoryGroup:
    """Rows under a heading; `count` of them there are, shown or not."""

    title: str
    count: int
    rows: tuple[MemoryRow, ...]


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A private thing that is kept only with a yes."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class OriginText:
    """Why something is known: a sentence, the words it came from, how sure that is."""

    told: str
    quote: str = ""
    sure: str = ""


def grouped(
    memories: Iterable[Memory], revealed: Collection[str] = ()
) -> list[tuple[str, list[Memory]]]:
    """The groups that have anything, in their order; each keeps the order of its memories."""
    groups: dict[str, list[Memory]] = {name: [] for name in _GROUPS}
    for one in memories:
        groups[_group_of(one, revealed)].append(one)
    return [(name, kept) for name, kept in groups.items() if kept]


def _group_of(memory: Memory, revealed: Collection[str]) -> str:
    if memory.id in revealed:
        return "revealed"
    if memory.valid_to is not None:
        return "past"
    if memory.pinned:
        return "pinned"
    return "private" if memory.kind in SENSITIVE else _OF_KIND[memory.kind]


def group_title(name: str) -> str:
    """What a group is called."""
    titles = {
        "revealed": tr("FROM THE CONVERSATION"),
        "pinned": tr("PINNED"),
        "people": tr("PEOPLE"),
        "preferences": tr("PREFERENCES"),
        "facts": tr("ABOUT YOU"),
        "notes": tr("NOTES YOU ASKED ME TO KEEP"),
        "private": tr("PRIVATE"),
        "past": tr("NO LONGER HOLDS"),
    }
    return titles[name]


def first_rows(
    groups: Sequence[tuple[str, list[Memory]]], most: int, now: datetime
) -> list[MemoryGroup]:
    """So many rows of the groups as are shown; `now` in the user's zone."""
    shown: list[MemoryGroup] = []
    for name, memories in groups:
        if most <= 0:
            break
        rows = tuple(row_of(one, now) for one in memories[:most])
        most -= len(rows)
        shown.append(MemoryGroup(group_title(name), len(memories), rows))
    return shown


def row_of(memory: Memory, now: datetime) -> MemoryRow:
    """The row of a memory."""
    return MemoryRow(
        memory.id,
        memory.text,
        _learned(memory, now),
        pinned=memory.pinned,
        has_message=memory.source_message is not None,
        is_past=memory.valid_to is not None,
    )


def _learned(memory: Memory, now: datetime) -> str:
    when = day(memory.valid_from, now)
    if memory.valid_to is not None:
        return tr("from {start} until {end}", start=when, end=day(memory.valid_to, now))
    if memory.kind is MemoryKind.NOTE and memory.source_message is not None:
        return tr("noted at your request, {when}", when=when)
    if memory.source_message is None:
        return tr("noted {when}", when=when)
    told = tr("from a conversation, {when}", when=when)
    return f"{told} · {sure_word(memory.confidence)}"


def day(moment: datetime, now: datetime) -> str:
    """A day, with the year where it is another one."""
    there = moment.astimezone(now.tzinfo).date()
    return date_text(there, with_year=there.year != now.year)


def sure_word(confidence: float) -> str:
    """How sure something is, in a word or two."""
    if confidence >= CERTAIN:
        return tr("certain")
    return tr("quite sure") if confidence >= QUITE_SURE else tr("not quite sure")


def origin_text(memory: Memory, origin: Origin | None, now: datetime) -> OriginText:
    """Why a memory is known."""
    if memory.source_message is None:
        when = day(memory.valid_from, now)
        return OriginText(tr("You noted it yourself, {when}.", when=when))
    if origin is None:
        told = tr("The message that it came from is no longer there.")
        return OriginText(told, sure=_sure_sentence(memory))
    said_at = origin.message.created_at
    when = f"{day(said_at, now)}, {clock_text(said_at.astimezone(now.tzinfo))}"
    title = origin.title or tr("New conversation")
    if memory.kind is MemoryKind.NOTE:
        told = tr("You asked for it {when} in “{title}”:", when=when, title=title)
    else:
        told = tr("You said {when} in “{title}”:", when=when, title=title)
    words = origin.message.text.strip()
    quote = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
    return OriginText(told, quote, _sure_sentence(memory))


def _sure_sentence(memory: Memory) -> str:
    if memory.kind is MemoryKind.NOTE:
        return ""
    if memory.confidence >= CERTAIN:
        return tr("You confirmed it.")
    if memory.confidence >= QUITE_SURE:
        return tr("Your words say it plainly.")
    return tr("A model read it out of your words and may be mistaken.")


def suggestion_row(suggestion: Suggestion) -> SuggestionRow:
    """The row of a suggestion."""
    kinds = {
        MemoryKind.HEALTH: tr("health"),
        MemoryKind.MONEY: tr("money"),
        MemoryKind.SECRET: tr("a secret"),
    }
    return SuggestionRow(suggestion.id, suggestion.text, kinds.get(suggestion.kind, ""))
