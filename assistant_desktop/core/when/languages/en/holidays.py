"""English holiday names and the days they stand for."""

from __future__ import annotations

from datetime import date

from assistant_desktop.core.when.feasts import (
    DateRule,
    Drifting,
    Feast,
    Fixed,
    FromEaster,
    NthWeekday,
    Tabled,
    WeekdayBy,
)
from assistant_desktop.core.when.grammar import Rule

_MO, _TU, _WE, _TH, _FR, _SA, _SU = range(7)


def _hebrew(table: str, shift: int = -1, **more: object) -> Tabled:
    """Jewish days begin in the evening: the day named is the one on which they begin."""
    return Tabled("hebrew", table, shift, **more)  # type: ignore[arg-type]


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
    ("saint patrick 's day|st patrick 's day|st . patrick 's day|st paddy 's day|paddy 's day|patrick 's day",
     Fixed(3, 17), 1),
    ("st george 's day|saint george 's day|feast of saint george|st . george 's day", Fixed(4, 23), 1),
    ("st andrew 's day|saint andrew 's day", Fixed(11, 30), 1),
    ("st david 's day|saint david 's day", Fixed(3, 1), 1),
    ("saint john 's day|st john 's day|midsummer day", Fixed(6, 24), 1),
    ("st nicholas day|saint nicholas day|saint nicholas 's day", Fixed(12, 6), 1),
    ("april fools|april fools day|april fool 's day|april fool 's", Fixed(4, 1), 1),
    ("earth day", Fixed(4, 22), 1),
    ("may day|labour day in may|international workers day|international workers 's day|int ' l workers day"
     "|workers day|worker 's day", Fixed(5, 1), 1),
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
    ("veterans day|veteran day|veteran 's day|armistice day|remembrance day|veterans ' day",
     Fixed(11, 11), 1),
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
)  # fmt: skip

MOVABLE: _Feasts = (
    ("thanksgiving day?|thanks giving day?|thanksgivings", NthWeekday(11, 4, _TH), 1),
    ("black friday", NthWeekday(11, 4, _TH, 1), 1),
    ("small business saturday", NthWeekday(11, 4, _TH, 2), 1),
    ("cyber monday", NthWeekday(11, 4, _TH, 4), 1),
    ("giving tuesday", NthWeekday(11, 4, _TH, 5), 1),
    ("canadian thanksgiving", NthWeekday(10, 2, _MO), 1),
    ("martin luther king 's day|martin luther king day|martin luther king jr . day|martin luther king jr day"
     "|mlk day|mlk|martin luther king junior day|civil rights day|idaho human rights day", NthWeekday(1, 3, _MO), 1),
    ("presidents day|president 's day|presidents ' day|washington 's birthday|george washington day"
     "|washington day|daisy gatson bates ' day", NthWeekday(2, 3, _MO), 1),
    ("memorial day|decoration day", NthWeekday(5, -1, _MO), 1),
    ("labor day|labour day", NthWeekday(9, 1, _MO), 1),
    ("columbus day|indigenous peoples day|indigenous peoples ' day", NthWeekday(10, 2, _MO), 1),
    ("mother 's day|mothers day|mothers ' day|mom day|mother day", NthWeekday(5, 2, _SU), 1),
    ("father 's day|fathers day|fathers ' day|dad day|father day", NthWeekday(6, 3, _SU), 1),
    ("parents day|parent 's day|parents ' day", NthWeekday(7, 4, _SU), 1),
    ("grandparents day|grandparent 's day|grandparents ' day", NthWeekday(9, 1, _MO, 6), 1),
    ("arbor day|national arbor day", NthWeekday(4, -1, _FR), 1),
    ("administrative professionals day|administrative professionals ' day|administrative professional day"
     "|secretaries day|secretary 's day|admins day|admin day", WeekdayBy(4, 21, _WE), 1),
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
    ("advent sunday|first sunday of advent|advent|1st advent|first advent", WeekdayBy(11, 27, _SU), 1),
    ("easter|easter sunday|easter sun|easter day", FromEaster(0), 1),
    ("easter monday|easter mon", FromEaster(1), 1),
    ("good friday|great friday|holy friday", FromEaster(-2), 1),
    ("holy saturday|easter saturday|black saturday|easter eve", FromEaster(-1), 1),
    ("maundy thursday|holy thursday|covenant thursday|thu of mysteries|thursday of mysteries|sheer thursday"
     "|great thursday|great and holy thursday", FromEaster(-3), 1),
    ("palm sunday|branch sunday|passion sunday", FromEaster(-7), 1),
    ("ash wednesday|carnival end|ash wed", FromEaster(-46), 1),
    ("shrove tuesday|mardi gras|pancake day|pancake tuesday|fat tuesday|carnival tuesday", FromEaster(-47), 1),
    ("shrove monday|rose monday|carnival monday|rosenmontag", FromEaster(-48), 1),
    ("mothering sunday|mothering day|lent sunday", FromEaster(-21), 1),
    ("lent", FromEaster(-46), 46),
    ("ascension day?|ascension thursday|feast of the ascension", FromEaster(39), 1),
    ("pentecost|whit sunday|whitsunday|white sunday|whitsun", FromEaster(49), 1),
    ("whit monday|pentecost monday|monday of the holy spirit|whitmonday", FromEaster(50), 1),
    ("trinity sunday", FromEaster(56), 1),
    ("corpus christi|feast of corpus christi", FromEaster(60), 1),
    ("orthodox easter sunday?|orthodox easter day|greek easter|russian easter|pascha", FromEaster(0, True), 1),
    ("orthodox easter monday|orthodox easter mon", FromEaster(1, True), 1),
    ("orthodox good friday|orthodox great friday|orthodox holy friday", FromEaster(-2, True), 1),
    ("orthodox holy saturday|lazarus sunday|orthodox great saturday", FromEaster(-1, True), 1),
    ("lazarus saturday", FromEaster(-8, True), 1),
    ("orthodox palm sunday|orthodox branch sunday", FromEaster(-7, True), 1),
    ("orthodox ash monday|clean monday|orthodox shrove monday|orthodox green monday", FromEaster(-48, True), 1),
    ("great lent|orthodox lent", FromEaster(-48, True), 41),
    ("great fast", FromEaster(-48, True), 41),
    ("orthodox pentecost", FromEaster(49, True), 1),
    ("orthodox ascension day?", FromEaster(39, True), 1),
)  # fmt: skip

