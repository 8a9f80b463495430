"""Numbers as people and tables write them: decimal commas, thousands, fractions.

A wrong guess about a comma makes a dose a thousand times too large, so that where a comma can be
both, both readings are given, and who knows what was measured chooses or asks.
"""

import re

from assistant_desktop.domain.health_record import is_plausible, rule_of, scale_of

_MARKS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/8": "⅛"}
FRACTION_MARKS = "".join(_MARKS.values())
_PARTS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅛": 1 / 8}
_GLYPHED = re.compile(rf"(\d*)\s*([{FRACTION_MARKS}])")
_FRACTION = re.compile(r"(?:(\d+)\s+)?(\d+)\s*/\s*([1-9]\d*)")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3}(?:\1\d{3})+)")
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_PLACES = 4
_WHOLE_KINDS = frozenset({"steps"})
"""What nobody counts in parts: of steps, 8,432 is thousands in every language."""


def has_decimal_comma(text: str, language: str = "") -> bool:
    """Whether the comma of a text is that of decimals, as Russian writes it."""
    return language == "ru" or _CYRILLIC.search(text) is not None


def possible(text: str, *, decimal_comma: bool = False) -> tuple[float, ...]:
    """What figures can mean: nothing, one value, or that of a thousands mark and of a decimal."""
    stripped = text.strip().replace("−", "-")
    sign = -1.0 if stripped.startswith("-") else 1.0
    return tuple(
        sign * one for one in _unsigned(stripped.lstrip("+-"), decimal_comma=decimal_comma)
    )


def with_fraction_marks(text: str, followed_by: str = "") -> str:
    """The text with ½ for 1/2, which is no date; only before what `followed_by` matches."""
    written = re.compile(
        rf"(?<![\d/.,])(?<!\bon )(?<!\bby )(?:(\d+)\s+)?({'|'.join(_MARKS)})(?![\d/]){followed_by}",
        re.IGNORECASE,
    )
    return written.sub(lambda one: f"{one[1] or ''}{_MARKS[one[2]]}", text)


def number_of(text: str, kind: str, unit: str, *, decimal_comma: bool = False) -> float | None:
    """The value of a kind that figures mean, by what can be true of the kind."""
    counted = kind in _WHOLE_KINDS
    values = possible(text, decimal_comma=decimal_comma and not counted)
    if not values:
        return None
    return next((one for one in values if _can_be(kind, unit, one)), values[0])


def is_doubtful(text: str, kind: str, *, decimal_comma: bool = False) -> bool:
    """Whether only the user can tell: a medicine has no usual size to judge a comma by."""
    return kind == "medication" and len(possible(text, decimal_comma=decimal_comma)) > 1


def _unsigned(text: str, *, decimal_comma: bool) -> tuple[float, ...]:
    fraction = _fraction(text)
    if fraction is not None:
        return (round(fraction, _PLACES),)
    plain = _SPACES.sub("", text)
    if _GROUPED.fullmatch(plain):
        return (float(re.sub(r"[.,]", "", plain)),)
    if "," in plain and "." in plain:
        mark = max(",.", key=plain.rfind)
        plain = plain.replace("." if mark == "," else ",", "").replace(mark, ".")
        return _float(plain)
    decimal = _float(plain.replace(",", "."))
    if decimal_comma or not _EITHER.fullmatch(plain):
        return decimal
    return (float(plain.replace(",", "")), *decimal)


def _fraction(text: str) -> float | None:
    glyphed = _GLYPHED.fullmatch(text.strip())
    if glyphed:
        return float(glyphed[1] or 0) + _PARTS[glyphed[2]]
    written = _FRACTION.fullmatch(text.strip())
    return float(written[1] or 0) + float(written[2]) / float(written[3]) if written else None


def _float(text: str) -> tuple[float, ...]:
    return (float(text),) if re.fullmatch(r"\d+(?:\.\d*)?", text) else ()


def _can_be(kind: str, unit: str, value: float) -> bool:
    scale = scale_of(kind, unit or rule_of(kind).unit)
    if scale is None or rule_of(kind).second_range is not None:
        return True
    return is_plausible(kind, scale.unit, scale.into(value))
