"""What the assistant remembers, and where it learned it."""

from enum import StrEnum
from typing import Literal

from assistant_desktop.domain.conversation import Message
from assistant_desktop.domain.ids import MemoryId, MessageId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class MemoryKind(StrEnum):
    """What a memory is about."""

    FACT = "fact"
    PREFERENCE = "preference"
    PERSON = "person"
    HEALTH = "health"
    MONEY = "money"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    NOTE = "note"


SENSITIVE = frozenset({MemoryKind.HEALTH, MemoryKind.MONEY, MemoryKind.SECRET})
"""Kinds that are never kept without the user's yes."""


class Memory(DomainModel):
    """One thing worth keeping, true from `valid_from` until `valid_to`."""

    id: MemoryId
    user_id: UserId
    kind: MemoryKind
    text: str
    key: str | None = None
    valid_from: AwareDatetime
    valid_to: AwareDatetime | None = None
    source_message: MessageId | None = None
    confidence: float = 1.0
    pinned: bool = False


class Suggestion(DomainModel):
    """A fact that a message tells, kept only when the user says yes. It goes with its message."""

    id: MemoryId
    user_id: UserId
    kind: MemoryKind
    text: str
    key: str
    source_message: MessageId
    confidence: float
    asked_at: AwareDatetime


class Origin(DomainModel):
    """Where a memory was learned: the message, and the title of its conversation."""

    message: Message
    title: str


class RecallHit(DomainModel):
    """One answer of recall, with its source. Higher scores are better.

    role: who said a message, empty for memories.
    """

    kind: Literal["message", "memory"]
    source_id: str
    score: float
    time: AwareDatetime
    text: str
    role: str = ""
