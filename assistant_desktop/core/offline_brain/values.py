"""What the offline brain understands: intended calls, and what a conversation remembers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant_desktop.core.offline_brain.policies import NO_WISH, Wish


@dataclass(frozen=True, slots=True)
class IntendedCall:
    """One tool call: a name of the tool contract, and its JSON-ready arguments.

    keep: what a thing that is moved keeps of its old time, "time" or "day": when that is only the
    tool knows.
    """

    name: str
    arguments: dict[str, Any]
    keep: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        """All that the tool is given."""
        return self.arguments if self.keep is None else {**self.arguments, "keep": self.keep}


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message asks for. With no calls, ``reply`` says what to answer, honestly.

    ``pending`` is a task for which the reply asks the time, ``wish`` what else was said of it.
    """

    calls: tuple[IntendedCall, ...]
    reply: str | None
    language: str
    pending: str | None = None
    wish: Wish = NO_WISH


@dataclass(frozen=True, slots=True)
class Context:
    """What follow-ups refer to.

    ``due`` and ``rrule`` are of the reminder named last, aware. ``pending`` is a task that was
    asked for without a time, so that "tomorrow at 5" alone completes it, with the ``wish`` that
    was said with it. ``kind`` is what was
    named last: "reminder" or "event", with the words that ``named`` it. ``doubted`` are readings
    that were asked about in the last answer, because they can hardly be true.
    """

    due: datetime | None = None
    rrule: str | None = None
    pending: str | None = None
    wish: Wish = NO_WISH
    kind: str = "reminder"
    named: str | None = None
    doubted: tuple[IntendedCall, ...] = ()

    @property
    def has_subject(self) -> bool:
        """Whether "it" means something."""
        return self.due is not None or self.named is not None


NO_CONTEXT = Context()
