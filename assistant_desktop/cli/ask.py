"""ask: one turn, without a window."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, Saying, TurnReport
from assistant_desktop.domain.conversation import JournalEntry
from assistant_desktop.domain.ids import ConversationId


class Ask(Verb):
    """`ask TEXT [--json] [--user U] [--conversation ID|new]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The text may be several words."""
        parser.add_argument("text", nargs="+")
        parser.add_argument("--json", action="store_true")
        add_user(parser)
        parser.add_argument("--conversation", default=None, metavar="ID|new")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Say it, wait for the answer, print it."""
        new = options.conversation == "new"
        named = options.conversation if options.conversation and not new else None
        saying = Saying(
            user_id=options.user,
            text=" ".join(options.text),
            conversation_id=None if named is None else ConversationId(named),
            new_conversation=new,
            in_turn=True,
        )
        report = await assistant.ask(saying)
        if options.json:
            terminal.line(json.dumps(as_json(report, terminal), ensure_ascii=False))
        else:
            _print(report, terminal)
        return 1 if report.outcome == "failed" else 0


def as_json(report: TurnReport, terminal: Terminal) -> dict[str, Any]:
    """A turn as scripts read it."""
    answer: dict[str, Any] = {
        "reply": report.reply,
        "conversation_id": report.conversation_id,
        "rounds": report.rounds,
        "tool_calls": [_call(entry) for entry in report.entries],
        "model": report.model,
        "outcome": report.outcome,
        "needs_approval": [entry.call_id for entry in report.entries if not entry.status.is_final],
    }
    if report.usage.prompt_tokens >= 0:
        answer["usage"] = asdict(report.usage)
    if report.error is not None:
        answer["error"] = terminal.words.error(report.error)
    return answer


def _call(entry: JournalEntry) -> dict[str, Any]:
    return {
        "id": entry.call_id,
        "name": entry.name,
        "arguments": _arguments(entry.arguments),
        "status": entry.status.value,
        "result": {"content": entry.content, "receipt": entry.receipt, **entry.data},
        "duration_ms": entry.duration_ms,
    }


def _arguments(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text


def _print(report: TurnReport, terminal: Terminal) -> None:
    if report.reply:
        terminal.line(report.reply)
    for entry in report.entries:
        if not entry.status.is_final:
            terminal.line(
                terminal.words.text(
                    "{tool} waits for your yes: {arguments}",
                    tool=entry.name,
                    arguments=entry.arguments,
                )
            )
            terminal.line(f"  assistant-desktop approvals yes {entry.call_id}")
    if report.error is not None:
        terminal.problem(terminal.words.error(report.error))


VERB = Ask()
