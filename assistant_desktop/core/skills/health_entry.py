"""A reading as somebody gives it, checked: kept as said, asked about, or refused with a reason."""

from dataclasses import dataclass, replace

from assistant_desktop.core.skills.ground import SkillGround
from assistant_desktop.core.skills.health_readings import Given, in_usual_unit, read_at, read_given
from assistant_desktop.domain.health_names import kind_of
from assistant_desktop.domain.health_record import (
    HealthRecord,
    Scale,
    is_plausible,
    rule_of,
    scale_of,
    span_of,
    units_that_fit,
)
from assistant_desktop.domain.ids import RecordId
from assistant_desktop.domain.tool import ToolContext, ToolFailed
from assistant_desktop.wording import Wording, wording
from assistant_desktop.wording.health_words import kind_name, unit_name, value_text


@dataclass(frozen=True, slots=True)
class Entry:
    """What was measured, how much, when (now where empty), and a note.

    anyway: a value that can hardly be true was asked about, and the answer was yes.
    """

    kind: str
    value: float | str
    unit: str | None = None
    at: str | None = None
    note: str = ""
    anyway: bool = False


class DoubtfulReading(ToolFailed):
    """The value can hardly be true: the text asks about it. With `anyway` it is kept."""


def record_for(
    entry: Entry, context: ToolContext, ground: SkillGround, record_id: RecordId
) -> tuple[Given, HealthRecord]:
    """The reading as it was said, and as it is kept.

    Raises:
        DoubtfulReading: it can hardly be true.
        ToolFailed: it cannot be understood.
    """
    words = wording(context.language)
    given = read_given(entry.kind, entry.value, entry.unit, context.language)
    if given is None:
        name = kind_name(words, kind_of(entry.kind))
        raise ToolFailed(words.text("{kind}: say it as a number.", kind=name))
    at = read_at(entry.at, context, ground.day_times)
    if at is None:
        raise ToolFailed(words.text("That day is still to come: nothing was written down."))
    given = in_usual_unit(given)
    kept = _checked(words, given, anyway=entry.anyway)
    note = ", ".join(part for part in (kept.note, entry.note.strip()) if part)
    record = HealthRecord(
        id=record_id,
        user_id=context.user_id,
        kind=kept.kind,
        value=kept.value,
        second_value=kept.second,
        unit=kept.unit,
        at=at,
        note=note,
    )
    return given, record


def _checked(words: Wording, given: Given, *, anyway: bool) -> Given:
    """The reading in the unit it is kept in."""
    scale = scale_of(given.kind, given.unit)
    name = kind_name(words, given.kind)
    if scale is None:
        known = ", ".join(unit_name(words, unit) for unit in rule_of(given.kind).scales)
        raise ToolFailed(
            words.text("{kind}: which unit is that? I know {units}.", kind=name, units=known)
        )
    if rule_of(given.kind).second_range and given.second is None:
        raise ToolFailed(words.text("Say both numbers of the blood pressure, such as 130/85."))
    second = None if given.second is None else scale.into(given.second)
    kept = replace(given, value=scale.into(given.value), second=second, unit=scale.unit)
    if not anyway and given.other is not None:
        raise DoubtfulReading(_which(words, given, given.other))
    if not anyway and not is_plausible(kept.kind, kept.unit, kept.value, second):
        raise DoubtfulReading(_question(words, given, scale))
    return kept


def _which(words: Wording, given: Given, other: float) -> str:
    """Asks about the larger of two amounts: yes keeps it, and the smaller is said anew."""
    larger, smaller = (
        value_text(words, given.kind, given.unit, (value, None)) for value in (given.value, other)
    )
    return words.text(
        "{kind} {larger}? If you mean {smaller}, write a point instead of the comma.",
        kind=kind_name(words, given.kind),
        larger=larger,
        smaller=smaller,
    )


def _question(words: Wording, given: Given, scale: Scale) -> str:
    """Asks about a value that can hardly be true."""

    def said(value: float, unit: str, second: float | None = None) -> str:
        return value_text(words, given.kind, unit, (value, second))

    asked = words.text(
        "{kind} {value}?",
        kind=kind_name(words, given.kind),
        value=said(given.value, given.unit, given.second),
    )
    low, high = (scale.back(end) for end in span_of(given.kind, scale.unit))
    usual = words.text(
        "I take {low} to {high}.", low=said(low, given.unit), high=said(high, given.unit)
    )
    if rule_of(given.kind).second_range is not None:
        usual = words.text(
            "I take an upper number of {low} to {high} and a smaller lower one.",
            low=f"{low:.0f}",
            high=f"{high:.0f}",
        )
    parts = [asked, usual]
    others = units_that_fit(given.kind, given.value) if given.second is None else []
    if others:
        meant = ", ".join(said(given.value, unit) for unit in others)
        parts.append(words.text("If you mean {values}, say the unit.", values=meant))
    return " ".join(parts)
