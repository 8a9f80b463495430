"""A conversation as a tree: whatever is edited, switched or deleted, one path holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant_desktop.core.storage import branches, deletion, message_pages, search_index, users
from assistant_desktop.core.storage import conversations as rows
from assistant_desktop.core.storage.connection import open_writer
from assistant_desktop.core.storage.migrations import migrate
from assistant_desktop.domain.conversation import Conversation, Message, Role, TextPart
from assistant_desktop.domain.ids import ConversationId, MessageId, UserId

ME, TALK = UserId("me"), ConversationId("c")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def opened(path: Path | str) -> apsw.Connection:
    connection = open_writer(Path(path))
    migrate(connection, Path(path))
    return connection


class Tree(RuleBasedStateMachine):
    """The real functions on a real file; what is known of it beside is only what was written."""

    @initialize()
    def begin(self) -> None:
        self.connection = opened(":memory:")
        self.count = 0
        self.written: set[str] = set()
        self.deleted: set[str] = set()
        users.ensure(self.connection, ME, BEGIN)
        rows.insert_conversation(
            self.connection,
            Conversation(id=TALK, user_id=ME, title="t", created_at=BEGIN, updated_at=BEGIN),
        )

    def teardown(self) -> None:
        self.connection.close()

    def place(self) -> branches.Place:
        return branches.Place(ME, TALK, BEGIN + timedelta(seconds=self.count))

    def say(self, role: Role) -> None:
        self.count += 1
        message = Message(
            id=MessageId(f"m{self.count}"),
            conversation_id=TALK,
            user_id=ME,
            role=role,
            parts=(TextPart(text=f"word{self.count} of it"),),
            created_at=BEGIN + timedelta(seconds=self.count),
        )
        rows.insert_message(self.connection, message)
        search_index.add_messages(self.connection, [message])
        self.written.add(message.id)

    def path(self) -> list[Message]:
        return message_pages.newest_messages(self.connection, TALK, ME, 10_000)

    def all_ids(self) -> list[str]:
        return [r[0] for r in self.connection.execute("SELECT id FROM messages ORDER BY seq")]

    @rule(role=st.sampled_from([Role.USER, Role.ASSISTANT]))
    def go_on(self, role: Role) -> None:
        self.say(role)

    @precondition(lambda self: self.written - self.deleted)
    @rule(data=st.data())
    def say_otherwise(self, data: st.DataObject) -> None:
        """An edit: the message and all after it are put aside, another stands there."""
        at = data.draw(st.sampled_from(self.path()))
        parent = branches.parent_of(self.connection, ME, at.id)
        branches.put_aside(self.connection, self.place(), parent)
        self.say(at.role)

    @precondition(lambda self: self.written - self.deleted)
    @rule(data=st.data())
    def answer_again(self, data: st.DataObject) -> None:
        at = data.draw(st.sampled_from(self.path()))
        branches.put_aside(self.connection, self.place(), at.id)
        self.say(Role.ASSISTANT)

    @precondition(lambda self: self.written - self.deleted)
    @rule(data=st.data())
    def switch(self, data: st.DataObject) -> None:
        wanted = data.draw(st.sampled_from(self.all_ids()))
        if not branches.is_active(self.connection, ME, MessageId(wanted)):
            branches.go_to(self.connection, self.place(), MessageId(wanted))
        assert wanted in {one.id for one in self.path()}

    @precondition(lambda self: self.written - self.deleted)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(self.all_ids()))
        at = self.place().now
        self.deleted |= set(deletion.delete_message(self.connection, ME, MessageId(gone), at))

    @invariant()
    def nothing_is_lost(self) -> None:
        assert set(self.all_ids()) == self.written - self.deleted

    @invariant()
    def what_is_active_is_one_path(self) -> None:
        table = self.connection.execute(
            "SELECT id, parent, followed, active, seq FROM messages ORDER BY seq"
        ).fetchall()
        by_id = {row[0]: row for row in table}
        last = None
        for row in (row for row in table if row[3]):
            assert row[1] == last, "the path has a hole"
            last = row[0]
        for identifier, parent, followed, active, seq in table:
            above = by_id.get(parent)
            assert parent is None or above is not None, "a parent is gone"
            assert above is None or above[4] < seq
            assert bool(active) == bool(followed and (above is None or above[3])), identifier
        for parent in {row[1] for row in table}:
            followed = [row for row in table if row[1] == parent and row[2]]
            assert len(followed) == 1, "versions that cannot be reached"

    @invariant()
    def the_index_has_what_is_read_and_nothing_else(self) -> None:
        path = self.path()
        index = (
            {
                row[0]: row[1:]
                for row in self.connection.execute(
                    "SELECT source_id, stems, context FROM words_of_user_1"
                )
            }
            if path or self.written
            else {}
        )
        assert set(index) == {one.id for one in path}
        for number, one in enumerate(path):
            beside = [
                p.text for p in (*path[max(number - 1, 0) : number], *path[number + 1 : number + 2])
            ]
            assert index[one.id][0].split()[0] == one.text.split()[0]
            words = {text.split()[0] for text in beside}
            assert {w for w in index[one.id][1].split() if w.startswith("word")} == words

    @invariant()
    def every_version_is_numbered(self) -> None:
        path = [one.id for one in self.path()]
        known = branches.versions(self.connection, ME, path)
        for one in known.values():
            assert one.ids[one.number - 1] == one.message_id


Tree.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestTree = Tree.TestCase


def test_messages_of_before_become_one_path(tmp_path):
    """A file of the schema before: each message follows the one before it."""
    from assistant_desktop.core.storage import migrations

    path = tmp_path / "assistant.db"
    connection = open_writer(path)
    for number, name in enumerate(migrations.NAMES[:3], start=1):
        migrations._apply(connection, name, number)
    connection.execute("INSERT INTO users VALUES (1, 'me', 0)")
    for name in ("c", "d"):
        connection.execute(
            "INSERT INTO conversations (id, user_id, title, created_at, updated_at)"
            " VALUES (?, 'me', 't', 0, 0)",
            (name,),
        )
    for number in range(6):
        connection.execute(
            "INSERT INTO messages (id, conversation_id, user_id, role, parts, created_at,"
            " completeness) VALUES (?, ?, 'me', 'user', ?, 0, 'complete')",
            (f"m{number}", "cd"[number % 2], '[{"kind":"text","text":"boat"}]'),
        )
    migrate(connection, path)
    parents = dict(connection.execute("SELECT id, parent FROM messages").fetchall())
    assert parents == {"m0": None, "m1": None, "m2": "m0", "m3": "m1", "m4": "m2", "m5": "m3"}
    found = connection.execute("SELECT count(*) FROM words_of_user_1").get
    assert found == 6
    connection.close()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_what_is_half_done_is_not_done(tmp_path, which):
    """A switch that fails in the middle leaves everything as it was."""
    connection = opened(tmp_path / "assistant.db")
    users.ensure(connection, ME, BEGIN)
    rows.insert_conversation(
        connection,
        Conversation(id=TALK, user_id=ME, title="t", created_at=BEGIN, updated_at=BEGIN),
    )
    before = connection.execute("SELECT * FROM messages").fetchall()
    try:
        with connection:
            tree = Tree()
            tree.connection, tree.count, tree.written, tree.deleted = connection, 0, set(), set()
            tree.say(Role.USER)
            tree.say(Role.ASSISTANT)
            branches.put_aside(connection, tree.place(), [None, MessageId("m1"), None][which])
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert connection.execute("SELECT * FROM messages").fetchall() == before
    connection.close()
