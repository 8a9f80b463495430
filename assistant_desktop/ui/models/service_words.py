"""Services in words: how one stands, and the values of its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant_desktop.ui.language import tr, trn, words
from assistant_desktop.wording.weather_words import as_of_text

if TYPE_CHECKING:
    from datetime import datetime

    from assistant_desktop.domain.service import ServiceRow

MOST_HOSTS = 12


def state_words(row: ServiceRow, now: datetime) -> str:
    """When it last answered, and what stands in its way; `now` is in the user's zone."""
    said = []
    if row.resting_until is not None:
        until = row.resting_until.astimezone(now.tzinfo)
        said.append(tr("It failed several times: asked again at {time}.", time=f"{until:%H:%M:%S}"))
    elif row.health.trouble:
        said.append(tr("The last time it failed."))
    if row.health.succeeded_at is not None:
        time = as_of_text(words(), row.health.succeeded_at, now)
        said.append(tr("Last answer as of {time}.", time=time))
    elif row.enabled and not said:
        said.append(tr("Not asked yet."))
    return " ".join(said)


def leaves_words(row: ServiceRow) -> str:
    """What leaves the computer, and to whom."""
    if not row.leaves:
        return words().text(row.without_hosts) if row.without_hosts else ""
    told = [tr("While it is on, this leaves your computer:")]
    told += [f"→ {one.host}: {words().text(one.what)}" for one in row.leaves[:MOST_HOSTS]]
    more = len(row.leaves) - MOST_HOSTS
    if more > 0:
        told.append(trn("and {n} host more", "and {n} hosts more", more))
    return "\n".join(told)


def choice_word(value: str) -> str:
    """One value of a choice."""
    known = {
        "celsius": "°C",
        "fahrenheit": "°F",
        "m/s": tr("metres a second"),
        "km/h": tr("kilometres an hour"),
        "mph": tr("miles an hour"),
    }
    return known.get(value, value)
