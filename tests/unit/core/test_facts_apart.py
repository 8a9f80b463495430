"""Of what is said by the way: what is kept unasked, what is asked about, what is passed over."""

import json

import pytest

from assistant_desktop.core.memory.extraction import facts_of
from assistant_desktop.core.memory.facts import facts_in, is_own_words
from assistant_desktop.core.memory.private_things import private_kind
from assistant_desktop.domain.memory import SENSITIVE, MemoryKind

NEVER_UNASKED = [
    "I work at Acme and my take-home is 4200 a month",
    "I work as a nurse, I make 30k",
    "I work at Acme, $120,000 a year",
    "I live in Riga, the alarm is 9932",
    "I moved to Riga (gate code 5512#)",
    "My birthday is 4 May and my CVV is 123",
    "I prefer paying with 4111 1111 1111 1111",
    "I prefer taking lithium for my bipolar",
    "I hate chemo",
    "I hate my OCD",
    "I can't stand my panic attacks",
    "I don't like my abortion clinic",
    "I live in Oakwood Rehab",
    "I dislike taking Prozac",
    "My mother's name is Smith, that is my security answer",
    "Я работаю в Сбере, оклад 150000, выплачиваю кредит",
    "Я работаю в банке за 300 тысяч",
    "Я предпочитаю платить картой 4111111111111111",
    "Я живу в Москве и у меня гипертония",
    "Я ненавижу химиотерапию",
    "Я предпочитаю сертралин",
    "Я не люблю пить антидепрессанты",
    "Я переехала в Питер после аборта",
    "Я ненавижу свои панические атаки",
    "I prefer Visa card 4111-1111-1111-1111",
    "I live at the shelter, my phone is +371 20000000",
    "I live in Riga, 29123456",
    "I work at Acme for 30k",
    "I hate taking metformin",
    "I prefer sertraline",
    "I live in Hope Hospice",
    "I hate dialysis",
    "I moved to Oslo after my divorce, paying alimony",
    "Я живу в Москве, код домофона 12К3456",
    "Я живу в Москве, тел 89161234567",
    "Я работаю в Сбере за 150к",
    "Я живу в Твери, пенсия 20 тысяч",
    "Я ненавижу метформин",
    "Я предпочитаю пить сертралин",
    "Я не люблю психиатров",
    "Я не люблю свои диагнозы",
    "Я переехала в Питер из-за депрессии",
]
"""Something private stands beside something ordinary."""
OFFERED = [
    ("I make $90k a year", MemoryKind.MONEY, "$90k a year"),
    ("My IBAN is DE89…", MemoryKind.SECRET, "DE89…"),
    ("My IBAN is DE89 3704 0044 0532 0130 00", MemoryKind.SECRET, "DE89 3704 0044 0532 0130 00"),
    ("My door code is 1234", MemoryKind.SECRET, "1234"),
    ("Мой пин 4821", MemoryKind.SECRET, "4821"),
    ("Мой ПИН-код 4821", MemoryKind.SECRET, "4821"),
    ("У меня депрессия", MemoryKind.HEALTH, "депрессия"),
    ("I take metformin for my diabetes", MemoryKind.HEALTH, "metformin"),
    ("я пью лозартан от давления", MemoryKind.HEALTH, "лозартан"),
    ("Я принимаю сертралин", MemoryKind.HEALTH, "сертралин"),
    ("I have bipolar disorder", MemoryKind.HEALTH, "bipolar disorder"),
    ("I'm on Prozac", MemoryKind.HEALTH, "Prozac"),
    ("Моя зарплата — 100 тысяч", MemoryKind.MONEY, "100 тысяч"),
    ("Я зарабатываю 200 тысяч в месяц", MemoryKind.MONEY, "200 тысяч в месяц"),
    ("Мой паспорт 4510 123456", MemoryKind.SECRET, "4510 123456"),
    ("My passport number is AB1234567", MemoryKind.SECRET, "AB1234567"),
    ("I owe my brother 500 euros", MemoryKind.MONEY, "500 euros"),
    ("Код домофона 1234", MemoryKind.SECRET, "1234"),
    ("My password: hunter2", MemoryKind.SECRET, "hunter2"),
    ("Мой пароль: qwerty123", MemoryKind.SECRET, "qwerty123"),
]
OF_OTHERS = [
    "Translate to Russian: I live in Paris",
    "Here is what Bob wrote:\nI live in Paris.",
    "> I live in Paris",
    "Summarise this email … My name is Olga.",
    "Fix the grammar\nI live in Paris and I work at Acme",
    "Исправь ошибки: Я живу в Москве",
    "Мне написали:\nЯ живу в Москве",
    "Bob: I live in Paris",
    "write a poem. I am a vegan robot in it",
    '"I live in Paris. I work at Acme."',
    "He wrote: hi. I live in Paris.",
    "```\nI live in Paris\n```",
    "From: Bob\nSubject: x\nI live in Paris",
    "[10:32] Bob: I live in Paris",
    "Anna Berg: I work at Acme",
    "Please reply to this. My name is Olga",
    "Dear Mr Smith,\nI live in Paris",
    "My name is Olga.\nBest regards,\nOlga",
    "Draft a letter. I work at Acme",
    "Rewrite it. I work at Acme",
    "Pretend you are Bob. I live in Paris",
    "here is my essay. I live in Paris",
    "Переведи: я живу в Москве",
    "Перескажи письмо. Меня зовут Ольга",
    "Напиши стих. Я веган",
    "Сократи текст\nЯ живу в Москве",
    "Отредактируй, пожалуйста. Я живу в Москве",
    "Ответь ему. Меня зовут Ольга",
    "Боб: я живу в Париже",
    "> Я живу в Москве",
    "«Я живу в Москве. Я веган.»",
    "От: Боб\nЯ живу в Москве",
    "Вот текст. Я живу в Москве",
    "— Я живу в Москве",
    "Уважаемый Иван,\nЯ живу в Москве",
]
CHANCE = [
    "My birthday is a disaster",
    "My birthday is coming soon",
    "I work for a living",
    "I work as hard as I can",
    "Я работаю сейчас",
    "Я работаю над этим",
    "Я работаю не покладая рук",
    "Call me Later",
    "Зови меня Завтра",
    "I live in Fear",
    "We moved to Slack",
    "I work at night",
    "I work at home",
    "I work for free",
    "I work from home",
    "I work at the moment",
    "I work for hours",
    "I work as a team with Bob",
    "I work at Night",
    "I work on Monday",
    "My birthday is tomorrow",
    "My birthday is the best day",
    "I was born lucky",
    "I was born in the nineties",
    "I hate my job",
    "I prefer my own bed",
    "I don't like my neighbour",
    "I don't like our boss",
    "Call me Tomorrow",
    "Call me Maybe",
    "Call me when you can",
    "My name is not important",
    "I live in Bob's house",
    "Can you proofread this? I live in Paris",
    "Write an email, my name is Olga",
    "My wife says I hate Mondays",
    "Я живу надеждой",
    "Я работаю днём",
    "Я работаю вечером",
    "Я работаю дома",
    "Я работаю на себя",
    "Я работаю в выходные",
    "Я работаю в наушниках",
    "Я работаю много",
    "Я работаю в Понедельник",
    "Мой день рождения скоро",
    "День рождения был ужасен",
    "Я родился в рубашке",
    "Я родился счастливым",
    "Зови меня Потом",
    "Я ненавижу свою работу",
    "Я не люблю моего соседа",
    "Я предпочитаю свой дом",
    "Можешь исправить? Я живу в Москве",
]
OWN_WORDS_NOT = [
    "Translate this", "please summarise", "Fix the typos", "can you write a poem", "Reply to Bob",
    "Proofread", "Act as a pirate", "> hello", "```", "Bob: hello", "What he wrote:",
    "Subject: hi", "Dear Mr. Smith,", "Kind regards,", "this email", "Переведи", "напиши стих",
    "Исправь", "Ответь", "Помоги написать письмо", "Перескажи", "Сократи это", "Отредактируй",
    "Боб: привет", "Тема: отпуск", "Вот текст", "Мне прислали письмо", "С уважением, Боб",
    "— Привет", "Уважаемый Иван",
]  # fmt: skip


