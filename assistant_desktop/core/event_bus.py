"""Facts to listeners: published after commit, delivered in order, on the loop's thread."""

import asyncio
import logging
from collections.abc import Callable

from assistant_desktop.domain.events import Event

_log = logging.getLogger(__name__)
Listener = Callable[[Event], None]
_STREAM_LENGTH = 10_000


class EventBus:
    """An EventSink with listeners. A listener that fails is logged and never stops others."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def publish(self, event: Event) -> None:
        """Tell every listener at once."""
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:
                _log.exception("a listener failed on %s", type(event).__name__)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; call what is returned to remove it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def queue(self) -> "tuple[asyncio.Queue[Event], Callable[[], None]]":
        """All events from now on in a queue, for one who awaits them, and how to stop it."""
        events: asyncio.Queue[Event] = asyncio.Queue(_STREAM_LENGTH)

        def put(event: Event) -> None:
            if events.full():
                events.get_nowait()  # the slowest reader loses the oldest, nobody waits
            events.put_nowait(event)

        return events, self.subscribe(put)
