"""Targets, doses and second thoughts, said in sentences with no model."""

import argparse
import json
from datetime import timedelta

import pytest

from assistant_desktop.cli.health import Health
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.assistant import Entry
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import BadInput, NotFound
from assistant_desktop.domain.health_target import Band
from assistant_desktop.domain.ids import UserId
from tests.integration.test_health import said, values

ME, OTHER = UserId("me"), UserId("Sigurd")


# ---- what can hardly be true ----


@pytest.mark.parametrize(
    ("odd", "yes", "kept"),
    [
        ("weight 824", "yes, keep it", 824),
        ("weight 824", "yes", 824),
        ("вес 824", "да, запиши", 824),
        ("вес 824", "да", 824),
    ],
)
async def test_an_odd_value_is_kept_on_a_second_yes(start, clock, odd, yes, kept):
    async with start() as assistant:
        await said(assistant, odd)
        assert await values(assistant, clock, "weight") == []
        await said(assistant, yes)
        assert await values(assistant, clock, "weight") == [kept]


async def test_a_yes_much_later_or_to_nothing_keeps_nothing(start, clock):
    async with start() as assistant:
        await said(assistant, "weight 824", "what time is it", "yes, keep it")
        assert await values(assistant, clock, "weight") == []
        await said(assistant, "yes")
        assert await values(assistant, clock, "weight") == []


@pytest.mark.parametrize(
    ("line", "back", "both"),
    [
        ("blood pressure 131 over 84 and pulse 64", "undo", ("131/84", "64")),
        ("давление 131 на 84 и пульс 64", "верни как было", ("131/84", "64")),
    ],
)
async def test_undo_takes_back_all_readings_of_one_sentence_and_says_so(
    start, clock, line, back, both
):
    async with start() as assistant:
        await said(assistant, "weight 82", line)
        assert await values(assistant, clock, "pulse") == [64]
        (reply,) = await said(assistant, back)
        assert all(one in reply for one in both)
        assert await values(assistant, clock, "pulse") == []
        assert await values(assistant, clock, "blood_pressure") == []
        assert await values(assistant, clock, "weight") == [82]


# ---- targets ----


@pytest.mark.parametrize(
    ("line", "kind", "unit", "band", "second"),
    [
        ("my weight target is 75 to 78 kg", "weight", "kg", Band(low=75, high=78), Band()),
        ("моя цель по весу от 75 до 78 кг", "weight", "kg", Band(low=75, high=78), Band()),
        ("цель по воде 2 литра в день", "water", "ml", Band(low=2000), Band()),
        ("set my water goal to 2.5 l a day", "water", "ml", Band(low=2500), Band()),
        ("goal: 10,000 steps a day", "steps", "steps", Band(low=10_000), Band()),
        ("цель по шагам 10 000 в день", "steps", "steps", Band(low=10_000), Band()),
        ("my blood pressure target is below 130/80", "blood_pressure", "mmHg",
         Band(high=130), Band(high=80)),
        ("цель по давлению 110-130/70-80", "blood_pressure", "mmHg",
         Band(low=110, high=130), Band(low=70, high=80)),
        ("цель по сну 8 часов", "sleep", "h", Band(low=8), Band()),
        ("my pulse target is at most 70", "pulse", "bpm", Band(high=70), Band()),
    ],
)  # fmt: skip
async def test_a_target_is_set_by_a_sentence_and_taken_back(start, line, kind, unit, band, second):
    async with start() as assistant:
        report = await assistant.ask(Saying(ME, line))
        (target,) = await assistant.health.targets.all(ME)
        assert (target.kind, target.unit, target.band, target.second) == (kind, unit, band, second)
        (call,) = report.entries
        await assistant.undo(ME, call.call_id)
        assert await assistant.health.targets.all(ME) == []


async def test_targets_are_told_replaced_and_removed(start):
    async with start() as assistant:
        replies = await said(
            assistant, "my weight target is 75 to 78 kg", "my weight target is 70 to 73 kg",
            "what are my targets", "remove my weight target", "какие у меня цели?",
        )  # fmt: skip
        assert replies[2] == "Target, weight: 70–73 kg."
        assert replies[3] == "Weight: no target any more."
        assert replies[4] == "Целей пока нет."


