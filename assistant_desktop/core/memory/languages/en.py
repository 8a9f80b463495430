"""How facts are told in English. (kind, key, expression); values are taken as they are written."""

from assistant_desktop.core.memory.languages.private_en import DRUG, ILLNESS

UNCERTAIN = (
    r"^\s*(?:if|when|maybe|perhaps|suppose|imagine|pretend|what if|as if|say)\b"
    r"|\b(?:would|could|might|used to|wish|if i|as if|joking|kidding|said|says|wrote|writes|told me"
    r"|claims|according to|not true|untrue|just a joke)\b"
    r"|[\"“”„«»‹›]|(?:^|\s)'[^'\n]{3,}'(?!\w)|^\s*['‘]"
)
ASIDES = (
    r"(?:hi|hello|hey|well|so|ok|okay|also|note|notice|fyi|ps|p\.s\.|btw|by the way|remark|fact"
    r"|fun fact|funny|news|good news|bad news|update|about me|for the record|for your information"
    r"|to be clear|important|one thing|one more thing|another thing|just so you know"
    r"|my (?:[\w'-]+ ){0,2}(?:password|passcode|pin|code|iban|ssn|salary|birthday|name))"
)
"""What may stand before a colon in one's own remark."""
_LEAD = (
    r"(?:^\s*|[.!?…;:,\n(—–-]\s*|\b(?:please|can you|could you|would you|will you|you to|just|now"
    r"|then|also|so|ok|okay|hey|hi|hello|let's|kindly|help me|help me to|need to|want to|like to"
    r"|have to|how to|how do i|how would you|should i|and) )"
)
_TEXT = (
    r"(?:text|texts|e-?mails?|letters?|messages?|essays?|articles?|poems?|paragraphs?|sentences?"
    r"|posts?|stor(?:y|ies)|songs?|lyrics|drafts?|bio|transcript|chat|review|quote|passage|snippet"
    r"|note|tweet|statement)"
)
TASKS = (
    r"(?<!\bi )(?<!\bwe )\b(?:translate|summari[sz]e|paraphrase|rephrase|proof-?read|re-?write"
    r"|reword|spell-?check)\b"
    rf"|{_LEAD}(?:fix(?! up)|correct(?= \w)|write(?! down)|draft|reply|respond|edit|improve|polish"
    r"|compose|continue|shorten|expand|analy[sz]e|critique|transcribe|act as|act like|role-?play"
    r"|play|pretend|imagine|generate|quote|answer|check (?:the|this|my|for)"
    r"|tell (?:me )?an? (?:story|joke)|review|complete|convert|repeat after|say|read)\b"
    rf"|\b(?:this|the following|following|attached|forwarded|pasted) {_TEXT}\b"
    rf"|\bhere(?:'s| is| are) (?:an?|the|my|our|what|some|his|her|their) (?:\w+ )?{_TEXT}\b"
    r"|\b(?:here(?:'s| is) what|this is what) \w+ (?:wrote|said|sent|posted)\b"
    r"|\b(?:the )?(?:grammar|spelling|typos?) (?:in|of|below|here)\b|\bmy character\b"
    r"|\bin (?:my|the|this) (?:story|novel|game|role-?play|poem|song|lyrics|script|movie|dream)\b"
    r"|\byou are (?:now )?an? \w+.{0,40}\bi am\b"
    r"|\b(?:original|forwarded) message\b"
    r"|^\s*(?:from|to|cc|bcc|subject|date|sent|re|fwd?|reply-to)[ \t]*:"
    r"|^\s*dear (?:mr|mrs|ms|dr|sir|madam|all|team|hiring|customer|colleagues?)\b"
    r"|^\s*(?:(?:best|kind|warm)(?:est)? (?:regards|wishes)|sincerely|yours (?:truly|sincerely"
    r"|faithfully)|regards|sent from my \w+),?\s*(?:$|\n)"
)
"""Asks for work on a text, or shows that the text is somebody's letter or a story."""

