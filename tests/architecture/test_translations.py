"""Every catalogue is complete and compiled."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from devtools.translations import catalogues
from devtools.wording_sources import sources
from tests.architecture.checkout import ROOT

SOURCES = list(catalogues(ROOT))
_FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text)


def forms(message: Message) -> list[str]:
    """All translated forms, one without plurals, several with."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def originals(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_message_is_translated(path):
    # English is the source: an empty translation means the msgid itself.
    if "en" in path.parts:
        pytest.skip("the source language")
    missing = [
        str(message.id)
        for message in read(path)
        if message.id and (message.fuzzy or not all(forms(message)))
    ]
    assert missing == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_translation_fills_in_the_same_fields(path):
    wrong = []
    for message in read(path):
        if not message.id:
            continue
        allowed = {field for text in originals(message) for field in _FIELD.findall(text)}
        for text in filter(None, forms(message)):
            if not set(_FIELD.findall(text)) <= allowed:
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_compiled_catalogue_is_up_to_date(path):
    compiled = path.with_suffix(".mo")
    assert compiled.is_file(), "python3 dev.py fix"
    with compiled.open("rb") as binary:
        translations = gettext.GNUTranslations(binary)
    for message in read(path):
        if not message.id or message.fuzzy or not all(forms(message)):
            continue
        said = (
            [translations.pgettext(message.context, message.id)]
            if message.context and isinstance(message.id, str)
            else [translations.gettext(message.id)]
            if isinstance(message.id, str)
            else None
        )
        if said is not None:
            assert said == forms(message), "python3 dev.py fix"


def test_every_text_a_person_reads_is_in_the_russian_catalogues():
    known: set[object] = set()
    for path in SOURCES:
        if "ru" in path.parts:
            known |= {message.id for message in read(path) if message.id}
    missing = [
        f"{source.place}: {source.text}"
        for source in sources(ROOT / "assistant_desktop")
        if (source.text if source.plural is None else (source.text, source.plural)) not in known
    ]
    assert missing == []
