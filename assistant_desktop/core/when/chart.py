"""The parser: from tokens to every reading of every stretch of them.

Positions are worked from right to left, so that everything to the right of a position is known
when rules begin there; then each rule walks the prefix tree of ``grammar`` to the right. Work is
counted and bounded: a text that would need more is read as far as the bound allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from assistant_desktop.core.when.grammar import FILED_UNDER, Grammar, Node
from assistant_desktop.core.when.tokens import Token

_MAX_READINGS = 6  # different values kept for one category over one stretch
_MAX_TOKENS = 32  # the longest stretch one reading may cover


class Item(NamedTuple):
    """One reading: ``value`` as ``category`` up to the token index ``end``."""

    category: str
    value: Any
    end: int
    cost: float


Here = dict[str, list[Item]]


class Budget:
    """Steps of work left, shared by all islands of one text."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps


class Chart:
    """All readings of one island of tokens; ``at[i]`` are those that begin at token i."""

    __slots__ = ("_agenda", "_budget", "_grammar", "_tokens", "at")

    def __init__(
        self,
        tokens: Sequence[Token],
        grammar: Grammar,
        lexical: Sequence[Iterable[Item]],
        budget: Budget,
    ) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._budget = budget
        self.at: list[Here] = [{} for _ in range(len(tokens) + 1)]
        self._agenda: list[Item] = []
        for begin in range(len(tokens) - 1, -1, -1):
            self._begin(begin, lexical[begin])

    def _begin(self, begin: int, lexical: Iterable[Item]) -> None:
        for item in lexical:
            self._file(begin, item)
        first = self._grammar.root.words.get(self._tokens[begin].text)
        if first is not None:
            self._advance(first, begin, begin + 1, (), 0.0)
        while self._agenda and self._budget.left > 0:
            item = self._agenda.pop()
            for name in FILED_UNDER.get(item.category, (item.category,)):
                node = self._grammar.root.categories.get(name)
                if node is not None:
                    values = () if name[0] == "_" else (item.value,)
                    self._advance(node, begin, item.end, values, item.cost)
        self._agenda.clear()

    def _file(self, begin: int, item: Item) -> None:
        here = self.at[begin]
        known = here.get(item.category)
        if known is not None:
            same_end = [other for other in known if other.end == item.end]
            for other in same_end:
                if other.value == item.value and other.cost <= item.cost:
                    return
            if len(same_end) >= _MAX_READINGS:
                dearest = max(same_end, key=lambda other: other.cost)
                if dearest.cost <= item.cost:
                    return
                for name in FILED_UNDER.get(item.category, (item.category,)):
                    if dearest in here.get(name, ()):
                        here[name].remove(dearest)
        for name in FILED_UNDER.get(item.category, (item.category,)):
            here.setdefault(name, []).append(item)
        self._agenda.append(item)

    def _advance(
        self, node: Node, begin: int, place: int, values: tuple[Any, ...], cost: float
    ) -> None:
        self._budget.left -= 1
        for rule in node.rules:
            value = rule.build(*values)
            if value is not None:
                self._file(begin, Item(rule.category, value, place, cost + rule.cost))
        if place >= len(self._tokens) or place - begin > _MAX_TOKENS or self._budget.left <= 0:
            return
        if node.words or node.categories:
            self._step(node, begin, place, values, cost)
            if self._tokens[place].text == "-" and self._joins(place):
                self._step(node, begin, place + 1, values, cost + 0.01)

    def _step(
        self, node: Node, begin: int, place: int, values: tuple[Any, ...], cost: float
    ) -> None:
        following = node.words.get(self._tokens[place].text)
        if following is not None:
            self._advance(following, begin, place + 1, values, cost)
        here = self.at[place]
        if not here:
            return
        for name, child in node.categories.items():
            plain = name[0] == "_"
            for item in here.get(name, ()):
                passed = values if plain else (*values, item.value)
                self._advance(child, begin, item.end, passed, cost + item.cost)

    def _joins(self, place: int) -> bool:
        """Whether the dash here may be passed over: between two numbers it says "to"."""
        if place + 1 >= len(self._tokens):
            return False
        before, after = self._tokens[place - 1].text, self._tokens[place + 1].text
        return not (before[0].isdecimal() and after[0].isdecimal())
