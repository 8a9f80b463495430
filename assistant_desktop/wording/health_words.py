"""Health readings in the user's language: names of kinds, values with their units."""

from assistant_desktop.domain.health_record import TIMES, HealthRecord, rule_of
from assistant_desktop.domain.health_series import Taken
from assistant_desktop.domain.health_target import Band, HealthTarget
from assistant_desktop.domain.reminder import Dose
from assistant_desktop.wording import Wording


def kind_name(words: Wording, kind: str) -> str:
    """What a kind is called; the user's own kinds have the user's own names."""
    names = {
        "weight": words.text("Weight"),
        "blood_pressure": words.text("Blood pressure"),
        "pulse": words.text("Pulse"),
        "glucose": words.text("Blood sugar"),
        "temperature": words.text("Body temperature"),
        "sleep": words.text("Sleep"),
        "steps": words.text("Steps"),
        "water": words.text("Water"),
        "mood": words.text("Mood"),
        "symptom": words.text("Symptom"),
        "medication": words.text("Medicine"),
        "exercise": words.text("Exercise"),
        "calories": words.text("Calories"),
    }
    return names.get(kind) or kind[:1].upper() + kind[1:]


def value_text(words: Wording, kind: str, unit: str, values: tuple[float, float | None]) -> str:
    """A value with its unit: "130/85 mmHg", "82.4 kg", "8,000" of steps, or "7/10"."""
    first, second = values
    digits = rule_of(kind).digits
    number = number_text(words, first, digits)
    if second is not None:
        number = f"{number}/{number_text(words, second, digits)}"
    if unit == "/10":
        return f"{number}/10"
    if unit == kind:  # "Steps 8,000"
        return number
    return unit_text(words, unit, number, first).strip()


def record_text(words: Wording, record: HealthRecord) -> str:
    """The value of a reading and what it is of: "50 mg losartan"."""
    values = (record.value, record.second_value)
    value = value_text(words, record.kind, record.unit, values)
    if record.note and record.unit == "times":
        many = record.value != 1
        return f"{record.note}, {value}" if many else record.note
    return f"{value} {record.note}".strip()


def dose_text(words: Wording, dose: Dose) -> str:
    """So much of a medicine: "50 mg losartan"; its name alone where no amount was said."""
    if dose.unit == TIMES and dose.amount == 1:
        return dose.medicine
    amount = value_text(words, "medication", dose.unit, (dose.amount, None))
    return f"{amount} {dose.medicine}"


def taken_share_text(words: Wording, taken: Taken) -> str:
    """How many doses were taken: "13 of 14 (93 %), 1 skipped"."""
    if taken.share is None:
        return words.text("none was due")
    share = f"{round(taken.share * 100)} %"
    told = words.text(
        "{taken} of {due} taken ({share})", taken=taken.taken, due=taken.due, share=share
    )
    if not taken.skipped:
        return told
    skipped = words.count("{n} skipped", "{n} skipped", taken.skipped)
    return f"{told}, {skipped}"


def source_text(words: Wording, source: str) -> str:
    """Where a reading came from; nothing where the user told it."""
    if source == "user":
        return ""
    if source.startswith("reminder:"):
        return words.text("by a reminder")
    return words.text("from a file") if source == "file" else source


def band_text(words: Wording, kind: str, unit: str, band: Band) -> str:
    """A band: "75–78 kg", "at least 2,000 ml", "at most 130 mmHg"."""

    def said(value: float) -> str:
        return value_text(words, kind, unit, (value, None))

    if band.low is not None and band.high is not None:
        if band.low == band.high:
            return said(band.low)
        low = number_text(words, band.low, rule_of(kind).digits)
        return f"{low}–{said(band.high)}"
    if band.low is not None:
        return words.text("at least {value}", value=said(band.low))
    return "" if band.high is None else words.text("at most {value}", value=said(band.high))


def target_text(words: Wording, target: HealthTarget) -> str:
    """What is wanted of a kind, without its name."""
    first = band_text(words, target.kind, target.unit, target.band)
    if not target.second.is_open:
        second = band_text(words, target.kind, target.unit, target.second)
        return words.text("{upper}, lower number {lower}", upper=first, lower=second)
    return words.text("{value} a day", value=first) if target.is_daily else first


def unit_text(words: Wording, unit: str, number: str, value: float) -> str:
    """A number with its unit, in the form that the number asks for."""
    whole = int(abs(value)) if float(value).is_integer() else 2
    counted = {
        "times": words.count("{number} time", "{number} times", whole, number=number),
        "tablet": words.count("{number} tablet", "{number} tablets", whole, number=number),
        "pill": words.count("{number} pill", "{number} pills", whole, number=number),
        "capsule": words.count("{number} capsule", "{number} capsules", whole, number=number),
        "drop": words.count("{number} drop", "{number} drops", whole, number=number),
        "unit": words.count("{number} unit", "{number} units", whole, number=number),
        "glass": words.count("{number} glass", "{number} glasses", whole, number=number),
        "cup": words.count("{number} cup", "{number} cups", whole, number=number),
        "bottle": words.count("{number} bottle", "{number} bottles", whole, number=number),
        "lb": words.count("{number} lb", "{number} lb", whole, number=number),
        "oz": words.count("{number} fl oz", "{number} fl oz", whole, number=number),
        "mi": words.count("{number} mi", "{number} mi", whole, number=number),
    }
    return counted.get(unit) or f"{number} {unit_name(words, unit)}"


def unit_name(words: Wording, unit: str) -> str:
    """The sign of a unit."""
    names = {
        "kg": words.text("kg"),
        "g": words.text("g"),
        "lb": words.text("lb"),
        "st": words.text("st"),
        "mmHg": words.text("mmHg"),
        "bpm": words.text("bpm"),
        "mmol/L": words.text("mmol/L"),
        "mg/dL": words.text("mg/dL"),
        "h": words.text("h"),
        "min": words.text("min"),
        "ml": words.text("ml"),
        "l": words.text("l"),
        "oz": words.text("fl oz"),
        "km": words.text("km"),
        "m": words.text("m"),
        "mi": words.text("mi"),
        "kcal": words.text("kcal"),
        "mg": words.text("mg"),
        "mcg": words.text("mcg"),
        "IU": words.text("IU"),
        "steps": words.text("steps"),
        "times": words.text("times"),
    }
    return names.get(unit, unit)


def number_text(words: Wording, number: float, digits: int) -> str:
    """A number with at most so many digits after the point, as the language writes it."""
    text = f"{number:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if words.language == "ru":
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text