@pytest.mark.parametrize("text", NEVER_UNASKED)
def test_nothing_private_is_kept_unasked(text):
    assert all(fact.needs_a_yes for fact in facts_in(text))


@pytest.mark.parametrize("text", NEVER_UNASKED)
def test_nor_by_a_model(text):
    told = {
        "kind": "preference",
        "about": "me",
        "attribute": "dislikes",
        "value": "x",
        "quote": "x",
    }
    told["value"] = told["quote"] = text.rsplit(" ", maxsplit=1)[-1]
    for fact in facts_of(json.dumps({"facts": [told]}), text):
        assert fact.kind in SENSITIVE


@pytest.mark.parametrize(("text", "kind", "value"), OFFERED)
def test_what_is_plainly_private_is_asked_about(text, kind, value):
    (fact,) = facts_in(text)
    assert (fact.kind, fact.value, fact.needs_a_yes) == (kind, value, True)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_the_words_of_others_teach_nothing(text):
    assert facts_in(text) == []


@pytest.mark.parametrize("text", CHANCE)
def test_a_chance_remark_is_no_fact(text):
    assert facts_in(text) == []


@pytest.mark.parametrize("text", [f"{one}\nMy name is Anna." for one in OWN_WORDS_NOT])
def test_a_task_or_a_pasted_text_spoils_the_whole_message(text):
    assert not is_own_words(text)
    assert facts_in(text) == []
    told = {"kind": "person", "about": "me", "attribute": "name", "value": "Anna"}
    answer = json.dumps({"facts": [{**told, "quote": "My name is Anna"}]})
    assert facts_of(answer, text) == []
    assert facts_of(answer, "Hello! My name is Anna.")


