"""A ChatModel on any OpenAI-compatible server: OpenAI, Ollama, LM Studio, llama-server, vLLM."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant_desktop.domain.errors import (
    ModelError,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
    SecretStoreError,
)
from assistant_desktop.domain.ports import ModelDelta, ModelRequest
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.chunks import ChunkReader
from assistant_desktop.services.llm.sse import EventStream
from assistant_desktop.services.llm.wire import chat_body, names_of

if TYPE_CHECKING:
    import httpx

TRIES = 2
LIST_LIMIT_S = 10.0
GAP_LIMIT_S = 60.0
DRAIN_LIMIT_S = 0.05
ANSWER_LIMIT_S = 1800.0
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_ERROR_BODY = 2000
_RETRY_STATUS = frozenset({429, 502, 503, 504})
_LONGEST_RETRY_AFTER_S = 10.0
_FIRST_RETRY_S = 0.3
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Which server, which of its models, and how long it may take: to begin, and in silence.

    is_own_child: it is told whose request it is, and whether it is work beside the chat.
    """

    base_url: str
    model: str
    context_tokens: int
    timeout_s: float
    gap_s: float = GAP_LIMIT_S
    is_own_child: bool = False


class OpenAiCompatible:
    """Speaks `POST /chat/completions` with streaming, and `GET /models`."""

    def __init__(
        self,
        http: HttpClient,
        address: ServerAddress,
        key: Callable[[], Awaitable[str | None]],
    ) -> None:
        self._http = http
        self._address = address
        self._key = key
        http.allow(address.base_url)

    @property
    def name(self) -> str:
        """The server's name for the model."""
        return self._address.model or self._address.base_url

    @property
    def context_tokens(self) -> int:
        """As set by the user."""
        return self._address.context_tokens

    async def close(self) -> None:
        """Nothing more goes to this server until it is chosen again."""
        self._http.forbid(self._address.base_url)

    async def list_models(self) -> list[str]:
        """What the server can run.

        Raises:
            ModelError: it does not answer, or not with a list.
        """
        url = f"{self._address.base_url}/models"
        try:
            async with (
                asyncio.timeout(LIST_LIMIT_S),
                self._http.stream("GET", url, headers=await self._headers()) as response,
            ):
                body = await response.aread()
                _refuse_unless_ok(response.status_code, body)
                return names_of(json.loads(body))
        except TimeoutError as error:
            raise self._timed_out() from error
        except ValueError as error:
            raise ModelUnreachable("{url} does not answer as a model server.", url=url) from error
        except Exception as error:
            raise _translate(error, self._address.base_url) from error

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelDelta, None]:
        """Answer a request. Tried once more only while not a byte has come."""
        body = chat_body(request, self._address.model)
        if self._address.is_own_child:
            body |= {"user": str(request.user_id), "side": request.side}
        reader = ChunkReader()
        async with AsyncExitStack() as stack:
            response = await self._open(stack, body)
            kind = response.headers.get("content-type", "")
            pieces = self._read(response)
            if "json" in kind and "event-stream" not in kind:
                whole = b"".join([piece async for piece in pieces])
                for delta in reader.read_whole(_loads(whole)):
                    yield delta
            else:
                async with aclosing(pieces):
                    async for delta in _deltas(pieces, reader):
                        yield delta
                    await _drain(pieces)
            if not reader.is_whole:
                raise ModelUnreachable(
                    "The model's server broke off in the middle of its answer.", retryable=True
                )
            for delta in reader.finish():
                yield delta

    async def _open(self, stack: AsyncExitStack, body: dict[str, Any]) -> "httpx.Response":
        """A response whose headers are there and good."""
        url = f"{self._address.base_url}/chat/completions"
        headers = await self._headers()
        for left in reversed(range(TRIES)):
            attempt = AsyncExitStack()
            try:
                async with asyncio.timeout(self._address.timeout_s):
                    response = await attempt.enter_async_context(
                        self._http.stream(
                            "POST", url, json=body, headers=headers, read_s=self._address.timeout_s
                        )
                    )
                    if response.status_code >= 400:
                        _refuse_unless_ok(response.status_code, await response.aread())
            except BaseException as error:
                await attempt.aclose()
                known = self._known(error)
                if known is None:
                    raise
                if left == 0 or not known.retryable:
                    raise known from error
                await asyncio.sleep(_retry_after_s(known))
                continue
            stack.push_async_exit(attempt)
            return response
        raise ModelUnreachable("The model's server does not answer.")

    def _known(self, error: BaseException) -> ModelError | None:
        if isinstance(error, TimeoutError):
            return self._timed_out()
        if isinstance(error, Exception):
            return _translate(error, self._address.base_url)
        return None

    async def _read(self, response: "httpx.Response") -> AsyncGenerator[bytes, None]:
        """The body as it comes; a server that falls silent is given up."""
        pieces = response.aiter_bytes()
        limit_s = self._address.gap_s
        ends_at_s = time.monotonic() + ANSWER_LIMIT_S
        size = 0
        while True:
            try:
                async with asyncio.timeout(min(limit_s, ends_at_s - time.monotonic())):
                    piece = await anext(pieces, None)
            except TimeoutError as error:
                raise self._timed_out() from error
            except Exception as error:
                raise _translate(error, self._address.base_url) from error
            if piece is None:
                return
            size += len(piece)
            if size > MAX_ANSWER_BYTES:
                raise ModelUnreachable("The model's server sends without end; it was cut off.")
            yield piece

    async def _headers(self) -> dict[str, str]:
        try:
            key = await self._key()
        except SecretStoreError:
            if urlsplit(self._address.base_url).hostname not in _LOOPBACK:
                raise
            key = None  # servers on this computer mostly want none
        return {"Authorization": f"Bearer {key}"} if key else {}

    def _timed_out(self) -> ModelTimeout:
        return ModelTimeout(
            "The model at {url} gave no answer within {limit} s.",
            hint="Try again, or choose a smaller model.",
            retryable=False,
            url=self._address.base_url,
            limit=f"{self._address.timeout_s:g}",
        )


