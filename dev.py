#!/usr/bin/env python3
"""The one door to this project: sets up what a verb needs, then does it.

    python3 dev.py run [--local] [ARGUMENTS]   set up, then open the assistant (or do its verb)
    python3 dev.py test [--fast | --all] [PYTEST ARGUMENTS]   set up, then check and all tests
    python3 dev.py check                       style, types, import contracts, size caps
    python3 dev.py fix                         format, mend what can be mended, compile translations
    python3 dev.py bench [NAMES] [--json FILE] [--budget S] [--no-peers]   measure against the goals
    python3 dev.py shots [FOLDER]              pictures of every screen, light and dark, en and ru
    python3 dev.py package [KINDS] [--smoke]   a bundle; tar, deb, rpm, wheel of it
    python3 dev.py versions [--new-key FILE | --key FILE --files URL --page URL]
                                               for maintainers: the signed list of versions
    python3 dev.py lock [--upgrade]            for maintainers: write requirements/*.txt anew

The first time takes a minute or two: it makes .venv here and fills it with hash-checked packages.
After that a verb starts at once. Standard library only; any Python from 3.8 on.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 8):  # noqa: UP036  (this is what tells those who have an older one)
    sys.exit("dev.py needs Python 3.8 or later -> run it with a newer python3")

import os
import subprocess

from devtools import bundle, checks, environment, local_model, locks, suites
from devtools.places import ROOT, VENV, python_in
from devtools.progress import Stop, say

OFFER = (
    "local models are not installed (everything else works): python3 dev.py run --local adds them"
)


def run(arguments: list[str]) -> int:
    """Become the assistant; never needs a compiler unless --local says so."""
    local = "cached"
    if arguments[:1] == ["--local"]:
        local, arguments = "fetch", arguments[1:]
    environment.ensure("app", local=local)
    if not arguments and local_model.cached_wheel() is None:
        say(OFFER)
    command = [str(python_in(VENV)), "-P", "-m", "assistant_desktop", *arguments]
    if sys.platform == "win32":
        return subprocess.call(command, env=environment.environment_variables())
    # In its place, not as its parent: signals and exit codes are the assistant's own.
    return os.execve(command[0], command, environment.environment_variables())


def test(arguments: list[str]) -> int:
    """Check, run the suites, and close with the one line that counts."""
    fast, slow = "--fast" in arguments, "--all" in arguments
    rest = [word for word in arguments if word not in ("--fast", "--all")]
    # Who names tests wants those tests, not everything before them.
    everything = not fast and not suites.names_tests(rest)
    environment.ensure("dev", local="build" if everything else "cached")
    failed_checks = checks.run_all(checks.CHECKS) if everything else []
    tally = suites.run(suites.FAST if fast else suites.SUITES, rest, slow=slow)
    if local_model.cached_wheel() is None:
        why = "no C++ compiler here, or see above" if everything else "built by a full run only"
        say(f"SKIPPED: all tests of the local model, llama-cpp-python is not installed ({why})")
    if failed_checks:
        say(f"FAILED checks: {', '.join(failed_checks)}")
    tally = tally.plus(suites.Tally(failed=len(failed_checks)))
    print(tally, flush=True)
    return 1 if tally.failed else 0


def check(arguments: list[str]) -> int:
    """Style, types, import contracts and size caps."""
    environment.ensure("dev")
    return 1 if checks.run_all(checks.CHECKS) else 0


def fix(arguments: list[str]) -> int:
    """Format, mend what can be mended, compile translations."""
    environment.ensure("dev")
    return 1 if checks.run_all(checks.FIXES) else 0


def bench(arguments: list[str]) -> int:
    """Measure; the peers that it compares with live in an environment of their own."""
    environment.ensure("dev")
    variables = {**environment.environment_variables(), "QT_QPA_PLATFORM": "offscreen"}
    if "--no-peers" in arguments:
        arguments = [word for word in arguments if word != "--no-peers"]
    else:
        variables["ASSISTANT_PEERS_PYTHON"] = str(environment.ensure_peers())
    return _module("benchmarks", arguments, variables)


def shots(arguments: list[str]) -> int:
    """Render every screen into a folder."""
    environment.ensure("dev")
    variables = {**environment.environment_variables(), "QT_QPA_PLATFORM": "offscreen"}
    return _module("assistant_desktop.ui.shots", arguments or ["shots"], variables)


def package(arguments: list[str]) -> int:
    """Build the bundle and installers of it: tar, deb, rpm, wheel; --smoke tries what was built."""
    environment.ensure("dev")
    if "--without-engine" in arguments:
        os.environ["ASSISTANT_WITHOUT_ENGINE"] = "1"
    kinds = [word for word in arguments if not word.startswith("-")]
    return bundle.package(kinds, smoke="--smoke" in arguments)


def versions(arguments: list[str]) -> int:
    """Write dist/versions.json, which installed copies read, or make the key that signs it."""
    environment.ensure("app")
    script = str(ROOT / "packaging" / "signed_versions.py")
    command = [str(python_in(VENV)), script, *arguments]
    return subprocess.call(command, cwd=str(ROOT), env=environment.environment_variables())


def lock(arguments: list[str]) -> int:
    """Write requirements/*.txt anew."""
    environment.ensure("dev")
    locks.write_all(arguments)
    return 0


def _module(name: str, arguments: list[str], variables: dict[str, str]) -> int:
    command = [str(python_in(VENV)), "-m", name, *arguments]
    return subprocess.call(command, cwd=str(ROOT), env=variables)


VERBS = {
    verb.__name__: verb for verb in (run, test, check, fix, bench, shots, package, versions, lock)
}


def main(arguments: list[str]) -> int:
    """Do one verb; 0 is success, 1 a failure told in one line, 2 a wrong call."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    verb = VERBS.get(arguments[0])
    if verb is None:
        say(f"dev.py has no verb {arguments[0]!r} -> one of: {', '.join(VERBS)}")
        return 2
    try:
        return verb(arguments[1:])
    except Stop as stop:
        say(f"dev.py {arguments[0]} stopped: {stop}")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
