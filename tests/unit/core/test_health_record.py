"""Kinds of health readings: units, what can be true, and how people write values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.skills.health_readings import Given, kind_of, read_given, unit_of
from assistant_desktop.domain.health_record import (
    KINDS,
    is_plausible,
    scale_of,
    units_that_fit,
)
from assistant_desktop.wording import wording
from assistant_desktop.wording.health_words import value_text

SCALES = [
    (kind, unit, scale) for kind, rule in KINDS.items() for unit, scale in rule.scales.items()
]


@pytest.mark.parametrize(
    ("kind", "value", "unit", "kept", "kept_unit"),
    [
        ("weight", 180, "lb", 81.646627, "kg"),
        ("weight", 12, "st", 76.203518, "kg"),
        ("temperature", 98.6, "°F", 37.0, "°C"),
        ("temperature", 212, "°F", 100.0, "°C"),
        ("glucose", 180.156, "mg/dL", 10.0, "mmol/L"),
        ("water", 8, "oz", 236.588236, "ml"),
        ("water", 2, "glass", 500.0, "ml"),
        ("water", 1.5, "l", 1500.0, "ml"),
        ("sleep", 450, "min", 7.5, "h"),
        ("exercise", 3, "mi", 4.828032, "km"),
        ("exercise", 1.5, "h", 90.0, "min"),
    ],
)
def test_units_become_the_one_that_is_kept(kind, value, unit, kept, kept_unit):
    scale = scale_of(kind, unit)
    assert scale is not None
    assert (scale.into(value), scale.unit) == (kept, kept_unit)


@given(st.sampled_from(SCALES), st.floats(min_value=0, max_value=100_000))
def test_there_and_back_is_the_same_value(case, value):
    _, _, scale = case
    assert scale.back(scale.into(value)) == pytest.approx(value, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize(("kind", "unit", "scale"), SCALES)
def test_each_unit_leads_to_one_that_has_a_range(kind, unit, scale):
    assert scale.unit in KINDS[kind].ranges
    assert unit_of(unit) == unit


@pytest.mark.parametrize(
    ("kind", "unit", "value", "second", "expected"),
    [
        ("weight", "kg", 82.4, None, True),
        ("weight", "kg", 3.2, None, True),
        ("weight", "kg", 824, None, False),
        ("weight", "kg", 0, None, False),
        ("weight", "kg", float("nan"), None, False),
        ("weight", "kg", float("inf"), None, False),
        ("weight", "kg", 80, 70, False),
        ("blood_pressure", "mmHg", 130, 85, True),
        ("blood_pressure", "mmHg", 1300, 85, False),
        ("blood_pressure", "mmHg", 85, 130, False),
        ("blood_pressure", "mmHg", 130, None, False),
        ("pulse", "bpm", 64, None, True),
        ("pulse", "bpm", 640, None, False),
        ("temperature", "°C", 36.6, None, True),
        ("temperature", "°C", 98.6, None, False),
        ("glucose", "mmol/L", 5.6, None, True),
        ("glucose", "mmol/L", 100, None, False),
        ("sleep", "h", 24.5, None, False),
        ("mood", "/10", 11, None, False),
        ("medication", "mg", -5, None, False),
        ("push-ups", "", 50, None, True),
    ],
)
def test_what_can_be_true(kind, unit, value, second, expected):
    assert is_plausible(kind, unit, value, second) is expected


def test_the_unit_that_was_meant_is_found():
    assert units_that_fit("temperature", 101) == ["°F"]
    assert units_that_fit("glucose", 100) == ["mg/dL"]
    assert units_that_fit("blood_pressure", 1300) == []


@pytest.mark.parametrize(
    ("kind", "value", "unit", "expected"),
    [
        ("bp", "130/85", None, Given("blood_pressure", 130, "mmHg", 85)),
        ("blood pressure", "130 over 85 mmHg", None, Given("blood_pressure", 130, "mmHg", 85)),
        ("давление", "130 на 85", None, Given("blood_pressure", 130, "mmHg", 85)),
        ("вес", "82,4 кг", None, Given("weight", 82.4, "kg")),
        ("weight", 180, "pounds", Given("weight", 180, "lb")),
        ("steps", "12,345", None, Given("steps", 12345, "")),
        ("medication", 50, "mg of losartan", Given("medication", 50, "mg", note="losartan")),
        (
            "medication",
            "losartan 50 mg",
            None,
            Given("medication", 50, "mg", note="losartan"),
        ),
        ("лекарство", "лозартан", None, Given("medication", 1, "times", note="лозартан")),
        ("symptom", "headache 7/10", None, Given("symptom", 7, "/10", note="headache")),
        ("symptom", "headache 7 out of 10", None, Given("symptom", 7, "/10", note="headache")),
        ("Push-Ups", 50, None, Given("push-ups", 50, "")),
        ("inhaler", 2, "puffs", Given("inhaler", 2, "puffs")),
        ("weight", "heavy", None, None),
        ("sleep", "7 h 30 min", None, None),
        ("sleep", "7:30", None, None),
    ],
)
def test_values_as_people_and_models_write_them(kind, value, unit, expected):
    assert read_given(kind, value, unit) == expected


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_words_are_read_or_refused(kind, value, unit):
    read_given(kind, value, unit)
    assert kind_of(kind_of(kind)) == kind_of(kind)


@pytest.mark.parametrize(
    ("language", "kind", "unit", "values", "expected"),
    [
        ("en", "steps", "steps", (8000, None), "8,000"),
        ("ru", "steps", "steps", (8001, None), "8\u00a0001"),
        ("ru", "weight", "kg", (82.4, None), "82,4 кг"),
        ("ru", "medication", "tablet", (21, None), "21 таблетка"),
        ("ru", "medication", "tablet", (0.5, None), "0,5 таблетки"),
        ("en", "medication", "tablet", (1, None), "1 tablet"),
        ("ru", "blood_pressure", "mmHg", (130, 85), "130/85 мм рт. ст."),
        ("ru", "weight", "lb", (180, None), "180 фунтов"),
        ("en", "mood", "/10", (7, None), "7/10"),
    ],
)
def test_values_are_said_in_full(language, kind, unit, values, expected):
    assert value_text(wording(language), kind, unit, values) == expected
