"""Any message is taken: no exception, no pattern that runs away, an answer in the end."""

import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.offline_brain import understand, understand_line
from assistant_desktop.core.offline_brain.phrasebook import phrasebook
from assistant_desktop.core.when import Reference

BERLIN = ZoneInfo("Europe/Berlin")
REFERENCE = Reference(datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN), BERLIN)
PATTERNS = [
    pytest.param(book, pattern, expression, id=f"{book.code} {pattern.intent} {number}")
    for book in (phrasebook("en"), phrasebook("ru"))
    for number, (pattern, expression) in enumerate(book.compiled)
]


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text):
    understood = understand(text, reference=REFERENCE)
    assert understood.calls or understood.reply


words = st.sampled_from(
    sorted(
        {
            word
            for book in (phrasebook("en"), phrasebook("ru"))
            for pattern in book.patterns
            for word in re.findall(r"[a-zа-я']{2,}", book.filled(pattern.form))
        }
        | {"5", "tomorrow", "завтра", "at 7pm", "каждый день", ".", ",", "?", '"'}
    )
)


@given(st.lists(words, min_size=1, max_size=14).map(" ".join))
def test_any_mix_of_command_words_gets_an_answer(text):
    understood = understand(text, reference=REFERENCE)
    assert understood.calls or understood.reply


@pytest.mark.parametrize(("book", "pattern", "expression"), PATTERNS)
def test_no_pattern_runs_away_on_its_own_words(book, pattern, expression):
    form = book.filled(pattern.form)
    said = {*re.findall(r"[a-zа-я']+", form), *re.findall(r"[a-zа-я']+(?: [a-zа-я']+)+", form)}
    for word in sorted(said):
        began = time.perf_counter()
        expression.match((f"{word} " * 200)[:300])
        assert time.perf_counter() - began < 0.2, word


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "a" * 100_000, "remind me " * 2000])
def test_nasty_messages_get_an_honest_reply(text):
    began = time.perf_counter()
    answer = understand_line(text, REFERENCE)
    assert answer["text"] == text
    assert answer["calls"] or answer["reply"]
    assert time.perf_counter() - began < 1


def test_a_long_text_to_remember_is_kept_whole():
    story = "the story of how we met. " * 100
    (call, *_) = understand(f"remember that {story}", reference=REFERENCE).calls
    assert call.name == "remember"


@pytest.mark.parametrize(
    "text",
    [
        "remind me every Feb 30 to check. " * 120,
        "напоминай пить, " * 250,
        "напоминай каждый день в 8 пить воду " + "ночью " * 600,
        "remind me at 5 to eat and at 6 to drink " * 95,
    ],
)
def test_a_long_message_is_answered_in_a_moment(text):
    understand(text, reference=REFERENCE)  # expressions are compiled once
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        understand(text, reference=REFERENCE)
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.3
