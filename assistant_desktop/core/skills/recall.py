"""recall: what the user told or had remembered about something."""

import itertools
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.memory.recall import Question
from assistant_desktop.core.memory.wording_of_questions import speaker_asked_for
from assistant_desktop.core.offline_brain import asks_for_something
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_moment
from assistant_desktop.core.storage.stemming import query_stems
from assistant_desktop.core.storage.used import LONGEST_QUOTE
from assistant_desktop.domain.memory import RecallHit
from assistant_desktop.domain.tool import ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import Wording, wording

_MOST_TOKENS = 1500
_NEWEST, _LOOKED_AT, _MOST_SAID = 10, 12, 3


class Arguments(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")
    query: Annotated[str, Field(min_length=1, max_length=2000)]


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        if not query_stems(wanted.query):
            return told(await _newest(ground, context), context)
        asked = Question(wanted.query, k=5, kinds=("memory",), most_tokens=_MOST_TOKENS)
        found = await ground.recall.retrieve(context.user_id, asked)
        return told(found or await _said(ground, wanted.query, context), context)

    return ToolSpec(
        name="recall",
        description="Find what the user said or asked to remember about something.",
        arguments=Arguments,
        run=run,
    )


async def _newest(ground: SkillGround, context: ToolContext) -> list[RecallHit]:
    """What is remembered, when it is not asked about what: "what do you know about me"."""
    known = await ground.memories.everything(context.user_id)
    return [
        RecallHit(kind="memory", source_id=one.id, score=1, time=one.valid_from, text=one.text)
        for one in known[:_NEWEST]
    ]


async def _said(ground: SkillGround, query: str, context: ToolContext) -> list[RecallHit]:
    """What was said that answers it: statements, of the one whose words are asked about."""
    here = await ground.recall.question_of(context.user_id, context.message_id)
    asked = Question(
        query,
        k=_LOOKED_AT,
        kinds=("message",),
        strict=True,
        exclude=(context.message_id, *([here] if here else [])),
        most_tokens=_MOST_TOKENS,
    )
    found = await ground.recall.retrieve(context.user_id, asked)
    by = speaker_asked_for(query) or "user"
    said = (hit for hit in found if hit.role == by and not hit.text.rstrip().endswith("?"))
    told_of_it = (hit for hit in said if not asks_for_something(hit.text, hit.time))
    return list(itertools.islice(told_of_it, _MOST_SAID))


def told(hits: list[RecallHit], context: ToolContext) -> ToolResult:
    """Found texts as sentences, each with the day it comes from; honest when there are none."""
    words = wording(context.language)
    if not hits:
        return ToolResult(words.text("I remember nothing about that."), data={"hits": []})
    lines = [_quoted(hit, context, words) for hit in hits]
    return ToolResult(
        "\n".join(lines), data={"hits": [hit.model_dump(mode="json") for hit in hits]}
    )


def _quoted(hit: RecallHit, context: ToolContext, words: Wording) -> str:
    text, when = hit.text[:LONGEST_QUOTE], say_moment(hit.time, context)
    if hit.role == "assistant":
        return words.text("“{text}” (I told you {when})", text=text, when=when)
    return words.text("“{text}” (you told me {when})", text=text, when=when)
