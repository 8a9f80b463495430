"""The same tool loop in other libraries, in an environment of their own; prints JSON.

`python _peer_loop.py PORT SHAPE RUNS`: milliseconds per model request of each library.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from statistics import median


async def timed(run: Callable[[], Awaitable[object]], requests: int, runs: int) -> float:
    """Median milliseconds a request, after a warm-up."""
    await run()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        await run()
        taken.append((time.perf_counter() - began) * 1000 / requests)
    return median(taken)


async def pydantic_ai(base_url: str, requests: int, runs: int) -> float:
    """pydantic-ai, streamed."""
    from pydantic_ai import Agent
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    provider = OpenAIProvider(base_url=base_url, api_key="none")
    agent = Agent(OpenAIChatModel("scripted", provider=provider))

    @agent.tool_plain
    async def add(a: int) -> str:
        """Add."""
        return str(a)

    async def once() -> None:
        async with agent.run_stream("go") as result:
            await result.get_output()

    return await timed(once, requests, runs)


async def openai_agents(base_url: str, requests: int, runs: int) -> float:
    """openai-agents, streamed."""
    from agents import (
        Agent,
        OpenAIChatCompletionsModel,
        Runner,
        function_tool,
        set_tracing_disabled,
    )
    from openai import AsyncOpenAI

    set_tracing_disabled(True)

    @function_tool
    async def add(a: int) -> str:
        """Add."""
        return str(a)

    client = AsyncOpenAI(base_url=base_url, api_key="none")
    model = OpenAIChatCompletionsModel("scripted", openai_client=client)
    agent = Agent(name="bench", model=model, tools=[add])

    async def once() -> None:
        result = Runner.run_streamed(agent, "go", max_turns=20)
        async for _ in result.stream_events():
            pass

    return await timed(once, requests, runs)


async def main() -> None:
    """Measure both."""
    port, shape, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    requests = int(shape[1 : shape.index("k")])
    base_url = f"http://127.0.0.1:{port}/{shape}/v1"
    figures = {}
    for name, measure in (("pydantic-ai", pydantic_ai), ("openai-agents", openai_agents)):
        try:
            figures[name] = await measure(base_url, requests, runs)
        except Exception as error:  # noqa: BLE001 - one peer must not stop the other
            figures[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
