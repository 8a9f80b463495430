"""list_reminders: what is planned and what waits for an answer."""

from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from assistant_desktop.core.skills import reminder_results as results
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import read_range, say_view
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.domain.reminder import OccurrenceState, ReminderView
from assistant_desktop.domain.tool import FROM_OUTSIDE, ToolContext, ToolResult, ToolSpec
from assistant_desktop.wording import wording
from assistant_desktop.wording.condition_words import condition_text

_MOST = 50


class Arguments(BaseModel):
    """Which reminders; all of them by default."""

    model_config = ConfigDict(extra="forbid")
    start: str | None = None
    end: str | None = None
    query: str | None = None


def tool(ground: SkillGround) -> ToolSpec:
    """The tool."""

    async def run(wanted: Arguments, context: ToolContext) -> ToolResult:
        day_times = ground.day_times()
        start = end = None
        if wanted.start:
            start, end = read_range(wanted.start, context, day_times)
        if wanted.end:
            _, end = read_range(wanted.end, context, day_times)
            end = end or read_range(wanted.end, context, day_times)[0]
        views = await ground.reminders.live(context.user_id, start, end)
        if wanted.query:
            wanted_stems = set(query_stems(wanted.query))
            views = [v for v in views if wanted_stems <= set(stems(v.reminder.text))]
        told = _told(views, context)
        theirs = await ground.calendar.reminders.from_elsewhere(context.user_id)
        from_outside = any(view.reminder.id in theirs for view in views)
        return replace(told, data={**told.data, FROM_OUTSIDE: from_outside})

    return ToolSpec(
        name="list_reminders",
        description="List the user's reminders, planned and waiting, by time.",
        arguments=Arguments,
        run=run,
    )


def _told(views: list[ReminderView], context: ToolContext) -> ToolResult:
    words = wording(context.language)
    if not views:
        return ToolResult(words.text("No reminders."), data={"reminders": []})
    lines = [words.count("{n} reminder:", "{n} reminders:", len(views))]
    for view in views[:_MOST]:
        waiting = view.occurrence.state is OccurrenceState.FIRING
        mark = f" ({words.text('waits for you')})" if waiting else ""
        condition = view.reminder.condition
        depends = "" if condition is None else f", {condition_text(words, condition)}"
        lines.append(f"- {view.reminder.text} — {say_view(view, context)}{depends}{mark}")
    if len(views) > _MOST:
        left = len(views) - _MOST
        lines.append(words.count("… and {n} more", "… and {n} more", left))
    return ToolResult(
        "\n".join(lines), data={"reminders": [results.view_data(v) for v in views[:_MOST]]}
    )
