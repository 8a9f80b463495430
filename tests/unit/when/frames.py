"""The frame of reference that the tests of the time engine share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant_desktop.core.when import Reference

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=BERLIN)  # a Tuesday


def reference(language="auto", *, now=NOW, **more):
    return Reference(now=now, zone=now.tzinfo, language=language, **more)
