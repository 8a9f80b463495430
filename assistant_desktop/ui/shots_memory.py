"""Made-up memories and profiles for the pictures."""

from __future__ import annotations

from datetime import timedelta

from assistant_desktop.domain.conversation import Message, Role, TextPart, UsedMemory
from assistant_desktop.domain.ids import ConversationId, MemoryId, MessageId
from assistant_desktop.domain.memory import Memory, MemoryKind, Origin
from assistant_desktop.ui.models.chat_items import ChatItem
from assistant_desktop.ui.models.memory_rows import (
    MemoryGroup,
    OriginText,
    SuggestionRow,
    first_rows,
    grouped,
    origin_text,
)
from assistant_desktop.ui.models.profile_rows import ProfileRow, profile_row
from assistant_desktop.ui.shots_data import ME, NOW, entry, pick

_TOLD = (
    (MemoryKind.PERSON, 0.8, "My sister's name is Olga.", "Мою сестру зовут Ольга."),
    (
        MemoryKind.PREFERENCE,
        0.6,
        "I like to be told things in the morning, before coffee, in as few words as possible.",
        "Я люблю узнавать обо всём утром, до кофе и как можно короче.",
    ),
    (MemoryKind.FACT, 0.8, "We moved to Tallinn.", "Мы переехали в Таллин."),
    (MemoryKind.NOTE, 1.0, "My passport expires in May 2027", "Мой паспорт действует до мая 2027"),
    (
        MemoryKind.NOTE,
        1.0,
        "The router password is on the back of the router, the guest network is called Birch",
        "Пароль роутера написан на его задней стенке, гостевая сеть называется «Берёза»",
    ),
    (MemoryKind.HEALTH, 1.0, "I am allergic to penicillin.", "У меня аллергия на пенициллин."),
)


def memories(language: str) -> list[Memory]:
    """Something of each kind; the first is pinned, the last no longer holds."""
    kept = [
        Memory(
            id=MemoryId(f"k{number}"),
            user_id=ME,
            kind=kind,
            text=pick(language, english, russian),
            valid_from=NOW - timedelta(days=8 * number + 1),
            source_message=None if number == 3 else MessageId("m1"),
            confidence=sure,
            pinned=number == 4,
        )
        for number, (kind, sure, english, russian) in enumerate(_TOLD)
    ]
    past = Memory(
        id=MemoryId("past"),
        user_id=ME,
        kind=MemoryKind.FACT,
        text=pick(language, "I live in Riga.", "Я живу в Риге."),
        valid_from=NOW - timedelta(days=400),
        valid_to=NOW - timedelta(days=17),
        source_message=MessageId("m0"),
        confidence=0.8,
    )
    return [*kept, past]


def groups(language: str) -> list[MemoryGroup]:
    """The same as the page shows them."""
    return first_rows(grouped(memories(language)), 60, NOW)


def many_groups(language: str) -> list[MemoryGroup]:
    """The first page of ten thousand."""
    one = memories(language)[3]
    kept = [
        one.model_copy(update={"id": MemoryId(f"n{n}"), "text": f"{n + 1}. {one.text}"})
        for n in range(10_000)
    ]
    return first_rows(grouped(kept), 60, NOW)


def origin(language: str) -> OriginText:
    """Why the sister's name is known."""
    words = pick(
        language,
        "We go to Riga for the weekend with my sister. By the way, my sister's name is Olga.",
        "На выходные едем в Ригу с моей сестрой. Кстати, мою сестру зовут Ольга.",
    )
    said = Message(
        id=MessageId("m1"),
        conversation_id=ConversationId("c1"),
        user_id=ME,
        role=Role.USER,
        parts=(TextPart(text=words),),
        created_at=NOW - timedelta(days=1),
    )
    title = pick(language, "Trip to Riga", "Поездка в Ригу")
    return origin_text(memories(language)[0], Origin(message=said, title=title), NOW)


def suggestion(language: str) -> SuggestionRow:
    """Something private."""
    text = pick(language, "I am allergic to penicillin.", "У меня аллергия на пенициллин.")
    return SuggestionRow("s1", text, pick(language, "health", "здоровье"))


def used(language: str) -> tuple[UsedMemory, ...]:
    """What an answer was given with."""
    return tuple(UsedMemory(id=one.id, text=one.text) for one in memories(language)[:2])


def profiles() -> list[ProfileRow]:
    """Three people at one computer."""
    return [profile_row(name, "me") for name in ("me", "Анна", "Johannes Sebastian")]


def talk(language: str) -> list[ChatItem]:
    """A private remark, an answer with memories, something forgotten."""
    told = pick(
        language,
        "I am allergic to penicillin. What shall I give my sister for her birthday?",
        "У меня аллергия на пенициллин. Что подарить сестре на день рождения?",
    )
    answer = pick(
        language,
        "Olga likes mornings without hurry: a good coffee grinder, or breakfast out.",
        "Ольга любит неспешное утро: подойдёт хорошая кофемолка или завтрак в кафе.",
    )
    asked = pick(language, "forget my sister's name", "забудь, как зовут мою сестру")
    receipt = pick(
        language,
        "Forgotten for good: one memory with “sister”.",
        "Навсегда забыта одна запись со словом «сестра».",
    )
    forgot = entry(9, "forget", "{}", receipt=receipt, data={"sources": ["u1"]})
    return [
        ChatItem("u1", "user", told, suggestion=suggestion(language)),
        ChatItem("a1", "assistant", answer, used=used(language), uses_open=True),
        ChatItem("u2", "user", asked),
        ChatItem("a2", "assistant", receipt, {"call-9": forgot}, used=used(language)[:1]),
    ]
