"""One line of the ``understand`` verb."""

from __future__ import annotations

from typing import Any

from assistant_desktop.core.offline_brain.understanding import understand
from assistant_desktop.core.when import Reference


def understand_line(text: str, reference: Reference) -> dict[str, Any]:
    """What would be called for a text, JSON-ready: text, calls, reply. Nothing is done."""
    understood = understand(text, reference=reference)
    return {
        "text": text,
        "calls": [
            {"name": call.name, "arguments": dict(call.arguments)} for call in understood.calls
        ],
        "reply": understood.reply,
    }
