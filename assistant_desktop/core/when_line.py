"""Understanding text without doing anything: for `when`, `understand` and the live preview."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant_desktop.core.offline_brain import understand, understand_line
from assistant_desktop.core.storage.stemming import stems
from assistant_desktop.core.when import DayTimes, Reference, when_line

__all__ = ["Preview", "preview", "understand_line", "when_line"]


def warm_up() -> None:
    """Load every language's rules, which the first text would else have to wait for."""
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))
    reference = Reference(now=now, zone=ZoneInfo("UTC"))
    for text in ("remind me tomorrow at 9 to rest", "напомни завтра в 9 отдохнуть"):
        understand(text, reference=reference)
    stems("warm up, разогрев")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text would do, as shown under the composer: a tool and when, or nothing."""

    tool: str
    due: datetime | None
    arguments: dict[str, object]


def preview(text: str, now: datetime, zone: ZoneInfo, day_times: DayTimes) -> Preview | None:
    """What the first intent of a text would be, None when it is none. At most a millisecond."""
    reference = Reference(now=now.astimezone(zone), zone=zone, day_times=day_times)
    understood = understand(text, reference=reference)
    if not understood.calls:
        return None
    call = understood.calls[0]
    due = call.arguments.get("due")
    moment = datetime.fromisoformat(due) if isinstance(due, str) else None
    return Preview(call.name, moment, dict(call.arguments))
