"""create_reminder: a rule with its first due moment."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.reminders.commands import NewReminder
from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import read_moment, say_view
from assistant_desktop.domain.escalation import INSISTENT, MIN_REPEAT_S, NORMAL, PRESETS, Policy
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class PolicyWish(BaseModel):
    """How hard a reminder should insist."""

    model_config = ConfigDict(extra="forbid")
    insistent: bool = False
    repeat_minutes: Annotated[float, Field(gt=0, le=43200)] | None = None
    critical: bool = False


class Arguments(BaseModel):
    """What to be reminded of, and when."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    due: Annotated[str, Field(description="when, in the user's own words or ISO 8601")]
    rrule: Annotated[str | None, Field(description="RFC 5545 RRULE when it repeats")] = None
    policy: Literal["gentle", "normal", "insistent"] | PolicyWish | None = None


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


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        spoken = read_moment(wanted.due, context, ground.day_times())
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
        receipt = f"{receipt} {insisting}".strip()
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
