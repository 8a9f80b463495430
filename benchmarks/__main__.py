"""Runs benchmarks by name, all of them by default: `python -m benchmarks [NAMES] [--json FILE]`."""

import argparse
import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.figures import Budget, Figure, Report, machine

# Modules of the harness itself; every other module here is a benchmark if it has run().
HARNESS = {"__main__", "figures"}
DEFAULT_BUDGET_S = 60.0


def names() -> list[str]:
    """All benchmarks, found by their files."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in found if name not in HARNESS and not name.startswith("_"))


def measure(name: str, budget_s: float) -> dict[str, Any]:
    """Run one benchmark; one that breaks is reported and does not stop the others."""
    started = time.monotonic()
    try:
        report: Report = importlib.import_module(f"benchmarks.{name}").run(Budget(budget_s))
    except Exception as error:  # noqa: BLE001  (the report says so, and the exit code)
        return {
            "name": name,
            "error": f"{type(error).__name__}: {error}",
            "figures": [],
            "rows": [],
        }
    return {
        "name": name,
        "took_s": round(time.monotonic() - started, 2),
        "figures": [figure.as_json() for figure in report.figures],
        "rows": report.rows,
    }


def show(result: dict[str, Any]) -> None:
    """Print one benchmark's figures, a line each."""
    print(f"\n{result['name']} ({result.get('took_s', '?')} s)")
    if "error" in result:
        print(f"  BROKEN  {result['error']}")
    for data in result["figures"]:
        print(f"  {line_of(Figure(**{key: data[key] for key in data if key != 'met'}))}")
    for row in result["rows"]:
        print("  " + "  ".join(f"{key}={value}" for key, value in row.items()))


def line_of(figure: Figure) -> str:
    """Such as: met     first paint    1.42 ratio (goal <= 2)."""
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    sign = "<=" if figure.goal_is == "most" else ">="
    goal = "" if figure.goal is None else f" (goal {sign} {figure.goal:g})"
    note = f"  {figure.note}" if figure.note else ""
    return f"{verdict:<7} {figure.name:<48} {figure.value:>10.4g} {figure.unit}{goal}{note}"


def main() -> int:
    """Exit code 0 when every benchmark ran; a missed goal is told, and fails only with --strict."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(names())}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--budget", type=float, default=DEFAULT_BUDGET_S, metavar="S", help="each")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(names()))
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    results = []
    for name in arguments.names or names():
        results.append(measure(name, arguments.budget))
        show(results[-1])
    if arguments.json:
        content = {"machine": machine(), "benchmarks": results}
        arguments.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    broken = any("error" in result for result in results)
    missed = [
        figure for result in results for figure in result["figures"] if figure["met"] is False
    ]
    print(f"\n{len(results)} benchmarks, {len(missed)} goals missed")
    return 1 if broken or (arguments.strict and missed) else 0


if __name__ == "__main__":
    sys.exit(main())
