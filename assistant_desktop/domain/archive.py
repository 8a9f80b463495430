"""Conversations as another program's archive has them."""

from assistant_desktop.domain.conversation import Role
from assistant_desktop.domain.ids import ConversationId, MessageId
from assistant_desktop.domain.model import AwareDatetime, DomainModel


class ArchivedMessage(DomainModel):
    """A message; its parent comes before it in the archive, None for a first one."""

    id: MessageId
    parent: MessageId | None
    role: Role
    text: str
    created_at: AwareDatetime
    speaker: str | None = None


class ArchivedConversation(DomainModel):
    """A conversation with all versions of its messages; it goes on through `current`."""

    id: ConversationId
    title: str
    created_at: AwareDatetime
    messages: tuple[ArchivedMessage, ...]
    current: MessageId
