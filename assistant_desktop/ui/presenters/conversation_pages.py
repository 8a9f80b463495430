"""Pages of a conversation as rows: its end, around a message, older and newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from assistant_desktop.ui.models.chat_items import ChatItem, items_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.conversation import Message
    from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

FIRST_PAGE, NEXT_PAGE = 60, 200


class ConversationPages:
    """One conversation as far as it was read. `has_older`, `has_newer`: there may be more."""

    def __init__(self, assistant: Assistant, user_id: UserId) -> None:
        self._assistant, self._user_id = assistant, user_id
        self._id: ConversationId | None = None
        self._oldest: MessageId | None = None
        self._newest: MessageId | None = None

    @property
    def has_older(self) -> bool:
        """Whether older messages may be there."""
        return self._oldest is not None

    @property
    def has_newer(self) -> bool:
        """Whether newer messages may be there: what comes now does not stand below these."""
        return self._newest is not None

    async def open(self, conversation_id: ConversationId, at: str) -> list[ChatItem]:
        """The page around a message; the newest one without it, or where it is not there."""
        self._id = conversation_id
        messages: Sequence[Message] = ()
        history, user_id = self._assistant.history, self._user_id
        if at:
            place = (user_id, conversation_id, cast("MessageId", at))
            messages = await history.messages_around(*place, FIRST_PAGE)
            self._newest = messages[-1].id if messages else None
        if not messages:
            messages = await history.messages(user_id, conversation_id, None, FIRST_PAGE)
        self._oldest = messages[0].id if messages else None
        return await self._items(messages)

    async def older(self) -> list[ChatItem]:
        """The page before the oldest."""
        if self._id is None or self._oldest is None:
            return []
        history = self._assistant.history
        messages = await history.messages(self._user_id, self._id, self._oldest, NEXT_PAGE)
        self._oldest = messages[0].id if messages else None
        return await self._items(messages)

    async def newer(self) -> list[ChatItem]:
        """The page after the newest."""
        if self._id is None or self._newest is None:
            return []
        history = self._assistant.history
        messages = await history.messages_from(self._user_id, self._id, self._newest, NEXT_PAGE)
        items = await self._items(messages[1:])
        self._newest = messages[-1].id if len(messages) == NEXT_PAGE else None
        return items

    async def _items(self, messages: Sequence[Message]) -> list[ChatItem]:
        history, ids = self._assistant.history, [one.id for one in messages]
        items = items_of(messages, await history.calls(self._user_id, ids))
        versions = await history.versions(self._user_id, ids)
        for item in items:
            known = versions.get(cast("MessageId", item.key))
            if known is not None:
                item.versions, item.number = known.ids, known.number
        if any(item.waits_for_yes for item in items):
            waiting = await self._assistant.approvals(self._user_id)
            for item in items:
                item.reasons = {e.call_id: why for e, why in waiting if e.call_id in item.calls}
        return items
