"""English holiday names and the days they stand for."""

from __future__ import annotations

from assistant_desktop.core.when.feasts import (
    DateRule,
    Feast,
    Fixed,
    FromEaster,
    NthWeekday,
    WeekdayBy,
)
from assistant_desktop.core.when.grammar import Rule
from assistant_desktop.core.when.languages.en.other_calendars import HINDU, LUNAR

_MO, _TU, _WE, _TH, _FR, _SA, _SU = range(7)


# (names, the rule, days): "'s" may be written with or without the apostrophe, or left out;
# a trailing "?" marks a word that may be missing.
_Feasts = tuple[tuple[str, DateRule, int], ...]

FIXED: _Feasts = (
    ("new year 's day|new years day|new year|new years|new year 's", Fixed(1, 1), 1),
    ("new year 's eve|new years eve|nye|silvester", Fixed(12, 31), 1),
    ("christmas day?|xmas day?|x - mas|noel", Fixed(12, 25), 1),
    ("christmas eve|xmas eve|xmas 's eve|christmas 's eve", Fixed(12, 24), 1),
    ("boxing day|st stephen 's day|saint stephen 's day", Fixed(12, 26), 1),
    ("orthodox christmas day?|russian christmas", Fixed(1, 7), 1),
    ("epiphany|three kings day|three kings 's day", Fixed(1, 6), 1),
    ("candlemas", Fixed(2, 2), 1),
    ("groundhog day|ground hog day|groundhogs day", Fixed(2, 2), 1),
    ("valentine 's day|saint valentine 's day|st valentine 's day|valentines", Fixed(2, 14), 1),
    ("international women 's day|women 's day|womens day", Fixed(3, 8), 1),
    ("pi day", Fixed(3, 14), 1),
    (
        (
            "saint patrick 's day|st patrick 's day|st . patrick 's day|st paddy 's day|paddy 's "
            "day|patrick 's day"
        ),
        Fixed(3, 17),
        1,
    ),
    (
        "st george 's day|saint george 's day|feast of saint george|st . george 's day",
        Fixed(4, 23),
        1,
    ),
    ("st andrew 's day|saint andrew 's day", Fixed(11, 30), 1),
    ("st david 's day|saint david 's day", Fixed(3, 1), 1),
    ("saint john 's day|st john 's day|midsummer day", Fixed(6, 24), 1),
    ("st nicholas day|saint nicholas day|saint nicholas 's day", Fixed(12, 6), 1),
    ("april fools|april fools day|april fool 's day|april fool 's", Fixed(4, 1), 1),
    ("earth day", Fixed(4, 22), 1),
    (
        (
            "may day|labour day in may|international workers day|international workers 's day|int "
            "' l workers day"
            "|workers day|worker 's day"
        ),
        Fixed(5, 1),
        1,
    ),
    ("star wars day", Fixed(5, 4), 1),
    ("cinco de mayo", Fixed(5, 5), 1),
    ("victory day", Fixed(5, 9), 1),
    ("flag day", Fixed(6, 14), 1),
    ("juneteenth", Fixed(6, 19), 1),
    ("canada day|dominion day", Fixed(7, 1), 1),
    ("independence day|fourth of july|4th of july|the fourth of july", Fixed(7, 4), 1),
    ("bastille day", Fixed(7, 14), 1),
    ("assumption|assumption day|assumption of mary", Fixed(8, 15), 1),
    ("patriot day", Fixed(9, 11), 1),
    ("halloween|hallowe ' en|halloween day|all hallows eve|hallowen|haloween", Fixed(10, 31), 1),
    ("all saints day|all saints|all saint 's day|all hallows day", Fixed(11, 1), 1),
    ("all souls day|all souls|all soul 's day", Fixed(11, 2), 1),
    ("day of the dead|dia de los muertos", Fixed(11, 2), 1),
    ("guy fawkes day|guy fawkes night|bonfire night|guy fawkes", Fixed(11, 5), 1),
    (
        "veterans day|veteran day|veteran 's day|armistice day|remembrance day|veterans ' day",
        Fixed(11, 11),
        1,
    ),
    ("immaculate conception", Fixed(12, 8), 1),
    ("singles day|singles ' day|double eleven", Fixed(11, 11), 1),
    ("kwanzaa", Fixed(12, 26), 7),
    ("anzac day", Fixed(4, 25), 1),
    ("australia day", Fixed(1, 26), 1),
    ("waitangi day", Fixed(2, 6), 1),
    ("king 's day|koningsdag", Fixed(4, 27), 1),
    ("emancipation day|emanicipation day", Fixed(4, 16, workday=True), 1),
    ("tax day", Fixed(4, 15, workday=True), 1),
    ("boss 's day|bosses day|boss day|national boss day", Fixed(10, 16, workday=True), 1),
    ("chinese national day|golden week|national day of china", Fixed(10, 1), 1),
    ("yuandan|yuan dan", Fixed(1, 1), 1),
    ("republic day|indian republic day", Fixed(1, 26), 1),
    ("indian independence day", Fixed(8, 15), 1),
    ("gandhi jayanti|gandhi 's birthday", Fixed(10, 2), 1),
    ("lohri", Fixed(1, 13), 1),
    ("world vegan day", Fixed(11, 1), 1),
    ("world aids day", Fixed(12, 1), 1),
    ("world health day", Fixed(4, 7), 1),
    ("world environment day", Fixed(6, 5), 1),
    ("human rights day", Fixed(12, 10), 1),
    ("world book day", Fixed(4, 23), 1),
    ("world cancer day", Fixed(2, 4), 1),
    ("world water day", Fixed(3, 22), 1),
    ("world food day", Fixed(10, 16), 1),
    ("universal children 's day|world children 's day", Fixed(11, 20), 1),
    ("children 's day", Fixed(6, 1), 1),
    ("international men 's day|men 's day", Fixed(11, 19), 1),
    ("mental health day|world mental health day", Fixed(10, 10), 1),
    ("holocaust remembrance day|international holocaust remembrance day", Fixed(1, 27), 1),
    ("rabindra jayanti|rabindranath jayanti|tagore 's birthday", Fixed(5, 7), 1),
)

