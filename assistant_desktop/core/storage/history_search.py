"""Search over a user's conversations while they type: every word, the last as a beginning."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assistant_desktop.core.storage import full_text
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.conversations import text_of_parts
from assistant_desktop.core.storage.moments import from_ms
from assistant_desktop.core.storage.stemming import WORD, query_stems, stems
from assistant_desktop.domain.conversation import FoundMessage, FoundTitle, Role
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

MOST_WORDS = 12
_LOOKED_AT = 3
"""Rows looked at for each that is wanted: some have the beginning, but not the word."""
_SHORTEST_CUT, _MOST_CUT = 3, 4
_BEFORE, _LENGTH = 28, 160
_NAMELESS = {"me", *(role.value for role in Role)}
"""Speakers whose name says no more than the side they speak for."""


def find(connection: Connection, user_id: UserId, query: str, limit: int) -> list[FoundMessage]:
    """This user's messages that have every word, newest first; nobody else's are read."""
    words = _words(query)
    table = full_text.table_of(connection, user_id)
    if table is None or not words or len(words[-1]) == 1:
        return []
    found = connection.execute(
        "SELECT m.id, m.conversation_id, m.role, m.parts, m.created_at, c.title, c.archived,"
        " m.speaker"
        f" FROM {table} JOIN messages m ON m.seq = {table}.rowid / 2 AND m.user_id = ?"
        " JOIN conversations c ON c.id = m.conversation_id"
        f" WHERE {table} MATCH ? AND source_kind = 'message' AND m.active = 1"
        f" ORDER BY {table}.rowid DESC LIMIT ?",
        (user_id, _match(words), limit * _LOOKED_AT),
    ).fetchall()
    hits = [hit for row in found if (hit := _hit(row, words)) is not None]
    return sorted(hits, key=lambda hit: hit.time, reverse=True)[:limit]


def find_titles(
    connection: Connection, user_id: UserId, query: str, limit: int
) -> list[FoundTitle]:
    """This user's conversations whose title has every word or its beginning, newest first."""
    words = _words(query)
    if not words:
        return []
    rows = connection.execute(
        "SELECT id, title, archived, updated_at FROM conversations WHERE user_id = ?"
        " ORDER BY updated_at DESC, id DESC",
        (user_id,),
    )
    found = []
    for row in rows:
        title = str(row[1])
        marks = _marks(title, words)
        if marks is not None:
            found.append(
                FoundTitle(
                    conversation_id=ConversationId(str(row[0])),
                    title=title,
                    archived=bool(row[2]),
                    time=from_ms(int(str(row[3]))),
                    marks=marks,
                )
            )
        if len(found) == limit:
            break
    return found


def _words(query: str) -> list[str]:
    """The words to look for; those too common to tell anything only where there are no others.

    The last one always counts: it may be the beginning of another.
    """
    words = [word.replace("ё", "е") for word in WORD.findall(query.lower())][:MOST_WORDS]
    if len(words) > 1 and len(words[-1]) == 1:
        words.pop()  # one letter more of a sentence finds nothing that the words before do not
    telling = set(query_stems(" ".join(words)))
    return [w for w in words[:-1] if set(stems(w)) & telling] + words[-1:]


def _match(words: Sequence[str]) -> str:
    """The index holds stems: a word that is half written may be longer than the stem it becomes."""
    whole = [f'"{stem}"' for word in words[:-1] for stem in stems(word)[:1]]
    last = words[-1]
    cut = [last[:-n] for n in range(1, _MOST_CUT + 1) if len(last) - n >= _SHORTEST_CUT]
    stem = stems(last)[:1]
    beginnings = [f'"{one}"*' for one in dict.fromkeys((last, *stem))]
    any_of = " OR ".join([*beginnings, *(f'"{one}"' for one in cut)])
    return f"stems : ({' AND '.join([*whole, f'({any_of})'])})"


def _hit(row: Sequence[Any], words: Sequence[str]) -> FoundMessage | None:
    text = " ".join(text_of_parts(row[3]).split())
    if row[7] and row[7].lower() not in _NAMELESS:
        text = f"{row[7]}: {text}"
    marks = _marks(text, words)
    if marks is None:
        return None
    snippet, inside = _snippet(text, marks)
    return FoundMessage(
        message_id=MessageId(row[0]),
        conversation_id=ConversationId(row[1]),
        role=Role(row[2]),
        snippet=snippet,
        marks=inside,
        time=from_ms(row[4]),
        title=row[5],
        archived=bool(row[6]),
    )


Marks = tuple[tuple[int, int], ...]


def _marks(text: str, words: Sequence[str]) -> Marks | None:
    """Where the words stand in a text, as (from, until); None where one is not there."""
    lowered = text.lower().replace("ё", "е")
    if len(lowered) != len(text):
        lowered = text.replace("ё", "е")  # a few letters change their length in lower case
    last, wanted = words[-1], {stem for word in words for stem in stems(word)[:1]}
    missing = {stem for word in words[:-1] for stem in stems(word)[:1]}
    is_last_there = False
    marks = []
    may_be = _candidates(tuple(words))
    for match in may_be.finditer(lowered):
        word = match.group()
        stem = _stem(word)
        begins = word.startswith(last) or stem == _stem(last)
        if stem in wanted or begins:
            marks.append(match.span())
            missing.discard(stem)
            is_last_there = is_last_there or begins
    return tuple(marks) if is_last_there and not missing else None


@lru_cache(maxsize=4096)
def _candidates(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin as one of these does; whether they are the same is seen by their stems."""
    begin = {re.escape(_stem(word)[: max(len(_stem(word)) - 1, 1)]) for word in words}
    begin.add(re.escape(words[-1]))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(begin))})[^\W_]*(?:['’][^\W_]+)*")


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    found = stems(word)
    return found[0] if found else word


def _snippet(text: str, marks: Marks) -> tuple[str, Marks]:
    """The text around the first mark, and where the marks stand in it."""
    start = max(marks[0][0] - _BEFORE, 0)
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    end = min(start + _LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), marks[0][1])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end)
    return f"{before}{text[start:end]}{after}", inside
