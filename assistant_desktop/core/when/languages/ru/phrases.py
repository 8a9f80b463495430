"""How times are said in Russian."""

from __future__ import annotations

from datetime import date, time

from assistant_desktop.core.when.describe import RuleParts
from assistant_desktop.core.when.values import Grain

_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_EACH = (
    "каждый понедельник", "каждый вторник", "каждую среду", "каждый четверг", "каждую пятницу",
    "каждую субботу", "каждое воскресенье",
)  # fmt: skip
_PLURAL = (
    "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям",
)  # fmt: skip
_IN = (
    ("понедельник", "m"), ("вторник", "m"), ("среду", "f"), ("четверг", "m"), ("пятницу", "f"),
    ("субботу", "f"), ("воскресенье", "n"),
)  # fmt: skip
_OF_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
    "ноябрь", "декабрь",
)  # fmt: skip
_NEAR = {-2: "позавчера", -1: "вчера", 0: "сегодня", 1: "завтра", 2: "послезавтра"}
PARTS = {
    "morning": "утром", "lunch": "в обед", "noon": "в полдень", "afternoon": "днём",
    "evening": "вечером", "night": "ночью", "day": "днём",
}  # fmt: skip
# One, two to four, five and more; and "every" for one and for several.
_UNITS: dict[Grain, tuple[str, str, str]] = {
    Grain.SECOND: ("секунда", "секунды", "секунд"),
    Grain.MINUTE: ("минута", "минуты", "минут"),
    Grain.HOUR: ("час", "часа", "часов"),
    Grain.DAY: ("день", "дня", "дней"),
    Grain.WEEK: ("неделя", "недели", "недель"),
    Grain.MONTH: ("месяц", "месяца", "месяцев"),
    Grain.QUARTER: ("квартал", "квартала", "кварталов"),
    Grain.YEAR: ("год", "года", "лет"),
}
_EVERY_UNIT = {
    Grain.SECOND: "каждую секунду",
    Grain.MINUTE: "каждую минуту",
    Grain.HOUR: "каждый час",
    Grain.DAY: "каждый день",
    Grain.WEEK: "каждую неделю",
    Grain.MONTH: "каждый месяц",
    Grain.QUARTER: "каждый квартал",
    Grain.YEAR: "каждый год",
}
_ORDINALS = {
    "m": ("первый", "второй", "третий", "четвёртый", "пятый"),
    "f": ("первую", "вторую", "третью", "четвёртую", "пятую"),
    "n": ("первое", "второе", "третье", "четвёртое", "пятое"),
}
_LAST = {"m": "последний", "f": "последнюю", "n": "последнее"}


def plural(n: int, forms: tuple[str, str, str]) -> str:
    """The noun form for a number: 1 час, 2 часа, 5 часов, 21 час."""
    tens, ones = n % 100, n % 10
    if 11 <= tens <= 14 or ones == 0 or ones >= 5:
        return forms[2]
    return forms[0] if ones == 1 else forms[1]


def day(day: date, today: date) -> str:
    """«завтра, вт 24 ноября»."""
    near = _NEAR.get((day - today).days)
    return f"{near}, {_named(day, today, near=True)}" if near else date_(day, today)


def date_(day: date, today: date) -> str:
    """«вт 24 ноября»; the year when it is another one, or the day is over."""
    return _named(day, today, near=False)


def _named(day: date, today: date, *, near: bool) -> str:
    name = f"{_SHORT[day.weekday()]} {day.day} {_OF_MONTHS[day.month - 1]}"
    said = day.year != today.year or (day < today and not near)
    return f"{name} {day.year:04} года" if said else name


def moment(day: str, clock: time) -> str:
    """A day and a time of day."""
    return f"{day} в {_clock(clock)}"


def period(start: date, grain: Grain) -> str:
    """A week, month, quarter or year."""
    if grain == Grain.WEEK:
        return f"неделя с {start.day} {_OF_MONTHS[start.month - 1]} {start.year:04} года"
    if grain == Grain.MONTH:
        return f"{_MONTHS[start.month - 1]} {start.year:04} года"
    if grain == Grain.QUARTER:
        return f"{(start.month - 1) // 3 + 1}-й квартал {start.year:04} года"
    return f"{start.year:04} год"


def between(since: str, until: str) -> str:
    """From one day or moment to another."""
    return f"с {since} по {until}"


def day_clocks(day: str, since: time, until: time) -> str:
    """Two times of one day."""
    return f"{day} с {_clock(since)} до {_clock(until)}"


def day_part(day: str, part: str) -> str:
    """A part of a day."""
    return f"{day} {PARTS[part]}"


def from_on(since: str) -> str:
    """Open to the future."""
    return f"начиная с {since}"


