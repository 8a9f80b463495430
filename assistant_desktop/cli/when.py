"""when: times in words, one JSON line for each line."""

from assistant_desktop.cli.line_verbs import LineReader, LineVerb


class When(LineVerb):
    """`when [--now ISO] [--tz ZONE] [--lang auto|en|ru]`."""

    def reader(self) -> LineReader:
        """The time engine alone."""
        from assistant_desktop.core.when import when_line

        return when_line


VERB = When()
