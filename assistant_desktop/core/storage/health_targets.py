"""Rows of targets and of kinds of one's own, always of one user."""

from collections.abc import Sequence
from typing import Any

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.domain.health_series import OwnKind
from assistant_desktop.domain.health_target import Band, HealthTarget
from assistant_desktop.domain.ids import UserId

_TARGET = "kind, unit, low, high, second_low, second_high"


def targets(connection: Connection, user_id: UserId) -> list[HealthTarget]:
    """All targets of a user, by kind."""
    rows = connection.execute(
        f"SELECT {_TARGET} FROM health_targets WHERE user_id = ? ORDER BY kind", (user_id,)
    )
    return [_target(user_id, row) for row in rows]


def target(connection: Connection, user_id: UserId, kind: str) -> HealthTarget | None:
    """The target of a kind."""
    row = connection.execute(
        f"SELECT {_TARGET} FROM health_targets WHERE user_id = ? AND kind = ?", (user_id, kind)
    ).fetchone()
    return None if row is None else _target(user_id, row)


def put(connection: Connection, wanted: HealthTarget) -> None:
    """Store a target in place of the kind's former one."""
    connection.execute(
        f"INSERT OR REPLACE INTO health_targets (user_id, {_TARGET}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            wanted.user_id,
            wanted.kind,
            wanted.unit,
            wanted.band.low,
            wanted.band.high,
            wanted.second.low,
            wanted.second.high,
        ),
    )


def remove(connection: Connection, user_id: UserId, kind: str) -> None:
    """No target any more."""
    connection.execute("DELETE FROM health_targets WHERE user_id = ? AND kind = ?", (user_id, kind))


def own_kinds(connection: Connection, user_id: UserId) -> list[OwnKind]:
    """The kinds that the user made up, by name."""
    rows = connection.execute(
        "SELECT name, unit FROM health_kinds WHERE user_id = ? ORDER BY name", (user_id,)
    )
    return [OwnKind(name=str(name), unit=str(unit)) for name, unit in rows]


def put_kind(connection: Connection, user_id: UserId, kind: OwnKind) -> None:
    """Store a kind, or give it another unit."""
    connection.execute(
        "INSERT OR REPLACE INTO health_kinds (user_id, name, unit) VALUES (?, ?, ?)",
        (user_id, kind.name, kind.unit),
    )


def remove_kind(connection: Connection, user_id: UserId, name: str) -> bool:
    """Take a kind away; its readings stay. False when there is none."""
    connection.execute("DELETE FROM health_kinds WHERE user_id = ? AND name = ?", (user_id, name))
    return connection.changes() == 1


def _target(user_id: UserId, row: Sequence[Any]) -> HealthTarget:
    kind, unit, low, high, second_low, second_high = row
    return HealthTarget(
        user_id=user_id,
        kind=kind,
        unit=unit,
        band=Band(low=low, high=high),
        second=Band(low=second_low, high=second_high),
    )
