"""Files as phones, watches and other programs export them, written by tests."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

QUANTITY, CATEGORY = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,Record*)>\n]>\n"
    '<HealthData locale="en_LV">\n'
)


def record(kind: str, value: object, start: str, **more: str) -> str:
    """One record; `kind` without its prefix, but for categories."""
    full = kind if kind.startswith("HK") else f"{QUANTITY}{kind}"
    told = {
        "type": full, "sourceName": "iPhone", "unit": "count", "startDate": start,
        "endDate": start, "value": str(value), **more,
    }  # fmt: skip
    said = " ".join(f'{key}="{one}"' for key, one in told.items())
    return f"<Record {said}/>\n"


def sleep(start: str, end: str, stage: str = "AsleepCore", source: str = "Watch") -> str:
    """A piece of a night."""
    value = f"HKCategoryValueSleepAnalysis{stage}"
    kind = f"{CATEGORY}SleepAnalysis"
    return record(kind, value, start, endDate=end, sourceName=source)


def apple(path: Path, records: Iterable[str], *, end: str = "</HealthData>\n") -> Path:
    """An export.zip, or the bare XML where the path says so."""
    text = HEAD + "".join(records) + end
    if path.suffix == ".xml":
        path.write_text(text, "utf-8")
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/export.xml", text)
    return path


def archive(path: Path, files: Mapping[str, str]) -> Path:
    """A ZIP of text files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path
