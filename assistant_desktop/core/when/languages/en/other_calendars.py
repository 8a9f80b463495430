"""English names of feasts of the Jewish, Islamic, Hindu, Buddhist and Chinese calendars."""

from __future__ import annotations

from datetime import date

from assistant_desktop.core.when.feasts import DateRule, Drifting, Tabled

_MO, _TU, _WE, _TH, _FR, _SA, _SU = range(7)
_Feasts = tuple[tuple[str, DateRule, int], ...]


def _hebrew(
    table: str,
    shift: int = -1,
    *,
    moved: tuple[tuple[int, int], ...] = (),
    leap_shift: int = 0,
) -> Tabled:
    """Jewish days begin in the evening: the day named is the one on which they begin."""
    return Tabled("hebrew", table, shift, moved, leap_shift)


LUNAR: _Feasts = (
    (
        (
            "chinese new year|chinese lunar new year|chinese lunar new year 's day|lunar new year"
            "|chinese new years"
            "|chinese new year 's day|spring festival|lunar new years|cny|tet"
        ),
        Tabled("chinese", "LUNAR_NEW_YEAR_DATES"),
        1,
    ),
    ("dragon boat festival|duanwu", Tabled("chinese", "DRAGON_BOAT_DATES"), 1),
    (
        "mid autumn festival|moon festival|mooncake festival",
        Tabled("chinese", "MID_AUTUMN_DATES"),
        1,
    ),
    ("double ninth festival|chongyang", Tabled("chinese", "DOUBLE_NINTH_DATES"), 1),
    (
        "vesak|vaisakha|buddha day|buddha purnima|wesak|vesak day|buddha 's birthday",
        Tabled("buddhist", "VESAK_DATES"),
        1,
    ),
    ("yom kippur|day of atonement", _hebrew("YOM_KIPPUR_DATES"), 1),
    (
        "rosh hashanah|rosh hashana|rosh ha shanah|rosh hashannah|jewish new year|yom teruah",
        _hebrew("ROSH_HASHANAH_DATES"),
        3,
    ),
    (
        (
            "hanukkah|chanukah|hanukah|hannukah|chanukkah|hanukka|channukah|festival of lights"
            "|feast of dedication"
        ),
        _hebrew("HANUKKAH_DATES"),
        8,
    ),
    ("passover|pesach|pesah|feast of unleavened bread", _hebrew("PASSOVER_DATES"), 9),
    ("purim", _hebrew("PURIM_DATES"), 1),
    ("shushan purim", _hebrew("PURIM_DATES", 0), 1),
    (
        "lag baomer|lag b ' omer|lag ba ' omer|lag l ' omer|lag ba omer",
        _hebrew("LAG_BAOMER_DATES"),
        1,
    ),
    ("shavuot|shavuos|shavuoth|feast of weeks|shovuos", _hebrew("SHAVUOT_DATES"), 3),
    (
        (
            "sukkot|succos|sukkos|succot|feast of booths|feast of tabernacles|sukkoth|feast of "
            "the ingathering"
        ),
        _hebrew("SUKKOT_DATES"),
        9,
    ),
    ("shemini atzeret|shmini atzeret|shemini atzereth", _hebrew("SUKKOT_DATES", 6), 1),
    ("simchat torah|simhat torah|simchas torah", _hebrew("SUKKOT_DATES", 7), 1),
    (
        "tisha b ' av|tisha bav|ninth of av|tish ' a b ' av",
        _hebrew(
            "TISHA_BAV_DATES",
            0,
            moved=((_SA, 0), (_SU, -1), (_MO, -1), (_TU, -1), (_WE, -1), (_TH, -1), (_FR, -1)),
        ),
        1,
    ),
    (
        "tu bishvat|tu b ' shvat|tu b ' shevat|jewish arbor day",
        _hebrew("PASSOVER_DATES", -60, leap_shift=-30),
        1,
    ),
    (
        "yom hashoah|yom ha ' shoah|holocaust day|yom hazikaron lashoah|shoah remembrance day",
        _hebrew(
            "PASSOVER_DATES",
            12,
            moved=((_FR, -2), (_SU, 0), (_MO, -1), (_TU, -1), (_WE, -1), (_TH, -1)),
        ),
        1,
    ),
    (
        "yom haatzmaut|yom ha ' atzmaut|israeli independence day|israel independence day",
        _hebrew(
            "INDEPENDENCE_DAY_DATES",
            0,
            moved=((_FR, -2), (_SA, -3), (_MO, 0), (_WE, -1), (_TU, -1), (_TH, -1), (_SU, -1)),
        ),
        1,
    ),
    (
        (
            "eid al - fitr|eid al fitr|eid ul - fitr|eid ul fitr|id ul - fitr|id ul fitr|eid - ul "
            "- fitr|eidul fitr|ramzan eid"
            "|festival of breaking the fast|feast of breaking the fast|eid|eid al - fitr day"
            "|lesser eid|sweet festival"
        ),
        Tabled("islamic", "EID_AL_FITR_DATES"),
        1,
    ),
    (
        (
            "eid al - adha|eid al adha|id ul - adha|id ul adha|eid ul - adha|eid ul adha|bakr id"
            "|bakra eid|bakri eid|sacrifice feast"
            "|feast of the sacrifice|festival of the sacrifice|eidul azha|eid al - azha|eidul "
            "adha|qurbani eid|id - ul - azha|greater eid"
        ),
        Tabled("islamic", "EID_AL_ADHA_DATES"),
        1,
    ),
    ("ramadan|ramazan|ramzan|ramathan|ramadhan", Tabled("islamic", "RAMADAN_BEGINNING_DATES"), 30),
    (
        (
            "mawlid|mawlid al - nabawi|mawlid al nabi|milad un nabi|prophet 's birthday|birth of "
            "the prophet|maulid|eid milad"
        ),
        Tabled("islamic", "MAWLID_DATES"),
        1,
    ),
    (
        (
            "laylat al - qadr|laylat al qadr|laylat al kadr|night of power|night of measures"
            "|night of decree|night of destiny|laylatul qadr"
        ),
        Tabled("islamic", "LAYLAT_AL_QADR_DATES"),
        1,
    ),
    (
        (
            "isra and mi ' raj|isra and miraj|the night journey|ascension of the prophet|the "
            "prophet 's ascension|isra|lailat al miraj|shab e miraj"
        ),
        Tabled("islamic", "ISRA_AND_MIRAJ_DATES"),
        1,
    ),
    (
        (
            "jamat ul - vida|jumu ' atul - wida|jummatul vida|jamat ul vida|jumatul wida|jumu ' "
            "atul wida"
        ),
        Tabled("islamic", "JUMUATUL_WIDA_DATES"),
        1,
    ),
    (
        ("islamic new year|hijri new year|arabic new year|muharram|amun jadid|first of muharram"),
        Tabled("islamic", "HIJRI_NEW_YEAR_DATES"),
        1,
    ),
    ("ashura|day of ashura|day of remembrance|yaum e ashura", Tabled("islamic", "ASHURA_DATES"), 1),
)


