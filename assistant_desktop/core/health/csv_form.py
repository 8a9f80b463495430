"""Readings as a table, in the form that an import takes back whole."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from assistant_desktop.domain.health_files import OWN_COLUMNS
from assistant_desktop.domain.health_record import HealthRecord

HEADER: Final = ",".join(OWN_COLUMNS) + "\r\n"


def lines(records: Sequence[HealthRecord]) -> list[str]:
    """A line for each reading; moments in ISO 8601, UTC."""
    made = io.StringIO()
    writer = csv.writer(made)
    for one in records:
        second = "" if one.second_value is None else repr(one.second_value)
        at = one.at.isoformat(timespec="milliseconds")
        note = _harmless(one.note)
        writer.writerow((at, one.kind, repr(one.value), second, one.unit, note, one.source))
    return [made.getvalue()]


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    # Source: OWASP, "CSV Injection": cells that begin with = + - @ are run.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
