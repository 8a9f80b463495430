"""recall: what the user told or had remembered about something."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.memory.recall import Question
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.domain.memory import RecallHit
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording

_LONGEST_QUOTE = 240
_MOST_TOKENS = 1500


class Arguments(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")
    query: Annotated[str, Field(min_length=1, max_length=2000)]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        found = await ground.recall.retrieve(
            context.user_id,
            Question(wanted.query, k=5, kinds=("memory",), most_tokens=_MOST_TOKENS),
        )
        if not found:
            asked = Question(wanted.query, k=3, kinds=("message",), most_tokens=_MOST_TOKENS)
            found = await ground.recall.retrieve(context.user_id, asked)
        return told(found, context)

    return ToolSpec(
        name="recall",
        description="Find what the user said or asked to remember about something.",
        arguments=Arguments,
        run=run,
    )


def told(hits: list[RecallHit], context: ToolContext) -> ToolResult:
    """Found texts as sentences, each with the day it comes from; honest when there are none."""
    words = wording(context.language)
    if not hits:
        return ToolResult(words.text("I remember nothing about that."), data={"hits": []})
    lines = [
        words.text(
            "“{text}” (you told me {when})",
            text=hit.text[:_LONGEST_QUOTE],
            when=say_moment(hit.time, context),
        )
        for hit in hits
    ]
    return ToolResult(
        "\n".join(lines), data={"hits": [hit.model_dump(mode="json") for hit in hits]}
    )
