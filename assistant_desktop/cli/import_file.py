"""import: take in messages from a JSONL file."""

import argparse

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.in_thread import in_thread

_READ_LIMIT_S = 60.0


class Import(Verb):
    """`import FILE [--user U] [--wait]`: JSONL of id, conversation, speaker, time, text."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """One file."""
        parser.add_argument("file")
        add_user(parser)
        parser.add_argument("--wait", action="store_true", help="return when all is indexed")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Take in what can be read; tell what could not."""
        path = terminal.path(options.file)
        try:
            data = await in_thread("import", path.read_bytes, _READ_LIMIT_S)
        except OSError as error:
            raise BadInput(
                "{path} cannot be read: {reason}.", path=path, reason=error.strerror
            ) from error
        lines = data.decode("utf-8", errors="replace").splitlines()

        def progress(done: int) -> None:
            terminal.write_err(f"\r{done}/{len(lines)}")

        imported = await assistant.import_lines(options.user, lines, progress)
        terminal.write_err("\n" if lines else "")
        for problem in imported.problems:
            terminal.problem(problem)
        words = terminal.words
        told = words.count("{n} message taken in.", "{n} messages taken in.", imported.messages)
        if imported.repeated:
            known = words.count(
                "{n} was there already.", "{n} were there already.", imported.repeated
            )
            told = f"{told} {known}"
        terminal.line(told)
        if options.wait and not await assistant.catch_up_embeddings():
            terminal.problem(words.text("Some texts could not be embedded yet; it goes on later."))
        return 1 if imported.problems and not (imported.messages or imported.repeated) else 0


VERB = Import()
