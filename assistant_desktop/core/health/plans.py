"""Medicines at their times: reminders whose "done" writes the dose down, and how it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant_desktop.core.reminders import doses
from assistant_desktop.core.reminders.commands import Changed, NewReminder, ReminderCommands
from assistant_desktop.core.storage import health
from assistant_desktop.core.storage import health_plans as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.escalation import PRESETS
from assistant_desktop.domain.health_series import DoseMoment, DosePlan, Taken
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.ports import Clock
from assistant_desktop.domain.reminder import Action, Dose, OccurrenceState

_WEEK, _MONTH = 7, 30
_SHOWN = 10
_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What a form says: minutes of the day, days of the week from Monday = 0 (none: every day)."""

    user_id: UserId
    text: str
    dose: Dose
    minutes: tuple[int, ...]
    weekdays: tuple[int, ...] = ()
    policy: str = "normal"


class DosePlans:
    """Made as reminders are, answered as reminders are."""

    def __init__(self, database: Database, clock: Clock, reminders: ReminderCommands) -> None:
        self._database, self._clock, self._reminders = database, clock, reminders

    async def add(self, wanted: NewPlan) -> list[Changed]:
        """Remind at these times. Times that differ in their minutes are rules of their own.

        Raises:
            BadInput: no time, or no such way to insist.
        """
        if not wanted.minutes:
            raise BadInput("Say at what time.")
        if wanted.policy not in PRESETS:
            raise BadInput("“{text}” is not a way to insist.", text=wanted.policy)
        made = []
        for minute in sorted({one % 60 for one in wanted.minutes}):
            hours = sorted({one // 60 for one in wanted.minutes if one % 60 == minute})
            made.append(await self._reminders.create(self._rule(wanted, hours, minute)))
        return made

    def _rule(self, wanted: NewPlan, hours: Sequence[int], minute: int) -> NewReminder:
        zone = self._clock.zone()
        now = self._clock.now().astimezone(zone)
        start = now.replace(hour=hours[0], minute=minute, second=0, microsecond=0)
        rule = ["FREQ=DAILY"]
        if wanted.weekdays and len(set(wanted.weekdays)) < len(_DAY_CODES):
            days = ",".join(_DAY_CODES[day] for day in sorted(set(wanted.weekdays)))
            rule = ["FREQ=WEEKLY", f"BYDAY={days}"]
        listed = ",".join(str(one) for one in hours)
        rule += [f"BYHOUR={listed}", f"BYMINUTE={minute}"]
        return NewReminder(
            user_id=wanted.user_id,
            text=wanted.text,
            due=start,
            zone=zone,
            rrule=";".join(rule),
            policy=PRESETS[wanted.policy],
            action=Action(kind="log_dose", dose=wanted.dose),
        )

    async def all(self, user_id: UserId) -> list[DosePlan]:
        """The user's plans, each with what was due and taken in the last 7 and 30 days."""
        now, zone = self._clock.now(), self._clock.zone()
        today = now.astimezone(zone).date()
        since = datetime.combine(
            today - timedelta(days=_MONTH - 1), datetime.min.time(), tzinfo=zone
        )

        def run(connection: Connection) -> list[DosePlan]:
            written = health.sources_since(connection, user_id, doses.KIND, since)
            found = []
            for view in rows.plans(connection, user_id):
                if view.reminder.action is None or view.reminder.action.dose is None:
                    continue
                past = rows.past_doses(connection, user_id, view.reminder.id, since, now)
                days = _by_day(past, written, zone, today)
                found.append(
                    DosePlan(
                        view=view,
                        dose=view.reminder.action.dose,
                        week=_sum([taken for _, taken in days[-_WEEK:]]),
                        month=_sum([taken for _, taken in days]),
                        days=tuple(days),
                        last=tuple(_moment(one, written) for one in past[:_SHOWN]),
                    )
                )
            return found

        return await self._database.read(run)


def _was_taken(one: rows.PastDose, written: frozenset[str]) -> bool:
    """Done, and the dose still stands in the diary."""
    return one.state is OccurrenceState.DONE and doses.source_for(one.id) in written


def _moment(one: rows.PastDose, written: frozenset[str]) -> DoseMoment:
    return DoseMoment(
        due=one.due,
        state=one.state,
        ended_at=one.ended_at,
        was_taken=_was_taken(one, written),
    )


def _by_day(
    past: Sequence[rows.PastDose], written: frozenset[str], zone: ZoneInfo, today: date
) -> list[tuple[date, Taken]]:
    """Each of the last thirty days, oldest first. A dose counts on the day it was due."""
    days = {today - timedelta(days=back): Taken() for back in reversed(range(_MONTH))}
    for one in past:
        day = one.due.astimezone(zone).date()
        before = days.get(day, Taken())
        days[day] = Taken(
            due=before.due + max(one.missed_count, 1),
            taken=before.taken + _was_taken(one, written),
            skipped=before.skipped + (one.state is OccurrenceState.SKIPPED),
        )
    return sorted(days.items())


def _sum(days: Sequence[Taken]) -> Taken:
    return Taken(
        due=sum(one.due for one in days),
        taken=sum(one.taken for one in days),
        skipped=sum(one.skipped for one in days),
    )
