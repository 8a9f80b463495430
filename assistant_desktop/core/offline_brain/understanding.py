"""From a message to the calls it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from assistant_desktop.core.offline_brain import wellbeing
from assistant_desktop.core.offline_brain.conditions import cut_condition
from assistant_desktop.core.offline_brain.intents import HANDLERS
from assistant_desktop.core.offline_brain.phrasebook import Pattern, Phrasebook, phrasebook
from assistant_desktop.core.offline_brain.policies import NO_WISH, Wish, cut_policy
from assistant_desktop.core.offline_brain.request import Request
from assistant_desktop.core.offline_brain.spelling import corrected
from assistant_desktop.core.offline_brain.timing import (
    Timing,
    choose,
    leaning,
    on_day_of,
    plain_rule,
    without,
)
from assistant_desktop.core.offline_brain.values import (
    NO_CONTEXT,
    Context,
    IntendedCall,
    Understanding,
)
from assistant_desktop.core.when import Duration, Recurrence, Reference, due_of, parse
from assistant_desktop.core.when import languages as time_languages
from assistant_desktop.core.when.tokens import fold
from assistant_desktop.domain.health_numbers import with_fraction_marks

_MAX_TEXT = 4000  # characters; longer messages are for reading, not for commands
_MAX_COMMAND = 400  # characters of a command; only what is to be kept may be longer
_MAX_REQUESTS = 8
_MAX_PREFIXES = 6


@dataclass(frozen=True, slots=True)
class _Outcome:
    calls: tuple[IntendedCall, ...] = ()
    reply: str | None = None
    pending: str | None = None
    wish: Wish = NO_WISH


def asks_for_something(text: str, now: datetime) -> bool:
    """Whether a message is a request: it wants something done, and tells nothing."""
    reference = Reference(now=now.astimezone(UTC), zone=UTC)
    return bool(understand(text, reference=reference).calls)


def understand(text: str, *, reference: Reference, context: Context | None = None) -> Understanding:
    """What a message asks for: tool calls, or an honest reply. Never raises on any text.

    ``reference`` gives now, zone and the user's hours; a vague "at 5" with a date is taken for
    the afternoon. ``context`` is what "it" refers to.
    """
    code = _language(text, reference)
    book = phrasebook(code)
    reference = replace(reference, reading="everyday", language=_time_language(text, code))
    if len(text) > _MAX_TEXT or not text.strip():
        return Understanding((), book.replies["unknown"], code)
    text = with_fraction_marks(corrected(text, book), _before_dose_unit(book))
    calls: list[IntendedCall] = []
    replies: list[str] = []
    pending, wish = None, NO_WISH
    known = context or NO_CONTEXT
    for request in _requests(text, book):
        outcome = _understood(request, book, reference, known)
        calls.extend(outcome.calls)
        if outcome.reply:
            replies.append(outcome.reply)
        if outcome.pending:
            pending, wish = outcome.pending, outcome.wish
        known = after_calls(known, outcome.calls)
    if calls:
        return Understanding(tuple(calls), None, code)
    reply = replies[0] if replies else book.replies[_small_talk(text, book)]
    return Understanding((), reply, code, pending, wish)


def _before_dose_unit(book: Phrasebook) -> str:
    """What follows an amount of a medicine: there "1/2" is half of one, and no date."""
    units = "|".join(sorted(map(re.escape, book.dose_units), key=len, reverse=True))
    return rf"(?=\s*(?:of an? )?(?:{units})\b)"


def _small_talk(text: str, book: Phrasebook) -> str:
    """The key of the reply to a message that asks for nothing."""
    folded = fold(text).strip()
    for form, key in book.small_talk:
        if book.expressions(form).match(folded):
            return key
    return "unknown"


def _language(text: str, reference: Reference) -> str:
    if reference.language != "auto":
        return reference.language
    return time_languages.of_text(text)[0]


def _time_language(text: str, code: str) -> str:
    """Both languages' times are read when both alphabets are used.

    A piece such as "6:30" has no letters and is read in the language of its sentence.
    """
    return "auto" if len(time_languages.of_text(text)) > 1 else code


def after_calls(context: Context, calls: tuple[IntendedCall, ...]) -> Context:
    """The context that calls leave behind for what is said next."""
    for call in calls:
        arguments = call.arguments
        if call.name in ("create_reminder", "update_reminder") and "due" in arguments:
            context = Context(
                due=_moment(arguments["due"]),
                rrule=arguments.get("rrule"),
                named=arguments.get("text") or arguments.get("which"),
            )
        elif call.name in ("create_event", "update_event") and "start" in arguments:
            context = Context(
                due=_moment(arguments["start"]),
                kind="event",
                named=arguments.get("title") or arguments.get("which"),
            )
    return context


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _requests(text: str, book: Phrasebook) -> Iterator[str]:
    """The separate requests of a message."""
    folded = fold(text)
    place = 0
    count = 0
    for found in book.expressions(book.splitters).finditer(folded):
        if text[place : found.start()].strip() and count < _MAX_REQUESTS:
            yield text[place : found.start()]
            count += 1
            place = found.end()
    if text[place:].strip():
        yield text[place:]


def _polite(text: str, book: Phrasebook) -> str:
    """The request without its politeness."""
    while (aside := book.expressions(r",\s*{please}\s*(?:,|$)").search(fold(text))) is not None:
        text = f"{text[: aside.start()]} {text[aside.end() :].lstrip()}".strip()
    # "Cancel, please, the rent" is "cancel the rent".
    inside = book.expressions(r"(\w+)[,\s]+{please}[,\s]+(?=\w)").match(fold(text))
    if inside is not None:
        text = f"{text[: inside.end(1)]} {text[inside.end() :]}"
    for _ in range(_MAX_PREFIXES):
        found = book.expressions(book.prefixes).match(fold(text))
        if found is None or found.end() == 0 or found.end() >= len(text):
            break
        text = text[found.end() :]
    found = book.expressions(book.suffixes).search(fold(text))
    return text[: found.start()] if found is not None else text


def _understood(text: str, book: Phrasebook, reference: Reference, context: Context) -> _Outcome:
    text, condition = cut_condition(text.strip(), book, reference)
    asked = text.endswith("?") or bool(book.expressions(book.questions).match(fold(text)))
    if _guarded(text, book):
        return _Outcome()
    followed = _follow_up(text, book, reference, context)
    if followed is not None:
        return followed
    # "Yes" alone is politeness, but where it answers a question.
    text = _polite(text, book) or (text if context.doubted else "")
    if not text or _guarded(text, book):
        return _Outcome()
    full = f"{text}?" if asked else text
    for verb, said, meant in book.habits:
        if book.expressions(verb).search(fold(text)) and (
            found := book.expressions(said).search(fold(text))
        ):
            text = f"{text[: found.start()]}{found.expand(meant)}{text[found.end() :]}"
    text, wish = cut_policy(text, book, reference)
    wish = replace(wish, condition=condition)
    setting = _Setting(book, reference, context, None, wish, text, asked)
    bare_event = _without_all_day(text, book)
    if bare_event is not None:
        outcome = _answered(replace(setting, text=bare_event, all_day=True), bare_event)
        if any(call.name == "create_event" for call in outcome.calls):
            return outcome
    return _answered(setting, full)


def _without_all_day(text: str, book: Phrasebook) -> str | None:
    """A wish for an event without its words that it takes whole days; None where it has none.

    “All day” is no length of time there, and not a part of the event's name.
    """
    folded = fold(text)
    found = book.expressions(book.all_day).search(folded)
    if found is None:
        return None
    before = folded[: found.start()]
    if not book.expressions(r"(?:{add}\b.*|(?:an? |the )?(?:{event} )?)$").match(before):
        return None
    left = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip(' ,:')}".strip()
    return left or None


def _answered(setting: _Setting, full: str) -> _Outcome:
    """What the first fitting pattern makes of a request; ``full`` is what raw patterns see."""
    text, book, reference = setting.text, setting.book, setting.reference
    timing = choose(text, fold(text), book, reference)
    timing = timing and leaning(timing, fold(text), book, reference)
    bare = text
    if timing is not None:
        bare = _polite(without(text, fold(text), timing.spans, book), book)
    for pattern, expression in book.compiled:
        subject = full if pattern.raw else bare
        outcome = _matched(pattern, expression, subject, replace(setting, timing=timing))
        if outcome is not None:
            return outcome
    return _Outcome()


def _guarded(text: str, book: Phrasebook) -> bool:
    """Whether a sentence tells something rather than asks for it."""
    folded = fold(text)
    return any(book.expressions(guard).match(folded) for guard in book.guards)


@dataclass(frozen=True, slots=True)
class _Setting:
    book: Phrasebook
    reference: Reference
    context: Context
    timing: Timing | None
    wish: Wish
    text: str
    asked: bool
    all_day: bool = False


def _matched(
    pattern: Pattern, expression: re.Pattern[str], subject: str, setting: _Setting
) -> _Outcome | None:
    if (pattern.timed, pattern.untimed)[setting.timing is not None]:
        return None
    if pattern.asked and not setting.asked:
        return None
    if pattern.all_day and not setting.all_day:
        return None
    if len(subject) > _MAX_COMMAND and not pattern.long:
        return None
    found = expression.match(fold(subject))
    if found is None:
        return None
    slots = {
        name: subject[found.start(name) : found.end(name)].strip()
        for name, value in found.groupdict().items()
        if value is not None
    }
    request = Request(
        intent=pattern.intent,
        slots=slots | dict(pattern.fixed or {}),
        text=setting.text,
        timing=setting.timing,
        wish=setting.wish,
        book=setting.book,
        reference=setting.reference,
        context=setting.context,
        asked=setting.asked,
        all_day=setting.all_day,
    )
    answer = HANDLERS[pattern.intent](request)
    if answer is None:
        return None
    if isinstance(answer, str):
        pending = slots.get("task") if answer == setting.book.replies["when"] else None
        shown = answer.format(task=request.cleaned(slots.get("task", "")))
        task = request.cleaned(pending) if pending else None
        return _Outcome(reply=shown, pending=task, wish=setting.wish)
    return _Outcome(calls=tuple(answer))


def _follow_up(
    text: str, book: Phrasebook, reference: Reference, context: Context
) -> _Outcome | None:
    """A message that is only a time: it completes or corrects what was said before."""
    lead = book.expressions(rf"(?:\b{book.follow_up}\b[\s,]*)*").match(fold(text))
    rest = text[lead.end() :] if lead else text
    tail = book.expressions(rf"[\s,]*(?:\b{book.follow_up}\b)?[\s.!]*$").search(fold(rest))
    rest = rest[: tail.start()] if tail else rest
    corrected = len(rest) < len(text.rstrip(" .!?"))
    if not rest or not (corrected or context.pending or context.has_subject):
        return None
    match = parse(rest, reference)
    if (
        match is None
        or match.span[0] > _leading(rest, book)
        or match.span[1] < len(rest.rstrip(" .!?,"))
    ):
        return None
    if context.pending:
        due = due_of(match.value, reference)
        if due is None:
            return None
        rrule = match.value.rrule if isinstance(match.value, Recurrence) else None
        made = wellbeing.with_doses((_create(context.pending, due, rrule, context.wish),), book)
        return _Outcome(reply=made) if isinstance(made, str) else _Outcome(calls=made or ())
    return _correction(rest, match.value, book, reference, context)


def _leading(text: str, book: Phrasebook) -> int:
    """Up to here a word that leads to the time may stand: "to 6", "на завтра", but not "не"."""
    found = book.expressions(rf"{book.before_time}\s+").match(fold(text))
    return found.end() if found is not None else 0


def _correction(
    words: str, value: object, book: Phrasebook, reference: Reference, context: Context
) -> _Outcome | None:
    if isinstance(value, Recurrence):
        arguments = {"rrule": plain_rule(value.rrule)}
        if "BYHOUR" in value.rrule:
            due = due_of(value, reference)
            arguments |= {"due": due.isoformat()} if due else {}
        return _Outcome(calls=(IntendedCall("update_reminder", arguments),))
    match = parse(words, reference)
    if match is None:
        return None
    due = context.due
    if due is None and isinstance(match.value, Duration):
        return None  # later by a length than a time that is not known
    moment = (
        on_day_of(match.value, due, match.text, reference)
        if due is not None
        else due_of(match.value, reference)
    )
    if moment is None:
        return None
    if moment <= reference.now:
        return _Outcome(reply=book.replies["past"])
    if context.kind == "event" and context.named:
        arguments = {"which": context.named, "start": moment.isoformat()}
        return _Outcome(calls=(IntendedCall("update_event", arguments),))
    return _Outcome(calls=(IntendedCall("update_reminder", {"due": moment.isoformat()}),))


def _create(text: str, due: datetime, rrule: str | None, wish: Wish) -> IntendedCall:
    arguments: dict[str, object] = {"text": text, "due": due.isoformat()}
    if rrule:
        arguments["rrule"] = plain_rule(rrule)
    if (policy := wish.argument()) is not None:
        arguments["policy"] = policy
    if wish.condition is not None:
        arguments["condition"] = dict(wish.condition)
    return IntendedCall("create_reminder", arguments)
