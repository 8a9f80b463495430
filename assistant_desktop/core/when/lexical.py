"""Tokens -> the readings each place begins with: words, numbers, digits, formats, zones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant_desktop.core.when.chart import Item
from assistant_desktop.core.when.formats import DIGITS, FORMATS, PHONE, Writing
from assistant_desktop.core.when.grammar import Grammar, deletions
from assistant_desktop.core.when.numbers import Number, read_words
from assistant_desktop.core.when.tokens import Token
from assistant_desktop.core.when.zones import PLACES, ZONES

_SHORTEST_CORRECTED = 5
_MAX_DIGITS = 9


class Lexicon:
    """Looks words up in a grammar, with one wrong letter forgiven in names of days and months."""

    __slots__ = ("_grammar", "_known")

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._known: set[str] = set(grammar.vocabulary) | set(grammar.literals)
        for numbers in grammar.numbers:
            self._known.update(numbers.small, numbers.scales, numbers.ordinals, numbers.loose)

    def corrected(self, token: Token) -> Token:
        """The token, or the same place with the word that was meant."""
        word = self._grammar.spellings.get(token.text, token.text)
        if word != token.text:
            return token._replace(text=word)
        if len(word) < _SHORTEST_CORRECTED or word in self._known or not word.isalpha():
            return token
        meant = self._meant(word)
        return token._replace(text=meant) if meant else token

    def _meant(self, word: str) -> str | None:
        for shorter in deletions(word):
            meant = self._grammar.corrections.get(shorter)
            if meant and meant[0] == word[0] and one_edit(word, meant):
                return meant
        return None

    def knows(self, token: Token) -> bool:
        """Whether any rule or reading can use the token."""
        text = token.text
        return text in self._known or text.isdigit() or text in ZONES or text in PLACES

    def readings(self, tokens: Sequence[Token], folded: str, writing: Writing) -> list[list[Item]]:
        """For each token, the items that begin there."""
        blocked = (
            [found.span() for found in PHONE.finditer(folded)]
            if "-" in folded or (any(len(token.text) > 6 for token in tokens))
            else []
        )
        ends = {token.end: index + 1 for index, token in enumerate(tokens)}
        readings: list[list[Item]] = []
        for index, token in enumerate(tokens):
            if any(a <= token.start < b for a, b in blocked):
                readings.append([])
            elif token.text[0].isdecimal():
                readings.append(list(self._digits(tokens, index, folded, writing, ends)))
            else:
                readings.append(list(self._word(tokens, index)))
        return readings

    def _word(self, tokens: Sequence[Token], index: int) -> Iterator[Item]:
        token = tokens[index]
        for category, value in self._grammar.vocabulary.get(token.text, ()):
            yield Item(category, value, index + 1, 0.1)
        for numbers in self._grammar.numbers:
            for end, value, ordinal in read_words(tokens, index, numbers):
                yield Item("ord" if ordinal else "num", Number(value), end, 0.2)
            if token.text in numbers.loose:
                yield Item("num", Number(numbers.loose[token.text]), index + 1, 0.3)
        offset = ZONES.get(token.text)
        if offset is not None:
            yield Item("zone", offset, index + 1, 0.1)
        place = PLACES.get(token.text)
        if place is not None:
            yield Item("place", place, index + 1, 0.1)

    def _digits(
        self,
        tokens: Sequence[Token],
        index: int,
        folded: str,
        writing: Writing,
        ends: dict[int, int],
    ) -> Iterator[Item]:
        token = tokens[index]
        start = token.start
        joined = (
            index > 1
            and token.glued
            and tokens[index - 1].text in (".", ":", "/")
            and tokens[index - 2].text[0].isdecimal()
        )
        for pattern, reader in FORMATS if not joined else ():
            found = pattern.match(folded, start)
            if found is not None and (end := ends.get(found.end())) is not None:
                for category, value, cost in reader(found, writing):
                    yield Item(category, value, end, cost)
        number = DIGITS.match(folded, start)
        if number is None or len(number[0]) > _MAX_DIGITS or self._is_negative(tokens, index):
            return
        plain = Number(int(token.text), len(token.text))
        yield Item("num", plain, index + 1, 0.2)
        end = ends.get(number.end())
        if end is not None and end > index + 1:
            text = number[1].replace(",", "") + (number[2] or "").replace(",", ".")
            yield Item("num", Number(float(text), 9), end, 0.25)
        yield from self._ordinal(tokens, index, plain)

    def _is_negative(self, tokens: Sequence[Token], index: int) -> bool:
        """“-5 minutes": a minus sign, and a unit after it; "5 -10 minutes" is a range."""
        if index == 0 or index + 1 >= len(tokens) or not tokens[index].glued:
            return False
        dash, unit = tokens[index - 1], tokens[index + 1].text
        if dash.text != "-" or dash.glued:
            return False
        if index > 1 and tokens[index - 2].text[0].isdecimal():
            return False
        return any(name == "unit" for name, _ in self._grammar.vocabulary.get(unit, ()))

    def _ordinal(self, tokens: Sequence[Token], index: int, number: Number) -> Iterator[Item]:
        place = index + 1
        if place < len(tokens) and tokens[place].text == "-" and tokens[place].glued:
            place += 1
        ended = place < len(tokens) and tokens[place].glued
        if ended and tokens[place].text in self._grammar.ordinal_endings:
            yield Item("ord", number, place + 1, 0.2)


def one_edit(word: str, meant: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with its neighbour explains it."""
    if abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    rest, wanted = word[start:], meant[start:]
    if len(rest) == len(wanted):
        swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:] if len(rest) > 1 else False
        return rest[1:] == wanted[1:] or swapped
    return rest[1:] == wanted if len(rest) > len(wanted) else rest == wanted[1:]