LUNAR: _Feasts = (
    ("chinese new year|chinese lunar new year|chinese lunar new year 's day|lunar new year|chinese new years"
     "|chinese new year 's day|spring festival|lunar new years|cny|tet", Tabled("chinese", "LUNAR_NEW_YEAR_DATES"), 1),
    ("dragon boat festival|duanwu", Tabled("chinese", "DRAGON_BOAT_DATES"), 1),
    ("mid autumn festival|moon festival|mooncake festival", Tabled("chinese", "MID_AUTUMN_DATES"), 1),
    ("double ninth festival|chongyang", Tabled("chinese", "DOUBLE_NINTH_DATES"), 1),
    ("vesak|vaisakha|buddha day|buddha purnima|wesak|vesak day|buddha 's birthday", Tabled("buddhist", "VESAK_DATES"), 1),
    ("yom kippur|day of atonement", _hebrew("YOM_KIPPUR_DATES"), 1),
    ("rosh hashanah|rosh hashana|rosh ha shanah|rosh hashannah|jewish new year|yom teruah",
     _hebrew("ROSH_HASHANAH_DATES"), 3),
    ("hanukkah|chanukah|hanukah|hannukah|chanukkah|hanukka|channukah|festival of lights|feast of dedication",
     _hebrew("HANUKKAH_DATES"), 8),
    ("passover|pesach|pesah|feast of unleavened bread", _hebrew("PASSOVER_DATES"), 9),
    ("purim", _hebrew("PURIM_DATES"), 1),
    ("shushan purim", _hebrew("PURIM_DATES", 0), 1),
    ("lag baomer|lag b ' omer|lag ba ' omer|lag l ' omer|lag ba omer", _hebrew("LAG_BAOMER_DATES"), 1),
    ("shavuot|shavuos|shavuoth|feast of weeks|shovuos", _hebrew("SHAVUOT_DATES"), 3),
    ("sukkot|succos|sukkos|succot|feast of booths|feast of tabernacles|sukkoth|feast of the ingathering",
     _hebrew("SUKKOT_DATES"), 9),
    ("shemini atzeret|shmini atzeret|shemini atzereth", _hebrew("SUKKOT_DATES", 6), 1),
    ("simchat torah|simhat torah|simchas torah", _hebrew("SUKKOT_DATES", 7), 1),
    ("tisha b ' av|tisha bav|ninth of av|tish ' a b ' av", _hebrew("TISHA_BAV_DATES", 0, moved=((_SA, 0),
     (_SU, -1), (_MO, -1), (_TU, -1), (_WE, -1), (_TH, -1), (_FR, -1))), 1),
    ("tu bishvat|tu b ' shvat|tu b ' shevat|jewish arbor day", _hebrew("PASSOVER_DATES", -60, leap_shift=-30), 1),
    ("yom hashoah|yom ha ' shoah|holocaust day|yom hazikaron lashoah|shoah remembrance day",
     _hebrew("PASSOVER_DATES", 12, moved=((_FR, -2), (_SU, 0), (_MO, -1), (_TU, -1), (_WE, -1), (_TH, -1))), 1),
    ("yom haatzmaut|yom ha ' atzmaut|israeli independence day|israel independence day",
     _hebrew("INDEPENDENCE_DAY_DATES", 0, moved=((_FR, -2), (_SA, -3), (_MO, 0), (_WE, -1), (_TU, -1), (_TH, -1), (_SU, -1))), 1),
    ("eid al - fitr|eid al fitr|eid ul - fitr|eid ul fitr|id ul - fitr|id ul fitr|eid - ul - fitr|eidul fitr|ramzan eid"
     "|festival of breaking the fast|feast of breaking the fast|eid|eid al - fitr day|lesser eid|sweet festival",
     Tabled("islamic", "EID_AL_FITR_DATES"), 1),
    ("eid al - adha|eid al adha|id ul - adha|id ul adha|eid ul - adha|eid ul adha|bakr id|bakra eid|bakri eid|sacrifice feast"
     "|feast of the sacrifice|festival of the sacrifice|eidul azha|eid al - azha|eidul adha|qurbani eid|id - ul - azha|greater eid",
     Tabled("islamic", "EID_AL_ADHA_DATES"), 1),
    ("ramadan|ramazan|ramzan|ramathan|ramadhan", Tabled("islamic", "RAMADAN_BEGINNING_DATES"), 30),
    ("mawlid|mawlid al - nabawi|mawlid al nabi|milad un nabi|prophet 's birthday|birth of the prophet|maulid|eid milad",
     Tabled("islamic", "MAWLID_DATES"), 1),
    ("laylat al - qadr|laylat al qadr|laylat al kadr|night of power|night of measures|night of decree|night of destiny|laylatul qadr",
     Tabled("islamic", "LAYLAT_AL_QADR_DATES"), 1),
    ("isra and mi ' raj|isra and miraj|the night journey|ascension of the prophet|the prophet 's ascension|isra|lailat al miraj|shab e miraj",
     Tabled("islamic", "ISRA_AND_MIRAJ_DATES"), 1),
    ("jamat ul - vida|jumu ' atul - wida|jummatul vida|jamat ul vida|jumatul wida|jumu ' atul wida", Tabled("islamic", "JUMUATUL_WIDA_DATES"), 1),
    ("islamic new year|hijri new year|arabic new year|muharram|amun jadid|first of muharram", Tabled("islamic", "HIJRI_NEW_YEAR_DATES"), 1),
    ("ashura|day of ashura|day of remembrance|yaum e ashura", Tabled("islamic", "ASHURA_DATES"), 1),
)  # fmt: skip


