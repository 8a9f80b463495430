"""English tasks and appointments that are said with their time and no word of asking."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

APPOINTMENTS: tuple[Pattern, ...] = (
    Pattern(
        "note_event",
        r": ?(?P<title>(?!{do}|{remind})\w.+)$",  # “Friday 6pm: drinks with the team”
        timed=True,
    ),
    Pattern(
        "note_event",
        r"(?:an? |my |the |our )?(?!.*\b{calendar}\b)(?P<title>(?!{do} (?!with\b|at\b"
        r"|about\b)\w)(?:(?!(?:{noword}|{add}|{move}"
        r"|{remind}|{snooze})\b)[\w'&-]+ ){{0,2}}{appointment}(?: "
        r"(?:with|at|about|for|to|in|and|of) (?!(?:do|be)\b).+)?)$",
        timed=True,
    ),
)
TASKS: tuple[Pattern, ...] = (
    Pattern(
        "create_task",
        r"(?:i (?:really )?(?:need|have|ought|'ve got|got) to |i (?:must|gotta) |i've got to |"
        r": ?|we (?:need|have) to |it's time to |time to |to |be sure to |must |need to |have to )?"
        r"(?P<task>(?!(?:do|make|get|have|put|give|go|take)$)"
        r"{do}(?! (?:me|us|you|it (?:is|was|at|to|and))\b)(?! {finite}\b)(?! (?:a |an |some"
        r" )?(?:nice|good|great|fun|safe|care|it easy)\b)"
        r"(?!(?: (?!if|that|whether|what|when|where|how|who)[\w'-]+){{1,4}} {finite}\b)"
        r"(?!.*\b(?:you|yesterday)\b)\b.*)$",
        timed=True,
    ),
)