_KIN = (
    r"wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|mother|mom|mum|father|dad|sister"
    r"|brother|son|daughter|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|niece|nephew"
    r"|boss|neighbou?r|friend|colleague|roommate|flatmate|dog|cat|horse|parrot|doctor|landlord"
)
SEVERAL = (
    "sister brother son daughter grandmother grandma grandfather grandpa aunt uncle cousin niece"
    " nephew neighbor neighbour friend colleague roommate flatmate dog cat horse parrot doctor"
    " pet child kid colleague teacher student fish bird rabbit hamster car bike house"
)
"""Of these a user may have more than one."""
_WHICH = (
    r"(?:older|younger|elder|eldest|oldest|youngest|big|little|middle|twin|first|second|third|best"
    r"|oldest|other|late|ex)"
)
_WHO = rf"(?:(?P<which>{_WHICH}) )?(?P<who>{_KIN})"
_CALLED = r"(?: (?P<called>[A-Z][\w-]+))?"
_NEVER_A_NAME = (
    r"(?!(?i:later|tomorrow|today|tonight|now|soon|back|again|maybe|when|after|before|anytime"
    r"|any|whenever|whatever|sometime|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|morning|noon|midnight|evening|afternoon|night|weekend|next|once|twice|first|asap|please"
    r"|crazy|stupid|old|in|at|on|by|if|as|the|a|an|not|never|this|that|only|right|up|out|daily"
    r"|january|february|march|july|september|october|november|december|christmas|easter)\b)"
)
_NAME = rf"{_NEVER_A_NAME}(?P<value>[A-Z][\w'-]*\w(?: [A-Z][\w'-]*\w){{0,2}})"
_MONTH = (
    r"(?i:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_NEVER_A_PLACE = (
    r"(?!(?:Plan|Slack|Teams|Windows|Linux|Mac|MacOS|Android|GitHub|GitLab|Azure|AWS|Python|Chrome"
    r"|Firefox|Kubernetes|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Hope|Fear|Hell"
    rf"|{_MONTH})\b)"
)
_PLACE = (
    rf"{_NEVER_A_PLACE}(?P<value>(?:the |St\. |Mt\. )?[A-Z][\w-]*(?:'(?!s\b)\w+)?"
    r"(?:(?:,| of| the)? (?!(?:I|I'm|But|And)\b)[A-Z][\w'-]+){0,3})(?!'s)(?!\w)"
)
_THING = (
    r"(?P<value>(?!you\b|it\b|that\b|this\b|them\b|him\b|her\b|how\b|what\b|when\b|not\b|to be\b)"
    r"[\w' -]{2,60}?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = (
    r"(?:twenty-|thirty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|\w+teenth|twentieth|thirtieth)"
)
_DATE = (
    rf"(?P<value>(?:the )?(?:{_DAY}|{_ORDINAL})(?: of)? {_MONTH}\b(?:,? \d{{4}}\b)?"
    rf"|{_MONTH}\.? (?:the )?(?:{_DAY}|{_ORDINAL})\b(?:,? \d{{4}}\b)?"
    r"|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d\d))?\b|\d{4}-\d\d-\d\d\b"
    r"|(?:Christmas|New Year's|Valentine's)(?: (?:Day|Eve))?\b)"
)
_IN_MONTH = rf"(?P<value>in (?:early |mid |late )?{_MONTH})\b"
_HATE = r"(?:hate|dislike|can't stand|cannot stand|don't like|do not like)"
_IS = r"(?P<value>[\w' -]{2,40} is [\w' -]{2,40}?)"
_NO_WORKPLACE = (
    r"(?!(?:living|while|moment|minute|change|bit|time|hour|day|week|month|year|break|weekend|end"
    r"|same|beginning|start|night|desk|computer|laptop|table|best|most|least|last|first|next|money"
    r"|fun|few|couple|lot|good|better|snail|slow|fast|high|normal|team|rule|result|whole|kind"
    r"|precaution|favou?r|reason|greater|sake|expense|edge|top|bottom)\b)"
)
_FOR = (
    rf"(?P<value>(?:an? |the ){_NO_WORKPLACE}[\w'& -]{{2,50}}?"
    rf"|{_NEVER_A_NAME}(?!I\b|{_MONTH}\b|Home\b|Full\b|Half\b)[A-Z][\w'&.-]*"
    r"(?: (?:[A-Z&][\w'&.-]*|of|and(?= [A-Z])|the)){0,4})"
)
_AS = rf"(?P<value>(?:an? |the ){_NO_WORKPLACE}[\w'& -]{{2,50}}?|[A-Z]{{2,5}})"
_END = r"(?=[.,;!…()—–:]|$| - | and | but | because | since | so | although )"
_AND_THEN = r"(?: (?:now|these days|at the moment|currently|right now))?" + _END
_ILL = rf"(?P<value>(?:type (?:1|2|one|two) )?(?i:{ILLNESS}|pregnant))\b"
_CONDITION = (
    r"\b(?:I(?:'m| am| have|'ve got| got| was diagnosed with| suffer from|'ve had| have had)"
    r"(?: an?| severe| mild| chronic| stage \w+| very| really)*) " + _ILL
)
_CODE = (
    r"(?P<who>(?:[\w'-]+ ){0,2}?(?i:pin(?: code| number)?|password|passcode|passphrase|code|iban"
    r"|cvv2?|cvc|ssn|social security number|passport(?: number)?|card(?: number)?|account number"
    r"|security answer|maiden name|combination|login|tax id|driver'?s licen[cs]e(?: number)?)"
    r"(?: (?:for|to|of) [\w' ]{2,30}?)?)"
)
_SUM = (
    r"(?P<value>(?:about |around |roughly |over |only |just )?(?:[$€£¥₽] ?\d[\d.,]*\d?"
    r"(?: ?(?:k|K|thousand|million)\b)?|\d[\d.,]* ?(?:k|K|thousand|grand)\b"
    r"|\d[\d.,]* ?(?:dollars|euros?|pounds|bucks|USD|EUR|GBP|€|\$|£)|\d[\d.,]{3,}\b)"
    r"(?: (?:an?|per|each|every) (?:year|month|week|hour|day))?)"
)
_NO_CODE = r"(?!(?:not|too|in|on|a|the|very|so)\b)"
_PAY = r"(?:salary|income|take-?home(?: pay)?)"
_MEDICINE = (
    r"\bI(?:'m| am)? (?:(?:have to|need to|still|also) )?(?:take|taking|on)"
    rf" (?P<value>(?i:{DRUG}))\b"
)

