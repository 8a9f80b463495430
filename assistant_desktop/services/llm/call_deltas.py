"""Tool calls from their streamed pieces, by index and id. Pure.

Servers disagree: some send index 0 for all calls, some no index, some no id, some whole calls
in one delta, some the name again in every delta.
"""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class GatheredCall:
    """A call as far as it has come. `arguments` is JSON text, verbatim."""

    index: int | None
    id: str
    name: str
    arguments: str = ""


class CallDeltas:
    """Gathers the `tool_calls` of a stream's deltas."""

    def __init__(self) -> None:
        self.calls: list[GatheredCall] = []

    def add(self, deltas: object) -> None:
        """Take the `tool_calls` list of one delta; anything malformed in it is passed over."""
        if not isinstance(deltas, list):
            return
        for delta in deltas:
            if isinstance(delta, dict):
                self._add_one(delta)

    def _add_one(self, delta: dict[str, Any]) -> None:
        function = delta.get("function")
        function = function if isinstance(function, dict) else {}
        index = delta.get("index")
        index = index if isinstance(index, int) else None
        call_id = _text(delta.get("id"))
        name = _text(function.get("name"))
        call = self._slot(index, call_id, name)
        if call is None:
            call = GatheredCall(index, call_id, name)
            self.calls.append(call)
        elif name and name != call.name:
            # A name may come in pieces; one that is repeated whole was caught above.
            call.name += name
        call.id = call.id or call_id
        call.arguments += _arguments(function.get("arguments"))

    def _slot(self, index: int | None, call_id: str, name: str) -> GatheredCall | None:
        """The call that a piece continues, None when it begins a new one."""
        if call_id:
            same = [call for call in self.calls if call.id == call_id]
            if same:
                return same[-1]
        at_index = [call for call in self.calls if call.index == index]
        if index is None:
            return self._without_index(name)
        if not at_index:
            return None
        latest = at_index[-1]
        if call_id and latest.id and call_id != latest.id:
            return None
        if not call_id and name and _begins_anew(latest, name):
            return None
        return latest

    def _without_index(self, name: str) -> GatheredCall | None:
        if not self.calls:
            return None
        latest = self.calls[-1]
        if name and (name != latest.name or _begins_anew(latest, name)):
            return None
        return latest


def _begins_anew(latest: GatheredCall, name: str) -> bool:
    """A name without any id: another call when it is another tool's or the last one is whole."""
    if not latest.arguments:
        return False
    return name != latest.name or _is_whole(latest.arguments)


def _is_whole(arguments: str) -> bool:
    try:
        json.loads(arguments)
    except (ValueError, RecursionError):
        return False
    return True


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _arguments(value: object) -> str:
    """Arguments are JSON text; a server that sends the object itself is understood too."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        import json

        return json.dumps(value, ensure_ascii=False)
    return ""