def before(until: str) -> str:
    """Open to the past."""
    return f"до {until}"


def duration(amounts: list[tuple[int, Grain]]) -> str:
    """«1 час 30 минут»."""
    return " ".join(f"{n} {plural(n, _UNITS[grain])}" for n, grain in amounts)


def repeated(first: str, rule: str, bounds: str) -> str:
    """The first time and what follows."""
    return f"{first}, затем {rule}{bounds}"


def bounds(parts: RuleParts, until: str) -> str:
    """How often and until when."""
    count = ""
    if parts.count is not None:
        count = f" {parts.count} {plural(parts.count, ('раз', 'раза', 'раз'))}"
    return f"{count} до {until}" if until else count


def rule(parts: RuleParts) -> str:
    """«по будням», «каждые 2 недели по средам», «каждый месяц в последнюю пятницу»."""
    said = _days_rule(parts) or _month_rule(parts) or _every(parts.unit, parts.interval)
    if parts.months and not (parts.month_days or parts.positions or _numbered(parts)):
        said = f"{said} в {_listed([_in_month(m) for m in parts.months])}"
    if parts.clocks:
        said = f"{said} в {_listed([_clock(c) for c in parts.clocks])}"
    return said


def _in_month(month: int) -> str:
    name = _MONTHS[month - 1]
    return f"{name[:-1]}е" if name[-1] in "ьй" else f"{name}е"


def _numbered(parts: RuleParts) -> bool:
    return any(n is not None for n, _ in parts.days)


def _every(unit: Grain, interval: int) -> str:
    if interval == 1:
        return _EVERY_UNIT[unit]
    each = "каждые" if interval % 10 != 1 or interval % 100 == 11 else _EVERY_UNIT[unit].split()[0]
    form = _EVERY_UNIT[unit].split()[1] if each != "каждые" else plural(interval, _UNITS[unit])
    return f"{each} {interval} {form}"


def _days_rule(parts: RuleParts) -> str:
    if parts.unit != Grain.WEEK or not parts.days:
        return ""
    named = [d for _, d in parts.days]
    if named == [0, 1, 2, 3, 4]:
        said = "по будням"
    elif named == [5, 6]:
        said = "по выходным"
    elif len(named) == 1 and parts.interval == 1:
        return _EACH[named[0]]
    else:
        said = f"по {_listed([_PLURAL[d] for d in named])}"
    return said if parts.interval == 1 else f"{_every(Grain.WEEK, parts.interval)} {said}"


def _month_rule(parts: RuleParts) -> str:
    every = _every(parts.unit, parts.interval)
    if parts.month_days and parts.unit == Grain.YEAR and len(parts.months) == 1:
        days = _listed([str(n) for n in parts.month_days])
        return f"{every} {days} {_OF_MONTHS[parts.months[0] - 1]}"
    tail = f" в {_listed([_in_month(m) for m in parts.months])}" if parts.months else ""
    if parts.month_days and parts.days:  # «каждую пятницу 13-го»
        weekdays = _listed([_IN[d][0] for _, d in parts.days])
        numbers = _listed([f"{n}-го" for n in parts.month_days])
        each = {"m": "каждый", "f": "каждую", "n": "каждое"}[_IN[parts.days[0][1]][1]]
        return f"{each} {weekdays} {numbers}{tail}"
    if parts.month_days:
        if parts.month_days == (-1,):
            return f"в последний день {_of_every(parts)}{tail}"
        days = _listed([f"{n}-го" for n in parts.month_days])
        return f"{every} {days} числа{tail}"
    if parts.positions:
        named = [d for _, d in parts.days]
        if named == [0, 1, 2, 3, 4]:
            place = _listed([_ordinal(n, "m") for n in parts.positions])
            return f"{every} в {place} рабочий день{tail}"
        place = _listed([_ordinal(n, _IN[named[0]][1]) for n in parts.positions])
        return f"{every} в {place} {_listed([_IN[d][0] for d in named])}{tail}"
    if _numbered(parts):
        name, gender = _IN[parts.days[0][1]]
        place = _listed([_ordinal(n, gender) for n, _ in parts.days if n is not None])
        return f"{every} в {place} {name}{tail}"
    return ""


def _of_every(parts: RuleParts) -> str:
    if parts.interval == 1:
        return "каждого месяца"
    return f"{_every(parts.unit, parts.interval)}"


def _ordinal(n: int, gender: str) -> str:
    if n == -1:
        return _LAST[gender]
    if 1 <= n <= 5:
        return _ORDINALS[gender][n - 1]
    return f"{n}-й" if gender == "m" else f"{n}-ю"


def _listed(words: list[str]) -> str:
    return " и ".join(", ".join(words).rsplit(", ", 1))


def _clock(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
