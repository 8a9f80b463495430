"""Rows of feeds, always of one user but for the list of all addresses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from assistant_desktop.core.clock import new_id
from assistant_desktop.core.storage import news_words, users
from assistant_desktop.core.storage.connection import Connection
from assistant_desktop.core.storage.moments import from_ms, to_ms
from assistant_desktop.domain.ids import FeedId, UserId
from assistant_desktop.domain.news import Feed, FeedCount, FeedTrouble, NewFeed

_UNDO_WITHIN = timedelta(minutes=10)
_FEED = (
    "id, user_id, url, title, topic, site, added_at, asked_at, refreshed_at, trouble, etag"
    ", last_modified"
)


def all_urls(connection: Connection) -> list[str]:
    """The addresses that anybody follows: hosts may be reached for the whole machine."""
    return [
        str(row[0])
        for row in connection.execute("SELECT DISTINCT url FROM feeds WHERE removed_at IS NULL")
    ]


def insert(
    connection: Connection, user_id: UserId, wanted: Sequence[NewFeed], now: datetime
) -> list[Feed]:
    """Follow these; those that were not followed yet."""
    users.ensure(connection, user_id, now)
    added = []
    for one in wanted:
        feed = Feed(
            id=FeedId(new_id(now)),
            user_id=user_id,
            url=one.url,
            title=one.title or one.url,
            topic=one.topic,
            site=one.site,
            added_at=now,
        )
        connection.execute(
            "INSERT INTO feeds (id, user_id, url, title, topic, site, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, url) DO UPDATE"
            " SET removed_at = NULL WHERE removed_at IS NOT NULL",
            (feed.id, user_id, feed.url, feed.title, feed.topic, feed.site, to_ms(now)),
        )
        if connection.changes():
            added.append(_by_url(connection, user_id, feed.url) or feed)
    return added


def feed(connection: Connection, user_id: UserId, feed_id: FeedId) -> Feed | None:
    """One feed that the user follows."""
    row = connection.execute(
        f"SELECT {_FEED} FROM feeds WHERE id = ? AND user_id = ? AND removed_at IS NULL",
        (feed_id, user_id),
    ).fetchone()
    return None if row is None else _feed(row)


def _by_url(connection: Connection, user_id: UserId, url: str) -> Feed | None:
    row = connection.execute(
        f"SELECT {_FEED} FROM feeds WHERE url = ? AND user_id = ?", (url, user_id)
    ).fetchone()
    return None if row is None else _feed(row)


def counted(connection: Connection, user_id: UserId) -> list[FeedCount]:
    """The user's feeds by topic and title, each with its stories."""
    counts = {
        str(row[0]): (int(str(row[1])), int(str(row[2])))
        for row in connection.execute(
            "SELECT s.feed_id, count(*), sum(i.read_at IS NULL) FROM news_seen AS s"
            " JOIN news_items AS i ON i.seq = s.item"
            " WHERE s.user_id = ? AND i.user_id = ? GROUP BY s.feed_id",
            (user_id, user_id),
        )
    }
    rows = connection.execute(
        f"SELECT {_FEED} FROM feeds WHERE user_id = ? AND removed_at IS NULL", (user_id,)
    )
    feeds = sorted((_feed(row) for row in rows), key=_order)
    return [
        FeedCount(
            feed=one, stories=counts.get(one.id, (0, 0))[0], unread=counts.get(one.id, (0, 0))[1]
        )
        for one in feeds
    ]


def _order(one: Feed) -> tuple[bool, str, str]:
    """Topics first, what has none at the end."""
    return (not one.topic, one.topic.casefold(), one.title.casefold())


def remove(connection: Connection, user_id: UserId, feed_id: FeedId, now: datetime) -> Feed | None:
    """Follow one no longer; it goes for good a while later, if it is not brought back.

    Stories that another feed has too go over to that one.
    """
    gone = feed(connection, user_id, feed_id)
    if gone is None:
        return None
    purge(connection, now)
    connection.execute(
        "UPDATE news_items SET feed_id = (SELECT s.feed_id FROM news_seen AS s"
        " JOIN feeds AS f ON f.id = s.feed_id AND f.removed_at IS NULL"
        " WHERE s.item = news_items.seq AND s.feed_id <> ?1 LIMIT 1)"
        " WHERE feed_id = ?1 AND user_id = ?2 AND EXISTS (SELECT 1 FROM news_seen AS s"
        " JOIN feeds AS f ON f.id = s.feed_id AND f.removed_at IS NULL"
        " WHERE s.item = news_items.seq AND s.feed_id <> ?1)",
        (feed_id, user_id),
    )
    connection.execute(
        "UPDATE feeds SET removed_at = ? WHERE id = ? AND user_id = ?",
        (to_ms(now), feed_id, user_id),
    )
    return gone


def purge(connection: Connection, now: datetime) -> None:
    """Delete the feeds that were removed a while ago, of every user, with their stories."""
    removed = connection.execute(
        "SELECT id, user_id FROM feeds WHERE removed_at < ?", (to_ms(now - _UNDO_WITHIN),)
    ).fetchall()
    for feed_id, user_id in removed:
        rows = connection.execute(
            "SELECT seq FROM news_items WHERE feed_id = ? AND user_id = ?", (feed_id, user_id)
        ).fetchall()
        places = [int(str(row[0])) for row in rows]
        news_words.remove(connection, UserId(str(user_id)), places)
        connection.execute("DELETE FROM feeds WHERE id = ? AND user_id = ?", (feed_id, user_id))


def note(connection: Connection, one: Feed, now: datetime, trouble: FeedTrouble | None) -> None:
    """When it was asked, and what stood in the way; its marks where it answered."""
    connection.execute(
        "UPDATE feeds SET asked_at = ?, trouble = ?, refreshed_at = coalesce(?, refreshed_at),"
        " etag = ?, last_modified = ? WHERE id = ? AND user_id = ?",
        (
            to_ms(now),
            None if trouble is None else trouble.model_dump_json(),
            to_ms(now) if trouble is None else None,
            one.etag,
            one.last_modified,
            one.id,
            one.user_id,
        ),
    )


def rename(
    connection: Connection,
    user_id: UserId,
    feed_id: FeedId,
    title: str | None,
    topic: str | None,
) -> None:
    """Another name or topic; None leaves it."""
    connection.execute(
        "UPDATE feeds SET title = coalesce(?, title), topic = coalesce(?, topic)"
        " WHERE id = ? AND user_id = ?",
        (title, topic, feed_id, user_id),
    )


def _feed(row: Sequence[Any]) -> Feed:
    return Feed.model_construct(
        id=FeedId(row[0]),
        user_id=UserId(row[1]),
        url=row[2],
        title=row[3],
        topic=row[4],
        site=row[5],
        added_at=from_ms(row[6]),
        asked_at=from_ms(row[7]),
        refreshed_at=from_ms(row[8]),
        trouble=_trouble(row[9]),
        etag=row[10],
        last_modified=row[11],
    )


def _trouble(text: str | None) -> FeedTrouble | None:
    if text is None:
        return None
    try:
        return FeedTrouble.model_validate_json(text)
    except ValueError:
        return None  # of another version
