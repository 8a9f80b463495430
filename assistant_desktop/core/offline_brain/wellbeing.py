"""Handlers of doses, targets, and readings that are kept on a second yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assistant_desktop.core.offline_brain import health
from assistant_desktop.core.offline_brain.phrasebook import Phrasebook
from assistant_desktop.core.offline_brain.request import Answer, Request, call, iso
from assistant_desktop.core.offline_brain.tasks import clean_which
from assistant_desktop.core.offline_brain.values import IntendedCall
from assistant_desktop.core.when import Instant, Interval, find
from assistant_desktop.core.when.tokens import fold
from assistant_desktop.domain.health_numbers import has_decimal_comma, is_doubtful


def with_doses(answer: Answer, book: Phrasebook) -> Answer:
    """Reminders to take so much of a medicine write it down when they are done."""
    if not isinstance(answer, tuple):
        return answer
    found: list[IntendedCall] = []
    for one in answer:
        with_dose = _with_dose(one, book)
        if isinstance(with_dose, str):
            return with_dose
        found.append(with_dose)
    return tuple(found)


def _with_dose(one: IntendedCall, book: Phrasebook) -> IntendedCall | str:
    """The call with its dose; a question where the amount can be read in two ways."""
    text = one.arguments.get("text")
    if one.name != "create_reminder" or not isinstance(text, str):
        return one
    folded = fold(text)
    for form in book.doses:
        found = book.expressions(form).match(folded)
        if found is None:
            continue
        unit = book.dose_units.get(found["unit"])
        if unit is None:
            continue
        said = found["amount"]
        if is_doubtful(said, "medication", decimal_comma=has_decimal_comma(said, book.code)):
            return book.replies["which_dose"]
        amount = health.number(said, book, "medication", unit) if said else 1.0
        if not amount:
            continue
        medicine = text[found.start("name") : found.end("name")].strip(" .,")
        whole = int(amount) if amount == int(amount) else amount
        dose = {"medicine": medicine, "amount": whole, "unit": unit}
        return IntendedCall(one.name, {**one.arguments, "dose": dose})
    return one


def was_taken(request: Request) -> Answer:
    """“Did I take lisinopril today?”: what the diary holds of it, today where no day is named."""
    named = clean_which(request.slots.get("medicine", ""), request.book)
    if not named:
        return None
    kind = health.kind_in(named, request.book) or named
    now = request.reference.now
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=1)
    past = replace(request.reference, prefer="past")
    for match in find(request.text, past):
        if isinstance(match.value, Instant | Interval) and match.value.start is not None:
            start, end = match.value.start, match.value.end or end
            break
    return call("query_health", {"kind": kind, "start": iso(start), "end": iso(end)})


def set_target(request: Request) -> Answer:
    """“My weight target is 75 to 78 kg”."""
    kind = health.kind_in(request.text, request.book)
    if kind is None:
        return None
    return call("health_target", {"kind": kind, "value": request.text})


def remove_target(request: Request) -> Answer:
    """“Remove my water target”."""
    kind = health.kind_in(request.text, request.book)
    return call("health_target", {"kind": kind, "remove": True}) if kind else None


def tell_targets(request: Request) -> Answer:
    """“What are my targets?”."""
    return call("health_target", {"kind": health.kind_in(request.text, request.book)})


def keep_anyway(request: Request) -> Answer:
    """“Yes, keep it”: what was asked about is kept as it was said."""
    doubted = request.context.doubted
    kept = [IntendedCall(one.name, {**one.arguments, "anyway": True}) for one in doubted]
    return tuple(kept) or None
