"""From a matched intent to the arguments of its call.

A handler answers the calls, a reply when something is missing, or None when the sentence is not
this intent after all and the next pattern should be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from assistant_desktop.core.offline_brain import health
from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.policies import Wish
from assistant_desktop.core.offline_brain.tasks import as_title, clean_task, clean_which, several
from assistant_desktop.core.offline_brain.timing import (
    Timing,
    bounded,
    clock_named,
    on_day_of,
    relative_minutes,
    tidy,
)
from assistant_desktop.core.offline_brain.values import Context, IntendedCall
from assistant_desktop.core.when import (
    Duration,
    Grain,
    Instant,
    Interval,
    Recurrence,
    Reference,
    due_of,
    find,
    parse,
)
from assistant_desktop.core.when.tokens import fold

Answer: TypeAlias = "tuple[IntendedCall, ...] | str | None"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, taken apart: its intent, the words in its slots, and its time."""

    intent: str
    slots: Mapping[str, str]
    text: str
    timing: Timing | None
    wish: Wish
    book: Phrasebook
    reference: Reference
    context: Context

    def cleaned(self, words: str) -> str:
        """A task without connectors around it."""
        return clean_task(words, self.book)

    def which(self) -> str | None:
        """The words that name the thing, None for "it"."""
        words = self.slots.get("which") or self.slots.get("which2") or ""
        named = clean_which(words, self.book)
        if self.book.expressions(rf"(?:{self.book.pronouns})$").match(fold(named)):
            return None
        return named or None

    def due(self) -> datetime | None:
        """When the time of the request falls."""
        return self.timing.due(self.reference) if self.timing else None


def _call(name: str, arguments: Mapping[str, Any]) -> tuple[IntendedCall, ...]:
    kept = {key: value for key, value in arguments.items() if value is not None}
    return (IntendedCall(name, kept),)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _create_reminder(request: Request) -> Answer:
    replies = request.book.replies
    task = request.cleaned(request.slots.get("task", ""))
    parts = several(request.text, request.book, request.reference, request.wish)
    if parts:
        return parts
    if request.timing is None:
        return replies["when"] if task else replies["what"]
    due = request.due()
    if due is None or due <= request.reference.now:
        return replies["past"]
    if not task:
        noun = fold(request.slots.get("noun", ""))
        task = _default_task(noun, replies)
    value = request.timing.value
    rrule = plain_rule(value.rrule) if isinstance(value, Recurrence) else None
    arguments = {
        "text": task,
        "due": _iso(due),
        "rrule": rrule,
        "policy": request.wish.argument(),
    }
    return _call("create_reminder", arguments)


def _default_task(noun: str, replies: Mapping[str, str]) -> str:
    """A text for a bare alarm or timer: what it was called."""
    for key in ("wake", "alarm", "timer"):
        if noun.startswith(replies[f"word_{key}"]):
            return replies[f"text_{key}"]
    return replies["default_task"]


def plain_rule(rrule: str) -> str:
    """A rule without its one time of day: that is in the reminder's due time already."""
    parts = rrule.split(";")
    clock = [p for p in parts if p.startswith(("BYHOUR=", "BYMINUTE="))]
    if any("," in part for part in clock):
        return rrule
    return ";".join(part for part in parts if part not in clock)


def _range(request: Request, *, past: bool = False) -> tuple[str | None, str | None]:
    """Start and end of the time asked about; either may be None."""
    if request.timing is None:
        return None, None
    value = request.timing.value
    if past:
        found = parse(request.timing.words, replace(request.reference, prefer="past"))
        value = found.value if found else value
    if isinstance(value, Interval):
        return _iso(value.start), _iso(value.end)
    if isinstance(value, Instant):
        return _iso(value.start), _iso(value.end)
    return None, None


def _list_reminders(request: Request) -> Answer:
    start, end = _range(request)
    query = clean_which(request.slots.get("query", ""), request.book) or None
    return _call("list_reminders", {"start": start, "end": end, "query": query})


def _acknowledge(request: Request) -> Answer:
    return _call("acknowledge_reminder", {"which": request.which()})


def _cancel(request: Request) -> Answer:
    return _call("cancel_reminder", {"which": request.which()})


def _snooze(request: Request) -> Answer:
    which = request.slots.get("which")
    if which and which.isdigit():
        return _call("snooze_reminder", {"for_minutes": int(which)})
    arguments: dict[str, Any] = {"which": request.which()}
    if request.timing is not None:
        timing = bounded(request.timing, request.book, request.reference)
        request = replace(request, timing=timing)
        minutes = relative_minutes(timing, request.reference)
        if minutes is not None:
            arguments["for_minutes"] = tidy(minutes)
        else:
            due = request.due()
            if due is None:
                return None
            arguments["until"] = _iso(due)
    return _call("snooze_reminder", arguments)


def _update_reminder(request: Request) -> Answer:
    if "text_change" in request.slots:
        text = request.cleaned(request.slots.get("text", ""))
        return _call("update_reminder", {"which": request.which(), "text": text}) if text else None
    if request.timing is None:
        return request.book.replies["new_time"]
    value = request.timing.value
    arguments: dict[str, Any] = {"which": request.which()}
    if isinstance(value, Recurrence):
        arguments["rrule"] = plain_rule(value.rrule)
        if clock_named(value):
            arguments["due"] = _iso(request.due())
        return _call("update_reminder", arguments)
    arguments["due"] = _iso(_moved(request))
    return _call("update_reminder", arguments) if arguments["due"] else None


