"""What a reminder depends on, and what the forecast says of it, in words."""

from datetime import datetime

from assistant_desktop.domain.reminder import Condition
from assistant_desktop.domain.weather import WeatherHour, WeatherUnits
from assistant_desktop.wording import Wording
from assistant_desktop.wording.weather_words import temperature_text, wind_text


def condition_text(words: Wording, condition: Condition) -> str:
    """“if it rains”, “if it gets above 30 °C”: the end of a sentence."""
    limit = condition.limit
    texts = {
        "rain": words.text("if it rains"),
        "snow": words.text("if it snows"),
        "precipitation": words.text("if it rains or snows"),
        "heat": words.text("if it gets above {limit}", limit=_degrees(limit)),
        "cold": words.text("if it gets below {limit}", limit=_degrees(limit)),
        "wind": words.text("if the wind gets above {limit}", limit=_wind(words, limit)),
    }
    said = texts[condition.kind]
    if condition.unless:
        said = _unless(words, condition)
    if not condition.days_after:
        return said
    later = words.count("{n} day after it", "{n} days after it", condition.days_after)
    if condition.days_after == 1:
        later = words.text("the day after it")
    return f"{said} ({later})"


def expected_text(
    words: Wording, condition: Condition, hour: WeatherHour, units: WeatherUnits, at: datetime
) -> str:
    """What makes the condition hold: “Rain is likely: 80 % at 14:00.”"""
    if condition.kind in {"rain", "snow", "precipitation"}:
        names = {
            "rain": words.text("Rain is likely"),
            "snow": words.text("Snow is likely"),
            "precipitation": words.text("Rain or snow is likely"),
        }
        chance = hour.precipitation_chance_pct
        if chance is None:
            return words.text("{what} at {time}.", what=names[condition.kind], time=f"{at:%H:%M}")
        return words.text(
            "{what}: {chance} % at {time}.",
            what=names[condition.kind],
            chance=round(chance),
            time=f"{at:%H:%M}",
        )
    if condition.kind == "wind":
        told = wind_text(words, hour.wind_mps, units)
        return words.text("Wind of {wind} at {time}.", wind=told, time=f"{at:%H:%M}")
    told = temperature_text(hour.temperature_c, units)
    return words.text("{temperature} at {time}.", temperature=told, time=f"{at:%H:%M}")


def not_expected_text(words: Wording, condition: Condition) -> str:
    """Why a reminder kept quiet."""
    texts = {
        "rain": words.text("No rain is expected."),
        "snow": words.text("No snow is expected."),
        "precipitation": words.text("Neither rain nor snow is expected."),
        "heat": words.text("It will not be that hot."),
        "cold": words.text("It will not be that cold."),
        "wind": words.text("It will not be that windy."),
    }
    return texts[condition.kind]


def _unless(words: Wording, condition: Condition) -> str:
    """“unless it rains”."""
    limit = condition.limit
    texts = {
        "rain": words.text("unless it rains"),
        "snow": words.text("unless it snows"),
        "precipitation": words.text("unless it rains or snows"),
        "heat": words.text("unless it gets above {limit}", limit=_degrees(limit)),
        "cold": words.text("unless it gets below {limit}", limit=_degrees(limit)),
        "wind": words.text("unless the wind gets above {limit}", limit=_wind(words, limit)),
    }
    return texts[condition.kind]


def _degrees(limit: float) -> str:
    return temperature_text(limit, WeatherUnits())


def _wind(words: Wording, limit: float) -> str:
    return wind_text(words, limit, WeatherUnits())
