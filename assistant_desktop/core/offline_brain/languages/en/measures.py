"""Health quantities in English."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.languages.en.doses import DOSE_AMOUNT
from assistant_desktop.core.offline_brain.phrasebook import Measure

NUMBER_WORDS: dict[str, float] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "half": 0.5,
}
_WORDS = "|".join(NUMBER_WORDS)
_N = r"(?P<value>\d+(?:[.,]\d+)?)"
_NW = rf"(?P<value>\d+(?:[.,]\d+)?|{_WORDS})"
_KG = {
    "kg": "kg",
    "kgs": "kg",
    "kilo": "kg",
    "kilos": "kg",
    "kilograms": "kg",
    "kilogram": "kg",
    "lb": "lb",
    "lbs": "lb",
    "pounds": "lb",
    "pound": "lb",
    "stone": "st",
}
_KGS = "|".join(sorted(_KG, key=len, reverse=True))
_HOURS = {"h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h"}
_VOLUME = {
    "ml": "ml",
    "milliliters": "ml",
    "millilitres": "ml",
    "l": "l",
    "liter": "l",
    "liters": "l",
    "litre": "l",
    "litres": "l",
    "glass": "glass",
    "glasses": "glass",
    "cup": "cup",
    "cups": "cup",
    "bottle": "bottle",
    "bottles": "bottle",
    "oz": "oz",
}
_DISTANCE = {
    "km": "km",
    "kms": "km",
    "kilometers": "km",
    "kilometres": "km",
    "k": "km",
    "miles": "mi",
    "mile": "mi",
    "minutes": "min",
    "mins": "min",
    "min": "min",
    "minute": "min",
    "hours": "h",
    "hour": "h",
    "meters": "m",
}
_SPORT = (
    r"(?:ran|run|running|jogged|cycled|biked|swam|rowed|hiked|exercised|trained|worked out"
    r"|exercise|workout|training|cardio|yoga)"
)
_DOSE = {
    "mg": "mg",
    "mcg": "mcg",
    "g": "g",
    "ml": "ml",
    "iu": "IU",
    "pills": "pill",
    "pill": "pill",
    "tablets": "tablet",
    "tablet": "tablet",
    "drops": "drop",
    "capsules": "capsule",
    "capsule": "capsule",
    "units": "unit",
}

MEASURES: tuple[Measure, ...] = (
    Measure(
        "blood_pressure",
        "mmHg",
        {},
        (
            (
                r"(?:pressure|\bbp\b)\D{{0,25}}(?P<high>\d{{2,3}})\s*(?:/|over|on|to|-|\\)"
                r"\s*(?P<low>\d{{2,3}})"
            ),
            r"(?:pressure|\bbp\b)\D{{0,25}}(?P<high>\d{{2,4}})\s*over\s*(?P<low>\d{{2,4}})",
            r"(?P<high>\d{{2,3}})\s*(?:/|over)\s*(?P<low>\d{{2,3}})\D{{0,20}}(?:pressure|\bbp\b)",
        ),
        r"\b(?:blood pressure|pressure|bp)\b",
    ),
    Measure(
        "pulse",
        "bpm",
        {"bpm": "bpm"},
        (
            rf"(?:heart ?rate|pulse|heartbeat)\D{{{{0,25}}}}{_N}",
            rf"{_N}\s*(?P<unit>bpm|beats)",
            rf"{_N} (?:resting )?(?:heart ?rate|pulse)",
        ),
        r"\b(?:heart ?rate|pulse|heartbeat|bpm)\b",
    ),
    Measure(
        "glucose",
        "mmol/l",
        {"mg/dl": "mg/dl", "mmol/l": "mmol/l", "mmol": "mmol/l"},
        (
            (rf"(?:glucose|blood sugar|sugar)\D{{{{0,25}}}}{_N}\s*(?P<unit>mg/dl|mmol/l|mmol)?"),
            rf"{_N}\s*(?P<unit>mg/dl|mmol/l|mmol)",
        ),
        r"\b(?:glucose|blood sugar|sugar)\b",
    ),
    Measure(
        "weight",
        "kg",
        _KG,
        (
            (rf"(?:weigh(?:ed|s|t|ing)?(?: in)?)\b[^\d]{{{{0,25}}}}{_N}\s*(?P<unit>{_KGS})?\b"),
            rf"{_N}\s*(?P<unit>{_KGS})\b(?!.*\b(?:of|lift|lifted|press|bench|squat))",
        ),
        r"\b(?:weight|weigh|weighed|weighing|heavy)\b",
    ),
    Measure(
        "sleep",
        "h",
        _HOURS | {"": "h"},
        (
            (
                rf"(?:slept|sleep|sleeping|asleep)\b\D{{{{0,25}}}}{_NW}\s*(?P<unit>hours?|hrs?|h)"
                rf"\s*(?:and )?(?P<minutes>\d{{{{1,2}}}})\s*(?:minutes?|mins?|m)\b"
            ),
            (
                rf"(?:slept|sleep|sleeping|asleep|nap(?:ped)?)\b[^\d]{{{{0,25}}}}?\b{_NW}(?P<hal"
                rf"f> and a half)?\s*(?P<unit>hours?|hrs?|h)\b"
            ),
            rf"(?:slept|sleep|sleeping|asleep|nap(?:ped)?)\b[^\d]{{{{0,25}}}}?\b{_N}\b",
            rf"{_NW}(?P<half> and a half)?\s*(?P<unit>hours?|hrs?|h)\b (?:of )?(?:sleep|asleep)",
        ),
        r"\b(?:sleep|slept|sleeping|asleep)\b",
        ranged=True,
    ),
    Measure(
        "steps",
        "steps",
        {},
        (
            r"(?P<value>\d+(?:[.,]\d+)?k|\d[\d., ]*\d|\d+)\s*(?:steps)",
            r"steps?\b\D{{0,15}}(?P<value>\d[\d.,]*\d|\d+)",
            r"walked\D{{0,12}}(?P<value>\d{{4,6}})\b",
        ),
        r"\b(?:steps?|step count|walk(?:ed)?)\b",
    ),
    Measure(
        "water",
        "ml",
        _VOLUME,
        (
            (
                rf"(?:drank|drink|had|drunk|water|hydration)\b\D{{{{0,20}}}}?\b{_NW}(?P<half> and "
                rf"a half)?\s*(?:big |small |large )?(?P<unit>ml|milliliters|millilitres|liters?"
                rf"|litres?|l|glass(?:es)?|cups?|bottles?|oz)\b(?=.*water|.*$)(?!.* (?:of )"
                rf"?(?:coffee|tea|beer|wine|juice|milk))"
            ),
            (
                rf"{_NW}(?P<half> and a half)?\s*(?P<unit>ml|milliliters|millilitres|liters?"
                rf"|litres?|l|glass(?:es)?|cups?|bottles?|oz)\b (?:of )?water"
            ),
        ),
        r"\b(?:water|hydration|drank|drink|drunk)\b",
    ),
    Measure(
        "temperature",
        "°C",
        {"c": "°C", "celsius": "°C", "f": "°F", "fahrenheit": "°F"},
        (
            (
                rf"(?:temperature|temp|fever)\b\D{{{{0,25}}}}{_N}\s*(?:°|degrees)"
                rf"?\s*(?P<unit>celsius|fahrenheit|c|f)?\b"
            ),
        ),
        r"\b(?:temperature|temp|fever)\b",
    ),
    Measure(
        "mood",
        "/10",
        {},
        (
            rf"mood\b\D{{{{0,25}}}}{_NW}",
            rf"feel(?:ing)? (?:like )?(?:a |an )?{_N}(?: out of |/)\d*",
        ),
        r"\bmoods?\b",
    ),
    Measure(
        "exercise",
        None,
        _DISTANCE,
        (
            (
                rf"{_SPORT}\b\D{{{{0,25}}}}?\b{_NW}\s*(?P<unit>"
                rf"{'|'.join(sorted(_DISTANCE, key=len, reverse=True))})\b"
            ),
            (
                rf"{_NW}\s*(?P<unit>{'|'.join(sorted(_DISTANCE, key=len, reverse=True))})\b "
                rf"(?:of |on the |in the )?(?:{_SPORT}|run|bike|walk|swim|gym)"
            ),
        ),
        rf"\b(?:{_SPORT}|workouts?|distance|miles)\b",
    ),
    Measure(
        "calories",
        "kcal",
        {"kcal": "kcal", "cal": "kcal", "calories": "kcal", "calorie": "kcal"},
        (
            r"(?P<value>\d[\d,.]*)\s*(?P<unit>kcal|calories|calorie|cal)\b",
            r"calories\D{{0,15}}(?P<value>\d[\d,.]*)",
        ),
        r"\bcalories\b",
    ),
    Measure(
        "medication",
        None,
        _DOSE,
        (
            (
                rf"(?:took|taken|take|had|dose of|medication|meds)"
                rf"\b\D{{{{0,15}}}}?(?:\b|(?=[½¼¾⅓⅔⅛]))(?P<value>{DOSE_AMOUNT}|{_WORDS})"
                rf"(?: of an?)?\s*(?P<unit>{'|'.join(sorted(_DOSE, key=len, reverse=True))})\b"
                rf"(?: of)? "
                r"(?P<name>(?!(?:at|on|this|today|yesterday|for|to|against|with|before|after|in"
                r"|and)\b)[a-z][\w-]+(?: [a-z]\d+)?)"
            ),
            (
                rf"(?:took|taken|had)\b\D{{{{0,15}}}}?(?:\b|(?=[½¼¾⅓⅔⅛]))"
                rf"(?P<value>{DOSE_AMOUNT}|{_WORDS})(?: of an?)?\s*(?P<unit>"
                rf"{'|'.join(sorted(_DOSE, key=len, reverse=True))})\b"
            ),
        ),
        r"\b(?:medication|medicine|meds|pills?|doses?)\b",
    ),
)

# A reading of somebody else ("my dog weighs 12 kg") or of a thing ("the water temperature").
OTHERS = (
    r"\bmy (?!(?:today|yesterday|tonight|this morning)'s)(?:\w+ )?\w+'s "
    r"|\bmy (?:\w+ )?(?!{measure})\w+ (?:weighs?|weighed|slept|sleeps|ran|runs|walked|drank|took"
    r"|swam|cycled|biked|jogged|ate|had an?|has an?)\b"
    r"|\b(?:weighs|sleeps)\b"
    r"|\b(?:water|room|oven|air|outside|outdoor|indoor|engine|pool|bath|sea|car|fridge|freezer)"
    r" temp(?:erature)?\b|\btemp(?:erature)? (?:outside|inside|in the|of the)\b"
)
