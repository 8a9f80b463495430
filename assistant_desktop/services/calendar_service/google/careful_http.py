"""httplib2 with our care: no redirects, no proxy of the environment, no more than a bounded body.

Imported in a thread, by the call that needs it: httplib2 is slow to load.
"""

import http.client
from typing import Any

import httplib2

from assistant_desktop.domain.errors import ServiceNonsense

MOST_BYTES = 20_000_000


class _BoundedResponse(http.client.HTTPResponse):
    """Reads MOST_BYTES at most, whatever the other side sends."""

    def read(self, amt: int | None = None) -> bytes:
        """Raises ServiceNonsense: there is more."""
        if amt is not None:
            return super().read(amt)
        if self.length is not None and self.length > MOST_BYTES:
            raise _too_much()
        found = bytearray()
        while part := super().read(1 << 16):
            found += part
            if len(found) > MOST_BYTES:
                self.close()
                raise _too_much()
        if self.length:
            raise http.client.IncompleteRead(bytes(found), self.length)
        return bytes(found)


def _too_much() -> ServiceNonsense:
    return ServiceNonsense("Google sent far more than a calendar holds.")


class _PlainConnection(httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]  # untyped
    response_class = _BoundedResponse


class _SecureConnection(httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]  # untyped
    response_class = _BoundedResponse


_CONNECTIONS = {"http": _PlainConnection, "https": _SecureConnection}


class CarefulHttp(httplib2.Http):  # type: ignore[misc]  # untyped
    """One for each call: it is not thread-safe. timeout_s: for each read."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__(timeout=timeout_s, proxy_info=None)
        self.follow_redirects = False

    def request(self, uri: str, *said: Any, **more: Any) -> Any:
        """As httplib2's, over bounded connections."""
        more["connection_type"] = _CONNECTIONS[uri.partition(":")[0]]
        return super().request(uri, *said, **more)
