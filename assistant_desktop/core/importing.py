"""Taking in what was said elsewhere.

JSON lines of {"id", "conversation", "speaker", "time", "text"}, or another program's archive.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant_desktop.core.archives import opening
from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import bulk_import, users
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.text_input import clean
from assistant_desktop.domain.archive import ArchivedConversation
from assistant_desktop.domain.conversation import Message, Role, TextPart
from assistant_desktop.domain.errors import KnownError
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording

_BATCH = 2000
_LONGEST_LINE = 8_000_000
"""Bytes; no message that is taken in needs more."""
_ROLES = {"assistant": Role.ASSISTANT, "system": Role.SYSTEM, "tool": Role.TOOL}
_READ_LIMIT_S = 600.0
_MOST_PROBLEMS = 100


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    id: str = Field(default="", max_length=200)
    conversation: str = Field(default="import", max_length=200)
    speaker: str = Field(default="me", max_length=200)
    time: Annotated[datetime | None, AfterValidator(lambda t: t and _utc(t))] = None
    text: str = Field(max_length=1_000_000)


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: conversations that something new came to, new messages, and those that
    were there already. `problems` say what was left out and why, the first hundred.

    trouble: what ended it before the file did; what had come until then is kept.
    """

    conversations: int
    messages: int
    repeated: int
    skipped: int
    problems: tuple[str, ...]
    trouble: KnownError | None = None


def imported_text(words: Wording, imported: Imported) -> str:
    """How an import went: "12 conversations, 340 messages taken in", and what was not."""
    there = words.count("{n} conversation", "{n} conversations", imported.conversations)
    new = words.count("{n} message", "{n} messages", imported.messages)
    told = [words.text("{conversations}, {messages} taken in.", conversations=there, messages=new)]
    if imported.repeated:
        told.append(
            words.count("{n} was there already.", "{n} were there already.", imported.repeated)
        )
    if imported.skipped:
        told.append(words.count("{n} was left out.", "{n} were left out.", imported.skipped))
    return " ".join(told)


@dataclass(slots=True)
class _Count:
    """What has come so far."""

    conversations: set[str] = field(default_factory=set)
    messages: int = 0
    repeated: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def skip(self, problem: str) -> None:
        self.skipped += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)

    def done(self, trouble: KnownError | None = None) -> Imported:
        return Imported(
            len(self.conversations),
            self.messages,
            self.repeated,
            self.skipped,
            tuple(self.problems),
            trouble,
        )


Progress = Callable[[float], None]
"""Told how much of the file was taken in, 0 to 1."""


async def import_file(
    database: Database, user_id: UserId, path: Path, on_progress: Progress, now: datetime
) -> Imported:
    """Take in a file: JSON lines, or an archive of ChatGPT or Claude.

    Raises:
        BadInput: it is none of these.
    """
    kind = await in_thread("import", functools.partial(opening.kind_of, path), _READ_LIMIT_S)
    if kind != "lines":
        return await _import_archive(database, user_id, path, on_progress, now)
    size = max(await in_thread("import", lambda: path.stat().st_size, _READ_LIMIT_S), 1)
    file = await in_thread("import", lambda: path.open("rb"), _READ_LIMIT_S)
    count, number = _Count(), 0
    try:
        while lines := await in_thread("import", lambda: _next_lines(file), _READ_LIMIT_S):
            await _take_lines(database, user_id, (lines, number), count, now)
            number += len(lines)
            on_progress(min(file.tell() / size, 1.0))
    finally:
        await in_thread("import", file.close, _READ_LIMIT_S)
    return count.done()


def _next_lines(file: IO[bytes]) -> list[str]:
    """The next lines; of one that is longer than any message may be, its beginning."""
    lines: list[str] = []
    while len(lines) < _BATCH and (line := file.readline(_LONGEST_LINE)):
        while not line.endswith(b"\n") and (rest := file.readline(_LONGEST_LINE)):
            line = line[:_LONGEST_LINE] + rest[-1:]
        lines.append(line.decode("utf-8", "replace"))
    return lines


async def import_lines(
    database: Database, user_id: UserId, lines: Sequence[str], now: datetime
) -> Imported:
    """Take in messages, one JSON object a line; ids are kept, none is taken twice.

    A line that cannot be read is told and left out; all others are taken.
    """
    count = _Count()
    for first in range(0, len(lines), _BATCH):
        await _take_lines(database, user_id, (lines[first : first + _BATCH], first), count, now)
    return count.done()


async def _take_lines(
    database: Database,
    user_id: UserId,
    batch: tuple[Sequence[str], int],
    count: _Count,
    now: datetime,
) -> None:
    lines, first = batch

    def read() -> list[_Incoming]:
        return list(_read(lines, first, user_id, now, count))

    messages = await in_thread("import", read, _READ_LIMIT_S)

    def run(connection: Connection) -> list[ConversationId]:
        users.ensure(connection, user_id, now)
        return bulk_import.insert(connection, user_id, messages, now)

    new = await database.write(run)
    count.messages += len(new)
    count.repeated += len(messages) - len(new)
    count.conversations |= set(new)


# ---- archives --------------------------------------------------------------------------


@dataclass(slots=True)
class _Batch:
    """Conversations that are written together; `is_last` when the archive has no more."""

    conversations: list[ArchivedConversation] = field(default_factory=list)
    skipped: list[opening.Skipped] = field(default_factory=list)
    done: float = 0.0
    is_last: bool = False
    trouble: KnownError | None = None

    @property
    def messages(self) -> int:
        return sum(len(one.messages) for one in self.conversations)


async def _import_archive(
    database: Database, user_id: UserId, path: Path, on_progress: Progress, now: datetime
) -> Imported:
    count, steps = _Count(), opening.conversations(path, now)
    while True:
        batch = await in_thread("import", functools.partial(_next_batch, steps), _READ_LIMIT_S)

        def run(connection: Connection, batch: _Batch = batch) -> list[int]:
            users.ensure(connection, user_id, now)
            return [
                bulk_import.insert_tree(connection, user_id, one, now)
                for one in batch.conversations
            ]

        new = await database.write(run) if batch.conversations else []
        count.messages += sum(new)
        count.repeated += batch.messages - sum(new)
        both = zip(batch.conversations, new, strict=False)
        count.conversations |= {one.id for one, came in both if came}
        for skipped in batch.skipped:
            count.skip(f"{skipped.name}: {skipped.why}")
        if batch.trouble is not None and not (count.messages or count.repeated):
            raise batch.trouble
        on_progress(1.0 if batch.is_last else min(batch.done, 1.0))
        if batch.is_last:
            return count.done(batch.trouble)


def _next_batch(steps: Iterator[opening.Taken]) -> _Batch:
    batch = _Batch()
    try:
        for taken in steps:
            batch.done = taken.done
            if taken.skipped is not None:
                batch.skipped.append(taken.skipped)
            if taken.conversation is not None:
                batch.conversations.append(taken.conversation)
            if batch.messages >= _BATCH or len(batch.conversations) >= _BATCH // 10:
                return batch
    except KnownError as error:
        batch.trouble = error
    batch.is_last = True
    return batch


# ---- lines -----------------------------------------------------------------------------

_Incoming = tuple[Message, str]
"""A message with the name of who said it."""


def _read(
    lines: Sequence[str], first: int, user_id: UserId, now: datetime, count: _Count
) -> Iterable[_Incoming]:
    for number, text in enumerate(lines, start=first + 1):
        if not text.strip():
            continue
        try:
            line = _Line.model_validate_json(clean(text))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in problem["loc"])
            count.skip(f"line {number}: {where} {problem['msg']}".replace("  ", " "))
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
