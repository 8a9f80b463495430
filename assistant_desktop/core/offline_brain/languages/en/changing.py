"""English intents about reminders that exist."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

CHANGES: tuple[Pattern, ...] = (
    Pattern(
        "acknowledge_reminder",
        r"(?:i )?(?:have |just |\'ve )*(?:finished|completed|done|did) {the}(?P<which>.+?) {rem}$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:i'm |i am |it's |that's |that is |it is |all |already )*{done}(?: (?:with )?(?:it"
        r"|that|this))?(?: already| now)?$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:got it|(?:i )?(?:took|taken) care of (?:it|that|this)|did it|i did it|i did|i did"
        r" that|did that|done it|i've done it|i have done it"
        r"|i have done that|acknowledged?|ack|confirmed?|i confirm|check|tick it off|check it off"
        r"|mark it(?: as)? (?:done|complete|completed|finished)|mark (?:that|this)(?: as)? "
        r"(?:done|complete|completed|finished)|complete it|finish it|i've finished|i finished it)"
        r"$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:mark|check|tick|cross|set|flag|consider|count) {the}(?P<which>.+?)(?: {rem})?(?: as)?"
        r" (?:off|done"
        r"|complete|completed|finished|off the list|off my list)$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:mark|set|flag)(?: as)? (?:done|complete|completed|finished)[:,]? (?P<which>.+)$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:check off|tick off|cross off|complete|finish|acknowledge|ack|confirm) "
        r"{the}(?P<which>.+?)(?: {rem})?$",
        untimed=True,
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:i'm |i am |we're )?(?:done|finished|through) w(?:ith|/)? ?"
        r"{the}(?P<which>.+?)(?: {rem})?$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"{the}(?P<which>[\w' -]+?)(?: {rem})?(?:,? (?:is|are|has been|have been|was)|'s)"
        r" {done}(?: now| already)?$",
    ),
    Pattern(
        "acknowledge_reminder",
        r"{the}(?P<which>[\w' -]+?)(?: {rem})?(?: is| are| has been| have been|'s) {completed}(?:"
        r" now| already)?$",
        untimed=True,
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:i(?:'ve| have)? |just |already )*(?:took|taken|had) (?:it|them|{the}(?P<which>(?:\w+ )"
        r"{{0,2}}(?:pills?|meds|medicine|medication|vitamins?|tablets?|antibiotics?|drops"
        r"|insulin)))"
        r"(?: already| now| today)?$",
        raw=True,
    ),
    Pattern(
        "acknowledge_reminder",
        r"(?:i(?:'ve| have)? )?(?:already |just )*(?P<which>[\w' -]+?),? (?:so |and )?(?:check|tick"
        r"|cross|mark) (?:it|that|this)(?: one)?(?: off| as done| done)$",
    ),
    Pattern(
        "skip_reminder",
        r"skip(?: (?:it|this|that|this one|that one|{the}{rem}|this time|for now))*(?: today"
        r"| now| for today)*$",
        raw=True,
    ),
    Pattern(
        "skip_reminder",
        r"skip {the}(?:{rem} (?:to|about|for) )?(?P<which>(?!to\b|the\b)[\w'-]+"
        r"(?: [\w'-]+){{0,3}}?)(?: {rem})?(?: (?:this time|for now|once|today|tonight))*$",
        raw=True,
    ),
    Pattern(
        "undo",
        r"(?:undo(?: (?:it|that|this|the last (?:one|thing|change|action)))?|take (?:it|that) back"
        r"|revert(?: (?:it|that|the last change))?|(?:put|change|move) it back(?: as it was)?)$",
    ),
    Pattern(
        "cancel_reminder",
        r"{cancel}(?: {me})?(?: (?:it|that|this|that one|this one|the last one|the last {rem}"
        r"|(?:the |my |that |this )?{rem}))?$",
    ),
    Pattern(
        "cancel_reminder",
        r"{cancel} {the}{rem} (?:that )?(?:i|you|we) (?:set|made|created|have|asked)(?: for| on|"
        r" at)*$",
        timed=True,
    ),
    Pattern(
        "cancel_reminder",
        r"take {the}(?P<which>.+?) off (?:of )?{the}{rem}(?: list)?$",
    ),
    Pattern(
        "cancel_reminder",
        r"(?:don't|do not|dont|no longer) remind {me} (?:about|to|of) (?P<which>.+?) (?:anymore"
        r"|any more|any longer|again)$",
        raw=True,
    ),
    Pattern(
        "cancel_reminder",
        r"(?:don't|do not|dont) remind {me} about (?P<which>(?!it\b|that\b|this\b).+)$",
        raw=True,
        untimed=True,
    ),
    Pattern(
        "list_reminders",
        r"what(?:'s| is| else is|s)(?: left)? on (?:my|the) (?:to[- ]?do )?list$",
    ),
    Pattern(
        "cancel_reminder",
        r"{cancel} {the}(?:one|{rem}) (?:about|to|for|on|of|called|named|that says|saying|with"
        r"|regarding"
        r"|set for) (?P<which>.+)$",
    ),
    Pattern(
        "cancel_reminder",
        r"{cancel} {the}(?P<which>.+?) {rem}$",
    ),
    Pattern(
        "cancel_reminder",
        r"(?:stop|quit) (?:reminding|nagging|bugging|pinging|notifying|alerting|bothering) "
        r"{me}(?: (?:about|to|of) (?P<which>.+))?$",
    ),
    Pattern(
        "cancel_reminder",
        r"(?:never ?mind|forget)(?: about)? (?:the|that|my) (?:one|{rem}) (?:about|to|for|with|on) "
        r"(?P<which>.+)$",
    ),
    Pattern(
        "cancel_reminder",
        r"i (?:don't|do not|no longer) (?:need|want) {the}(?:(?P<which>.+?) )?{rem}(?: (?:about|to"
        r"|for) "
        r"(?P<which2>.+?))?(?: anymore| any more| any longer)?$",
        raw=True,
    ),
    Pattern(
        "list_reminders",
        r"{show} {the}(?:of )?{the}(?:upcoming |active |pending |next |current |open "
        r"|planned |scheduled |remaining |set |overdue |due |other |outstanding |new )*{rem}(?: "
        r"(?:i have|do i have|have i (?:got|set)|are there|set|i've set|are (?:set|coming up"
        r"|pending|due|active)|there are|coming up|pending|due|left|list|planned|scheduled|for me"
        r"|active|set up|i set|i've got|have you got|you have))*(?: (?:about|with|for|mentioning"
        r"|regarding|containing|related to) (?P<query>.+))?$",
    ),
    Pattern(
        "list_reminders",
        r"(?:is there )?(?:anything|something) (?:that )?i (?:need|have|ought) to (?:remember|do"
        r"|get "
        r"done)(?: .*)?$",
    ),
    Pattern(
        "list_reminders",
        r"what(?:'s| is|s) (?:left )?(?:on|in) (?:the |my |our )?(?:to-?do|to do|task"
        r"|reminders?)(?: "
        r"list)?(?: for)?$",
    ),
    Pattern(
        "list_reminders",
        r"(?:{the}|all )?(?:upcoming |active |pending |next |my )*{rem}(?: list)?(?: (?:about"
        r"|mentioning|regarding) (?P<query>.+))?$",
    ),
    Pattern(
        "list_reminders",
        r"(?:(?:tell|show) me )?(?:what|which|how many) (?:\w+ )?{rem} "
        r"(?:do i have|have i|i(?:'ve got| have)|are there|are|did i"
        r"|am i|is)"
        r"(?: .*?)?(?: (?:about|for|with) (?P<query>.+))?$",
    ),
    Pattern(
        "list_reminders",
        r"(?:do i have|have i got|is there|are there|have i) (?:anything|something|(?:any|an?)"
        r" {rem})(?: "
        r"(?:set|planned|scheduled|coming up))?(?: (?:on|for))* (?:about|regarding|concerning|to "
        r"do with|for|with) (?P<query>.+)$",
    ),
    Pattern(
        "list_reminders",
        r"(?:when|what)(?:'s| is| are| will be) (?:my |the )?(?:next|upcoming|coming|following) "
        r"(?:{rem})$",
    ),
    Pattern(
        "list_reminders",
        r"(?:which|what|how many|any)(?: of)?(?: my| the)? {rem} (?:are|is|were|do i have)(?: "
        r"(?:overdue|due|late|pending|active|open|left|missed|coming up|set|planned))*$",
    ),
    Pattern(
        "list_reminders",
        r"what (?:do you have to|will you|are you (?:going|supposed) to|should you) remind me(?: "
        r"(?:about|of))?.*$",
    ),
    Pattern(
        "list_reminders",
        r"what (?:am i|do i|should i|have i) (?:supposed to|need to|have to|got to|must) (?:do"
        r"|remember|get done)(?: .*)?$",
    ),
    Pattern(
        "list_reminders",
        r"(?:show|tell) me what(?:'s| is)(?: there)?$",
        timed=True,
    ),
    Pattern(
        "list_reminders",
        (
            r"(?:(?:show|tell) me )?what(?:'s| is) (?:next|coming up|due|pending|left)(?: for "
            r"me| on my list| to do)?$"
        ),
    ),
    Pattern(
        "update_reminder",
        r"change {the}{rem} (?:to|about) (?P<which>(?!say\b).+?) (?:to|until|till) (?:at )?"
        r"(?:\d[\w: ]*|noon|midnight|tonight|(?:tomorrow|{weekday}|next \w+)\b.*)$",
        raw=True,
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:rename|reword|rephrase|retitle|change) {the}{rem} (?:to|about|for|called) "
        r"[\"“']?(?P<which>(?P<verb>\w+).*?)[\"”']? (?:to|into|as) (?:say )?[\"“']?"
        r"(?P<text>(?:(?P=verb)\b|{do}).*?)[\"”']?$",
        untimed=True,
        fixed={"text_change": "yes"},
    ),
    Pattern(
        "update_reminder",
        (
            r"(?:rename|reword|rephrase|retitle|change) (?:the (?:text|wording|name|title) "
            r"(?:of|for) )?"
            r"{the}(?:(?P<which>.+?) )?{rem}(?:'s)?(?: "
            r"(?:text|name|title|wording))? (?:to|into|as) (?:say )?[\"“']?(?P<text>.+?)"
            r"[\"”']?$"
        ),
        fixed={"text_change": "yes"},
    ),
    Pattern(
        "update_reminder",
        r"{move} {the}(?P<which>.+?) {rem}(?:'s)?(?: (?:time|date))?(?:[:,]? (?:and )?(?:make|set)"
        r" it)?"
        r"(?: (?:to|for|until|by|from"
        r"|so that it(?:'s| is)|at))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:change|rename|reword) [\"“'](?P<which>.+?)[\"”'] (?:to|into)"
        r" [\"“'](?P<text>.+?)[\"”']$",
        fixed={"text_change": "yes"},
        raw=True,
    ),
    Pattern(
        "update_reminder",
        r"{the}(?P<which>[\w' -]+?) {rem} (?:should|must|has to|needs to) (?:say|read|be called) "
        r"[\"“']?(?P<text>.+?)[\"”']?$",
        fixed={"text_change": "yes"},
    ),
    Pattern(
        "update_reminder",
        r"{the}(?P<which>[\w' -]+?) {rem} (?:should|must|has to|needs to|can|ought to) (?:be|go off"
        r"|ring|come|happen|fire)(?: (?:moved|set|for|to|at|on|instead|rather))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:make|set|let|have) (?:the|my|that) (?P<which>.+?) {rem}(?: (?:to|for|at|on|be|repeat"
        r"|recur|go off|ring|happen|run))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:bring|pull|push|put) {the}(?P<which>.+?) {rem} (?:forward|back|ahead|off)(?: (?:to"
        r"|until|by|for))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"{move} {the}{rem} (?:about|to|for|of|called|on) (?P<which>.+?)(?: (?:to|until|by|from"
        r"|at))*$",
        timed=True,
    ),
    Pattern(
        "update_reminder",
        r"(?:{move}|set)(?: (?:it|that|this|that one|the last one|(?:the |my |that |this )"
        r"?(?:last )?{rem}))?(?: (?:back|forward|out|ahead|to|for|until|till|by|from|at|time|date)"
        r")*$",
        timed=True,
    ),
)