async def _deltas(
    pieces: AsyncIterator[bytes], reader: ChunkReader
) -> AsyncGenerator[ModelDelta, None]:
    events = EventStream()
    async for piece in pieces:
        for data in events.feed(piece):
            for delta in reader.read(data):
                yield delta
        if reader.done:
            return  # a server may keep the connection open after [DONE]
    for data in events.end():
        for delta in reader.read(data):
            yield delta


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    """Read what follows [DONE], so that the connection can be used again."""
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_LIMIT_S):
            async for _ in pieces:
                pass


def _loads(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _refuse_unless_ok(status: int, body: bytes) -> None:
    if status < 400:
        return
    answer = _loads(body)
    error = answer.get("error") if isinstance(answer, dict) else None
    reason = error.get("message") if isinstance(error, dict) else error
    text = str(reason or body[:_ERROR_BODY].decode(errors="replace")).strip()[:300]
    hints = {
        401: "Check the key: models use --url … --key-stdin",
        403: "Check the key: models use --url … --key-stdin",
        404: "Check the address and the model's name.",
        429: "The server has too much to do; try again soon.",
    }
    raise ModelRefused(
        "The model's server refused ({status}): {reason}",
        status=status,
        hint=hints.get(status, ""),
        reason=text,
    )


def _translate(error: Exception, url: str) -> ModelError:
    """What httpx reports, in our words; what is no transport error is raised as it is."""
    import httpx

    if isinstance(error, ModelError):
        return error
    if isinstance(error, httpx.TimeoutException):
        return ModelTimeout("The model at {url} gave no answer in time.", url=url)
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | httpx.StreamError):
        return ModelUnreachable(
            "The model's server at {url} cannot be reached.",
            hint="Start it, or choose another: models use offline",
            retryable=isinstance(error, httpx.TransportError),
            url=url,
        )
    raise error


def _retry_after_s(error: ModelError) -> float:
    return _LONGEST_RETRY_AFTER_S / 10 if isinstance(error, ModelRefused) else _FIRST_RETRY_S
