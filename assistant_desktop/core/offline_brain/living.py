"""Handlers of the weather, the news, health and the calendar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from assistant_desktop.core.offline_brain import health
from assistant_desktop.core.offline_brain.request import (
    Answer,
    Request,
    asked_range,
    call,
    iso,
)
from assistant_desktop.core.offline_brain.tasks import as_title, clean_which
from assistant_desktop.core.offline_brain.timing import bare_clock, clock_named, plain_rule, without
from assistant_desktop.core.offline_brain.values import IntendedCall
from assistant_desktop.core.when import (
    Duration,
    Grain,
    Instant,
    Interval,
    Match,
    Recurrence,
    due_of,
    find,
    parse,
)
from assistant_desktop.core.when.cells import add_months
from assistant_desktop.core.when.tokens import fold


def get_weather(request: Request) -> Answer:
    place = request.slots.get("place", "").strip(" ,.?!") or None
    when = None
    if request.timing is not None and not isinstance(request.timing.value, Duration):
        value = request.timing.value
        start = value.start if isinstance(value, Instant | Interval) else None
        named = isinstance(value, Interval) and value.part is not None
        when = iso(request.due() if named else start)
    return call("get_weather", {"place": place, "when": when})


def get_news(request: Request) -> Answer:
    topic = request.slots.get("topic") or request.slots.get("topic2") or ""
    topic = clean_which(topic, request.book)
    return call("get_news", {"topic": topic or None})


def log_health(request: Request) -> Answer:
    if request.book.expressions(request.book.others).search(fold(request.text)):
        return None
    stretch = health.ranged(request.text, request.book, request.reference)
    found = (stretch,) if stretch else health.readings(request.text, request.book)
    said = request.text
    for one in found:  # "glucose 6.1" is no date
        said = said[: one.span[0]] + " " * (one.span[1] - one.span[0]) + said[one.span[1] :]
    if _names_a_later_day(said, request):
        return None
    at = _moment_of_past(said, request)
    calls: tuple[IntendedCall, ...] = ()
    for one in found:
        arguments = {"kind": one.kind, "value": one.value, "unit": one.unit, "at": at}
        calls += call("log_health", arguments)
    return calls or None


def _moment_of_past(said: str, request: Request) -> str | None:
    """When a thing was measured, if that was said; never in the future."""
    past = replace(request.reference, prefer="past")
    for match in find(said, past):
        if isinstance(match.value, Duration | Recurrence):
            continue
        if isinstance(match.value, Instant) and match.value.grain >= Grain.WEEK:
            continue
        if _is_running(match, request):
            return iso(request.reference.now)
        due = due_of(match.value, past)
        if due is not None and due <= request.reference.now:
            return iso(due)
        if due is not None and due.date() == request.reference.now.date():
            return iso(request.reference.now)
    return None


def _names_a_later_day(said: str, request: Request) -> bool:
    """Whether a day is named that is still to come: "my weight tomorrow" is no reading."""
    past = replace(request.reference, prefer="past")
    today = request.reference.now.date()
    return any(
        isinstance(match.value, Instant | Interval)
        and match.value.start is not None
        and match.value.start.date() > today
        for match in find(said, past)
    )


def _is_running(match: Match, request: Request) -> bool:
    """Whether it is a part of the day that now is in: "this morning", said in the morning."""
    found = parse(match.text, request.reference)
    value = found.value if found else None
    if not isinstance(value, Interval) or not value.part or not value.start or not value.end:
        return False
    return value.start <= request.reference.now < value.end


def query_health(request: Request) -> Answer:
    kind = health.kind_in(request.text, request.book)
    if kind is None:
        return None
    past = replace(request.reference, prefer="past")
    for match in find(request.text, past):
        if isinstance(match.value, Instant | Interval):
            during = {"start": iso(match.value.start), "end": iso(match.value.end)}
            return call("query_health", {"kind": kind, **during})
    for match in find(request.text, past):
        if isinstance(match.value, Duration):  # "за неделю"
            now = request.reference.now
            start = add_months(now, -match.value.months) - timedelta(
                days=match.value.days, seconds=match.value.seconds
            )
            return call("query_health", {"kind": kind, "start": iso(start), "end": iso(now)})
    return call("query_health", {"kind": kind})


def list_events(request: Request) -> Answer:
    start, end = asked_range(request)
    return call("list_events", {"start": start, "end": end})


def _repeating(request: Request) -> Answer:
    """A repeating event: an event has one time, so it becomes a repeating reminder."""
    timing, due = request.timing, request.due()
    if timing is None or due is None or not isinstance(timing.value, Recurrence):
        return None
    said = without(request.text, fold(request.text), timing.spans, request.book)
    arguments = {"text": request.cleaned(said), "due": iso(due)}
    return call("create_reminder", arguments | {"rrule": plain_rule(timing.value.rrule)})


def _event_times(request: Request) -> tuple[str | None, str | None]:
    """Start and end of an event: a range as said, else the start and any length."""
    timing = request.timing
    if timing is None:
        return None, None
    value = timing.value
    ranged = isinstance(value, Interval) and value.part is None
    if ranged and isinstance(value, Interval) and value.start and value.end:
        return iso(value.start), iso(value.end)
    due = request.due()
    if due is None:
        return None, None
    if isinstance(value, Recurrence) and (length := _length_of_range(timing.words, request)):
        return iso(due), iso(due + length)
    for match in find(request.text, request.reference):
        if isinstance(match.value, Duration):
            end = due_of(match.value, replace(request.reference, now=due))
            return iso(due), iso(end)
    return iso(due), None


def _length_of_range(words: str, request: Request) -> timedelta | None:
    """How long “every Monday from 10 to 11:30” is each time."""
    found = request.book.expressions(request.book.hours).search(fold(words))
    match = parse(words[found.start() : found.end()], request.reference) if found else None
    value = match.value if match is not None else None
    if not isinstance(value, Interval) or not value.start or not value.end:
        return None
    return value.end - value.start


def create_event(request: Request) -> Answer:
    repeats = request.timing is not None and isinstance(request.timing.value, Recurrence)
    if repeats and not request.book.expressions("{calendar}|{arrange}").search(fold(request.text)):
        return _repeating(request)
    title = request.cleaned(request.slots.get("title", ""))
    title = clean_which(health.without_lengths(title, request.reference), request.book)
    title = as_title(title, request.book)
    start, end = _event_times(request)
    if request.all_day:
        start, end = _dates(request)
    if not title or start is None:
        return None
    rule = _rule(request) if repeats else None
    return call("create_event", {"title": title, "start": start, "end": end, "rrule": rule})


def _dates(request: Request) -> tuple[str | None, str | None]:
    """The first and the last day of an event that takes whole days; one day has no last."""
    value = request.timing.value if request.timing else None
    due = request.due()
    if due is None:
        return None, None
    several = isinstance(value, Interval) and value.part is None
    if not several or not isinstance(value, Interval) or not value.start or not value.end:
        return due.date().isoformat(), None
    last = value.end - timedelta(seconds=1)  # its end is where the next day begins
    return value.start.date().isoformat(), last.date().isoformat()


def _rule(request: Request) -> str | None:
    value = request.timing.value if request.timing else None
    return plain_rule(value.rrule) if isinstance(value, Recurrence) else None


def note_event(request: Request) -> Answer:
    """An appointment with its time and no word of asking: “dentist tomorrow at 3”."""
    if request.timing is None or not clock_named(request.timing.value):
        return None
    return create_event(request) if request.plans() else None


def update_event(request: Request) -> Answer:
    which = moved_thing(request)
    if which is None:
        return None
    if title := request.slots.get("title"):
        return call("update_event", {"which": which, "title": title.strip(" \"'«»“”")})
    if is_unclear(request):
        return request.book.replies["new_time"]
    shift = shift_minutes(request)
    if shift is not None:
        return call("update_event", {"which": which, "shift_minutes": shift})
    if request.timing and isinstance(request.timing.value, Duration):
        return request.book.replies["new_time"]
    keep = kept_of_old(request)
    if (moment := moved_from(request)) is not None:
        return call("update_event", {"which": which, "start": iso(moment), "keep": keep})
    start, end = _event_times(request)
    if start is None:
        return None
    return call("update_event", {"which": which, "start": start, "end": end, "keep": keep})


def kept_of_old(request: Request) -> str | None:
    """What a thing keeps that is moved: "to Wednesday" its hour, "to 5 pm" its day."""
    named = request.which()
    if request.timing is None or request.knows_due(named):
        return None  # the new time has it already
    words, value = request.timing.words, request.timing.value
    if (found := _old_and_new(request)) is not None:
        words = request.text[slice(*found.span("new"))]
        match = parse(words, request.reference)
        value = match.value if match is not None else value
    if isinstance(value, Instant) and value.grain >= Grain.DAY and value.end is not None:
        return "time"
    said = (words, request.book.at.format(words))
    return "day" if any(bare_clock(one, request.reference) for one in said) else None


def is_unclear(request: Request) -> bool:
    """“To later in the day”, “two hours later than planned”: asked about, never guessed."""
    return request.book.expressions(request.book.unclear).search(fold(request.text)) is not None


def moved_thing(request: Request) -> str | None:
    """What is moved, without the words that say whereto: «инсулин позже», «встречу с 3»."""
    which = request.which()
    if which is None:
        return None
    book = request.book
    for way in (book.later, book.earlier):
        found = book.expressions(rf"(?:^|\s+){way}$").search(fold(which))
        which = which[: found.start()] if found else which
    old = _old_and_new(request)
    if old is not None:
        lead = request.text[old.start() : old.end("old")].strip()
        which = which.removesuffix(lead).strip()
    return which or None


def moved_from(request: Request) -> datetime | None:
    """“From 3 to 5” moves a thing to 5; “to Friday from 3 to 5” is how long it takes."""
    found = _old_and_new(request)
    if found is None:
        return None
    both = parse(found[0].strip(), request.reference)
    if both is not None and isinstance(both.value, Interval) and clock_named(both.value):
        return both.value.end
    new = request.text[slice(*found.span("new"))]
    match = parse(new, request.reference) or parse(request.book.at.format(new), request.reference)
    return due_of(match.value, request.reference) if match else None


def _old_and_new(request: Request) -> re.Match[str] | None:
    """The old and the new time of a thing that is moved, where both are times."""
    found = request.book.expressions(request.book.from_to).search(fold(request.text))
    if found is None:
        return None
    ranged = found.groupdict().get("until") is not None
    if ranged and find(request.text[: found.start()], request.reference):
        return None  # «на пятницу с 15 до 17» is how long it takes
    for name in ("old", "new"):
        words = request.text[slice(*found.span(name))]
        said = (words, request.book.at.format(words))
        if not any(_is_whole_time(one, request) for one in said):
            return None
    return found


def _is_whole_time(words: str, request: Request) -> bool:
    match = parse(words, request.reference)
    return match is not None and match.span == (0, len(words))


def shift_minutes(request: Request) -> int | None:
    """“One hour later”: by how much, from wherever the thing is now."""
    folded = fold(request.text)
    matches = find(request.text, request.reference)
    last = matches[-1] if matches else None
    if last is not None and _is_clock(last, request):
        return None  # "move the 30 minute run back to 6"
    for match in matches:
        value = match.value
        length = value if isinstance(value, Duration) else _length(match.text, request)
        if length is None or length.months:
            continue
        minutes = round(length.days * 1440 + float(length.seconds) / 60)
        if request.book.expressions(request.book.earlier).search(folded):
            return -minutes
        if request.book.expressions(request.book.later).search(folded):
            return minutes
    return None


def _is_clock(match: Match, request: Request) -> bool:
    if isinstance(match.value, Duration) or _length(match.text, request) is not None:
        return False
    return clock_named(match.value)


def _length(words: str, request: Request) -> Duration | None:
    """“One hour later” is read as a moment; the length in it is what moves a thing."""
    for sign in (request.book.later, request.book.earlier):
        found = request.book.expressions(sign).search(fold(words))
        if found is not None:
            match = parse(words[: found.start()].strip(), request.reference)
            if match is not None and isinstance(match.value, Duration):
                return match.value
    return None


def delete_event(request: Request) -> Answer:
    which, book = request.which(), request.book
    if book.expressions(book.all_events).match(fold(request.text)):
        return book.replies["one_by_one"]
    if which is None:
        return None
    whole = book.expressions(book.all_of).match(fold(request.text))
    return call("delete_event", {"which": f"{whole['all']} {which}" if whole else which})
