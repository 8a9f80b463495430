"""English: targets, medicines that were taken, and readings kept on a second yes."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

_OTHERS = (
    r"(?:walks?|showers?|baths?|naps?|breaks?|taxi|bus|train|trash|garbage|dog|cat|car|kids?"
    r"|photos?|pictures?|notes?|exams?|tests?|time|day|look|part|place|care|lunch|dinner"
    r"|breakfast|meetings?|calls?|appointments?|plans?|events?|reminders?|it|that|this|him|her"
    r"|them|me|you|anything|something|everything|water|coffee|tea)\b"
)

WELLBEING: tuple[Pattern, ...] = (
    Pattern(
        "keep_anyway",
        r"(?:yes,? |yep,? |yeah,? |sure,? |ok,? |okay,? )*(?:(?:please )?(?:keep|save|log|write|"
        r"record|put)(?: it| that)?(?: down)?(?: anyway| as it is)?|it(?:'s| is) (?:right|correct"
        r"|true)|that(?:'s| is) (?:right|correct|true)|yes|correct|anyway)[.!]?$",
        raw=True,
    ),
    Pattern(
        "remove_target",
        r"(?:remove|delete|drop|clear|forget|cancel) (?:the |my )*(?=.*\b{measure})"
        r"(?:[\w ]+ )?(?:target|goal)(?: (?:for|of|on) .+)?$",
        raw=True,
    ),
    Pattern(
        "tell_targets",
        r"(?:what(?:'s| is| are|s)|show(?: me)?|list|tell me) (?:my |the |all )*(?:health "
        r"|daily )*(?:{measure} )?(?:targets?|goals?)(?: (?:for|of) {the}{measure})?$",
        raw=True,
    ),
    Pattern(
        "set_target",
        r"(?=.*\d)(?=.*\b{measure})(?!.*\b(?:remind|reminder|meeting|reached|hit|met|missed"
        r"|almost|towards?)\b)(?:(?:set|change|update|make|add|put) )?"
        r"(?:(?:a|an|the|my|new|daily|our) )*(?!i\b)(?:[\w-]+ ){{0,3}}(?:target|goal)s?\b",
        raw=True,
    ),
    Pattern(
        "was_taken",
        r"(?:did|have|had) i (?:already |just |really )?(?:take|taken|took|have|had)"
        rf"(?: my| any| the)? (?P<medicine>(?!an? )(?!{_OTHERS})[a-z][\w-]+"
        r"(?: (?!already\b|yet\b)[\w-]+)?)"
        r"(?: already| yet)?$",
    ),
)
