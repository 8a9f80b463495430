"""What turns say by themselves, and in which language."""

from assistant_desktop.core.state import ConversationState
from assistant_desktop.domain.conversation import CallStatus, JournalEntry, Role
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.wording import wording


def language_of(text: str) -> str:
    """Russian where there are Cyrillic letters, else English."""
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in text.lower()) else "en"


def our_fault() -> KnownError:
    return KnownError(
        "Something went wrong inside the app; nothing you said is lost.",
        hint="Try again; the log has the details.",
        retryable=True,
    )


def cut_off_text(entry: JournalEntry, status: CallStatus, language: str) -> str:
    words = wording(language)
    if status is CallStatus.INTERRUPTED:
        return words.text(
            "I was cut off before doing “{tool}”. Nothing was done: please ask again.",
            tool=entry.name,
        )
    return words.text(
        "I was cut off while doing “{tool}”. I do not know whether it took effect:"
        " please check before asking again.",
        tool=entry.name,
    )


def language_of_history(state: ConversationState) -> str:
    said = [message.text for message in state.messages if message.role is Role.USER]
    return language_of(said[-1]) if said else "en"
