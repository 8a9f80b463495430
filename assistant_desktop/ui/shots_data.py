"""Made-up data for the pictures: what a person's week may look like, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant_desktop.domain.conversation import CallStatus, JournalEntry
from assistant_desktop.domain.escalation import GENTLE, INSISTENT, NORMAL, Policy
from assistant_desktop.domain.ids import (
    CallId,
    ConversationId,
    MessageId,
    OccurrenceId,
    ReminderId,
    UserId,
)
from assistant_desktop.domain.reminder import Occurrence, OccurrenceState, Reminder, ReminderView
from assistant_desktop.domain.update import NewVersion, VersionState
from assistant_desktop.ui.models.chat_items import ChatItem

NOW = datetime(2026, 11, 24, 14, 17, tzinfo=UTC)
ME = UserId("me")

_ANSWER = {
    "en": """Riga in December is about **two degrees above zero**, often wet. A plan for a weekend:

1. Saturday morning: the Central Market, five halls in old hangars
2. Then the Art Nouveau houses on *Alberta iela*
3. Sunday: Jūrmala by train, 30 minutes each way

| Train | From | To |
|---|---|---|
| 10:02 | Riga | Jūrmala |
| 15:34 | Jūrmala | Riga |

The fare as a small script, with `math.ceil` for whole tickets:

```python
import math

def fare(people: int, price: float = 1.9) -> float:
    # both ways, whole tickets only
    return math.ceil(people) * price * 2
```

More at https://www.liveriga.com.""",
    "ru": """В декабре в Риге около **двух градусов тепла**, часто сыро. План на выходные:

1. Суббота, утро: Центральный рынок, пять павильонов в старых ангарах
2. Затем дома в стиле модерн на *улице Альберта*
3. Воскресенье: Юрмала на электричке, 30 минут в одну сторону

| Поезд | Откуда | Куда |
|---|---|---|
| 10:02 | Рига | Юрмала |
| 15:34 | Юрмала | Рига |

Стоимость проезда небольшой программой, `math.ceil` даёт целые билеты:

```python
import math

def fare(people: int, price: float = 1.9) -> float:
    # туда и обратно, только целые билеты
    return math.ceil(people) * price * 2
```

Подробнее: https://www.liveriga.com.""",
}


def pick(language: str, english: str, russian: str) -> str:
    """The text of a language."""
    return russian if language == "ru" else english


def entry(number: int, name: str, arguments: str, **more: object) -> JournalEntry:
    """A call of the journal."""
    fields: dict[str, object] = {
        "call_id": CallId(f"call-{number}"),
        "user_id": ME,
        "conversation_id": ConversationId("c1"),
        "message_id": MessageId("m1"),
        "name": name,
        "arguments": arguments,
        "status": CallStatus.DONE,
        "idempotency_key": str(number),
        "started_at": NOW,
        "finished_at": NOW + timedelta(milliseconds=12),
    }
    return JournalEntry.model_validate({**fields, **more})


def reminder_call(language: str) -> JournalEntry:
    """A reminder that was set."""
    text = pick(language, "Pay the rent", "Оплатить аренду")
    said = pick(
        language,
        "I'll remind you: “Pay the rent”, Tue 1 Dec at 09:00, then monthly.",
        "Напомню: «Оплатить аренду», вт 1 дек в 09:00, потом каждый месяц.",
    )
    due = pick(language, "on the 1st at 9", "1 числа в 9")
    data = {"text": text, "due": "2026-12-01T09:00:00+00:00", "rrule": "x", "policy": "insistent"}
    return entry(
        1,
        "create_reminder",
        f'{{"text": "{text}", "due": "{due}", "rrule": "FREQ=MONTHLY", "policy": "insistent"}}',
        content=said,
        receipt=said,
        data=data,
        undo={"before": None},
    )


