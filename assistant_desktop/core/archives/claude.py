"""A conversation of a Claude export: messages in order, later ones with their parents."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.archive import ArchivedConversation, ArchivedMessage
from assistant_desktop.domain.conversation import Role
from assistant_desktop.domain.ids import ConversationId, MessageId

_ROLES = {"human": Role.USER, "user": Role.USER, "assistant": Role.ASSISTANT}


def _or_none(value: object) -> object:
    """A list, or nothing: some archives have null."""
    return value if isinstance(value, list) else []


def _time(value: object) -> object:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_Time = Annotated[datetime | None, BeforeValidator(_time)]
_List = Annotated[list[Any], BeforeValidator(_or_none)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    uuid: str = Field(min_length=1, max_length=200)
    sender: str = ""
    text: str | None = None
    content: _List = []
    attachments: _List = []
    files: _List = []
    created_at: _Time = None
    parent_message_uuid: str | None = None


class _Conversation(BaseModel):
    model_config = ConfigDict(extra="ignore")
    uuid: str = Field(min_length=1, max_length=200)
    name: str | None = None
    created_at: _Time = None
    chat_messages: list[Any]
    current_leaf_message_uuid: str | None = None


def is_one(value: dict[str, Any]) -> bool:
    """Whether this is a conversation of that program."""
    return isinstance(value.get("chat_messages"), list)


def conversation(value: dict[str, Any], now: datetime) -> ArchivedConversation | None:
    """The conversation, None where nobody says anything in it. Raises ValidationError."""
    read = _Conversation.model_validate(value)
    began = read.created_at or now
    kept: dict[str, ArchivedMessage] = {}
    standing: dict[str, str | None] = {}  # each message -> the kept one that it is or comes after
    last: str | None = None
    for one in _sound(read.chat_messages):
        # Without a parent that is known, it follows the one before it.
        before = standing.get(one.parent_message_uuid or "", last)
        is_first = one.parent_message_uuid == _NOBODY
        before = None if is_first else before
        text, role = _text(one), _ROLES.get(one.sender)
        if not text or role is None or one.uuid in kept:
            standing.setdefault(one.uuid, before)
            continue
        kept[one.uuid] = ArchivedMessage(
            id=_id(read.uuid, one.uuid),
            parent=_id(read.uuid, before) if before else None,
            role=role,
            text=clean(text),
            created_at=one.created_at or (kept[before].created_at if before else began),
        )
        standing[one.uuid] = last = one.uuid
    if not kept or last is None:
        for odd in read.chat_messages:
            _Message.model_validate(odd)  # nothing could be taken: say why
        return None
    current = standing.get(read.current_leaf_message_uuid or "") or last
    title = clean((read.name or "").strip())[:200]
    return ArchivedConversation(
        id=ConversationId(f"claude/{clean(read.uuid)}"),
        title=title or " ".join(next(iter(kept.values())).text.split())[:60],
        created_at=began,
        messages=tuple(kept.values()),
        current=_id(read.uuid, current),
    )


def _sound(messages: list[Any]) -> Iterator[_Message]:
    """Those that can be read: one odd message does not take its conversation with it."""
    for value in messages:
        with suppress(ValidationError):
            yield _Message.model_validate(value)


_NOBODY = "00000000-0000-4000-8000-000000000000"
"""What a first message has as its parent."""


def _id(conversation: str, uuid: str) -> MessageId:
    """Two conversations may have a message of the same id."""
    return MessageId(f"claude/{clean(conversation)}/{clean(uuid)}")


def _text(message: _Message) -> str:
    blocks = [
        block["text"]
        for block in message.content
        if isinstance(block, dict)
        and block.get("type", "text") == "text"
        and isinstance(block.get("text"), str)
    ]
    said = "\n\n".join(filter(str.strip, blocks)).strip() or (message.text or "").strip()
    names = [_file_name(one) for one in (*message.attachments, *message.files)]
    told = "\n".join(f"[{name}]" for name in dict.fromkeys(filter(None, names)))
    return "\n\n".join(filter(None, (said, told)))


def _file_name(attached: object) -> str:
    name = attached.get("file_name") if isinstance(attached, dict) else None
    return name if isinstance(name, str) else ""
