"""import: take in conversations from JSON lines, or from an archive of ChatGPT or Claude."""

import argparse

from assistant_desktop.cli.profile import add_user
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.cli.verb import Verb
from assistant_desktop.core.assistant import Assistant, imported_text


class Import(Verb):
    """`import FILE [--user U] [--wait]`: JSONL of id, conversation, speaker, time, text, or the
    archive (or its conversations.json) that ChatGPT or Claude exports.
    """

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """One file."""
        parser.add_argument("file", help="JSON lines, or an exported archive of ChatGPT or Claude")
        add_user(parser)
        parser.add_argument("--wait", action="store_true", help="return when all is indexed")

    async def run(
        self, assistant: Assistant, options: argparse.Namespace, terminal: Terminal
    ) -> int:
        """Take in what can be read; tell what could not."""
        words = terminal.words

        def progress(done: float) -> None:
            terminal.write_err(f"\r{round(done * 100):3} %")

        path = terminal.path(options.file)
        imported = await assistant.history.import_file(options.user, path, progress)
        terminal.write_err("\n")
        for problem in imported.problems:
            terminal.problem(problem)
        terminal.line(imported_text(words, imported))
        if imported.trouble is not None:
            terminal.problem(words.error(imported.trouble))
        if options.wait and not await assistant.catch_up_embeddings():
            terminal.problem(words.text("Some texts could not be embedded yet; it goes on later."))
        nothing = not (imported.messages or imported.repeated)
        return 1 if imported.trouble or (imported.problems and nothing) else 0


VERB = Import()
