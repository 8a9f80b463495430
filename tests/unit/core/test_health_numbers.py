"""Figures of health readings: a comma never makes an amount a thousand times larger in silence."""

import pytest

from assistant_desktop.core.skills.health_readings import read_given
from assistant_desktop.core.skills.target_words import read_target
from assistant_desktop.domain.health_numbers import is_doubtful, number_of, possible


@pytest.mark.parametrize(
    ("text", "decimal_comma", "values"),
    [
        ("0,125", False, (0.125,)),
        ("-0,500", False, (-0.5,)),
        ("1,250", True, (1.25,)),
        ("1,250", False, (1250.0, 1.25)),
        ("82,4", False, (82.4,)),
        ("1,234,567", True, (1234567.0,)),
        ("1,234.5", False, (1234.5,)),
        ("1.234,5", False, (1234.5,)),
        ("10 432", False, (10432.0,)),
        ("1/2", False, (0.5,)),
        ("1 1/2", False, (1.5,)),
        ("2¾", False, (2.75,)),
        ("1.2.3", False, ()),
        ("", False, ()),
    ],
)
def test_a_comma_is_read_as_its_place_and_language_tell(text, decimal_comma, values):
    assert possible(text, decimal_comma=decimal_comma) == values


@pytest.mark.parametrize(
    ("text", "kind", "unit", "value"),
    [
        ("8,432", "steps", "steps", 8432),
        ("72,350", "weight", "kg", 72.35),
        ("36,600", "temperature", "", 36.6),
        ("1,500", "water", "ml", 1500),
        ("1,500", "water", "l", 1.5),
    ],
)
def test_of_two_readings_the_one_that_can_be_true_is_taken(text, kind, unit, value):
    assert number_of(text, kind, unit) == value


def test_steps_are_counted_whole_in_every_language():
    assert number_of("8,432", "steps", "steps", decimal_comma=True) == 8432


def test_only_a_medicine_is_asked_about():
    assert is_doubtful("1,250", "medication")
    assert not is_doubtful("1,250", "medication", decimal_comma=True)
    assert not is_doubtful("0,125", "medication")
    assert not is_doubtful("1,250", "steps")


@pytest.mark.parametrize(
    ("value", "unit", "language", "kept", "other"),
    [
        ("0,125 mg digoxin", None, "en", 0.125, None),
        ("1,250 mg metformin", None, "en", 1250, 1.25),
        ("1,250", "mg", "ru", 1.25, None),
        ("1,250", "мг", "en", 1.25, None),
        ("1/2 tablet warfarin", None, "en", 0.5, None),
    ],
)
def test_an_amount_of_a_medicine_is_kept_as_said_or_doubted(value, unit, language, kept, other):
    given = read_given("medication", value, unit, language)
    assert (given.value, given.other) == (kept, other)


def test_a_target_reads_the_comma_like_a_reading():
    assert read_target("weight", "вес до 72,350 кг").band.high == 72.35
    assert read_target("weight", "below 72,350 kg").band.high == 72.35
    assert read_target("steps", "10,000 steps").band.low == 10_000
