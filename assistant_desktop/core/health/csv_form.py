"""Readings as a table, in the form that an import takes back whole."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from assistant_desktop.domain.health_files import OWN_COLUMNS, guarded
from assistant_desktop.domain.health_record import HealthRecord

HEADER: Final = ",".join(OWN_COLUMNS) + "\r\n"


def lines(records: Sequence[HealthRecord]) -> list[str]:
    """A line for each reading; moments in ISO 8601, UTC."""
    made = io.StringIO()
    writer = csv.writer(made)
    for one in records:
        second = "" if one.second_value is None else repr(one.second_value)
        at = one.at.isoformat(timespec="milliseconds")
        kind, unit, note, source = map(guarded, (one.kind, one.unit, one.note, one.source))
        writer.writerow((at, kind, repr(one.value), second, unit, note, source))
    return [made.getvalue()]