async def test_the_day_at_a_glance_tells_which_targets_are_open(start, clock):
    async with start() as assistant:
        await said(assistant, "my water goal is 2 l a day", "my weight target is 75 to 78 kg",
                   "drank 500 ml of water", "weight 82.4")  # fmt: skip
        (told,) = await said(assistant, "brief me")
        assert "Water: 500 ml today, at least 2,000 ml wanted" in told
        assert "Weight: 82.4 kg, 75–78 kg wanted" in told
        await clock.advance(60)
        for kind, value in (("water", "2 l"), ("weight", "77 kg")):
            await assistant.readings.add(ME, Entry(kind, value), "en")
        (told,) = await said(assistant, "brief me")
        assert "wanted" not in told


async def test_four_open_targets_are_three_lines(start):
    async with start() as assistant:
        await said(assistant, "my water goal is 2 l", "my step goal is 8000 steps",
                   "my sleep target is 8 hours", "slept 5 hours",
                   "my weight target is 75 to 78 kg", "weight 90")  # fmt: skip
        (told,) = await said(assistant, "brief me")
        place = told.splitlines().index("Health:")
        assert told.splitlines()[place + 3].strip() == "… and 2 more"


# ---- medicines ----


@pytest.mark.parametrize(
    ("line", "medicine", "amount", "unit"),
    [
        ("remind me to take 10 mg of lisinopril every day at 9", "lisinopril", 10, "mg"),
        ("remind me to take lisinopril 10 mg daily at 8am", "lisinopril", 10, "mg"),
        ("напоминай пить 50 мг лозартана каждый день в 8 и в 20", "лозартана", 50, "mg"),
        ("напомни выпить таблетку аспирина завтра в 9", "аспирина", 1, "tablet"),
        ("remind me to take half a pill of xanax at 10pm", "xanax", 0.5, "pill"),
        ("напомни принять 0,125 мг дигоксина в 21", "дигоксина", 0.125, "mg"),
        ("напомни принять 1,250 мг метформина в 21", "метформина", 1.25, "mg"),
        ("remind me to take 0,125 mg of digoxin at 9pm", "digoxin", 0.125, "mg"),
        ("remind me to take 1/2 tablet of warfarin at 9pm", "warfarin", 0.5, "tablet"),
        ("remind me to take 1 1/2 tablets of warfarin at 9pm", "warfarin", 1.5, "tablet"),
        ("remind me to take 3/4 of a tablet of warfarin at 9pm", "warfarin", 0.75, "tablet"),
        ("remind me to take a quarter of a tablet of warfarin at 9pm", "warfarin", 0.25, "tablet"),
        ("напомни выпить 1/2 таблетки варфарина в 21", "варфарина", 0.5, "tablet"),
        ("напомни выпить ¼ таблетки варфарина в 21", "варфарина", 0.25, "tablet"),
        ("напомни выпить полтаблетки варфарина в 21", "варфарина", 0.5, "tablet"),
        ("напомни выпить четверть таблетки варфарина в 21", "варфарина", 0.25, "tablet"),
        ("напомни выпить половину таблетки варфарина в 21", "варфарина", 0.5, "tablet"),
    ],
)
async def test_a_reminder_for_a_dose_writes_it_down_when_done(
    start, clock, line, medicine, amount, unit
):
    async with start() as assistant:
        await said(assistant, line)
        (view,) = await assistant.reminders.live(ME)
        dose = view.reminder.action.dose
        assert (dose.medicine, dose.amount, dose.unit) == (medicine, amount, unit)
        await assistant.reminders.acknowledge(ME, view.occurrence.id)
        assert await values(assistant, clock, "medication") == [amount]


@pytest.mark.parametrize(
    "line",
    ["remind me to take my pills every day at 9", "напомни принять лекарство в 21",
     "remind me at 9pm to drink 200 ml of water", "remind me to take 2 tablets at 9pm",
     "remind me to use a unit test at 9pm", "remind me to take out a unit at 9pm",
     "remind me to apply 2 units of paint at 9pm", "remind me to have a drop of it at 9pm",
     "remind me to take 1 g of gold to bank at 9pm"],
)  # fmt: skip
async def test_without_a_medicine_it_stays_a_plain_reminder(start, line):
    async with start() as assistant:
        await said(assistant, line)
        (view,) = await assistant.reminders.live(ME)
        assert view.reminder.action is None


async def test_a_fraction_of_a_tablet_is_no_date(start, clock):
    async with start() as assistant:
        await said(assistant, "remind me to take 1/2 tablet of warfarin at 9pm")
        (view,) = await assistant.reminders.live(ME)
        assert view.occurrence.due - clock.now() < timedelta(days=1)


