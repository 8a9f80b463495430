"""Dates in the user's language."""

from datetime import date, datetime

from assistant_desktop.wording import Wording


def moment_text(words: Wording, moment: datetime) -> str:
    """A day and a time in full, in the moment's own zone."""
    from babel.dates import format_datetime

    pattern = "d MMMM y, HH:mm" if words.language != "ru" else "d MMMM y г., HH:mm"
    return str(format_datetime(moment, pattern, locale=words.language))


def day_text(words: Wording, day: date) -> str:
    """A day in full: 22 November 2026."""
    from babel.dates import format_date

    pattern = "d MMMM y" if words.language != "ru" else "d MMMM y г."
    return str(format_date(day, pattern, locale=words.language))
