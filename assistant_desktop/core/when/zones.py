"""Zone abbreviations people say with a clock time, and wall time -> aware time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

# Minutes east of Greenwich. Where one abbreviation has several meanings, the one most said
# with clock times is kept (CST, EST in America; BST in Britain).
ZONES: dict[str, int] = {
    "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "ist": 330, "cet": 60, "cest": 120,
    "eet": 120, "eest": 180, "msk": 180, "мск": 180, "pst": -480, "pdt": -420, "mst": -420,
    "mdt": -360, "cst": -360, "cdt": -300, "est": -300, "edt": -240, "ast": -240, "akst": -540,
    "akdt": -480, "hst": -600, "jst": 540, "kst": 540, "sgt": 480, "hkt": 480, "aest": 600,
    "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180,
    "zulu": 0,
}  # fmt: skip

# Places people name with "time": Pacific time, London time, по Москве.
PLACES: dict[str, str] = {
    "pacific": "America/Los_Angeles", "mountain": "America/Denver", "central": "America/Chicago",
    "eastern": "America/New_York", "london": "Europe/London", "uk": "Europe/London",
    "moscow": "Europe/Moscow", "berlin": "Europe/Berlin", "paris": "Europe/Paris",
    "tokyo": "Asia/Tokyo", "beijing": "Asia/Shanghai", "delhi": "Asia/Kolkata",
    "india": "Asia/Kolkata", "sydney": "Australia/Sydney", "dubai": "Asia/Dubai",
    "kyiv": "Europe/Kyiv", "istanbul": "Europe/Istanbul", "singapore": "Asia/Singapore",
    "москве": "Europe/Moscow", "московскому": "Europe/Moscow", "лондону": "Europe/London",
    "киеву": "Europe/Kyiv", "берлину": "Europe/Berlin", "парижу": "Europe/Paris",
    "токио": "Asia/Tokyo", "пекину": "Asia/Shanghai", "дубаю": "Asia/Dubai",
    "стамбулу": "Europe/Istanbul", "минску": "Europe/Minsk", "алматы": "Asia/Almaty",
    "екатеринбургу": "Asia/Yekaterinburg", "новосибирску": "Asia/Novosibirsk",
    "владивостоку": "Asia/Vladivostok", "самаре": "Europe/Samara", "омску": "Asia/Omsk",
    "калининграду": "Europe/Kaliningrad", "красноярску": "Asia/Krasnoyarsk",
    "иркутску": "Asia/Irkutsk", "ереван": "Asia/Yerevan", "тбилиси": "Asia/Tbilisi",
    "нью-йорку": "America/New_York", "ташкенту": "Asia/Tashkent", "баку": "Asia/Baku",
}  # fmt: skip


def attach(naive: datetime, zone: tzinfo) -> datetime:
    """Wall time in ``zone``: times a spring change skips move forward, doubled ones are first."""
    aware = naive.replace(tzinfo=zone, fold=naive.fold)
    try:
        return aware.astimezone(UTC).astimezone(zone)
    except (OverflowError, ValueError):  # within a day of year 1 or 9999
        return aware
