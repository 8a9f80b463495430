"""Who may import whom, and how large things may grow: the same as `dev.py check`."""

import subprocess
import sys
from pathlib import Path

import pytest

from devtools.size_caps import problems_in, python_files
from tests.architecture.checkout import PACKAGE, ROOT


def test_imports_keep_to_the_contracts():
    program = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [str(program), "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout


def test_nothing_is_larger_than_its_cap():
    problems = [
        f"{path.relative_to(ROOT)}:{problem}"
        for path in python_files(ROOT)
        for problem in problems_in(path)
    ]
    assert not problems, "\n".join(problems)


def test_size_caps_see_what_is_too_large(tmp_path):
    path = tmp_path / "long.py"
    body = "    x = 1\n" * 60
    path.write_text(f"class A:\n  def f(self, a, b, c, d, e, g, *, h):\n{body}" + "y = 1\n" * 400)
    found = sorted(problem.split(": ", 1)[1] for problem in problems_in(path))
    assert found == [
        "f has 61 lines, at most 60",
        "f takes 7 parameters, at most 6",
        "file of 462 lines, at most 400",
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("**/__init__.py")), ids=str)
def test_each_package_says_what_it_is(path):
    assert path.read_text(encoding="utf-8").lstrip().startswith('"""')
