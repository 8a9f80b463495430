"""Writes the signed list of versions that installed copies read.

    python3 dev.py versions --new-key FILE          a key pair: the private half into FILE
    python3 dev.py versions --key FILE --files URL --page URL [--dist DIR] [--notes LANG=FILE]

Made of the installers in dist/, the version of the checkout and the first entry of CHANGELOG.md.
Run inside the environment, as it needs what signs.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # a checkout is not installed

from assistant_desktop import __version__  # noqa: E402
from assistant_desktop.domain.update import UpdateManifest  # noqa: E402
from assistant_desktop.services.update_service.signed_list import (  # noqa: E402
    PAYLOAD_TYPE,
    to_sign,
)

OUT = "versions.json"
HOLDS_DAYS = 90
"""An old list can be shown so long to who never saw a newer one; sign it anew before."""
_MOST_NOTES = 12
_FILES: tuple[tuple[str, str, str], ...] = (
    (r"assistant-desktop_[\d.]+_(?P<machine>\w+)\.deb", "linux", "deb"),
    (r"assistant-desktop-[\d.]+-1\.(?P<machine>\w+)\.rpm", "linux", "rpm"),
    (r"assistant-desktop-[\d.]+-linux-(?P<machine>\w+)\.tar\.xz", "linux", "tar"),
    (r"[\w.-]+?(?P<machine>x86_64|aarch64)\.AppImage", "linux", "appimage"),
    (r"assistant-desktop-[\d.]+-windows-(?P<machine>\w+)\.exe", "win32", "setup"),
    (r"assistant-desktop-[\d.]+-macos-(?P<machine>\w+)\.dmg", "darwin", "dmg"),
    # A wheel is for every system; the reader does not look at it.
    (r"assistant_desktop-[\d.]+-py3-none-(?P<machine>any)\.whl", "linux", "python"),
)


def new_key(path: Path) -> str:
    """Write a private key that only its owner reads; the public half as copies hold it."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    return public_half(key)


def public_half(key: Ed25519PrivateKey) -> str:
    """32 bytes in base64."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def read_key(text: bytes) -> Ed25519PrivateKey:
    """A private key from PEM. Raises ValueError for another kind."""
    key = serialization.load_pem_private_key(text, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the key is not an Ed25519 key")
    return key


def signed(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The envelope. Source: DSSE 1.0.2."""
    public = public_half(key)
    return json.dumps(
        {
            "payloadType": PAYLOAD_TYPE,
            "payload": base64.b64encode(payload).decode(),
            "signatures": [
                {
                    "keyid": key_name(public),
                    "sig": base64.b64encode(key.sign(to_sign(payload))).decode(),
                }
            ],
        },
        indent=1,
    ).encode()


def key_name(public: str) -> str:
    """A short name of a public key: copies look it up by that."""
    return hashlib.sha256(base64.b64decode(public)).hexdigest()[:16]


def payload_of(
    dist: Path, files_url: str, page: str, notes: dict[str, list[str]], now: datetime
) -> bytes:
    """The list itself, checked by the model that reads it. Raises ValueError."""
    told = {
        "format": 1,
        "version": __version__,
        "released": now.date().isoformat(),
        "expires": (now + timedelta(days=HOLDS_DAYS)).isoformat(timespec="seconds"),
        "page": page,
        "notes": notes,
        "downloads": [one for file in sorted(dist.iterdir()) for one in _download(file, files_url)],
    }
    return UpdateManifest.model_validate(told).model_dump_json().encode()


def _download(file: Path, files_url: str) -> list[dict[str, object]]:
    for pattern, system, kind in _FILES:
        found = re.fullmatch(pattern.replace(r"[\d.]+", re.escape(__version__)), file.name)
        if found is None:
            continue
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return [
            {
                "system": system,
                "machine": found["machine"],
                "kind": kind,
                "url": f"{files_url.rstrip('/')}/{file.name}",
                "size": file.stat().st_size,
                "sha256": digest,
            }
        ]
    return []


def notes_of(changelog: str) -> list[str]:
    """The first entry's lines, each as one sentence or two: a list is read at a glance."""
    _, _, rest = changelog.partition("\n## ")
    entry = rest.partition("\n## ")[0]
    lines = [line[2:].replace("`", "").strip() for line in entry.splitlines() if line[:2] == "- "]
    return [line if len(line) <= 300 else f"{line[:297].rsplit(' ', 1)[0]}…" for line in lines][
        :_MOST_NOTES
    ]


def main(arguments: list[str]) -> int:
    """0 when the list lies in DIST."""
    parser = argparse.ArgumentParser(prog="dev.py versions", description=__doc__)
    parser.add_argument("--new-key", type=Path, default=None)
    parser.add_argument("--key", type=Path, default=None, help="else UPDATE_KEY holds the key")
    parser.add_argument("--files", default="", help="where the installers can be fetched")
    parser.add_argument("--page", default="", help="the page of this version")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    parser.add_argument("--notes", action="append", default=[], metavar="LANG=FILE")
    options = parser.parse_args(arguments)
    try:
        if options.new_key is not None:
            public = new_key(options.new_key)
            print(f"public half, for UPDATE_KEYS: {key_name(public)}={public}")
            return 0
        return _write(options)
    except (OSError, ValueError) as error:
        print(f"the list of versions was not written: {error}", file=sys.stderr)
        return 1


def _write(options: argparse.Namespace) -> int:
    text = options.key.read_bytes() if options.key else os.environ.get("UPDATE_KEY", "").encode()
    if not text:
        raise ValueError("no key -> --key FILE, or the variable UPDATE_KEY")
    if not options.files or not options.page:
        raise ValueError("no addresses -> --files URL and --page URL")
    notes = {"en": notes_of((ROOT / "CHANGELOG.md").read_text("utf-8"))}
    for named in options.notes:
        language, _, file = named.partition("=")
        notes[language] = [line for line in Path(file).read_text("utf-8").splitlines() if line]
    now = datetime.now(UTC)  # noqa: TID251 - a maintainer's command: there is no clock to set
    payload = payload_of(options.dist, options.files, options.page, notes, now)
    out = options.dist / OUT
    out.write_bytes(signed(payload, read_key(text)))
    count = len(UpdateManifest.model_validate_json(payload).downloads)
    print(f"{out}: version {__version__}, {count} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
