"""Which event is meant: by words of its title, its key, or "it" by what was changed last."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from assistant_desktop.core.calendar.diary import EXPAND_LIMIT_S, Found
from assistant_desktop.core.calendar.edits import Extent
from assistant_desktop.core.skills.event_times import say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.domain.errors import NotFound
from assistant_desktop.domain.tool import ToolContext, ToolFailed
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import title_text

_PAST, _AHEAD = timedelta(hours=12), timedelta(days=400)
_MOST_NAMED = 6
_WHOLE = re.compile(
    r"^(?:(?:all|every|each|the whole|the entire|entire|whole)(?: of)?(?: the| my)?|все|всю|весь"
    r"|каждый|каждую|каждое)\s+(?:(?:series|серию)(?: of| the)*\s+)?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:meetings?|appointments?|events?|calendar|встреч\w*|событи\w*|при[её]м\w*|собрани\w*)\b",
    re.IGNORECASE,
)


async def choose_event(
    ground: SkillGround, context: ToolContext, which: str | None
) -> tuple[Found, Extent]:
    """The one event that is meant: of a series its next occurrence, or all if "all" is said.

    Raises:
        ToolFailed: none or several fit; the text names them, nothing was changed.
    """
    extent: Extent = "this"
    named = (which or "").strip()
    if "/" in named:
        try:
            return await ground.calendar.diary.find(context.user_id, named), "this"
        except NotFound:
            pass  # a title may hold a slash too
    if (whole := _WHOLE.match(named)) is not None:
        named, extent = named[whole.end() :], "all"
    window = (context.now - _PAST, context.now + _AHEAD)
    every = await ground.calendar.diary.found_between(context.user_id, window)
    ahead = [one for one in every if one.occurrence.end > context.now] or every
    words = wording(context.language)
    if not ahead:
        raise ToolFailed(words.text("There are no events in the calendar."))
    if named:
        fitting = await in_thread("calendar", partial(_fitting, ahead, named), EXPAND_LIMIT_S)
    else:
        fitting = await _it(ground, context, ahead)
    chosen = _firsts(fitting)
    if len(chosen) == 1:
        return chosen[0], extent
    if not chosen:
        text = words.text("No event is called “{which}”. There are:", which=named)
        raise _unclear(text, _firsts(ahead), context)
    raise _unclear(words.text("Which one do you mean?"), chosen, context)


def _unclear(text: str, named: Sequence[Found], context: ToolContext) -> ToolFailed:
    """None or several fit: what there is; titles of others' calendars are words from outside."""
    from_outside = any(one.calendar.is_remote for one in named[:_MOST_NAMED])
    return ToolFailed(f"{text} {_names(named, context)}", from_outside=from_outside)


def _fitting(events: Sequence[Found], which: str) -> list[Found]:
    """Those whose titles have most of the words; "the meeting" alone may be any event."""
    wanted = set(query_stems(which)) or set(stems(which))
    scored = [(len(wanted & set(stems(one.occurrence.event.title))), one) for one in events]
    best = max((score for score, _ in scored), default=0)
    if best and best * 2 >= len(wanted):
        return [one for score, one in scored if score == best]
    kind_only = not _KIND.sub("", which).strip(" .,!?")
    return list(events) if kind_only else []


async def _it(ground: SkillGround, context: ToolContext, events: Sequence[Found]) -> list[Found]:
    """What was made or changed last, else whatever there is."""
    newest = await ground.calendar.diary.newest_change(context.user_id)
    if newest is not None:
        last = [one for one in events if one.series.first.uid == newest.uid]
        if last:
            return last
    return list(events)


def _firsts(events: Sequence[Found]) -> list[Found]:
    """Of each series the first one; they come by time."""
    firsts: dict[tuple[str, str], Found] = {}
    for one in events:
        firsts.setdefault((one.calendar.id, one.series.first.uid), one)
    return list(firsts.values())


def _names(events: Sequence[Found], context: ToolContext) -> str:
    words = wording(context.language)
    told = [
        f"{words.quoted(title_text(words, one.occurrence)[:60])}"
        f" ({say_event(one.occurrence, context)})"
        for one in events[:_MOST_NAMED]
    ]
    return "; ".join(told) + (" …" if len(events) > _MOST_NAMED else "")
