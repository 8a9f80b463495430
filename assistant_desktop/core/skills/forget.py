"""forget: remove memories for good."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import wording


class Arguments(BaseModel):
    """What to forget: words that the memory has."""

    model_config = ConfigDict(extra="forbid")
    query: Annotated[str, Field(min_length=1, max_length=2000)]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        found = await ground.memories.matching(context.user_id, wanted.query)
        if not found:
            raise ToolFailed(words.text("I remember nothing like “{query}”.", query=wanted.query))
        sources = [one.source_message for one in found if one.source_message]
        removed = await ground.memories.forget(context.user_id, [one.id for one in found])
        # The forgotten words themselves must not stand in the receipt.
        receipt = words.count(
            "Forgotten for good: one memory.",
            "Forgotten for good: {n} memories.",
            removed,
        )
        if sources:
            receipt += " " + words.count(
                "The message you told it in is still in our history.",
                "The messages you told them in are still in our history.",
                len(set(sources)),
            )
        data: JsonObject = {"forgotten": removed, "sources": list(dict.fromkeys(sources))}
        return ToolResult(receipt, receipt=receipt, data=data)

    return ToolSpec(
        name="forget",
        description="Forget memories that contain these words. Cannot be taken back.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        sensitive=True,
    )
