"""What people and files call the kinds of readings and their units, in English and Russian."""

from assistant_desktop.domain.health_record import KINDS, TIMES

_KIND_WORDS = {
    "weight": "body weight|вес|масса тела",
    "blood_pressure": "bp|pressure|blood pressure|давление|артериальное давление|ад",
    "pulse": "heart rate|heartrate|heartbeat|hr|пульс|чсс",
    "glucose": "blood sugar|blood glucose|sugar|сахар|глюкоза|сахар крови|сахар в крови",
    "temperature": "temp|body temperature|fever|температура|температура тела",
    "sleep": "sleep duration|сон",
    "steps": "step count|step|шаги|шагов",
    "water": "water intake|hydration|вода",
    "mood": "настроение",
    "symptom": "symptoms|симптом|симптомы",
    "medication": "medicine|medicines|medications|meds|pill|pills|лекарство|лекарства|таблетки",
    "exercise": "workout|training|упражнения|тренировка|спорт",
    "calories": "calorie|energy|калории",
}
_KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split("|")}
_UNIT_WORDS = {
    "kg": "kgs|kilo|kilos|kilogram|kilograms|кг|килограмм|килограмма|килограммов|кило",
    "g": "gr|gram|grams|г|грамм|грамма|граммов",
    "lb": "lbs|pound|pounds|фунт|фунта|фунтов",
    "st": "stone|stones",
    "mmHg": "mm hg|mmhg|мм рт ст|мм рт. ст.|мм",
    "bpm": "beats per minute|beats|/min|уд|уд/мин|ударов|ударов в минуту",
    "mmol/L": "mmol|mmol/l|ммоль|ммоль/л",
    "mg/dL": "mg/dl|мг/дл",
    "°C": "c|celsius|°c|degrees|°|с|°с|градус|градуса|градусов",
    "°F": "f|fahrenheit|°f",
    "h": "hr|hrs|hour|hours|ч|час|часа|часов",
    "min": "mins|minute|minutes|мин|минута|минуты|минут",
    "steps": "step|шаг|шага|шагов|шаги",
    "ml": "milliliter|milliliters|millilitre|millilitres|мл|миллилитр|миллилитра|миллилитров",
    "l": "liter|liters|litre|litres|л|литр|литра|литров",
    "glass": "glasses|стакан|стакана|стаканов",
    "cup": "cups|чашка|чашку|чашки|чашек|кружка|кружку|кружки|кружек",
    "bottle": "bottles|бутылка|бутылку|бутылки|бутылок",
    "oz": "fl oz|fl. oz|fluid ounce|fluid ounces|ounce|ounces|унция|унции|унций",
    "km": "kms|kilometer|kilometers|kilometre|kilometres|км|километр|километра|километров",
    "m": "meter|meters|metre|metres|м|метр|метра|метров",
    "mi": "mile|miles|миля|мили|миль",
    "kcal": "cal|calorie|calories|ккал|калория|калории|калорий",
    "mg": "milligram|milligrams|мг|миллиграмм|миллиграмма|миллиграммов",
    "mcg": "microgram|micrograms|µg|μg|ug|мкг|микрограмм|микрограмма|микрограммов",
    "IU": "iu|ме|международных единиц",
    "tablet": "tablets|таблетка|таблетку|таблетки|таблеток|табл",
    "pill": "pills|пилюля|пилюлю|пилюли|пилюль",
    "capsule": "capsules|капсула|капсулу|капсулы|капсул",
    "drop": "drops|капля|каплю|капли|капель",
    "unit": "units|ед|единица|единицы|единиц",
    "/10": "out of 10|of 10|/ 10|из 10|points|балл|балла|баллов",
    TIMES: "time|раз|раза",
}
_UNIT_OF = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split("|")}
_UNIT_OF |= {unit.lower(): unit for unit in _UNIT_WORDS}


def kind_of(words: str) -> str:
    """The kind that words name, one of the known ones or the user's own."""
    plain = " ".join(words.replace("_", " ").lower().split())
    known = plain.replace(" ", "_")
    return known if known in KINDS else _KIND_OF.get(plain, plain)


def unit_of(words: str) -> str | None:
    """The unit that words name."""
    return _UNIT_OF.get(" ".join(words.lower().split()).rstrip("."))
