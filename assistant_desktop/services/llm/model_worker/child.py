"""The worker's child process: one model behind OpenAI HTTP on loopback, with a key.

It ends when its parent does: on Linux by a signal of the kernel, everywhere when its standard
input closes. The first line on standard output names its port.
"""

import argparse
import asyncio
import concurrent.futures
import contextlib
import functools
import json
import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import Any, Protocol

import h11

from assistant_desktop.services.llm.model_worker import KEY_VARIABLE
from assistant_desktop.services.llm.model_worker.chat_side import ChatSide
from assistant_desktop.services.llm.model_worker.embedding import EmbeddingModel
from assistant_desktop.services.llm.model_worker.generation import Inference
from assistant_desktop.services.llm.model_worker.http_side import (
    Incoming,
    Refused,
    Request,
    Send,
    read,
    send_json,
)
from assistant_desktop.services.llm.model_worker.llama import LoadFailed
from assistant_desktop.services.llm.model_worker.state_files import StateFiles
from assistant_desktop.services.llm.model_worker.template import ChatTemplate

MOST_TEXTS = 256
_PDEATHSIG = 1


class Served(Protocol):
    """What one kind of model can be asked."""

    def load(self) -> None:
        """Load the model; seconds to minutes. Raises LoadFailed."""
        ...

    def health(self) -> dict[str, Any]:
        """What /health says beside the status."""
        ...

    async def answer(self, request: Request, send: Send, incoming: Incoming) -> None:
        """One request. Raises Refused."""
        ...


class ChatModelServed:
    """A model that writes."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._chat: ChatSide | None = None

    def load(self) -> None:
        """Load the model and its template."""
        self._inference.load()
        model = self._inference.model
        if model is not None:
            marks = model.control_texts()
            template = ChatTemplate(model.template, model.begin_text, model.end_text, marks=marks)
            self._chat = ChatSide(self._inference, template)

    def health(self) -> dict[str, Any]:
        """Whether it works, and how far it is."""
        return {
            "busy": self._inference.is_busy,
            "progress": self._inference.progress,
            "context": self._inference.context_size,
        }

    async def answer(self, request: Request, send: Send, incoming: Incoming) -> None:
        """A chat completion, or an order about what was read."""
        if self._chat is None:
            raise Refused(503, "the model is still loading")
        if request.path == "/v1/chat/completions":
            await self._chat.answer(request.body, send, incoming)
        elif request.path == "/state/save":
            await asyncio.wrap_future(self._inference.do(self._inference.save_state))
            await send_json(send, 200, {})
        elif request.path == "/state/forget":
            user = str(request.body.get("user") or "")
            forget = functools.partial(self._inference.forget_user, user)
            await asyncio.wrap_future(self._inference.do(forget))
            await send_json(send, 200, {})
        else:
            raise Refused(404, f"there is no {request.path}")


class EmbeddingModelServed:
    """A model that turns texts into vectors."""

    def __init__(self, path: Path, threads: int, gpu_layers: int) -> None:
        self._path, self._threads, self._gpu_layers = path, threads, gpu_layers
        self._model: EmbeddingModel | None = None
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "embedding")

    def load(self) -> None:
        """Load the model."""
        self._model = EmbeddingModel(self._path, self._threads, self._gpu_layers)

    def health(self) -> dict[str, Any]:
        """How long its vectors are."""
        return {"dimension": self._model.dimension if self._model else 0}

    async def answer(self, request: Request, send: Send, incoming: Incoming) -> None:
        """Vectors for the texts of `input`."""
        if request.path != "/v1/embeddings":
            raise Refused(404, f"there is no {request.path}")
        if self._model is None:
            raise Refused(503, "the model is still loading")
        texts = request.body.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise Refused(400, "input must be texts")
        if len(texts) > MOST_TEXTS:
            raise Refused(400, f"at most {MOST_TEXTS} texts at once")
        loop = asyncio.get_running_loop()
        try:
            embedding = loop.run_in_executor(self._thread, self._model.embed, texts)
            vectors, read_tokens = await embedding
        except RuntimeError as error:
            raise Refused(422, str(error)) from error
        data = [
            {"object": "embedding", "index": place, "embedding": vector}
            for place, vector in enumerate(vectors)
        ]
        usage = {"prompt_tokens": read_tokens, "total_tokens": read_tokens}
        await send_json(send, 200, {"object": "list", "data": data, "usage": usage})


class Child:
    """The HTTP side: who may ask, how the model stands."""

    def __init__(self, served: Served, key: str, name: str) -> None:
        self._served = served
        self._key = key
        self._name = name
        self._status = "loading"
        self._failed = ""

    def load(self) -> None:
        """Load the model in a thread; /health tells how it stands."""
        try:
            self._served.load()
        except LoadFailed as error:
            self._status, self._failed = "failed", str(error)
        else:
            self._status = "ready"

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive between requests."""
        connection, incoming = h11.Connection(h11.SERVER), Incoming(reader)

        async def send(event: h11.Event) -> None:
            data = connection.send(event)
            if data:
                writer.write(data)
                await writer.drain()

        try:
            while True:
                request = await read(connection, incoming)
                if request is None:
                    break
                await self._answer(request, send, incoming)
                if connection.our_state is h11.MUST_CLOSE:
                    break
                connection.start_next_cycle()
        except (ConnectionError, h11.ProtocolError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Request, send: Send, incoming: Incoming) -> None:
        try:
            if not secrets.compare_digest(request.key, f"Bearer {self._key}"):
                raise Refused(401, "wrong key")
            await self._route(request, send, incoming)
        except Refused as refused:
            await send_json(send, refused.status, {"error": {"message": str(refused)}})

    async def _route(self, request: Request, send: Send, incoming: Incoming) -> None:
        if request.path == "/health":
            about = {"status": self._status, "error": self._failed, **self._served.health()}
            await send_json(send, 200, about)
        elif request.path == "/v1/models":
            await send_json(send, 200, {"data": [{"id": self._name, "object": "model"}]})
        elif request.method != "POST":
            raise Refused(404, f"there is no {request.path}")
        elif self._failed:
            raise Refused(500, self._failed)
        else:
            await self._served.answer(request, send, incoming)


