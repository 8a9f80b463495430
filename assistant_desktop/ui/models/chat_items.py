"""A conversation as rows: what a message list shows, made from messages and their journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant_desktop.domain.conversation import CallStatus, Completeness, Role
from assistant_desktop.domain.ids import MemoryId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant_desktop.domain.conversation import JournalEntry, Message, UsedMemory
    from assistant_desktop.ui.models.memory_rows import SuggestionRow

Kind = Literal["user", "assistant", "event"]
Mark = Literal["", "stopped", "cut_off"]
_MARKS: dict[Completeness, Mark] = {
    Completeness.STOPPED: "stopped",
    Completeness.CUT_OFF: "cut_off",
}


@dataclass(slots=True)
class ChatItem:
    """One row. `version` grows with each change, so that a row knows when to draw again.

    read_with: the memories that a model read with the user's message. used: those that an answer
    was given with. settled_calls: those whose offer was taken.
    """

    key: str
    kind: Kind
    text: str = ""
    calls: dict[str, JournalEntry] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    mark: Mark = ""
    is_streaming: bool = False
    version: int = 0
    open_calls: set[str] = field(default_factory=set)
    wished_more: int = 0
    read_with: tuple[MemoryId, ...] = ()
    used: tuple[UsedMemory, ...] = ()
    uses_open: bool = False
    suggestion: SuggestionRow | None = None
    settled_calls: set[str] = field(default_factory=set)
    versions: tuple[str, ...] = ()
    number: int = 0

    def touch(self) -> None:
        """It has changed."""
        self.version += 1

    @property
    def waits_for_yes(self) -> bool:
        """Whether one of its calls waits for the user."""
        return any(one.status is CallStatus.AWAITING_APPROVAL for one in self.calls.values())


def item_of(message: Message, entries: Iterable[JournalEntry] = ()) -> ChatItem | None:
    """The row of a message; None for one that is not shown by itself."""
    if message.role is Role.USER:
        read_with = tuple(one.id for one in message.used_memories)
        return ChatItem(message.id, "user", message.text, read_with=read_with)
    if message.role is Role.EVENT:
        return ChatItem(message.id, "event", message.text)
    if message.role is Role.TOOL and message.text:
        return ChatItem(message.id, "event", message.text)
    if message.role is not Role.ASSISTANT:
        return None
    calls: dict[str, JournalEntry] = {entry.call_id: entry for entry in entries}
    mark = _MARKS.get(message.completeness, "")
    if not message.text and not calls and not message.calls and not mark:
        return None
    return ChatItem(message.id, "assistant", message.text, calls, mark=mark)


def items_of(messages: Sequence[Message], entries: Sequence[JournalEntry]) -> list[ChatItem]:
    """The rows of a page of messages."""
    by_message: dict[str, list[JournalEntry]] = {}
    for entry in entries:
        by_message.setdefault(entry.message_id, []).append(entry)
    made = (item_of(message, by_message.get(message.id, ())) for message in messages)
    return [item for item in made if item is not None]


def used_in_turns(items: Iterable[ChatItem]) -> dict[str, list[MemoryId]]:
    """Which memories each turn was answered with, by the key of its last row with words."""
    found: dict[str, list[MemoryId]] = {}
    used: dict[MemoryId, None] = {}
    last = ""
    for item in items:
        if item.kind == "user":
            used, last = dict.fromkeys(item.read_with), ""
            continue
        if item.kind != "assistant" or item.is_streaming:
            continue
        for entry in item.calls.values():
            used |= dict.fromkeys(_recalled(entry))
        if not used:
            continue
        if item.text or not last:
            found.pop(last, None)
            last = item.key
        found[last] = list(used)
    return found


def _recalled(entry: JournalEntry) -> list[MemoryId]:
    """The memories that a call of `recall` found."""
    if entry.name != "recall" or entry.status is not CallStatus.DONE:
        return []
    hits = entry.data.get("hits", [])
    return [MemoryId(str(hit["source_id"])) for hit in hits if hit.get("kind") == "memory"]
