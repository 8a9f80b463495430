"""A model that reads little at once still gets a request that fits."""

import pytest

from assistant_desktop.core.context_window import (
    reply_tokens,
    text_tokens,
    tools_that_fit,
    tools_tokens,
)
from assistant_desktop.core.skills import build_tools
from assistant_desktop.domain.model_library import LEAST_CONTEXT


@pytest.mark.parametrize("context", [LEAST_CONTEXT, 4096, 8192, 16_384])
async def test_the_tools_leave_a_small_context_room_to_talk(start, context):
    async with start() as assistant:
        tools = tuple(build_tools(assistant._parts.ground).values())
    room = context - reply_tokens(context) - text_tokens("instructions " * 80)
    kept = tools_that_fit(tools, room)
    assert tools_tokens(kept) <= room - room // 4
    assert tuple(tool for tool in tools if tool in kept) == kept
    assert kept


async def test_a_model_of_the_usual_size_gets_every_tool(start):
    async with start() as assistant:
        tools = tuple(build_tools(assistant._parts.ground).values())
    room = 8192 - reply_tokens(8192) - text_tokens("instructions " * 80)
    assert tools_that_fit(tools, room) == tools
    assert "create_reminder" in {tool.name for tool in tools_that_fit(tools, room // 4)}
