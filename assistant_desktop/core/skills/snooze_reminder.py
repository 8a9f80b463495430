"""snooze_reminder: moves this occurrence of a reminder, not the task behind it."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import read_moment, say_moment
from assistant_desktop.core.skills.which import choose
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.tool import Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording

DEFAULT_SNOOZE_MINUTES = 10.0


class Arguments(BaseModel):
    """Which reminder, and for how long or until when; ten minutes by default."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None
    for_minutes: Annotated[float, Field(gt=0, le=527040)] | None = None
    until: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.for_minutes is not None and self.until is not None:
            raise ValueError("give for_minutes or until, not both")
        return self


def put_off(due: datetime, now: datetime, length: timedelta) -> datetime:
    """So long from now; from `due` where it would come earlier than without a snooze."""
    return now + length if now + length > due else due + length


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    def until(wanted: Arguments, view: ReminderView, context: ToolContext) -> datetime:
        if wanted.until:
            return read_moment(wanted.until, context, ground.day_times()).moment
        length = timedelta(minutes=wanted.for_minutes or DEFAULT_SNOOZE_MINUTES)
        return put_off(view.occurrence.due, context.now, length)

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        view = await choose(ground, context, wanted.which, "firing or touched")
        moment = until(wanted, view, context)
        changed = await ground.reminders.snooze(context.user_id, view.occurrence.id, moment)
        words = wording(context.language)
        if not changed.changed:
            return results.already_answered(changed, context)
        receipt = words.text(
            "I'll come back with “{text}” {when}. Only this reminder moves, not the task.",
            text=view.reminder.text,
            when=say_moment(moment, context),
        )
        return results.did(changed, receipt)

    return ToolSpec(
        name="snooze_reminder",
        description="Show a reminder again later.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=results.undo_change(ground),
    )