MOVABLE: _Feasts = (
    ("thanksgiving day?|thanks giving day?|thanksgivings", NthWeekday(11, 4, _TH), 1),
    ("black friday", NthWeekday(11, 4, _TH, 1), 1),
    ("small business saturday", NthWeekday(11, 4, _TH, 2), 1),
    ("cyber monday", NthWeekday(11, 4, _TH, 4), 1),
    ("giving tuesday", NthWeekday(11, 4, _TH, 5), 1),
    ("canadian thanksgiving", NthWeekday(10, 2, _MO), 1),
    (
        (
            "martin luther king 's day|martin luther king day|martin luther king jr . day|martin "
            "luther king jr day"
            "|mlk day|mlk|martin luther king junior day|civil rights day|idaho human rights day"
        ),
        NthWeekday(1, 3, _MO),
        1,
    ),
    (
        (
            "presidents day|president 's day|presidents ' day|washington 's birthday"
            "|george washington day"
            "|washington day|daisy gatson bates ' day"
        ),
        NthWeekday(2, 3, _MO),
        1,
    ),
    ("memorial day|decoration day", NthWeekday(5, -1, _MO), 1),
    ("labor day|labour day", NthWeekday(9, 1, _MO), 1),
    ("columbus day|indigenous peoples day|indigenous peoples ' day", NthWeekday(10, 2, _MO), 1),
    ("mother 's day|mothers day|mothers ' day|mom day|mother day", NthWeekday(5, 2, _SU), 1),
    ("father 's day|fathers day|fathers ' day|dad day|father day", NthWeekday(6, 3, _SU), 1),
    ("parents day|parent 's day|parents ' day", NthWeekday(7, 4, _SU), 1),
    ("grandparents day|grandparent 's day|grandparents ' day", NthWeekday(9, 1, _MO, 6), 1),
    ("arbor day|national arbor day", NthWeekday(4, -1, _FR), 1),
    (
        (
            "administrative professionals day|administrative professionals ' day|administrative "
            "professional day"
            "|secretaries day|secretary 's day|admins day|admin day"
        ),
        WeekdayBy(4, 21, _WE),
        1,
    ),
    ("military spouse day", NthWeekday(5, 2, _SU, -2), 1),
    ("armed forces day", NthWeekday(5, 3, _SA), 1),
    ("thinking day", Fixed(2, 22), 1),
    ("super bowl sunday|superbowl sunday", NthWeekday(2, 2, _SU), 1),
    ("election day", NthWeekday(11, 1, _MO, 1), 1),
    ("super tuesday", NthWeekday(3, 1, _TU), 1),
    ("sysadmin day|system administrator appreciation day", NthWeekday(7, -1, _FR), 1),
    ("global accessibility awareness day|gaad", NthWeekday(5, 3, _TH), 1),
    ("victoria day|queen 's birthday", WeekdayBy(5, 25, _MO, before=True), 1),
    ("melbourne cup day|melbourne cup", NthWeekday(11, 1, _TU), 1),
    ("family day", NthWeekday(2, 3, _MO), 1),
    ("friendship day", NthWeekday(8, 1, _SU), 1),
    (
        "advent sunday|first sunday of advent|advent|1st advent|first advent",
        WeekdayBy(11, 27, _SU),
        1,
    ),
    ("easter|easter sunday|easter sun|easter day", FromEaster(0), 1),
    ("easter monday|easter mon", FromEaster(1), 1),
    ("good friday|great friday|holy friday", FromEaster(-2), 1),
    ("holy saturday|easter saturday|black saturday|easter eve", FromEaster(-1), 1),
    (
        (
            "maundy thursday|holy thursday|covenant thursday|thu of mysteries|thursday of "
            "mysteries|sheer thursday"
            "|great thursday|great and holy thursday"
        ),
        FromEaster(-3),
        1,
    ),
    ("palm sunday|branch sunday|passion sunday", FromEaster(-7), 1),
    ("ash wednesday|carnival end|ash wed", FromEaster(-46), 1),
    (
        "shrove tuesday|mardi gras|pancake day|pancake tuesday|fat tuesday|carnival tuesday",
        FromEaster(-47),
        1,
    ),
    ("shrove monday|rose monday|carnival monday|rosenmontag", FromEaster(-48), 1),
    ("mothering sunday|mothering day|lent sunday", FromEaster(-21), 1),
    ("lent", FromEaster(-46), 46),
    ("ascension day?|ascension thursday|feast of the ascension", FromEaster(39), 1),
    ("pentecost|whit sunday|whitsunday|white sunday|whitsun", FromEaster(49), 1),
    ("whit monday|pentecost monday|monday of the holy spirit|whitmonday", FromEaster(50), 1),
    ("trinity sunday", FromEaster(56), 1),
    ("corpus christi|feast of corpus christi", FromEaster(60), 1),
    (
        "orthodox easter sunday?|orthodox easter day|greek easter|russian easter|pascha",
        FromEaster(0, True),
        1,
    ),
    ("orthodox easter monday|orthodox easter mon", FromEaster(1, True), 1),
    ("orthodox good friday|orthodox great friday|orthodox holy friday", FromEaster(-2, True), 1),
    ("orthodox holy saturday|lazarus sunday|orthodox great saturday", FromEaster(-1, True), 1),
    ("lazarus saturday", FromEaster(-8, True), 1),
    ("orthodox palm sunday|orthodox branch sunday", FromEaster(-7, True), 1),
    (
        "orthodox ash monday|clean monday|orthodox shrove monday|orthodox green monday",
        FromEaster(-48, True),
        1,
    ),
    ("great lent|orthodox lent", FromEaster(-48, True), 41),
    ("great fast", FromEaster(-48, True), 41),
    ("orthodox pentecost", FromEaster(49, True), 1),
    ("orthodox ascension day?", FromEaster(39, True), 1),
)


def _patterns(names: str) -> str:
    """Names as alternatives of a pattern; a possessive may lose its apostrophe."""
    found: list[str] = []
    for name in names.replace("'s", "' s").split("|"):
        words = name.split()
        if words[-1].endswith("?"):
            found.append("_".join(words[:-1]))
            words[-1] = words[-1].rstrip("?")
        full = "_".join(words)
        found.append(full)
        if "_'_s" in full:
            found += [full.replace("_'_s", "s"), full.replace("_'_s", "")]
    return "|".join(dict.fromkeys(found))


def _rule(names: str, rule: DateRule, days: int) -> Rule:
    feast = Feast(names.split("|", maxsplit=1)[0].replace(" '", "'").rstrip("?"), rule, days)
    return Rule("holiday", _patterns(names), lambda: feast, 0.05)


_EARTH_HOUR = Feast("Earth Hour", NthWeekday(3, -1, 5), since=20 * 60 + 30, until=21 * 60 + 30)

RULES: tuple[Rule, ...] = (
    *(_rule(*known) for known in (*FIXED, *MOVABLE, *LUNAR, *HINDU)),
    Rule("holiday", "earth hour", lambda: _EARTH_HOUR, 0.05),
)
