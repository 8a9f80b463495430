"""Other libraries' readings of sentences; JSON lines in, one JSON object out.

Each line: {"text", "now"}; printed: per library a list of ISO starts (or null) and its seconds.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any


def readers() -> dict[str, Callable[[str, datetime], datetime | None]]:
    """What is installed here, by name."""
    found: dict[str, Callable[[str, datetime], datetime | None]] = {}
    try:
        import dateparser.search

        def with_dateparser(text: str, now: datetime) -> datetime | None:
            settings: Any = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
            hits = dateparser.search.search_dates(text, languages=["en", "ru"], settings=settings)
            return hits[0][1] if hits else None

        found["dateparser"] = with_dateparser
    except ImportError:
        pass
    try:
        import parsedatetime

        calendar = parsedatetime.Calendar()

        def with_parsedatetime(text: str, now: datetime) -> datetime | None:
            moment, kind = calendar.parseDT(text, now)
            return moment if kind else None

        found["parsedatetime"] = with_parsedatetime
    except ImportError:
        pass
    try:
        from recurrent import RecurringEvent

        def with_recurrent(text: str, now: datetime) -> datetime | None:
            moment = RecurringEvent(now_date=now).parse(text)
            return moment if isinstance(moment, datetime) else None

        found["recurrent"] = with_recurrent
    except ImportError:
        pass
    try:
        from timefhuman import tfhConfig, timefhuman

        def with_timefhuman(text: str, now: datetime) -> datetime | None:
            hits = timefhuman(text, tfhConfig(now=now))
            hits = hits if isinstance(hits, list) else [hits]
            return next((hit for hit in hits if isinstance(hit, datetime)), None)

        found["timefhuman"] = with_timefhuman
    except ImportError:
        pass
    return found


def main() -> None:
    """Read every line with every library."""
    lines = [json.loads(line) for line in sys.stdin]
    answers: dict[str, Any] = {}
    for name, read in readers().items():
        starts: list[str | None] = []
        began = time.perf_counter()
        for line in lines:
            try:
                moment = read(line["text"], datetime.fromisoformat(line["now"]))
            except Exception:  # noqa: BLE001 - a reader that fails has not read it
                moment = None
            starts.append(None if moment is None else moment.replace(tzinfo=None).isoformat())
        answers[name] = {"starts": starts, "seconds": time.perf_counter() - began}
    sys.stdout.write(json.dumps(answers) + "\n")


if __name__ == "__main__":
    main()
