"""Builds what fires reminders and what answers them, with the surfaces they are shown on."""

from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.reminders.delivery import Delivery, Push, Surface
from assistant_desktop.core.reminders.preparation import Preparation
from assistant_desktop.core.reminders.scheduler import Scheduler
from assistant_desktop.core.reminders.system_start import SystemStart
from assistant_desktop.core.skills.daily_briefing import brief
from assistant_desktop.core.skills.direct import DEFAULT_SNOOZE, context_for
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.ports import Notifier, SystemSchedule
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.domain.service_ports import WeatherConditions
from assistant_desktop.services.notify.desktop import DesktopNotifications
from assistant_desktop.wiring.foundation import Foundation


def build_reminders(
    base: Foundation, notifier: Notifier, window: Notifier | None, push: Push
) -> tuple[Scheduler, ReminderCommands]:
    """The scheduler, and what users do with reminders.

    notifier: who shows reminders where there is no window. window: the window's surface; with it
    native notifications are used too. push: to the phone, beside them.
    """
    desktop = DesktopNotifications(base.words)
    shown_by = notifier if window is None else _delivery(base, desktop, window, push)
    scheduler = Scheduler(base.database, base.clock, shown_by, base.events, base.supervisor)
    scheduler.quiet_hours = lambda: base.settings.current.quiet_hours
    reminders = ReminderCommands(base.database, base.clock, base.events, shown_by, scheduler)
    _answer_from_notifications(desktop, reminders, base)
    return scheduler, reminders


def _delivery(
    base: Foundation, desktop: DesktopNotifications, window: Notifier, push: Push
) -> Delivery:
    """Native notifications and the window, and the phone beside them."""
    surfaces = (
        Surface(frozenset({Channel.NOTIFICATION}), desktop),
        Surface(frozenset({Channel.WINDOW, Channel.SOUND, Channel.ON_TOP}), window),
    )

    def announce(user_id: UserId) -> str:
        words = base.words()
        name = words.text("Main") if user_id == DEFAULT_USER else user_id
        return words.text("A reminder of the profile “{name}”", name=name)

    def in_view() -> UserId:
        return UserId(base.settings.current.profile)

    return Delivery(surfaces, in_view, announce, push)


def _answer_from_notifications(
    desktop: DesktopNotifications, reminders: ReminderCommands, base: Foundation
) -> None:
    """A notification's buttons do what the window's do."""

    def done(view: ReminderView) -> None:
        job = reminders.acknowledge(view.reminder.user_id, view.occurrence.id)
        base.supervisor.once("done-from-notification", job)

    def snooze(view: ReminderView) -> None:
        until = base.clock.now() + DEFAULT_SNOOZE
        job = reminders.snooze(view.reminder.user_id, view.occurrence.id, until)
        base.supervisor.once("snooze-from-notification", job)

    desktop.on_done, desktop.on_snooze = done, snooze


def build_system_start(base: Foundation, schedule: SystemSchedule) -> SystemStart:
    """What tells the system when the next reminder is due."""
    start = SystemStart(base.database, base.clock, base.settings, schedule, base.events)
    base.events.subscribe(start.heard)
    return start


def preparation(base: Foundation, ground: SkillGround, weather: WeatherConditions) -> Preparation:
    """What is found out before a reminder fires."""

    async def brief_user(user_id: UserId) -> str:
        return await brief(ground, context_for(user_id, base.clock, base.words().language))

    return Preparation(weather, brief_user, base.words)
