"""Versions of the product in words: this one, the newest, and how to get it."""

from datetime import datetime

from assistant_desktop.domain.update import NewVersion, VersionState
from assistant_desktop.wording import Wording
from assistant_desktop.wording.date_words import day_text
from assistant_desktop.wording.weather_words import as_of_text


def this_version_text(words: Wording, state: VersionState) -> str:
    """Which version this is."""
    return words.text("This is Assistant Desktop {version}.", version=state.version)


def checked_text(words: Wording, state: VersionState, now: datetime) -> str:
    """Whether newer versions are looked for, and what is known; `now` is in the user's zone."""
    if not state.can_look:
        return words.text("This copy was built without a place where versions are listed.")
    if state.found is not None:
        return found_text(words, state.found)
    if not state.is_on:
        return words.text(
            "Newer versions are not looked for. Switch it on in Settings, Services, or with:"
            " services enable updates"
        )
    if state.looked_at is None:
        return words.text("Not asked yet.")
    time = as_of_text(words, state.looked_at, now)
    return words.text("It was the newest as of {time}.", time=time)


def found_text(words: Wording, found: NewVersion) -> str:
    """That there is a newer one."""
    return words.text(
        "Version {version} came out on {date}.",
        version=found.version,
        date=day_text(words, found.released),
    )


def way_text(words: Wording, found: NewVersion) -> str:
    """How it comes here."""
    if found.command:
        return words.text("It comes with: {command}", command=found.command)
    if not found.size:
        return words.text("Get it at {url}", url=found.url)
    megabytes = f"{found.size / 1e6:.0f}"
    return words.text("Download: {url} ({size} MB)", url=found.url, size=megabytes)


def found_lines(words: Wording, found: NewVersion) -> list[str]:
    """What is new in it, how to get it, and how to check the file."""
    lines = [f"  - {note}" for note in found.notes]
    lines.append(way_text(words, found))
    if found.sha256 and not found.command:
        lines.append(f"SHA-256: {found.sha256}")
    return lines
