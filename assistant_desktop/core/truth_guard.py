"""Catches a reply that claims an effect which no call had. Pure.

A claim is a sentence in which the assistant says that it did, or surely will do, something that
only a tool can do. It is proven by a call of one of that claim's tools that ended well. Questions,
refusals, conditions and offers claim nothing.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant_desktop.core.claim_patterns import KINDS, Kind
from assistant_desktop.wording import Wording


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply that says something was done, and where it stands there."""

    sentence: str
    start: int
    end: int
    tools: frozenset[str]


# A sentence ends at its mark, or at the end of a line; a stop before a small letter is none.
_SENTENCE = re.compile(r"(?:[^.!?…\n]|\.(?=\S|[ \t]+[a-zа-яё]))*(?:[.!?…]+|\n|$)")
_QUOTED = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”|«[^»\n]{1,400}»"
    r"|„[^“”\n]{1,400}[“”]|^>[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_DRAFT = re.compile(
    r"(?:\b(?:drafts?|letter|e-?mail|message|poem|story|example|translation|script|dialogue"
    r"|черновик\w*|письм\w*|сообщени\w*|пример\w*|рассказ\w*|перевод\w*|стих\w*|вариант\w*)\b"
    r"[^\n]*:[ \t]*|^(?:Dear|Уважаем\w+)\b[^\n]*)\n(?P<draft>.*?)(?:^---|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
"""What is written for the user to say is not what the assistant says."""
_NOT = re.compile(
    r"\b(?:not|never|unable|cannot|(?:ca|could|have|has|did|was|is|wo|are)n['’]t|don['’]t(?! worry)"
    r"|no(?! (?:problem|worries)))\b|\b(?:не|нет|ни|без)\b",
    re.IGNORECASE,
)
"""In the same breath."""
_IF = re.compile(
    r"\b(?:if|once|unless|when|whenever|in the story"
    r"|how|whether|could|would|should|shall|may|might|can"
    r"|want me to|let me|you said|you told|you mentioned|you wrote|tell me|give me|say when"
    r"|just say|ask me)\b"
    r"|\b(?:если|когда|как только|чтобы я|хотите|могу|можно|смогу|бы|вы сказали|вы писали"
    r"|рассказ\w*|сказк\w*|геро[йя])\b",
    re.IGNORECASE,
)
"""Before what is claimed."""
_DEPENDS = re.compile(
    r"\b(?:if|once you|unless|when(?:ever)? you (?:tell|say|give|ask|want|let|confirm|need)"
    r"|as soon as you|tell me|let me know|just say|say when|give me|just ask|ask me|as planned)\b"
    r"|\b(?:если|(?:когда|как только) (?:вы )?(?:скаж|назов|захот|попрос|укаж|сообщ|да[дс])\w*"
    r"|скажите|назовите|попросите|напишите|сообщите|укажите|уточните|выберите|подскажите"
    r"|дайте знать)\b",
    re.IGNORECASE,
)
"""Anywhere beside a promise."""
_HEARSAY = re.compile(
    r"\b(?:according to|already|as planned|you (?:said|told|set|mentioned|wrote|created|added))\b"
    r"|\b(?:уже|судя по|согласно|по вашим|по словам|вы (?:сказали|писали|говорили|создали)"
    r"|вчера|будет|будут)\b",
    re.IGNORECASE,
)
"""Anywhere beside how things stand: it was so before."""
_BREATH = re.compile(r"[,;:—–(]|\b(?:but|so|но|зато)\b", re.IGNORECASE)


def unproven(text: str, done: Collection[str]) -> list[Claim]:
    """The sentences of a reply that claim what no call did.

    Args:
        text: the whole reply.
        done: the names of the tools whose calls ended well.
    """
    claims = []
    seen = _unquoted(text)
    for match in _SENTENCE.finditer(seen):
        sentence = match.group()
        if not sentence.strip() or sentence.rstrip().endswith("?"):
            continue
        claimed = [(kind, proofs) for kind in KINDS for proofs in _proofs(kind, sentence)]
        if claimed and not any(proofs & set(done) for _, proofs in claimed):
            tools = frozenset[str]().union(*(kind.tools for kind, _ in claimed))
            said = text[match.start() : match.end()].strip()
            claims.append(Claim(said, match.start(), match.end(), tools))
    return claims


def _unquoted(text: str) -> str:
    """The same length, with what others say or are to say made underscores."""

    def blank(match: re.Match[str]) -> str:
        quoted = match.group()
        blanks = re.sub(r"[^\n]", "_", quoted)
        # What ends inside the quotation ends the sentence around it too.
        return f"{blanks[:-1]}." if quoted[-2:-1] in {*".!?…"} else blanks

    seen = _QUOTED.sub(blank, text)
    draft = _DRAFT.search(seen)
    if draft is None:
        return seen
    start, end = draft.span("draft")
    return seen[:start] + re.sub(r"[^\n]", "_", seen[start:end]) + seen[end:]


def _proofs(kind: Kind, sentence: str) -> Iterator[frozenset[str]]:
    """For each way in which the sentence claims such an effect: the calls that would prove it."""
    if _claims(kind.said, sentence, None):
        yield kind.tools
    if _claims(kind.promised, sentence, _DEPENDS):
        yield kind.tools
    if _claims(kind.stated, sentence, _HEARSAY):
        yield kind.tools | kind.seen_by


def _claims(pattern: re.Pattern[str] | None, sentence: str, excuse: re.Pattern[str] | None) -> bool:
    if pattern is None or (excuse is not None and excuse.search(sentence)):
        return False
    for match in pattern.finditer(sentence):
        before = sentence[: match.start()]
        breaths = list(_BREATH.finditer(before))
        breath = sentence[breaths[-1].end() if breaths else 0 : match.end()]
        if not _NOT.search(breath) and not _IF.search(sentence[: match.end()]):
            return True
    return False


def facts(claims: Collection[Claim], done: Collection[str]) -> str:
    """What a model is told before it may answer once more."""
    said = " ".join(f"“{claim.sentence}”" for claim in claims)
    tools = ", ".join(sorted(set().union(*(claim.tools for claim in claims)))) or "no tool"
    called = ", ".join(sorted(done)) or "none"
    return (
        f"Your answer was held back. It says {said} But nothing of that was done:"
        f" the calls that succeeded in this turn: {called}. If it should be done, call {tools} now."
        " Otherwise answer again and say plainly that it was not done."
    )


def corrected(text: str, claims: Collection[Claim], words: Wording) -> str:
    """The reply with each false sentence replaced by the truth."""
    honest = words.text("(I said that something was done here, but it was not.)")
    said = ""
    begin = 0
    for claim in claims:
        false = text[claim.start : claim.end]
        lead = false[: len(false) - len(false.lstrip())]
        trail = false[len(false.rstrip()) :]
        said += text[begin : claim.start] + lead + honest + trail
        begin = claim.end
    return said + text[begin:]