PATTERNS = (
    ("person", "me/name", r"\b[Mm]y name(?: is|'s) " + _NAME),
    ("person", "me/name", rf"^(?:[Yy]ou can |[Pp]lease )?[Cc]all me {_NAME}{_END}"),
    ("person", "{who}/name",
     rf"\b[Mm]y {_WHO}(?:'s name is| is called| is named|, named) {_NAME}"),
    ("fact", "{who}/birthday", rf"\b[Mm]y {_WHO}{_CALLED}'s birthday is (?:on )?{_DATE}{_END}"),
    ("fact", "{who}/birthday", rf"\b[Mm]y {_WHO}{_CALLED}'s birthday is {_IN_MONTH}{_END}"),
    ("fact", "me/birthday", rf"\b[Mm]y birthday is (?:on )?{_DATE}{_END}"),
    ("fact", "me/birthday", rf"\b[Mm]y birthday is {_IN_MONTH}{_END}"),
    ("fact", "me/birthday", rf"\bI was born (?:in [A-Z]\w+ )?on {_DATE}"),
    ("fact", "me/birthday", rf"\bI was born in (?P<value>(?:{_MONTH},?(?: of)? )?(?:19|20)\d\d\b)"),
    ("fact", "{who}/home",
     rf"\b[Mm]y {_WHO}{_CALLED} (?:(?:now )?lives in|(?:has )?moved to) {_PLACE}"),
    ("fact", "me/home",
     r"\b(?:I|We|we)(?: now| currently| both|)(?: live in|(?: have|'ve)?(?: just)? moved to) "
     + _PLACE),
    ("fact", "me/work", rf"\bI work (?:at|for) {_FOR}{_AND_THEN}"),
    ("fact", "me/work", rf"\bI work as {_AS}{_AND_THEN}"),
    ("fact", "me/from", r"\bI(?:'m| am) (?:originally )?from " + _PLACE),
    ("fact", "me/from", r"\bI was born (?:and raised )?in " + _PLACE),
    ("preference", "me/diet", r"\bI(?:'m| am) (?:a )?(?P<value>vegetarian|vegan|pescatarian)\b"),
    ("preference", "me/prefers/", rf"\bI (?:really |much )?prefer {_THING}{_END}"),
    ("preference", "me/dislikes/", rf"\bI (?:really )?{_HATE} {_THING}{_END}"),
    ("preference", "me/likes/", rf"\b[Mm]y favou?rite {_IS}{_END}"),
    ("health", "me/allergy/",
     r"\bI(?:'m| am) (?:very |badly |deathly )?allergic to (?P<value>[\w' -]{2,40}?)" + _END),
    ("health", "me/allergy/", r"\bI have an allergy to (?P<value>[\w' -]{2,40}?)" + _END),
    ("health", "me/blood type", r"\b[Mm]y blood type is (?P<value>[\w+ -]{1,20}?)" + _END),
    ("health", "me/condition/", _CONDITION),
    ("health", "me/medicine/", _MEDICINE),
    ("secret", "me/{who}",
     rf"\b[Mm]y {_CODE}(?: is |: ?)(?P<value>{_NO_CODE}\S{{2,60}}(?: [\dA-Z]{{2,}})*)"),
    ("money", "me/salary",
     rf"\b(?:[Mm]y {_PAY} is|I earn) (?=[^\d]{{0,9}}\d)(?P<value>[\w.,$€£ ]{{2,40}})"),
    ("money", "me/salary", rf"\bI (?:make|am paid|get paid|take home|get) {_SUM}"),
    ("money", "me/debt", rf"\bI owe (?:[\w' ]{{2,20}} )?{_SUM}"),
    ("fact", "me/speaks/", r"\bI speak (?P<value>[A-Z]\w+(?:(?:,| and|, and) [A-Z]\w+)*)" + _END),
)  # fmt: skip
CLAUSE = r"[,;:()—–]| - | (?:and|but|because|since|so|although|though|where|which|who|while|if) "
