"""Catches a reply that claims an effect which no call had. Pure.

A claim is a sentence in which the assistant says that it did, or surely will do, something that
only a tool can do. It is proven by a call of one of that claim's tools that ended well. Questions,
refusals, conditions and offers claim nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant_desktop.wording import Wording


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of effect: the tools that have it, and how it is claimed in each language."""

    tools: frozenset[str]
    claimed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply that says something was done, and where it stands there."""

    sentence: str
    start: int
    end: int
    tools: frozenset[str]


def _kind(tools: str, *patterns: str) -> Kind:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Kind(frozenset(tools.split()), re.compile(joined, re.IGNORECASE))


_I_HAVE = r"\bI(?:['’]ve| have|['’]d)?(?: now| just| also| already| successfully)* "
_IS = r"(?: is| are| has been| have been| was| were|['’]s)?(?: now| been| already| successfully)* "
_REMINDER = r"[^.!?\n]{0,60}\b(?:reminders?|alarms?|alerts?)\b"
_EVENT = r"[^.!?\n]{0,60}\b(?:events?|meetings?|appointments?|calendar)\b"
_RU_DONE = r"\b(?:я )?(?:уже |только что |успешно )?"
_RU_REMINDER = r"[^.!?\n]{0,60}(?:напоминани|напоминалк|будильник)"
_RU_EVENT = r"[^.!?\n]{0,60}(?:событи|встреч|календар|при[её]м)"

KINDS = (
    _kind(
        "create_reminder update_reminder snooze_reminder",
        _I_HAVE + r"(?:set|created|added|scheduled|made|put|saved|set up|moved|changed|updated"
        r"|rescheduled|snoozed)\b" + _REMINDER,
        r"\b(?:reminders?|alarms?)\b[^.!?\n]{0,40}?" + _IS + r"(?:set|created|added|scheduled"
        r"|active|in place|ready|moved|updated|rescheduled|snoozed)\b",
        r"\bI(?:['’]ll| will)(?: be sure to| make sure to)? (?:remind|nag|alert|wake) you\b",
        r"\byou(?:['’]ll| will) (?:be reminded|get a reminder|receive a reminder)\b",
        _RU_DONE + r"(?:поставил|установил|создал|добавил|запланировал|перен[её]с|перенесла|изменил"
        r"|обновил|отложил|завел|завёл)[аи]?\b" + _RU_REMINDER,
        r"(?:напоминани|напоминалк|будильник)\w*[^.!?\n]{0,60}\b(?:установлен|поставлен|создан"
        r"|добавлен|запланирован|перенесен|перенесён|измен[её]н|обновл[её]н|отложен|готов)\w*",
        r"(?:^|[^\w])(?:я )?(?:обязательно |точно )?напомню\b",
        r"\b(?:я )?разбужу вас\b",
    ),
    _kind(
        "cancel_reminder",
        _I_HAVE + r"(?:cancelled|canceled|deleted|removed|turned off|switched off)\b" + _REMINDER,
        r"\b(?:reminders?|alarms?)\b[^.!?\n]{0,40}?" + _IS + r"(?:cancelled|canceled|deleted"
        r"|removed)\b",
        _RU_DONE + r"(?:отменил|удалил|убрал|отключил|снял)[аи]?\b" + _RU_REMINDER,
        r"(?:напоминани|напоминалк|будильник)\w*[^.!?\n]{0,60}\b(?:отмен[её]н|удал[её]н|убран"
        r"|отключ[её]н|снят)\w*",
    ),
    _kind(
        "acknowledge_reminder",
        _I_HAVE + r"(?:marked|ticked|checked)\b[^.!?\n]{0,60}\b(?:done|complete|completed|off)\b",
        _RU_DONE + r"отметил[аи]?\b[^.!?\n]{0,60}\b(?:выполнен|сделан|готов)\w*",
    ),
    _kind(
        "remember",
        _I_HAVE + r"(?:remembered|memori[sz]ed|noted|saved|stored|kept|written)\b"
        r"[^.!?\n]{0,60}\b(?:that|this|it|down|memory|memories|note|notes)\b",
        r"\bI(?:['’]ll| will) (?:remember|keep in mind|make a note)\b",
        r"(?:^|[^\w])(?:я )?(?:запомнил[аи]?|запомню|записал[аи]?(?: себе| это)|сохранил[аи]?"
        r" (?:это|в памяти|в память))\b",
    ),
    _kind(
        "forget",
        _I_HAVE + r"(?:forgotten|erased|deleted|removed|wiped)\b[^.!?\n]{0,60}"
        r"\b(?:that|this|it|memory|memories|note|notes)\b",
        _RU_DONE + r"(?:забыл[аи]?|ст[её]рл?[аи]?|удалил[аи]?)\b[^.!?\n]{0,40}(?:это|памят|замет)",
    ),
    _kind(
        "create_event update_event",
        _I_HAVE + r"(?:added|created|scheduled|booked|put|moved|rescheduled|updated)\b" + _EVENT,
        r"\b(?:event|meeting|appointment)\b[^.!?\n]{0,40}?" + _IS + r"(?:added|created|scheduled"
        r"|booked|moved|rescheduled)\b",
        _RU_DONE + r"(?:добавил|создал|запланировал|записал|внес|внёс|внесла|перен[её]с|перенесла)"
        r"[аи]?\b" + _RU_EVENT,
        r"(?:событи|встреч)\w*[^.!?\n]{0,60}\b(?:добавлен|создан|запланирован|внесен|внесён"
        r"|перенесен|перенесён)\w*",
    ),
    _kind(
        "delete_event",
        _I_HAVE + r"(?:deleted|removed|cancelled|canceled)\b" + _EVENT,
        _RU_DONE + r"(?:удалил|отменил|убрал)[аи]?\b" + _RU_EVENT,
    ),
    _kind(
        "log_health",
        _I_HAVE + r"(?:logged|recorded)\b",
        _RU_DONE + r"(?:записал|зан[её]с|внес|внёс|внесла)[аи]?\b[^.!?\n]{0,60}(?:давлени|вес\b"
        r"|пульс|температур|сахар|показани|дневник)",
    ),
    _kind(
        "",
        _I_HAVE + r"(?:sent|e-?mailed|mailed|texted|called|phoned|ordered|paid|bought)\b",
        _RU_DONE + r"(?:отправил|отослал|позвонил|заказал|оплатил|купил)[аи]?\b",
    ),
)

# A sentence ends at its mark, or at the end of a line.
_SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+|\n|$)")
_DENIED = re.compile(
    r"\b(?:not|never|unable|cannot|can['’]t|couldn['’]t|could|would|haven['’]t|hasn['’]t|didn['’]t"
    r"|wasn['’]t|isn['’]t|won['’]t|don['’]t|no|if|once|unless|should|shall|may|might|want me to"
    r"|let me|you asked|you said|you told|you set)\b"
    r"|\b(?:не|нет|ни|если|когда|как только|чтобы|хотите|могу|можно|смогу|вы просили|вы сказали)\b",
    re.IGNORECASE,
)


def unproven(text: str, done: Collection[str]) -> list[Claim]:
    """The sentences of a reply that claim what no call did.

    Args:
        text: the whole reply.
        done: the names of the tools whose calls ended well.
    """
    claims = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if not sentence.strip() or sentence.rstrip().endswith("?") or _DENIED.search(sentence):
            continue
        claimed = [kind for kind in KINDS if kind.claimed.search(sentence)]
        if claimed and not any(kind.tools & set(done) for kind in claimed):
            tools = frozenset[str]().union(*(kind.tools for kind in claimed))
            claims.append(Claim(sentence.strip(), match.start(), match.end(), tools))
    return claims


def facts(claims: Collection[Claim], done: Collection[str]) -> str:
    """What a model is told before it may answer once more."""
    said = " ".join(f"“{claim.sentence}”" for claim in claims)
    tools = ", ".join(sorted(set().union(*(claim.tools for claim in claims)))) or "no tool"
    called = ", ".join(sorted(done)) or "none"
    return (
        f"Your answer was held back. It says {said} But nothing of that was done:"
        f" the calls that succeeded in this turn: {called}. If it should be done, call {tools} now."
        " Otherwise answer again and say plainly that it was not done."
    )


def corrected(text: str, claims: Collection[Claim], words: Wording) -> str:
    """The reply with each false sentence replaced by the truth."""
    honest = words.text("(I said that something was done here, but it was not.)")
    said = ""
    begin = 0
    for claim in claims:
        false = text[claim.start : claim.end]
        lead = false[: len(false) - len(false.lstrip())]
        trail = false[len(false.rstrip()) :]
        said += text[begin : claim.start] + lead + honest + trail
        begin = claim.end
    return said + text[begin:]
