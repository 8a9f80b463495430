"""How facts are told in English. (kind, key, expression); values are taken as they are written."""

UNCERTAIN = (
    r"^\s*(?:if|when|maybe|perhaps|suppose|imagine|pretend|what if|as if|say)\b"
    r"|\b(?:would|could|might|used to|wish|if i|as if|joking|kidding|he said|she said|they said)\b"
    r"|[\"“”«»]"
)
_ILLNESS = (
    r"\b(?:allerg\w*|diabet\w*|diagnos\w*|pregnan\w*|depress\w*|medication|blood type|hiv"
    r"|cancer|asthma\w*|epilep\w*|insulin|antidepressants?)\b"
)
PRIVATE = (
    ("secret", r"\b(?:password|passcode|pin(?: code)?|ssn|door code|alarm code)\b"),
    ("money", r"\b(?:salary|debts?|mortgage|bank account|card number|iban|i earn)\b"),
    ("health", _ILLNESS),
)
_WHO = (
    r"(?P<who>wife|husband|partner|girlfriend|boyfriend|mother|mom|mum|father|dad|sister|brother"
    r"|son|daughter|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|niece|nephew|boss"
    r"|neighbou?r|friend|dog|cat|doctor|landlord)"
)
_NAME = r"(?P<value>[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})"
_PLACE = r"(?P<value>(?:the )?[A-Z][\w'-]+(?:(?:,| of| the)? [A-Z][\w'-]+){0,3})"
_THING = (
    r"(?P<value>(?!you\b|it\b|that\b|this\b|them\b|him\b|her\b|how\b|what\b|when\b)[\w' -]{2,60})"
)
_DATE = r"(?P<value>[\w ]{3,40})"
_HATE = r"(?:hate|dislike|can't stand|don't like)"
_IS = r"(?P<value>[\w' -]{2,40} is [\w' -]{2,40})"
_CONDITION = (
    r"\bI(?:'m| am| have| was diagnosed with)(?: a| an)?"
    r" (?P<value>diabet\w+|asthma\w*|epilep\w+|pregnant)\b"
)
_CODE = r"(?P<who>(?:[\w']+ ){0,2}?(?:pin(?: code)?|PIN|password|passcode)(?: for [\w' ]{2,30})?)"
_END = r"(?=[.,;!…]|$| and | but | because | since )"

PATTERNS = (
    ("person", "me/name", r"\b[Mm]y name(?: is|'s) " + _NAME),
    ("person", "me/name", r"^(?:[Yy]ou can |[Pp]lease )?[Cc]all me " + _NAME + _END),
    ("person", "{who}/name", rf"\b[Mm]y {_WHO}(?:'s name is| is called| is named|, named) {_NAME}"),
    ("fact", "{who}/birthday", rf"\b[Mm]y {_WHO}'s birthday is (?:on )?{_DATE}{_END}"),
    ("fact", "me/birthday", rf"\b[Mm]y birthday is (?:on )?{_DATE}{_END}"),
    ("fact", "me/birthday", rf"\bI was born (?:on|in) {_DATE}{_END}"),
    ("fact", "{who}/home", rf"\b[Mm]y {_WHO} (?:lives|has moved|moved) (?:in|to) {_PLACE}"),
    ("fact", "me/home", r"\b(?:I|We|we)(?: now| have|'ve)? (?:live|moved) (?:in|to) " + _PLACE),
    ("fact", "me/work", r"\bI work (?:at|for|as) (?P<value>[\w'& -]{2,60}?)" + _END),
    ("fact", "me/from", r"\bI(?:'m| am) (?:originally )?from " + _PLACE),
    ("preference", "me/diet", r"\bI(?:'m| am) (?:a )?(?P<value>vegetarian|vegan|pescatarian)\b"),
    ("preference", "me/prefers/", rf"\bI (?:really |much )?prefer {_THING}{_END}"),
    ("preference", "me/dislikes/", rf"\bI (?:really )?{_HATE} {_THING}{_END}"),
    ("preference", "me/likes/", rf"\b[Mm]y favou?rite {_IS}{_END}"),
    ("health", "me/allergy/",
     r"\bI(?:'m| am) (?:very |badly |deathly )?allergic to (?P<value>[\w' -]{2,40}?)" + _END),
    ("health", "me/allergy/", r"\bI have an allergy to (?P<value>[\w' -]{2,40}?)" + _END),
    ("health", "me/blood type", r"\b[Mm]y blood type is (?P<value>[\w+ -]{1,20}?)" + _END),
    ("health", "me/condition/", _CONDITION),
    ("secret", "me/{who}", rf"\b[Mm]y {_CODE} is (?P<value>\S{{2,60}})"),
    ("money", "me/salary", r"\b(?:[Mm]y salary is|I earn) (?P<value>[\w.,$€£ ]{2,40})"),
    ("fact", "me/speaks/", r"\bI speak (?P<value>[A-Z]\w+(?:(?:,| and|, and) [A-Z]\w+)*)" + _END),
)  # fmt: skip
