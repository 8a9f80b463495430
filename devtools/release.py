"""What the builder writes into a bundle: where newer versions are listed, whose word counts, and
what kind of installer it came in.

UPDATE_URL: the address of the signed list; UPDATE_HOSTS: where it sends on to, by spaces;
UPDATE_KEYS: "NAME=BASE64" of each public key, by spaces. Without an address a copy asks nobody.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from devtools.progress import Stop

FILE = Path("_internal", "assistant_desktop", "resources", "release.json")


def write(bundle: Path, kind: str) -> None:
    """Write it into a bundle, in place of what was there. Raises Stop for wrong variables."""
    write_to(bundle / FILE, kind)


def write_to(file: Path, kind: str) -> None:
    """Write it into a file. Raises Stop for variables that no copy could use."""
    url, keys = os.environ.get("UPDATE_URL", ""), os.environ.get("UPDATE_KEYS", "").split()
    if bool(url) != bool(keys):
        raise Stop("UPDATE_URL and UPDATE_KEYS go together", "set both, or neither")
    if url and not url.startswith("https://"):
        raise Stop("UPDATE_URL is no https address", "copies would ask it without a proof of whom")
    if not all(map(_is_key, keys)):
        raise Stop(
            "UPDATE_KEYS is no list of NAME=BASE64", "python3 dev.py versions --new-key FILE"
        )
    told = {
        "manifest_url": url,
        "also_hosts": os.environ.get("UPDATE_HOSTS", "").split(),
        "keys": dict(one.split("=", 1) for one in keys),
        "kind": kind,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, indent=1, sort_keys=True), "utf-8")


def _is_key(told: str) -> bool:
    """NAME=BASE64 of the 32 bytes of an Ed25519 key."""
    try:
        return len(base64.b64decode(told.partition("=")[2], validate=True)) == 32
    except ValueError:
        return False
