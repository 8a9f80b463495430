"""Search by words: neighbours lend their words, and forget them when a turn goes."""

import json
from datetime import datetime
from pathlib import Path

import apsw

from assistant_desktop.core.assistant import Question, Saying
from assistant_desktop.core.storage import migrations
from assistant_desktop.core.storage.connection import open_writer
from assistant_desktop.core.storage.database import FILE_NAME
from assistant_desktop.domain.ids import ConversationId, UserId

ME = UserId("me")


def line(number: int, speaker: str, text: str, conversation: str = "c") -> str:
    return json.dumps(
        {
            "id": f"m{number}",
            "conversation": conversation,
            "speaker": speaker,
            "time": f"2026-01-01T10:{number:02}:00+00:00",
            "text": text,
        }
    )


TALK = [
    line(0, "Ann", "Which harbour did you leave the sailing boat in?"),
    line(1, "Bob", "In Ventspils, beside the lighthouse."),
    line(2, "Ann", "Lovely place."),
    line(3, "Bob", "My cat Tom sleeps all day."),
]


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("assistant.db*"))


def make(folder: Path) -> None:
    folder.mkdir(parents=True)


async def ids(assistant, query: str, **more) -> list[str]:
    hits = await assistant.recall(ME, Question(query, everything=True, k=10, **more))
    return [hit.source_id for hit in hits]


async def test_an_answer_is_found_by_the_words_of_its_question(start):
    async with start() as assistant:
        await assistant.history.import_lines(ME, TALK)
        found = await ids(assistant, "where is the sailing boat")
        assert found[:2] == ["m0", "m1"]


async def test_whoever_speaks_is_found_by_name(start):
    async with start() as assistant:
        await assistant.history.import_lines(ME, TALK)
        assert (await ids(assistant, "what does Bob say of his cat"))[0] == "m3"


async def test_conversations_do_not_lend_words_to_each_other(start):
    async with start() as assistant:
        other = line(9, "Ann", "Yes, indeed.", conversation="d")
        await assistant.history.import_lines(ME, [TALK[0], other])
        assert await ids(assistant, "sailing boat") == ["m0"]


async def test_what_is_deleted_leaves_no_word_beside_it(start, folder: Path):
    async with start() as assistant:
        await assistant.history.import_lines(ME, TALK)
        await assistant.history.delete(ME, ConversationId("c"))
        assert await ids(assistant, "sailing boat lighthouse cat") == []
    raw = bytes_of(folder)
    assert b"lighthous" not in raw
    assert b"Ventspils" not in raw


async def test_a_file_of_the_first_schema_is_indexed_anew(start, folder: Path, monkeypatch):
    make(folder)
    with monkeypatch.context() as before:
        before.setattr(migrations, "NAMES", ("m0001_first",))
        connection = open_writer(folder / FILE_NAME)
        migrations.migrate(connection, folder / FILE_NAME)
    connection.execute("INSERT INTO users (id, created_at) VALUES ('me', 0)")
    connection.execute(
        "INSERT INTO conversations (id, user_id, title, created_at, updated_at)"
        " VALUES ('c', 'me', 't', 0, 0)"
    )
    for place, text in enumerate(("Where is the sailing boat?", "In Ventspils.")):
        parts = json.dumps([{"kind": "text", "text": text}])
        connection.execute(
            "INSERT INTO messages (id, conversation_id, user_id, role, parts, created_at,"
            " completeness) VALUES (?, 'c', 'me', 'user', ?, 0, 'complete')",
            (f"m{place}", parts),
        )
    connection.execute("CREATE VIRTUAL TABLE text_of_user_1 USING fts5(stems)")
    connection.execute("INSERT INTO text_of_user_1 VALUES ('old')")
    connection.close()
    async with start() as assistant:
        assert await ids(assistant, "sailing boat") == ["m0", "m1"]
    reader = apsw.Connection(str(folder / FILE_NAME))
    names = [row[0] for row in reader.execute("SELECT name FROM sqlite_master")]
    assert not [name for name in names if name.startswith("text_of_user")]


