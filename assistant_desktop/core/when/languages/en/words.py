"""English words: months, weekdays, units, parts of day, numbers."""

from __future__ import annotations

from typing import Any

from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import Fields, Now
from assistant_desktop.core.when.grammar import NumberWords, vocabulary_of
from assistant_desktop.core.when.numbers import Number
from assistant_desktop.core.when.stretches import Part, Weekly, Yearly
from assistant_desktop.core.when.values import Grain

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
DAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds wensday wendsday wednsday",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for word in words.split()
}
PLURAL_DAYS: dict[str, int] = {f"{word}s": number for word, number in DAYS.items()} | {
    "tues": 1,
    "thurs": 3,
}
UNITS: dict[str, Grain] = {
    word: unit
    for unit, words in {
        Grain.SECOND: "second seconds sec secs",
        Grain.MINUTE: "minute minutes min mins",
        Grain.HOUR: "hour hours hr hrs",
        Grain.DAY: "day days night nights",
        Grain.WEEK: "week weeks wk wks",
        Grain.MONTH: "month months mo",
        Grain.QUARTER: "quarter quarters qtr qtrs",
        Grain.YEAR: "year years yr yrs",
    }.items()
    for word in words.split()
}
UNIT_LETTERS: dict[str, Grain] = {
    "s": Grain.SECOND,
    "m": Grain.MINUTE,
    "h": Grain.HOUR,
    "d": Grain.DAY,
    "w": Grain.WEEK,
    "y": Grain.YEAR,
}
HOUR = 60
PARTS: dict[str, Part] = {
    word: part
    for words, part in (
        ("morning", Part("morning", 0, 12 * HOUR, pm=False)),
        ("afternoon", Part("afternoon", 12 * HOUR, 19 * HOUR, pm=True)),
        ("evening night nite", Part("evening", 18 * HOUR, 24 * HOUR, pm=True)),
        ("lunchtime", Part("lunch", 12 * HOUR, 14 * HOUR, pm=True)),
        ("dinnertime suppertime", Part("evening", 18 * HOUR, 20 * HOUR, pm=True)),
        ("dawn sunrise daybreak", Part("morning", 4 * HOUR, 7 * HOUR, pm=False)),
        ("dusk sunset sundown", Part("evening", 18 * HOUR, 21 * HOUR, pm=True)),
        ("daytime", Part("day", 8 * HOUR, 18 * HOUR, pm=True)),
    )
    for word in words.split()
}
NIGHT = Part("night", 18 * HOUR, 24 * HOUR, pm=True)
TONIGHT = Part("evening", 18 * HOUR, 24 * HOUR, pm=True)
# Meals are times only with a word that says so: "at lunch", but not "cook dinner".
MEALS: dict[str, Part] = {
    "lunch": Part("lunch", 12 * HOUR, 14 * HOUR, pm=True),
    "breakfast": Part("breakfast", 7 * HOUR, 9 * HOUR, pm=False),
    "dinner": Part("evening", 18 * HOUR, 20 * HOUR, pm=True),
    "supper": Part("evening", 18 * HOUR, 20 * HOUR, pm=True),
}
PARTS |= {"night": NIGHT, "nite": NIGHT}
RELATIVE_DAYS: dict[str, Cycle] = {
    word: Cycle(Grain.DAY, offset)
    for offset, words in {
        0: "today todays otd",
        1: "tomorrow tomorrows tmrw tmr tmw tomoz",
        -1: "yesterday yesterdays",
    }.items()
    for word in words.split()
}
SEASONS: dict[str, Yearly] = {
    "spring": Yearly((3, 20), (6, 21)),
    "springtime": Yearly((3, 20), (6, 21)),
    "summer": Yearly((6, 21), (9, 24)),
    "summertime": Yearly((6, 21), (9, 24)),
    "fall": Yearly((9, 23), (12, 22)),
    "autumn": Yearly((9, 23), (12, 22)),
    "winter": Yearly((12, 21), (3, 21)),
    "wintertime": Yearly((12, 21), (3, 21)),
}
DECADES: dict[str, int] = {
    "tens": 10,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
WEEKEND = Weekly(4 * 24 * HOUR + 18 * HOUR, 7 * 24 * HOUR)
WORKWEEK = Weekly(0, 5 * 24 * HOUR)

FRACTIONS: dict[str, float] = {"½": 0.5, "¼": 0.25, "¾": 0.75}

# Classes of words that stand for each other in patterns, written there as <_next> and so on.
CLASSES: dict[str, str] = {
    "_next": "next following coming upcoming",
    "_last": "last past previous",
    "_this": "this current",
    "_through": "- to thru through until till untill til",
    "_until": "- to until till untill til",
    "_before": "before until till til",
    "_every": "every each",
    "_and": "and , & or",
    "_minutes": "minutes minute min mins",
    "_past": "past after",
    "_to": "to till before of until",
    "_roughly": "under about around exactly approximately just another like maybe say roughly",
    "_about": "about around exactly approximately roughly",
    "_except": "except excluding",
    "_working": "business working work",
}

SPELLINGS: dict[str, str] = {
    "evry": "every",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "tomorow": "tomorrow",
    "tommorw": "tomorrow",
}

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
NUMBERS = NumberWords(
    small={w: n for n, w in enumerate(_SMALL.split())} | _TENS,
    scales={"hundred": 100, "thousand": 1000, "million": 10**6},
    ordinals={w: n for n, w in enumerate(_ORDINALS.split(), start=1)}
    | {f"{w[:-1]}ieth": n for w, n in _TENS.items()}
    | {"hundredth": 100},
    joiners=frozenset({"and"}),
    loose={"few": 3, "couple": 2, "pair": 2, "dozen": 12, "several": 3, "single": 1, "some": 3},
)


def vocabulary() -> dict[str, tuple[tuple[str, Any], ...]]:
    """Every word with its readings."""
    zero = Number(0, 0)
    classes = [(name, dict.fromkeys(words.split(), True)) for name, words in CLASSES.items()]
    return vocabulary_of(
        (
            *classes,
            ("month", {word: Fields(month=n) for word, n in MONTHS.items()}),
            ("dow", {word: Fields(dow=n, skip_now=True) for word, n in DAYS.items()}),
            ("dows", PLURAL_DAYS),
            ("unit", UNITS),
            ("unitletter", UNIT_LETTERS),
            ("part", PARTS),
            ("parts", {f"{word}s": part for word, part in PARTS.items()}),
            ("meal", MEALS),
            ("day", RELATIVE_DAYS),
            ("season", SEASONS),
            ("decade", DECADES),
            ("fraction", FRACTIONS),
            ("weekend", dict.fromkeys(("weekend", "wkend", "weekends"), WEEKEND)),
            ("now", {"now": Now()}),
            ("zero", {"oh": zero, "o": zero}),
        )
    )