async def test_a_dose_whose_comma_can_be_both_is_asked_about(start, clock):
    async with start() as assistant:
        (told,) = await said(assistant, "remind me to take 1,250 mg of metformin at 9pm")
        assert "thousands" in told
        assert await assistant.reminders.live(ME) == []
        (told,) = await said(assistant, "took 1,250 mg of metformin")
        assert "1.25 mg" in told
        assert await values(assistant, clock, "medication") == []
        await said(assistant, "took 1.25 mg of metformin")
        assert await values(assistant, clock, "medication") == [1.25]


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("took 1/2 tablet of warfarin", 0.5),
        ("took half a tablet of warfarin", 0.5),
        ("took 1 1/2 tablets of warfarin", 1.5),
        ("я принял 0,125 мг дигоксина", 0.125),
        ("принял 1/2 таблетки варфарина", 0.5),
        ("принял 1 1/2 таблетки варфарина", 1.5),
        ("выпил полтаблетки варфарина", 0.5),
        ("выпил четверть таблетки варфарина", 0.25),
    ],
)
async def test_a_part_of_a_dose_is_written_down_as_the_part(start, clock, line, amount):
    async with start() as assistant:
        await said(assistant, line)
        assert await values(assistant, clock, "medication") == [amount]


async def test_a_task_without_a_time_keeps_its_dose_when_the_time_is_told(start):
    async with start() as assistant:
        await said(assistant, "remind me to take 10 mg of lisinopril", "every day at 9")
        (view,) = await assistant.reminders.live(ME)
        assert view.reminder.action.dose.medicine == "lisinopril"


@pytest.mark.parametrize(
    ("line", "question", "time", "none"),
    [
        ("took 10 mg of lisinopril", "did I take lisinopril today", "at 10:00", "no readings"),
        ("took 10 mg of lisinopril", "did I already take my lisinopril?", "at 10:00", "no read"),
        ("принял 50 мг лозартана", "я сегодня пил лозартан?", "в 10:00", "записей нет"),
        ("принял 50 мг лозартана", "лозартан я пил?", "в 10:00", "записей нет"),
    ],
)
async def test_whether_a_medicine_was_taken_is_answered_with_the_times(
    start, clock, line, question, time, none
):
    async with start() as assistant:
        (reply,) = await said(assistant, question)
        assert none in reply
        await said(assistant, line)
        (reply,) = await said(assistant, question)
        assert time in reply


async def test_how_it_goes_is_counted_from_what_was_due_and_what_is_written_down(start, clock):
    async with start() as assistant:
        await said(assistant, "remind me to take 10 mg of lisinopril every day at 11")
        for answer in ("done", "done", "skip", "none"):
            (view,) = await assistant.reminders.live(ME)
            await clock.advance((view.occurrence.due - clock.now()).total_seconds() + 1)
            (view,) = await assistant.reminders.live(ME)
            if answer == "done":
                await assistant.reminders.acknowledge(ME, view.occurrence.id)
            elif answer == "skip":
                await assistant.reminders.skip(ME, view.occurrence.id)
        (plan,) = await assistant.health.plans.all(ME)
        assert (plan.week.due, plan.week.taken, plan.week.skipped) == (4, 2, 1)
        # A dose that is deleted from the diary was not taken after all.
        dose = await assistant.health.diary.latest(ME, "medication")
        await assistant.health.diary.take_back(ME, dose.id)
        (plan,) = await assistant.health.plans.all(ME)
        assert (plan.week.taken, plan.month.taken) == (1, 1)
        assert await assistant.health.plans.all(OTHER) == []


# ---- one profile beside another ----


async def test_targets_kinds_imports_and_plans_are_of_one_profile_and_go_with_it(
    start, clock, tmp_path
):
    path = tmp_path / "table.csv"
    path.write_text("date,weight\n2026-11-01,82\n", "utf-8")
    async with start() as assistant:
        health = assistant.health
        await assistant.profiles.add("Sigurd")
        await said(assistant, "my weight target is 75 to 78 kg", "weight 95",
                   "remind me to take 10 mg of lisinopril every day at 9", user=OTHER)  # fmt: skip
        await health.diary.add_kind(OTHER, "push-ups", "times")
        await health.transfer.import_file(OTHER, path)
        assert (await health.transfer.import_file(ME, path)).new == 1
        theirs = await health.diary.latest(OTHER, "weight")
        assert await health.targets.all(ME) == []
        assert await health.diary.own_kinds(ME) == []
        assert await health.plans.all(ME) == []
        assert not await health.diary.take_back(ME, theirs.id)
        assert [one.latest.value for one in await health.charting.series(ME)] == [82]
        await health.targets.remove(ME, "weight")
        assert len(await health.targets.all(OTHER)) == 1
        await assistant.profiles.delete(OTHER)
        assert await health.targets.all(OTHER) == []
        assert await health.diary.own_kinds(OTHER) == []
        assert await health.charting.series(OTHER) == []
        assert (await health.transfer.import_file(OTHER, path)).new == 1
        assert clock.now() - timedelta(days=60) < theirs.at