def dated(number: int, day: str, text: str) -> str:
    return json.dumps(
        {"id": f"d{number}", "conversation": "c", "speaker": "me", "time": day, "text": text}
    )


DIARY = [
    dated(0, "2025-05-10T09:00:00+00:00", "The boat needs a new engine"),
    dated(1, "2025-11-10T09:00:00+00:00", "The boat is sold, the boat is gone"),
    dated(2, "2026-05-03T09:00:00+00:00", "We painted the boat blue"),
    dated(3, "2026-05-03T10:00:00+00:00", "Лодку покрасили в синий цвет"),
    dated(4, "2026-11-20T10:00:00+00:00", "Bought apples"),
]
NOW = datetime.fromisoformat("2026-11-22T12:00:00+02:00")


async def test_a_time_in_the_question_draws_what_was_said_then_to_the_front(start):
    async with start() as assistant:
        await assistant.history.import_lines(ME, DIARY)
        last_may = await ids(assistant, "what did I say about the boat last May", now=NOW)
        assert last_may[0] == "d2"
        assert {"d0", "d1"} <= set(last_may)
        (hit,) = await assistant.recall(ME, Question("the boat in May 2025", now=NOW))
        assert hit.source_id == "d0"
        hit, *_ = await assistant.recall(ME, Question("что с лодкой в мае", now=NOW))
        assert hit.source_id == "d3"
        (hit,) = await assistant.recall(
            ME, Question("what about apples the day before yesterday", now=NOW)
        )
        assert hit.source_id == "d4"


async def test_nothing_of_then_answers_what_was_told_later_does(start):
    async with start() as assistant:
        await assistant.history.import_lines(ME, DIARY)
        hits = await assistant.recall(ME, Question("boat engine in June 2025", now=NOW))
        assert hits[0].source_id == "d0"


async def test_a_question_that_names_only_a_time_gives_what_was_said_then(start):
    async with start() as assistant:
        await assistant.history.import_lines(ME, DIARY)
        hits = await assistant.recall(ME, Question("what did I say on 3 May 2026", now=NOW))
        assert {hit.source_id for hit in hits} == {"d2", "d3"}
        assert await assistant.recall(UserId("ann"), Question("on 3 May 2026", now=NOW)) == []


async def test_answers_stay_within_a_budget_and_the_best_always_stays(start):
    lines = [line(n, "Ann", f"boat story {n} " + "and so on " * 60, f"c{n}") for n in range(9)]
    async with start() as assistant:
        await assistant.history.import_lines(ME, lines)
        whole = await assistant.recall(ME, Question("boat story", k=9))
        assert len(whole) == 9
        short = await assistant.recall(ME, Question("boat story", k=9, most_tokens=700))
        assert 1 < len(short) < 9
        assert [hit.source_id for hit in short] == [hit.source_id for hit in whole[: len(short)]]
        assert len(await assistant.recall(ME, Question("boat story", k=9, most_tokens=1))) == 1


async def test_a_memory_comes_before_the_messages_that_it_was_told_in(start):
    async with start() as assistant:
        for words in ("remember that the door code is QX4711", "what is my door code?"):
            await assistant.ask(Saying(ME, words))
        hits = await assistant.recall(ME, Question("door code"))
        assert [hit.kind for hit in hits][:2] == ["memory", "message"]


async def test_the_very_word_comes_before_many_that_are_like_it(start):
    lines = [line(n % 60, "Ann", f"word about boat{n}", f"c{n}") for n in range(60)]
    lines = [one.replace('"id": "m', f'"id": "n{n}m') for n, one in enumerate(lines)]
    alike = [line(59, "Ann", f"the harbourage{'s' * (n % 3)} of {n}", f"h{n}") for n in range(60)]
    alike = [one.replace('"id": "m59"', f'"id": "h{n}"') for n, one in enumerate(alike)]
    exact = line(58, "Ann", "the harbour is red", "x")
    async with start() as assistant:
        await assistant.history.import_lines(ME, [*lines, *alike, exact])
        assert (await ids(assistant, "boat7"))[0].startswith("n7m")
        assert (await ids(assistant, "harbour"))[0] == "m58"