def conversation(language: str) -> list[ChatItem]:
    """A talk with most of what can be in one."""
    call = reminder_call(language)
    failed = entry(2, "get_weather", "{}", status=CallStatus.TIMED_OUT)
    done = entry(3, "remember", "{}", receipt="ok", undone=True, undo={"id": "1"})
    return [
        ChatItem(
            "1",
            "user",
            pick(
                language,
                "remind me to pay the rent on the 1st of every month, and insist",
                "напоминай оплатить аренду 1 числа каждого месяца, и настойчиво",
            ),
        ),
        ChatItem("2", "assistant", call.receipt, {"call-1": call}),
        ChatItem(
            "3",
            "user",
            pick(
                language, "What can I do in Riga at the weekend?", "Что делать в Риге в выходные?"
            ),
        ),
        ChatItem("4", "assistant", _ANSWER[language], {"call-2": failed, "call-3": done}),
    ]


def short_talk(language: str) -> list[ChatItem]:
    """A talk with a chip that was opened."""
    items = conversation(language)[:2]
    items[1].open_calls = {"call-1"}
    stopped = ChatItem("5", "assistant", _ANSWER[language].split("\n\n")[0], mark="stopped")
    question = pick(language, "Tell me about Riga", "Расскажи про Ригу")
    return [*items, ChatItem("6", "user", question), stopped]


def streaming_talk(language: str) -> list[ChatItem]:
    """An answer in the middle of being said."""
    items = conversation(language)
    items[-1].text = items[-1].text[:640]
    items[-1].calls = {}
    items[-1].is_streaming = True
    return items


def approval_talk(language: str) -> list[ChatItem]:
    """A call that waits for a yes."""
    title = pick(language, "Dinner with Ann", "Ужин с Аней")
    asking = entry(
        4,
        "create_event",
        f'{{"title": "{title}", "start": "2026-11-27 19:00", "end": "2026-11-27 21:00"}}',
        status=CallStatus.AWAITING_APPROVAL,
        finished_at=None,
    )
    undoing = entry(
        5,
        "undo",
        "{}",
        status=CallStatus.AWAITING_APPROVAL,
        finished_at=None,
        content=pick(
            language,
            "“Dentist” is again tomorrow at 10:00, until 11:00, in the calendar “Ann”.",
            "«Стоматолог» снова будет завтра в 10:00, до 11:00, в календаре «Аня».",
        ),
    )
    question = pick(
        language,
        "put dinner with Ann on Friday evening into my calendar",
        "добавь в календарь ужин с Аней в пятницу вечером",
    )
    event = pick(
        language, "Taken back: “Call the bank”.", "Возвращено как было: «Позвонить в банк»."
    )
    item = ChatItem(
        "8",
        "assistant",
        "",
        {"call-4": asking, "call-5": undoing},
        reasons={"call-4": "egress", "call-5": "tainted"},
    )
    return [ChatItem("9", "event", event), ChatItem("7", "user", question), item]


def long_talk(count: int) -> list[ChatItem]:
    """Many messages."""
    return [
        ChatItem(
            f"n{i}", "assistant" if i % 2 else "user", f"Message {i}. " + "Some words. " * (i % 17)
        )
        for i in range(count)
    ]


def view(
    number: int,
    text: str,
    due: datetime,
    state: OccurrenceState = OccurrenceState.SCHEDULED,
    policy: Policy = NORMAL,
    **more: object,
) -> ReminderView:
    """A reminder."""
    rule = Reminder(
        id=ReminderId(f"r{number}"),
        user_id=ME,
        text=text,
        start_local=due.replace(tzinfo=None),
        zone="UTC",
        policy=policy,
        created_at=NOW,
        rrule="FREQ=DAILY" if more.pop("repeats", None) else None,
    )
    fields: dict[str, object] = {
        "id": OccurrenceId(f"o{number}"),
        "reminder_id": rule.id,
        "user_id": ME,
        "due": due,
        "rule_local": due.replace(tzinfo=None),
        "state": state,
        "next_at": NOW + timedelta(minutes=4, seconds=32),
    }
    return ReminderView(reminder=rule, occurrence=Occurrence.model_validate({**fields, **more}))


