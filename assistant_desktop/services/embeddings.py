"""Embedders: a model file in a child of ours, or a server's /v1/embeddings. One client for both."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant_desktop.domain.errors import (
    ModelError,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
    OutboundBlocked,
)
from assistant_desktop.services.http_client import HttpClient
from assistant_desktop.services.llm.model_worker.idle import IdleEnd, StartJob
from assistant_desktop.services.llm.model_worker.process import Running, WorkerProcess
from assistant_desktop.services.llm.model_worker.worker import usual_threads

REQUEST_LIMIT_S = 60.0
UNLOAD_AFTER_S = 120.0
BATCH = 32
PART_CHARACTERS = 4000
"""Of one request to a model of ours: a thousand tokens, whatever the machine."""
_MOST_CHARACTERS = 4000
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")

FindFile = Callable[[], Awaitable[Path]]
"""Where the model file is; may take a while, such as a conversion. Raises ModelError."""


@dataclass(frozen=True, slots=True)
class EmbeddingManner:
    """How a model wants its texts, and which languages it knows (none named: any)."""

    name: str
    query_prefix: str = ""
    text_prefix: str = ""
    languages: tuple[str, ...] = ()

    def reads(self, text: str) -> bool:
        """Whether the text is in a language that the model knows."""
        if not self.languages:
            return True
        letters = _LETTER.findall(text)
        cyrillic = len(_CYRILLIC.findall(text)) * 2 > len(letters)
        return ("ru" if cyrillic else "en") in self.languages

    def prepared(self, texts: Sequence[str], *, query: bool) -> list[str]:
        """The texts as the model was trained to see them; what is too long is cut."""
        prefix = self.query_prefix if query else self.text_prefix
        return [prefix + text[:_MOST_CHARACTERS] for text in texts]


class LocalEmbedder:
    """An embedding model file; its child starts at the first request and ends when idle."""

    def __init__(
        self,
        http: HttpClient,
        manner: EmbeddingManner,
        find_file: FindFile,
        start_job: StartJob | None = None,
    ) -> None:
        self._http = http
        self._manner = manner
        self._find_file = find_file
        self._process: WorkerProcess | None = None
        self._idle = IdleEnd(UNLOAD_AFTER_S, self.close, start_job)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._manner.name

    def reads(self, text: str) -> bool:
        """Whether it knows the language of a text."""
        return self._manner.reads(text)

    async def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """One unit vector for each text. Raises ModelError."""
        process = await self._ready()
        prepared = self._manner.prepared(texts, query=query)
        with self._idle.using():
            running = await process.ensure()
            try:
                vectors = await self._vectors_of(running, prepared)
            except ModelUnreachable:
                await process.is_crashed(running)
                raise
            except ModelTimeout:
                await process.end(running)  # it hangs, or would go on with what nobody awaits
                raise
        process.succeeded()
        return vectors

    async def _vectors_of(self, running: Running, texts: Sequence[str]) -> list[list[float]]:
        """In requests of a size that a slow model answers in time, and a question can pass."""
        vectors: list[list[float]] = []
        for part in _in_parts(texts):
            vectors += await _ask(self._http, running.base_url, running.key, {"input": part})
        return vectors

    async def _ready(self) -> WorkerProcess:
        if self._process is None:
            path = await self._find_file()
            options = ("--embeddings", "--threads", str(usual_threads()))
            self._process = self._process or WorkerProcess(self._http, path, options)
        return self._process

    async def close(self) -> None:
        """End the child."""
        if self._process is not None:
            await self._process.close()


def _in_parts(texts: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = []
    room = 0
    for text in texts:
        if not parts or len(text) > room:
            parts.append([])
            room = PART_CHARACTERS
        parts[-1].append(text)
        room -= len(text)
    return parts


class RemoteEmbedder:
    """A server that speaks POST /embeddings as OpenAI does."""

    def __init__(
        self,
        http: HttpClient,
        manner: EmbeddingManner,
        base_url: str,
        key: Callable[[], Awaitable[str | None]],
    ) -> None:
        self._http = http
        self._manner = manner
        self._base_url = base_url
        self._key = key
        http.allow(base_url)

    @property
    def name(self) -> str:
        """The server's name for the model, and where it is."""
        return f"{self._manner.name} at {self._base_url}"

    def reads(self, text: str) -> bool:
        """Whether it knows the language of a text."""
        return self._manner.reads(text)

    async def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """One unit vector for each text. Raises ModelError."""
        body = {
            "model": self._manner.name,
            "input": self._manner.prepared(texts, query=query),
            "encoding_format": "float",
        }
        return await _ask(self._http, self._base_url, await self._key() or "", body)

    async def close(self) -> None:
        """Nothing more goes to this server until it is chosen again."""
        self._http.forbid(self._base_url)


async def _ask(
    http: HttpClient, base_url: str, key: str, body: dict[str, Any]
) -> list[list[float]]:
    """One request for vectors, whole within its limit."""
    url = f"{base_url}/embeddings"
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with (
            asyncio.timeout(REQUEST_LIMIT_S),
            http.stream("POST", url, json=body, headers=headers) as response,
        ):
            answer = await response.aread()
    except TimeoutError as error:
        raise ModelTimeout("The embedding model at {url} gave no answer.", url=base_url) from error
    except OutboundBlocked:
        raise
    except Exception as error:
        raise _translate(error, base_url) from error
    if response.status_code >= 400:
        raise ModelRefused(
            "The embedding model refused ({status}).",
            status=response.status_code,
            hint="Check its name and key.",
        )
    return _vectors(answer, len(body["input"]), base_url)


def _translate(error: Exception, url: str) -> Exception:
    """What httpx reports, in our words; anything else as it is."""
    import httpx  # not before the client has loaded it, in a thread

    if isinstance(error, httpx.HTTPError):
        return ModelUnreachable(
            "The embedding model at {url} cannot be reached.", retryable=True, url=url
        )
    return error


def _vectors(answer: bytes, wanted: int, url: str) -> list[list[float]]:
    """The vectors of an answer, in the order of the texts, each of length 1."""
    try:
        rows = sorted(json.loads(answer)["data"], key=lambda row: int(row["index"]))
        vectors = [[float(value) for value in row["embedding"]] for row in rows]
        units = [_unit(vector) for vector in vectors]
    except (ValueError, KeyError, TypeError) as error:
        raise _nonsense(url) from error
    if len(units) != wanted or len({len(unit) for unit in units}) > 1:
        raise _nonsense(url)
    return units


def _unit(vector: list[float]) -> list[float]:
    length = sum(value * value for value in vector) ** 0.5
    if not 0 < length < float("inf"):
        raise ValueError("a vector without a length")
    return [value / length for value in vector]


def _nonsense(url: str) -> ModelError:
    return ModelRefused("What {url} answers are no embeddings.", status=200, url=url)
