"""The user guide is true where a machine can tell: docs/guide in English and Russian.

Code blocks named `say` hold sentences that the offline brain understands, those named `sh` hold
commands that parse, bold words are words of the product.
"""

import re
import shlex
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from assistant_desktop.cli.run import parse
from assistant_desktop.core.memory.facts import facts_in
from assistant_desktop.core.offline_brain import understand_line
from assistant_desktop.core.when import Reference
from devtools.translations import catalogues
from tests.architecture.checkout import ROOT

GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("en", "ru")
CHAPTERS = sorted(path.name for path in (GUIDE / "en").glob("*.md"))
PAGES = [GUIDE / language / chapter for language in LANGUAGES for chapter in CHAPTERS]
LINKING = [*PAGES, ROOT / "README.md", ROOT / "CHANGELOG.md"]
RIGA = ZoneInfo("Europe/Riga")
NOW = Reference(datetime(2026, 11, 23, 0, 55, tzinfo=RIGA), RIGA)
WINDOW = {"--background", "--toggle", "--help"}
ANSWERED_WITHOUT_A_CALL = {"what can you do", "что ты умеешь"}

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_FIELD = re.compile(r"\\?\{\w+\\?\}")
_KEYS = re.compile(r"Ctrl\+\w|Esc|⋯|\+")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, name: str) -> list[str]:
    """The lines of all blocks of that name."""
    found = _BLOCK.findall(path.read_text(encoding="utf-8"))
    return [line for info, body in found if info == name for line in body.splitlines() if line]


def prose(path: Path) -> str:
    return _BLOCK.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """What a link to a heading may say, as GitHub makes it."""
    heads = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def shape(path: Path) -> dict[str, int]:
    """How many of each there are: what a translation keeps."""
    text = path.read_text(encoding="utf-8")
    counts = {
        level: len(re.findall(rf"^{level} ", prose(path), re.MULTILINE)) for level in ("#", "##")
    }
    for info, _ in _BLOCK.findall(text):
        counts[info] = counts.get(info, 0) + 1
    return counts | {"pictures": text.count("![")}


def commands(path: Path) -> list[list[str]]:
    """What follows each `assistant-desktop` of a page's commands, as a shell gives it."""
    readme = path.name == "README.md" and path.parent == ROOT
    found = []
    for line in blocks(path, "" if readme else "sh"):
        words = shlex.split(line, comments=True)
        if "|" in words:
            words = words[words.index("|") + 1 :]
        if Path(words[0]).name == "assistant-desktop":
            found.append(words[1:])
        else:
            assert words[:2] == ["python3", "dev.py"], line
    return found


def product_words() -> re.Pattern[str]:
    """Every text of the product in both languages, with anything where it fills in."""
    texts: set[str] = {"Assistant Desktop"}
    for path in catalogues(ROOT):
        with path.open("rb") as source:
            for message in read_po(source):
                for said in (message.id, message.string):
                    texts |= {said} if isinstance(said, str) else set(said)
    parts = {part for one in texts for part in (one, *re.split(r": | \(", one)[:1]) if part}
    telling = [part for part in parts if "{" not in part or len(_FIELD.sub("", part)) > 3]
    return re.compile("|".join(_FIELD.sub(".+", re.escape(part)) for part in telling))


def test_both_languages_have_the_same_chapters():
    assert len(CHAPTERS) == 10
    assert sorted(path.name for path in (GUIDE / "ru").glob("*.md")) == CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_the_same_shape_in_both_languages(chapter):
    assert shape(GUIDE / "en" / chapter) == shape(GUIDE / "ru" / chapter)


@pytest.mark.parametrize("path", LINKING, ids=name_of)
def test_links_and_pictures_lead_somewhere(path):
    lost = []
    for target in _LINK.findall(prose(path)):
        if target.startswith(("https:", "http:")):
            continue
        place, _, anchor = target.partition("#")
        there = (path.parent / place).resolve() if place else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


def test_each_picture_is_used_and_all_are_small():
    pictures = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    used = {Path(target).name for path in LINKING for target in _LINK.findall(prose(path))}
    assert pictures - used == set()
    size = sum(path.stat().st_size for path in (ROOT / "docs" / "pictures").iterdir())
    assert size < 2_500_000


@pytest.mark.parametrize("path", LINKING, ids=name_of)
def test_commands_are_those_of_the_command_line(path):
    for words in commands(path):
        if words[:1] == ["--data-dir"] or set(words) <= WINDOW:
            continue
        parse(words)  # exits with a usage message where it does not know them


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_sentences_are_understood_without_a_model(path):
    lost = [
        line
        for line in blocks(path, "say")
        if not understand_line(line, NOW)["calls"]
        and not facts_in(line)
        and line not in ANSWERED_WITHOUT_A_CALL
    ]
    assert lost == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_bold_words_are_words_of_the_product(path):
    known = product_words()
    unknown = [
        word
        for word in _BOLD.findall(prose(path))
        if not known.fullmatch(word) and not _KEYS.fullmatch(word)
    ]
    assert unknown == []
