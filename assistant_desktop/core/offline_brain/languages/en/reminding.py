"""English intents about new reminders and snoozing."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

SNOOZE: tuple[Pattern, ...] = (
    Pattern(
        "snooze_reminder",
        r"(?:{remind}) {me} (?:about|of) (?:it|this|that)(?: again)? (?:in|at|on|by|after|later"
        r"|next|tomorrow|tonight|this|around)\b.*$",
        raw=True,
        timed=True,
    ),
    Pattern(
        "snooze_reminder",
        r"(?:snooze|snoze|hit snooze(?: on)?|press snooze|delay|postpone|put off)(?: "
        r"(?P<which>(?!(?:.*\b)?{event}\b(?!.*{rem}))(?!.*\b(?:is|are|was|were)\b).+?))?(?: (?:for"
        r"|by|until|till|to))?$",
    ),
    Pattern(
        "snooze_reminder",
        r"(?:put (?:it|that|this) off|hold (?:it|that|this|on|off)(?: off)?|wait)(?: (?:for|by"
        r"|until"
        r"|till|to|another))*$",
        timed=True,
    ),
    Pattern(
        "snooze_reminder",
        r"(?:just |only )?(?:another (?:\w+ )?|(?:a )?\w+ more )(?:minutes?|mins?|hours?|hrs?)$",
        raw=True,
        timed=True,
    ),
    Pattern(
        "snooze_reminder",
        r"(?:{remind}|ask|tell|bug) {me}(?: (?:about )?(?:it|this|that))? ?(?:again|later|again "
        r"later|a bit later|a little later|about it later|some other time|in a (?:bit|while))(?: "
        r"(?:about|to) (?P<which>.+?))?$",
    ),
    Pattern(
        "snooze_reminder",
        r"(?:not (?:right )?now|not yet|later|a bit later|give me (?:a )?(?:some )?(?:more )"
        r"?(?:time|minutes|a moment|longer)?|give me|come back|check back|try (?:me )?again|ask "
        r"(?:me )?again|ask me)(?:,? (?:remind me|ask me|come back|again|later|please))*$",
        timed=True,
    ),
    Pattern(
        "snooze_reminder",
        r"(?:not now|not yet|later|a bit later|remind me later|in a bit|in a while)$",
    ),
)
NEW: tuple[Pattern, ...] = (
    Pattern(
        "create_reminder",
        r"(?P<task>(?!(?:please |just |don't |not )*{remind}\b).+?)[,;-]+ (?:please |so )*"
        r"{remind} {me}$",
        timed=True,
    ),
    Pattern(
        "create_reminder",
        r"(?:i )?(?:need|want|would like|'d like) (?:an? )(?P<noun>alarm|timer)(?: (?:to|for) "
        r"(?P<task>.+))?$",
        timed=True,
    ),
    Pattern(
        "create_task",
        r"reminded {me} (?P<task>.+)$",
        timed=True,
    ),
    Pattern(
        "recall",
        r"remind {me}(?: again)? (?:what|who|where|which|how) (?P<query>.+?)(?: (?:is|are|was|were"
        r"|again))*$",
        untimed=True,
    ),
    Pattern(
        "create_reminder",
        (
            r"be (?:reminded|pinged|nudged|notified|alerted)(?: (?:to|of|about|that|for))? "
            r"?(?P<task>.+)$"
        ),
    ),
    Pattern(
        "create_reminder",
        r"(?:{remind})(?! (?:him|her|them|you|everyone|everybody|people|yourself)\b)(?: {me})?"
        r"(?: again)?[,:]? ?(?P<task>.*)$",
        long=True,
    ),
    Pattern(
        "create_reminder",
        r"(?:{set}) (?:me |up |us )?(?:a |an |another |the |my |one |new |quick |daily |weekly "
        r"|recurring |gentle |insistent |persistent |repeating |simple |one-time )"
        r"*(?P<noun>reminder|alarm|timer|nudge|ping|heads[- ]up|poke|shout|wake-up call|alert"
        r"|notification|to-?do|task|remainder|rimender)s?(?: (?:clock|for me|for us|up|me)"
        r")?(?: ?[:,-])?(?: (?:to|for|about|that|called|named|saying|so|of|labell?ed|titled|with "
        r"the text))* ?(?P<task>.*)$",
    ),
    Pattern(
        "create_reminder",
        r"(?:don't|do not|dont|never) let {me} (?:forget|miss)(?: (?:to|about|that))?"
        r" (?P<task>.+)$",
    ),
    Pattern(
        "create_reminder",
        r"(?:i need|i want|i would like|i'd like|i could use|i should get) (?:a (?:reminder|nudge"
        r"|ping|heads-up)|to be (?:reminded|pinged|nudged|notified|alerted)|to remember)(?: (?:to"
        r"|of|about|that|for))? ?(?P<task>.+)$",
    ),
    Pattern(
        "create_reminder",
        r"(?:wake {me}(?: up)?|get {me} up)(?P<task>.*)$",
        timed=True,
        fixed={"noun": "wake"},
    ),
    Pattern(
        "create_reminder",
        (
            r"(?:don't forget to|do not forget to|dont forget to|don't forget|remember to"
            r"|make "
            r"sure(?: that)?(?: i don't forget(?: to)?| i remember(?: to)?| i| to)|note to "
            r"self|see to it that i|ensure i)"
            r"[,:]? (?P<task>(?!that\b).+)$"
        ),
        timed=True,
    ),
    Pattern(
        "create_reminder",
        r"(?:(?:tell|ask|message|text|warn) {me}|let {me} know) (?:to|that it's time to|when it's"
        r" time to|it's time "
        r"to) (?P<task>.+)$",
        timed=True,
    ),
    Pattern(
        "create_reminder",
        r"(?:just )?(?:a |an |quick )*(?P<noun>reminder|alarm|todo|to-do|to do(?=:)|timer)(?: for"
        r" me)?(?:(?: ?[:,-]+| to| about| for|"
        r" (?={do})) ?(?P<task>.+))"
        r"?$",
        timed=True,
    ),
    Pattern(
        "create_reminder",
        r"(?:set|create|make|add|need) (?:me )?(?:a|an|another) (?P<task>(?!.*\bto\b)[\w' -]+?) "
        r"(?:reminder|alarm)(?: (?:for|at|on))*$",
        timed=True,
    ),
)
BEFORE: tuple[Pattern, ...] = (
    Pattern(
        "remind_of_event",
        r"{remind} {me} (?:of it |about it )?(?P<lead>(?:an? |half an? )?(?:[\w.]+ )?[\w-]+)"
        r" (?:before|ahead of|prior to) (?:the |my |our |that )?(?P<which>[\w].+)$",
        raw=True,
    ),
    Pattern(
        "remind_of_event",
        r"{remind} {me} (?:of|about) (?:the |my |our |that )?(?P<which>.+?) (?P<lead>(?:an? "
        r"|half an? )?(?:[\w.]+ )?[\w-]+) (?:before(?: (?:it|that)(?: (?:starts|begins))?)?"
        r"|in advance|ahead|beforehand|earlier)$",
        raw=True,
    ),
    Pattern(
        "remind_of_event",
        r"(?:{nag} {me}|{remind} {me} (?:insistently|stubbornly)) (?P<lead>(?:an? |half an? )?"
        r"(?:[\w.]+ )?[\w-]+) (?:before|ahead of|prior to) (?:the |my |our |that )?"
        r"(?P<which>[\w].+)$",
        raw=True,
    ),
    Pattern(
        "remind_before",
        r"(?P<fact>.+?)[,.;]? (?:and |so |please |can you |could you )*{remind} {me} (?P<lead>.+?) "
        r"(?:before|earlier|in advance|ahead|beforehand|prior)(?: (?:that|it|of time))?$",
        raw=True,
    ),
)
LOOSE: tuple[Pattern, ...] = (
    Pattern(
        "create_reminder",
        r"(?P<task>.+?)[,.!;-]+ (?:please |can you |could you |will you |would you )*(?:{remind}"
        r" {me}|set (?:a|an) (?:reminder|alarm))(?: "
        r"(?:about|of) (?:it|that|this))?$",
    ),
    Pattern(
        "create_reminder",
        r"(?P<task>.+?)[,;-]* (?:please |can you |could you |will you |would you )*(?:{remind}"
        r" {me})$",
        timed=True,
    ),
)
