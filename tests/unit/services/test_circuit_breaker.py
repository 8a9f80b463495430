"""The breaker against the rows of other breakers' own tests, and what theirs do not have."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant_desktop.services.circuit_breaker import CircuitBreaker, Kept, State
from tests.eval_corpora import corpus

ROWS = corpus("breaker_scenarios.json")
SCENARIOS = json.loads(ROWS.read_text("utf-8")) if ROWS else []


class Time:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_s(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def test_the_rows_are_at_hand():
    if ROWS is None:
        pytest.skip("ASSISTANT_EVAL_DIR does not name a folder with breaker_scenarios.json")
    assert len(SCENARIOS) == 17


@pytest.mark.parametrize("row", SCENARIOS, ids=lambda row: row["name"])
def test_each_row(row):
    time = Time()
    breaker = CircuitBreaker(time, threshold=row["threshold"], reset_s=row["reset_s"])
    for step in row["steps"]:
        outcome = play(breaker, time, step["op"])
        told = (outcome, breaker.state, breaker.failures)
        expected = (step["outcome"], step["state"], step["failures"])
        for wanted, got in zip(expected, told, strict=True):
            assert wanted is None or wanted == got, (step, told)


def play(breaker: CircuitBreaker, time: Time, op: str) -> str | None:
    """One step; what became of a call."""
    if op.startswith("wait:"):
        time.pass_s(float(op[5:]))
    elif op in {"open", "half_open", "close"}:
        getattr(breaker, op)()
    elif not breaker.admits():
        return "rejected"
    elif op == "fail":
        breaker.failed()
        return "raised"
    else:
        breaker.succeeded()
        return "returned" if op == "ok" else "raised"
    return None


@pytest.fixture
def time() -> Time:
    return Time()


def opened(time: Time) -> CircuitBreaker:
    breaker = CircuitBreaker(time, threshold=2, reset_s=60)
    for _ in range(2):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_only_one_probe_goes_through_while_half_open(time):
    breaker = opened(time)
    time.pass_s(61)
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.state is State.CLOSED
    assert breaker.failures == 0


def test_a_probe_that_was_given_up_makes_room_for_another(time):
    breaker = opened(time)
    time.pass_s(61)
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits()


def test_it_goes_on_after_a_restart_where_it_stopped(time):
    kept = Kept.model_validate_json(opened(time).kept().model_dump_json())
    again = CircuitBreaker(time, threshold=2, reset_s=60)
    again.restore(kept)
    assert not again.admits()
    time.pass_s(61)
    assert again.admits()


def test_a_clock_that_was_set_back_makes_no_rest_longer(time):
    breaker = opened(time)
    time.pass_s(-86400)
    assert not breaker.admits()
    time.pass_s(61)
    assert breaker.admits()


def test_a_host_that_asks_for_quiet_gets_it(time):
    breaker = CircuitBreaker(time)
    assert breaker.admits()
    breaker.failed(rest_s=120)
    time.pass_s(119)
    assert not breaker.admits()
    time.pass_s(2)
    assert breaker.admits()


def test_it_is_small():
    path = Path(__import__(CircuitBreaker.__module__, fromlist=["x"]).__file__)
    assert len(path.read_text("utf-8").splitlines()) <= 100
