"""The weather in words: the sky, temperatures, winds, chances, and how old it all is.

Source of the codes: WMO code table 4677 as Open-Meteo uses it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from assistant_desktop.domain.weather import WeatherDay, WeatherHour, WeatherReport, WeatherUnits
from assistant_desktop.wording import Wording

_KMH, _MPH = 3.6, 2.236936
_LITTLE_CHANCE = 15


def warm_up(language: str) -> None:
    """Load the names of days, which the first sentence would else have to wait for."""
    from babel.dates import format_date

    format_date(date(2026, 1, 1), "EEE d MMM", locale=language)


def sky_text(words: Wording, code: int) -> str:
    """What a weather code means."""
    texts = {
        0: words.text("clear"),
        1: words.text("mostly clear"),
        2: words.text("partly cloudy"),
        3: words.text("overcast"),
        45: words.text("fog"),
        48: words.text("fog with rime"),
        51: words.text("light drizzle"),
        53: words.text("drizzle"),
        55: words.text("heavy drizzle"),
        56: words.text("freezing drizzle"),
        61: words.text("light rain"),
        63: words.text("rain"),
        65: words.text("heavy rain"),
        66: words.text("freezing rain"),
        71: words.text("light snow"),
        73: words.text("snow"),
        75: words.text("heavy snow"),
        77: words.text("snow grains"),
        80: words.text("light showers"),
        81: words.text("showers"),
        82: words.text("violent showers"),
        85: words.text("snow showers"),
        95: words.text("thunderstorm"),
        96: words.text("thunderstorm with hail"),
    }
    same_as = {57: 56, 67: 66, 86: 85, 99: 96}
    return texts.get(same_as.get(code, code), "")


def degrees(temperature_c: float, units: WeatherUnits) -> int:
    """Whole degrees of the user's scale."""
    return round(temperature_c * 9 / 5 + 32 if units.fahrenheit else temperature_c)


def temperature_text(temperature_c: float, units: WeatherUnits) -> str:
    """−3 °C, with a real minus sign."""
    number = f"{degrees(temperature_c, units)}".replace("-", "\u2212")
    return f"{number}\u00a0°{'F' if units.fahrenheit else 'C'}"


def wind_text(words: Wording, wind_mps: float, units: WeatherUnits) -> str:
    """6 m/s."""
    if units.wind == "km/h":
        return words.text("{n} km/h", n=round(wind_mps * _KMH))
    if units.wind == "mph":
        return words.text("{n} mph", n=round(wind_mps * _MPH))
    return words.text("{n} m/s", n=round(wind_mps))


def air_text(words: Wording, european_aqi: float) -> str:
    """The European index in a word. Source: European Environment Agency, Air Quality Index."""
    bounds = (
        (20, words.text("good")),
        (40, words.text("fair")),
        (60, words.text("moderate")),
        (80, words.text("poor")),
        (100, words.text("very poor")),
    )
    for bound, told in bounds:
        if european_aqi <= bound:
            return told
    return words.text("extremely poor")


def weekday_text(words: Wording, day: date, today: date) -> str:
    """Today, tomorrow, or “Tue 24 Nov”."""
    from babel.dates import format_date

    if day == today:
        return words.text("today")
    if day == today + timedelta(days=1):
        return words.text("tomorrow")
    return str(format_date(day, "EEE d MMM", locale=words.language))


def now_text(words: Wording, report: WeatherReport, today: date | None = None) -> str:
    """Now, the rest of the day, and the air."""
    units, now = report.units, report.now
    parts = [
        temperature_text(now.temperature_c, units),
        _feels(words, now, units),
        sky_text(words, now.code),
        _wind(words, now.wind_mps, units),
    ]
    said = words.text("{place} now: {weather}.", place=report.place.name, weather=_joined(parts))
    return _with_day_and_air(words, said, report, today)


def details_text(words: Wording, report: WeatherReport) -> str:
    """The same for who sees the place, the sky and the degrees already."""
    told = _joined(
        [_feels(words, report.now, report.units), _wind(words, report.now.wind_mps, report.units)]
    )
    return _with_day_and_air(words, f"{told[:1].upper()}{told[1:]}.", report, None)


def _with_day_and_air(words: Wording, said: str, report: WeatherReport, today: date | None) -> str:
    wanted = today or report.now.at.date()
    day = next((one for one in report.days if one.day == wanted), None)
    if day is not None:
        weather = _day_weather(words, day, report.units, wind=False)
        said += " " + words.text("Today: {weather}.", weather=weather)
    if report.air is not None:
        index = round(report.air.european_aqi)
        quality = air_text(words, report.air.european_aqi)
        said += " " + words.text("Air: {quality} (index {n}).", quality=quality, n=index)
    return said


def _feels(words: Wording, now: WeatherHour, units: WeatherUnits) -> str:
    if now.feels_c is None or degrees(now.feels_c, units) == degrees(now.temperature_c, units):
        return ""
    return words.text("feels like {degrees}", degrees=temperature_text(now.feels_c, units))


def hour_text(words: Wording, report: WeatherReport, hour: WeatherHour, today: date) -> str:
    """One hour of a day."""
    units = report.units
    parts = [
        temperature_text(hour.temperature_c, units),
        sky_text(words, hour.code),
        _chance(words, hour.precipitation_chance_pct),
        _wind(words, hour.wind_mps, units),
    ]
    return words.text(
        "{place}, {day} at {time}: {weather}.",
        place=report.place.name,
        day=weekday_text(words, hour.at.date(), today),
        time=f"{hour.at:%H:%M}",
        weather=_joined(parts),
    )


def days_text(
    words: Wording, report: WeatherReport, days: Sequence[WeatherDay], today: date
) -> str:
    """One day in a sentence, several in lines."""
    told = [
        (weekday_text(words, one.day, today), _day_weather(words, one, report.units))
        for one in days
    ]
    place = report.place.name
    if len(told) == 1:
        day, weather = told[0]
        return words.text("{place}, {day}: {weather}.", place=place, day=day, weather=weather)
    return "\n".join([f"{place}:", *(f"- {day}: {weather}" for day, weather in told)])


def stale_text(words: Wording, report: WeatherReport, now: datetime) -> str:
    """As of when; and why nothing newer is known."""
    time = as_of_text(words, report.as_of, now)
    if not report.is_stale:
        return words.text("As of {time}.", time=time)
    return words.text(
        "Nothing newer can be had now, these are the last known values, as of {time}.", time=time
    )


def as_of_text(words: Wording, moment: datetime, now: datetime) -> str:
    """14:05 in the zone of `now`, with the day where it is another."""
    from babel.dates import format_date

    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{format_date(local.date(), 'd MMM', locale=words.language)}, {local:%H:%M}"


def _day_weather(words: Wording, day: WeatherDay, units: WeatherUnits, *, wind: bool = True) -> str:
    low, high = temperature_text(day.low_c, units), temperature_text(day.high_c, units)
    parts = [
        sky_text(words, day.code),
        words.text("{low} to {high}", low=low, high=high),
        _chance(words, day.precipitation_chance_pct),
    ]
    if wind:
        speed = wind_text(words, day.wind_mps, units)
        parts.append(words.text("wind up to {speed}", speed=speed))
    return _joined(parts)


def _chance(words: Wording, chance_pct: float | None) -> str:
    if chance_pct is None or chance_pct < _LITTLE_CHANCE:
        return ""
    return words.text("{n}% chance of rain or snow", n=round(chance_pct))


def _wind(words: Wording, wind_mps: float, units: WeatherUnits) -> str:
    return words.text("wind {speed}", speed=wind_text(words, wind_mps, units))


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
