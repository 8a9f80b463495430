"""A conversation of a ChatGPT export: a tree of nodes, `current_node` is where it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.archive import ArchivedConversation, ArchivedMessage
from assistant_desktop.domain.conversation import Role
from assistant_desktop.domain.ids import ConversationId, MessageId

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT, "tool": Role.TOOL}
_UNSAID = {
    *("thoughts", "reasoning_recap", "user_editable_context", "model_editable_context"),
    *("tether_browsing_display", "tether_quote", "system_error"),
}
"""Kinds of content that nobody said: what a model thought, read, or was told of its user."""


def _or_empty(value: object) -> object:
    return {} if value is None else value


class _Author(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: str = ""
    name: str | None = None


class _Content(BaseModel):
    model_config = ConfigDict(extra="ignore")
    content_type: str = "text"
    parts: list[Any] | None = None
    text: str | None = None
    language: str | None = None
    result: str | None = None


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = ""
    author: Annotated[_Author, BeforeValidator(_or_empty)] = Field(default_factory=_Author)
    content: Annotated[_Content, BeforeValidator(_or_empty)] = Field(default_factory=_Content)
    create_time: float | None = None
    recipient: str | None = None
    metadata: Annotated[dict[str, Any], BeforeValidator(_or_empty)] = Field(default_factory=dict)


def _if_sound(value: object, read: ValidatorFunctionWrapHandler) -> Any:
    """One odd message does not take its conversation with it."""
    try:
        return read(value)
    except ValidationError:
        return None


def _tell_what_is_odd(mapping: dict[str, Any]) -> None:
    """Nothing could be taken: raise the ValidationError of the first message that is odd."""
    for node in mapping.values():
        if isinstance(node, dict) and node.get("message"):
            _Message.model_validate(node["message"])


def _text_or_none(value: object) -> object:
    return value if isinstance(value, str) else None


def _texts(value: object) -> object:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


class _Node(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message: Annotated[_Message | None, WrapValidator(_if_sound)] = None
    parent: Annotated[str | None, BeforeValidator(_text_or_none)] = None
    children: Annotated[list[str], BeforeValidator(_texts)] = []


class _Conversation(BaseModel):
    model_config = ConfigDict(extra="ignore")
    kind: Literal["chatgpt"] = "chatgpt"
    conversation_id: str | None = Field(default=None, max_length=200)
    id: str | None = Field(default=None, max_length=200)
    title: str | None = None
    create_time: float | None = None
    update_time: float | None = None
    mapping: dict[str, Any]
    current_node: str | None = None


def is_one(value: dict[str, Any]) -> bool:
    """Whether this is a conversation of that program."""
    return isinstance(value.get("mapping"), dict)


def conversation(value: dict[str, Any], now: datetime) -> ArchivedConversation | None:
    """The conversation, None where nobody says anything in it. Raises ValidationError."""
    read = _Conversation.model_validate(value)
    own = read.conversation_id or read.id or ""
    began = _moment(read.create_time) or now
    # One by one: a long conversation read in one go would keep the other threads waiting.
    nodes = {
        key: _Node.model_validate(node) if isinstance(node, dict) else None
        for key, node in read.mapping.items()
    }
    kept: dict[str, ArchivedMessage] = {}
    standing: dict[str, str | None] = {}  # each node -> the kept one that it is, or comes after
    for node_id, parent_id in _from_the_roots(nodes):
        node = nodes[node_id]
        before = standing.get(parent_id) if parent_id else None
        message = node.message if node else None
        text = _text(message) if message else ""
        if message is None or not text:
            standing[node_id] = before
            continue
        earlier = kept[before].created_at if before else began
        kept[node_id] = ArchivedMessage(
            id=_id(own, node_id),
            parent=_id(own, before) if before else None,
            role=_ROLES[message.author.role],
            text=clean(text),
            created_at=_moment(message.create_time) or earlier,
        )
        standing[node_id] = node_id
    if not kept:
        _tell_what_is_odd(read.mapping)
    if not kept or not own:
        return None
    current = standing.get(read.current_node or "") or next(reversed(kept))
    title = clean((read.title or "").strip())[:200]
    return ArchivedConversation(
        id=ConversationId(f"chatgpt/{own}"),
        title=title or " ".join(next(iter(kept.values())).text.split())[:60],
        created_at=began,
        messages=tuple(kept.values()),
        current=_id(own, current),
    )


def _id(conversation_id: str, node_id: str) -> MessageId:
    # Nodes of shared and continued conversations repeat their ids.
    return MessageId(f"chatgpt/{clean(conversation_id)}/{clean(node_id)}")


def _from_the_roots(mapping: dict[str, _Node | None]) -> Iterator[tuple[str, str | None]]:
    """Each node after its parent, once, versions in their order; a ring of nodes has no root."""
    below: dict[str | None, list[str]] = {}
    for node_id, node in mapping.items():
        parent = node.parent if node and node.parent in mapping else None
        below.setdefault(parent, []).append(node_id)
    order = {
        child: number
        for node in mapping.values()
        if node
        for number, child in enumerate(node.children)
    }
    stack: list[tuple[str, str | None]] = [(one, None) for one in reversed(below.get(None, []))]
    seen: set[str] = set()
    while stack:
        node_id, parent = stack.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        yield node_id, parent
        children = sorted(below.get(node_id, []), key=lambda one: order.get(one, 0))
        stack += [(child, node_id) for child in reversed(children)]


def _text(message: _Message) -> str:
    """What was said, empty where it was not meant to be seen."""
    content = message.content
    if message.author.role not in _ROLES or content.content_type in _UNSAID:
        return ""
    if message.metadata.get("is_visually_hidden_from_conversation"):
        return ""
    said = content.text or content.result or ""
    if content.parts:
        said = "\n\n".join(filter(None, (_part(one) for one in content.parts)))
    if not said.strip():
        return ""
    if content.content_type in {"code", "execution_output"}:
        language = content.language if content.language not in {None, "unknown"} else ""
        return f"```{language}\n{said.strip()}\n```"
    return said.strip()


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    if not isinstance(part, dict):
        return ""
    text = part.get("text")
    if isinstance(text, str):
        return text
    kind = str(part.get("content_type", ""))
    if "image" in kind:
        return "[image]"
    return "[audio]" if "audio" in kind or "video" in kind else ""


def _moment(seconds: float | None) -> datetime | None:
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
