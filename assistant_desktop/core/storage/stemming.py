"""Words as their stems, English and Russian each by its own rules."""

import re
from functools import cache
from typing import Protocol

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word, with the apostrophes inside it."""
_CYRILLIC = re.compile("[а-яё]")


class _Stemmer(Protocol):
    def stemWords(self, words: list[str]) -> list[str]: ...  # noqa: N802 - the library's name


@cache
def _stemmer(language: str) -> _Stemmer:
    import Stemmer

    stemmer: _Stemmer = Stemmer.Stemmer(language)
    return stemmer


def stems(text: str) -> list[str]:
    """The stemmed words of a text, English and Russian each by its own rules, ё as е."""
    words = [word.replace("ё", "е") for word in WORD.findall(text.lower())]
    cyrillic = [word for word in words if _CYRILLIC.search(word)]
    russian = dict(zip(cyrillic, _stemmer("russian").stemWords(cyrillic), strict=True))
    others = [word for word in words if word not in russian]
    english = dict(zip(others, _stemmer("english").stemWords(others), strict=True))
    return [russian.get(word) or english[word] for word in words]


def query_stems(query: str) -> list[str]:
    """The distinct telling words of a question, in order."""
    return list(dict.fromkeys(stem for stem in stems(query) if stem not in _stop_stems()))


@cache
def _stop_stems() -> frozenset[str]:
    """Words too common to tell anything."""
    return frozenset(stems(_STOP_WORDS))


_STOP_WORDS = (
    "a an the and or but of to in on at for with from by is are was were be been am do does did"
    " i you he she it we they me my your his her our their us him them mine yours ours theirs"
    " this that these those what which who whom whose when where how why there here not no so if"
    " than then have has had having will would can could should shall may might must about into"
    " out up down as off over under again also just only very too more most some any all each"
    " both other such own same now currently get got getting give gave given take took thing"
    " things much many because while until through during before after between please going go"
    " went say says said tell told talk talked mention mentioned i'm i've i'd what's who's where's"
    " when's how's it's that's"
    " и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее"
    " мне было вот от меня еще нет о из ему теперь когда даже ну вдруг ли если уже или ни быть"
    " был него до вас нибудь опять уж вам ведь там потом себя ничего ей может они тут где есть"
    " надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет кто этот"
    " мой моя мое мои моего моей моих моему мою наш наша наше наши нашего нашей наших нашу свой"
    " своя свое свои своего своей своих свою это эта эти этого этой этих этом тот та те того той"
    " какой какая какие какое какого какую каких каким какому какая-то про при через после перед"
    " между весь вся всего всех всем сейчас сколько куда откуда зачем почему чей чья кого кому"
    " чему который которая которые которое которую очень можно нужно здесь давай скажи напомни"
    " помнишь знаешь сказал сказала говорил говорила говорили рассказывал рассказывала рассказал"
    " рассказала упоминал упоминала советовал советовала"
)
