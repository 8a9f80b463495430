"""Writes an export of Apple Health of any size, as a phone and a watch would have made it."""

import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

_ZONE = timezone(timedelta(hours=2))
_LAST = datetime(2026, 11, 1, tzinfo=_ZONE)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
]>
<HealthData locale="en_LV">
 <ExportDate value="2026-11-02 08:00:00 +0200"/>
"""
_DEVICE = (
    "&lt;&lt;HKDevice: 0x{:x}&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch,"
    " hardware:Watch6,2, software:9.1&gt;"
)
# Type, unit, seconds between two, lowest and highest value, share of all bytes.
_TYPES = (
    ("HKQuantityTypeIdentifierBasalEnergyBurned", "Cal", 60, (0.1, 2.0), 0.30),
    ("HKQuantityTypeIdentifierActiveEnergyBurned", "Cal", 60, (0.1, 9.0), 0.28),
    ("HKQuantityTypeIdentifierHeartRate", "count/min", 300, (48, 160), 0.16),
    ("HKQuantityTypeIdentifierStepCount", "count", 240, (3, 400), 0.14),
    ("HKQuantityTypeIdentifierDistanceWalkingRunning", "km", 240, (0.01, 0.4), 0.11),
    ("HKQuantityTypeIdentifierBodyMass", "kg", 86_400, (70, 90), 0.01),
)
_AT_A_TIME = 4000


def write(path: Path, size: int) -> int:
    """Write an export.zip whose XML has about `size` bytes; how many it has."""
    written = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("apple_health_export/export.xml", "w", force_zip64=True) as stream,
    ):
        for piece in _pieces(size):
            written += stream.write(piece.encode())
    return written


def _pieces(size: int) -> Iterator[str]:
    yield _HEAD
    chance = random.Random(11)
    for kind in _TYPES:
        left = size * kind[4]
        at = _LAST - timedelta(seconds=kind[2])
        while left > 0:
            lines = []
            for _ in range(_AT_A_TIME):
                lines.append(_record(kind, at, chance))
                at -= timedelta(seconds=kind[2] * chance.uniform(0.5, 1.5))
            piece = "".join(lines)
            left -= len(piece)
            yield piece
    yield "</HealthData>\n"


def _record(kind: tuple, at: datetime, chance: random.Random) -> str:
    source = "Apple Watch" if chance.random() < 0.6 else "iPhone"
    moment = f"{at:%Y-%m-%d %H:%M:%S} +0200"
    value = round(chance.uniform(*kind[3]), 3)
    return (
        f' <Record type="{kind[0]}" sourceName="{source}" sourceVersion="9.1"'
        f' device="{_DEVICE.format(chance.getrandbits(36))}" unit="{kind[1]}"'
        f' creationDate="{moment}" startDate="{moment}" endDate="{moment}" value="{value}"/>\n'
    )
