"""How an effect is claimed, in both languages: a table for the truth guard. Pure.

Quotations have been made underscores before these are looked for. `said`: what the assistant says
that it did. `stated`: how it says things stand, which a look at them proves too. `promised`: what
it says it will surely do.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of effect: the tools that have it, those that see how it stands, its claims."""

    tools: frozenset[str]
    seen_by: frozenset[str]
    said: re.Pattern[str] | None
    stated: re.Pattern[str] | None
    promised: re.Pattern[str] | None


def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if patterns else None


def _kind(
    tools: str,
    said: tuple[str, ...],
    stated: tuple[str, ...] = (),
    promised: tuple[str, ...] = (),
    seen_by: str = "",
) -> Kind:
    seen = frozenset(seen_by.split()) | {"search_history", "recall"}
    names = frozenset(tools.split())
    return Kind(names, seen, _any(said), _any(stated), _any(promised))


# ---- English ----
_ADVERBS = r"(?: now| just| also| already| successfully| gone ahead and| went ahead and)*"
_ONE = r"(?:an?|the|your|this|that|it|both|one|two|three|all|up|another|\d+|_+)"
# "I set a reminder" says that it was done; "I set reminders" says what one can do.
_I_HAVE = rf"\b(?:I(?:['’]ve| have){_ADVERBS}|I{_ADVERBS}(?= \w+ {_ONE}\b)) "
_NO_WORK = (
    r"(?!(?:lists?|tables?|notes?|summar\w+|drafts?|code|comments?|functions?|class|examples?|plans?"
    r"|letters?|texts?|e?mails?|templates?|scripts?|diagrams?|overviews?|jokes?|poems?|stor\w+"
    r"|colou?rs?|lines?|paragraphs?|sentences?|snippets?|sections?|agendas?|ideas?)\b)"
)
# Words between a verb and what it was done to: none that names a piece of writing.
_WORDS = rf"(?:{_NO_WORK}[\w'’.:/+-]+,?\s+){{0,8}}?"
_FEW = rf"(?:{_NO_WORK}[\w'’.:/+-]+\s+){{0,5}}?"
_AFTER = rf"(?:\s+{_NO_WORK}[\w'’.:/+-]+){{0,6}}?"
_ALONE = (
    r"(?!\s+(?:colou?rs?|handlers?|listeners?|loops?|functions?|notes?|ideas?|class\w*|code|lists?"
    r"|texts?|templates?|e?mails?|app\w*|features?|systems?|sounds?|pages?|buttons?|agendas?"
    r"|invit\w+|times?|tips?|questions?|minutes|planners?|scripts?|components?|logic|methods?"
    r"|objects?|types?|sources?|names?|in (?:chronological|alphabetical|order))\b)"
)
_REMINDER = rf"\b(?:reminders?|alarms?|alerts?|nudges?)\b{_ALONE}"
_EVENT = rf"\b(?:events?|meetings?|appointments?)\b{_ALONE}"
_MY = r"\b(?:your|the|this|that|both|all|my|our)\s+"
_IS = r"\s+(?:is|are|has been|have been|was|were)(?: now| been| all| successfully| just)*\s+"
_BEGINS = r"(?:^\W*|[.,;:!—–-]\W*|\b(?:ok(?:ay)?|done|sure|great|alright|yes|perfect)\s+)"
_SET = (
    r"(?:set(?: up)?|created|added|scheduled|made|put|saved|moved|changed|updated|rescheduled"
    r"|snoozed|programmed)\b"
)
_IS_SET = (
    r"(?:set|created|added|scheduled|saved|active|in place|ready|moved|updated|rescheduled|snoozed)"
    r"\b(?! (?:by|in \d{4})\b)"
)
_CANCELLED = r"(?:cancel{1,2}ed|deleted|removed|turned off|switched off|disabled)\b"
_MEMORY = r"(?:memory|memories|notes?)\b"
_THE = r"(?:an? |the |your )?"
_YOU_WILL = r"\byou(?:['’]ll| will) (?:now )?"
_I_WILL = (
    r"\bI(?:['’]ll| will)(?: now| also| definitely| certainly| be sure to| make sure(?: to)?)* "
)

