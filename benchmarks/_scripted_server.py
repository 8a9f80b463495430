"""An OpenAI-compatible server on loopback that plays written replies; prints its port.

The path says what to play: /r8k5/... is 8 requests with 5 calls a reply, the last an answer;
/fault-NAME/... is one reply with that fault, then an answer. Which round it is follows from
the history that was sent, so one server serves everybody. Stdlib only.
"""

import asyncio
import itertools
import json
import re
import sys
from typing import Any

_FAULTS: dict[str, list[dict[str, Any]]] = {
    "raises": [{"name": "boom", "arguments": "{}"}],
    "hangs": [{"name": "hang", "arguments": "{}"}, {"name": "add", "arguments": '{"a": 1}'}],
    "unknown": [{"name": "no_such_tool", "arguments": "{}"}],
    "broken": [{"name": "add", "arguments": '{"a": 1'}],
    "same-index": [{"name": "add", "arguments": f'{{"a": {n}}}'} for n in range(4)],
    "no-index": [{"name": "add", "arguments": f'{{"a": {n}}}'} for n in range(4)],
}


def reply_to(path: str, body: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """The calls of this round (none for the answer), and the fault that is played."""
    done = sum(bool(message.get("tool_calls")) for message in body["messages"])
    shape = re.match(r"/r(\d+)k(\d+)/", path)
    if shape:
        rounds, calls = int(shape[1]), int(shape[2])
        made = [
            {"name": "add", "arguments": json.dumps({"a": done * 100 + n})} for n in range(calls)
        ]
        return (made if done < rounds - 1 else []), ""
    fault = path.split("/")[1].removeprefix("fault-")
    return (_FAULTS[fault] if done == 0 else []), fault


_serial = itertools.count()


def unique_id(number: int) -> str:
    """Some clients refuse an id that they have seen before."""
    return f"call_{next(_serial)}_{number}"


def whole(calls: list[dict[str, Any]]) -> bytes:
    """The reply in one piece."""
    message: dict[str, Any] = {"role": "assistant", "content": None if calls else "All done."}
    if calls:
        message["tool_calls"] = [
            {"id": unique_id(n), "type": "function", "function": call}
            for n, call in enumerate(calls)
        ]
    choice = {
        "index": 0,
        "message": message,
        "finish_reason": "tool_calls" if calls else "stop",
    }
    return json.dumps({**_HEAD, "object": "chat.completion", "choices": [choice]}).encode()


_HEAD = {"id": "x", "created": 1, "model": "scripted"}


def streamed(calls: list[dict[str, Any]], fault: str) -> bytes:
    """The reply as server-sent events: each call in two pieces."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None if calls else "All "}]
    if not calls:
        deltas.append({"content": "done."})
    for number, call in enumerate(calls):
        half = len(call["arguments"]) // 2
        index = {"same-index": {"index": 0}, "no-index": {}}.get(fault, {"index": number})
        first = {"name": call["name"], "arguments": call["arguments"][:half]}
        own_id = unique_id(number)
        head = {**index, "id": own_id, "type": "function", "function": first}
        tail = {**index, "function": {"arguments": call["arguments"][half:]}}
        if fault == "no-index":
            tail["id"] = own_id
        deltas += [{"tool_calls": [head]}, {"tool_calls": [tail]}]
    chunks = [
        {"index": 0, "delta": delta, "finish_reason": None, "logprobs": None} for delta in deltas
    ]
    chunks.append({"index": 0, "delta": {}, "finish_reason": "tool_calls" if calls else "stop"})
    lines = [
        f"data: {json.dumps({**_HEAD, 'object': 'chat.completion.chunk', 'choices': [chunk]})}\n\n"
        for chunk in chunks
    ]
    return ("".join(lines) + "data: [DONE]\n\n").encode()


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, kept alive."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split(b" ")[1].decode()
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            sent = json.loads(await reader.readexactly(int(length[1]) if length else 0) or b"{}")
            calls, fault = reply_to(path, sent)
            stream = bool(sent.get("stream"))
            body = streamed(calls, fault) if stream else whole(calls)
            kind = "text/event-stream" if stream else "application/json"
            answer = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n"
            writer.write(f"{answer}content-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serve until standard input closes."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
