"""English."""

from __future__ import annotations

from assistant_desktop.core.when.grammar import Language

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def language() -> Language:
    """Everything the engine needs; the rules are imported only when English is asked for."""
    from assistant_desktop.core.when.languages.en import clock, dates, holidays, repeats, words

    names = (*words.MONTHS, *words.DAYS, "tomorrow", "yesterday", "tonight", "every")
    return Language(
        code="en",
        vocabulary=words.vocabulary(),
        numbers=words.NUMBERS,
        rules=(
            *dates.RULES, *clock.CLOCK, *clock.LENGTHS, *clock.SPANS, *holidays.RULES,
            *repeats.RULES,
        ),
        correctable=frozenset(name for name in names if len(name) >= 5),
        ordinal_endings=frozenset({"st", "nd", "rd", "th"}),
        month_first=True,
        months=words.MONTHS,
        spellings=words.SPELLINGS,
        weak=frozenset({"may", "march", "sun", "sat", "mar", "second", "fall", "spring", "wed",
                        "morning", "afternoon", "evening", "night", "nite"}),
    )  # fmt: skip
