"""Names say what a thing is; nested event loops and forgotten lists are caught here too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.checkout import PACKAGE, ROOT

BANNED = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "handlers"}
NAMED = ("assistant_desktop", "benchmarks", "devtools", "packaging", "tests")


def modules() -> list[Path]:
    return [path for folder in NAMED for path in sorted((ROOT / folder).rglob("*.py"))]


def words_in(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)}


def classes_in(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node


def test_no_file_or_folder_has_a_name_that_says_nothing():
    named = {part for path in modules() for part in path.relative_to(ROOT).parts}
    assert [name for name in sorted(named) if words_in(name) & BANNED] == []


def test_no_class_has_a_name_that_says_nothing():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in classes_in(path)
        if words_in(node.name) & BANNED
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("EventHandler", {"event", "handler"}),
        ("http_utils", {"http", "utils"}),
        ("HTTPManager", {"http", "manager"}),
        ("Unmanaged", {"unmanaged"}),
    ],
)
def test_names_are_split_into_words(name, words):
    assert words_in(name) == words


def test_no_nested_event_loop_in_the_window():
    # dialog.exec() cannot be seen by the linter: it knows no types.
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((PACKAGE / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("exec", "exec_")
    ]
    assert found == [], "use open() or popup(): a nested event loop stops the assistant"


def test_each_tool_is_listed():
    skills = PACKAGE / "core" / "skills"
    listed = (skills / "__init__.py").read_text(encoding="utf-8")
    tools = [
        path.stem
        for path in sorted(skills.glob("*.py"))
        if re.search(r"^def tool\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert tools
    assert [name for name in tools if f"    {name}.tool," not in listed] == []


def test_each_service_is_listed():
    services = PACKAGE / "services"
    listed = (services / "__init__.py").read_text(encoding="utf-8")
    stems = {path.stem for path in services.glob("*_service*")}
    assert [stem for stem in sorted(stems) if not re.search(rf"\b{stem}\b", listed)] == []