def _hindu(table: str, shift: int = 0) -> Tabled:
    return Tabled("hindu", f"{table}_DATES", shift)


HINDU: _Feasts = (
    ("diwali|deepavali|divali|lakshmi puja|deepawali|laxmi puja", _hindu("DIWALI_INDIA"), 1),
    ("dhanteras|dhanatrayodashi", _hindu("DIWALI_INDIA", -2), 1),
    (
        (
            "naraka chaturdashi|kali chaudas|choti diwali|roop chaudas|chhoti diwali|narak "
            "chaudas|kalichaudas|choti deepavali"
        ),
        _hindu("DIWALI_INDIA", -1),
        1,
    ),
    ("govardhan puja|annakut|day of vikram samvat", _hindu("DIWALI_INDIA", 1), 1),
    (
        "bhai dooj|bhai duj|bhai beej|bhau beej|bhaiya dooj|yama dwitiya",
        _hindu("DIWALI_INDIA", 2),
        1,
    ),
    ("chhath|chhath puja|dala puja|surya shashthi|dala chhath", _hindu("DIWALI_INDIA", 6), 1),
    (
        "navaratri|navratri|durga puja|durgotsava|sharad navratri|nine nights",
        _hindu("SHARAD_NAVRATRI", -1),
        10,
    ),
    (
        "vijayadashami|dasara|dussehra|dashain|dushera|dasehra|vijaya dashami",
        _hindu("SHARAD_NAVRATRI", 8),
        1,
    ),
    ("karva chauth|karwa chauth|karaka chaturthi", _hindu("KARWA_CHAUTH"), 1),
    ("raksha bandhan|rakhi|rakhi purnima|rakshabandhan", _hindu("RAKSHA_BANDHAN"), 1),
    (
        "maha shivaratri|mahashivaratri|shivaratri|maha shivratri|shivratri|maha sivaratri",
        _hindu("MAHA_SHIVARATRI"),
        1,
    ),
    (
        (
            "holi|dhulandi|phagwah|rangwali holi|festival of colors|holi festival|dhuleti"
            "|dhulivandan|rangapanchami"
        ),
        _hindu("HOLI"),
        1,
    ),
    ("chhoti holi|holika dahan|small holi|kamudu pyre", _hindu("HOLI", -1), 1),
    ("hola mohalla", _hindu("HOLA_MOHOLLA"), 1),
    (
        (
            "thai pongal|pongal|makar sankranti|makara sankranthi|maghi|pongal day|uttarayan"
            "|surya pongal|sankranti"
        ),
        _hindu("MAKAR_SANKRANTI"),
        1,
    ),
    (
        "boghi|bogi|bhogi|bogi pandigai|boghi pandigai|bhogi pandigai",
        _hindu("MAKAR_SANKRANTI", -1),
        1,
    ),
    ("mattu pongal|maattu pongal", _hindu("MAKAR_SANKRANTI", 1), 1),
    ("kaanum pongal|kanni pongal|kanum pongal", _hindu("MAKAR_SANKRANTI", 2), 1),
    ("vaisakhi|baisakhi|vasakhi|mesadi|vaishakhi|baishakhi", _hindu("VAISAKHI"), 1),
    ("thiru onam|onam|thiruvonam", _hindu("ONAM", -1), 1),
    (
        (
            "guru gobind singh jayanti|guru gobind singh birthday|guru govind singh jayanti|guru "
            "govind singh birthday"
        ),
        _hindu("GURU_GOBIND_SINGH_JAYANTI"),
        1,
    ),
    (
        ("guru ravidass jayanti|guru ravidas jayanti|guru ravidass birthday|guru ravidas birthday"),
        _hindu("GURU_RAVIDAS_JAYANTI"),
        1,
    ),
    (
        "guru nanak jayanti|guru nanak birthday|gurpurab|guru nanak gurpurab",
        _hindu("GURU_NANAK_JAYANTI"),
        1,
    ),
    ("rama navami|ram navami|ramnavami", _hindu("RAM_NAVAMI"), 1),
    (
        (
            "ugadi|yugadi|samvatsaradi|chaitra sukhladi|gudi padwa|chaitra suddha padyami|telugu "
            "new year|kannada new year"
        ),
        _hindu("GUDI_PADWA"),
        1,
    ),
    (
        "pargat diwas|valmiki jayanti|maharishi valmiki jayanti",
        _hindu("MAHARSHI_VALMIKI_JAYANTI"),
        1,
    ),
    ("krishna janmashtami|janmashtami|gokulashtami|krishnashtami", _hindu("JANMASHTAMI"), 1),
    (
        "ganesh chaturthi|vinayaka chaturthi|vinayaka chavithi|ganesha chaturthi",
        _hindu("GANESH_CHATURTHI"),
        1,
    ),
    (
        "rath yatra|ratha yatra|chariot festival|ratha jatra|jagannath rath yatra",
        _hindu("RATH_YATRA"),
        1,
    ),
    ("mahavir jayanti|mahavir janma kalyanak|mahaveer jayanthi", _hindu("MAHAVIR_JAYANTI"), 1),
    (
        "vasant panchami|basant panchami|saraswati puja|saraswati jayanti",
        _hindu("BASANT_PANCHAMI"),
        1,
    ),
    ("vishu", _hindu("VISHU"), 1),
    ("puthandu|tamil new year|tamil puthandu|puthuvarudam", _hindu("PUTHANDU"), 1),
    ("pohela boishakh|bengali new year|pahela baishakh", _hindu("POHELA_BOISHAKH"), 1),
    ("hanuman jayanti", _hindu("HANUMAN_JAYANTI"), 1),
    ("guru purnima", _hindu("GURU_PURNIMA"), 1),
    (
        "parsi new year|jamshedi navroz|shahenshahi navroz|navroz|jamshedi nowruz",
        Drifting(date(2018, 8, 17)),
        1,
    ),
)
