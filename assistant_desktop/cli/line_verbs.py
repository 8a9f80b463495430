"""What `when` and `understand` share: lines in, one JSON line out each, no core needed."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.clock import SystemClock
from assistant_desktop.core.when import Reference
from assistant_desktop.domain.errors import BadInput, BugError

LineReader = Callable[[str, Reference], dict[str, Any]]


class LineVerb(Verb):
    """Reads one expression a line; each line stands alone and gives exactly one line."""

    needs_core = False
    reads_input = True

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """The frame of every line."""
        parser.add_argument("--now", default=None, help="ISO 8601; default: now")
        parser.add_argument("--tz", default=None, help="IANA zone; default: --now's, the system's")
        parser.add_argument("--lang", default="auto", choices=["auto", "en", "ru"])

    def reader(self) -> LineReader:
        """What reads one line; each verb has its own."""
        raise BugError(f"{type(self).__name__} has no reader")

    def run_alone(self, options: argparse.Namespace, terminal: Terminal) -> int:
        """Read every line there is."""
        reference = reference_of(options)
        read = self.reader()
        for line in terminal.read_lines():
            answer = read(line.rstrip("\r\n"), reference)
            terminal.line(json.dumps(answer, ensure_ascii=False))
        return 0


def reference_of(options: argparse.Namespace) -> Reference:
    """Now and zone: --tz, else the offset of --now, else the system's.

    Raises:
        BadInput: --now is not ISO 8601 or --tz is no zone.
    """
    try:
        now = datetime.fromisoformat(options.now) if options.now else None
        zone = ZoneInfo(options.tz) if options.tz else None
    except (ValueError, LookupError, OSError) as error:
        raise BadInput("--now takes ISO 8601 and --tz an IANA zone name.") from error
    if now is None:
        now = SystemClock().now()
        zone = zone or SystemClock().zone()
    elif now.tzinfo is None:
        zone = zone or SystemClock().zone()
        now = now.replace(tzinfo=zone)
    frame = zone or now.tzinfo or UTC
    try:
        return Reference(now=now.astimezone(frame), zone=frame, language=options.lang)
    except OverflowError as error:
        raise BadInput("--now is beyond the years 1 to 9999.") from error
