"""Which event is meant: by words of its title, its key, or "it" by what was changed last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from assistant_desktop.core.calendar.diary import Found
from assistant_desktop.core.calendar.edits import Extent
from assistant_desktop.core.skills.event_times import say_event
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.domain.errors import NotFound
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.tool import About, ToolContext, ToolFailed
from assistant_desktop.wording import wording
from assistant_desktop.wording.calendar_words import title_text

_PAST, _AHEAD = timedelta(hours=12), timedelta(days=400)
_MOST_NAMED = 6
_EVENT = "event"
_WHOLE = re.compile(
    r"^(?:(?:all|every|each|the whole|the entire|entire|whole)(?: of)?(?: the| my)?|все|всю|весь"
    r"|каждый|каждую|каждое)\s+(?:(?:series|серию)(?: of| the)*\s+)?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:meetings?|appointments?|events?|calendar|встреч\w*|событи\w*|при[её]м\w*|собрани\w*)\b",
    re.IGNORECASE,
)


class SeveralEvents(ToolFailed):
    """More than one event fits; the text names them."""


async def choose_event(
    ground: SkillGround, context: ToolContext, which: str | None
) -> tuple[Found, Extent]:
    """The one event that is meant: of a series its next occurrence, or all if "all" is said.

    Raises:
        ToolFailed: none or several fit; the text names them, nothing was changed.
    """
    if names_event(context.shown):
        return await _shown(ground, context)
    extent: Extent = "this"
    named = (which or "").strip()
    if "/" in named:
        try:
            return await ground.calendar.diary.find(context.user_id, named), "this"
        except NotFound:
            pass  # a title may hold a slash too
    if (whole := _WHOLE.match(named)) is not None:
        named, extent = named[whole.end() :], "all"
    if extent == "all" and _is_any(named):
        words = wording(context.language)
        raise ToolFailed(words.text("I change one event at a time, to be sure. Which one?"))
    window = (context.now - _PAST, context.now + _AHEAD)
    diary = ground.calendar.diary
    newest = None if named else await diary.newest_change(context.user_id)
    uid = None if newest is None else newest.uid
    pick = partial(_picked, now=context.now, named=named, uid=uid)
    picked = await diary.choose(context.user_id, window, pick)
    words = wording(context.language)
    if len(picked.chosen) == 1:
        return picked.chosen[0], extent
    if not picked.others:
        raise ToolFailed(words.text("There are no events in the calendar."))
    if not picked.chosen:
        text = words.text("No event is called “{which}”. There are:", which=named)
        told, from_outside = _told(text, picked.others, context)
        raise ToolFailed(told, from_outside=from_outside)
    told, from_outside = _told(words.text("Which one do you mean?"), picked.chosen, context)
    raise SeveralEvents(told, from_outside=from_outside)


def names_event(shown: JsonObject | None) -> bool:
    """Whether a yes was given to doing something to one event."""
    return shown is not None and _EVENT in shown


async def _shown(ground: SkillGround, context: ToolContext) -> tuple[Found, Extent]:
    """The event that the question showed, whatever the words would mean by now."""
    shown = context.shown or {}
    extent: Extent = "all" if shown["extent"] == "all" else "this"
    try:
        return await ground.calendar.diary.find(context.user_id, str(shown[_EVENT])), extent
    except NotFound as gone:
        raise ToolFailed(wording(context.language).error(gone)) from gone


async def about_event(ground: SkillGround, context: ToolContext, which: str | None) -> About:
    """Which event a call is about: a yes is given to that one."""
    found, extent = await choose_event(ground, context, which)
    words, one = wording(context.language), found.occurrence
    told = f"{words.quoted(title_text(words, one))}, {say_event(one, context)}"
    return About(told, {_EVENT: one.key, "extent": extent})


@dataclass(frozen=True, slots=True)
class _Picked:
    """What fits, and what there is beside it; of each series the first, few enough to be told."""

    chosen: list[Found]
    others: list[Found]


def _picked(every: Sequence[Found], now: datetime, named: str, uid: str | None) -> _Picked:
    ahead = [one for one in every if one.occurrence.end > now] or every
    fitting = _fitting(ahead, named) if named else _it(ahead, uid)
    return _Picked(_firsts(fitting), _firsts(ahead))


def _told(text: str, named: Sequence[Found], context: ToolContext) -> tuple[str, bool]:
    """What there is, and whether titles of others' calendars, words from outside, are in it."""
    from_outside = any(one.calendar.is_remote for one in named[:_MOST_NAMED])
    return f"{text} {_names(named, context)}", from_outside


def _fitting(events: Sequence[Found], which: str) -> list[Found]:
    """Those whose titles have most of the words; "the meeting" alone may be any event."""
    wanted = set(query_stems(which)) or set(stems(which))
    scored = [(len(wanted & set(stems(one.occurrence.event.title))), one) for one in events]
    best = max((score for score, _ in scored), default=0)
    if best and best * 2 >= len(wanted):
        return [one for score, one in scored if score == best]
    return list(events) if _is_any(which) else []


def _is_any(which: str) -> bool:
    """Whether the words name no event but only what it is: "the meeting", "events"."""
    return not _KIND.sub("", which).strip(" .,!?")


def _it(events: Sequence[Found], uid: str | None) -> Sequence[Found]:
    """What was made or changed last, else whatever there is."""
    return [one for one in events if one.series.first.uid == uid] or events


def _firsts(events: Sequence[Found]) -> list[Found]:
    """Of each series the first one, one more than are told; they come by time."""
    firsts: dict[tuple[str, str], Found] = {}
    for one in events:
        firsts.setdefault((one.calendar.id, one.series.first.uid), one)
        if len(firsts) > _MOST_NAMED:
            break
    return list(firsts.values())


def _names(events: Sequence[Found], context: ToolContext) -> str:
    words = wording(context.language)
    told = [
        f"{words.quoted(title_text(words, one.occurrence)[:60])}"
        f" ({say_event(one.occurrence, context)})"
        for one in events[:_MOST_NAMED]
    ]
    return "; ".join(told) + (" …" if len(events) > _MOST_NAMED else "")
