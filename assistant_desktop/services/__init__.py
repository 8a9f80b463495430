"""Everything that talks to the world: one file or folder each, one line in ALL_SERVICES.

Loaded late: the list is made when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.domain.service import ServiceSpec
    from assistant_desktop.services.ground import ServiceGround
