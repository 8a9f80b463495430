"""Russian tasks and appointments that are said with their time and no word of asking."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

APPOINTMENTS: tuple[Pattern, ...] = (
    Pattern(
        "note_event",
        r": ?(?P<title>(?!{do}|{infinitive}|{remind})\w.+)$",  # «пятница 18:00: посиделки»
        timed=True,
    ),
    Pattern(
        "note_event",
        r"(?!.*\b{calendar}\b)(?P<title>(?:(?!(?:{noword}|{add}|{set}|{move}|{cancel})\b)[\w-]+"
        r" ){{0,2}}{appointment}(?: (?!(?:{noword}|\w+ен[аоы]?)\b)[\w-]+){{0,2}}?(?: "
        r"(?:с|со|у|в|во|по|к|ко|на|для|про|о|об) .+)?)$",
        timed=True,
    ),
)
TASKS: tuple[Pattern, ...] = (
    Pattern(
        "create_task",
        r"(?:: ?|бы |будет |мне |нам |обязательно |не забыть )*(?P<task>(?:(?!{noword}\b)[\w-]+"
        r" ){{0,2}}?"
        r"{infinitive}\b(?!.*\b{predicate}\b).*)$",
        timed=True,
    ),
    Pattern(
        "create_task",
        r"(?P<task>{do}(?:те)?\b(?! (?:мне|меня|нам)\b| [«\"])(?!.*\bна \w+ский\b).*)$",
        timed=True,
    ),
)
