"""The words that go to a model: stable ones first, what changes last."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from assistant_desktop.domain.conversation import Message, Role
from assistant_desktop.resource_files import locate

_LONGEST_QUOTE = 1500


class Prompts:
    """Prompt texts of the shipped resources."""

    def system(self, language: str, summary: str = "") -> str:
        """The stable beginning; a summary stands for what no longer fits, and rarely changes."""
        text = _resource(f"prompts/system.{'ru' if language == 'ru' else 'en'}.md")
        return f"{text}\n\nEarlier in this conversation: {summary}" if summary else text

    def context(self, now: datetime, zone: ZoneInfo) -> str:
        """What is true at the moment a message is sent; it stays with that message."""
        return f"Now: {now.astimezone(zone):%A %Y-%m-%d %H:%M} ({zone.key})."

    def summary_system(self) -> str:
        """The task of summarising."""
        return (
            "Summarise the conversation for yourself in at most 200 words, in its language."
            " Keep names, dates, numbers, decisions and open questions. Write nothing else."
        )

    def summary_request(self, earlier: str, messages: Sequence[Message]) -> str:
        """The text to be summarised: an earlier summary, then what no longer fits."""
        lines = [f"Summary so far: {earlier}"] if earlier else []
        lines += [_quoted(message) for message in messages if message.role is not Role.SYSTEM]
        return "\n".join(lines)


def _quoted(message: Message) -> str:
    text = message.text or "; ".join(result.content for result in message.results)
    calls = ", ".join(f"{call.name}({call.arguments})" for call in message.calls)
    return f"{message.role.value}: {text[:_LONGEST_QUOTE]} {calls}".strip()


@cache
def _resource(name: str) -> str:
    return locate(name).read_text(encoding="utf-8").strip()
