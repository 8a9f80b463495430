"""The brain that needs no model: sentences -> the tool calls they ask for."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.brain import OfflineBrain
from assistant_desktop.core.offline_brain.line import understand_line
from assistant_desktop.core.offline_brain.understanding import asks_for_something, understand
from assistant_desktop.core.offline_brain.values import Context, IntendedCall, Understanding

__all__ = [
    "Context",
    "IntendedCall",
    "OfflineBrain",
    "Understanding",
    "asks_for_something",
    "understand",
    "understand_line",
]
