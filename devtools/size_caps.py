"""Reports files, functions and parameter lists that have grown past what one can hold in mind.

Complexity and line length are ruff's part. Run it in .venv: it reads the product's own syntax.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Iterator, Sequence, Union

FILE_LINES = 400
FUNCTION_LINES = 60
PARAMETERS = 6
CHECKED = ("assistant_desktop", "benchmarks", "devtools", "packaging", "dev.py")

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def python_files(root: Path, names: Sequence[str] = CHECKED) -> Iterator[Path]:
    """All Python files below the named files and folders of a checkout."""
    for name in names:
        path = root / name
        if path.exists():
            yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def problems_in(path: Path) -> Iterator[str]:
    """What is too large in one file, each as "line: what"."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n") + 1
    if lines > FILE_LINES + 1:
        yield f"1: file of {lines - 1} lines, at most {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _problems_of(node)


def _problems_of(function: Function) -> Iterator[str]:
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    if length > FUNCTION_LINES:
        yield f"{function.lineno}: {function.name} has {length} lines, at most {FUNCTION_LINES}"
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    count = sum(argument.arg not in {"self", "cls"} for argument in named)
    if count > PARAMETERS:
        yield f"{function.lineno}: {function.name} takes {count} parameters, at most {PARAMETERS}"


def main() -> int:
    """Print all problems of the checkout in the working directory."""
    root = Path.cwd()
    found = [
        f"{path.relative_to(root)}:{problem}"
        for path in python_files(root)
        for problem in problems_in(path)
    ]
    print("\n".join(found) or "all within the caps")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
