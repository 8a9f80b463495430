"""Languages are folders of rules: complete, consistent, and loaded only when used."""

import inspect
import subprocess
import sys
import time

import pytest

from assistant_desktop.core.when import languages
from assistant_desktop.core.when.grammar import expand
from assistant_desktop.core.when.shared_rules import SHARED_RULES

CODES = languages.codes()


def test_english_and_russian_are_there():
    assert CODES == ("en", "ru")


@pytest.mark.parametrize("code", CODES)
def test_every_builder_takes_what_its_pattern_gives(code):
    for rule in (*languages.package(code).language().rules, *SHARED_RULES):
        parameters = inspect.signature(rule.build).parameters.values()
        needed = sum(p.default is p.empty for p in parameters)
        for elements in expand(rule.pattern):
            given = sum(e.startswith("<") and len(e) > 1 and e[1] != "_" for e in elements)
            assert needed <= given <= len(parameters), (rule.pattern, elements)


@pytest.mark.parametrize("code", CODES)
def test_every_category_a_rule_asks_for_can_be_read(code):
    language = languages.package(code).language()
    rules = (*language.rules, *SHARED_RULES)
    made = {rule.category for rule in rules}
    made |= {category for readings in language.vocabulary.values() for category, _ in readings}
    made |= {"num", "ord", "zone", "place", "fraction", "dotted", "dashed", "time", "date"}
    made |= {"period", "tod", "monthday", "when"}
    for rule in rules:
        for elements in expand(rule.pattern):
            asked = {e[1:-1] for e in elements if e.startswith("<") and len(e) > 1}
            assert asked <= made, (rule.pattern, asked - made)


def test_an_unknown_language_is_told():
    with pytest.raises(LookupError, match="no language 'tlh'"):
        languages.package("tlh")


def test_a_language_is_loaded_only_when_it_is_used():
    code = (
        "import sys; from datetime import datetime, UTC;"
        "from assistant_desktop.core.when import Reference, parse;"
        "parse('tomorrow', Reference(datetime(2026, 1, 1, tzinfo=UTC), UTC, 'en'));"
        "print([m for m in sys.modules if '.ru.' in m or m.split('.')[0] in"
        " ('holidays', 'dateutil', 'asyncio')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("code", CODES)
def test_the_rules_load_in_a_tenth_of_a_second(code):
    taken = []
    for _ in range(3):
        languages.grammar.cache_clear()
        began = time.perf_counter()
        languages.grammar((code,))
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.1