# ---- the command line ----


async def command(assistant, *argv: str, status: int = 0, language: str = "en") -> tuple[str, str]:
    out: list[str] = []
    problems: list[str] = []
    verb, parser = Health(), argparse.ArgumentParser()
    verb.arguments(parser)
    words = Terminal(out.append, problems.append, lambda: (), language)
    assert await verb.run(assistant, parser.parse_args(list(argv)), words) == status
    return "".join(out), "".join(problems)


async def test_readings_are_added_listed_and_deleted_by_command(start, clock):
    async with start() as assistant:
        out, _ = await command(assistant, "add", "weight", "82.4", "kg", "--note", "after a run")
        assert out.startswith("Weight 82.4 kg")
        out, _ = await command(assistant, "add", "medication", "0,125", "mg")
        assert "0.125 mg" in out
        _, asked = await command(assistant, "add", "medication", "1,250", "mg", status=1)
        assert "1.25 mg" in asked
        out, asked = await command(assistant, "add", "weight", "824", status=1)
        assert "1 kg to 500 kg" in asked
        assert "--anyway" in asked
        assert await values(assistant, clock, "weight") == [82.4]
        await command(assistant, "add", "вес", "824", "--anyway", language="ru")
        out, _ = await command(assistant, "list", "weight", "--json")
        rows = [json.loads(line) for line in out.splitlines()]
        assert {row["value"] for row in rows} == {82.4, 824}
        odd = next(row for row in rows if row["value"] == 824)
        await command(assistant, "delete", odd["id"][-8:])
        assert await values(assistant, clock, "weight") == [82.4]
        with pytest.raises(NotFound):
            await command(assistant, "delete", odd["id"][-8:], "--user", "Sigurd")


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["weight 82.4"], "Weight 82.4 kg"),
        (["вес 82,4 кг"], "Weight 82.4 kg"),
        (["blood", "pressure", "120/80"], "Blood pressure 120/80 mmHg"),
        (["blood pressure", "120/80"], "Blood pressure 120/80 mmHg"),
        (["push", "ups", "30"], "Push ups: 30 times"),
        (["symptom", "headache"], "Symptom: headache"),
    ],
)
async def test_a_reading_needs_no_quotes_and_may_have_them(start, argv, told):
    async with start() as assistant:
        await command(assistant, "kinds", "add", "push ups", "times")
        out, _ = await command(assistant, "add", *argv)
        assert out.startswith(told)


async def test_kinds_targets_and_schedules_are_kept_by_command(start):
    async with start() as assistant:
        await command(assistant, "kinds", "add", "push-ups", "times")
        out, _ = await command(assistant, "add", "push-ups", "30")
        assert out.startswith("Push-ups: 30 times")
        with pytest.raises(BadInput):
            await command(assistant, "kinds", "add", "weight", "kg")
        out, _ = await command(assistant, "targets", "set", "water", "2", "l")
        assert out == "Water: at least 2,000 ml a day\n"
        out, _ = await command(assistant, "targets", language="ru")
        assert out == "Вода: не меньше 2\u00a0000 мл в день\n"
        await command(assistant, "targets", "remove", "water")
        assert await assistant.health.targets.all(ME) == []
        sentence = "take 10 mg of lisinopril every day at 9"
        await command(assistant, "schedules", "add", sentence)
        out, _ = await command(assistant, "schedules", "--json")
        assert json.loads(out)["dose"] == {"medicine": "lisinopril", "amount": 10, "unit": "mg"}
        await command(assistant, "schedules", "remove", "lisinopril")
        assert await assistant.health.plans.all(ME) == []


async def test_files_go_in_and_out_by_command(start, tmp_path):
    table, path = tmp_path / "in.csv", tmp_path / "out.json"
    table.write_text("date,weight\n2026-11-01,82\nsoon,82\n", "utf-8")
    async with start() as assistant:
        out, reasons = await command(assistant, "import", str(table))
        assert out == "1 reading taken in. 1 was left out.\n"
        assert "1 × no time that can be read" in reasons
        await command(assistant, "export", str(path))
        assert json.loads(path.read_text("utf-8"))["resourceType"] == "Bundle"
        out, _ = await command(assistant, "export", str(tmp_path / "out.csv"), "--json")
        assert json.loads(out)["form"] == "csv"
