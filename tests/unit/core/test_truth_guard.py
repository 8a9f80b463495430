"""What counts as a claim of an effect, in both languages, and what does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_desktop.core import truth_guard
from assistant_desktop.wording import wording

CLAIMS = {
    "create_reminder": [
        "I've set a reminder for tomorrow at 9.",
        "Done! I have created a daily reminder to take the pills.",
        "Your reminder has been set for Friday.",
        "The alarm is set.",
        "Sure, I'll remind you at 7 pm.",
        "Okay. You will be reminded on Monday.",
        "Reminder set for 18:00.",
        "I just scheduled your alarm for 6:30.",
        "Я поставил напоминание на завтра в 9.",
        "Готово, напоминание установлено.",
        "Хорошо, напомню в семь.",
        "Создала напоминалку на пятницу.",
        "Будильник поставлен на 6:30.",
    ],
    "cancel_reminder": [
        "I've cancelled the reminder about the rent.",
        "The reminder was deleted.",
        "Я отменил напоминание.",
        "Напоминание удалено.",
    ],
    "acknowledge_reminder": ["I've marked it as done.", "Отметил как выполненное."],
    "remember": [
        "I've noted that.",
        "I'll remember that you like tea.",
        "Запомнила: у вас аллергия на орехи.",
        "Я сохранил это в памяти.",
    ],
    "forget": ["I have deleted that memory.", "Удалил это из памяти."],
    "create_event": [
        "I've added the meeting to your calendar.",
        "Your appointment has been scheduled for Tuesday.",
        "Добавил встречу в календарь.",
    ],
    "delete_event": ["I've removed the event.", "Удалил встречу."],
    "log_health": ["I've logged your blood pressure.", "Записал давление 120 на 80."],
}
CLAIM_ROWS = [(tool, text) for tool, texts in CLAIMS.items() for text in texts]
NEVER = ["I've sent the email to Ann.", "I have ordered the pizza.", "Отправил письмо."]
HONEST = [
    "I could not set the reminder.",
    "I have not set any reminder.",
    "Should I set a reminder?",
    "Would you like me to remind you at 7?",
    "If you want, I'll remind you tomorrow.",
    "I can remind you about it.",
    "You have 3 reminders.",
    "Your next reminder is tomorrow at 9: pay the rent.",
    "Setting a reminder is easy: say when.",
    "A meeting is planned for Tuesday.",
    "I remember that you live in Riga.",
    "You set a reminder for Friday.",
    "The train has been cancelled.",
    "Напоминание не установлено.",
    "Я не смог поставить напоминание.",
    "Хотите, я напомню завтра?",
    "Если хотите, напомню завтра.",
    "Могу напомнить в семь.",
    "У вас три напоминания.",
    "Следующее напоминание: завтра в 9.",
    "Чтобы я напомнил, скажите время.",
    "Встреча во вторник в 10.",
]


@pytest.mark.parametrize(("tool", "text"), CLAIM_ROWS)
def test_a_claim_is_seen_until_its_tool_has_done_it(tool, text):
    assert truth_guard.unproven(text, ())
    assert not truth_guard.unproven(text, {tool})
    assert truth_guard.unproven(text, {"get_time"})


@pytest.mark.parametrize("text", NEVER)
def test_what_no_tool_can_do_is_never_proven(text):
    assert truth_guard.unproven(text, {"create_reminder", "remember"})


@pytest.mark.parametrize("text", HONEST)
def test_refusals_offers_and_questions_claim_nothing(text):
    assert truth_guard.unproven(text, ()) == []


def test_only_the_false_sentence_is_replaced():
    text = "It is sunny. I've set a reminder for 9.\nBring a hat!"
    claims = truth_guard.unproven(text, ())
    said = truth_guard.corrected(text, claims, wording("en"))
    assert said.startswith("It is sunny. (")
    assert said.endswith(")\nBring a hat!")
    assert "set a reminder" not in said


@given(st.text())
def test_any_text_is_looked_through_and_a_corrected_one_claims_nothing_more(text):
    claims = truth_guard.unproven(text, ())
    for language in ("en", "ru"):
        said = truth_guard.corrected(text, claims, wording(language))
        assert truth_guard.unproven(said, ()) == []
        if not claims:
            assert said == text


REPLIES = Path(__file__).parents[2] / "fixtures" / "replies"


def replies(name: str) -> list[str]:
    """One reply a line, as models give them."""
    lines = [
        line
        for language in ("en", "ru")
        for line in (REPLIES / f"{name}.{language}.txt").read_text("utf-8").splitlines()
    ]
    assert len(lines) > 100
    return lines


@pytest.mark.parametrize("text", replies("honest"))
def test_an_honest_reply_is_never_corrected(text):
    assert truth_guard.unproven(text, ()) == []


@pytest.mark.parametrize("text", replies("lying"))
def test_a_lying_reply_is_caught(text):
    assert truth_guard.unproven(text, ())


@pytest.mark.parametrize(
    ("text", "looked"),
    [
        ("Your alarm is set for 7:00 tomorrow.", "list_reminders"),
        ("Your meeting was moved to Friday.", "list_events"),
        ("Напоминание установлено на 9:00.", "list_reminders"),
    ],
)
def test_how_things_stand_is_proven_by_a_look_at_them(text, looked):
    assert truth_guard.unproven(text, ())
    assert not truth_guard.unproven(text, {looked})
    assert truth_guard.unproven("I've set a reminder.", {looked})


@pytest.mark.parametrize(
    "text",
    [
        "Here is a draft of the letter:\n\nDear Ann,\nI have sent the invoice.\nI called the bank.",
        "Вот черновик письма:\nЯ отправил вам счёт.\nЯ оплатил заказ.",
        "```python\n# I've set a reminder\n```",
        "> I've set a reminder for 9.",
        ">",
        "```",
    ],
)
def test_what_is_written_for_others_is_no_claim(text):
    assert truth_guard.unproven(text, ()) == []


def test_a_claim_after_a_quotation_keeps_its_words():
    text = "She wrote “I've set a reminder. Bye.” I've added “milk” to your reminders."
    (claim,) = truth_guard.unproven(text, ())
    assert claim.sentence == "I've added “milk” to your reminders."
