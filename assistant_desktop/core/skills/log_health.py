"""log_health: a reading or a note about the user's health, in the unit it is kept in."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.health.diary import LOG_TOOL
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_entry import DoubtfulReading, Entry, record_for
from assistant_desktop.core.skills.health_readings import Given
from assistant_desktop.core.skills.spoken_time import say_minute
from assistant_desktop.domain.health_record import HealthRecord, rule_of
from assistant_desktop.domain.ids import RecordId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.health_words import kind_name, record_text, value_text


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
    anyway: Annotated[
        bool, Field(description="only after you asked about an odd value and the user said yes")
    ] = False


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        entry = Entry(wanted.kind, wanted.value, wanted.unit, wanted.at, anyway=wanted.anyway)
        try:
            given, record = record_for(entry, context, ground, ground.health.diary.new_id())
        except DoubtfulReading as doubt:
            rest = words.text("Nothing was written down; say it again, or “yes, keep it”.")
            raise ToolFailed(f"{doubt} {rest}") from doubt
        await ground.health.diary.keep(record)
        receipt = reading_receipt(words, record, given, say_minute(record.at, context))
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


def reading_receipt(words: Wording, record: HealthRecord, given: Given, when: str) -> str:
    """What was kept, in the unit it is kept in and as it was said."""
    value = record_text(words, record)
    if given.unit != record.unit:
        said = value_text(words, given.kind, given.unit, (given.value, given.second))
        value = f"{value} ({said})"
    name = kind_name(words, record.kind)
    if rule_of(record.kind).named:
        return words.text("{kind}: {value}, {when}.", kind=name, value=value, when=when)
    return words.text("{kind} {value}, {when}.", kind=name, value=value, when=when)
