"""Words of answers that are being said, kept for every conversation, shown at 30 Hz."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

FRAME_MS = 33


class LiveText(QObject):
    """Collects deltas; `grown` carries a message id, at most 30 times a second."""

    grown = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}
        self._changed: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._flush)

    def add(self, conversation_id: str, message_id: str, text: str) -> None:
        """More words."""
        self._pieces.setdefault(message_id, []).append(text)
        self._homes[message_id] = conversation_id
        self._changed.add(message_id)
        if not self._timer.isActive():
            self._timer.start()
            self._flush()

    def text(self, message_id: str) -> str:
        """All words so far."""
        pieces = self._pieces.get(message_id, [])
        if len(pieces) > 1:
            pieces[:] = ["".join(pieces)]
        return pieces[0] if pieces else ""

    def of_conversation(self, conversation_id: str) -> list[str]:
        """The messages that are being said there."""
        return [key for key, home in self._homes.items() if home == conversation_id]

    def end(self, message_id: str) -> None:
        """It was said to its end."""
        self._pieces.pop(message_id, None)
        self._homes.pop(message_id, None)
        self._changed.discard(message_id)

    def _flush(self) -> None:
        changed, self._changed = self._changed, set()
        if not changed:
            self._timer.stop()
        for message_id in changed:
            self.grown.emit(message_id)
