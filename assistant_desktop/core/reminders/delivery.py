"""Which surface shows what: channels to surfaces, and the next one when one fails."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant_desktop.domain.escalation import Channel
from assistant_desktop.domain.ids import OccurrenceId, UserId
from assistant_desktop.domain.ports import Notifier, Showing
from assistant_desktop.domain.reminder import ReminderView

_log = logging.getLogger(__name__)
SURFACE_LIMIT_S = 1.5


@dataclass(frozen=True, slots=True)
class Surface:
    """A notifier and the channels it serves."""

    channels: frozenset[Channel]
    notifier: Notifier


Push = Callable[[Sequence[Showing]], None]
"""Sends reminders to the phone; returns at once, and tells of its own failures."""


class Delivery:
    """A Notifier made of several.

    in_view: the profile whose words may be shown now. announce: the sentence that stands for the
    words of another one's reminder. push: to the phone, where a level names it.

    What a surface did not show goes to the next one at once.
    """

    def __init__(
        self,
        surfaces: Sequence[Surface],
        in_view: Callable[[], UserId],
        announce: Callable[[UserId], str],
        push: Push = lambda _: None,
    ) -> None:
        self._surfaces = tuple(surfaces)
        self._in_view = in_view
        self._announce = announce
        self._push = push

    async def show(self, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        """Show each on the surfaces of its channels; a silent one is shown by counts alone."""
        silent = frozenset(one.view.occurrence.id for one in showings if one.silent)
        loud = [self._discreet(one) for one in showings if not one.silent]
        if not loud:
            return silent
        # Beside the rest: a push proves nothing about what can be seen on the desktop.
        pushed = [one for one in loud if Channel.PHONE in one.channels and not one.again]
        if pushed:
            self._push(pushed)
        wanted = [self._wanting(surface, loud) for surface in self._surfaces]
        answers = await asyncio.gather(
            *(
                self._try(surface, theirs)
                for surface, theirs in zip(self._surfaces, wanted, strict=True)
            )
        )
        shown = frozenset[OccurrenceId]().union(*answers)
        return silent | await self._fall_back(loud, shown)

    def _discreet(self, showing: Showing) -> Showing:
        """Another profile's reminder is announced without its words."""
        rule = showing.view.reminder
        if rule.user_id == self._in_view():
            return showing
        named = rule.model_copy(update={"text": self._announce(rule.user_id)})
        bare = showing.view.occurrence.model_copy(update={"note": ""})
        view = showing.view.model_copy(update={"reminder": named, "occurrence": bare})
        return replace(showing, view=view, discreet=True)

    def _wanting(self, surface: Surface, showings: Sequence[Showing]) -> list[Showing]:
        return [one for one in showings if surface.channels & set(one.channels)]

    async def _fall_back(
        self, showings: Sequence[Showing], shown: frozenset[OccurrenceId]
    ) -> frozenset[OccurrenceId]:
        """Not shown by its own surface: every other one in turn, quiet ones first."""
        for surface in self._surfaces:
            left = [
                one
                for one in showings
                if one.view.occurrence.id not in shown and not surface.channels & set(one.channels)
            ]
            if left:
                shown |= await self._try(surface, left)
        return shown

    async def _try(self, surface: Surface, showings: Sequence[Showing]) -> frozenset[OccurrenceId]:
        if not showings:
            return frozenset()
        try:
            async with asyncio.timeout(SURFACE_LIMIT_S):
                return await surface.notifier.show(showings)
        except TimeoutError:
            _log.info("%s did not answer in time", type(surface.notifier).__name__)
        except Exception:
            _log.exception("%s failed to show", type(surface.notifier).__name__)
        return frozenset()

    async def withdraw(self, view: ReminderView) -> None:
        """Close it everywhere."""
        await asyncio.gather(*(self._withdraw(surface, view) for surface in self._surfaces))

    async def _withdraw(self, surface: Surface, view: ReminderView) -> None:
        try:
            async with asyncio.timeout(SURFACE_LIMIT_S):
                await surface.notifier.withdraw(view)
        except TimeoutError:
            _log.info("%s did not close in time", type(surface.notifier).__name__)
        except Exception:
            _log.exception("%s failed to close", type(surface.notifier).__name__)
