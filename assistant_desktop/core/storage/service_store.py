"""What services keep: answers of servers and the state of breakers, apart for each user."""

from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.database import Database
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.service_ports import KeptResponse

MOST_KEPT = 200
"""Answers of one service for one user; the oldest go first."""


class CachedResponses:
    """The ServiceStore of one namespace."""

    def __init__(self, database: Database, namespace: str) -> None:
        self._database = database
        self._namespace = namespace

    async def read(self, user_id: UserId, key: str) -> KeptResponse | None:
        """What was kept under a key."""

        def run(connection: Connection) -> KeptResponse | None:
            row = connection.execute(
                "SELECT body, fetched_at, expires_at, etag, last_modified FROM cached_responses"
                " WHERE user_id = ? AND namespace = ? AND key = ?",
                (user_id, self._namespace, key),
            ).fetchone()
            if row is None:
                return None
            body, fetched, expires, etag, modified = row
            return KeptResponse(bytes(body), from_ms(fetched), from_ms(expires), etag, modified)

        return await self._database.read(run)

    async def keep(self, user_id: UserId, key: str, response: KeptResponse) -> None:
        """Keep it, in place of what was there."""

        def run(connection: Connection) -> None:
            connection.execute(
                "INSERT OR REPLACE INTO cached_responses"
                " (user_id, namespace, key, body, etag, last_modified, fetched_at, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    user_id,
                    self._namespace,
                    key,
                    response.body,
                    response.etag,
                    response.last_modified,
                    to_ms(response.fetched_at),
                    to_ms(response.expires_at),
                ),
            )
            connection.execute(
                "DELETE FROM cached_responses WHERE user_id = ?1 AND namespace = ?2 AND key IN"
                " (SELECT key FROM cached_responses WHERE user_id = ?1 AND namespace = ?2"
                " ORDER BY fetched_at DESC LIMIT -1 OFFSET ?3)",
                (user_id, self._namespace, MOST_KEPT),
            )

        await self._database.write(run)
