"""What can be done with a conversation, as a menu: the same in the column and above the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant_desktop.ui.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stands: at the top, out of the way, or neither."""

    pinned: bool = False
    archived: bool = False


STANDING = Standing()


def fill_actions(menu: QMenu, act: Callable[[str], object], standing: Standing) -> None:
    """Fill a menu; `act` gets rename, pin, unpin, archive, bring_back, export or delete."""
    menu.clear()
    pin = ("unpin", tr("Unpin")) if standing.pinned else ("pin", tr("Pin to the top"))
    away = ("bring_back", tr("Bring back")) if standing.archived else ("archive", tr("Archive"))
    entries = [
        ("rename", tr("Rename…")),
        *([] if standing.archived else [pin]),
        away,
        ("export", tr("Save as Markdown…")),
        None,
        ("delete", tr("Delete…")),
    ]
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        action = menu.addAction(entry[1])
        action.triggered.connect(lambda _=False, name=entry[0]: act(name))
