"""Native notifications with buttons, through the system's own notification service."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant_desktop.domain.ids import OccurrenceId
from assistant_desktop.domain.ports import Showing
from assistant_desktop.domain.reminder import ReminderView
from assistant_desktop.wording import Wording

if TYPE_CHECKING:
    from desktop_notifier import DesktopNotifier

_log = logging.getLogger(__name__)

APP_NAME = "Assistant Desktop"
MOST_SINGLE = 3
_MOST_LISTED = 6
_LONGEST_TITLE = 120

Answer = Callable[[ReminderView], None]


class DesktopNotifications:
    """One notification a reminder; more than three at once are one list.

    `on_done`, `on_snooze` and `on_open` are called on the loop's thread when a button or the
    notification itself is pressed.
    """

    def __init__(self, words: Callable[[], Wording]) -> None:
        self._words = words
        self._notifier: DesktopNotifier | None = None
        self._open: set[str] = set()
        self.on_done: Answer = lambda _: None
        self.on_snooze: Answer = lambda _: None
        self.on_open: Callable[[], None] = lambda: None

    def _ready(self) -> "DesktopNotifier":
        if self._notifier is None:
            # 80 ms, and only when there is something to show.
            from desktop_notifier import DesktopNotifier

            self._notifier = DesktopNotifier(app_name=APP_NAME)
        return self._notifier

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Send them; only what the service took in counts as shown."""
        if len(showings) > MOST_SINGLE:
            return await self._show_list(showings)
        shown = [one.view.occurrence.id for one in showings if await self._show_one(one)]
        return frozenset(shown)

    async def _show_one(self, showing: Showing) -> bool:
        from desktop_notifier import Button

        words, view = self._words(), showing.view
        done = Button(title=words.text("Done"), on_pressed=lambda: self.on_done(view))
        snooze = Button(title=words.text("Snooze 10 min"), on_pressed=lambda: self.on_snooze(view))
        # Nobody says Done to what they cannot read.
        buttons = (snooze,) if showing.discreet else (done, snooze)
        return await self._send(
            view.occurrence.id,
            view.reminder.text[:_LONGEST_TITLE],
            _message(showing, words),
            buttons=buttons,
            insistent=showing.view.occurrence.level > 0 or view.reminder.policy.critical,
        )

    async def _show_list(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        words = self._words()
        title = words.count("{n} reminder waits", "{n} reminders wait", len(showings))
        lines = [f"• {one.view.reminder.text[:_LONGEST_TITLE]}" for one in showings]
        if len(lines) > _MOST_LISTED:
            more = len(lines) - _MOST_LISTED
            lines = [*lines[:_MOST_LISTED], words.count("… and {n} more", "… and {n} more", more)]
        sent = await self._send("list", title, "\n".join(lines), buttons=(), insistent=False)
        return frozenset(one.view.occurrence.id for one in showings) if sent else frozenset()

    async def _send(
        self,
        identifier: str,
        title: str,
        message: str,
        *,
        buttons: Sequence[object],
        insistent: bool,
    ) -> bool:
        from desktop_notifier import Notification, Urgency

        dispatched: list[bool] = []
        try:
            await self._take_back(identifier)
            await self._ready().send_notification(
                Notification(
                    title=title,
                    message=message,
                    urgency=Urgency.Critical if insistent else Urgency.Normal,
                    buttons=tuple(buttons),  # type: ignore[arg-type]  # Button, loaded late
                    on_clicked=self._opened,
                    on_dispatched=lambda: dispatched.append(True),
                    identifier=identifier,
                )
            )
        except Exception as error:  # noqa: BLE001 - no bus, no service, or one that misbehaves
            _log.info("no desktop notification: %s: %s", type(error).__name__, error)
            self._notifier = None
            return False
        if dispatched:
            self._open.add(identifier)
        return bool(dispatched)

    def _opened(self) -> None:
        self.on_open()

    async def withdraw(self, view: ReminderView) -> None:
        """Close its notification, and the list that may name it."""
        await self._take_back(view.occurrence.id)
        await self._take_back("list")

    async def _take_back(self, identifier: str) -> None:
        if identifier not in self._open or self._notifier is None:
            return
        self._open.discard(identifier)
        with suppress(Exception):  # it may be gone: that is what was wanted
            await self._notifier.clear(identifier)


def _message(showing: Showing, words: Wording) -> str:
    """When it was due, and what was found out before it fired."""
    # The body of a notification may be read as markup; a note may hold other people's words.
    note = showing.view.occurrence.note.replace("<", "‹").replace(">", "›")
    line = due_line(showing, words)
    return f"{line}\n{note}" if note else line


def due_line(showing: Showing, words: Wording) -> str:
    """When it was due, in its own zone, and how late that is: due 14:05 · 12 min late."""
    zone = ZoneInfo(showing.view.reminder.zone)
    due = f"{showing.view.occurrence.due.astimezone(zone):%H:%M}"
    minutes = int(showing.late_s // 60)
    if minutes < 1:
        return words.text("due {time}", time=due)
    late = words.count("{n} min late", "{n} min late", minutes)
    return f"{words.text('due {time}', time=due)} · {late}"