def _hindu(table: str, shift: int = 0) -> Tabled:
    return Tabled("hindu", f"{table}_DATES", shift)


HINDU: _Feasts = (
    ("diwali|deepavali|divali|lakshmi puja|deepawali|laxmi puja", _hindu("DIWALI_INDIA"), 1),
    ("dhanteras|dhanatrayodashi", _hindu("DIWALI_INDIA", -2), 1),
    ("naraka chaturdashi|kali chaudas|choti diwali|roop chaudas|chhoti diwali|narak chaudas|kalichaudas|choti deepavali",
     _hindu("DIWALI_INDIA", -1), 1),
    ("govardhan puja|annakut|day of vikram samvat", _hindu("DIWALI_INDIA", 1), 1),
    ("bhai dooj|bhai duj|bhai beej|bhau beej|bhaiya dooj|yama dwitiya", _hindu("DIWALI_INDIA", 2), 1),
    ("chhath|chhath puja|dala puja|surya shashthi|dala chhath", _hindu("DIWALI_INDIA", 6), 1),
    ("navaratri|navratri|durga puja|durgotsava|sharad navratri|nine nights", _hindu("SHARAD_NAVRATRI", -1), 10),
    ("vijayadashami|dasara|dussehra|dashain|dushera|dasehra|vijaya dashami", _hindu("SHARAD_NAVRATRI", 8), 1),
    ("karva chauth|karwa chauth|karaka chaturthi", _hindu("KARWA_CHAUTH"), 1),
    ("raksha bandhan|rakhi|rakhi purnima|rakshabandhan", _hindu("RAKSHA_BANDHAN"), 1),
    ("maha shivaratri|mahashivaratri|shivaratri|maha shivratri|shivratri|maha sivaratri", _hindu("MAHA_SHIVARATRI"), 1),
    ("holi|dhulandi|phagwah|rangwali holi|festival of colors|holi festival|dhuleti|dhulivandan|rangapanchami", _hindu("HOLI"), 1),
    ("chhoti holi|holika dahan|small holi|kamudu pyre", _hindu("HOLI", -1), 1),
    ("hola mohalla", _hindu("HOLA_MOHOLLA"), 1),
    ("thai pongal|pongal|makar sankranti|makara sankranthi|maghi|pongal day|uttarayan|surya pongal|sankranti", _hindu("MAKAR_SANKRANTI"), 1),
    ("boghi|bogi|bhogi|bogi pandigai|boghi pandigai|bhogi pandigai", _hindu("MAKAR_SANKRANTI", -1), 1),
    ("mattu pongal|maattu pongal", _hindu("MAKAR_SANKRANTI", 1), 1),
    ("kaanum pongal|kanni pongal|kanum pongal", _hindu("MAKAR_SANKRANTI", 2), 1),
    ("vaisakhi|baisakhi|vasakhi|mesadi|vaishakhi|baishakhi", _hindu("VAISAKHI"), 1),
    ("thiru onam|onam|thiruvonam", _hindu("ONAM", -1), 1),
    ("guru gobind singh jayanti|guru gobind singh birthday|guru govind singh jayanti|guru govind singh birthday",
     _hindu("GURU_GOBIND_SINGH_JAYANTI"), 1),
    ("guru ravidass jayanti|guru ravidas jayanti|guru ravidass birthday|guru ravidas birthday", _hindu("GURU_RAVIDAS_JAYANTI"), 1),
    ("guru nanak jayanti|guru nanak birthday|gurpurab|guru nanak gurpurab", _hindu("GURU_NANAK_JAYANTI"), 1),
    ("rama navami|ram navami|ramnavami", _hindu("RAM_NAVAMI"), 1),
    ("ugadi|yugadi|samvatsaradi|chaitra sukhladi|gudi padwa|chaitra suddha padyami|telugu new year|kannada new year", _hindu("GUDI_PADWA"), 1),
    ("pargat diwas|valmiki jayanti|maharishi valmiki jayanti", _hindu("MAHARSHI_VALMIKI_JAYANTI"), 1),
    ("krishna janmashtami|janmashtami|gokulashtami|krishnashtami", _hindu("JANMASHTAMI"), 1),
    ("ganesh chaturthi|vinayaka chaturthi|vinayaka chavithi|ganesha chaturthi", _hindu("GANESH_CHATURTHI"), 1),
    ("rath yatra|ratha yatra|chariot festival|ratha jatra|jagannath rath yatra", _hindu("RATH_YATRA"), 1),
    ("mahavir jayanti|mahavir janma kalyanak|mahaveer jayanthi", _hindu("MAHAVIR_JAYANTI"), 1),
    ("vasant panchami|basant panchami|saraswati puja|saraswati jayanti", _hindu("BASANT_PANCHAMI"), 1),
    ("vishu", _hindu("VISHU"), 1),
    ("puthandu|tamil new year|tamil puthandu|puthuvarudam", _hindu("PUTHANDU"), 1),
    ("pohela boishakh|bengali new year|pahela baishakh", _hindu("POHELA_BOISHAKH"), 1),
    ("hanuman jayanti", _hindu("HANUMAN_JAYANTI"), 1),
    ("guru purnima", _hindu("GURU_PURNIMA"), 1),
    ("parsi new year|jamshedi navroz|shahenshahi navroz|navroz|jamshedi nowruz", Drifting(date(2018, 8, 17)), 1),
)  # fmt: skip


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
    feast = Feast(names.split("|", maxsplit=1)[0].replace(" '", "'"), rule, days)
    return Rule("holiday", _patterns(names), lambda: feast, 0.05)


_EARTH_HOUR = Feast("Earth Hour", NthWeekday(3, -1, 5), since=20 * 60 + 30, until=21 * 60 + 30)

RULES: tuple[Rule, ...] = (
    *(_rule(*known) for known in (*FIXED, *MOVABLE, *LUNAR, *HINDU)),
    Rule("holiday", "earth hour", lambda: _EARTH_HOUR, 0.05),
)