# ---- Russian ----
_RU_I = (
    r"(?:^\W*|[.,;:!—–-]\W*|\b(?:я|и|а|ок|хорошо|готово|сделано|поняла?|конечно|отлично|да)\s+)"
    r"(?:(?:уже|только что|успешно|также|тут же|сразу)\s+)*"
)
_RU_SELF = (
    r"а?\b(?!\s+(?:он|она|они|вы|ты|его|её|мам\w*|пап\w*|врач\w*|друг\w*|муж\w*"
    r"|жена)\b)"
)
_RU_NO_WORK = (
    r"(?!(?:таблиц|код|пример|текст|план|черновик|коммент|функци|обработчик|цвет|рассказ|стих"
    r"|абзац|строк|шаблон|сценари|перевод)\w*)"
)
_RU_WORDS = rf"\s+(?:{_RU_NO_WORK}[\w.:/+-]+,?\s+){{0,8}}?"
_RU_REMINDER = r"(?:напоминани|напоминалк|будильник)\w*"
_RU_EVENT = r"(?:событи|встреч|календар|при[её]м|мероприяти)\w*"
_RU_BY_OTHERS = (
    r"(?!\s+(?:вами|вашим|вашей|им|ею|ими|врач\w*|организатор\w*|в \d{4})\b|\s+(?-i:[А-ЯЁ]))"
)
_RU_WILL = r"(?:^|[^\w])(?:я )?(?:обязательно |точно |непременно )?"
_RU_SET = (
    r"(?:поставил|установил|создал|добавил|запланировал|перен[её]с(?:л(?=а))?|изменил|обновил"
    r"|отложил|зав[её]л|сделал|включил)"
)
_RU_IS_SET = (
    r"(?:установлен|поставлен|создан|добавлен|запланирован|перенес[её]н|измен[её]н|обновл[её]н"
    r"|отложен|сохран[её]н|включ[её]н|завед[её]н)[аоы]?\b"
)
_RU_CANCELLED = r"(?:отменил|удалил|убрал|отключил|выключил|снял)"
_RU_IS_CANCELLED = r"(?:отмен[её]н|удал[её]н|убран|отключ[её]н|выключен|снят)[аоы]?\b"

