"""What the built-in tools stand on: calendars and health among it."""

from assistant_desktop.core.calendar.calendars import Calendars
from assistant_desktop.core.calendar.diary import CalendarDiary
from assistant_desktop.core.calendar.event_reminders import EventReminders
from assistant_desktop.core.calendar.transfer import CalendarTransfer, FilesAndAddresses
from assistant_desktop.core.health.charting import Charting
from assistant_desktop.core.health.diary import HealthDiary
from assistant_desktop.core.health.health import Health
from assistant_desktop.core.health.plans import DosePlans
from assistant_desktop.core.health.targets import HealthTargets
from assistant_desktop.core.health.transfer import HealthTransfer
from assistant_desktop.core.memory.capture import Memories
from assistant_desktop.core.memory.embeddings import Embeddings
from assistant_desktop.core.memory.forgetter import Forgetter
from assistant_desktop.core.memory.recall import Recall
from assistant_desktop.core.reminders.commands import ReminderCommands
from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.services.calendar_service import IcsFiles
from assistant_desktop.services.health_service import HealthFiles
from assistant_desktop.wiring.foundation import Foundation
from assistant_desktop.wiring.world import World


def build_ground(
    base: Foundation,
    world: World,
    reminders: ReminderCommands,
    memories: Memories,
    embeddings: Embeddings,
    forgetter: Forgetter,
) -> SkillGround:
    """The parts of core that tools may use."""
    return SkillGround(
        reminders=reminders,
        memories=memories,
        recall=Recall(base.database, embeddings, base.clock, base.day_times),
        health=_health(base, reminders, forgetter),
        calendar=_calendars(base, world, reminders),
        day_times=base.day_times,
        services=world.catalogue,
    )


def _calendars(base: Foundation, world: World, reminders: ReminderCommands) -> Calendars:
    """The diary; what reminds of its events follows them from now on."""
    database, clock, events = base.database, base.clock, base.events
    diary = CalendarDiary(database, clock, events)
    following = EventReminders(database, clock, diary, reminders, base.supervisor)
    outside = FilesAndAddresses(
        IcsFiles(), world.subscriptions, world.google, world.outside.services
    )
    transfer = CalendarTransfer(database, clock, events, diary, outside)
    events.subscribe(following.heard)
    base.supervisor.once("follow-events", following.look_over())
    return Calendars(diary, following, transfer)


def _health(base: Foundation, reminders: ReminderCommands, forgetter: Forgetter) -> Health:
    database, clock, events = base.database, base.clock, base.events
    charting = Charting(database, clock)
    return Health(
        diary=HealthDiary(database, clock, events, forgetter),
        charting=charting,
        targets=HealthTargets(database, clock, events, charting),
        plans=DosePlans(database, clock, reminders),
        transfer=HealthTransfer(database, clock, events, HealthFiles()),
    )
