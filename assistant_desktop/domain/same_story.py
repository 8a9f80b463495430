"""When two entries are the same story: the same address, or the same words within days."""

import re
from datetime import timedelta

SAME_TITLE_WITHIN = timedelta(days=3)
_FEWEST_WORDS = 4
"""Titles of fewer words, such as "Weekly digest", belong to many stories."""
_WORD = re.compile(r"[^\W_]+")
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_cid|mc_eid|igshid|ns_\w+|at_\w+|ref|ref_src"
    r"|cmpid|ocid|smid|rss|from|_openstat|src)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://(?:www\.|m\.)?([^/?#]*)([^?#]*)\??([^#]*)", re.IGNORECASE)


def link_key(link: str) -> str:
    """An address without what tells who sent the reader; "" where there is none."""
    found = _ADDRESS.match(link.strip())
    if found is None:
        return ""
    host, path, query = found.groups()
    kept = sorted(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.split("=")[0])
    )
    path = path.rstrip("/")
    if not path and not kept:
        return ""  # the front page is the link of whoever has no page for a story
    return f"{host.lower()}{path}{'?' if kept else ''}{'&'.join(kept)}"


def title_key(title: str) -> str:
    """The words of a title; "" where they are too few to tell stories apart."""
    words = _WORD.findall(title.casefold().replace("ё", "е"))
    return " ".join(words) if len(words) >= _FEWEST_WORDS else ""
