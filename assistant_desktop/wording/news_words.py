"""News in words: headlines with their source and time, as a list that links to them."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant_desktop.domain.news import NewsItem
from assistant_desktop.wording import Wording

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|#])")
_NO_LINK = re.compile(r"[\s()<>\[\]\\]")


def headline(item: NewsItem) -> str:
    """A title that leads to its story; nothing in it means anything to a reader of Markdown."""
    title = _SPECIAL.sub(r"\\\1", item.title)
    if not item.link:
        return title
    link = _NO_LINK.sub(lambda found: f"%{ord(found.group(0)):02X}", item.link)
    return f"[{title}]({link})"


def when_text(moment: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """14:05 of today, else the day too."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    from babel.dates import format_date

    pattern = "d MMM" if local.year == today.year else "d MMM y"
    locale = "ru" if language == "ru" else "en_GB"
    return f"{format_date(local.date(), pattern, locale=locale)} {local:%H:%M}"


def items_text(words: Wording, items: Sequence[NewsItem], now: datetime, zone: ZoneInfo) -> str:
    """Headlines by topic, each with its source and time."""
    by_topic: dict[str, list[NewsItem]] = {}
    for one in items:
        by_topic.setdefault(one.topic, []).append(one)
    lines: list[str] = []
    for topic, inside in by_topic.items():
        if len(by_topic) > 1:
            lines += ["", f"**{_SPECIAL.sub('', topic) or words.text('Other')}**", ""]
        for one in inside:
            told = when_text(one.published_at, now, zone, words.language)
            sources = ", ".join(_SPECIAL.sub("", name) for name in (one.feed, *one.also[:2]))
            lines.append(f"- {headline(one)} — {sources}, {told}")
    return "\n".join(lines).strip()