# ---- the process ----


def _die_with_parent() -> None:
    """Linux tells by a signal; everywhere the end of standard input does."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)

    def watch() -> None:
        while sys.stdin.buffer.read(1):
            pass
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


async def _serve(child: Child) -> None:
    server = await asyncio.start_server(child.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()
    threading.Thread(target=child.load, name="load", daemon=True).start()
    async with server:
        await server.serve_forever()


def _served(options: argparse.Namespace) -> Served:
    if options.embeddings:
        return EmbeddingModelServed(options.model, options.threads, options.gpu_layers)
    states = None
    if options.state_dir is not None and options.state_budget and options.model.is_file():
        states = StateFiles(options.state_dir, options.state_budget, options.model)
    inference = Inference(
        options.model,
        context=options.context,
        threads=options.threads,
        gpu_layers=options.gpu_layers,
        states=states,
    )
    return ChatModelServed(inference)


def main(arguments: list[str] | None = None) -> int:
    """Serve one model until the parent ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--gpu-layers", type=int, default=0)
    parser.add_argument("--state-dir", type=Path, default=None)
    parser.add_argument("--state-budget", type=int, default=0)
    parser.add_argument("--embeddings", action="store_true")
    options = parser.parse_args(arguments)
    _die_with_parent()
    if hasattr(os, "nice"):
        os.nice(10)
    child = Child(_served(options), os.environ.pop(KEY_VARIABLE, ""), options.model.stem)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(child))
    return 0


if __name__ == "__main__":
    sys.exit(main())
