"""Compiles gettext catalogues: every .po below resources/translations to the .mo beside it.

Run it in .venv: it needs Babel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Iterator

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogues(root: Path) -> Iterator[Path]:
    """The .po files of a checkout."""
    yield from sorted((root / "resources" / "translations").rglob("*.po"))


def compile_catalogue(source: Path) -> None:
    """Write the .mo beside a .po, fuzzy entries left out."""
    with source.open("rb") as text:
        catalogue = read_po(text)
    with source.with_suffix(".mo").open("wb") as binary:
        write_mo(binary, catalogue)


def main() -> int:
    """Compile all catalogues of the checkout in the working directory."""
    found = list(catalogues(Path.cwd()))
    for source in found:
        compile_catalogue(source)
    print(f"{len(found)} catalogues compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
