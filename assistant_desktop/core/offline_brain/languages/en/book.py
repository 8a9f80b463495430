"""English: how people ask for things."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.languages.en.conditions import CONDITIONS, KNOWING, ONWARD
from assistant_desktop.core.offline_brain.languages.en.doses import DOSE_PARTS, DOSE_UNITS, DOSES
from assistant_desktop.core.offline_brain.languages.en.lexicon import LEXICON
from assistant_desktop.core.offline_brain.languages.en.measures import (
    MEASURES,
    NUMBER_WORDS,
    OTHERS,
)
from assistant_desktop.core.offline_brain.languages.en.patterns import PATTERNS
from assistant_desktop.core.offline_brain.languages.en.replies import REPLIES
from assistant_desktop.core.offline_brain.phrasebook import Phrasebook

_CRITICAL = (
    r"[,;]?\s*(?:and |but )?(?:(?:it's|it is|this is|that's|make it) )?\b(?:even (?:if|in|when"
    r"|during|on) (?:i'm |my phone is |it's )?(?:on |in )?(?:the )?(?:do[- ]not[- ]disturb|dnd"
    r"|silent(?: mode)?|quiet hours)\b|critically(?: important)?\b|critical(?!ly)"
    r"(?=\s*(?:[,;:.!?—-]|$)| (?:to|that|about|for|at|on|in|tomorrow|today|tonight)\b)"
    r"|(?:very |really )?important(?=\s*:)|(?<=it's )(?:very |really )?important(?=[\s.!]*$)"
    r"|(?:super |very |really )urgent\b|life or death\b)(?: reminder)?"
)

BOOK = Phrasebook(
    code="en",
    lexicon=LEXICON,
    prefixes=(
        r"(?:(?:great|perfect|cool|nice|awesome|excellent)(?=,)|hey|hi|hello|yo|ok|okay|so|well|oh"
        r"|um+|uh+|right|listen|alright|good morning"
        r"|good evening"
        r"|please|pls|plz|kindly|assistant|computer|buddy|dear|and|also|then|but|now|just"
        r"|maybe|actually"
        r"|yes|yeah|yep|sure|sorry|thanks|thank you|quick question|real quick|quickly"
        r"|would you mind|do you mind|would you be so kind as to|could you be so kind as "
        r"to"
        r"|(?:could|can|would|will|can't|couldn't|won't) (?:you|u|ya)(?: (?:please|kindly"
        r"|just|also|possibly|maybe))?"
        r"|you (?:can|could|may|should)|is it possible to|would it be possible to"
        r"|i(?:'d| would| ?d) (?:like|love|want) (?:you |for you )?to|i(?:'d| would) "
        r"appreciate it if you(?: could| would)?"
        r"|i want (?:you )?to|i need you to|i wanna|let's|lets|go ahead and|do me a "
        r"favou?r and|be so kind as to"
        r"|(?:it(?:'d| would) be|would be) (?:great|nice|good|lovely|helpful) if you(?: could|"
        r" would| can)?"
        r"|(?:i(?:'d| would| should) be|i am) (?:so |most |very |really )*(?:grateful|glad|happy"
        r"|obliged|thankful|pleased) if you (?:would|could|can)(?: please| kindly)?"
        r"|if (?:it|that|you)(?:'s|'re| is| are| would| could| do| don't)? [^,.;:!?]{{1,40}}(?=,)"
        r"|do(?= (?:please |kindly )?{remind} {me}\b)"
        r"|i(?:'m| am|'ll| will| keep| always| often| tend| might| may)\b[^.!?\d]{{0,60}}?"
        r"(?:,| so|, so|, and| and)(?= (?:please |so )*{remind} {me} (?:.* )?(?:to|about) )"
        r"|help me(?: to)?|i was wondering if you could|i wonder if you could|could i|can "
        r"i|may i)"
        r"(?=[\s,!.:;]|$)[\s,!.:;-]*"
    ),
    suffixes=(
        r"[\s,;-]*(?:\b(?:please|pls|plz|thanks|thank you|thx|ty|ok|okay|if you can|if "
        r"possible|will you"
        r"|would you|can you|could you|for me|right|cheers|buddy|will ya|if you don't "
        r"mind))?[\s?!.,;)]*$"
    ),
    guards=(
        (
            r"(?!(?:don't|do not|dont) remind me about (?!that\b|this\b|it\b))"
            r"(?!.*\b(?:about|to|of) (?!that|this|it).*\b(?:anymore|any more|any longer"
            r"|again)\b)(?:please "
            r")?(?:don't|do not|dont|never(?! ?mind)|no need to|you (?:don't|needn't|do not"
            r"|dont) (?:have to|need to)?|there's no need to)\b(?!.*\bforget\b).*\bremind"
        ),
        (
            r"(?:please )?(?:don't|do not|dont|never)\s+(?:{cancel}|{move}|{add}|{save}"
            r"|{snooze}|{log}|tell|wake|set|mark|schedule)\b"
        ),
        r"remember (?!to\b).*\?$",
        r"(?:thanks|thank you).* for (?:reminding|the reminder)",
        (
            r"i (?:have |had |'ve )?(?:already |just |almost |nearly |finally |totally )"
            r"*(?:remembered|forgot|forgotten|reminded|remind|set|cancelled|canceled|snoozed)"
            r"\b"
        ),
        (
            r"i (?:can't|cannot|don't|do not|couldn't|didn't|never|always|often|usually"
            r"|sometimes|used to|will|won't|would|hate|love|like|think|hope|wish|guess|feel(?! \d))"
            r"\b(?! forget)(?! (?:need|want) .*\b(?:reminder|alarm|timer)\b)(?!.*\b(?:want you"
            r"|need you|if you (?:would|could|can))\b)"
        ),
        (
            r"(?:you|he|she|it|that|this|they|we|who|nobody|everybody|everyone|somebody"
            r"|someone|my \w+) (?:really |always |never |just |also |kindly )?remind(?:s|ed)"
            r"?\b"
        ),
        (
            r"(?:why|how|where|when) (?:do|does|did|can|should|would|is|was|are) (?:i|you|we"
            r"|it) .*\bremind"
        ),
        (
            r"did (?:you|i|he|she|they|we)\b(?! (?:take|have|drink|sleep|weigh)\b.*{measure})"
            r"(?! (?:already |just |really )*take (?!an? )[\w-]+(?: [\w-]+){{0,3}}\W*$)(?!"
            r" (?:ever |already )?(?:say|tell|mention|talk"
            r"|ask|write|discuss))"
        ),
        (
            r"(?!.*{measure}.*\d)(?:he|she|they|we|it|nobody|someone|everyone|my \w+|the \w+"
            r"|our \w+|his \w+|her \w+|their \w+) (?:was|were|is|are|has|have|had|will|would"
            r"|said|says|told|asked|wants|wanted|cancelled|canceled|moved|called|forgot"
            r"|remembered|went|came|did|does)\b(?!.*\?)(?!.*\b(?:done|finished|completed?"
            r"|{completed}|{remind} {me})\b)"
        ),
        (
            r"(?:no|nope|never mind|nevermind|forget it|nothing|not now thanks|no thanks|no "
            r"thank you)[\s.!]*$"
        ),
        r"what(?:'s| is) (?:an? |the )?(?:reminder|alarm|timer|to-do list)\??$",
        (
            r"(?!.*\b{remind} {me}\b)(?:good|nice|great|cool|awesome|well done|lol|haha|wow|bye"
            r"|goodbye|good night"
            r"|see you|how are you|who are you|what's up|nice to)\b"
        ),
    ),
    patterns=PATTERNS,
    before_time=(
        r"(?:at|on|by|for|to|till|until|from|in|around|about|of|this|the|starting|(?<!is )(?<!are"
        r" )due"
        r"|scheduled)"
    ),
    topic=r"\b(?:about|regarding|of|re|concerning|called|named|titled|from|since|before"
    r"|except(?: on| for)?|but not|not)\s*$",
    topic_within=r"\babout (?:[\w']+ ){{1,3}}?(?:on|at|in|for)?",
    task_start=(
        r"(?:i keep forgetting to|to|2(?= {do})|that|about|of|for|regarding|the fact that|i"
        r" (?:have|need|ought) to|i "
        r"should|i must|i've got to|i gotta"
        r"|i(?:'m| am) (?:supposed|going) to|it's(?= to\b)|urgently|abt|we (?:have|need) to|we "
        r"should|we must|it's "
        r"time to|when it's time to|and|please|also|then|again|,|:|-|when)"
    ),
    task_end=(
        r"(?:and|please|to|at|then|,|;|:|-|\.|!|\?|pls|plz|thanks|thank you|ok|is"
        r"|are|also|starting|again|that|every)"
    ),
    splitters=(
        r"(?:(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bst)(?<!\bmrs)(?<!\bprof)(?<!\.\d\d)(?<!\.\d)[.;!?]\s+|\n+|,?\s+(?:and"
        r"|then|also|and also|plus)\s+(?!(?:please )?(?:keep )"
        r"?\w+(?: {me})?(?: again)? every [^.;!?]*\b(?:until|till|unless) (?:i|you)\b)"
        r"(?=(?:please\s+)?(?:also\s+)?(?:{remind} {me}|{set} (?:a|an|another) |cancel "
        r"|delete |{remember_that}|snooze |log |tell me |what|show |add ))"
        r"|(?:,\s+(?:and\s+)?|\s+and\s+)(?=wake (?:me|us)\b|set (?:an?|the) alarm\b))"
    ),
    also=r"(?:,?\s*\b(?:and then|and also|and|then|also|plus)\b|,)\s*(?:also\s+)?",
    articles=r"(?:the|a|an|my|our|this|that|all|of|about|regarding|concerning|for|to|any)",
    policies=(
        (
            "until",
            (
                r"^(?P<who>(?:{nag}) {me})(?:(?!\b(?:until|till|unless|to|about"
                r"|every)\b).){{0,120}}?(?P<pace>"
                r" every (?P<length>{length}))?(?:(?!\b(?:until|till|unless|to"
                r"|about)\b).){{0,120}}?(?P<bound>"
                r",? (?:until|till|unless) i(?:'ve| have)? )(?=\w)(?!{confirm})"
            ),
        ),
        (
            "every",
            (
                r"(?:[,;—-]+\s*(?:(?:and|but|then) )?|\s(?:and|but|then) )(?:please )?(?:then )?"
                r"(?:{nag}|repeat(?: it)?|again)(?: {me})?(?: about (?:it|this|that))?(?: again)?,?"
                r" every (?P<length>{length})(?:,? (?:until|till|unless|as long as) [^.;:!?]*)?"
            ),
        ),
        (
            "every",
            (
                r"[,;]?\s*(?:and |but )?(?:please )?(?:then )?(?:{nag}(?: {me})?(?: about it)?,? )"
                r"?(?:again )?(?:and again )?every (?P<length>{length}),? (?:until|till|unless|as "
                r"long as) (?:i|i've|i'm|you|it|it's|confirmed|done)\b[^.;:!?]*"
            ),
        ),
        (
            "every",
            (
                r"[,;]?\s*(?:and |but )?(?:please )?(?:{nag})(?: {me})?(?: about it)? every "
                r"(?P<length>{length})"
            ),
        ),
        (
            "insistent",
            (
                r"[,;]?\s*(?:and |but )?(?:please )?(?:don't stop|do not stop|don't let me "
                r"off|don't give up|{nag})(?: {me})?(?: about it)? (?:until|till|unless) (?:i"
                r"|i've|you|it)\b[^.;:!?]*"
            ),
        ),
        (
            "insistent",
            (
                r"[,;]?\s*(?:and |but )?\b(?:be (?:very |really |extra )?(?:insistent|persistent"
                r"|annoying)(?: about it)?|insistently|persistently|and insist|make it insistent"
                r"|insist on it|(?:insistent|persistent|stubborn|annoying)(?= (?:daily |weekly )"
                r"?(?:reminder|alarm)))"
            ),
        ),
        (
            "insistent",
            (
                r"[,;]?\s*(?:and |but )?(?:until|till|unless) i(?:'ve| have)? (?:do|did|done|finish"
                r"|finished|confirm|answer|react|respond|acknowledge|mark|say|get it done|get to"
                r" it)\b"
                r"(?: (?:it|that|this|so|them|done|stop|the \w+|my \w+))?\s*$"
            ),
        ),
        ("nag", r"^(?:{nag}) {me}(?=\s)"),
        (
            "gentle",
            (
                r"[,;]?\s*(?:and |but )?\b(?:gently|be gentle(?: about it)?|make it gentle"
                r"|quietly|softly|without nagging|no nagging|don't nag(?: me)?|just a gentle "
                r"reminder|(?:gentle|quiet|soft|light)(?= (?:daily |weekly )?(?:reminder|alarm"
                r"|nudge)))"
            ),
        ),
        (
            "critical",
            (
                r"\b(?:(?:very |really )?important|critical(?:ly important)?)"
                r"(?= (?:daily |weekly |recurring |repeating )?(?:reminder|alarm|alert)s?\b)"
            ),
        ),
        ("critical", _CRITICAL),
        ("critical", _CRITICAL),
    ),
    replies=REPLIES,
    follow_up=(
        r"(?:and|or|no|oh|actually|make (?:it|that)|change (?:it|that) to|instead of [\w:]+(?:"
        r" ?[ap]m)?|not (?!now|yet|right)[\w: ]{{1,20}}(?=,)|instead|rather|also"
        r"|better|let's say|sorry|i mean(?:t)?|no wait|wait|but)"
    ),
    asking=(
        r"(?:.*?\b{remind} {me}(?: again)?|.*?\b{set} (?:a|an|another) (?:reminder|alarm"
        r"|timer)(?: for me)?)\b"
    ),
    adjectives=(
        r"(?:the|my|our|your|this|that|about|a|an) \w+ (?!{rem}|nudge|ping|wake|at\b|on\b|in\b"
        r"|to\b|for\b|and\b|until\b|from\b|starting\b|gentle|insistent|basis)[a-z]"
    ),
    small_talk=(
        (r"(?:hello|hi|hey|howdy|greetings|hello there|hi there|hey there)[\s.!)]*$", "hello"),
        (
            (
                r"(?:ok(?:ay)?,? )?(?:thanks|thank you|thx|cheers|many thanks)(?: (?:a lot|so much"
                r"|very much|a bunch|again|you))*[\s.!)]*$"
            ),
            "thanks",
        ),
    ),
    everything=r"{cancel} (?:all|everything|every|each)\b(?!.*\b(?:about|for|regarding|with)\b)",
    all_of=r"{cancel} (?P<all>all|every|each)\b",
    all_events=(
        r"(?:{cancel}|empty|wipe)(?: out)? (?:(?:all|every|each|every single)(?: one)?(?: of)?"
        r"(?: the| my| our)*(?: upcoming| future)? (?:events?|meetings?|appointments?|entry|entries"
        r"|plans)\b|(?:all|everything)(?: of (?:it|them))?(?=\W*$| (?:from|in|on|off) )"
        r"|(?:the |my |our )*(?:whole |entire )?{calendar}\b)"
        r"(?!.*\b(?:with|about|for|called|named|of)\b)"
    ),
    bounds=r"(?:until|till|til|to|before)",
    morning=r"\b(?:wake|waking|alarm|get(?:ting)? (?:(?:me|us) )?up|rise)\b",
    evening=r"\b(?:dinner|supper|drinks|party|concert|movie|cinema|theat(?:er|re)|table for)\b",
    pronouns=r"it|this|that|them|one|that one|this one|the last one|last one|everything|all|last",
    trailing=(
        r"(?:reminders?|alarms?|events?|one|task|anymore|any more|again|please|from (?:the|my) "
        r"(?:calendar|list))"
    ),
    conditions=CONDITIONS,
    knowing=KNOWING,
    onward=ONWARD,
    meals=r"(?:breakfast|lunch|dinner|supper)",
    earlier=r"\b(?:earlier|sooner|forward|ahead)\b",
    unclear=(
        r"\bthan (?:planned|scheduled|usual|before|now|expected)\b"
        r"|\blater (?:in|on|today|this)\b"
    ),
    from_to=(
        r"(?<!\bto )(?<!\d )(?<!day )(?<!tomorrow )\bfrom (?P<old>[\w: ]+?)"
        r" to (?P<new>[\w: ]+)$"
    ),
    at="at {}",
    later=r"\b(?:later|back|by)\b",
    hours=r"\b(?:from|between) .+? (?:to|till|until|and) .+$",
    all_day=r"\b(?:for )?(?:all[- ]day|(?:the |a )?whole day)\b",
    remind_words="remind me",
    questions=r"(?:can|could|may|should|shall|must|do|does|did|am|is|are|will|would) (?:i|we)\b",
    habits=(
        (r"^{move}\b", r",?\s+(?:at )?(?:the )?same (?:time|hour)$", ""),
        (
            r"^(?:move|reschedule|postpone|shift|push|bring|delay|bump)\b",
            r"\b(to|till|until) (\d{{1,2}})$",
            r"\1 \2:00",
        ),
        (
            r"^(?:move|reschedule|postpone|shift|push|bring|delay|bump)\b",
            r"\b(to|till|until) ({weekday}) (1?\d|2[0-3])$",
            r"\1 \2 at \3",
        ),
        (
            r"^(?!.*\b(?:every|daily|each|times)\b).*\bremind\b",
            r"\bfor the (?:next|coming|following) (\w+ days|week|month)\b",
            r"every day for the next \1",
        ),
        (r"\b(?:alarm|wake)\b", r"\b(?:for|to) (\d{{1,2}})$", r"at \1"),
    ),
    correctable=frozenset(
        {
            "remind",
            "reminder",
            "reminders",
            "remember",
            "snooze",
            "calendar",
            "schedule",
            "appointment",
            "notify",
        }
    ),
    shorthand={"wots": "what's", "wats": "what's", "wot": "what", "hows": "how's"},
    real_words=frozenset(
        {
            "rewind",
            "remand",
            "remaind",
            "remainder",
            "reminded",
        }
    ),
    lasting=r"(?:\bfor(?: the next| another)?|,)",
    lasting_word="for",
    statement=(
        r"^(?:(?:i|we)(?:'ve| have)(?: got)?|there(?:'s| is)) (?:an? |the )?|\s+(?:is|starts?"
        r"|begins"
        r"|leaves|departs|will be)$"
    ),
    nominative=(),
    measures=MEASURES,
    others=OTHERS,
    doses=DOSES,
    dose_units=DOSE_UNITS,
    ahead=r"\s+(?:before|prior to|ahead of) (?:[\w']+ ){{1,4}}(?:at )?$",
    number_words=NUMBER_WORDS | DOSE_PARTS,
)
