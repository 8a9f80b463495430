"""remember: keep what the user wants kept."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.domain.ids import MemoryId
from assistant_desktop.domain.memory import Memory
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """What to remember."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=4000)]


_IT = frozenset({"this", "that", "it", "это", "его", "её", "ее"})


async def _kept(ground: SkillGround, wanted: Arguments, context: ToolContext) -> Memory | None:
    """The text, kept; "this" is the private thing told last that still waits for a yes."""
    memories, user_id = ground.memories, context.user_id
    if wanted.text.strip(" .!").lower() not in _IT:
        source = await ground.recall.question_of(user_id, context.message_id)
        return await memories.remember(user_id, wanted.text, source=source)
    waiting = await memories.suggestions(user_id)
    if not waiting:
        return None
    return await memories.answer_suggestion(user_id, waiting[0].id, yes=True)


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        memory = await _kept(ground, wanted, context)
        if memory is None:
            raise ToolFailed(words.text("Say what to remember: “remember that …”."))
        receipt = words.text("I'll remember: “{text}”.", text=memory.text)
        data = {"memory_id": memory.id, "text": memory.text}
        return ToolResult(receipt, receipt=receipt, data=data, undo={"memory_id": memory.id})

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        await ground.memories.forget(context.user_id, [MemoryId(data["memory_id"])])
        return ToolResult(wording(context.language).text("Forgotten."))

    return ToolSpec(
        name="remember",
        description="Remember something for the user, in their own words.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        sensitive=True,
        undo=undo,
    )
