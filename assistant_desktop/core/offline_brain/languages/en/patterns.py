"""All English intents, in the order in which they are tried."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.languages.en.asking import (
    BRIEFING,
    HELP,
    NEWS,
    TIME,
    WEATHER,
)
from assistant_desktop.core.offline_brain.languages.en.changing import CHANGES
from assistant_desktop.core.offline_brain.languages.en.living import (
    ASK,
    CALENDAR,
    LOG,
)
from assistant_desktop.core.offline_brain.languages.en.remembering import (
    FORGETTING,
    KEEPING,
    RECALL,
)
from assistant_desktop.core.offline_brain.languages.en.reminding import (
    BEFORE,
    LOOSE,
    NEW,
    SNOOZE,
)
from assistant_desktop.core.offline_brain.languages.en.tasking import APPOINTMENTS, TASKS
from assistant_desktop.core.offline_brain.languages.en.wellbeing import WELLBEING
from assistant_desktop.core.offline_brain.phrasebook import Pattern

PATTERNS: tuple[Pattern, ...] = (
    *HELP,
    *TIME,
    *BRIEFING,
    *FORGETTING,
    *BEFORE,
    *SNOOZE,
    *WELLBEING,
    *LOG,
    *NEW,
    *KEEPING,
    *CHANGES,
    *WEATHER,
    *NEWS,
    *ASK,
    *APPOINTMENTS,
    *CALENDAR,
    *RECALL,
    *LOOSE,
    *TASKS,
)
