"""query_health: the user's own readings of a span of time, as numbers and nothing more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_readings import read_span
from assistant_desktop.core.skills.log_health import record_data
from assistant_desktop.core.skills.spoken_time import say_day, say_minute
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_record import KINDS, HealthRecord, rule_of
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.health_words import kind_name, record_text, value_text

_USUAL_SPAN = timedelta(days=30)
_SHOWN = 7
_MOMENT = timedelta(milliseconds=1)


class Arguments(BaseModel):
    """Which readings; those of the last 30 days by default."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, Field(min_length=1, max_length=60, description="as in log_health")]
    start: Annotated[str | None, Field(description="in the user's words or ISO 8601")] = None
    end: Annotated[str | None, Field(description="the same")] = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        kind = kind_of(wanted.kind)
        start, end = read_span(wanted.start, wanted.end, context, ground.day_times)
        until = context.now + _MOMENT if end is None else min(end, context.now + _MOMENT)
        since = start or until - _USUAL_SPAN
        found = await ground.health.diary.between(context.user_id, kind, since, until)
        if not found and kind not in KINDS:
            found = await _by_name(ground, context, kind, (since, until))
        is_usual = start is None and end is None
        span = _usual_span(context) if is_usual else _span(since, until, context)
        if not found:
            last = await ground.health.diary.latest(context.user_id, kind)
            return ToolResult(_nothing(kind, span, last, context), data={"readings": []})
        return ToolResult(
            _told(kind, span, found, context),
            data={"readings": [record_data(one) for one in found[-100:]]},
        )

    return ToolSpec(
        name="query_health",
        description="The user's own health readings of a time span: how many, the latest, average,"
        " lowest and highest. Repeat the numbers; give no medical advice.",
        arguments=Arguments,
        run=run,
    )


async def _by_name(
    ground: SkillGround, context: ToolContext, name: str, span: tuple[datetime, datetime]
) -> list[HealthRecord]:
    """Medicines and symptoms of that name."""
    every = [
        one
        for kind in ("medication", "symptom")
        for one in await ground.health.diary.between(context.user_id, kind, *span)
    ]
    wanted = set(query_stems(name))
    found = [one for one in every if wanted and wanted <= set(stems(one.note))]
    return sorted(found, key=lambda one: (one.at, one.id))


def _usual_span(context: ToolContext) -> str:
    return wording(context.language).text("the last 30 days")


def _span(since: datetime, until: datetime, context: ToolContext) -> str:
    first, last = say_day(since, context), say_day(until - _MOMENT, context)
    return first if first == last else f"{first} – {last}"


def _nothing(kind: str, span: str, last: HealthRecord | None, context: ToolContext) -> str:
    words = wording(context.language)
    text = words.text("{kind}, {span}: no readings.", kind=kind_name(words, kind), span=span)
    if last is None:
        return text
    value, when = record_text(words, last), say_minute(last.at, context)
    return f"{text} {words.text('The last one: {value}, {when}.', value=value, when=when)}"


def _told(kind: str, span: str, found: Sequence[HealthRecord], context: ToolContext) -> str:
    words = wording(context.language)
    count = words.count("{n} reading", "{n} readings", len(found))
    name = kind_name(words, kind)
    lines = [words.text("{kind}, {span}: {count}.", kind=name, span=span, count=count)]
    groups: dict[tuple[str, str], list[HealthRecord]] = {}
    for one in found:
        groups.setdefault((one.note.lower(), one.unit), []).append(one)
    if len(found) > 1 and rule_of(kind).rated:
        many = len(groups) > 1
        lines += [_figures(words, group, many=many) for group in groups.values() if len(group) > 1]
    shown = list(reversed(found[-_SHOWN:]))
    lines += [f"- {record_text(words, one)} — {say_minute(one.at, context)}" for one in shown]
    if len(found) > _SHOWN:
        lines.append(words.count("… and {n} more", "… and {n} more", len(found) - _SHOWN))
    lines.append(words.text("These are your numbers, not medical advice."))
    return "\n".join(lines)


def _figures(words: Wording, group: Sequence[HealthRecord], *, many: bool) -> str:
    """Latest, average, lowest and highest of readings in one unit."""
    kind, unit = group[0].kind, group[0].unit

    def said(value: float, second: float | None) -> str:
        return value_text(words, kind, unit, (value, second))

    values = [one.value for one in group]
    seconds = [one.second_value for one in group if one.second_value is not None]
    lowest = min(group, key=lambda one: (one.value, one.second_value or 0))
    highest = max(group, key=lambda one: (one.value, one.second_value or 0))
    average = round(sum(values) / len(values), 1)
    second = sum(seconds) / len(seconds) if seconds else None
    text = words.text(
        "Latest {latest}, average {average}, lowest {lowest}, highest {highest}.",
        latest=said(group[-1].value, group[-1].second_value),
        average=said(average, second),
        lowest=said(lowest.value, lowest.second_value),
        highest=said(highest.value, highest.second_value),
    )
    if rule_of(kind).adds_up:
        text = f"{words.text('{value} in all.', value=said(sum(values), None))} {text}"
    note = group[0].note
    return f"{note[:1].upper()}{note[1:]}: {text}" if many and note else text
