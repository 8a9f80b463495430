"""Calendar files (iCalendar) into events: what can be read is, what cannot is told.

The file is cut into its components first, so that one that is broken takes no other with it; each
is then read by the library. All of this may take seconds: it is called in a thread.

Source: RFC 5545; RFC 7986 section 5 (NAME); RFC 6047 is not followed: no file changes or deletes
what it does not hold.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from assistant_desktop.domain.calendar_event import (
    CalendarEvent,
    CalendarReading,
    LeftOut,
    readable,
)
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.services.calendar_service.file_zones import FileZones
from assistant_desktop.services.calendar_service.one_event import Refused, event_of, joined

if TYPE_CHECKING:
    from icalendar import Timezone

MOST_BYTES = 20_000_000
MOST_EVENTS = 50_000
MOST_TOLD = 100
_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)
_SUMMARY = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
_EDGE = re.compile(r"^(BEGIN|END):\s*([A-Za-z0-9-]+)\s*$", re.IGNORECASE)
_OTHERS = {"VTODO", "VJOURNAL", "VFREEBUSY"}


@dataclass
class _Cut:
    """The file in pieces: zones, events and how many of what else."""

    zones: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    unfinished: int = 0


def read_calendar(data: bytes) -> CalendarReading:
    """Everything of a file that is an event.

    Raises:
        BadInput: it is no calendar at all, or too large.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("This calendar is too large to be taken in.", hint="Split it in parts.")
    text = _text_of(data)
    cut = _cut(text)
    whole = "BEGIN:VCALENDAR" in text.upper()
    if not whole and not cut.events and not cut.others and not cut.zones:
        raise BadInput("This is not a calendar.", hint="Calendar files end in .ics.")
    left_out = [LeftOut(kind, "others") for kind in sorted(cut.others)]
    if cut.unfinished:
        left_out.append(LeftOut("VEVENT", "unfinished"))
    zones = FileZones(dict(_zones(cut.zones)))
    events = _events(cut.events[:MOST_EVENTS], zones, left_out)
    if len(cut.events) > MOST_EVENTS:
        left_out.append(LeftOut("VEVENT", "too many"))
    left_out += [LeftOut(name[:100], "zone") for name in sorted(zones.unknown)]
    found = _NAME.search(_unfolded(text.partition("BEGIN:VEVENT")[0]))
    name = readable(found[1]).strip().replace("\\,", ",").replace("\\;", ";") if found else ""
    unread = len(cut.events) - len(events) + cut.unfinished
    return CalendarReading(name[:200], tuple(events), tuple(left_out[:MOST_TOLD]), max(unread, 0))


def _text_of(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _unfolded(text: str) -> str:
    return text.replace("\n ", "").replace("\n\t", "")


def _cut(text: str) -> _Cut:
    """Components at any depth; what another event begins in the middle of is unfinished."""
    cut, block, kind, depth = _Cut(), [""], "", 0
    for line in text.split("\n"):
        edge = _EDGE.match(line)
        name = edge[2].upper() if edge else ""
        begins = edge is not None and edge[1].upper() == "BEGIN"
        if begins and name in {"VEVENT", "VTIMEZONE"}:
            cut.unfinished += kind == "VEVENT"
            block, kind, depth = [line], name, 0
        elif kind:
            block.append(line)
            depth += begins - (edge is not None and not begins)
            if edge is not None and not begins and name == kind:
                (cut.events if kind == "VEVENT" else cut.zones).append("\r\n".join(block))
                kind = ""
            elif name == "VCALENDAR":
                cut.unfinished += kind == "VEVENT"
                kind = ""
        elif begins and name in _OTHERS:
            cut.others[name] += 1
    cut.unfinished += kind == "VEVENT"
    return cut


def _zones(blocks: Sequence[str]) -> Iterator[tuple[str, "Timezone"]]:
    from icalendar import Timezone

    for block in blocks:
        try:
            read = Timezone.from_ical(f"{block}\r\n")
            if isinstance(read, Timezone):
                yield str(read["TZID"]), read
        except (ValueError, KeyError, IndexError, AttributeError, TypeError):
            continue  # events that need it are told to be in an unknown zone


def _events(
    blocks: Sequence[str], zones: FileZones, left_out: list[LeftOut]
) -> list[CalendarEvent]:
    """Masters first: the times of their overrides are put into their zone."""
    read: dict[tuple[str, datetime | None], CalendarEvent] = {}
    for block in blocks:
        named = _summary(block)
        try:
            event, notes = event_of(block, zones, _own_uid(block))
        except Refused as refused:
            left_out.append(LeftOut(named, refused.why))
            continue
        left_out += [LeftOut(named, note) for note in notes]
        for one in event:
            key = (one.uid, one.recurrence_id)
            if key not in read or read[key].sequence <= one.sequence:
                read[key] = one
    masters = {uid: one for (uid, at), one in read.items() if at is None}
    return [joined(one, masters.get(one.uid)) for one in read.values()]


def _summary(block: str) -> str:
    found = re.search(
        r"^SUMMARY(?:;[^:\n]*)?:(.*)$", _unfolded(block.replace("\r", "")), re.MULTILINE
    )
    return (found[1].strip() if found else "")[:100] or "VEVENT"


def _own_uid(block: str) -> str:
    """For an event without a name: the same text has the same one at the next reading."""
    return f"{hashlib.sha256(block.encode()).hexdigest()[:32]}@unnamed"
