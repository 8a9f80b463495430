"""Facts that the core publishes after they are committed."""

from typing import Literal

from assistant_desktop.domain.conversation import JournalEntry, Message
from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.ids import CalendarId, ConversationId, MessageId, UserId
from assistant_desktop.domain.model import AwareDatetime, DomainModel
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.update import NewVersion


class Event(DomainModel):
    """The base: every fact belongs to one user."""

    user_id: UserId


class MessageStored(Event):
    """A message was written, or an earlier one got its final form."""

    message: Message


class TextStreamed(Event):
    """More words of the message that is being said."""

    conversation_id: ConversationId
    message_id: MessageId
    text: str
    reasoning: bool = False


class TextTakenBack(Event):
    """What was said of a message so far was not true: it is said anew."""

    conversation_id: ConversationId
    message_id: MessageId


class CallChanged(Event):
    """A tool call moved to another status."""

    entry: JournalEntry


class ApprovalAsked(Event):
    """A call waits for the user's yes."""

    entry: JournalEntry


class TurnEnded(Event):
    """A turn came to its end, for whatever reason."""

    conversation_id: ConversationId
    outcome: Literal["answered", "needs_approval", "stopped", "failed"]
    error: str = ""
    hint: str = ""


class ConversationsChanged(Event):
    """A conversation appeared, was renamed, or went."""

    conversation_id: ConversationId


class BranchChanged(Event):
    """A conversation goes on with other messages than before: it must be read anew."""

    conversation_id: ConversationId


class RemindersChanged(Event):
    """A rule or occurrence was made, moved, ended or brought back."""

    view: ReminderView
    change: Literal[
        "created", "updated", "snoozed", "acknowledged", "skipped", "cancelled", "lapsed"
    ]
    at: AwareDatetime


class ReminderShown(Event):
    """A reminder was shown at its level; `again` when it was already shown at it."""

    view: ReminderView
    channels: tuple[Channel, ...]
    at: AwareDatetime
    late_s: float
    again: bool = False
    silent: bool = False


class RemindersMissed(Event):
    """What fell due while nothing of the product ran: one list, oldest first."""

    views: tuple[ReminderView, ...]
    at: AwareDatetime


class MemoriesChanged(Event):
    """What is remembered has changed."""


class ProfilesChanged(Event):
    """A profile was made, or deleted for good with everything of it."""

    is_gone: bool = False


class ReplyWaiting(Event):
    """The model answers somebody else first; this conversation is in line."""

    conversation_id: ConversationId


class EmbeddingProgress(Event):
    """Texts are being embedded: how many of all still wait. building: for another model."""

    model: str
    waiting: int
    total: int
    building: bool = False


class Trouble(Event):
    """Something the user should know: full disk, lost model, failed channel."""

    what: str
    hint: str = ""
    kind: str = "trouble"


class DownloadProgress(Event):
    """How the download of a model stands; the last of each says how it ended.

    error: in the user's words, where it failed. verified: by what, where it is done.
    """

    name: str
    state: Literal["starting", "downloading", "checking", "done", "paused", "cancelled", "failed"]
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_s: float = 0.0
    seconds_left: float | None = None
    verified: Literal["", "sha256", "size"] = ""
    error: str = ""


class ModelsChanged(Event):
    """A model file came, went, or was chosen."""


class ServicesChanged(Event):
    """A service was switched on or off, or its settings were changed."""


class NewVersionFound(Event):
    """There is a newer version of the product."""

    found: NewVersion


class CalendarsChanged(Event):
    """Calendars or events were changed; touched: which series, none where it may be any."""

    touched: tuple[tuple[CalendarId, str], ...] = ()


class HealthChanged(Event):
    """Readings, targets or kinds were changed."""


class HealthImportProgress(Event):
    """How far a file of readings was taken in, 0 to 1."""

    done: float
    readings: int


class NewsChanged(Event):
    """News came, were read or starred, or other feeds are followed.

    feeds: whether it is the feeds themselves that changed, and with them the hosts.
    """

    feeds: bool = False
