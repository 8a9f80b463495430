"""No notifier at all: nothing is shown, and that is what it says."""

from collections.abc import Sequence

from assistant_desktop.domain.ids import OccurrenceId
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.reminder import ReminderView


class SilentNotifier:
    """For commands that end at once: reminders are left for a process that stays."""

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Shows nothing."""
        return frozenset()

    async def withdraw(self, view: ReminderView) -> None:
        """Nothing to close."""
