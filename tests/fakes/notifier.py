"""A notifier that remembers what it was asked to show."""

from collections.abc import Sequence

from assistant_desktop.domain.ids import OccurrenceId
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.reminder import ReminderView


class RecordingNotifier:
    """Shows everything, or nothing while `broken`."""

    def __init__(self) -> None:
        self.shown: list[Showing] = []
        self.batches: list[int] = []
        self.withdrawn: list[OccurrenceId] = []
        self.broken = False

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        if self.broken:
            return frozenset()
        self.shown.extend(showings)
        self.batches.append(len(showings))
        return frozenset(one.view.occurrence.id for one in showings)

    async def withdraw(self, view: ReminderView) -> None:
        self.withdrawn.append(view.occurrence.id)

    @property
    def levels(self) -> list[tuple[str, int]]:
        return [(one.view.reminder.text, one.view.occurrence.level) for one in self.shown]
