"""When one is free: what is left of a span of time between events that take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant_desktop.domain.calendar_event import EventOccurrence

SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Span:
    """From start to end, exclusive; aware."""

    start: datetime
    end: datetime


def takes_time(one: EventOccurrence) -> bool:
    """Whether one is busy then. What lasts whole days (a birthday, a holiday) takes none."""
    return not one.event.is_free and not one.event.all_day and one.end > one.start


def busy_spans(occurrences: Iterable[EventOccurrence], window: Span) -> list[Span]:
    """The time within the window that is taken, joined where events touch or overlap."""
    joined: list[Span] = []
    for one in sorted((o for o in occurrences if takes_time(o)), key=lambda o: o.start):
        start, end = max(one.start, window.start), min(one.end, window.end)
        if end <= start:
            continue
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Span(start, end))
    return joined


def free_spans(
    occurrences: Iterable[EventOccurrence], window: Span, shortest: timedelta = SHORTEST
) -> list[Span]:
    """What of the window nothing takes, pieces of some length only."""
    free: list[Span] = []
    place = window.start
    for busy in busy_spans(occurrences, window):
        if busy.start - place >= shortest:
            free.append(Span(place, busy.start))
        place = busy.end
    if window.end - place >= shortest:
        free.append(Span(place, window.end))
    return free
