"""What was only asked of the assistant is no answer to what was said; a search finds it all."""

import pytest

from assistant_desktop.core.assistant import Question, Saying
from assistant_desktop.domain.ids import UserId

ME = UserId("me")

ASKED = {
    "en": (
        "what did I say about the rent",
        "remind me tomorrow at 9 to pay the rent",
        "what is the rent?",
        "cancel the rent",
    ),
    "ru": (
        "что я говорил про аренду",
        "напомни завтра в 9 заплатить аренду",
        "какая аренда?",
        "отмени аренду",
    ),
}
NOTHING = {"en": "No message says that.", "ru": "Таких сообщений нет."}
TOLD = {"en": "the rent goes up in March", "ru": "аренда подорожает в марте"}
WORD = {"en": "rent", "ru": "аренда"}
SEARCH = {"en": "search our conversations for rent", "ru": "найди в наших разговорах аренду"}


async def said(assistant, *lines: str) -> list[str]:
    return [(await assistant.ask(Saying(ME, line))).reply for line in lines]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_questions_and_commands_are_nothing_that_was_said(start, language):
    async with start() as assistant:
        replies = await said(assistant, *ASKED[language], ASKED[language][0])
        assert replies[-1] == NOTHING[language]
        assert await assistant.recall(ME, Question(WORD[language])) == []
        assert await assistant.recall(ME, Question(WORD[language], everything=True))


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_what_was_told_between_them_is_found_alone(start, language):
    async with start() as assistant:
        asked = ASKED[language]
        replies = await said(assistant, *asked, TOLD[language], asked[1], asked[0])
        assert replies[-1].count("\n") == 0
        assert TOLD[language] in replies[-1]
        hits = await assistant.recall(ME, Question(WORD[language]))
        assert [hit.text for hit in hits if hit.role == "user"] == [TOLD[language]]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_who_searches_finds_what_was_asked_where_there_is_nothing_else(start, language):
    async with start() as assistant:
        replies = await said(assistant, ASKED[language][1], SEARCH[language])
        assert ASKED[language][1] in replies[-1]


async def test_a_receipt_is_not_what_one_said(start):
    async with start() as assistant:
        replies = await said(
            assistant,
            "schedule lunch with Ann on Friday from 13 to 14",
            "move it to 15",
            "what did I say about lunch",
        )
        assert "Changed" not in replies[-1]
        assert "schedule lunch with Ann" in replies[-1]
