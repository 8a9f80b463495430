"""What a verb talks to: a terminal of this process, or one of the process that asked."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from assistant_desktop.wording import Wording, wording


@dataclass(slots=True)
class Terminal:
    """Standard output, error and input of whoever typed the command.

    `is_own`: they are this process's, whose signals are the command's too.
    """

    write_out: Callable[[str], None]
    write_err: Callable[[str], None]
    read_lines: Callable[[], Iterable[str]]
    language: str = "en"
    cwd: Path = field(default_factory=Path.cwd)
    is_own: bool = False

    @property
    def words(self) -> Wording:
        """Wording in the language of whoever typed the command."""
        return wording(self.language)

    def line(self, text: str = "") -> None:
        """One line on standard output, flushed."""
        self.write_out(f"{text}\n")

    def problem(self, text: str) -> None:
        """One line on standard error."""
        self.write_err(f"{text}\n")

    def path(self, name: str) -> Path:
        """A path that was typed, seen from where it was typed."""
        return (self.cwd / Path(name).expanduser()).resolve()


def is_a_person(stream: "IO[str] | None") -> bool:
    """Whether somebody types there; nobody does where the stream is closed."""
    return stream is None or stream.isatty()


def own_terminal(language: str) -> Terminal:
    """The terminal of this process. Whatever it cannot show is replaced, never an error."""
    # A closed stream is None: writing to it must be as quiet as it is.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")

    def out(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def err(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()

    return Terminal(out, err, lambda: sys.stdin, language, is_own=True)
