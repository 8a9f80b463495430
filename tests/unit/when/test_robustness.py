"""Any text is taken: no exception, bounded work, at both ends of the calendar."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant_desktop.core.when import describe, due_of, find, languages, parse, when_line
from tests.unit.when.frames import NOW, reference

MOMENTS = (
    NOW,
    datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, tzinfo=UTC),
)
NUMBERS = ["1", "5", "12", "31", "2027", "9999", "0001", "1/2", "3.5", "17:30", "31.12", "99:99"]
NASTY = {
    "mondays": "monday " * 1500,
    "numbers": "5 " * 5000,
    "dashes": "5-" * 5000,
    "every": "every " * 1700,
    "number words": "twenty " * 1500,
    "russian": "каждый день в 9 и " * 600,
    "prose": "I think we may march on the second of the month and then at 5 go home. " * 140,
    "digits": "1" * 10_000,
    "slashes": "1/2/3/" * 1700,
    "colons": "1:" * 5000,
    "nul": "\x00" * 10_000,
    "surrogates": "\ud800" * 10_000,
    "combining": "e\u0301" * 5000,
    "both languages": "завтра tomorrow at в 5 " * 450,
    "dots": "1.2.3." * 1700,
    "nested": "first day of the last week of " * 340,
    "half past": "half past quarter to five " * 390,
    "one word": "a" * 10_000,
    "spaces": " " * 10_000,
}


def vocabulary(language):
    grammar, _ = languages.grammar((language,))
    numbers = grammar.numbers[0]
    return sorted({*grammar.vocabulary, *grammar.literals, *numbers.small, *numbers.ordinals})


def everything(text, frame):
    """All that the public functions can do with a text."""
    when_line(text, frame)
    for match in find(text, frame):
        assert text[match.span[0] : match.span[1]] == match.text
        due_of(match.value, frame)
        for language in ("en", "ru"):
            describe(match.value, frame, language)


@given(st.text(max_size=200))
@example("\ud800\x00 завтра at 5")
@example("İİİ tomorrow at 9")
def test_any_text_is_taken(text):
    everything(text, reference())


words = st.sampled_from([*vocabulary("en"), *vocabulary("ru"), *NUMBERS])


@given(
    st.lists(words, min_size=1, max_size=9).map(" ".join),
    st.sampled_from(MOMENTS),
    st.sampled_from(["future", "past"]),
    st.sampled_from(["literal", "everyday"]),
)
def test_any_mix_of_time_words_is_taken_at_any_moment(text, now, prefer, reading):
    everything(text, reference(now=now, prefer=prefer, reading=reading))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_ten_kilobytes_take_less_than_a_tenth_of_a_second(text):
    frame = reference()
    when_line("tomorrow завтра", frame)  # the rules are loaded once
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        when_line(text[:10_000], frame)
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.1


@pytest.mark.parametrize("text", ["in 9999 years", "10000 years ago", "через 9999 лет", "year 0"])
def test_times_beyond_the_calendar_are_no_times(text):
    match = parse(text, reference())
    assert match is None or match.span != (0, len(text))
