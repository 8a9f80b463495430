"""Tools: what a model may call, what a call may do to the world, and how it ends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant_desktop.domain.errors import AssistantError
from assistant_desktop.domain.model import JsonObject

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from assistant_desktop.domain.ids import CallId, ConversationId, MessageId, UserId

DEFAULT_LIMIT_S = 10.0
ONLY_OWN = "only_own"
"""A result's data says so, where a tool that taints told nothing but what is the user's own."""

FROM_OUTSIDE = "from_outside"
"""A result's data says so, where a tool that does not taint by itself told words from outside."""


class Effect(StrEnum):
    """What a call may do.

    read: nothing changes. write: the user's own data on this machine. egress: sends the
    user's content, or changes anything, outside this machine.
    """

    READ = "read"
    WRITE = "write"
    EGRESS = "egress"


@dataclass(frozen=True, slots=True)
class ToolResult:
    """How a call went well.

    content: what the model reads. receipt: the sentence a person reads. data: the same as a
    structure. undo: what `ToolSpec.undo` needs to take it back, None when it cannot be.
    """

    content: str
    receipt: str = ""
    data: JsonObject = field(default_factory=dict)
    undo: JsonObject | None = None


class ToolRetry(AssistantError):
    """The arguments were wrong in a way the model can mend; the text tells how."""


class ToolFailed(AssistantError):
    """The call failed for good; the text tells the model and the user why.

    from_outside: whether the text holds words from outside, such as titles of events.
    """

    def __init__(self, text: str, *, from_outside: bool = False) -> None:
        super().__init__(text)
        self.from_outside = from_outside


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who calls, when and where from. Given to every tool by the runner.

    shown: what the question was about that the user said yes to, None where none was asked.
    """

    user_id: "UserId"
    conversation_id: "ConversationId"
    message_id: "MessageId"
    call_id: "CallId"
    now: "datetime"
    zone: "ZoneInfo"
    language: str
    shown: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a call would do, in a sentence; shown: what a yes to it means, whatever comes between.

    The call is given it again (`ToolContext.shown`) and does that or nothing.
    """

    text: str
    shown: JsonObject | None = None


ToolFunction = Callable[[Any, ToolContext], Awaitable[ToolResult]]
LeavesFunction = Callable[[Any, ToolContext], Awaitable[bool]]
AboutFunction = Callable[[Any, ToolContext], Awaitable[About]]
UndoFunction = Callable[[JsonObject, ToolContext], Awaitable[ToolResult]]


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool: its name, its pydantic arguments, its effect and its limit.

    sequential: a barrier, runs alone. taints: its result carries text from outside.
    idempotent: running it twice is the same as once (all reads are).
    sensitive: may not run unasked in a tainted turn though it only writes.
    leaves: whether a call with these arguments changes something outside this machine though
    others of the tool do not, such as an event of a calendar whose home is elsewhere.
    leaves_by_name: whether the tool's name tells that such a thing may change; if not, a yes for
    good does not cover it.
    about: what a call would do, in a sentence, where its arguments do not tell: shown with the
    question.
    """

    name: str
    description: str
    arguments: type[BaseModel]
    run: ToolFunction
    effect: Effect = Effect.READ
    limit_s: float = DEFAULT_LIMIT_S
    sequential: bool = False
    taints: bool = False
    sensitive: bool = False
    undo: UndoFunction | None = None
    leaves: LeavesFunction | None = None
    leaves_by_name: bool = True
    about: AboutFunction | None = None

    @property
    def idempotent(self) -> bool:
        """True when a call that may have run can be run again without harm."""
        return self.effect is Effect.READ

    def needs_approval(self, *, tainted_turn: bool) -> bool:
        """The rule of the house: egress asks always, the rest only when outside text is near."""
        if self.effect is Effect.EGRESS:
            return True
        if not tainted_turn or self.effect is Effect.READ:
            return False
        return self.sensitive or self.undo is None
