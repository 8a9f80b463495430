"""From a matched intent to the arguments of its call.

A handler answers the calls, a reply when something is missing, or None when the sentence is not
this intent after all and the next pattern should be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from assistant_desktop.core.offline_brain import living, wellbeing
from assistant_desktop.core.offline_brain.request import (
    Answer,
    Request,
    asked_range,
    call,
    iso,
    moved,
)
from assistant_desktop.core.offline_brain.tasks import clean_which, several
from assistant_desktop.core.offline_brain.timing import (
    bounded,
    choose,
    clock_named,
    leaning,
    plain_rule,
    relative_minutes,
    tidy,
    without,
)
from assistant_desktop.core.when import (
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    describe,
    find,
    parse,
)
from assistant_desktop.core.when.cells import add_months
from assistant_desktop.core.when.tokens import fold


def _create_reminder(request: Request) -> Answer:
    return wellbeing.with_doses(_reminders(request), request.book)


def _reminders(request: Request) -> Answer:
    replies = request.book.replies
    task = request.cleaned(request.slots.get("task", ""))
    parts = several(request.text, request.book, request.reference, request.wish)
    if parts:
        return parts
    if request.timing is None and not (task and request.wish.repeat_minutes):
        return replies["when"] if task else replies["what"]
    due = request.due() or request.at_once()
    if due is None or due <= request.reference.now:
        return replies["past"]
    if not task:
        noun = fold(request.slots.get("noun", ""))
        task = _default_task(noun, replies)
    value = request.timing.value if request.timing else None
    if isinstance(value, Recurrence) and value.excluded:
        return replies["except"]
    rrule = plain_rule(value.rrule) if isinstance(value, Recurrence) else None
    arguments = {
        "text": task,
        "due": iso(due),
        "rrule": rrule,
        "policy": request.wish.argument(),
        "condition": request.wish.condition,
    }
    return call("create_reminder", arguments)


def _schedule_briefing(request: Request) -> Answer:
    """The day at a glance, at times to come: “brief me every day at 8”."""
    due, value = request.due(), request.timing.value if request.timing else None
    if due is None or not request.plans():
        return None
    rrule = plain_rule(value.rrule) if isinstance(value, Recurrence) else None
    arguments = {"text": request.book.replies["text_briefing"], "due": iso(due), "rrule": rrule}
    return call("create_reminder", arguments | {"action": "briefing"})


def _create_task(request: Request) -> Answer:
    """A task with its time and no word of asking: “call mom tomorrow at 9”."""
    return _create_reminder(request) if request.plans() else None


def _remind_before(request: Request) -> Answer:
    """“My flight is on Sunday at 6, remind me two hours before”."""
    fact, book, reference = request.slots["fact"], request.book, request.reference
    lead = parse(request.slots["lead"], reference)
    timing = choose(fact, fold(fact), book, reference)
    timing = timing and leaning(timing, fold(fact), book, reference)
    moment = timing.due(reference) if timing else None
    if timing is None or moment is None or lead is None or not isinstance(lead.value, Duration):
        return None
    length = lead.value
    due = add_months(moment, -length.months) - timedelta(days=length.days, seconds=length.seconds)
    if due <= reference.now:
        return book.replies["past"]
    bare = without(fact, fold(fact), timing.spans, book)
    for _ in range(2):  # its beginning and its end
        found = book.expressions(book.statement).search(fold(bare))
        bare = bare[: found.start()] + bare[found.end() :] if found else bare
    return call("create_reminder", {"text": request.cleaned(bare), "due": iso(due)})


def _remind_of_event(request: Request) -> Answer:
    """“Remind me 30 minutes before the dentist”: an event whose time the calendar knows."""
    which = clean_which(request.slots["which"], request.book)
    lead = parse(request.slots["lead"], request.reference)
    if lead is None or not isinstance(lead.value, Duration) or lead.value.months:
        return None
    timed = request.timing is not None and _says_more(request.timing.words, request.slots["lead"])
    is_meal = request.book.expressions(rf"{request.book.meals}$").match(fold(which)) is not None
    if not which or (not is_meal and (timed or find(which, request.reference))):
        return None  # its time was said: no calendar is needed
    minutes = round(lead.value.days * 1440 + float(lead.value.seconds) / 60)
    named = None if request.is_pronoun(which) else which
    policy = request.wish.preset
    arguments = {"which": named, "minutes_before": minutes, "policy": policy}
    return call("remind_of_event", arguments)


def _says_more(words: str, lead: str) -> bool:
    """Whether the time that was found is more than the length before the event."""
    return len(set(fold(words).split()) - set(fold(lead).split()) - {"in", "за", "через"}) > 0


def _default_task(noun: str, replies: Mapping[str, str]) -> str:
    """A text for a bare alarm or timer: what it was called."""
    for key in ("wake", "alarm", "timer"):
        if noun.startswith(replies[f"word_{key}"]):
            return replies[f"text_{key}"]
    return replies["default_task"]


def _list_reminders(request: Request) -> Answer:
    start, end = asked_range(request)
    query = clean_which(request.slots.get("query", ""), request.book) or None
    return call("list_reminders", {"start": start, "end": end, "query": query})


def _acknowledge(request: Request) -> Answer:
    return call("acknowledge_reminder", {"which": request.which() or request.words_of_time()})


def _skip(request: Request) -> Answer:
    return call("skip_reminder", {"which": request.which()})


def _cancel(request: Request) -> Answer:
    if request.book.expressions(request.book.everything).match(fold(request.text)):
        return request.book.replies["one_by_one"]
    named, known = request.which() or request.words_of_time(), request.context
    if named is None and known.kind == "event" and known.named:
        return call("delete_event", {"which": known.named})
    return call("cancel_reminder", {"which": named})


def _snooze(request: Request) -> Answer:
    which = request.slots.get("which")
    if which and which.isdigit():
        return call("snooze_reminder", {"for_minutes": int(which)})
    arguments: dict[str, Any] = {"which": request.which()}
    if request.timing is not None:
        timing = bounded(request.timing, request.book, request.reference)
        request = replace(request, timing=timing)
        minutes = relative_minutes(timing, request.reference)
        if minutes is not None and minutes <= 0:
            return request.book.replies["past"]
        if minutes is not None:
            arguments["for_minutes"] = tidy(minutes)
        else:
            due = request.due()
            if due is None:
                return None
            if due <= request.reference.now:
                return request.book.replies["past"]
            arguments["until"] = iso(due)
    return call("snooze_reminder", arguments)


# What of a reminder is what of an event.
_OF_EVENT = {"text": "title", "due": "start", "shift_minutes": "shift_minutes"}


def _update_reminder(request: Request) -> Answer:
    """“Move it to 15” is about the event, where one was spoken of last."""
    answer, known = _changes_of_reminder(request), request.context
    if not isinstance(answer, tuple) or known.kind != "event" or not known.named:
        return answer
    (one,) = answer
    if "which" in one.arguments or "rrule" in one.arguments:
        return answer
    changed = {_OF_EVENT[name]: value for name, value in one.arguments.items()}
    return call("update_event", {"which": known.named, **changed, "keep": one.keep})


def _changes_of_reminder(request: Request) -> Answer:
    if "text_change" in request.slots:
        text = request.cleaned(request.slots.get("text", ""))
        return call("update_reminder", {"which": request.which(), "text": text}) if text else None
    if request.timing is None:
        return request.book.replies["new_time"]
    if "time_last" in request.slots and request.timing.spans[0][0] == 0:
        return None  # “at 10 change the sheets” is a task, not a new time for one
    value = request.timing.value
    arguments: dict[str, Any] = {"which": living.moved_thing(request)}
    if living.is_unclear(request):
        return request.book.replies["new_time"]
    if (shift := living.shift_minutes(request)) is not None:
        return call("update_reminder", arguments | {"shift_minutes": shift})
    if isinstance(value, Recurrence):
        arguments["rrule"] = plain_rule(value.rrule)
        if clock_named(value):
            arguments["due"] = iso(request.due())
        return call("update_reminder", arguments)
    later = living.moved_from(request) or moved(request)
    if later is None:
        return request.book.replies["new_time"]
    keep, now = living.kept_of_old(request), request.reference.now
    if later <= now and (keep != "time" or later.date() < now.date()):
        return request.book.replies["past"]
    return call("update_reminder", arguments | {"due": iso(later), "keep": keep})


def _remember(request: Request) -> Answer:
    if "it" in request.slots:
        return call("remember", {"text": request.slots["it"]})
    text = request.slots.get("text", "").strip(" .,:;?!-\"'«»“”")
    pointing = request.is_pronoun(text)
    return call("remember", {"text": text}) if len(text) > 1 and not pointing else None


def _query(name: str) -> Callable[[Request], Answer]:
    def handle(request: Request) -> Answer:
        query = clean_which(request.slots.get("query", ""), request.book)
        return call(name, {"query": query}) if query and not request.is_pronoun(query) else None

    return handle


def _search_history(request: Request) -> Answer:
    words = _without_past(request.slots.get("query", ""), request)
    query = clean_which(words, request.book)
    return call("search_history", {"query": query}) if query else None


def _without_past(words: str, request: Request) -> str:
    """What was talked about, without when: “the flat last week” is about the flat."""
    now = request.reference.now
    for match in reversed(find(words, request.reference)):
        value = match.value
        begun = isinstance(value, Instant | Interval) and value.start and value.start <= now
        edge = match.span[0] == 0 or not words[match.span[1] :].strip(" .,?!")
        left = f"{words[: match.span[0]]} {words[match.span[1] :]}".strip(" .,?!")
        if begun and edge and left:
            words = left
    return words


def _plain(name: str) -> Callable[[Request], Answer]:
    def handle(request: Request) -> Answer:
        return call(name, {})

    return handle


def _name_day(request: Request) -> Answer:
    """“What date is Friday?”: said at once, there is no tool for it."""
    value = request.timing.value if request.timing else None
    if not isinstance(value, Instant) or value.grain != Grain.DAY:
        return None
    if value.start <= request.reference.now < (value.end or value.start):
        return None  # today is the clock's matter
    said = describe(value, request.reference, request.book.code)
    return f"{said[:1].upper()}{said[1:]}."


def _help(request: Request) -> Answer:
    return request.book.replies["help"]


HANDLERS: dict[str, Callable[[Request], Answer]] = {
    "help": _help,
    "create_reminder": _create_reminder,
    "create_task": _create_task,
    "remind_before": _remind_before,
    "remind_of_event": _remind_of_event,
    "list_reminders": _list_reminders,
    "acknowledge_reminder": _acknowledge,
    "skip_reminder": _skip,
    "snooze_reminder": _snooze,
    "update_reminder": _update_reminder,
    "cancel_reminder": _cancel,
    "remember": _remember,
    "recall": _query("recall"),
    "forget": _query("forget"),
    "search_history": _search_history,
    "name_day": _name_day,
    "get_time": _plain("get_time"),
    "undo": _plain("undo"),
    "schedule_briefing": _schedule_briefing,
    "daily_briefing": _plain("daily_briefing"),
    "get_weather": living.get_weather,
    "get_news": living.get_news,
    "keep_anyway": wellbeing.keep_anyway,
    "set_target": wellbeing.set_target,
    "remove_target": wellbeing.remove_target,
    "tell_targets": wellbeing.tell_targets,
    "was_taken": wellbeing.was_taken,
    "log_health": living.log_health,
    "query_health": living.query_health,
    "list_events": living.list_events,
    "create_event": living.create_event,
    "note_event": living.note_event,
    "update_event": living.update_event,
    "delete_event": living.delete_event,
}
