"""Finds every text of the product that a person reads, where it stands in the code.

Those are the literals given to `words.text(...)` and `words.count(...)`, by a name too, what
`to_translate` marks, and the message and `hint=` of errors that are told to the user. Stdlib only.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator, NamedTuple

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
    "ServiceError",
    "ServiceUnreachable",
    "ServiceRefused",
    "ServiceNonsense",
    "ServiceResting",
    "ServiceOff",
    "OutboundBlocked",
    "SecretStoreError",
    "AlreadyRunning",
}


class Source(NamedTuple):
    """A text in English; `plural` where it counts something."""

    text: str
    plural: str | None
    place: str


def sources(package: Path) -> list[Source]:
    """Every text below a package, in the order of the files."""
    found: list[Source] = []
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(package.parent).as_posix()
        found += [Source(text, plural, f"{place}:{line}") for text, plural, line in _in_tree(tree)]
    return found


def _in_tree(tree: ast.AST) -> Iterator[tuple[str, str | None, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for text, plural in _in_call(node):
                yield text, plural, node.lineno
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _by_name(node)


def _by_name(function: ast.AST) -> Iterator[tuple[str, str | None, int]]:
    """Texts that have a name first: `text = "..."`, then `words.text(text, ...)`."""
    said = {
        call.args[0].id
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "text"
        and call.args
        and isinstance(call.args[0], ast.Name)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        text = _literal(node.value)
        if text is not None and node.targets[0].id in said:
            yield text, None, node.lineno


def _in_call(call: ast.Call) -> Iterator[tuple[str, str | None]]:
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    literals = [_literal(argument) for argument in call.args[:2]]
    first, second = [*literals, None, None][:2]
    if first and (name in {"text", "tr", "to_translate"} or name in _ERRORS):
        yield first, None
    if first and second and name in {"count", "trn"}:
        yield first, second
    if name not in _ERRORS:
        return
    for keyword in call.keywords:
        hint = _literal(keyword.value) if keyword.arg == "hint" else None
        if hint:
            yield hint, None


def _literal(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        return node.value
    return None
