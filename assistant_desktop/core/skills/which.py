"""Which reminder is meant: by words of its text, or "it" by what was said or shown last."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import say_view
from assistant_desktop.core.storage.stemming import query_stems, stems
from assistant_desktop.domain.ids import ReminderId
from assistant_desktop.domain.reminder import OccurrenceState, ReminderView
from assistant_desktop.domain.tool import ToolContext, ToolFailed
from assistant_desktop.wording import wording

_MOST_NAMED = 6
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?$")
_ALL = re.compile(
    r"(?:all|every|each|все|всё|каждое)(?: (?:of )?(?:the|my|our|мои|наши))*"
    r"(?: (?:reminders?|alarms?|tasks?|напоминани\w+|будильник\w*|задачи))?[.!]?$",
    re.IGNORECASE,
)

# What the reminder that tells the day at a glance is called, whatever its text is.
_BRIEFING = re.compile(
    r"(?:(?:the|my|daily|morning|evening) )*(?:day at a glance|briefing|rundown|digest)"
    r"|(?:\w+(?:ую|яя|ая|ий|ый) )?(?:сводк[ауи]|брифинг|дайджест)(?: дня| на день)?",
    re.IGNORECASE,
)
_JUST_NOW = timedelta(hours=1)

It = Literal["firing", "firing or touched", "touched"]
"""What "it" is: what fires or was just put off (done, skip), what fires before what was last made
or changed (snooze), or what was last made or changed (move, cancel)."""


class SeveralReminders(ToolFailed):
    """More than one reminder fits; the text names them."""


async def choose(
    ground: SkillGround, context: ToolContext, which: str | None, it: It = "touched"
) -> ReminderView:
    """The one live reminder that is meant.

    Args:
        ground: the reminders.
        context: who asks.
        which: words of its text or its id; None for "it".
        it: what "it" is where nothing is named.

    Raises:
        ToolFailed: none or several fit; the text names them, nothing was changed.
    """
    live = await ground.reminders.live(context.user_id)
    words = wording(context.language)
    if which and _ALL.match(which.strip()):
        raise ToolFailed(words.text("I change one reminder at a time, to be sure. Which one?"))
    if not live:
        raise ToolFailed(words.text("You have no reminders."))
    if which:
        fitting = (
            _briefings(live, which) or _by_words(live, which) or _by_clock(live, which, context)
        )
    elif it == "firing":
        fitting = await _firing_or_put_off(ground, context, live)
        if not fitting:
            text = words.text("No reminder fires now. Name the one you mean:")
            told, from_outside = await _told(ground, context, text, live)
            raise ToolFailed(told, from_outside=from_outside)
    else:
        touched = await ground.reminders.last_touched(context.user_id)
        fitting = _it(live, it, touched)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        text = words.text("Which one do you mean?")
        told, from_outside = await _told(ground, context, text, fitting)
        raise SeveralReminders(told, from_outside=from_outside)
    text = words.text("No reminder is called “{which}”. There are:", which=which or "")
    told, from_outside = await _told(ground, context, text, live)
    raise ToolFailed(told, from_outside=from_outside)


async def _told(
    ground: SkillGround, context: ToolContext, text: str, named: Sequence[ReminderView]
) -> tuple[str, bool]:
    """What there is, and whether titles of others' calendars, words from outside, are in it."""
    theirs = await ground.calendar.reminders.from_elsewhere(context.user_id)
    from_outside = any(view.reminder.id in theirs for view in named)
    return f"{text} {_names(named, context)}", from_outside


async def _firing_or_put_off(
    ground: SkillGround, context: ToolContext, live: Sequence[ReminderView]
) -> list[ReminderView]:
    """What fires; where nothing does, what fired and was put off within the last hour."""
    firing = [view for view in live if view.occurrence.state is OccurrenceState.FIRING]
    if firing:
        return firing
    since = context.now - _JUST_NOW
    put_off = await ground.reminders.put_off_since(context.user_id, since)
    return [view for view in live if view.reminder.id in put_off]


def _briefings(live: Sequence[ReminderView], which: str) -> list[ReminderView]:
    """“The briefing”: what tells the day at a glance."""
    if not _BRIEFING.fullmatch(which.strip()):
        return []
    return [v for v in live if v.reminder.action and v.reminder.action.kind == "briefing"]


def _by_words(live: Sequence[ReminderView], which: str) -> list[ReminderView]:
    exact = [v for v in live if which in {v.reminder.id, v.occurrence.id}]
    if exact:
        return exact
    wanted = set(query_stems(which)) or set(stems(which))
    scored = [(len(wanted & set(stems(view.reminder.text))), view) for view in live]
    best = max((score for score, _ in scored), default=0)
    if best == 0 or best * 2 < len(wanted):
        return []
    same = [view for score, view in scored if score == best]
    firing = [view for view in same if view.occurrence.state is OccurrenceState.FIRING]
    return firing if len(same) > 1 and len(firing) == 1 else same


def _by_clock(live: Sequence[ReminderView], which: str, context: ToolContext) -> list[ReminderView]:
    """“The 7 alarm”: those that are due at that time of day."""
    found = _CLOCK.match(which.strip())
    if found is None:
        return []
    hour, minute = int(found[1]), int(found[2] or 0)
    hours = {hour} if found[2] or hour > 12 else {hour % 12, hour % 12 + 12}
    local = ((view, view.occurrence.due.astimezone(context.zone)) for view in live)
    return [view for view, due in local if due.hour in hours and due.minute == minute]


def _it(live: Sequence[ReminderView], it: It, touched: ReminderId | None) -> list[ReminderView]:
    firing = [view for view in live if view.occurrence.state is OccurrenceState.FIRING]
    if it != "touched" and firing:
        return firing
    last = [view for view in live if view.reminder.id == touched]
    return last or [max(live, key=lambda view: (view.reminder.created_at, view.reminder.id))]


def _names(views: Sequence[ReminderView], context: ToolContext) -> str:
    """The texts; of those that are called the same, when each is due."""
    words = wording(context.language)
    called = Counter(view.reminder.text.casefold() for view in views)
    names = []
    for view in views[:_MOST_NAMED]:
        name = words.quoted(view.reminder.text[:60])
        same = called[view.reminder.text.casefold()] > 1
        names.append(f"{name} ({say_view(view, context)})" if same else name)
    more = " …" if len(views) > _MOST_NAMED else ""
    return ", ".join(names) + more
