"""A process of its own that takes in one file: its memory is that of the import alone."""

import asyncio
import gc
import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.domain.ids import DEFAULT_USER


async def _measure(path: Path, folder: Path) -> dict[str, float]:
    async with build(BuildOptions(folder)) as assistant:
        gc.freeze()  # as the window and `serve` do when they have started
        before = _peak_mb()
        watch = asyncio.create_task(_longest_stall())
        began = time.perf_counter()
        taken = await assistant.health.transfer.import_file(DEFAULT_USER, path)
        seconds = time.perf_counter() - began
        watch.cancel()
        again = time.perf_counter()
        await assistant.health.transfer.import_file(DEFAULT_USER, path)
        return {
            "seconds": seconds,
            "again_s": time.perf_counter() - again,
            "readings": taken.new,
            "rows": taken.new + taken.other,
            "before_mb": before,
            "peak_mb": _peak_mb(),
            "stall_ms": await watch,
        }


def _peak_mb() -> float:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


async def _longest_stall() -> float:
    longest = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, (time.perf_counter() - began) * 1000 - 5)
    return longest


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(Path(sys.argv[1]), Path(sys.argv[2])))))
