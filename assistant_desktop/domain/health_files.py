"""Files with readings in them: what a reader yields, and the ports in which both sides meet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from assistant_desktop.domain.errors import KnownError

FileForm = Literal["apple", "google", "csv"]

BadRow = Literal[
    "no-time", "no-number", "no-kind", "no-unit", "implausible", "future", "one-number", "broken"
]
"""Why a row was left out. one-number: half of a blood pressure."""


OWN_COLUMNS = ("time", "kind", "value", "second_value", "unit", "note", "source")
"""The columns of our own table."""


# Source: OWASP, "CSV Injection": cells that begin so are run, or hide that they are.
_RUN = frozenset("=+-@\t\r")


def guarded(text: str) -> str:
    """A text of a table that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'")[:1] in _RUN else text


def unguarded(text: str) -> str:
    """The text as it was before it was guarded."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in _RUN else text


class FoundReading(NamedTuple):
    """A reading of a file, in the unit it is kept in: a tuple, for there are millions.

    at: aware. day: it is the sum of that day (or night), of which a later file may know more.
    """

    kind: str
    value: float
    unit: str
    at: datetime
    second: float | None = None
    note: str = ""
    source: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class FoundBatch:
    """The next readings of a file. done: how much of it was read, 0 to 1.

    bad: rows that were left out, by reason. other: rows of things that are not kept.
    trouble: what ended the file before its end; what came until then is good.
    """

    readings: tuple[FoundReading, ...]
    done: float
    bad: tuple[tuple[BadRow, int], ...] = ()
    other: int = 0
    trouble: KnownError | None = None


class ReadingsFile(Protocol):
    """An opened file. Off the loop."""

    @property
    def form(self) -> FileForm:
        """Whose it is."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names the content: the same file has the same, another one another."""
        ...

    async def next_batch(self) -> FoundBatch | None:
        """The next readings in an order that is always the same; None at the end."""
        ...

    async def close(self) -> None:
        """Let go of the file."""
        ...


class ReadingsFiles(Protocol):
    """Opens files with readings."""

    async def open(self, path: str, zone: ZoneInfo, now: datetime) -> ReadingsFile:
        """An export of Apple Health (zip or xml), of Google's Fit (zip or folder), or a table.

        Times without a zone are of `zone`.

        Raises:
            BadInput: it is none of these, cannot be read, or would grow without end.
        """
        ...
