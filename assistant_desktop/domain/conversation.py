"""Messages as parts: what was said, what was called, what came back."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from assistant_desktop.domain.ids import CallId, ConversationId, MemoryId, MessageId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel, JsonObject


class Role(StrEnum):
    """Who speaks. `event` is the product itself telling the conversation what happened."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"
    EVENT = "event"


class CallStatus(StrEnum):
    """Where one tool call stands; each step is on disk before the next begins."""

    PROPOSED = "proposed"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    DENIED = "denied"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """True when the call will not move any more by itself."""
        return self not in _OPEN_STATUSES


_OPEN_STATUSES = frozenset(
    {CallStatus.PROPOSED, CallStatus.AWAITING_APPROVAL, CallStatus.APPROVED, CallStatus.RUNNING}
)


class TextPart(DomainModel):
    """Words that are shown."""

    kind: Literal["text"] = "text"
    text: str


class UsedMemory(DomainModel):
    """A memory as a model read it with a message."""

    id: MemoryId
    text: str


class ContextPart(DomainModel):
    """What was true when the message was sent (the time, recalled memories): read by models.

    It stays with its message for good, so that what a model has read once never changes; only a
    memory that is forgotten leaves it.
    """

    kind: Literal["context"] = "context"
    text: str
    memories: tuple[UsedMemory, ...] = ()

    @property
    def whole(self) -> str:
        """What a model reads."""
        if not self.memories:
            return self.text
        lines = [f"- {memory.text}" for memory in self.memories]
        return "\n".join([self.text, "What you know of the user that may matter here:", *lines])


class ReasoningPart(DomainModel):
    """A model's thinking: kept apart, never sent back as its answer."""

    kind: Literal["reasoning"] = "reasoning"
    text: str


class ToolCallPart(DomainModel):
    """A call the model asked for. `arguments` is its JSON text, verbatim, maybe broken."""

    kind: Literal["tool_call"] = "tool_call"
    call_id: CallId
    name: str
    arguments: str


class ToolResultPart(DomainModel):
    """What came back from one call.

    `content` is what the model reads; `data` is the same as a structure for the window and
    for scripts; `receipt` is the sentence a person reads, empty when nothing was changed.
    """

    kind: Literal["tool_result"] = "tool_result"
    call_id: CallId
    name: str
    status: CallStatus
    content: str
    data: JsonObject = Field(default_factory=dict)
    receipt: str = ""
    tainted: bool = False


Part = Annotated[
    TextPart | ContextPart | ReasoningPart | ToolCallPart | ToolResultPart,
    Field(discriminator="kind"),
]


class Completeness(StrEnum):
    """Whether a message was said to its end."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"
    CUT_OFF = "cut_off"


class Message(DomainModel):
    """One message of a conversation. `tainted`: it carries text from outside."""

    id: MessageId
    conversation_id: ConversationId
    user_id: UserId
    role: Role
    parts: tuple[Part, ...]
    created_at: AwareDatetime
    completeness: Completeness = Completeness.COMPLETE
    tainted: bool = False

    @property
    def text(self) -> str:
        """All text parts, joined."""
        return "".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def context(self) -> str:
        """What was true when it was sent."""
        return "\n".join(part.whole for part in self.parts if isinstance(part, ContextPart))

    @property
    def used_memories(self) -> tuple[UsedMemory, ...]:
        """The memories that a model read with it."""
        contexts = (part for part in self.parts if isinstance(part, ContextPart))
        return tuple(memory for part in contexts for memory in part.memories)

    @property
    def calls(self) -> tuple[ToolCallPart, ...]:
        """The calls this message asks for, in order."""
        return tuple(part for part in self.parts if isinstance(part, ToolCallPart))

    @property
    def results(self) -> tuple[ToolResultPart, ...]:
        """The results this message carries, in order."""
        return tuple(part for part in self.parts if isinstance(part, ToolResultPart))


class MessageVersions(DomainModel):
    """The versions that a message has: what was said in its place, oldest first. number: from 1."""

    message_id: MessageId
    ids: tuple[MessageId, ...]
    number: int


class FoundMessage(DomainModel):
    """A message that a search found. marks: where the words stand in the snippet."""

    message_id: MessageId
    conversation_id: ConversationId
    role: Role
    snippet: str
    marks: tuple[tuple[int, int], ...]
    time: AwareDatetime
    title: str
    archived: bool


class FoundTitle(DomainModel):
    """A conversation whose title a search found. marks: where the words stand in it."""

    conversation_id: ConversationId
    title: str
    archived: bool
    time: AwareDatetime
    marks: tuple[tuple[int, int], ...]


class Found(DomainModel):
    """What a search found: conversations by their titles, and messages, newest first."""

    titles: tuple[FoundTitle, ...] = ()
    messages: tuple[FoundMessage, ...] = ()


class Conversation(DomainModel):
    """A thread of messages. `summary` stands for everything up to `summary_upto`."""

    id: ConversationId
    user_id: UserId
    title: str
    created_at: AwareDatetime
    updated_at: AwareDatetime
    pinned: bool = False
    archived: bool = False
    summary: str = ""
    summary_upto: MessageId | None = None
    tainted: bool = False


_ASKED = "asked"
"""In the data of a call that waits for a yes: what the user is asked."""


class JournalEntry(DomainModel):
    """One tool call as the journal keeps it: the proof of what was done."""

    call_id: CallId
    user_id: UserId
    conversation_id: ConversationId
    message_id: MessageId
    name: str
    arguments: str
    status: CallStatus
    idempotency_key: str
    content: str = ""
    data: JsonObject = Field(default_factory=dict)
    receipt: str = ""
    undo: JsonObject | None = None
    undone: bool = False
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None

    def asking(self, text: str, shown: JsonObject | None) -> "JournalEntry":
        """The same, waiting for a yes to what it would do."""
        asked = {_ASKED: {"about": text, "shown": shown}} if text or shown is not None else {}
        return self.model_copy(update={"data": asked})

    @property
    def about(self) -> str:
        """What a yes would do, in a sentence; empty where the arguments tell."""
        return str(self.data.get(_ASKED, {}).get("about", ""))

    @property
    def shown(self) -> JsonObject | None:
        """What the question was about, for the call that a yes lets run."""
        shown: JsonObject | None = self.data.get(_ASKED, {}).get("shown")
        return shown

    @property
    def duration_ms(self) -> int | None:
        """How long the call ran, or None while it has not finished."""
        if self.started_at is None or self.finished_at is None:
            return None
        return round((self.finished_at - self.started_at).total_seconds() * 1000)
