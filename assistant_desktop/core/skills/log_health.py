"""log_health: a reading or a note about the user's health, in the unit it is kept in."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.health.diary import LOG_TOOL
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_readings import (
    Given,
    in_usual_unit,
    read_at,
    read_given,
)
from assistant_desktop.core.skills.spoken_time import say_minute
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_record import (
    HealthRecord,
    Scale,
    is_plausible,
    rule_of,
    scale_of,
    span_of,
    units_that_fit,
)
from assistant_desktop.domain.ids import RecordId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.health_words import kind_name, record_text, unit_name, value_text


class Arguments(BaseModel):
    """What was measured, how much, and when; now by default."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[
        str,
        Field(
            min_length=1,
            max_length=60,
            description="weight, blood_pressure, pulse, glucose, temperature, sleep, steps, water,"
            " exercise, calories, mood, symptom, medication, or a name of the user's own",
        ),
    ]
    value: Annotated[
        float | str, Field(description='a number; "130/85" for blood pressure; words for a note')
    ]
    unit: Annotated[
        str | None,
        Field(max_length=200, description='such as kg, lb, mg/dL; "mg losartan" for a medicine'),
    ] = None
    at: Annotated[str | None, Field(description="when, in the user's words or ISO 8601")] = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        given = read_given(wanted.kind, wanted.value, wanted.unit)
        if given is None:
            name = kind_name(words, kind_of(wanted.kind))
            raise ToolFailed(words.text("{kind}: say it as a number.", kind=name))
        at = read_at(wanted.at, context, ground.day_times)
        if at is None:
            raise ToolFailed(words.text("That day is still to come: nothing was written down."))
        given = in_usual_unit(given)
        kept = _checked(words, given)
        record = HealthRecord(
            id=ground.health.diary.new_id(),
            user_id=context.user_id,
            kind=given.kind,
            value=kept.value,
            second_value=kept.second,
            unit=kept.unit,
            at=at,
            note=given.note,
        )
        await ground.health.diary.keep(record)
        receipt = _receipt(words, record, given, say_minute(at, context))
        return ToolResult(
            receipt, receipt=receipt, data=record_data(record), undo={"record_id": record.id}
        )

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        await ground.health.diary.take_back(context.user_id, RecordId(data["record_id"]))
        return ToolResult(wording(context.language).text("The reading is deleted."))

    return ToolSpec(
        name=LOG_TOOL,
        description="Write down a health reading of the user: weight, blood pressure, a medicine"
        " taken, and so on.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        sensitive=True,
        undo=undo,
    )


def record_data(record: HealthRecord) -> JsonObject:
    """A reading for scripts and windows."""
    return {
        "record_id": record.id,
        "kind": record.kind,
        "value": record.value,
        "second_value": record.second_value,
        "unit": record.unit,
        "at": record.at.isoformat(),
        "note": record.note,
    }


def _checked(words: Wording, given: Given) -> Given:
    """The reading in the unit it is kept in.

    Raises:
        ToolFailed: it cannot be true as said; the text asks. Nothing is kept.
    """
    scale = scale_of(given.kind, given.unit)
    name = kind_name(words, given.kind)
    if scale is None:
        known = ", ".join(unit_name(words, unit) for unit in rule_of(given.kind).scales)
        raise ToolFailed(
            words.text("{kind}: which unit is that? I know {units}.", kind=name, units=known)
        )
    if rule_of(given.kind).second_range and given.second is None:
        raise ToolFailed(words.text("Say both numbers of the blood pressure, such as 130/85."))
    second = None if given.second is None else scale.into(given.second)
    kept = replace(given, value=scale.into(given.value), second=second, unit=scale.unit)
    if not is_plausible(kept.kind, kept.unit, kept.value, second):
        raise ToolFailed(_question(words, given, scale))
    return kept


def _question(words: Wording, given: Given, scale: Scale) -> str:
    """Asks about a value that can hardly be true."""

    def said(value: float, unit: str, second: float | None = None) -> str:
        return value_text(words, given.kind, unit, (value, second))

    asked = words.text(
        "{kind} {value}?",
        kind=kind_name(words, given.kind),
        value=said(given.value, given.unit, given.second),
    )
    low, high = (scale.back(end) for end in span_of(given.kind, scale.unit))
    taken = words.text(
        "I take {low} to {high}.", low=said(low, given.unit), high=said(high, given.unit)
    )
    lower = rule_of(given.kind).second_range
    if lower is not None:
        taken = words.text(
            "I take an upper number of {low} to {high} and a smaller lower one.",
            low=f"{low:.0f}",
            high=f"{high:.0f}",
        )
    parts = [asked, taken]
    others = units_that_fit(given.kind, given.value) if given.second is None else []
    if others:
        meant = ", ".join(said(given.value, unit) for unit in others)
        parts.append(words.text("If you mean {values}, say the unit.", values=meant))
    parts.append(words.text("Nothing was written down; say it again."))
    return " ".join(parts)


def _receipt(words: Wording, record: HealthRecord, given: Given, when: str) -> str:
    value = record_text(words, record)
    if given.unit != record.unit:
        said = value_text(words, given.kind, given.unit, (given.value, given.second))
        value = f"{value} ({said})"
    name = kind_name(words, record.kind)
    if rule_of(record.kind).named:
        return words.text("{kind}: {value}, {when}.", kind=name, value=value, when=when)
    return words.text("{kind} {value}, {when}.", kind=name, value=value, when=when)
