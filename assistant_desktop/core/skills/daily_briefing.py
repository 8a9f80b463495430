"""daily_briefing: the day at a glance, twenty lines at most, with no model too.

Each part is asked for by itself under its own limit; one that fails costs its lines only.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_day
from assistant_desktop.domain.calendar_event import EventOccurrence
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.reminder import OccurrenceState, ReminderView
from assistant_desktop.domain.tool import ToolContext, ToolFailed, ToolResult, ToolRetry, ToolSpec
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.calendar_words import title_text
from assistant_desktop.wording.health_words import (
    band_text,
    kind_name,
    record_text,
    target_text,
    value_text,
)

_log = logging.getLogger(__name__)

MOST_LINES = 20
PART_LIMIT_S = 6.0
_LIMIT_S = 10.0
_LONGEST_LINE = 160
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Arguments(BaseModel):
    """None: it is about today."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the briefing: its heading, its lines, how many of them there may be."""

    heading: str
    most: int
    lines: Callable[[], Awaitable[Sequence[str]]]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(await brief(ground, context))

    return ToolSpec(
        name="daily_briefing",
        description="The user's day at a glance: what is planned and due, weather, news, health.",
        arguments=Arguments,
        run=run,
        limit_s=_LIMIT_S,
        taints=True,  # headlines and titles of events are other people's words
    )


async def brief(ground: SkillGround, context: ToolContext) -> str:
    """The day of a user in at most MOST_LINES lines."""
    words = wording(context.language)
    parts = _parts(ground, context, words)
    found = await asyncio.gather(*(_lines(part, words) for part in parts))
    day = say_day(context.now, context)
    lines = [f"{day[:1].upper()}{day[1:]}"]
    for part, told in zip(parts, found, strict=True):
        lines += _shortened(part, told, words)
    if len(lines) == 1:
        lines.append(words.text("Nothing is planned, and nothing is due."))
    return "\n".join(lines[:MOST_LINES])


def _parts(ground: SkillGround, context: ToolContext, words: Wording) -> list[Part]:
    async def due() -> Sequence[str]:
        return await _due(ground, context, words)

    async def agenda() -> Sequence[str]:
        return await _agenda(ground, context, words)

    async def weather() -> Sequence[str]:
        return await _told(ground, context, "get_weather", {"when": "today"})

    async def news() -> Sequence[str]:
        return await _told(ground, context, "get_news", {})

    async def health() -> Sequence[str]:
        return await _targets(ground, context, words)

    return [
        Part(words.text("Calendar"), 5, agenda),
        Part(words.text("Reminders"), 5, due),
        Part(words.text("Health"), 3, health),
        Part(words.text("Weather"), 2, weather),
        Part(words.text("News"), 5, news),
    ]


async def _lines(part: Part, words: Wording) -> Sequence[str]:
    try:
        async with asyncio.timeout(PART_LIMIT_S):
            return await part.lines()
    except TimeoutError:
        return [words.text("There was no answer in time.")]
    except KnownError as error:
        return [words.error(error)]
    except (ToolFailed, ToolRetry) as error:
        return [str(error)]
    except Exception:  # noqa: BLE001 - logged whole; the other parts are told
        _log.exception("the part %s of a briefing failed", part.heading)
        return [words.text("Something went wrong inside the app.")]


def _shortened(part: Part, lines: Sequence[str], words: Wording) -> list[str]:
    """The part with its heading; what is too much is counted. Empty without lines."""
    kept = [line.strip()[:_LONGEST_LINE] for line in lines if line.strip()]
    if not kept:
        return []
    left = len(kept) - part.most
    if left > 0:
        kept = kept[: part.most - 1]
        kept.append(words.count("… and {n} more", "… and {n} more", left + 1))
    if len(kept) == 1:
        return [f"{part.heading}: {kept[0]}"]
    return [f"{part.heading}:", *(f"  {line}" for line in kept)]


async def _agenda(ground: SkillGround, context: ToolContext, words: Wording) -> Sequence[str]:
    """What of today is not over yet."""
    window = (context.now, _midnight(context))
    found = await ground.calendar.diary.agenda(context.user_id, window)
    return [_event(one, context, words) for one in found.occurrences]


def _event(one: EventOccurrence, context: ToolContext, words: Wording) -> str:
    title = title_text(words, one)
    if one.event.all_day:
        return title
    start, end = (moment.astimezone(context.zone) for moment in (one.start, one.end))
    return f"{start:%H:%M}\u2013{end:%H:%M} {title}"


def _midnight(context: ToolContext) -> datetime:
    local = context.now.astimezone(context.zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


async def _due(ground: SkillGround, context: ToolContext, words: Wording) -> Sequence[str]:
    """What waits for an answer, and what comes before midnight."""
    local, midnight = context.now.astimezone(context.zone), _midnight(context)
    views = await ground.reminders.live(context.user_id)
    today = [one for one in views if one.occurrence.due < midnight or _waits(one)]
    today = [one for one in today if not _is_briefing(one)]
    return [_reminder(one, local, words) for one in sorted(today, key=lambda v: v.occurrence.due)]


def _is_briefing(view: ReminderView) -> bool:
    """It need not tell of itself."""
    return view.reminder.action is not None and view.reminder.action.kind == "briefing"


async def _targets(ground: SkillGround, context: ToolContext, words: Wording) -> Sequence[str]:
    """Which targets of today are open: "Water: 800 of at least 2,000 ml"."""
    lines = []
    for one in await ground.health.targets.open_today(context.user_id):
        target, name = one.target, kind_name(words, one.target.kind)
        wanted = band_text(words, target.kind, target.unit, target.band)
        if one.of_today is not None:
            now = value_text(words, target.kind, target.unit, (one.of_today, None))
            told = words.text("{kind}: {now} today, {wanted} wanted", kind=name, now=now,
                              wanted=wanted)  # fmt: skip
            lines.append(told)
        elif one.reading is not None:
            now = record_text(words, one.reading)
            wanted = target_text(words, target)
            lines.append(words.text("{kind}: {now}, {wanted} wanted", kind=name, now=now,
                                    wanted=wanted))  # fmt: skip
    return lines


def _waits(view: ReminderView) -> bool:
    return view.occurrence.state is OccurrenceState.FIRING


def _reminder(view: ReminderView, now: datetime, words: Wording) -> str:
    text = " ".join(view.reminder.text.split())
    due = view.occurrence.due.astimezone(now.tzinfo)
    if due < now:
        return words.text("{text} (waits for you)", text=text)
    return f"{due:%H:%M} {text}"


async def _told(
    ground: SkillGround, context: ToolContext, name: str, arguments: JsonObject
) -> Sequence[str]:
    """What a service's tool says; nothing while the service is off."""
    spec = ground.services.tools().get(name)
    if spec is None:
        return []
    result = await spec.run(spec.arguments.model_validate(arguments), context)
    return [_bare(line) for line in (result.receipt or result.content).splitlines()]


def _bare(line: str) -> str:
    """Without Markdown: notifications and phones would show its signs."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1", line)).replace("**", "")
