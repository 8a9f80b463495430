"""What the window was like when it was last open: known before there is a core to ask."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "window.json"


@dataclass(slots=True)
class WindowMemory:
    """Size, language and theme; and whether it was said that closing goes to the tray."""

    width: int = 1080
    height: int = 720
    language: str = "system"
    theme: str = "system"
    told_of_tray: bool = False


def recall(folder: Path) -> WindowMemory:
    """What is known; the defaults where nothing is or it makes no sense."""
    known = WindowMemory()
    try:
        kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
        for name, default in asdict(known).items():
            if type(kept.get(name)) is type(default):
                setattr(known, name, kept[name])
    except (OSError, ValueError, AttributeError):
        pass
    return known


def keep(folder: Path, memory: WindowMemory) -> None:
    """Write it down. It is a convenience: a disk that refuses is no matter."""
    try:
        (folder / NAME).write_text(json.dumps(asdict(memory)), encoding="utf-8")
    except OSError:
        return
