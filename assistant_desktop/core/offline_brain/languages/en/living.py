"""English intents about health and the calendar."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

LOG: tuple[Pattern, ...] = (
    Pattern(
        "log_health",
        r"take (?=(?:my |the |some )*(?:\d|[½¼¾⅓⅔⅛]|half|one|two|three|four|an? ))"
        r"(?=.*\b(?:mg|mcg|iu|g|ml|pills?|tablets?|tabs|capsules?|drops?)\b)(?!.*\bwater\b)"
        r"(?P<health>.*)$",
        raw=True,
        untimed=True,
    ),
    Pattern(
        "log_health",
        r"(?:{log}|i (?:just |have |had |only |also |already )?|i've (?:just )?|my |today |this "
        r"morning |yesterday |last night |tonight |we |just |had |weight|(?:blood )?pressure"
        r"|bp|heart rate|pulse|steps|sleep|body |water|temperature|temp|glucose|(?:blood )?sugar"
        r"|mood|slept|drank"
        r"|walked|ran|took|weighed|measured |resting |did |cycled |biked |swam |jogged |ate "
        r"|burned |got |feel"
        r"|feeling |\d)(?=.*[\d½¼¾⅓⅔⅛]|.*\b(?:one|two|three|four|five|six|seven"
        r"|eight|nine|ten|eleven|twelve|a glass|half|quarter|a cup|an?) )(?P<health>.*)$",
        raw=True,
    ),
)
ASK: tuple[Pattern, ...] = (
    Pattern(
        "query_health",
        (
            r"how (?:much|many|long|far|often)\b.* (?:did|have|do) i (?P<health>(?:run|walk"
            r"|walked|cycle|swim|jog|exercise|train|work out|trained|exercised|cycled)\b.*)$"
        ),
        raw=True,
    ),
    Pattern(
        "query_health",
        r"(?:what(?:'s| is| was| were| are|s| has| have)?|average|mean|total|max(?:imum)?"
        r"|min(?:imum)?|highest|lowest|latest|last|history of|stats for|how(?: much| many| long| "
        r"well| often| far| high|'s| is| was)?|show(?: me)?|tell me|give me|list|display|check"
        r"|compare|graph|plot|chart|see|view|get|find)\b(?=.*\b{measure})(?!.*\b(?:do|does|can"
        r"|should) (?!i\b|we\b))(?!.*\b(?:weather"
        r"|outside|remind)\b) ?(?P<health>.+)$",
        raw=True,
    ),
    Pattern(
        "query_health",
        r"(?:my )?(?P<health>{measure}(?: \w+)? (?:history|stats|statistics|trends?|chart|graph"
        r"|readings"
        r"|log)\b.*)$",
        raw=True,
    ),
    Pattern(
        "query_health",
        r"(?:did|have|has|do|am|is|was) (?:i|my) (?=.*\b{measure})(?P<health>.+)$",
        raw=True,
    ),
)
_ALL_DAY: tuple[Pattern, ...] = (
    Pattern(
        "create_event",
        r"(?:{add} )?(?:an? |the )*(?:event|entry)(?: called| named|:)? "
        r"(?!.*\b{calendar}\b)(?P<title>(?!.*\b{rem}\b).+?)"
        r"(?: (?:for|on|at|from))*$",
        timed=True,
        all_day=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?:off )?(?:for )?(?!.*\b{calendar}\b)(?P<title>(?!.*\b{rem}\b).+?)"
        r"(?: (?:for|on|at|from))*$",
        timed=True,
        all_day=True,
    ),
    Pattern(
        "create_event",
        r"(?:an? |the )?(?!.*\b{calendar}\b)(?P<title>(?:[\w-]+ )?{event}(?: (?:with|at) .+?)?)$",
        timed=True,
        all_day=True,
    ),
)
CALENDAR: tuple[Pattern, ...] = (
    *_ALL_DAY,
    Pattern(
        "delete_event",
        r"(?:{cancel}|empty|wipe)(?: out)? (?:everything (?:from|in|on|off) )?{the}"
        r"(?:whole |entire )?(?P<which>{calendar})$",
    ),
    Pattern(
        "cancel_reminder",
        r"(?:cancel|delete|remove) (?:absolutely )?everything$",
    ),
    Pattern(
        "delete_event",
        r"{cancel} {the}(?P<which>.+?) (?:from|in|on|off) {the}{calendar}$",
    ),
    Pattern(
        "delete_event",
        r"{cancel} {the}(?P<which>.*?(?:{event})(?: (?:with|about|at|on|for|of|to) .+)?)$",
    ),
    Pattern(
        "cancel_reminder",
        r"(?:cancel|cancle|delete) {the}(?P<which>(?!(?:{rem}|everything|{finite})\b)(?!\w+"
        r" {finite}\b)\w.*)$",
    ),
    Pattern(
        "update_event",
        r"{move} (?:the )?(?:(?:time|date|start|start time|end)(?: of| for) )"
        r"?{the}(?P<which>(?!.*\b{rem}\b).*?\b(?:{event})(?: (?:with|about|for|of) .+?)?)"
        r"(?: (?:on|in) (?:the|my) (?:calendar|schedule))?"
        r"(?: (?:to|till|until|from|by|for|at|time|back|forward|up|out|ahead))*$",
        timed=True,
    ),
    Pattern(
        "update_event",
        r"(?:push|put|move|bring|pull) (?:back|forward|up|ahead) {the}(?P<which>(?!.*\b{rem}\b).*?"
        r"\b(?:{event})(?: (?:with|about|for|of) .+?)?)(?: (?:to|by|until|till))*$",
        timed=True,
    ),
    Pattern(
        "update_event",
        r"(?:bring|push|pull|put) {the}(?P<which>(?!.*\b{rem}\b).*?\b(?:{event})(?: (?:with|about"
        r"|for|of) .+?)?) (?:back|forward|up|off|ahead)(?: (?:to|until|till|by))*$",
        timed=True,
    ),
    Pattern(
        "update_event",
        r"(?:rename|retitle) {the}(?P<which>.*?\b{event}(?: (?:with|about) .+?)?) (?:to|as) "
        r"[\"“']?(?P<title>.+?)[\"”']?$",
    ),
    Pattern(
        "list_events",
        r"{show} (?:(?:there|any|anything|something|up|coming|planned|scheduled|booked|on|going"
        r"|happening|the|my|all|in|next|do|i|have|for|me|of|some|a|upcoming|first|last|else|free"
        r"|got|scheduled) )*(?:{calendar}|{event})(?: (?:do i have|i have|have i got|are there"
        r"|planned|scheduled|on my {calendar}|in my {calendar}|coming up|like|look like|for|is"
        r"|going|booked|on|in|the|my|look|up))*$",
    ),
    Pattern(
        "list_events",
        (
            r"what(?:'s| is|s| do i have| have i got| am i doing| do i do| are my plans| are "
            r"we doing"
            r"| have i planned| is there| will i be doing| is planned)(?: (?:on|in|my|the"
            r"|planned"
            r"|plate|docket|scheduled|for|going on|happening|coming up|up|me|plans|calendar"
            r"|agenda|schedule|to do"
            r"|on for))*$"
        ),
        timed=True,
    ),
    Pattern(
        "list_events",
        r"(?:am i|are we|do i have|have i got|is my (?:day|morning|afternoon|evening)|when am i"
        r"|do i|will i be)(?: (?:free|busy|available|booked|anything|something|plans|any|time|on"
        r"|in|planned|scheduled|going|my|the|a|have|got|{calendar}|{event}|doing|else|open|slots?"
        r"|for|any plans|up))*$",
        timed=True,
    ),
    Pattern(
        "list_events",
        r"(?:what|which|how many) (?:{event}|plans|things|commitments) (?:do i have|have i got"
        r"|are there|are|do we have|have i|is there)(?: (?:planned|scheduled|booked|coming up|on"
        r"|for|in|my|the|{calendar}))*$",
    ),
    Pattern(
        "list_events",
        r"(?:any|are there any|do we have any|got any|have i any) (?:plans|meetings|events"
        r"|appointments|calls|commitments)(?: (?:for|on|over|planned|scheduled))*$",
    ),
    Pattern(
        "list_events",
        r"(?:what(?:'s| is) my |{the}|my )(?:next |upcoming |first )?(?:{calendar}|{event})(?: "
        r"(?:for|look like|like))*$",
    ),
    Pattern(
        "list_events",
        r"(?:when|what time)(?:'s| is| are| do i have) (?:my |the |our )?(?:next |upcoming |first"
        r" )?"
        r"(?!.*\bbirthday)(?:[\w-]+ ){{0,2}}?{event}(?: "
        r"with .+| about .+)?$",
    ),
    Pattern(
        "list_events",
        r"when (?:do i have|have i got|is there) (?:any |some )?(?:free |spare )?time(?: (?:on|in"
        r"|for))*$",
        timed=True,
    ),
    Pattern(
        "list_events",
        r"(?:is there |there is )?(?:anything|something)(?: "
        r"(?:on|planned|scheduled|booked|going on|happening|else|coming"
        r" up"
        r"|for me|in (?:my|the) {calendar}))*$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?:a |an |the )?(?:new )?(?:event|entry|meeting|appointment) (?:to|in|into|on"
        r"|onto) "
        r"(?:the |my |our )*{calendar}[:,-]+ ?(?P<title>.+)$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?P<title>(?:a |an |the |my |another |new |some )*.+?),? (?:to|in|into|on|onto) "
        r"(?:the |my |our )*{calendar}(?: (?:for|on|at|from))*$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"(?:i have |i've got |we have |we've got |there(?:'s| is) )?"
        r"(?P<title>(?!{add}\b).+?)[,.;]? (?:and )?(?:please )?{add} (?:it|this|that) (?:to|in|into"
        r"|on|onto) (?:the |my |our )*{calendar}$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?:to|in|into|on) (?:the |my |our )*{calendar}[:,]? (?P<title>.+)$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?:a|an|the|my|another|new|some)? ?(?:calendar )?(?:(?:event|entry)(?: "
        r"called| named| titled|:|,| -| for)?(?! (?:with|for|on|at|from|to)\b)|(?:appointment"
        r"|meeting)(?: called| named| titled|:|,| -)) ?[\"“']?(?P<title>.+?)[\"”']?(?: (?:for|on"
        r"|at|from))*$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"{add} (?P<title>(?:a |an |the |my |our |another |new |some |me |time |for )"
        r"*(?!(?:.*\b{rem}\b))[\w' -]*?\b(?:{event}|{appointment})\b.*?)(?: (?:for|on|at|from"
        r"|to))*$",
        timed=True,
    ),
    Pattern(
        "create_event",
        r"(?:block(?: off| out)?|schedule|book|plan|arrange|pencil in|reserve|organi[sz]e)(?: out"
        r"| off)?(?: some)?(?: time)?(?: (?:for|to|in))? (?P<title>(?!.*\b{rem}\b).+?)(?: (?:for"
        r"|on|at|from|to))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:{move}) {the}(?P<which>.+?)(?: (?:back|forward|to|until|till|by|from|for|at))*$",
        timed=True,
        fixed={"time_last": "yes"},
    ),
)
