"""search_history: messages of all conversations."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.memory.recall import Question
from assistant_desktop.core.memory.wording_of_questions import speaker_asked_for
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording

_LONGEST_QUOTE = 240
_MOST, _LOOKED_AT = 8, 24


class Arguments(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")
    query: Annotated[str, Field(min_length=1, max_length=2000)]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        question = await ground.recall.question_of(context.user_id, context.message_id)
        own = (context.message_id, *((question,) if question else ()))
        asked = Question(wanted.query, k=_LOOKED_AT, kinds=("message",), exclude=own)
        found = await ground.recall.retrieve(context.user_id, asked)
        if not found:
            # Who asks what they said wants to hear no questions; who searches, all there is.
            said = await ground.recall.asked_with(context.user_id, context.message_id)
            if not speaker_asked_for(said):
                every = replace(asked, asking=True)
                found = await ground.recall.retrieve(context.user_id, every)
        # What the user said; the assistant mostly repeats it.
        hits = ([hit for hit in found if hit.role == "user"] or found)[:_MOST]
        words = wording(context.language)
        if not hits:
            return ToolResult(words.text("No message says that."), data={"hits": []})
        lines = [
            f"- {say_moment(hit.time, context)}: {words.quoted(hit.text[:_LONGEST_QUOTE])}"
            for hit in hits
        ]
        data = {"hits": [hit.model_dump(mode="json") for hit in hits]}
        return ToolResult("\n".join(lines), data=data)

    return ToolSpec(
        name="search_history",
        description="Search all earlier conversations.",
        arguments=Arguments,
        run=run,
    )
