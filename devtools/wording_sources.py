"""Finds every text of the product that a person reads, where it stands in the code.

Those are the literals given to `words.text(...)` and `words.count(...)`, and the message and
`hint=` of errors that are told to the user. Stdlib only.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator, List, NamedTuple, Optional

_ERRORS = {
    "KnownError",
    "BadInput",
    "NotFound",
    "StorageError",
    "FullError",
    "ReadOnlyError",
    "DamagedError",
    "FutureDatabase",
    "ModelError",
    "ModelUnreachable",
    "ModelRefused",
    "ModelTimeout",
    "OutboundBlocked",
    "SecretStoreError",
    "AlreadyRunning",
}


class Source(NamedTuple):
    """A text in English; `plural` where it counts something."""

    text: str
    plural: Optional[str]
    place: str


def sources(package: Path) -> List[Source]:
    """Every text below a package, in the order of the files."""
    found: List[Source] = []
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(package.parent).as_posix()
        found += [
            Source(text, plural, f"{place}:{line}") for text, plural, line in _in_tree(tree)
        ]
    return found


def _in_tree(tree: ast.AST) -> "Iterator[tuple[str, Optional[str], int]]":
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if name is None and isinstance(node.func, ast.Name):
            name = node.func.id
        first = _literal(node.args[0]) if node.args else None
        if name in {"text", "tr"} or name in _ERRORS:
            if first:
                yield first, None, node.lineno
        elif name in {"count", "trn"} and len(node.args) >= 2 and first:
            plural = _literal(node.args[1])
            if plural:
                yield first, plural, node.lineno
        if name in _ERRORS:
            for keyword in node.keywords:
                hint = _literal(keyword.value) if keyword.arg == "hint" else None
                if hint:
                    yield hint, None, node.lineno


def _literal(node: ast.AST) -> Optional[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        return node.value
    return None