def _moved(request: Request) -> datetime | None:
    """The new time: what was not said stays as it was, when it is known what it was."""
    timing, due = request.timing, request.context.due
    if timing is None:
        return None
    timing = bounded(timing, request.book, request.reference)
    named = request.which()
    known = due is not None and (named is None or named == request.context.named)
    if known and due is not None:
        return on_day_of(timing.value, due, timing.words, request.reference)
    return timing.due(request.reference)


def _remember(request: Request) -> Answer:
    text = request.slots.get("text", "").strip(" .,:;?!-\"'«»“”")
    return _call("remember", {"text": text}) if len(text) > 1 else None


def _query(name: str) -> Callable[[Request], Answer]:
    def handle(request: Request) -> Answer:
        query = clean_which(request.slots.get("query", ""), request.book)
        return _call(name, {"query": query}) if query else None

    return handle


def _plain(name: str) -> Callable[[Request], Answer]:
    def handle(request: Request) -> Answer:
        return _call(name, {})

    return handle


def _help(request: Request) -> Answer:
    return request.book.replies["help"]


def _get_weather(request: Request) -> Answer:
    place = request.slots.get("place", "").strip(" ,.?!") or None
    when = None
    if request.timing is not None and not isinstance(request.timing.value, Duration):
        value = request.timing.value
        start = value.start if isinstance(value, Instant | Interval) else None
        named = isinstance(value, Interval) and value.part is not None
        when = _iso(request.due() if named else start)
    return _call("get_weather", {"place": place, "when": when})


def _get_news(request: Request) -> Answer:
    topic = request.slots.get("topic") or request.slots.get("topic2") or ""
    topic = clean_which(topic, request.book)
    return _call("get_news", {"topic": topic or None})


def _log_health(request: Request) -> Answer:
    found = health.readings(request.text, request.book)
    said = request.text
    for one in found:  # "glucose 6.1" is no date
        said = said[: one.span[0]] + " " * (one.span[1] - one.span[0]) + said[one.span[1] :]
    at = _moment_of_past(said, request)
    calls: tuple[IntendedCall, ...] = ()
    for one in found:
        arguments = {"kind": one.kind, "value": one.value, "unit": one.unit, "at": at}
        calls += _call("log_health", arguments)
    return calls or None


def _moment_of_past(said: str, request: Request) -> str | None:
    """When a thing was measured, if that was said; never in the future."""
    past = replace(request.reference, prefer="past")
    for match in find(said, past):
        if isinstance(match.value, Duration | Recurrence):
            continue
        if isinstance(match.value, Instant) and match.value.grain >= Grain.WEEK:
            continue
        due = due_of(match.value, past)
        if due is not None and due <= request.reference.now:
            return _iso(due)
        if due is not None and due.date() == request.reference.now.date():
            return _iso(request.reference.now)
    return None


def _query_health(request: Request) -> Answer:
    kind = health.kind_in(request.text, request.book)
    if kind is None:
        return None
    past = replace(request.reference, prefer="past")
    for match in find(request.text, past):
        if isinstance(match.value, Instant | Interval):
            start, end = _iso(match.value.start), _iso(match.value.end)
            return _call("query_health", {"kind": kind, "start": start, "end": end})
    return _call("query_health", {"kind": kind})


def _list_events(request: Request) -> Answer:
    start, end = _range(request)
    return _call("list_events", {"start": start, "end": end})


def _event_times(request: Request) -> tuple[str | None, str | None]:
    """Start and end of an event: a range as said, else the start and any length."""
    timing = request.timing
    if timing is None:
        return None, None
    value = timing.value
    ranged = isinstance(value, Interval) and value.part is None
    if ranged and isinstance(value, Interval) and value.start and value.end:
        return _iso(value.start), _iso(value.end)
    due = request.due()
    if due is None:
        return None, None
    for match in find(request.text, request.reference):
        if isinstance(match.value, Duration):
            end = due_of(match.value, replace(request.reference, now=due))
            return _iso(due), _iso(end)
    return _iso(due), None


def _create_event(request: Request) -> Answer:
    title = request.cleaned(request.slots.get("title", ""))
    title = clean_which(health.without_lengths(title, request.reference), request.book)
    title = as_title(title, request.book)
    start, end = _event_times(request)
    if not title or start is None:
        return None
    return _call("create_event", {"title": title, "start": start, "end": end})


def _update_event(request: Request) -> Answer:
    which = request.which()
    if which is None:
        return None
    if title := request.slots.get("title"):
        return _call("update_event", {"which": which, "title": title.strip(" \"'«»“”")})
    start, end = _event_times(request)
    if start is None:
        return None
    return _call("update_event", {"which": which, "start": start, "end": end})


def _delete_event(request: Request) -> Answer:
    which = request.which()
    return _call("delete_event", {"which": which}) if which else None


HANDLERS: dict[str, Callable[[Request], Answer]] = {
    "help": _help,
    "create_reminder": _create_reminder,
    "list_reminders": _list_reminders,
    "acknowledge_reminder": _acknowledge,
    "snooze_reminder": _snooze,
    "update_reminder": _update_reminder,
    "cancel_reminder": _cancel,
    "remember": _remember,
    "recall": _query("recall"),
    "forget": _query("forget"),
    "search_history": _query("search_history"),
    "get_time": _plain("get_time"),
    "daily_briefing": _plain("daily_briefing"),
    "get_weather": _get_weather,
    "get_news": _get_news,
    "log_health": _log_health,
    "query_health": _query_health,
    "list_events": _list_events,
    "create_event": _create_event,
    "update_event": _update_event,
    "delete_event": _delete_event,
}
