"""What is done to thousands of events lets the loop beat: no full round of the collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from assistant_desktop.core.assistant import Said
from assistant_desktop.domain.ids import UserId
from assistant_desktop.in_thread import let_go, much_is_built

ME = UserId("me")
EVENTS = 2500


@contextmanager
def full_rounds() -> Iterator[list[str]]:
    """Those that the collector makes of its own accord meanwhile."""
    seen: list[str] = []

    def heard(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            seen.append(phase)

    gc.collect()
    gc.freeze()  # as the window does: what lives long is not counted
    gc.callbacks.append(heard)
    try:
        yield seen
    finally:
        gc.callbacks.remove(heard)
        gc.unfreeze()


def calendar_file(folder: Path, clock) -> Path:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN"]
    for number in range(EVENTS):
        start = clock.now() + timedelta(hours=number + 1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}",
            f"SUMMARY:guest {number}",
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
            "DURATION:PT30M",
            "END:VEVENT",
        ]
    file = folder / "many.ics"
    file.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]))
    return file


async def test_thousands_of_events_are_gone_through_without_a_full_round(start, clock, tmp_path):
    file = calendar_file(tmp_path, clock)
    async with start() as assistant:
        calendar, said = assistant.calendar, Said(ME)
        now = clock.now()
        with full_rounds() as seen:
            plan = await calendar.transfer.plan(ME, file)
            await calendar.transfer.take_in(plan)
        assert (len(plan.new), seen) == (EVENTS, [])
        with full_rounds() as seen:
            await calendar.diary.agenda(ME, (now, now + timedelta(days=300)), 10)
            moved = await assistant.agenda.move(said, "guest 1207", None, "tomorrow at 15", None)
            await assistant.agenda.delete(said, "guest 1208")
            assert await calendar.transfer.write_file(ME, tmp_path / "out.ics") == EVENTS - 1
        assert moved.receipt.startswith("Changed: “guest 1207”")
        assert seen == []


def test_the_collector_is_as_it_was_when_the_last_job_ends():
    before = gc.get_threshold()
    with much_is_built():
        with much_is_built():
            assert gc.get_threshold()[2] > 1_000_000
        assert gc.get_threshold()[2] > 1_000_000
    assert gc.get_threshold() == before
    with pytest.raises(ValueError, match="no"), much_is_built():
        raise ValueError("no")
    assert gc.get_threshold() == before


def test_a_long_list_is_emptied():
    values = list(range(1001))
    let_go(values)
    assert values == []
