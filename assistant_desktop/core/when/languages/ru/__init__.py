"""Russian."""

from __future__ import annotations

from assistant_desktop.core.when.grammar import Language

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def language() -> Language:
    """Everything the engine needs; the rules are imported only when Russian is asked for."""
    from assistant_desktop.core.when.languages.ru import clock, dates, holidays, repeats, words

    days = ("завтра", "послезавтра", "вчера", "сегодня")
    classes = (words.CLASSES[name].split() for name in ("_every", "_following"))
    names = (*words.MONTHS, *words.DAYS, *days, *(word for one in classes for word in one))
    return Language(
        code="ru",
        vocabulary=words.vocabulary(),
        numbers=words.NUMBERS,
        rules=(
            *dates.RULES, *clock.CLOCK, *clock.LENGTHS, *clock.SPANS, *holidays.RULES,
            *repeats.RULES,
        ),
        correctable=frozenset(name for name in names if len(name) >= 5),
        ordinal_endings=frozenset(words.ORDINAL_ENDINGS.split()),
        month_first=False,
        months=words.MONTHS,
        round_the_clock=True,
        spellings=words.SPELLINGS,
        named=frozenset(
            (day, birth)
            for day in ("день", "дня", "дню", "днем", "дне", "дни", "дней", "дням", "днями", "днях")
            for birth in ("рождения", "рожденья", "рождений")
        ),
        weak=frozenset(
            {"час", "год", "день", "мая", "вт", "ср", "чт", "мар", "утро", "вечер", "ночь"}
        ),
    )  # fmt: skip
