"""Events without a conversation: what the command line and the Calendar page say in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant_desktop.core.calendar.diary import Found
from assistant_desktop.core.offline_brain import understand
from assistant_desktop.core.skills import (
    create_event,
    delete_event,
    event_results,
    event_times,
    list_events,
    remind_of_event,
    update_event,
)
from assistant_desktop.core.skills.direct import context_for
from assistant_desktop.core.skills.event_times import EventSpan
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.spoken_time import reference
from assistant_desktop.core.skills.which_event import choose_event
from assistant_desktop.domain.calendar_event import Calendar, EventOccurrence
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import JsonObject
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.tool import ToolContext, ToolFailed, ToolResult, ToolRetry, ToolSpec

_REQUESTS = {
    "en": ("{text}", "schedule {text}", "add {text} to my calendar"),
    "ru": ("{text}", "запланируй {text}", "добавь в календарь {text}"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something about events, and in which language."""

    user_id: UserId
    language: str = "en"


class EventsDirect:
    """Runs the event tools for who asks in so many words. Raises BadInput, NotFound."""

    def __init__(self, ground: SkillGround, clock: Clock) -> None:
        self._ground, self._clock = ground, clock

    def _context(self, said: Said) -> ToolContext:
        return context_for(said.user_id, self._clock, said.language)

    async def _run(self, spec: ToolSpec, said: Said, **arguments: Any) -> ToolResult:
        try:
            return await spec.run(spec.arguments(**arguments), self._context(said))
        except (ToolFailed, ToolRetry) as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed

    async def listed(self, said: Said, start: str | None, end: str | None) -> ToolResult:
        """What is in a span of time, and when one is free in it."""
        return await self._run(list_events.tool(self._ground), said, start=start, end=end)

    async def add(
        self, said: Said, title: str, start: str, end: str | None = None, place: str | None = None
    ) -> ToolResult:
        """Make an event."""
        spec = create_event.tool(self._ground)
        return await self._run(spec, said, title=title, start=start, end=end, place=place)

    async def add_sentence(self, said: Said, text: str) -> ToolResult:
        """Make the event that a sentence tells of: "lunch with Ann tomorrow from 13 to 14"."""
        context = self._context(said)
        frame = reference(context, self._ground.day_times())
        for form in _REQUESTS.get(said.language, _REQUESTS["en"]):
            calls = understand(form.format(text=text), reference=frame).calls
            if len(calls) == 1 and calls[0].name == "create_event":
                return await self._run(create_event.tool(self._ground), said, **calls[0].arguments)
        raise BadInput(
            "I see no event with its time in “{text}”.",
            hint="Say what and when, such as: lunch with Ann tomorrow from 13 to 14.",
            text=text[:200],
        )

    async def move(
        self, said: Said, which: str, title: str | None, start: str | None, end: str | None
    ) -> ToolResult:
        """Give an event another title or time."""
        spec = update_event.tool(self._ground)
        return await self._run(spec, said, which=which, title=title, start=start, end=end)

    async def delete(self, said: Said, which: str) -> ToolResult:
        """Delete an event."""
        return await self._run(delete_event.tool(self._ground), said, which=which)

    async def remind(self, said: Said, which: str, minutes_before: int) -> ToolResult:
        """Remind of an event, insistently."""
        spec = remind_of_event.tool(self._ground)
        return await self._run(spec, said, which=which, minutes_before=minutes_before)

    async def undo(self, said: Said, number: int | None = None) -> ToolResult:
        """Take back one change of an event, the last by default; its reminders follow."""
        change = await self._ground.calendar.diary.undo(said.user_id, number)
        return await event_results.taken_back(self._ground, change, self._context(said))

    async def found(self, said: Said, which: str) -> Found:
        """The event that words or a key mean."""
        try:
            return (await choose_event(self._ground, self._context(said), which))[0]
        except ToolFailed as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed

    # ---- words ----

    def span(self, said: Said, start: str, end: str | None) -> EventSpan:
        """Times in words."""
        context = self._context(said)
        try:
            return event_times.read_span(start, end, context, self._ground.day_times())
        except ToolRetry as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed

    def window(self, said: Said, start: str | None, end: str | None) -> tuple[datetime, datetime]:
        """A span that is asked about, in words."""
        context = self._context(said)
        try:
            return event_times.asked_window(start, end, context, self._ground.day_times())
        except ToolRetry as failed:
            raise BadInput("{reason}", reason=str(failed)) from failed

    def say(self, said: Said, one: EventOccurrence) -> str:
        """When an occurrence is, in full."""
        return event_times.say_event(one, self._context(said))

    def as_data(self, one: EventOccurrence, calendar: Calendar) -> JsonObject:
        """An occurrence for scripts."""
        return event_results.event_data(one, calendar, self._clock.zone())
