"""doctor: how everything stands."""

import argparse
import json

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
        """Print one row a thing; status 1 when something is bad. Scripts read it in English."""
        if options.json:
            findings = await assistant.diagnose()
            rows = [
                {"name": one.name, "state": one.state, "detail": one.detail} for one in findings
            ]
            terminal.line(json.dumps({"findings": rows}, ensure_ascii=False))
        else:
            findings = await assistant.diagnose(terminal.language)
            width = max(len(one.title) for one in findings)
            for one in findings:
                terminal.line(f"{_MARKS[one.state]}  {one.title:{width}}  {one.detail}")
        return 1 if any(finding.state == "bad" for finding in findings) else 0


VERB = Doctor()
