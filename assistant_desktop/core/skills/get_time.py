"""get_time: what time and day it is for the user."""

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_day
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """Nothing is needed."""

    model_config = ConfigDict(extra="forbid")


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        local = context.now.astimezone(context.zone)
        today = say_day(local, context).partition(", ")[2]
        text = wording(context.language).text(
            "It is {time}, {day}.", time=f"{local:%H:%M}", day=today
        )
        return ToolResult(text, data={"now": local.isoformat(), "zone": context.zone.key})

    return ToolSpec(
        name="get_time",
        description="The current date, time and zone.",
        arguments=Arguments,
        run=run,
    )
