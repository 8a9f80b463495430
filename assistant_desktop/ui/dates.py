"""Dates and times as the window writes them, by the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant_desktop.ui.language import tr, trn, words

if TYPE_CHECKING:
    from datetime import date, datetime

    from babel import Locale

_SOON_DAYS = 7


def _locale() -> Locale:
    from babel import Locale  # after first paint

    # British English: 24 hours and the day before the month, as everywhere else in the product.
    return Locale.parse("ru" if words().language == "ru" else "en_GB")


def _format(pattern: str, moment: date) -> str:
    from babel.dates import format_date

    return str(format_date(moment, pattern, locale=_locale()))


def clock_text(moment: datetime) -> str:
    """14:05."""
    return f"{moment:%H:%M}"


def day_text(day: date, today: date) -> str:
    """Today, tomorrow, yesterday, or the weekday with the date."""
    near = {0: tr("today"), 1: tr("tomorrow"), -1: tr("yesterday")}.get((day - today).days)
    if near is not None:
        return near
    return date_text(day, with_year=day.year != today.year)


def date_text(day: date, *, with_year: bool = False) -> str:
    """Tue 24 Nov, with the year where it is another one."""
    return _format("EEE d MMM y" if with_year else "EEE d MMM", day)


def weekday_text(day: date) -> str:
    """Tue."""
    return _format("EEE", day)


def month_text(day: date) -> str:
    """November 2026."""
    text = _format("LLLL y", day)
    return text[:1].upper() + text[1:]


def short_day_text(day: date) -> str:
    """24 Nov."""
    return _format("d MMM", day)


def short_month_text(day: date) -> str:
    """Nov 2026."""
    return _format("LLL y", day)


def long_date_text(day: date) -> str:
    """Monday, 23 November."""
    text = _format("EEEE, d MMMM", day)
    return text[:1].upper() + text[1:]


def moment_text(moment: datetime) -> str:
    """Tue 24 Nov 09:00."""
    return f"{date_text(moment.date())} {clock_text(moment)}"


def full_moment_text(moment: datetime, today: date) -> str:
    """Tomorrow, Tue 24 Nov 09:00: the day in words and in full."""
    near = day_text(moment.date(), today)
    if abs((moment.date() - today).days) <= 1:
        return f"{near}, {moment_text(moment)}"
    return f"{near} {clock_text(moment)}"


def late_text(seconds: float) -> str:
    """12 min late; empty within the first minute."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return ""
    if minutes < 60:
        return trn("{n} min late", "{n} min late", minutes)
    hours = minutes // 60
    if hours < 48:
        return trn("{n} hour late", "{n} hours late", hours)
    return trn("{n} day late", "{n} days late", hours // 24)


def length_text(seconds: float) -> str:
    """10 min, 1 h, 2 days: a span in a few letters."""
    minutes = max(round(seconds / 60), 1)
    if seconds < 60:
        return tr("{n} s", n=round(seconds))
    if minutes < 60:
        return tr("{n} min", n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return tr("{n} h", n=hours) if not rest else tr("{h} h {m} min", h=hours, m=rest)
    return trn("{n} day", "{n} days", round(hours / 24))


def countdown_text(seconds: float) -> str:
    """04:32, and 1:04:32 above an hour."""
    left = max(round(seconds), 0)
    hours, rest = divmod(left, 3600)
    minutes, seconds_left = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds_left:02}"
    return f"{minutes:02}:{seconds_left:02}"
