"""create_reminder: a rule with its first due moment."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant_desktop.core.reminders.commands import NewReminder
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import SpokenTime, read_moment, read_range, say_view
from assistant_desktop.domain.escalation import INSISTENT, MIN_REPEAT_S, NORMAL, PRESETS, Policy
from assistant_desktop.domain.health_record import TIMES
from assistant_desktop.domain.reminder import Action, Condition, Dose, WeatherKind
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolRetry, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.condition_words import condition_text


class PolicyWish(BaseModel):
    """How hard a reminder should insist."""

    model_config = ConfigDict(extra="forbid")
    insistent: bool = False
    repeat_minutes: Annotated[float, Field(gt=0, le=43200)] | None = None
    critical: bool = False


class ConditionWish(BaseModel):
    """The weather at the user's own place that a reminder depends on."""

    model_config = ConfigDict(extra="forbid")
    kind: WeatherKind
    threshold: Annotated[
        float | None, Field(ge=-100, le=150, description="degrees for heat and cold, m/s for wind")
    ] = None
    unless: Annotated[bool, Field(description="true for “unless it rains”")] = False
    day: Annotated[
        str | None, Field(description="the day that is meant, where it is not the day of `due`")
    ] = None


class DoseWish(BaseModel):
    """A medicine that is taken when the reminder is done."""

    model_config = ConfigDict(extra="forbid")
    medicine: Annotated[str, Field(min_length=1, max_length=200)]
    amount: Annotated[float, Field(gt=0, le=100_000)] = 1
    unit: Annotated[str, Field(max_length=20, description="such as mg; absent: times")] = TIMES


class Arguments(BaseModel):
    """What to be reminded of, when, and on what it depends."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    due: Annotated[str, Field(description="when, in the user's own words or ISO 8601")]
    rrule: Annotated[str | None, Field(description="RFC 5545 RRULE when it repeats")] = None
    policy: Literal["gentle", "normal", "insistent"] | PolicyWish | None = None
    condition: Annotated[
        ConditionWish | None, Field(description="only where the user named such weather")
    ] = None
    action: Annotated[
        Literal["briefing"] | None,
        Field(description="briefing: tell the day at a glance when it fires"),
    ] = None
    dose: Annotated[
        DoseWish | None, Field(description="a medicine to take: done writes the dose down")
    ] = None


def policy_of(wish: str | PolicyWish | None) -> Policy:
    """The ladder for a wish; a stated repeat replaces the tail of its preset."""
    if wish is None:
        return NORMAL
    if isinstance(wish, str):
        return PRESETS[wish]
    base = INSISTENT if wish.insistent else NORMAL
    if wish.repeat_minutes is not None:
        # Nobody can answer faster than the shortest repeat; the receipt says what it became.
        base = base.with_repeat(max(round(wish.repeat_minutes * 60, 1), MIN_REPEAT_S))
    return base.model_copy(update={"critical": wish.critical}) if wish.critical else base


# Nobody waits for 60 °C: such a number was said in Fahrenheit.
_LEAST_FAHRENHEIT = 60


def _condition(
    wish: ConditionWish | None, spoken: SpokenTime, context: ToolContext, ground: SkillGround
) -> Condition | None:
    """Raises ToolRetry: its day is no day, or lies before or too long after the reminder's."""
    if wish is None:
        return None
    threshold = wish.threshold
    if wish.kind in {"heat", "cold"} and threshold is not None and threshold >= _LEAST_FAHRENHEIT:
        threshold = round((threshold - 32) / 1.8, 1)
    days_after = 0
    if wish.day:
        day, _ = read_range(wish.day, context, ground.day_times())
        if day is None:
            raise ToolRetry("Give the day of the condition as a date.")
        due = spoken.moment.astimezone(context.zone).date()
        days_after = (day.astimezone(context.zone).date() - due).days
    try:
        return Condition(
            kind=wish.kind, threshold=threshold, days_after=days_after, unless=wish.unless
        )
    except ValidationError:
        raise ToolRetry("The condition's day must lie 0 to 9 days after the due day.") from None


def _action(wanted: Arguments) -> Action | None:
    if wanted.dose is not None:
        return Action(kind="log_dose", dose=Dose.model_validate(wanted.dose.model_dump()))
    return None if wanted.action is None else Action(kind=wanted.action)


def _depends(condition: Condition | None, ground: SkillGround, language: str) -> str:
    """On what it depends, and whether that can be found out."""
    if condition is None:
        return ""
    words = wording(language)
    told = condition_text(words, condition)
    if condition.unless:
        said = words.text("It comes {condition}.", condition=told)
    else:
        said = words.text("Only {condition}.", condition=told)
    if "get_weather" in ground.services.tools():
        return said
    warning = words.text(
        "The weather is switched off, so it will come in any case:"
        " switch it on in Settings, Services."
    )
    return f"{said} {warning}"


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        spoken = read_moment(wanted.due, context, ground.day_times())
        condition = _condition(wanted.condition, spoken, context, ground)
        changed = await ground.reminders.create(
            NewReminder(
                user_id=context.user_id,
                text=wanted.text,
                due=spoken.moment,
                zone=context.zone,
                rrule=wanted.rrule or spoken.rrule,
                policy=policy_of(wanted.policy),
                conversation_id=context.conversation_id,
                source_message=context.message_id,
                condition=condition,
                action=_action(wanted),
            )
        )
        view = changed.after
        words = wording(context.language)
        receipt = words.text(
            "I'll remind you: “{text}”, {when}.",
            text=view.reminder.text,
            when=say_view(view, context),
        )
        insisting = results.policy_words(view.reminder.policy, context.language)
        depends = _depends(condition, ground, context.language)
        dose = words.text("Done writes the dose down.") if wanted.dose is not None else ""
        receipt = " ".join(part for part in (receipt, depends, insisting, dose) if part)
        return ToolResult(
            receipt,
            receipt=receipt,
            data=results.view_data(view),
            undo=results.undo_data(changed),
        )

    return ToolSpec(
        name="create_reminder",
        description="Set a reminder. It escalates until the user confirms it.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
