"""The languages that time is understood in: each sub-package is one, found by its name.

A language package has ``LETTERS`` (its alphabet, lower case) and ``language()``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType

from assistant_desktop.core.when.grammar import Grammar, compile_grammar
from assistant_desktop.core.when.lexical import Lexicon
from assistant_desktop.core.when.shared_rules import SHARED_RULES


@cache
def codes() -> tuple[str, ...]:
    """The codes of all languages there are, in alphabetical order: ("en", "ru")."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if m.ispkg))


@cache
def package(code: str) -> ModuleType:
    """The package of a language; an unknown code raises LookupError."""
    if code not in codes():
        raise LookupError(f"no language {code!r}; there are {', '.join(codes())}")
    return importlib.import_module(f"{__name__}.{code}")


def of_text(text: str) -> tuple[str, ...]:
    """The languages whose letters the text uses, the most used first; all letterless: the first."""
    lowered = text.lower()
    counts = [(sum(lowered.count(x) for x in package(code).LETTERS), code) for code in codes()]
    used = sorted(((-n, code) for n, code in counts if n))
    return tuple(code for _, code in used) or codes()[:1]


@cache
def phrases(code: str) -> ModuleType:
    """How the language says times (see ``describe.Phrases``)."""
    return importlib.import_module(f"{__name__}.{code}.phrases")


@cache
def grammar(chosen: tuple[str, ...]) -> tuple[Grammar, Lexicon]:
    """The compiled grammar of one or several languages together; built once, then kept."""
    compiled = compile_grammar(tuple(package(code).language() for code in chosen), SHARED_RULES)
    return compiled, Lexicon(compiled)
