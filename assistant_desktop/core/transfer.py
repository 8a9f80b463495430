"""Messages in and out as JSON lines: {"id","conversation","speaker","time","text"}."""

import functools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import bulk_import, users
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.conversation import Message, Role, TextPart
from assistant_desktop.domain.errors import BadInput, ReadOnlyError
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.in_thread import in_thread

_BATCH = 2000
_ROLES = {"assistant": Role.ASSISTANT, "system": Role.SYSTEM, "tool": Role.TOOL}
_WRITE_LIMIT_S = 60.0


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    id: str = Field(default="", max_length=200)
    conversation: str = Field(default="import", max_length=200)
    speaker: str = Field(default="me", max_length=200)
    time: Annotated[datetime | None, AfterValidator(lambda t: t and _utc(t))] = None
    text: str = Field(max_length=1_000_000)


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went. `problems` are "line n: why", the first hundred."""

    messages: int
    repeated: int
    problems: tuple[str, ...]


async def import_lines(
    database: Database,
    user_id: UserId,
    lines: Sequence[str],
    on_progress: Callable[[int], None],
    now: datetime,
) -> Imported:
    """Take in messages; ids are kept, one that is there already is not taken twice.

    A line that cannot be read is told and left out; all others are taken.
    """
    taken = repeated = 0
    problems: list[str] = []
    for first in range(0, len(lines), _BATCH):
        batch = lines[first : first + _BATCH]
        messages = list(_read(batch, first, user_id, now, problems))

        def run(connection: Connection, messages: list[_Incoming] = messages) -> int:
            users.ensure(connection, user_id, now)
            return bulk_import.insert(connection, user_id, messages, now)

        new = await database.write(run)
        taken += new
        repeated += len(messages) - new
        on_progress(min(first + _BATCH, len(lines)))
    return Imported(taken, repeated, tuple(problems[:100]))


_Incoming = tuple[Message, str]
"""A message with the name of who said it."""


def _read(
    lines: Sequence[str], first: int, user_id: UserId, now: datetime, problems: list[str]
) -> Iterable[_Incoming]:
    for number, text in enumerate(lines, start=first + 1):
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(clean(text))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in problem["loc"])
            problems.append(f"line {number}: {where} {problem['msg']}".replace("  ", " "))
            continue
        yield _message(line, user_id, now), line.speaker


def _utc(moment: datetime) -> datetime:
    """In UTC; a moment beyond the years 1 to 9999 there is no moment at all."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the time is beyond the years 1 to 9999") from error


def _message(line: _Line, user_id: UserId, now: datetime) -> Message:
    moment = line.time or now
    return Message(
        id=MessageId(line.id or new_id(now)),
        conversation_id=ConversationId(line.conversation),
        user_id=user_id,
        role=_ROLES.get(line.speaker.lower(), Role.USER),
        parts=(TextPart(text=line.text),),
        created_at=moment,
    )


async def export_to(database: Database, user_id: UserId, path: Path) -> int:
    """Write all messages of a user to `path`, whole or not at all.

    Raises:
        ReadOnlyError: the file cannot be written.
        BadInput: it is a folder.
    """
    if await in_thread("export", path.is_dir, _WRITE_LIMIT_S):
        raise BadInput("{path} is a folder; name a file.", path=path)
    # A device or a pipe is written through; a file is replaced whole, or not at all.
    through = await in_thread("export", lambda: path.exists() and not path.is_file(), 10)
    part = path if through else path.with_name(path.name + ".part")
    try:
        written = await _write_all(database, user_id, part)
        if not through:
            await in_thread("export", lambda: part.replace(path), _WRITE_LIMIT_S)
    except OSError as error:
        if not through:
            await in_thread("export", lambda: part.unlink(missing_ok=True), _WRITE_LIMIT_S)
        raise ReadOnlyError(
            "{path} cannot be written: {reason}.", path=path, reason=error.strerror
        ) from error
    return written


async def _write_all(database: Database, user_id: UserId, place: Path) -> int:
    written = after = 0
    file = await in_thread("export", lambda: place.open("w", encoding="utf-8"), _WRITE_LIMIT_S)
    try:
        while page := await database.read(
            functools.partial(_page_after, user_id=user_id, after=after)
        ):
            await in_thread("export", functools.partial(_write_page, file, page), _WRITE_LIMIT_S)
            after = page[-1][0]
            written += len(page)
    finally:
        await in_thread("export", file.close, _WRITE_LIMIT_S)
    return written


def _page_after(
    connection: Connection, user_id: UserId, after: int
) -> list[tuple[int, str | None, Message]]:
    return rows.all_messages(connection, user_id, after, _BATCH)


def _write_page(file: IO[str], page: list[tuple[int, str | None, Message]]) -> None:
    for _, speaker, message in page:
        line = {
            "id": message.id,
            "conversation": message.conversation_id,
            "speaker": speaker or ("me" if message.role is Role.USER else message.role.value),
            "time": message.created_at.isoformat(),
            "text": message.text or "\n".join(result.content for result in message.results),
        }
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
