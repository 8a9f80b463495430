"""understand: what the offline brain would do with each line, nothing done."""

from assistant_desktop.cli.line_verbs import LineReader, LineVerb


class Understand(LineVerb):
    """`understand [--now ISO] [--tz ZONE] [--lang auto|en|ru]`."""

    def reader(self) -> LineReader:
        """The offline brain alone."""
        from assistant_desktop.core.offline_brain import understand_line

        return understand_line


VERB = Understand()
