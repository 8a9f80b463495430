"""The whole answer of a model to work beside the chat: a summary, what a message tells."""

from contextlib import aclosing

from assistant_desktop.domain.ports import ChatModel, ModelRequest, TextDelta


async def whole_answer(model: ChatModel, request: ModelRequest) -> str:
    """Its words without its thinking, trimmed. Raises ModelError."""
    async with aclosing(model.stream(request)) as deltas:
        said = [d.text async for d in deltas if isinstance(d, TextDelta) and not d.reasoning]
    return "".join(said).strip()
