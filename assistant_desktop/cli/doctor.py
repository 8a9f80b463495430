"""doctor: how everything stands."""

import argparse
import json
from dataclasses import asdict

from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant

_MARKS = {"good": "ok", "note": "--", "bad": "!!"}


class Doctor(Verb):
    """`doctor [--json]`."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Nothing but the form."""
        parser.add_argument("--json", action="store_true")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Print one row a thing; status 1 when something is bad."""
        findings = await assistant.diagnose()
        if options.json:
            rows = [asdict(finding) for finding in findings]
            terminal.line(json.dumps({"findings": rows}, ensure_ascii=False))
        else:
            for finding in findings:
                terminal.line(f"{_MARKS[finding.state]}  {finding.name:14} {finding.detail}")
        return 1 if any(finding.state == "bad" for finding in findings) else 0


VERB = Doctor()
