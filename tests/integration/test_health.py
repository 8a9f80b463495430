"""Health readings as people tell and ask them, with no model."""

import re
from datetime import timedelta

import pytest

from assistant_desktop.core.offline_brain.phrasebook import phrasebook
from assistant_desktop.core.skills import build_tools
from assistant_desktop.core.skills.direct import context_for
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.tool import ToolFailed

ME, OTHER = UserId("me"), UserId("Sigurd")
UNAVAILABLE = {phrasebook(code).replies["unavailable"] for code in ("en", "ru")}


async def said(assistant, *lines: str, user: UserId = ME) -> list[str]:
    return [(await assistant.ask(Saying(user, line))).reply for line in lines]


async def values(assistant, clock, kind: str, user: UserId = ME) -> list[float]:
    now = clock.now()
    diary = assistant.health.diary
    found = await diary.between(user, kind, now - timedelta(days=400), now + timedelta(days=1))
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("line", "kind", "value", "receipt"),
    [
        ("pressure 130 over 85", "blood_pressure", 130,
         "Blood pressure 130/85 mmHg, today, Mon 23 Nov at 10:00."),
        ("давление 130 на 85", "blood_pressure", 130,
         "Давление 130/85 мм рт. ст., сегодня, пн 23 ноября в 10:00."),
        ("weight 82.4", "weight", 82.4, "Weight 82.4 kg, today, Mon 23 Nov at 10:00."),
        ("вес 82,4", "weight", 82.4, "Вес 82,4 кг, сегодня, пн 23 ноября в 10:00."),
        ("I weigh 180 lbs", "weight", 81.646627,
         "Weight 81.65 kg (180 lb), today, Mon 23 Nov at 10:00."),
        ("blood pressure 120/80 yesterday at 9pm", "blood_pressure", 120,
         "Blood pressure 120/80 mmHg, yesterday, Sun 22 Nov at 21:00."),
        ("took 50 mg of losartan at 8am", "medication", 50,
         "Medicine: 50 mg losartan, today, Mon 23 Nov at 08:00."),
        ("выпил таблетку лозартана", "medication", 1,
         "Лекарство: 1 таблетка лозартана, сегодня, пн 23 ноября в 10:00."),
        ("пульс 64", "pulse", 64, "Пульс 64 уд/мин, сегодня, пн 23 ноября в 10:00."),
        ("drank 2 glasses of water", "water", 500,
         "Water 500 ml (2 glasses), today, Mon 23 Nov at 10:00."),
    ],
)  # fmt: skip
async def test_a_reading_is_kept_and_told_in_full(start, clock, line, kind, value, receipt):
    async with start() as assistant:
        assert await said(assistant, line) == [receipt]
        assert await values(assistant, clock, kind) == [value]


@pytest.mark.parametrize(
    ("line", "kind", "parts"),
    [
        ("blood pressure 1300 over 85", "blood_pressure",
         ("1,300/85 mmHg?", "50 to 300", "Nothing was written down")),
        ("давление 1300 на 85", "blood_pressure",
         ("1\u00a0300/85 мм рт. ст.?", "от 50 до 300", "Ничего не записано")),
        ("weight 8240", "weight", ("8,240 kg?", "1 kg to 500 kg", "say it again")),
        ("вес 8240", "weight", ("8\u00a0240 кг?", "от 1 кг до 500 кг", "ещё раз")),
        ("temperature 101", "temperature", ("101 °C?", "If you mean 101 °F, say the unit.")),
    ],
)  # fmt: skip
async def test_what_can_hardly_be_true_is_asked_and_not_kept(start, clock, line, kind, parts):
    async with start() as assistant:
        (reply,) = await said(assistant, line)
        assert all(part in reply for part in parts), reply
        assert await values(assistant, clock, kind) == []


@pytest.mark.parametrize(
    ("lines", "question", "told"),
    [
        (
            ("blood pressure 120 over 80", "blood pressure 140 over 90"),
            "how was my blood pressure this week",
            (
                "Blood pressure, today, Mon 23 Nov: 2 readings.\n"
                "Latest 140/90 mmHg, average 130/85 mmHg, lowest 120/80 mmHg,"
                " highest 140/90 mmHg.\n"
                "- 140/90 mmHg — today, Mon 23 Nov at 10:01\n"
                "- 120/80 mmHg — today, Mon 23 Nov at 10:00\n"
                "These are your numbers, not medical advice."
            ),
        ),
        (
            ("давление 120 на 80", "давление 140 на 90"),
            "какое у меня было давление за неделю",
            (
                "Давление, пн 16 ноября 2026 года – сегодня, пн 23 ноября: 2 записи.\n"
                "140/90 мм рт. ст. — последнее, 130/85 мм рт. ст. — среднее,"
                " 120/80 мм рт. ст. — наименьшее, 140/90 мм рт. ст. — наибольшее.\n"
                "- 140/90 мм рт. ст. — сегодня, пн 23 ноября в 10:01\n"
                "- 120/80 мм рт. ст. — сегодня, пн 23 ноября в 10:00\n"
                "Это ваши цифры, а не медицинский совет."
            ),
        ),
    ],
)
async def test_a_question_is_answered_with_the_numbers(start, clock, lines, question, told):
    async with start() as assistant:
        for line in lines:
            await said(assistant, line)
            await clock.advance(60)
        assert await said(assistant, question) == [told]