def firing(language: str) -> list[ReminderView]:
    """What fires now, from harmless to urgent."""
    firing_now = OccurrenceState.FIRING
    return [
        view(
            1,
            pick(language, "Pay the rent", "Оплатить аренду"),
            NOW - timedelta(minutes=12),
            firing_now,
            INSISTENT,
            level=1,
        ),
        view(
            2,
            pick(
                language,
                "Take the blood pressure pills, the white ones, and write down the reading",
                "Принять таблетки от давления, белые, и записать показания тонометра",
            ),
            NOW - timedelta(minutes=47),
            firing_now,
            INSISTENT,
            level=3,
        ),
        view(3, pick(language, "Water the plants", "Полить цветы"), NOW, firing_now, GENTLE),
    ]


def with_note(shown: ReminderView, language: str) -> ReminderView:
    """A reminder that tells the day at a glance."""
    note = pick(
        language,
        "Tuesday 24 November\nReminders:\n  18:00 Call Ann\n  19:30 Water the plants\n"
        "Weather: Riga, today: light snow, 1 °C to 5 °C, wind up to 8 m/s.",
        "Вторник, 24 ноября\nНапоминания:\n  18:00 Позвонить Ане\n  19:30 Полить цветы\n"
        "Погода: Рига, сегодня: небольшой снег, от 1 °C до 5 °C, ветер до 8 м/с.",
    )
    text = pick(language, "The day at a glance", "Сводка дня")
    rule = shown.reminder.model_copy(update={"text": text})
    occurrence = shown.occurrence.model_copy(update={"note": note})
    return shown.model_copy(update={"reminder": rule, "occurrence": occurrence})


def push_trouble(language: str) -> str:
    """A push that failed."""
    return pick(
        language,
        "The phone was not reached about “Pay the rent” (ntfy · ntfy.sh): no answer within 20 s.",
        "До телефона не дошло напоминание «Оплатить аренду» (ntfy · ntfy.sh): нет ответа за 20 с.",
    )


def missed(language: str) -> list[ReminderView]:
    """What came while nobody was there."""
    return [
        view(
            11,
            pick(language, "Call the dentist", "Позвонить стоматологу"),
            NOW - timedelta(hours=26),
            OccurrenceState.FIRING,
        ),
        view(
            12,
            pick(language, "Take out the recycling", "Вынести мусор на переработку"),
            NOW - timedelta(hours=7),
            OccurrenceState.FIRING,
            missed_count=3,
            repeats=True,
        ),
    ]


def coming(language: str) -> list[ReminderView]:
    """What is planned."""
    rows = [
        (2, "Join the call with the accountant", "Созвониться с бухгалтером", NORMAL),
        (5, "Evening walk", "Вечерняя прогулка", GENTLE),
        (19, "Pay the rent", "Оплатить аренду", INSISTENT),
        (43, "Renew the library books", "Продлить книги в библиотеке", NORMAL),
        (24 * 40, "Passport: book an appointment", "Паспорт: записаться на приём", NORMAL),
    ]
    return [
        view(
            20 + n,
            pick(language, en, ru),
            NOW + timedelta(hours=hours),
            policy=policy,
            repeats=n == 1,
        )
        for n, (hours, en, ru, policy) in enumerate(rows)
    ]


def ended(language: str) -> list[ReminderView]:
    """What is over."""
    return [
        view(
            40,
            pick(language, "Send the parcel", "Отправить посылку"),
            NOW - timedelta(hours=30),
            OccurrenceState.DONE,
        ),
        view(
            41,
            pick(language, "Gym", "Спортзал"),
            NOW - timedelta(hours=50),
            OccurrenceState.SKIPPED,
        ),
    ]


def newer_version(language: str) -> VersionState:
    """There is one, with its file."""
    notes = pick(language, "Medicines at their times.", "Лекарства по часам.")
    more = pick(
        language, "The calendar opens twice as fast.", "Календарь открывается вдвое быстрее."
    )
    found = NewVersion(
        version="0.2.0",
        released=NOW.date(),
        notes=(notes, more),
        url="https://example.org/assistant-desktop_0.2.0_amd64.deb",
        size=102_800_000,
        sha256="9f2c" * 16,
    )
    return VersionState(version="0.1.0", kind="deb", is_on=True, looked_at=NOW, found=found)
