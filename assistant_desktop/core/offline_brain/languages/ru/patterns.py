"""All Russian intents, in the order in which they are tried."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.languages.ru.asking import (
    BRIEFING,
    HELP,
    NEWS,
    TIME,
    WEATHER,
)
from assistant_desktop.core.offline_brain.languages.ru.changing import CHANGES
from assistant_desktop.core.offline_brain.languages.ru.living import (
    ASK,
    CALENDAR,
    LOG,
)
from assistant_desktop.core.offline_brain.languages.ru.remembering import (
    FORGETTING,
    KEEPING,
    RECALL,
)
from assistant_desktop.core.offline_brain.languages.ru.reminding import (
    BEFORE,
    LOOSE,
    NEW,
    SNOOZE,
)
from assistant_desktop.core.offline_brain.languages.ru.tasking import APPOINTMENTS, TASKS
from assistant_desktop.core.offline_brain.languages.ru.wellbeing import WELLBEING
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
