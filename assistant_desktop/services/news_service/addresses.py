"""Addresses as people type them, and those that strangers name."""

import ipaddress
import re
from urllib.parse import urlsplit, urlunsplit

from assistant_desktop.domain.errors import BadInput

_LONGEST = 2000
_SCHEME = re.compile(r"(?:feed:(?://)?)?(https?)://", re.IGNORECASE)
_HOME = (".local", ".localhost", ".internal", ".lan", ".home", ".home.arpa", ".intranet", ".corp")


def spellings(address: str) -> tuple[str, ...]:
    """The URLs that an address may mean, the likelier first.

    Raises:
        BadInput: it is no address.
    """
    text = "".join(address.split())
    if text.lower().startswith("feed:") and not _SCHEME.match(text):
        text = text[5:].lstrip("/")
    found = _SCHEME.match(text)
    if found is not None:
        return (_whole(f"{found[1].lower()}://{text[found.end() :]}", address),)
    if "://" in text:
        raise _no_address(address)
    return (_whole(f"https://{text}", address), _whole(f"http://{text}", address))


def _whole(url: str, said: str) -> str:
    """A URL with its host in ASCII. Raises BadInput."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise _no_address(said) from error
    known = "." in host or ":" in host or host == "localhost"
    if not known or parts.username or len(url) > _LONGEST:
        raise _no_address(said)
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{host}{port}", parts.path or "/", parts.query, ""))


def _no_address(said: str) -> BadInput:
    return BadInput(
        "{address} is no address of a feed or a site.",
        hint="Such as example.org, or https://example.org/feed.xml",
        address=said.strip()[:200] or "…",
    )


def is_public(url: str) -> bool:
    """Whether an address that others name leads out, and not into somebody's own network."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_HOME) and not host[-1].isdigit()
