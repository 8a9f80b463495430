"""Messages that tell nothing: what was asked of the assistant here, and its answers to that.

Only turns of this app's own conversations are looked through so: those in which a tool was
called, and those that were answered with one of the brain's own sentences. What came from
elsewhere, and what was said between, is left alone.
"""

import re
from functools import cache

from assistant_desktop.core.memory.languages import questions_en, questions_ru
from assistant_desktop.core.offline_brain import asks_for_something
from assistant_desktop.core.offline_brain.phrasebook import phrasebook
from assistant_desktop.core.storage import text_search
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.when.languages import codes
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.memory import RecallHit

# What is said to be written down is told, not asked for.
_WRITTEN_DOWN = {"remember", "log_health", "create_event", "update_event"}


def tells_nothing(
    connection: Connection, user_id: UserId, place: int, hit: RecallHit, *, of_assistant: bool
) -> bool:
    """Whether a message only asks the assistant for something, or is its answer to that.

    of_assistant: what the assistant said is asked about.
    """
    if hit.kind != "message":
        return False
    turn = text_search.turn_at(connection, user_id, place)
    if turn is None:
        return False
    if turn.called - _WRITTEN_DOWN and not (of_assistant and hit.role == "assistant"):
        return asks_for_something(turn.asked, turn.asked_at)
    if turn.called and hit.role == "assistant" and not of_assistant:
        return True  # the receipt of what was told: the telling itself stands beside it
    if turn.answer.strip() not in _own_sentences():
        return False
    return hit.role == "assistant" or _is_question(turn.asked)


def _is_question(text: str) -> bool:
    asked = text.lower().strip()
    begins = (re.match(one.BEGINS, asked) for one in (questions_en, questions_ru))
    return asked.endswith("?") or any(begins)


@cache
def _own_sentences() -> frozenset[str]:
    """What the brain answers where it calls nothing."""
    return frozenset(text.strip() for code in codes() for text in phrasebook(code).replies.values())