async def test_what_adds_up_is_summed(start, clock):
    async with start() as assistant:
        replies = await said(
            assistant, "drank 500 ml of water", "drank 2 glasses of water",
            "how much water did I drink today",
        )  # fmt: skip
        assert "1,000 ml in all." in replies[-1]


async def test_nothing_in_the_span_tells_the_last_one_before_it(start, clock):
    async with start() as assistant:
        await said(assistant, "weight 82.4")
        await clock.advance(40 * 86400)
        (reply,) = await said(assistant, "show my weight")
        assert reply.startswith("Weight, the last 30 days: no readings. The last one: 82.4 kg, ")
        (reply,) = await said(assistant, "покажи мой пульс")
        assert reply == "Пульс, последние 30 дней: записей нет."


@pytest.mark.parametrize(
    ("line", "back", "told"),
    [
        ("weight 82.4", "undo", "Taken back: Weight 82.4 kg"),
        ("вес 82,4", "верни как было", "Возвращено: Вес 82,4 кг"),
    ],
)
async def test_undo_takes_a_reading_back_by_word(start, clock, line, back, told):
    async with start() as assistant:
        await said(assistant, "remind me to call mom tomorrow at 9")
        await clock.advance(1)
        await said(assistant, line)
        (reply,) = await said(assistant, back)
        assert told.partition(": ")[2] in reply
        assert await values(assistant, clock, "weight") == []
        assert len(await assistant.reminders.live(ME)) == 1
        await said(assistant, back)
        assert await assistant.reminders.live(ME) == []


async def test_undo_takes_the_reminder_that_changed_after_the_reading(start, clock):
    async with start() as assistant:
        await said(assistant, "weight 82.4")
        await clock.advance(1)
        await said(assistant, "remind me to call mom tomorrow at 9", "undo")
        assert await assistant.reminders.live(ME) == []
        assert await values(assistant, clock, "weight") == [82.4]


async def test_undo_takes_a_reading_back_by_its_button_once(start, clock):
    async with start() as assistant:
        answer = await assistant.ask(Saying(ME, "weight 82.4"))
        (call,) = answer.entries
        await assistant.undo(ME, call.call_id)
        assert await values(assistant, clock, "weight") == []
        with pytest.raises(BadInput, match="already"):
            await assistant.undo(ME, call.call_id)
        assert await said(assistant, "undo") == ["There is nothing to take back."]


async def test_readings_of_another_user_are_never_seen_and_go_with_their_profile(start, clock):
    async with start() as assistant:
        await assistant.profiles.add("Sigurd")
        await said(assistant, "weight 95", user=OTHER)
        await said(assistant, "weight 82.4")
        (mine,) = await said(assistant, "show my weight")
        assert "82.4" in mine
        assert "95" not in mine
        await assistant.profiles.delete(OTHER)
        assert await values(assistant, clock, "weight", OTHER) == []
        assert await values(assistant, clock, "weight") == [82.4]


@pytest.mark.parametrize(
    "line",
    ["weight 82.4", "вес 82,4", "show my weight", "покажи мой вес", "ran 5 km", "сжёг 300 калорий"],
)
async def test_no_reading_is_out_of_reach_any_more(start, line):
    async with start() as assistant:
        (reply,) = await said(assistant, line)
        assert reply not in UNAVAILABLE


async def test_a_medicine_or_symptom_is_found_by_its_name(start, clock):
    async with start() as assistant:
        await said(assistant, "привет")  # makes the profile
        tools = build_tools(assistant._parts.ground)
        context = context_for(ME, clock, "ru")

        async def use(name: str, **given: object) -> str:
            spec = tools[name]
            return (await spec.run(spec.arguments.model_validate(given), context)).content

        await use("log_health", kind="medication", value="50 мг лозартана")
        await use("log_health", kind="symptom", value="головная боль 7 из 10", at="вчера в 20:00")
        await use("log_health", kind="отжимания", value=30)
        assert "50 мг лозартана" in await use("query_health", kind="лозартан")
        assert "7/10 головная боль" in await use(
            "query_health", kind="головная боль", start="вчера"
        )
        assert "30 — сегодня" in await use("query_health", kind="Отжимания")
        assert "записей нет" in await use("query_health", kind="аспирин")


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"kind": "weight", "value": "heavy"}, "Weight: say it as a number."),
        ({"kind": "weight", "value": 82, "unit": "km"}, "Weight: which unit is that?"),
        ({"kind": "bp", "value": 130}, "Say both numbers"),
        ({"kind": "bp", "value": "85/130"}, "a smaller lower one"),
        ({"kind": "weight", "value": 82, "at": "tomorrow at 9"}, "still to come"),
    ],
)
async def test_a_model_is_told_what_is_wrong_and_nothing_is_kept(start, clock, given, asked):
    async with start() as assistant:
        spec = build_tools(assistant._parts.ground)["log_health"]
        with pytest.raises(ToolFailed, match=re.escape(asked)):
            await spec.run(spec.arguments.model_validate(given), context_for(ME, clock, "en"))
        assert await values(assistant, clock, "weight") == []
        assert await values(assistant, clock, "blood_pressure") == []
