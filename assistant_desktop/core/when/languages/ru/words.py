"""Russian words in all their forms, spelt with е for ё: months, weekdays, units, numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant_desktop.core.when.cycles import Cycle
from assistant_desktop.core.when.expressions import Fields, Now
from assistant_desktop.core.when.grammar import NumberWords, vocabulary_of
from assistant_desktop.core.when.stretches import Part, Weekly, Yearly
from assistant_desktop.core.when.values import Grain


def forms(stem: str, endings: str) -> Iterable[str]:
    """The stem with each ending; "-" is the bare stem."""
    return (stem + ("" if ending == "-" else ending) for ending in endings.split())


_SOFT = "ь я ю ем е"
_HARD = "- а у ом е"
MONTHS: dict[str, int] = {
    form: number
    for number, words in enumerate(
        (
            (("январ", _SOFT), ("янв", "-")),
            (("феврал", _SOFT), ("фев", "-"), ("февр", "-")),
            (("март", _HARD), ("мар", "-")),
            (("апрел", _SOFT), ("апр", "-")),
            (("ма", "й я ю ем е"),),
            (("июн", _SOFT), ("июн", "-")),
            (("июл", _SOFT), ("июл", "-")),
            (("август", _HARD), ("авг", "-")),
            (("сентябр", _SOFT), ("сен", "-"), ("сент", "-")),
            (("октябр", _SOFT), ("окт", "-")),
            (("ноябр", _SOFT), ("ноя", "-"), ("нояб", "-")),
            (("декабр", _SOFT), ("дек", "-")),
        ),
        start=1,
    )
    for stem, endings in words
    for form in forms(stem, endings)
}
DAYS: dict[str, int] = {
    form: number
    for number, words in enumerate(
        (
            (("понедельник", _HARD), ("пн", "-"), ("пон", "-")),
            (("вторник", _HARD), ("вт", "-")),
            (("сред", "а у ы е ой"), ("ср", "-")),
            (("четверг", _HARD), ("чт", "-"), ("чет", "-")),
            (("пятниц", "а у ы е ей"), ("пт", "-"), ("пят", "-")),
            (("суббот", "а у ы е ой"), ("сб", "-"), ("суб", "-")),
            (("воскресень", "е я ю ем и"), ("вс", "-"), ("воскр", "-")),
        )
    )
    for stem, endings in words
    for form in forms(stem, endings)
}
PLURAL_DAYS: dict[str, int] = {
    "понедельникам": 0,
    "вторникам": 1,
    "средам": 2,
    "четвергам": 3,
    "пятницам": 4,
    "субботам": 5,
    "воскресеньям": 6,
}
UNITS: dict[str, Grain] = {
    form: unit
    for unit, words in {
        Grain.SECOND: (
            ("секунд", "- а ы у е ой ам ами ах"),
            ("секундоч", "ка ки ку ек"),
            ("сек", "-"),
        ),
        Grain.MINUTE: (
            ("минут", "- а ы у е ой ам ами ах"),
            ("минут", "ка ки ку ок"),
            ("минуточ", "ка ки ку ек"),
            ("мин", "-"),
        ),
        Grain.HOUR: (("час", "- а ы у е ом ов ам ами ах ик ика иков ок"), ("ч", "-")),
        Grain.DAY: (
            ("д", "ень ня ню нем не ни ней ням нями нях"),
            ("сут", "ки ок кам ками ках"),
            ("дн", "-"),
        ),
        Grain.WEEK: (("недел", "я и ю е ей ь ям ями ях"), ("недель", "ка ки ку ек"), ("нед", "-")),
        Grain.MONTH: (("месяц", "- а у ем е ы ев ам ами ах"), ("мес", "-")),
        Grain.QUARTER: (("квартал", "- а у ом е ы ов ам ами ах"), ("кв", "-")),
        Grain.YEAR: (("год", "- а у ом е ы ов ам ами ах"), ("лет", "- ам ами ах"), ("г", "-")),
    }.items()
    for stem, endings in words
    for form in forms(stem, endings)
}
HOUR = 60
MORNING = Part("morning", 4 * HOUR, 12 * HOUR, pm=False)
AFTERNOON = Part("afternoon", 12 * HOUR, 19 * HOUR, pm=True)
EVENING = Part("evening", 18 * HOUR, 24 * HOUR, pm=True)
NIGHT = Part("night", 0, 4 * HOUR, pm=False)
PARTS: dict[str, Part] = {
    "утро": MORNING,
    "утром": MORNING,
    "утра": MORNING,
    "утру": MORNING,
    "утречком": MORNING,
    "днем": AFTERNOON,
    "вечер": EVENING,
    "вечером": EVENING,
    "вечера": EVENING,
    "вечеру": EVENING,
    "вечерком": EVENING,
    "ночь": NIGHT,
    "ночью": NIGHT,
    "ночи": NIGHT,
}
PLURAL_PARTS: dict[str, Part] = {"утрам": MORNING, "вечерам": EVENING, "ночам": NIGHT}
RELATIVE_DAYS: dict[str, int] = {
    "сегодня": 0,
    "сегодняшний": 0,
    "завтра": 1,
    "завтрашний": 1,
    "послезавтра": 2,
    "вчера": -1,
    "позавчера": -2,
    "послепослезавтра": 3,
    "позапозавчера": -3,
    "сегодняшнего": 0,
    "завтрашнего": 1,
    "вчерашний": -1,
    "вчерашнего": -1,
}
_SUMMER, _AUTUMN = Yearly((6, 1), (9, 1)), Yearly((9, 1), (12, 1))
_WINTER, _SPRING = Yearly((12, 1), (3, 1)), Yearly((3, 1), (6, 1))
SEASONS: dict[str, Yearly] = {
    "лето": _SUMMER,
    "лета": _SUMMER,
    "летом": _SUMMER,
    "лету": _SUMMER,
    "осень": _AUTUMN,
    "осени": _AUTUMN,
    "осенью": _AUTUMN,
    "зима": _WINTER,
    "зимой": _WINTER,
    "зимы": _WINTER,
    "зиму": _WINTER,
    "зиме": _WINTER,
    "весна": _SPRING,
    "весной": _SPRING,
    "весны": _SPRING,
    "весну": _SPRING,
    "весне": _SPRING,
}
WEEKEND = Weekly(4 * 24 * HOUR + 18 * HOUR, 7 * 24 * HOUR)
WORKWEEK = Weekly(0, 5 * 24 * HOUR)

DECADES: dict[str, int] = {
    form: number
    for number, stem in (
        (20, "двадцат"),
        (30, "тридцат"),
        (40, "сороков"),
        (50, "пятидесят"),
        (60, "шестидесят"),
        (70, "семидесят"),
        (80, "восьмидесят"),
        (90, "девяност"),
    )
    for form in forms(stem, "ые ых")
}

# Cardinals: (value, stem, endings); ordinals: (value, stem), with one of two sets of endings.
_CARDINALS: tuple[tuple[int, str, str], ...] = (
    (0, "нол", "ь я ю ем е"),
    (0, "нул", "ь я ю ем е"),
    (1, "од", "ин на но ни ну ного ной ному ним ном"),
    (2, "дв", "а е ух ум умя"),
    (3, "тр", "и ех ем емя"),
    (4, "четыр", "е ех ем ьмя"),
    (5, "пят", "ь и ью"),
    (6, "шест", "ь и ью"),
    (7, "сем", "ь и ью"),
    (8, "вос", "емь ьми емью ьмью"),
    (9, "девят", "ь и ью"),
    (10, "десят", "ь и ью"),
    (11, "одиннадцат", "ь и ью"),
    (12, "двенадцат", "ь и ью"),
    (13, "тринадцат", "ь и ью"),
    (14, "четырнадцат", "ь и ью"),
    (15, "пятнадцат", "ь и ью"),
    (16, "шестнадцат", "ь и ью"),
    (17, "семнадцат", "ь и ью"),
    (18, "восемнадцат", "ь и ью"),
    (19, "девятнадцат", "ь и ью"),
    (20, "двадцат", "ь и ью"),
    (30, "тридцат", "ь и ью"),
    (40, "сорок", "- а"),
    (50, "пят", "ьдесят идесяти"),
    (60, "шест", "ьдесят идесяти"),
    (70, "сем", "ьдесят идесяти"),
    (80, "вос", "емьдесят ьмидесяти"),
    (90, "девяност", "о а"),
    (100, "ст", "о а"),
    (200, "дв", "ести ухсот"),
    (300, "тр", "иста ехсот"),
    (400, "четыр", "еста ехсот"),
    (500, "пят", "ьсот исот"),
    (600, "шест", "ьсот исот"),
    (700, "сем", "ьсот исот"),
    (800, "вос", "емьсот ьмисот"),
    (900, "девят", "ьсот исот"),
)
_ADJECTIVE = "ый ой ий ая ое ые ого ой ому ым ом ую ых ыми"
_ORDINALS: tuple[tuple[int, str], ...] = (
    (1, "перв"),
    (2, "втор"),
    (4, "четверт"),
    (5, "пят"),
    (6, "шест"),
    (7, "седьм"),
    (8, "восьм"),
    (9, "девят"),
    (10, "десят"),
    (11, "одиннадцат"),
    (12, "двенадцат"),
    (13, "тринадцат"),
    (14, "четырнадцат"),
    (15, "пятнадцат"),
    (16, "шестнадцат"),
    (17, "семнадцат"),
    (18, "восемнадцат"),
    (19, "девятнадцат"),
    (20, "двадцат"),
    (30, "тридцат"),
    (40, "сороков"),
    (50, "пятидесят"),
    (60, "шестидесят"),
    (70, "семидесят"),
    (80, "восьмидесят"),
    (90, "девяност"),
    (100, "сот"),
    (1000, "тысячн"),
    (2000, "двухтысячн"),
)
_THIRD = "ий ья ье ьи ьего ьей ьему ьим ьем ью ьих ьими"
# What may follow the digits of an ordinal: 1-й, 2-го, 3-ему.
ORDINAL_ENDINGS = (
    "й я е го му м ю х ый ий ой ая ья яя ое ье ее ого его ому ему ым им ом ем ую ью ых их"
)
NUMBERS = NumberWords(
    small={form: value for value, stem, endings in _CARDINALS for form in forms(stem, endings)},
    scales=dict.fromkeys(forms("тысяч", "а и у - е ей ам"), 1000)
    | dict.fromkeys(forms("миллион", "- а у ом ы ов"), 10**6),
    ordinals={form: value for value, stem in _ORDINALS for form in forms(stem, _ADJECTIVE)}
    | dict.fromkeys(forms("трет", _THIRD), 3),
    loose={
        "пара": 2,
        "пару": 2,
        "несколько": 3,
        "полтора": 1.5,
        "полторы": 1.5,
        "полутора": 1.5,
        "двое": 2,
        "трое": 3,
        "четверо": 4,
        "пятеро": 5,
        "шестеро": 6,
        "семеро": 7,
    },
)


# Forms in which a unit alone is one of it: "через неделю", "час".
SINGLE: dict[str, Grain] = {
    "секунда": Grain.SECOND,
    "секунду": Grain.SECOND,
    "секундочку": Grain.SECOND,
    "минута": Grain.MINUTE,
    "минуту": Grain.MINUTE,
    "минутка": Grain.MINUTE,
    "минутку": Grain.MINUTE,
    "минуточка": Grain.MINUTE,
    "минуточку": Grain.MINUTE,
    "час": Grain.HOUR,
    "часик": Grain.HOUR,
    "часок": Grain.HOUR,
    "часа": Grain.HOUR,
    "день": Grain.DAY,
    "дня": Grain.DAY,
    "сутки": Grain.DAY,
    "суток": Grain.DAY,
    "неделя": Grain.WEEK,
    "неделю": Grain.WEEK,
    "недели": Grain.WEEK,
    "недельку": Grain.WEEK,
    "месяц": Grain.MONTH,
    "месяца": Grain.MONTH,
    "квартал": Grain.QUARTER,
    "год": Grain.YEAR,
    "года": Grain.YEAR,
}
# Forms that stand before their number: "минут десять".
MANY: dict[str, Grain] = {
    "секунд": Grain.SECOND,
    "минут": Grain.MINUTE,
    "минуток": Grain.MINUTE,
    "часов": Grain.HOUR,
    "часиков": Grain.HOUR,
    "часика": Grain.HOUR,
    "часа": Grain.HOUR,
    "дней": Grain.DAY,
    "дня": Grain.DAY,
    "суток": Grain.DAY,
    "недель": Grain.WEEK,
    "недели": Grain.WEEK,
    "месяцев": Grain.MONTH,
    "месяца": Grain.MONTH,
    "лет": Grain.YEAR,
    "года": Grain.YEAR,
}
_SOFT_N, _SOFT_SH = (
    "ий яя ее ие его ей ему им ем юю их ими",
    "ий ая ее ие его ей ему им ем ую их ими",
)
_HARD_ADJECTIVE = "ый ая ое ые ого ой ому ым ом ую ых ыми"


def adjectives(*stems: str) -> str:
    """All forms of adjectives, by their stems, with spaces between."""
    endings = {"н": _SOFT_N, "щ": _SOFT_SH, "ш": _SOFT_SH}
    return " ".join(
        form for stem in stems for form in forms(stem, endings.get(stem[-1], _HARD_ADJECTIVE))
    )


FRACTIONS: dict[str, float] = {"½": 0.5, "¼": 0.25, "¾": 0.75}
WEEKEND_WORDS = "выходные выходных выходным уикенд уикэнд уикенда"

# Classes of words that stand for each other in patterns, written there as <_next> and so on.
CLASSES: dict[str, str] = {
    "_next": adjectives("следующ", "будущ", "предстоящ", "ближайш", "грядущ"),
    "_last": adjectives("прошл", "последн", "предыдущ", "минувш", "прошедш"),
    "_this": "этот эта это эти этого этой этому этим этом эту этих "
    + adjectives("текущ", "нынешн"),
    "_beforelast": adjectives("позапрошл"),
    "_final": adjectives("последн"),
    "_coming": adjectives("ближайш", "предстоящ", "грядущ"),
    "_following": adjectives("следующ", "будущ"),
    "_every": "каждый каждая каждое каждые каждого каждой каждую каждым",
    "_and": "и , или",
    "_working": "рабочий рабочие рабочим рабочего рабочих будний будние будним буднего",
    "_day": "день дня дни дням",
    "_hours": "ч час часа часов часам часу часами",
    "_minutes": "м мин минут минуты минута минуту минутам",
    "_about": "около примерно приблизительно ровно",
    "_at": "в во на к ко",
    "_beginning": "начало начале начала началу началом",
    "_middle": "середина середине середину середины",
    "_end": "конец конце концу конца концом",
    "_except": "кроме исключая",
    "_year": "год года году г",
}
SPELLINGS: dict[str, str] = {"чз": "через", "щас": "сейчас", "седня": "сегодня"}

# "полвосьмого" is half past seven.
_HALVES = (
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого "
    "одиннадцатого двенадцатого"
)
HALF_HOURS: dict[str, Fields] = {
    f"пол{word}": Fields(hour=(n - 1) or 12, minute=30, half=True)
    for n, word in enumerate(_HALVES.split(), start=1)
}


def vocabulary() -> dict[str, tuple[tuple[str, Any], ...]]:
    """Every word with its readings."""
    classes = [(name, dict.fromkeys(words.split(), True)) for name, words in CLASSES.items()]
    return vocabulary_of(
        (
            *classes,
            ("month", {word: Fields(month=n) for word, n in MONTHS.items()}),
            ("dow", {word: Fields(dow=n, skip_now=True) for word, n in DAYS.items()}),
            ("dows", PLURAL_DAYS),
            ("unit", UNITS),
            ("oneunit", SINGLE),
            ("manyunit", MANY),
            ("tod", HALF_HOURS),
            ("part", PARTS),
            ("parts", PLURAL_PARTS),
            ("day", {word: Cycle(Grain.DAY, n) for word, n in RELATIVE_DAYS.items()}),
            ("season", SEASONS),
            ("decade", DECADES),
            ("fraction", FRACTIONS),
            ("weekend", dict.fromkeys(WEEKEND_WORDS.split(), WEEKEND)),
            ("now", {"сейчас": Now()}),
        )
    )
