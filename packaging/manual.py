"""The manual page, made of what the command line itself says."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys

SECTION = 1


def manual(version: str, date: str) -> str:
    """The page in roff, with every verb and its options."""
    from assistant_desktop.cli import VERBS
    from assistant_desktop.cli.run import load_verb

    lines = [
        f'.TH ASSISTANT-DESKTOP {SECTION} "{date}" "assistant-desktop {version}" "User commands"',
        ".SH NAME",
        "assistant-desktop \\- chat, reminders and memory on your own computer",
        ".SH SYNOPSIS",
        ".B assistant-desktop",
        "[\\fB\\-\\-background\\fR | \\fB\\-\\-toggle\\fR] [\\fB\\-\\-data\\-dir\\fR \\fIDIR\\fR]",
        ".br",
        ".B assistant-desktop",
        "\\fIVERB\\fR ... [\\fB\\-\\-data\\-dir\\fR \\fIDIR\\fR]",
        ".SH DESCRIPTION",
        "Without a verb the window opens; \\fB\\-\\-background\\fR starts it in the tray.",
        "Each verb works without a display, and while the window is open.",
        ".SH VERBS",
    ]
    for name, told in VERBS.items():
        parser = argparse.ArgumentParser(prog=f"assistant-desktop {name}", add_help=False)
        load_verb(name).arguments(parser)
        lines += [".TP", f".B {_plain(name)}", _plain(told), ".nf", *_options(parser), ".fi"]
    lines += [
        ".SH FILES",
        ".TP",
        ".I ~/.local/share/assistant\\-desktop",
        "Everything that is kept, and nothing elsewhere; uninstalling leaves it.",
    ]
    return "\n".join(lines) + "\n"


def _options(parser: argparse.ArgumentParser) -> list[str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        parser.print_help()
    text = said.getvalue().partition("\n\n")
    return [_plain(line) for line in (text[0] + "\n" + text[2]).splitlines() if line.strip()]


def _plain(text: str) -> str:
    """Nothing of it is a request to roff."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{safe}" if safe.startswith((".", "'")) else safe


if __name__ == "__main__":
    sys.stdout.write(manual(sys.argv[1], sys.argv[2]))
