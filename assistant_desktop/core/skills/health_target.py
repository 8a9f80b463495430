"""health_target: set, remove or tell what the user wants of a kind of reading."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.target_words import read_target
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_target import HealthTarget
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import Effect, ToolContext, ToolFailed, ToolResult, ToolSpec
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.health_words import kind_name, target_text


class Arguments(BaseModel):
    """With a value: the target becomes that. With remove: there is none any more. Else: tell."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str | None, Field(max_length=60, description="as in log_health")] = None
    value: Annotated[
        str | None,
        Field(max_length=200, description='such as "75 to 78 kg", "at least 2 l", "below 130/80"'),
    ] = None
    remove: bool = False


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        kind = None if wanted.kind is None else kind_of(wanted.kind)
        if kind is None or (wanted.value is None and not wanted.remove):
            return await _told(ground, context, kind)
        if wanted.remove:
            before = await ground.health.targets.remove(context.user_id, kind)
            name = kind_name(words, kind)
            if before is None:
                raise ToolFailed(words.text("{kind}: there is no target.", kind=name))
            text = words.text("{kind}: no target any more.", kind=name)
            return ToolResult(text, receipt=text, undo=_undo_data(kind, before))
        target = target_in_words(words, context.user_id, kind, wanted.value or "")
        try:
            before = await ground.health.targets.put(target)
        except BadInput as problem:
            raise ToolFailed(words.error(problem)) from problem
        text = _line(words, target)
        return ToolResult(text, receipt=text, undo=_undo_data(kind, before))

    async def undo(data: JsonObject, context: ToolContext) -> ToolResult:
        words = wording(context.language)
        before = data.get("before")
        kind = str(data["kind"])
        if before is None:
            await ground.health.targets.remove(context.user_id, kind)
        else:
            target = HealthTarget.model_validate({**before, "user_id": context.user_id})
            await ground.health.targets.put(target)
        text = words.text("{kind}: the target is as before.", kind=kind_name(words, kind))
        return ToolResult(text, receipt=text)

    return ToolSpec(
        name="health_target",
        description="What the user wants of a health reading: set a target, remove it, or tell the"
        " targets there are.",
        arguments=Arguments,
        run=run,
        effect=Effect.WRITE,
        undo=undo,
    )


def target_in_words(words: Wording, user_id: UserId, kind: str, value: str) -> HealthTarget:
    """The target that a text names.

    Raises:
        ToolFailed: it names none.
    """
    said = read_target(kind, value)
    if said is None:
        raise ToolFailed(
            words.text(
                "{kind}: I see no number with a unit that I know. Say it like “75 to 78 kg”,"
                " “at least 2 l” or “below 130/80”.",
                kind=kind_name(words, kind),
            )
        )
    return HealthTarget(
        user_id=user_id, kind=kind, unit=said.unit, band=said.band, second=said.second
    )


def _undo_data(kind: str, before: HealthTarget | None) -> dict[str, Any]:
    kept = None if before is None else before.model_dump(exclude={"user_id"})
    return {"kind": kind, "before": kept}


def _line(words: Wording, target: HealthTarget) -> str:
    return words.text(
        "Target, {kind}: {value}.",
        kind=kind_name(words, target.kind).lower(),
        value=target_text(words, target),
    )


async def _told(ground: SkillGround, context: ToolContext, kind: str | None) -> ToolResult:
    words = wording(context.language)
    known = await ground.health.targets.all(context.user_id)
    shown = [one for one in known if kind in (None, one.kind)]
    if not shown:
        return ToolResult(words.text("There are no targets yet."))
    return ToolResult("\n".join(_line(words, one) for one in shown))
