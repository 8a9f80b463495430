"""recall: find what was said or kept."""

import argparse
import json
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, Question
from assistant_desktop.domain.memory import RecallHit


class Recall(Verb):
    """`recall [QUERY] [--k N] [--all] [--json]`; without QUERY, one query a line on stdin."""

    reads_input = True

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The query may be several words."""
        parser.add_argument("query", nargs="*")
        parser.add_argument("--k", type=int, default=5, help="how many at most")
        parser.add_argument("--all", action="store_true", help="the k best, sure or not")
        parser.add_argument("--json", action="store_true")
        add_user(parser)
        parser.add_argument("--now", type=datetime.fromisoformat, default=None)
        parser.add_argument("--tz", type=_zone, default=None, help="such as Europe/Riga")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Print hits, best first."""
        user_id = options.user
        if options.query:
            query = " ".join(options.query)
            hits = await assistant.recall(user_id, _question(query, options))
            _print(query, hits, options, terminal)
            return 0
        for line in terminal.read_lines():
            query = line.rstrip("\n")
            hits = await assistant.recall(user_id, _question(query, options))
            terminal.line(_as_json(query, hits))
        return 0


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(f"{name!r} is no time zone") from error


def _question(query: str, options: argparse.Namespace) -> Question:
    return Question(
        query,
        k=max(1, min(options.k, 1000)),
        everything=options.all,
        now=_aware(options.now, options.tz),
        zone=options.tz,
    )


def _aware(now: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    """A moment without an offset is one of the zone that is named, else of this computer."""
    if now is None or now.tzinfo is not None:
        return now
    return now.replace(tzinfo=zone) if zone else now.astimezone()


def _print(
    query: str, hits: list[RecallHit], options: argparse.Namespace, terminal: Terminal
) -> None:
    if options.json:
        terminal.line(_as_json(query, hits))
        return
    if not hits:
        terminal.line(terminal.words.text("I remember nothing about that."))
    for hit in hits:
        terminal.line(f"{hit.time:%Y-%m-%d %H:%M}  {' '.join(hit.text.split())[:200]}")


def _as_json(query: str, hits: list[RecallHit]) -> str:
    return json.dumps(
        {"query": query, "hits": [hit.model_dump(mode="json") for hit in hits]}, ensure_ascii=False
    )


VERB = Recall()
