"""The limit that the worker is held against: llama_cpp.Llama in one process, no HTTP, no child.

Reads JSON lines on standard input, {"prompt", "most"} or {"texts"}; answers each with its times.
"""

import json
import sys
import time

from llama_cpp import Llama


def main() -> None:
    """Serve one model file: PATH THREADS CONTEXT, or PATH THREADS embed."""
    path, threads, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    embed = what == "embed"
    size = 512 if embed else int(what)
    model = Llama(
        path,
        n_ctx=size,
        n_batch=512,
        n_ubatch=512 if embed else 128,
        n_threads=threads,
        n_threads_batch=threads,
        embedding=embed,
        verbose=False,
    )
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer = _embed(model, asked["texts"]) if embed else _write(model, asked)
        print(json.dumps(answer), flush=True)


def _write(model: Llama, asked: dict[str, object]) -> dict[str, float]:
    started = time.perf_counter()
    first = last = 0.0
    tokens = 0
    prompt = model.tokenize(str(asked["prompt"]).encode(), add_bos=False, special=True)
    for _ in model.generate(prompt, temp=0.7, top_k=40, top_p=0.95, min_p=0.05):
        last = time.perf_counter()
        first = first or last
        tokens += 1
        if tokens == int(str(asked["most"])):
            break
    return {"first_s": first - started, "wrote_s": last - first, "tokens": tokens}


def _embed(model: Llama, texts: list[str]) -> dict[str, float]:
    started = time.perf_counter()
    model.embed(texts)
    return {"took_s": time.perf_counter() - started}


if __name__ == "__main__":
    main()
