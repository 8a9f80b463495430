"""Facts in a user's message, found by a model: bound to a schema, and believed only where the
message itself says them. Pure.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant_desktop.core.memory.facts import (
    Fact,
    is_certain,
    is_own_words,
    may_be_several,
    sentence_with,
)
from assistant_desktop.core.memory.private_things import is_of_ones_own, private_kind
from assistant_desktop.core.storage.stemming import stems
from assistant_desktop.domain.memory import MemoryKind

LONGEST = 4000
"""Characters; longer texts are pasted, not told."""
TASK = (
    "You read one message that a user wrote to their assistant. List the lasting facts that it"
    " states about the user, or about people, animals and things of the user: names, birthdays,"
    " homes, work, habits, likes and dislikes, health, plans that hold for months. List nothing"
    " that is a question, a request, a wish, a quotation, a joke, or true only today. about: who"
    " it is about, such as me, sister, car. attribute: one word, such as name, birthday, home,"
    " work, diet, likes, dislikes. kind: health for illness, treatment and medicines; money for"
    " pay, debts and accounts; secret for passwords, codes and numbers of papers. value: in the"
    " message's own words. quote: the words of the message that state it, copied. Most messages"
    " state none: then the list is empty."
)

_Short = Annotated[str, Field(min_length=1, max_length=60)]


class ToldFact(BaseModel):
    """One fact as a model tells it."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["person", "preference", "fact", "health", "money", "secret"]
    about: _Short
    attribute: _Short
    value: Annotated[str, Field(min_length=1, max_length=120)]
    quote: Annotated[str, Field(min_length=1, max_length=300)]


class ToldFacts(BaseModel):
    """What a model answers."""

    model_config = ConfigDict(extra="forbid")
    facts: Annotated[list[ToldFact], Field(max_length=5)]


def facts_of(answer: str, message: str) -> list[Fact]:
    """The facts of a model's answer that the message bears out; none where it is no answer.

    None either from what is not the user's own remark, whatever the model makes of it.
    """
    if not is_own_words(message):
        return []
    try:
        told = ToldFacts.model_validate_json(answer)
    except ValidationError:
        return []
    found = [_borne_out(one, message) for one in told.facts]
    return list({fact.key: fact for fact in found if fact is not None}.values())


def _borne_out(told: ToldFact, message: str) -> Fact | None:
    """The fact in the user's own sentence; None where the sentence does not state it."""
    sentence = sentence_with(message, told.quote.strip())
    if not sentence or not is_certain(sentence):
        return None
    if not set(stems(told.value)) <= set(stems(sentence)):
        return None
    kind = private_kind(sentence) or MemoryKind(told.kind)
    if kind is MemoryKind.PREFERENCE and is_of_ones_own(told.quote):
        return None
    parts = [
        told.about,
        told.attribute,
        *([told.value] if may_be_several(told.about.lower()) else []),
    ]
    key = "/".join(" ".join(part.lower().split()) for part in parts)
    return Fact(kind, key, told.value.strip(), sentence)
