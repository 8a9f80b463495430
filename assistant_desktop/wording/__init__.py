"""Words in the user's language: gettext catalogues with English as the source.

One for core, cli and ui. A `Wording` belongs to one language, so that a reply can follow the
language of its question while the window keeps its own.
"""

import gettext
import os
from functools import cache

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.resource_files import resource_root

LANGUAGES = ("en", "ru")


class Wording:
    """The catalogue of one language.

    Source strings carry `{name}` where a value goes. They are literals at the place of use:
    the check that every one is translated reads them there.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def text(self, source: str, /, **values: object) -> str:
        """`source` in this language, with its values."""
        translated = self._catalogue.gettext(source) if source else ""
        return translated.format(**values) if values else translated

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that `number` asks for; `{n}` is the number itself."""
        translated = self._catalogue.ngettext(one, many, number)
        return translated.format(n=number, **values)

    def quoted(self, text: str) -> str:
        """A text in this language's quotation marks."""
        return f"«{text}»" if self.language == "ru" else f"“{text}”"

    def error(self, error: KnownError) -> str:
        """What happened and what to do about it, in one or two sentences."""
        message = self._filled(error.message, error)
        hint = self._filled(error.hint_message, error)
        return f"{message} {hint}".strip()

    def _filled(self, source: str, error: KnownError) -> str:
        translated = self._catalogue.gettext(source) if source else ""
        return translated.format(**error.values) if error.values else translated


@cache
def wording(language: str) -> Wording:
    """The Wording of a language, English for one that is not there."""
    return Wording(language if language in LANGUAGES else "en")


@cache
def system_language() -> str:
    """The language the system asks for, as far as it is one of ours."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        for wanted in value.split(":"):
            code = wanted.split("_")[0].split(".")[0].lower()
            if code in LANGUAGES:
                return code
            if code in {"c", "posix"}:
                return "en"
    return "en"


def _catalogue(language: str) -> gettext.NullTranslations:
    """All .mo files of a language as one catalogue."""
    merged = gettext.NullTranslations()
    if language == "en":
        return merged
    found: gettext.GNUTranslations | None = None
    for path in sorted((resource_root() / "translations" / language).glob("*.mo")):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        if found is None:
            found = catalogue
        else:
            found.add_fallback(catalogue)
    return found or merged