def test_each_fact_of_a_sentence_is_told():
    found = facts_in("My name is Anna and I live in Paris")
    assert [(one.key, one.value) for one in found] == [("me/name", "Anna"), ("me/home", "Paris")]


def test_people_of_whom_there_may_be_several_hold_at_once():
    def keys(*lines):
        return len({fact.key for line in lines for fact in facts_in(line)})

    assert keys("My friend lives in Milan", "my friend lives in Rome") == 2
    assert keys("Мой друг живёт в Милане", "Мой друг живёт в Риме") == 2
    assert keys("My cat is called Tom", "My cat is called Kit") == 2
    assert keys("My friend Bob lives in Milan", "My friend Bob moved to Rome") == 1
    assert keys("My older brother lives in Milan", "My older brother moved to Rome") == 1
    assert keys("My mother lives in Milan", "My mother moved to Rome") == 1
    assert keys("Моя жена живёт в Милане", "Моя жена переехала в Рим") == 1


def test_a_model_closes_no_other_friend_either():
    told = {"kind": "fact", "about": "friend", "attribute": "home", "value": "Rome"}
    answer = json.dumps({"facts": [{**told, "quote": "My friend is in Rome"}]})
    (fact,) = facts_of(answer, "My friend is in Rome.")
    assert fact.key == "friend/home/rome"


@pytest.mark.parametrize(
    "text",
    [
        "Since May 2019", "born in 1990", "с 2019 года", "12.05.1990", "1045 Elm Street",
        "at 10:30", "дом 1234", "I collect playing cards", "I work at the city hospital",
        "5 May 2024",
    ],
)  # fmt: skip
def test_years_dates_addresses_and_trades_are_not_private(text):
    assert private_kind(text) is None
