"""Learning from what users say by the way: from their own words, where they let us."""

from datetime import UTC

from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.settings import SettingsStore
from assistant_desktop.core.when import Reference
from assistant_desktop.domain.conversation import Message, Role
from assistant_desktop.domain.ids import UserId


class Learning:
    """Hears each message of a user. A request is no remark: what it asks for was done."""

    def __init__(self, memories: Memories, settings: SettingsStore) -> None:
        self._memories = memories
        self._settings = settings

    async def heard(self, user_id: UserId, message: Message) -> None:
        """Keep what the message tells; requests, outside text and other speakers teach nothing."""
        if not self._settings.current.learn_facts or message.role is not Role.USER:
            return
        if message.tainted or _is_request(message):
            return
        await self._memories.learn(user_id, message.text, message.id)


def _is_request(message: Message) -> bool:
    now = message.created_at.astimezone(UTC)
    return bool(understand(message.text, reference=Reference(now=now, zone=UTC)).calls)
