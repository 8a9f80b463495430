"""Google's token endpoint and Calendar API on loopback, as strict as the real ones where it counts.

A code is good once, for its redirect and its verifier; tokens run out and can be taken back; sync
tokens run out with 410; an etag that does not fit is refused with 412.
"""

import asyncio
import base64
import copy
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import httpx

from assistant_desktop.services.ground import Elsewhere
from tests.fakes.loopback_server import LoopbackServer, playing, whole

HOSTS = ("oauth2.googleapis.com", "www.googleapis.com")
CLIENT_ID, CLIENT_SECRET = "1234567890-abc.apps.googleusercontent.com", "GOCSPX-own-secret"
CLIENT_FILE = json.dumps({"installed": {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}})

Item = dict[str, Any]


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass
class Grant:
    """A code that was given out."""

    challenge: str
    redirect: str
    scope: str
    used: bool = False


@dataclass
class GoogleServer(LoopbackServer):
    """`calendars` holds events by calendar and id; `changed` counts up with each change."""

    grants: dict[str, Grant] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    refreshing: set[str] = field(default_factory=set)
    calendars: dict[str, dict[str, Item]] = field(default_factory=dict)
    lists: list[Item] = field(default_factory=list)
    changed: int = 0
    oldest_token: int = 0
    page_size: int = 2
    writes: list[tuple[str, str]] = field(default_factory=list)
    scope: str | None = None
    lose_answers: int = 0

    def elsewhere(self) -> Elsewhere:
        """Google's hosts at this server."""
        return Elsewhere(dict.fromkeys(HOSTS, self.url), self.patience(5))

    def add(self, calendar: str, **said: Any) -> Item:
        """An event that somebody made in Google."""
        event_id = said.pop("id", secrets.token_hex(8))
        item = {"id": event_id, "iCalUID": f"{event_id}@google.com", "status": "confirmed", **said}
        return self._keep(calendar, item)

    def change(self, calendar: str, event_id: str, **said: Any) -> Item:
        """A change that somebody made in Google."""
        return self._keep(calendar, {**self.calendars[calendar][event_id], **said})

    def _keep(self, calendar: str, item: Item) -> Item:
        self.changed += 1
        item = {**item, "etag": f'"{self.changed}"', "_changed": self.changed}
        self.calendars.setdefault(calendar, {})[item["id"]] = item
        return item

    # ---- the browser ----

    async def consent(self, url: str, **instead: str) -> int:
        """What a browser and its user do with the page; `instead` replaces what comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked["code_challenge"], asked["redirect_uri"], asked["scope"])
        brought = {"state": asked["state"], "code": code} | instead
        async with httpx.AsyncClient(trust_env=False) as browser:
            icon = await browser.get(f"{asked['redirect_uri']}/favicon.ico")
            assert icon.status_code == 404
            said = await browser.get(f"{asked['redirect_uri']}/?{urlencode(brought)}")
        return said.status_code

    # ---- answering ----

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                first, *lines = head.strip().split("\r\n")
                method, path, _ = first.split(" ")
                headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self.asked.append(f"{method} {path}")
                if self.misbehaves is not None and not path.startswith("/token"):
                    await self.misbehaves(writer, path)
                    continue
                try:
                    told = self._told(method, path, headers, body)
                    answer = whole(json.dumps(told).encode()) if told is not None else whole(b"")
                except Refusal as refusal:
                    said = {"error": refusal.reason or "error"}
                    if path.startswith("/calendar"):
                        reasons = [{"domain": "calendar", "reason": refusal.reason}]
                        error = {
                            "code": refusal.status,
                            "message": refusal.reason,
                            "errors": reasons,
                        }
                        said = {"error": error}  # type: ignore[dict-item]
                    answer = whole(json.dumps(said).encode(), refusal.status)
                if self.lose_answers and method != "GET" and path.startswith("/calendar"):
                    self.lose_answers -= 1
                    break  # done, but nobody hears of it
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    def _told(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/token":
            said = {k: v[0] for k, v in parse_qs(body.decode()).items()}
            return self._token(_with_client(said, headers.get("authorization", "")))
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.access:
            raise Refusal(401, "Invalid Credentials")
        steps = [unquote(one) for one in parts.path.removeprefix("/calendar/v3/").split("/")]
        if steps[0] == "users":
            return {"items": self.lists}
        calendar = self.calendars.get(steps[1])
        if calendar is None:
            raise Refusal(404, "notFound")
        said = json.loads(body) if body else {}
        if len(steps) == 3:
            return self._list(calendar, query) if method == "GET" else self._insert(steps[1], said)
        return self._one(method, steps[1], steps[3], headers, said)

    def _token(self, said: dict[str, str]) -> Item:
        if (said.get("client_id"), said.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refusal(401, "invalid_client")
        if said["grant_type"] == "refresh_token":
            if said["refresh_token"] not in self.refreshing:
                raise Refusal(400, "invalid_grant")
            return self._given({})
        grant = self.grants.get(said["code"])
        verifier = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        if grant is None or grant.used or grant.redirect != said["redirect_uri"]:
            raise Refusal(400, "invalid_grant")
        grant.used = True
        if challenge != grant.challenge:
            raise Refusal(400, "invalid_grant")
        lasting = secrets.token_urlsafe(16)
        self.refreshing.add(lasting)
        return self._given({"refresh_token": lasting, "scope": self.scope or grant.scope})

    def _given(self, more: Item) -> Item:
        token = secrets.token_urlsafe(16)
        self.access.add(token)
        return {"access_token": token, "expires_in": 3600, "token_type": "Bearer", **more}

    def _list(self, calendar: dict[str, Item], query: dict[str, str]) -> Item:
        since = int(query.get("syncToken", "0").removeprefix("s"))
        if since and since < self.oldest_token:
            raise Refusal(410, "fullSyncRequired")
        items = [one for one in calendar.values() if one["_changed"] > since]
        if not since:
            items = [one for one in items if one["status"] != "cancelled" or _is_exception(one)]
        if "iCalUID" in query:
            items = [one for one in calendar.values() if one["iCalUID"] == query["iCalUID"]]
        at = int(query.get("pageToken", "0"))
        size = min(self.page_size, int(query.get("maxResults", "250")))
        told: Item = {
            "items": [_bare(one) for one in items[at : at + size]],
            "timeZone": "Europe/Riga",
        }
        if at + size < len(items):
            return {**told, "nextPageToken": str(at + size)}
        return {**told, "nextSyncToken": f"s{self.changed}"}

    def _insert(self, where: str, said: Item) -> Item:
        event_id = said.get("id", secrets.token_hex(8))
        if event_id in self.calendars[where]:
            raise Refusal(409, "duplicate")
        self.writes.append(("insert", event_id))
        item = {"iCalUID": f"{event_id}@google.com", "status": "confirmed", **said, "id": event_id}
        return _bare(self._keep(where, item))

    def _one(
        self, method: str, where: str, event_id: str, headers: dict[str, str], said: Item
    ) -> Item | None:
        there = self.calendars[where].get(event_id) or self._instance(where, event_id)
        if there is None:
            raise Refusal(404, "notFound")
        if method == "GET":
            return _bare(there)
        if there["status"] == "cancelled":
            raise Refusal(410, "deleted")
        wanted = headers.get("if-match")
        if wanted and wanted != there["etag"]:
            raise Refusal(412, "conditionNotMet")
        self.writes.append((method.lower(), event_id))
        if method == "DELETE":
            gone = {key: there[key] for key in _KEPT_OF_GONE if key in there}
            self._keep(where, {**gone, "status": "cancelled"})
            return None
        return _bare(self._keep(where, _patched(there, said)))

    def _instance(self, where: str, event_id: str) -> Item | None:
        """An occurrence of a series that nobody has changed yet."""
        series, _, stamp = event_id.rpartition("_")
        master = self.calendars[where].get(series)
        if master is None or not master.get("recurrence"):
            return None
        start = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[9:11]}:{stamp[11:13]}:00Z"
        one = {key: value for key, value in master.items() if key != "recurrence"}
        original = {"dateTime": start, "timeZone": "Europe/Riga"}
        return {**one, "id": event_id, "recurringEventId": series, "originalStartTime": original}


def _with_client(said: dict[str, str], authorization: str) -> dict[str, str]:
    """Who asks may stand in the head of a request (RFC 6749 section 2.3.1) or in its body."""
    if not authorization.startswith("Basic "):
        return said
    name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
    return {**said, "client_id": unquote(name), "client_secret": unquote(secret)}


_KEPT_OF_GONE = ("id", "iCalUID", "recurringEventId", "originalStartTime")


def _is_exception(item: Item) -> bool:
    return "recurringEventId" in item


def _bare(item: Item) -> Item:
    told = {key: value for key, value in item.items() if not key.startswith("_")}
    if item["status"] == "cancelled" and "recurringEventId" not in item:
        return {key: told[key] for key in ("id", "status", "etag")}  # no more is promised
    return told


def _patched(there: Item, said: Item) -> Item:
    """A patch as Google applies it: fields that are null go, objects are merged."""
    after = copy.deepcopy(there)
    for key, value in said.items():
        if value is None:
            after.pop(key, None)
        elif isinstance(value, dict) and isinstance(after.get(key), dict):
            after[key] = _patched(after[key], value)
        else:
            after[key] = value
    return after


@asynccontextmanager
async def google_server() -> AsyncIterator[GoogleServer]:
    """One with a calendar of the user's own and one that can only be read."""
    server = GoogleServer()
    server.lists = [
        {"id": "ann@example.com", "summary": "Ann", "accessRole": "owner", "primary": True},
        {"id": "holidays", "summary": "Holidays", "accessRole": "reader"},
    ]
    server.calendars = {"ann@example.com": {}, "holidays": {}}
    async with playing(server) as started:
        yield started
