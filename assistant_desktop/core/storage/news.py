"""Rows of stories, always of one user. The same story of several feeds is one row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import news_words
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import FeedId, NewsItemId, UserId
from assistant_desktop.domain.news import Feed, NewsFilter, NewsItem, ParsedFeed, ParsedItem
from assistant_desktop.domain.same_story import SAME_TITLE_WITHIN, link_key, title_key

NEWEST_KEPT = 20
"""Of each feed, however old: a feed that speaks seldom is not empty."""
_SEEN_KEPT = timedelta(days=60)
"""For how long an entry is known again after its feed dropped it."""
_LIGHT = (
    "i.id, i.feed_id, f.title, f.topic, i.title, i.link, i.author, i.summary, '', i.published_at"
    ", i.read_at IS NOT NULL, i.starred, i.seq"
)
_FROM = (
    "FROM news_items AS i JOIN feeds AS f ON f.id = i.feed_id AND f.removed_at IS NULL"
    " WHERE i.user_id = ?"
)


def worth_keeping(
    parsed: ParsedFeed, now: datetime, keep_days: int
) -> list[tuple[ParsedItem, datetime]]:
    """What of a feed is new enough, newest first, each with its moment: never a future one."""
    oldest = now - timedelta(days=keep_days)
    dated = [(item, min(item.published_at or now, now)) for item in parsed.items]
    dated.sort(key=lambda one: one[1], reverse=True)
    return [one for place, one in enumerate(dated) if one[1] >= oldest or place < NEWEST_KEPT]


def take_in(
    connection: Connection,
    feed: Feed,
    items: Sequence[tuple[ParsedItem, datetime]],
    now: datetime,
) -> int:
    """Store some of what a feed brought; how many stories are new to the user."""
    return sum(_take_in_one(connection, feed, item, at, now) for item, at in items)


def _take_in_one(
    connection: Connection, feed: Feed, item: ParsedItem, at: datetime, now: datetime
) -> bool:
    known = connection.execute(
        "SELECT item FROM news_seen WHERE feed_id = ? AND guid = ?", (feed.id, item.guid)
    ).fetchone()
    if known is not None:
        connection.execute(
            "UPDATE news_seen SET seen_at = ? WHERE feed_id = ? AND guid = ?",
            (to_ms(now), feed.id, item.guid),
        )
        if known[0] is not None:
            _correct(connection, feed, item, int(known[0]))
        return False
    same = _same_story(connection, feed.user_id, item, at)
    seq = same if same is not None else _insert(connection, feed, item, at)
    connection.execute(
        "INSERT INTO news_seen (feed_id, guid, user_id, item, seen_at) VALUES (?, ?, ?, ?, ?)",
        (feed.id, item.guid, feed.user_id, seq, to_ms(now)),
    )
    return same is None


def _same_story(
    connection: Connection, user_id: UserId, item: ParsedItem, at: datetime
) -> int | None:
    key, words = link_key(item.link), title_key(item.title)
    around = (to_ms(at - SAME_TITLE_WITHIN), to_ms(at + SAME_TITLE_WITHIN))
    # Two queries in one, each by an index of its own; said so that the planner can see it.
    followed = "SELECT i.seq FROM news_items AS i JOIN feeds AS f ON f.id = i.feed_id"
    row = connection.execute(
        f"{followed} AND f.removed_at IS NULL"
        " WHERE i.user_id = ?1 AND i.link_key = ?2 AND i.link_key <> ''"
        f" UNION ALL {followed} AND f.removed_at IS NULL"
        " WHERE i.user_id = ?1 AND i.title_key = ?3 AND i.title_key <> ''"
        " AND i.published_at BETWEEN ?4 AND ?5 LIMIT 1",
        (user_id, key, words, *around),
    ).fetchone()
    return None if row is None else int(row[0])


def _insert(connection: Connection, feed: Feed, item: ParsedItem, at: datetime) -> int:
    connection.execute(
        "INSERT INTO news_items (id, user_id, feed_id, link, link_key, title, title_key, author,"
        " summary, body, published_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_id(at),
            feed.user_id,
            feed.id,
            item.link,
            link_key(item.link),
            item.title,
            title_key(item.title),
            item.author,
            item.summary,
            item.body,
            to_ms(at),
        ),
    )
    seq = connection.last_insert_rowid()
    news_words.add(connection, feed.user_id, seq, f"{item.title} {item.summary}")
    return seq


def _correct(connection: Connection, feed: Feed, item: ParsedItem, seq: int) -> None:
    """The feed that a story stands in may put it into other words later."""
    connection.execute(
        "UPDATE news_items SET title = ?, summary = ?, body = ?, title_key = ?"
        " WHERE seq = ? AND feed_id = ? AND user_id = ? AND (title <> ? OR body <> ?)",
        (
            *(item.title, item.summary, item.body, title_key(item.title)),
            *(seq, feed.id, feed.user_id, item.title, item.body),
        ),
    )
    if connection.changes():
        news_words.remove(connection, feed.user_id, [seq])
        news_words.add(connection, feed.user_id, seq, f"{item.title} {item.summary}")


# ---- reading ----


def stories(
    connection: Connection, user_id: UserId, wanted: NewsFilter, limit: int, offset: int
) -> list[NewsItem]:
    """Stories without their bodies, newest first, or topic after topic."""
    where, values = _where(connection, user_id, wanted)
    by_topic = "f.topic = '', f.topic, " if wanted.order == "topic" else ""
    rows = connection.execute(
        f"SELECT {_LIGHT} {_FROM}{where}"
        f" ORDER BY {by_topic}i.published_at DESC, i.seq DESC LIMIT ? OFFSET ?",
        (user_id, *values, limit, offset),
    ).fetchall()
    others = _also(connection, user_id, [(int(str(row[12])), str(row[1])) for row in rows])
    return [_item(row, others.get(int(str(row[12])), ())) for row in rows]


def count(connection: Connection, user_id: UserId, wanted: NewsFilter) -> int:
    """How many there are."""
    where, values = _where(connection, user_id, wanted)
    return int(str(connection.execute(f"SELECT count(*) {_FROM}{where}", (user_id, *values)).get))


def story(connection: Connection, user_id: UserId, item_id: NewsItemId) -> NewsItem | None:
    """One story, whole."""
    whole = _LIGHT.replace("''", "i.body")
    row = connection.execute(f"SELECT {whole} {_FROM} AND i.id = ?", (user_id, item_id)).fetchone()
    if row is None:
        return None
    seq = int(str(row[12]))
    return _item(row, _also(connection, user_id, [(seq, str(row[1]))]).get(seq, ()))


def _where(
    connection: Connection, user_id: UserId, wanted: NewsFilter
) -> tuple[str, tuple[object, ...]]:
    parts = ""
    values: list[object] = []
    if wanted.feed_id is not None:
        parts += " AND i.seq IN (SELECT item FROM news_seen WHERE feed_id = ? AND user_id = ?)"
        values += [wanted.feed_id, user_id]
    if wanted.topic is not None:
        parts += " AND (f.topic = ? OR f.topic GLOB ?)"
        values += [wanted.topic, f"{_literal(wanted.topic)}/*"]
    if wanted.unread:
        parts += " AND i.read_at IS NULL"
    if wanted.starred:
        parts += " AND i.starred = 1"
    if wanted.since is not None:
        parts += " AND i.published_at >= ?"
        values.append(to_ms(wanted.since))
    if wanted.words.strip():
        condition, given = news_words.condition(connection, user_id, wanted.words)
        parts += condition
        values += given
    return parts, tuple(values)


def _literal(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _also(
    connection: Connection, user_id: UserId, places: Sequence[tuple[int, str]]
) -> dict[int, tuple[str, ...]]:
    """The titles of the other feeds that have a story."""
    marks = ",".join(str(seq) for seq, _ in places)
    own = dict(places)
    found: dict[int, tuple[str, ...]] = {}
    for seq, feed_id, title in connection.execute(
        "SELECT s.item, f.id, f.title FROM news_seen AS s JOIN feeds AS f ON f.id = s.feed_id"
        f" AND f.removed_at IS NULL WHERE s.item IN ({marks}) AND s.user_id = ? ORDER BY f.title",
        (user_id,),
    ):
        if own.get(int(str(seq))) != feed_id and title not in found.get(int(str(seq)), ()):
            found[int(str(seq))] = (*found.get(int(str(seq)), ()), str(title))
    return found


def _item(row: Sequence[Any], also: tuple[str, ...]) -> NewsItem:
    return NewsItem.model_construct(
        id=NewsItemId(row[0]),
        feed_id=FeedId(row[1]),
        feed=row[2],
        topic=row[3],
        title=row[4],
        link=row[5],
        author=row[6],
        summary=row[7],
        body=row[8],
        published_at=from_ms(row[9]),
        read=bool(row[10]),
        starred=bool(row[11]),
        also=also,
    )


# ---- marks, and the end ----


def mark(
    connection: Connection,
    user_id: UserId,
    item_ids: Sequence[NewsItemId],
    read_at: datetime | None,
) -> list[NewsItemId]:
    """Mark as read at a time, or as not read; those that were marked otherwise."""
    changed = []
    state = "IS NULL" if read_at is not None else "IS NOT NULL"
    for item_id in item_ids:
        connection.execute(
            f"UPDATE news_items SET read_at = ? WHERE id = ? AND user_id = ? AND read_at {state}",
            (to_ms(read_at), item_id, user_id),
        )
        if connection.changes():
            changed.append(item_id)
    return changed


def mark_all(
    connection: Connection, user_id: UserId, wanted: NewsFilter, now: datetime
) -> list[NewsItemId]:
    """Mark all of these as read; those that were not."""
    where, values = _where(connection, user_id, wanted)
    rows = connection.execute(
        f"SELECT i.id {_FROM}{where} AND i.read_at IS NULL", (user_id, *values)
    ).fetchall()
    return mark(connection, user_id, [NewsItemId(str(row[0])) for row in rows], now)


def star(connection: Connection, user_id: UserId, item_id: NewsItemId, *, starred: bool) -> bool:
    """Keep a story, or no longer; False when it is not there."""
    connection.execute(
        "UPDATE news_items SET starred = ? WHERE id = ? AND user_id = ?",
        (int(starred), item_id, user_id),
    )
    return connection.changes() == 1


def prune(connection: Connection, now: datetime, keep_days: int) -> int:
    """Delete what is old, of every user: the newest of each feed and what is starred stay."""
    oldest = to_ms(now - timedelta(days=keep_days))
    rows = connection.execute(
        "SELECT user_id, seq FROM (SELECT user_id, seq, published_at, starred, row_number()"
        " OVER (PARTITION BY feed_id ORDER BY published_at DESC, seq DESC) AS place"
        " FROM news_items) WHERE published_at < ? AND starred = 0 AND place > ?",
        (oldest, NEWEST_KEPT),
    ).fetchall()
    for user_id in {str(row[0]) for row in rows}:
        places = [int(str(row[1])) for row in rows if row[0] == user_id]
        news_words.remove(connection, UserId(user_id), places)
        connection.executemany(
            "DELETE FROM news_items WHERE seq = ? AND user_id = ?",
            [(place, user_id) for place in places],
        )
    connection.execute(
        "DELETE FROM news_seen WHERE item IS NULL AND seen_at < ?", (to_ms(now - _SEEN_KEPT),)
    )
    return len(rows)