KINDS = (
    _kind(
        "create_reminder update_reminder snooze_reminder remind_of_event",
        (
            _I_HAVE + _SET + r"\s+" + _WORDS + _REMINDER,
            _RU_I + _RU_SET + _RU_SELF + _RU_WORDS + _RU_REMINDER,
            rf"\b{_RU_REMINDER}{_RU_WORDS}(?:я\s+)?{_RU_SET}а?(?=\W*$)",
        ),
        (
            _MY + _FEW + _REMINDER + _AFTER + _IS + _IS_SET,
            r"\b(?:an?|another)\s+" + _FEW + _REMINDER + r"[^.,;!?\n]{0,60}?"
            + r"\s+(?:has been|have been|is now|was)(?: successfully| just)*\s+" + _IS_SET,
            _BEGINS + r"(?:your |new )?(?:reminder|alarm|both reminders)\s+" + _IS_SET,
            _RU_REMINDER + r"\b[^.!?\n]{0,60}?\b" + _RU_IS_SET + _RU_BY_OTHERS,
            _RU_REMINDER + r"\s+готово?(?=\W*$)",
            r"(?:^\W*|[.,;:!—–-]\W*)" + _RU_IS_SET + r"\s+(?:новое |ваше )?" + _RU_REMINDER,
        ),
        (
            _I_WILL + r"(?:remind|nag|alert|wake|notify) you\b(?!,? that\b)",
            _YOU_WILL + r"(?:be reminded|(?:get|receive) " + _THE
            + r"(?:reminder|notification|alert)s?)\b",
            _RU_WILL + r"напомню\b(?!\s*(?:[,—–-]\s*)?что\b| о себе|\s*:)",
            r"\bпришлю\b[^.!?\n]{0,30}\bнапоминани\w*",
            r"\b(?:я )?разбужу вас\b",
        ),
        "list_reminders daily_briefing",
    ),
    _kind(
        "cancel_reminder",
        (
            _I_HAVE + _CANCELLED + r"\s+" + _WORDS + _REMINDER,
            _RU_I + _RU_CANCELLED + _RU_SELF + _RU_WORDS + _RU_REMINDER,
        ),
        (
            _MY + _FEW + _REMINDER + _AFTER + _IS + _CANCELLED,
            _BEGINS + r"(?:your )?(?:reminder|alarm)s?\s+" + _CANCELLED,
            _RU_REMINDER + r"\b[^.!?\n]{0,60}?\b" + _RU_IS_CANCELLED + _RU_BY_OTHERS,
        ),
        (),
        "list_reminders daily_briefing",
    ),
    _kind(
        "acknowledge_reminder",
        (
            _I_HAVE + r"(?:marked|ticked|checked)\b[^.!?\n]{0,60}\b(?:done|completed?|off)\b",
            _RU_I + r"отметил" + _RU_SELF + r"[^.!?\n]{0,60}\b(?:выполнен|сделан|готов)\w*",
        ),
    ),
    _kind(
        "remember",
        (
            _I_HAVE + r"(?:remembered|memori[sz]ed|noted)(?: down)?,?:? (?:that (?:you|your|he|she"
            r"|they)\b|you\b|your\b|(?:this|that|it)(?=\W*$|\W+(?:for|down|in|to)\b)|_)",
            _I_HAVE + r"(?:saved|stored|kept|put|added|written) (?:this|that|it|_+|your \w+)"
            + r"(?: \w+){0,3}? (?:to|in|into) (?:my |your |the |long-term )*" + _MEMORY,
            _I_HAVE + r"(?:saved|stored|written) (?:this|that|it)(?: down)?"
            + r"(?: for (?:later|you|next time))?(?=\W*$)",
            _I_HAVE + r"made a (?:mental )?note (?:of|that|about)\b",
            _RU_I + r"(?:запомнил|записал(?=а? (?:себе|это)\b)|сохранил(?=а? (?:это|в памят\w)\b))"
            + _RU_SELF,
        ),
        (),
        (
            _I_WILL + r"(?:remember|keep in mind|make a note)\b(?! to\b)",
            r"(?:^|[^\w])(?:я )?запомню\b",
        ),
    ),
    _kind(
        "forget",
        (
            _I_HAVE + r"(?:forgotten|erased|deleted|removed|wiped|cleared)\s+"
            + r"(?:this |that |the |your |all )*" + _MEMORY,
            _I_HAVE + r"forgotten (?:that|this|it|everything)\b",
            _I_HAVE + r"(?:erased|deleted|removed|wiped) [^.!?\n]{0,40}\bfrom (?:my |your |the )?"
            r"(?:memory|memories|notes)\b",
            _RU_I + r"(?:забыл|ст[её]р(?:л(?=а))?|удалил|убрал)" + _RU_SELF
            + r"[^.!?\n]{0,40}(?:\bэто\b|памят|замет)",
        ),
    ),
    _kind(
        "create_event update_event update_reminder",
        (
            _I_HAVE
            + r"(?:added|created|scheduled|booked|put|moved|rescheduled|updated|set up)\b\s+"
            + _WORDS
            + rf"(?:{_EVENT}|(?:to|on|in|into) (?:your|the) calendar\b{_ALONE})",
            _RU_I + r"(?:добавил|создал|запланировал|записал|назначил|забронировал"
            + r"|(?:в|пере)?н[её]с(?:л(?=а))?)" + _RU_SELF + _RU_WORDS + _RU_EVENT,
        ),
        (
            r"\b(?:your|my|our|this)\s+" + _FEW + _EVENT + _AFTER + _IS
            + r"(?:added|created|scheduled|booked|moved|rescheduled)\b(?! by\b)",
            r"\bthe\s+" + _FEW + _EVENT + _AFTER + r"\s+has been(?: now| successfully)*\s+"
            + r"(?:added|created|scheduled|booked|moved|rescheduled)\b(?! by\b)",
            _BEGINS + r"(?:your |new )?(?:event|meeting|appointment)\s+(?:added|created|scheduled"
            r"|booked|moved|rescheduled)\b",
            r"(?:событи|встреч)\w*\b[^.!?\n]{0,60}?\b(?:добавлен|создан|запланирован|внес[её]н"
            r"|перенес[её]н|назначен)[аоы]?\b" + _RU_BY_OTHERS,
        ),
        (),
        "list_events daily_briefing",
    ),
    _kind(
        "delete_event cancel_reminder",
        (
            _I_HAVE + r"(?:deleted|removed|cancel{1,2}ed)\b\s+" + _WORDS
            + rf"(?:{_EVENT}|from (?:your|the) calendar\b{_ALONE})",
            _RU_I + r"(?:удалил|отменил|убрал)" + _RU_SELF + _RU_WORDS + _RU_EVENT,
        ),
        (),
        (),
        "list_events",
    ),
    _kind(
        "log_health",
        (
            _I_HAVE + r"(?:logged|recorded|tracked)\s+(?:(?:it|that|this)\b(?=\W*$)|" + _WORDS
            + r"\b(?:blood|pressure|weight|pulse|heart|temperature|sugar|glucose|readings?|dose"
            r"|medication|sleep|mood|\d[\d/.]*)(?!\w))",
            _RU_I + r"(?:записал|зан[её]с(?:л(?=а))?|внес(?:л(?=а))?|внёс)" + _RU_SELF + _RU_WORDS
            + r"(?:давлени|вес\b|пульс|температур|сахар|показани|дневник)",
            r"\b(?:давлени|вес\b|пульс|температур|сахар|показани)\w*" + _RU_WORDS
            + r"(?:я\s+)?(?:записал|зан[её]с(?:л(?=а))?|внёс|внесл(?=а))а?(?=\W*$)",
        ),
        (),
        (),
        "query_health",
    ),
    _kind(
        "",
        (
            _I_HAVE + r"(?:sent|e-?mailed|mailed|texted|messaged) (?:it|this|that|the|your|an?|them"
            r"|him|her|my|_+)\b",
            _I_HAVE + r"(?:called|phoned) (?:your|him|her|them|mom|mum|mother|dad|father|the "
            + r"(?:doctor|clinic|office|bank|police|restaurant|hotel|taxi|store|shop|school))\b",
            _I_HAVE + r"ordered\b(?![^.!?\n]*\b"
            + r"(?:by|alphabetically|chronologically|list|items|steps|results)\b)",
            _I_HAVE + r"(?:paid(?! (?:close |special )?attention)|bought(?! into)|purchased)\b",
            _RU_I + r"(?:отправил|отослал|выслал|позвонил|заказал|оплатил|купил)" + _RU_SELF,
        ),
    ),
)  # fmt: skip
