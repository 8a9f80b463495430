"""What a crash left open: each call and message gets its end, once, at the next start."""

from assistant_desktop.core.state import ConversationState
from assistant_desktop.core.storage import conversations as conversation_rows
from assistant_desktop.core.storage import journal as journal_rows
from assistant_desktop.core.storage.database import Connection
from assistant_desktop.core.tool_runner import stopped_result
from assistant_desktop.core.turn_words import cut_off_text, language_of_history
from assistant_desktop.core.turns import TurnParts
from assistant_desktop.domain.conversation import (
    CallStatus,
    JournalEntry,
    Message,
    Role,
    TextPart,
)
from assistant_desktop.domain.events import MessageStored


async def recover(parts: TurnParts) -> int:
    """Once at start: give every call and message that a dead process left open its end."""

    def run(connection: Connection) -> list[JournalEntry]:
        conversation_rows.cut_off_streaming(connection)
        return journal_rows.unfinished(connection)

    left = await parts.database.write(run)
    for entry in left:
        await _recover_one(parts, entry)
    return len(left)


async def _recover_one(parts: TurnParts, entry: JournalEntry) -> None:
    if entry.status is CallStatus.APPROVED:
        # The yes came, nothing was done: the card asks once more rather than act late.
        asking = entry.model_copy(update={"status": CallStatus.AWAITING_APPROVAL})
        now = parts.clock.now()

        def ask_again(connection: Connection) -> None:
            journal_rows.move(connection, asking, CallStatus.APPROVED)
            journal_rows.ask(connection, asking, "restart", now)

        await parts.database.write(ask_again)
        return
    spec = parts.tools.get(entry.name)
    never_ran = entry.status is CallStatus.PROPOSED
    harmless = never_ran or (spec is not None and spec.idempotent)
    status = CallStatus.INTERRUPTED if harmless else CallStatus.UNKNOWN
    ended = await parts.journal.finish(entry, status, stopped_result(status))
    state = await parts.store.open(entry.user_id, entry.conversation_id)
    await parts.store.add_results(state, [parts.store.result_of(ended)])
    if spec is None or not spec.idempotent:
        await _tell(parts, state, cut_off_text(entry, status, language_of_history(state)))


async def _tell(parts: TurnParts, state: ConversationState, text: str) -> None:
    message: Message = parts.store.compose(state, Role.ASSISTANT, (TextPart(text=text),))
    await parts.store.add_assistant_message(state, message)
    parts.events.publish(MessageStored(user_id=message.user_id, message=message))
