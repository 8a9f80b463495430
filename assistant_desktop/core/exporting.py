"""Writing conversations to files: JSON lines, or Markdown that anybody can read."""

import functools
import json
import re
from datetime import tzinfo
from pathlib import Path
from typing import IO

from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage import message_pages
from assistant_desktop.core.storage.database import Connection, Database
from assistant_desktop.core.written_files import WRITE_LIMIT_S, WholeFile, unwritable
from assistant_desktop.domain.conversation import Conversation, Message, Role
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId
from assistant_desktop.in_thread import in_thread
from assistant_desktop.wording import Wording
from assistant_desktop.wording.date_words import moment_text

_BATCH = 2000
_MOST_CONVERSATIONS = 1_000_000
_NAME_LENGTH = 60
_UNSAFE = re.compile(r"[^\w \-]+")


async def to_lines(database: Database, user_id: UserId, path: Path) -> int:
    """Write all messages of a user to `path`, whole or not at all.

    Raises:
        ReadOnlyError: the file cannot be written.
        BadInput: it is a folder.
    """
    if await in_thread("export", path.is_dir, WRITE_LIMIT_S):
        raise BadInput("{path} is a folder; name a file.", path=path)
    async with WholeFile(path) as file:
        return await _write_lines(database, user_id, file)


async def _write_lines(database: Database, user_id: UserId, file: IO[str]) -> int:
    written = after = 0
    while page := await database.read(functools.partial(_page_after, user_id=user_id, after=after)):
        await in_thread("export", functools.partial(_write_page, file, page), WRITE_LIMIT_S)
        after = page[-1][0]
        written += len(page)
    return written


def _page_after(
    connection: Connection, user_id: UserId, after: int
) -> list[tuple[int, str | None, Message]]:
    return message_pages.all_messages(connection, user_id, after, _BATCH)


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


# ---- Markdown ---------------------------------------------------------------------------


class MarkdownExport:
    """Conversations as Markdown, with headings in the user's language and times in their zone."""

    def __init__(self, database: Database, words: Wording, zone: tzinfo) -> None:
        self._database = database
        self._words = words
        self._zone = zone

    async def one(self, user_id: UserId, conversation_id: ConversationId, path: Path) -> int:
        """Write one conversation; how many messages it has.

        Raises:
            NotFound: this user has no such conversation.
            ReadOnlyError: the file cannot be written.
        """
        found = await self._database.read(lambda c: rows.conversation(c, user_id, conversation_id))
        if found is None:
            raise NotFound("There is no such conversation.")
        async with WholeFile(path) as file:
            return await self._write(found, file)

    async def all_in_one(self, user_id: UserId, path: Path) -> int:
        """Write all conversations into one file, oldest first; how many messages there were."""
        async with WholeFile(path) as file:
            return sum([await self._write(one, file) for one in await self._all(user_id)])

    async def to_folder(self, user_id: UserId, folder: Path) -> int:
        """Write each conversation into a file of its own; how many messages there were."""
        try:
            make = functools.partial(folder.mkdir, parents=True, exist_ok=True)
            await in_thread("export", make, WRITE_LIMIT_S)
        except OSError as error:
            raise unwritable(folder, error) from error
        written, names = 0, set[str]()
        for one in await self._all(user_id):
            name = self._file_name(one, names)
            async with WholeFile(folder / name) as file:
                written += await self._write(one, file)
        return written

    async def _all(self, user_id: UserId) -> list[Conversation]:
        def run(connection: Connection) -> list[Conversation]:
            listed = [
                one
                for archived in (False, True)
                for one in rows.conversations(
                    connection, user_id, _MOST_CONVERSATIONS, archived=archived
                )
            ]
            return sorted(listed, key=lambda one: (one.created_at, one.id))

        return await self._database.read(run)

    def _file_name(self, conversation: Conversation, taken: set[str]) -> str:
        day = conversation.created_at.astimezone(self._zone).date()
        title = " ".join(_UNSAFE.sub(" ", conversation.title).split())[:_NAME_LENGTH].strip()
        base = f"{day} {title}".strip()
        name, number = base, 2
        while name.casefold() in taken:
            name, number = f"{base} {number}", number + 1
        taken.add(name.casefold())
        return f"{name}.md"

    async def _write(self, conversation: Conversation, file: IO[str]) -> int:
        user_id, conversation_id = conversation.user_id, conversation.id
        title = " ".join(conversation.title.split())
        head = f"# {title}\n\n"
        written, last = 0, None
        await in_thread("export", lambda: file.write(head), WRITE_LIMIT_S)
        while page := await self._database.read(
            functools.partial(_page_of, place=(user_id, conversation_id), last=last)
        ):
            write = functools.partial(self._write_page, file, page)
            await in_thread("export", write, WRITE_LIMIT_S)
            written += sum(_is_shown(message) for message, _ in page)
            last = page[-1][0].id
        return written

    def _write_page(self, file: IO[str], page: list[tuple[Message, str | None]]) -> None:
        for message, speaker in page:
            file.write(self._said(message, speaker))

    def _said(self, message: Message, speaker: str | None) -> str:
        if not _is_shown(message):
            return ""
        moment = moment_text(self._words, message.created_at.astimezone(self._zone))
        if message.role in {Role.EVENT, Role.TOOL}:
            return f"*{moment}: {' '.join(message.text.split())}*\n\n"
        nameless = speaker is None or speaker.lower() in {"me", *(role.value for role in Role)}
        own = (
            self._words.text("You") if message.role is Role.USER else self._words.text("Assistant")
        )
        return f"**{own if nameless else speaker}** · {moment}\n\n{message.text.strip()}\n\n"


def _is_shown(message: Message) -> bool:
    return message.role is not Role.SYSTEM and bool(message.text.strip())


def _page_of(
    connection: Connection, place: tuple[UserId, ConversationId], last: MessageId | None
) -> list[tuple[Message, str | None]]:
    return message_pages.spoken_after(connection, *place, (last, _BATCH))
