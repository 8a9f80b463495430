"""What is found out just before a reminder fires: the weather it depends on, the day at a glance.

What cannot be found out never keeps a reminder quiet: it fires, and says so.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Prepared
from assistant_desktop.domain.reminder import Condition, ReminderView
from assistant_desktop.domain.service_ports import WeatherConditions
from assistant_desktop.wording import Wording

LIMIT_S = 10.0

Briefing = Callable[[UserId], Awaitable[str]]
"""The day of a user at a glance, in the words of the window."""


class Preparation:
    """Finds out what a reminder depends on. Never raises, never takes longer than LIMIT_S."""

    def __init__(
        self, weather: WeatherConditions, brief: Briefing, words: Callable[[], Wording]
    ) -> None:
        self._weather = weather
        self._brief = brief
        self._words = words

    async def __call__(self, view: ReminderView) -> Prepared:
        """Whether the occurrence fires, and what is said under its words."""
        try:
            async with asyncio.timeout(LIMIT_S):
                return await self._find_out(view)
        except KnownError as error:
            return self._unknown(self._words().error(error))
        except TimeoutError:
            return self._unknown(self._words().text("There was no answer in time."))

    def _unknown(self, why: str) -> Prepared:
        text = self._words().text("This could not be checked: {reason}", reason=why)
        return Prepared(fires=True, note=text)

    async def _find_out(self, view: ReminderView) -> Prepared:
        rule = view.reminder
        notes: list[str] = []
        if rule.condition is not None:
            fires, why = await self._holds(view, rule.condition)
            if not fires:
                return Prepared(fires=False, note=why)
            notes.append(why)
        if rule.action is not None and rule.action.kind == "briefing":
            notes.append(await self._brief(rule.user_id))
        return Prepared(fires=True, note="\n".join(notes))

    async def _holds(self, view: ReminderView, condition: Condition) -> tuple[bool, str]:
        rule = view.reminder
        due = view.occurrence.due.astimezone(ZoneInfo(rule.zone))
        meant = _of_its_day(condition, view.occurrence.rule_local.date(), due.date())
        verdict = await self._weather.holds(rule.user_id, meant, due, self._words().language)
        return verdict.holds is not condition.unless, verdict.why


def _of_its_day(condition: Condition, planned: date, due: date) -> Condition:
    """“Tomorrow” is counted from the day that was planned, wherever a snooze went since."""
    if not condition.days_after:
        return condition
    left = (planned - due).days + condition.days_after
    return condition.model_copy(update={"days_after": max(left, 0)})
