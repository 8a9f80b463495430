"""search_history: messages of all conversations."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.memory.recall import Question
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording

_LONGEST_QUOTE = 240


class Arguments(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")
    query: Annotated[str, Field(min_length=1, max_length=2000)]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        asked = Question(wanted.query, k=8, kinds=("message",), exclude=(context.message_id,))
        hits = await ground.recall.retrieve(context.user_id, asked)
        words = wording(context.language)
        if not hits:
            return ToolResult(words.text("No message says that."), data={"hits": []})
        lines = [
            f"- {say_moment(hit.time, context)}: “{hit.text[:_LONGEST_QUOTE]}”" for hit in hits
        ]
        data = {"hits": [hit.model_dump(mode="json") for hit in hits]}
        return ToolResult("\n".join(lines), data=data)

    return ToolSpec(
        name="search_history",
        description="Search all earlier conversations.",
        arguments=Arguments,
        run=run,
    )
