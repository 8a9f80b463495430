"""What is learned from a remark, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core.memory.facts import facts_in
from assistant_desktop.domain.memory import MemoryKind

TOLD = [
    ("Hi, my name is Anna Berg.", "me/name", "Anna Berg"),
    ("My sister's name is Olga", "sister/name/olga", "Olga"),
    ("By the way, my dog is called Rex.", "dog/name/rex", "Rex"),
    ("My birthday is on 12 May.", "me/birthday", "12 May"),
    ("my mom's birthday is 3 June, don't tell her", "mom/birthday", "3 June"),
    ("We moved to Tallinn last year", "me/home", "Tallinn"),
    ("My brother lives in New York now", "brother/home/new york", "New York"),
    ("I work at the city library.", "me/work", "the city library"),
    ("I'm a vegetarian", "me/diet", "vegetarian"),
    ("I prefer window seats", "me/prefers/window seats", "window seats"),
    ("I can't stand coriander!", "me/dislikes/coriander", "coriander"),
    ("I speak Latvian and German.", "me/speaks/latvian and german", "Latvian and German"),
    ("Меня зовут Ирина", "me/name", "Ирина"),
    ("Мою сестру зовут Ольга, она младше", "сестру/name/ольга", "Ольга"),
    ("У меня день рождения 12 мая", "me/birthday", "12 мая"),
    ("Мы переехали в Ригу.", "me/home", "Ригу"),
    ("Мой брат живёт в Праге", "брат/home/праге", "Праге"),
    ("Я работаю в городской библиотеке.", "me/work", "в городской библиотеке"),
    ("Я вегетарианка", "me/diet", "вегетарианка"),
    ("Я не люблю кинзу.", "me/dislikes/кинзу", "кинзу"),
    ("Я говорю по-латышски и по-немецки", "me/speaks/по-латышски и по-немецки",
     "по-латышски и по-немецки"),
]  # fmt: skip
NOTHING = [
    "What is my sister's name?",
    "If my name is Anna, what then",
    "She said my name is Anna",
    'He said "I live in Paris"',
    "I would prefer tea",
    "I used to live in Paris",
    "I live in fear",
    "I don't like it",
    "I love you",
    "I prefer not to tell you my salary",
    "The weather is nice",
    "Как зовут мою сестру?",
    "Если меня зовут Анна",
    "Я бы предпочёл чай",
    "Я живу хорошо",
    "Я не люблю тебя",
    "Мама сказала, я родился 12 мая",
]


@pytest.mark.parametrize(("text", "key", "value"), TOLD)
def test_a_remark_tells_a_fact(text, key, value):
    (fact,) = facts_in(text)
    assert (fact.key, fact.value) == (key, value)
    assert fact.sentence in text


@pytest.mark.parametrize("text", NOTHING)
def test_questions_wishes_and_quotations_teach_nothing(text):
    assert facts_in(text) == []


PRIVATE = [
    ("I'm allergic to peanuts", MemoryKind.HEALTH, "peanuts"),
    ("I was diagnosed with asthma", MemoryKind.HEALTH, "asthma"),
    ("My blood type is A positive.", MemoryKind.HEALTH, "A positive"),
    ("My password is hunter2", MemoryKind.SECRET, "hunter2"),
    ("My bank pin is 4821", MemoryKind.SECRET, "4821"),
    ("My salary is 4,200 €", MemoryKind.MONEY, "4,200 €"),
    ("У меня аллергия на орехи", MemoryKind.HEALTH, "орехи"),
    ("Я аллергик на пенициллин", MemoryKind.HEALTH, "пенициллин"),
    ("Мой пароль от вайфая 12345qq", MemoryKind.SECRET, "12345qq"),
    ("Моя зарплата — 100 тысяч", MemoryKind.MONEY, "100 тысяч"),
]


@pytest.mark.parametrize(("text", "kind", "value"), PRIVATE)
def test_what_is_private_is_told_apart(text, kind, value):
    (fact,) = facts_in(text)
    assert (fact.kind, fact.value, fact.needs_a_yes) == (kind, value, True)


@given(st.text())
def test_any_text_is_looked_through(text):
    for fact in facts_in(text):
        assert fact.sentence in text
