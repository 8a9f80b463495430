"""Chat completions of the worker's child: a request to a prompt, what is written to events."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from typing import Any

import h11

from assistant_desktop.domain.ports import TextDelta
from assistant_desktop.services.llm.model_worker.call_parser import (
    EnvelopeParser,
    Parser,
    parser_for,
)
from assistant_desktop.services.llm.model_worker.families import ENVELOPE, family_of
from assistant_desktop.services.llm.model_worker.generation import Asked, Counts, Inference, Job
from assistant_desktop.services.llm.model_worker.http_side import (
    Incoming,
    Refused,
    Send,
    send_event,
    send_head,
    send_raw,
)
from assistant_desktop.services.llm.model_worker.json_grammar import document, envelope
from assistant_desktop.services.llm.model_worker.llama import Sampling
from assistant_desktop.services.llm.model_worker.template import ChatTemplate

DEFAULT_MOST = 2048
SIGN_OF_LIFE_S = 1.0

Piece = str | tuple[str, Counts] | Exception
"""Words, the end (why, how many tokens), or what went wrong."""


class ChatSide:
    """Asks the inference thread, streams what it says."""

    def __init__(self, inference: Inference, template: ChatTemplate) -> None:
        self._inference = inference
        self._template = template

    async def answer(self, body: dict[str, Any], send: Send, incoming: Incoming) -> None:
        """Stream the answer to one request; whoever asked may go away at any time."""
        tools = body.get("tools") or []
        family = family_of(self._template.source)
        use_envelope = bool(tools) and family is ENVELOPE
        messages = _messages(body)
        if use_envelope:
            messages = _with_tools_described(messages, tools)
        prompt = self._template.render(messages, None if use_envelope else tools)
        grammar = envelope(tools) if use_envelope else _output_grammar(body)
        parser = EnvelopeParser() if use_envelope else parser_for(family, prompt)
        asked = _asked(body, prompt, grammar)
        await send_head(send)
        pieces = self._pieces(asked)
        # Whoever asked goes away by closing the connection: then the model stops at once.
        gone = asyncio.ensure_future(incoming.ended())  # noqa: TID251 - owned right here
        try:
            await self._stream(pieces, parser, gone, send)
        finally:
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await gone  # only one may read from the connection at a time
            await pieces.aclose()

    async def _stream(
        self,
        pieces: "AsyncGenerator[Piece, None]",
        parser: Parser,
        gone: "asyncio.Future[None]",
        send: Send,
    ) -> None:
        number = 0
        while True:
            following: asyncio.Future[Piece]
            following = asyncio.ensure_future(anext(pieces))  # noqa: TID251 - owned right here
            await self._while_it_works({following, gone}, send)
            if not following.done():
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                    await following
                raise ConnectionResetError("whoever asked has gone")
            piece = following.result()
            if isinstance(piece, Exception):
                await send_event(send, {"error": {"message": str(piece)}})
                break
            ended = isinstance(piece, tuple)
            for delta in parser.end() if ended else parser.feed(str(piece)):
                await send_event(send, _chunk(_delta(delta, number)))
                number += not isinstance(delta, TextDelta)
            if isinstance(piece, tuple):
                reason = "tool_calls" if number else piece[0]
                await send_event(send, _chunk({}, reason))
                await send_event(send, {"choices": [], "usage": _usage(piece[1])})
                break
        await send_raw(send, b"data: [DONE]\n\n")
        await send(h11.EndOfMessage())

    async def _while_it_works(self, waiting: "set[asyncio.Future[Any]]", send: Send) -> None:
        """Wait for one of them; a comment now and then tells that reading goes on."""
        progress = self._inference.progress
        while True:
            done, _ = await asyncio.wait(
                waiting, timeout=SIGN_OF_LIFE_S, return_when=asyncio.FIRST_COMPLETED
            )
            if done:
                return
            if self._inference.progress != progress:
                progress = self._inference.progress
                await send_raw(send, b": reading\n\n")

    async def _pieces(self, asked: Asked) -> "AsyncGenerator[Piece, None]":
        """What the inference thread says, until its end; leaving early cancels it."""
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[Piece] = asyncio.Queue()

        def put(value: Piece) -> None:
            loop.call_soon_threadsafe(arrived.put_nowait, value)

        job = Job(
            asked,
            on_begin=lambda: None,
            on_text=put,
            on_end=lambda reason, counts: put((reason, counts)),
            on_error=put,
        )
        self._inference.submit(job)
        try:
            while True:
                value = await arrived.get()
                yield value
                if not isinstance(value, str):
                    return
        finally:
            self._inference.cancel(job)


def _messages(body: dict[str, Any]) -> list[dict[str, Any]]:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Refused(400, "messages is missing")
    return [message for message in messages if isinstance(message, dict)]


def _with_tools_described(
    messages: list[dict[str, Any]], tools: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """For templates that know no tools: they are described in the first message."""
    described = "\n".join(
        json.dumps(tool["function"], ensure_ascii=False) for tool in tools if "function" in tool
    )
    text = (
        "\n\nYou can call these tools:\n"
        f"{described}\n"
        'To call some, write {"calls": [{"name": ..., "arguments": {...}}]}; '
        'to answer, write {"answer": "..."}. Write JSON only.'
    )
    first, *rest = messages
    if first.get("role") == "system":
        return [{**first, "content": f"{first.get('content') or ''}{text}"}, *rest]
    return [{"role": "system", "content": text.strip()}, *messages]


def _output_grammar(body: dict[str, Any]) -> str:
    """The form of the answer, where the request names one."""
    wanted = body.get("response_format") or {}
    schema = wanted.get("json_schema", {}).get("schema") if isinstance(wanted, dict) else None
    return document(schema) if isinstance(schema, dict) else ""


def _asked(body: dict[str, Any], prompt: str, grammar: str) -> Asked:
    stop = body.get("stop") or ()
    return Asked(
        prompt=prompt,
        sampling=Sampling(
            temperature=float(body.get("temperature", 0.7)),
            top_p=float(body.get("top_p", 0.95)),
            seed=int(body.get("seed", -1)),
            grammar=grammar,
        ),
        most=int(body.get("max_tokens") or DEFAULT_MOST),
        stop=(stop,) if isinstance(stop, str) else tuple(stop),
        side=bool(body.get("side")),
        user=str(body.get("user") or ""),
    )


def _delta(delta: Any, number: int) -> dict[str, Any]:
    if isinstance(delta, TextDelta):
        return {"reasoning_content" if delta.reasoning else "content": delta.text}
    function = {"name": delta.name, "arguments": delta.arguments}
    call = {"index": number, "id": f"call_{number}", "type": "function", "function": function}
    return {"tool_calls": [call]}


def _chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"object": "chat.completion.chunk", "choices": [choice]}


def _usage(counts: Counts) -> dict[str, Any]:
    return {
        "prompt_tokens": counts.prompt,
        "completion_tokens": counts.written,
        "total_tokens": counts.prompt + counts.written,
        "prompt_tokens_details": {"cached_tokens": counts.cached},
    }
