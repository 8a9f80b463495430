"""remind_of_event: an insistent reminder some time before an event, wherever it moves."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.calendar.event_reminders import MOST_MINUTES
from assistant_desktop.core.skills import reminder_results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.core.skills.which_event import choose_event
from assistant_desktop.domain.escalation import PRESETS
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import FROM_OUTSIDE, Effect, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import lead_text, title_text

USUAL_MINUTES = 15


class Arguments(BaseModel):
    """Which event, and how long before it."""

    model_config = ConfigDict(extra="forbid")
    which: str | None = None
    minutes_before: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = USUAL_MINUTES
    policy: Literal["gentle", "normal", "insistent"] = "insistent"


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        found, _ = await choose_event(ground, context, wanted.which)
        changed = await ground.calendar.reminders.remind(
            found, wanted.minutes_before, PRESETS[wanted.policy]
        )
        words, view = wording(context.language), changed.after
        receipt = words.text(
            "I'll remind you of “{title}” {lead}: {when}.",
            title=title_text(words, found.occurrence),
            lead=lead_text(words, wanted.minutes_before),
            when=say_moment(view.occurrence.due, context),
        )
        if found.occurrence.is_one_of_several:
            receipt = f"{receipt} {words.text('And so before each one of the series.')}"
        told = reminder_results.policy_words(view.reminder.policy, context.language)
        receipt = f"{receipt} {told}".strip()
        return ToolResult(
            receipt,
            receipt=receipt,
            data={
                **reminder_results.view_data(view),
                FROM_OUTSIDE: found.calendar.is_remote,
            },
            undo=reminder_results.undo_data(changed),
        )

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        view = await ground.calendar.reminders.undo(context.user_id, int(data["change"]))
        text = wording(context.language).text("Taken back: “{text}”.", text=view.reminder.text)
        return ToolResult(text, receipt=text, data=reminder_results.view_data(view))

    return ToolSpec(
        name="remind_of_event",
        description="Remind of an event of the calendar some minutes before it. Follows the event"
        " when it moves; before each one of a series.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=undo,
    )
