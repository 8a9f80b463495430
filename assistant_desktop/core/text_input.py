"""What people and models send us as text, made safe to keep."""

import re

from assistant_desktop.domain.errors import BadInput

MAX_MESSAGE_CHARACTERS = 200_000

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Replace what no database or JSON can carry (NUL, lone surrogates) by U+FFFD."""
    return _UNKEEPABLE.sub("\ufffd", text)


def clean_message(text: str) -> str:
    """A message as it will be kept.

    Raises:
        BadInput: it is empty, or longer than MAX_MESSAGE_CHARACTERS.
    """
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise BadInput(
            "This message has {length} characters; {most} is the most.",
            hint="Send it in parts.",
            length=len(text),
            most=MAX_MESSAGE_CHARACTERS,
        )
    kept = clean(text).strip()
    if not kept:
        raise BadInput("There is nothing to send.", hint="Write something first.")
    return kept
