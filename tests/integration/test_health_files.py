"""Readings in and out of files: nothing twice, nothing silently left out, nothing of another's."""

import asyncio
import csv
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant_desktop.core.health.transfer import bad_rows_text, taken_text
from assistant_desktop.domain.errors import BadInput
from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import RecordId, UserId
from assistant_desktop.wording import wording
from tests.fakes.health_exports import apple, archive, record, sleep

ME, OTHER = UserId("me"), UserId("Sigurd")
ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


async def kept(assistant, kind: str, user: UserId = ME) -> list[HealthRecord]:
    return await assistant.health.diary.between(user, kind, *ALWAYS)


async def values(assistant, kind: str) -> list[float]:
    return [one.value for one in await kept(assistant, kind)]


def taken(assistant, path: Path, user: UserId = ME, **how):
    return assistant.health.transfer.import_file(user, path, **how)


# ---- Apple Health ----


def a_week() -> list[str]:
    return [
        record("BodyMass", 180, "2026-11-01 07:30:00 +0200", unit="lb"),
        record("BodyMass", 81.5, "2026-11-02 07:30:00 +0200", unit="kg"),
        record("HeartRate", 64, "2026-11-02 07:31:00 +0200", unit="count/min"),
        record("BloodGlucose", 99, "2026-11-02 07:32:00 +0200", unit="mg/dL"),
        record("BodyTemperature", 98.6, "2026-11-02 07:33:00 +0200", unit="degF"),
        record("BloodPressureSystolic", 131, "2026-11-02 08:00:00 +0200", unit="mmHg"),
        record("BloodPressureSystolic", 128, "2026-11-03 08:00:00 +0200", unit="mmHg"),
        record("BloodPressureDiastolic", 84, "2026-11-02 08:00:00 +0200", unit="mmHg"),
        record("StepCount", 3000, "2026-11-02 09:00:00 +0200"),
        record("StepCount", 2500, "2026-11-02 18:00:00 +0200"),
        record("StepCount", 6100, "2026-11-02 09:10:00 +0200", sourceName="Watch"),
        record("DietaryWater", 0.4, "2026-11-02 09:10:00 +0200", unit="L"),
        record("DietaryWater", 250, "2026-11-02 12:10:00 +0200", unit="mL"),
        sleep("2026-11-01 23:00:00 +0200", "2026-11-02 03:00:00 +0200"),
        sleep("2026-11-02 02:30:00 +0200", "2026-11-02 06:00:00 +0200", "AsleepREM"),
        sleep("2026-11-01 22:30:00 +0200", "2026-11-02 06:30:00 +0200", "InBed"),
        sleep("2026-11-01 23:30:00 +0200", "2026-11-02 05:00:00 +0200", source="iPhone"),
        record("DistanceWalkingRunning", 2, "2026-11-02 12:10:00 +0200", unit="km"),
        '<Correlation type="HKCorrelationTypeIdentifierBloodPressure">\n',
        record("BloodPressureSystolic", 131, "2026-11-02 08:00:00 +0200", unit="mmHg"),
        record("BloodPressureDiastolic", 84, "2026-11-02 08:00:00 +0200", unit="mmHg"),
        "</Correlation>\n",
    ]


async def test_apple_health_is_mapped_paired_summed_and_told(start, tmp_path):
    path = apple(tmp_path / "export.zip", a_week())
    async with start() as assistant:
        found = await taken(assistant, path)
        assert await values(assistant, "weight") == [81.646627, 81.5]
        assert await values(assistant, "pulse") == [64]
        assert await values(assistant, "glucose") == [pytest.approx(5.495, abs=0.001)]
        assert await values(assistant, "temperature") == [37.0]
        pressures = await kept(assistant, "blood_pressure")
        assert [(one.value, one.second_value) for one in pressures] == [(131, 84)]
        (steps,) = await kept(assistant, "steps")
        assert (steps.value, steps.source) == (6100, "Apple Health: Watch")
        assert await values(assistant, "water") == [650]
        (night,) = await kept(assistant, "sleep")
        assert night.value == 7.0
        assert night.at == datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
        assert found.bad == (("one-number", 1),)
        assert found.other == 1
        assert found.new == 9


async def test_a_second_import_takes_nothing_twice(start, tmp_path):
    path = apple(tmp_path / "export.zip", a_week())
    async with start() as assistant:
        first = await taken(assistant, path)
        second = await taken(assistant, path)
        assert (second.new, second.known, second.was_whole) == (0, first.new, True)
        third = await taken(assistant, path, again=True)
        assert (third.new, third.known, third.was_whole) == (0, first.new, False)
        assert len(await kept(assistant, "weight")) == 2


async def test_a_later_export_brings_what_is_new_and_the_rest_of_the_day(start, tmp_path):
    morning = [record("StepCount", 900, "2026-11-02 09:00:00 +0200")]
    evening = [*morning, record("StepCount", 4000, "2026-11-02 19:00:00 +0200")]
    async with start() as assistant:
        await taken(assistant, apple(tmp_path / "one.zip", morning))
        await taken(assistant, apple(tmp_path / "two.zip", evening))
        assert await values(assistant, "steps") == [4900]
        await taken(assistant, apple(tmp_path / "one.zip", morning), again=True)
        assert await values(assistant, "steps") == [4900]


def many(count: int) -> list[str]:
    first = datetime(2020, 1, 1, tzinfo=UTC)
    return [
        record(
            "HeartRate", 60 + n % 40, f"{first + timedelta(minutes=n):%Y-%m-%d %H:%M:%S} +0000",
            unit="count/min",
        )
        for n in range(count)
    ]  # fmt: skip


async def test_a_cancelled_import_goes_on_where_it_stopped(start, tmp_path):
    path = apple(tmp_path / "export.zip", many(20_000))
    async with start() as assistant:
        transfer = assistant.health.transfer
        running: list[asyncio.Task] = []
        stored = transfer._store
        written = []

        async def counted(user_id, fingerprint, fresh, reached):
            new = await stored(user_id, fingerprint, fresh, reached)
            written.append(len(fresh))
            if len(written) == 3:
                running[0].cancel()
            return new

        transfer._store = counted
        async with asyncio.TaskGroup() as group:
            running.append(group.create_task(taken(assistant, path)))
        assert running[0].cancelled()
        assert 0 < len(await kept(assistant, "pulse")) < 20_000
        before = sum(written)
        written.clear()
        found = await taken(assistant, path)
        assert sum(written) == 20_000 - before
        assert (found.new, found.known) == (20_000 - before, before)
        assert len(await kept(assistant, "pulse")) == 20_000


async def test_what_is_broken_is_counted_with_its_reason_and_the_rest_is_taken(start, tmp_path):
    rows = [
        record("BodyMass", "heavy", "2026-11-01 07:30:00 +0200", unit="kg"),
        record("BodyMass", 80, "yesterday", unit="kg"),
        record("BodyMass", 8000, "2026-11-01 07:30:00 +0200", unit="kg"),
        record("BodyMass", 80, "2026-11-01 07:30:00 +0200", unit="pood"),
        record("BodyMass", 80, "2050-11-01 07:30:00 +0200", unit="kg"),
        '<Record type="HKQuantityTypeIdentifierBodyMass"/>',
        record("BodyMass", 81, "2026-11-01 07:30:00 +0200", unit="kg"),
    ]
    async with start() as assistant:
        found = await taken(assistant, apple(tmp_path / "export.xml", rows))
        assert await values(assistant, "weight") == [81]
        assert dict(found.bad) == {
            "no-number": 1, "no-time": 1, "implausible": 1, "no-unit": 1, "future": 1, "broken": 1,
        }  # fmt: skip
        for language in ("en", "ru"):
            words = wording(language)
            assert "6" in taken_text(words, found)
            assert len(bad_rows_text(words, found)) == 6


async def test_a_file_that_breaks_off_gives_what_came_before_and_says_so(start, tmp_path):
    path = apple(tmp_path / "export.xml", a_week(), end="<Record type=")
    async with start() as assistant:
        found = await taken(assistant, path)
        assert found.trouble is not None
        assert "breaks off" in str(found.trouble)
        assert await values(assistant, "weight") == [81.646627, 81.5]
        assert await values(assistant, "steps") == []  # of a day that may not be whole
        assert not (await taken(assistant, path)).was_whole


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;">]><HealthData>'
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("entities.xml", BOMB + "&b;</HealthData>", "declares entities"),
        ("files.xml",
         '<!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/passwd">]><HealthData>&a;',
         "declares entities"),
        ("cut.zip", b"PK\x03\x04 and then nothing", "damaged"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "does not tell what it holds"),
        ("letters.csv", "Dear Ann,\nhow are you?\n", "does not tell what it holds"),
        ("empty.csv", "", "does not tell what it holds"),
    ],
)  # fmt: skip
async def test_what_is_no_export_is_refused_in_words(start, tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    async with start() as assistant:
        with pytest.raises(BadInput, match=told):
            await taken(assistant, path)
        with pytest.raises(BadInput, match="cannot be read"):
            await taken(assistant, tmp_path / "missing.zip")


async def test_an_archive_that_grows_without_end_is_refused(start, tmp_path):
    path = tmp_path / "export.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("apple_health_export/export.xml", "w") as stream,
    ):
        stream.write(b"<HealthData>")
        for _ in range(80):
            stream.write(b" " * (1 << 20))
        stream.write(b"</HealthData>")
    async with start() as assistant:
        with pytest.raises(BadInput, match="far more than readings have"):
            await taken(assistant, path)


async def test_a_flipped_byte_in_an_archive_is_told(start, tmp_path):
    path = apple(tmp_path / "export.zip", many(5000))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    async with start() as assistant:
        told = await how_it_ended(assistant, path)
    assert "damaged" in told or "breaks off" in told


async def how_it_ended(assistant, path: Path) -> str:
    try:
        return str((await taken(assistant, path)).trouble)
    except BadInput as refused:
        return str(refused)


# ---- Google Fit ----

DAYS = (
    "Date,Move Minutes count,Calories (kcal),Average heart rate (bpm),Step count,"
    "Average weight (kg)\n"
    "2026-11-01,30,1900.5,70.5,5000,\n2026-11-02,,1800,,7000,80.5\nnever,1,1,1,1,1\n"
)
A_DAY = (
    "Start time,End time,Move Minutes count,Step count,Average heart rate (bpm)\n"
    "09:00:00.000+02:00,09:15:00.000+02:00,5,400,80\n"
    "09:15:00.000+02:00,09:30:00.000+02:00,5,600,90\n"
)


@pytest.mark.parametrize("is_folder", [True, False])
async def test_google_fit_is_read_from_an_archive_or_a_folder(start, tmp_path, is_folder):
    place = "Takeout/Fit/Daily activity metrics"
    files = {
        f"{place}/Daily activity metrics.csv": DAYS,
        f"{place}/2026-11-02.csv": A_DAY,
        f"{place}/2026-11-03.csv": A_DAY,
        "Takeout/archive_browser.html": "<html></html>",
    }
    path = tmp_path / "takeout.zip"
    if is_folder:
        path = tmp_path / "out"
        for name, text in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text, "utf-8")
    else:
        archive(path, files)
    async with start() as assistant:
        found = await taken(assistant, path)
        assert found.form == "google"
        assert await values(assistant, "steps") == [5000, 7000, 1000]
        assert await values(assistant, "exercise") == [30, 10]
        assert await values(assistant, "pulse") == [70.5, 80, 90, 80, 90]
        assert dict(found.bad) == {"no-time": 1}
        assert (await taken(assistant, path)).was_whole


# ---- tables ----


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Date,Weight (kg)\n2026-11-01,82.4\n", "utf-8", {"weight": [82.4]}),
        ("Дата;Вес, кг\n01.11.2026;82,4\n", "utf-8-sig", {"weight": [82.4]}),
        ("Дата;Время;Верхнее;Нижнее;Пульс\n1.11.2026;8:30;131;84;64\n", "cp1251",
         {"blood_pressure": [131], "pulse": [64]}),
        ("Date\tSystolic\tDiastolic\n11/13/2026 8:30 AM\t131.0\t84\n", "utf-16",
         {"blood_pressure": [131]}),
        ("When,Kind,Value,Unit,Comment\n2026-11-01T08:30:00Z,Blood sugar,99,mg/dL,fasting\n",
         "utf-8", {"glucose": [pytest.approx(5.495, abs=0.001)]}),
        ("timestamp,steps,water (ml)\n1793520000,\"8,000\",650\n", "utf-8",
         {"steps": [8000], "water": [650]}),
        ("exported by an app\n\nDate,Weight\n\"Nov 1, 2026\",180 lb\n2 Nov 2026,81 kg\n", "utf-8",
         {"weight": [81.646627, 81]}),
        ("дата;показатель;значение;единица\n1 ноября 2026;Давление;131/84;\n", "utf-8",
         {"blood_pressure": [131]}),
        ("date,kind,value,unit\n2026-11-01,push-ups,30,times\n", "utf-8", {"push-ups": [30]}),
        ("date;weight;water (l);coffee (cups);steps\n2026-11-01;72,350;0,500;1,500;8,432\n",
         "utf-8", {"weight": [72.35], "water": [500], "steps": [8432]}),
        ("date,kind,value,unit\n2026-11-01,medication,\"0,500\",mg\n", "utf-8",
         {"medication": [0.5]}),
        ("date,weight\n2026-11-01,\"72,350\"\n", "utf-8", {"weight": [72.35]}),
    ],
)  # fmt: skip
async def test_tables_of_others_are_understood(start, tmp_path, text, code, expected):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(code))
    async with start() as assistant:
        found = await taken(assistant, path)
        assert found.bad == ()
        for kind, wanted in expected.items():
            assert await values(assistant, kind) == wanted


async def test_the_day_comes_first_where_a_row_says_so(start, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("date,weight\n03/11/2026,82\n13/11/2026,81\n", "utf-8")
    async with start() as assistant:
        await taken(assistant, path)
        first, last = (one.at.astimezone(UTC) for one in await kept(assistant, "weight"))
        assert (first.month, first.day, last.day) == (11, 3, 13)


async def test_bad_rows_of_a_table_do_not_stop_it(start, tmp_path):
    lines = ["date,weight", "2026-11-01,82", "soon,82", "2026-11-02,many", "2026-11-03,9000", "",
             "2026-11-04", "2026-11-05,81"]  # fmt: skip
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), "utf-8")
    async with start() as assistant:
        found = await taken(assistant, path)
        assert await values(assistant, "weight") == [82, 81]
        assert dict(found.bad) == {"no-time": 1, "no-number": 1, "implausible": 1}


async def test_a_dose_of_a_table_whose_comma_can_be_both_is_left_out_and_told(start, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('date,kind,value,unit\n2026-11-01,medication,"1,250",mg\n', "utf-8")
    async with start() as assistant:
        found = await taken(assistant, path)
        assert (found.new, dict(found.bad)) == (0, {"no-number": 1})


async def test_what_the_user_deleted_or_corrected_stays_so_when_a_later_file_holds_it(
    start, tmp_path
):
    path = tmp_path / "table.csv"
    rows = "date,weight\n2026-11-01,82\n2026-11-02,92\n2026-11-03,81\n"
    path.write_text(rows, "utf-8")
    async with start() as assistant:
        await taken(assistant, path)
        first, wrong, last = await kept(assistant, "weight")
        await assistant.health.diary.take_back(ME, first.id)
        await assistant.health.diary.take_back(ME, last.id)
        await assistant.health.diary.keep(last)
        await assistant.health.diary.change(wrong.model_copy(update={"value": 82.5}))
        path.write_text(f"{rows}2026-11-04,80\n", "utf-8")
        assert (await taken(assistant, path)).new == 1
        assert await values(assistant, "weight") == [82.5, 81, 80]


async def test_an_endless_cell_of_google_fit_is_one_broken_row(start, tmp_path):
    folder = tmp_path / "Takeout"
    folder.mkdir()
    long = "x" * 140_000
    lines = ["Date,Step count,Note", "2026-11-01,8000,", f"2026-11-02,1,{long}", "2026-11-03,900,"]
    (folder / "Daily activity metrics.csv").write_text("\n".join(lines), "utf-8")
    async with start() as assistant:
        found = await taken(assistant, folder)
        assert await values(assistant, "steps") == [8000, 900]
        assert dict(found.bad) == {"broken": 1}


async def test_a_row_of_today_is_kept_before_noon(start, clock, tmp_path):
    path = tmp_path / "table.csv"
    async with start() as assistant:
        now = clock.now().astimezone(clock.zone())
        morning = now.replace(hour=8, minute=0) + timedelta(days=1)
        await clock.jump((morning - now).total_seconds())
        path.write_text(f"date,weight\n{morning.date()},82\n", "utf-8")
        assert (await taken(assistant, path)).bad == ()
        assert [one.at for one in await kept(assistant, "weight")] == [clock.now()]


async def test_a_file_with_rows_of_days_to_come_is_read_again_when_they_have_come(
    start, clock, tmp_path
):
    path = tmp_path / "table.csv"
    day = clock.now().date()
    tomorrow, yesterday = day + timedelta(days=1), day - timedelta(days=1)
    path.write_text(f"date,weight\n{tomorrow},82\n{yesterday},83\n", "utf-8")
    async with start() as assistant:
        assert dict((await taken(assistant, path)).bad) == {"future": 1}
        await clock.jump(timedelta(days=3).total_seconds())
        again = await taken(assistant, path)
        assert (again.new, again.known, again.was_whole) == (1, 1, False)
        assert await values(assistant, "weight") == [83, 82]
        assert (await taken(assistant, path)).was_whole


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("Weight", ("82.4 kg", "81.2 kg"), ("181.7 lb", "179 lb")),
        ("Weight", ("181.7 lb", "179.0 lb"), ("82.4 kg", "81.2 kg")),
        ("Body temperature", ("36.6 °C", "38.4 °C"), ("97.9 °F", "101.1 °F")),
        ("Glucose", ("5.5 mmol/L", "7.2 mmol/L"), ("99 mg/dL", "130 mg/dL")),
    ],
)
async def test_a_reading_in_two_units_is_one(start, tmp_path, column, one, other):
    async with start() as assistant:
        for number, said in enumerate((one, other)):
            path = tmp_path / f"{number}.csv"
            rows = (f"2026-11-0{day} 07:30,{value}" for day, value in enumerate(said, 1))
            path.write_text("\n".join([f"Date,{column}", *rows, ""]), "utf-8")
            done = await taken(assistant, path)
            assert (done.new, done.known) == ((2, 0) if number == 0 else (0, 2))


async def test_readings_that_differ_are_two(start, tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("Date,Weight\n2026-11-01 07:30,82.4 kg\n2026-11-01 07:30,82.6 kg\n", "utf-8")
    async with start() as assistant:
        assert (await taken(assistant, path)).new == 2


# ---- out ----


async def test_no_cell_of_a_table_is_a_formula_and_all_come_back(start, clock, tmp_path):
    path = tmp_path / "health.csv"
    kept_ = ("=cmd|' /C calc'!A0", "+reps", "'=note", "@app")
    async with start() as assistant:
        record_ = HealthRecord(
            id=assistant.health.diary.new_id(), user_id=ME, kind=kept_[0], value=1, unit=kept_[1],
            note=kept_[2], source=kept_[3], at=clock.now(),
        )  # fmt: skip
        await assistant.health.diary.keep(record_)
        await assistant.health.transfer.export_csv(ME, path)
        rows = csv.reader(path.read_text("utf-8").splitlines())
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        await assistant.profiles.add("Sigurd")
        await taken(assistant, path, OTHER)
        (back,) = await kept(assistant, kept_[0], OTHER)
        assert (back.kind, back.unit, back.note, back.source) == kept_


async def fill(assistant, clock, user: UserId = ME) -> None:
    rows = [
        ("weight", 82.4, None, "kg", "after a run"),
        ("blood_pressure", 131, 84, "mmHg", ""),
        ("medication", 50, None, "mg", "losartan"),
        ("symptom", 7, None, "/10", "=SUM(A1)"),
        ("отжимания", 30, None, "раз", ""),
        ("weight", 900, None, "kg", "kept anyway"),
    ]
    for place, (kind, value, second, unit, note) in enumerate(rows):
        await assistant.health.diary.keep(
            HealthRecord(
                id=RecordId(str(assistant.health.diary.new_id())), user_id=user, kind=kind,
                value=value, second_value=second, unit=unit, note=note,
                at=clock.now() - timedelta(hours=place),
            )
        )  # fmt: skip


def plain(record_: HealthRecord) -> tuple:
    one = record_
    return (one.kind, one.value, one.second_value, one.unit, one.at, one.note)


async def test_a_table_of_ours_comes_back_whole_for_another_profile_and_not_twice(
    start, clock, tmp_path
):
    path = tmp_path / "health.csv"
    async with start() as assistant:
        await fill(assistant, clock)
        assert await assistant.health.transfer.export_csv(ME, path) == 6
        assert "=SUM" not in {cell[:4] for line in path.read_text().splitlines()
                              for cell in line.split(",")}  # fmt: skip
        assert (await taken(assistant, path)).new == 0
        await assistant.profiles.add("Sigurd")
        assert (await taken(assistant, path, OTHER)).new == 6
        for kind in ("weight", "blood_pressure", "medication", "symptom", "отжимания"):
            mine = [plain(one) for one in await kept(assistant, kind)]
            assert [plain(one) for one in await kept(assistant, kind, OTHER)] == mine
        await assistant.profiles.delete(OTHER)
        assert len(await kept(assistant, "weight")) == 2


async def test_what_is_exported_as_fhir_has_what_r4_requires(start, clock, tmp_path):
    path = tmp_path / "health.json"
    async with start() as assistant:
        await fill(assistant, clock)
        await fill(assistant, clock, OTHER)
        assert await assistant.health.transfer.export_fhir(ME, path) == 6
    bundle = json.loads(path.read_text("utf-8"))
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("urn:uuid:") for url in urls)
    patient, *rest = (entry["resource"] for entry in bundle["entry"])
    assert patient["resourceType"] == "Patient"
    assert len(rest) == 6
    for one in rest:
        assert one["subject"] == {"reference": urls[0]}
        assert datetime.fromisoformat(one["effectiveDateTime"]).tzinfo is not None
        check = observed if one["resourceType"] == "Observation" else stated
        check(one)
    (pressure,) = [one for one in rest if "component" in one]
    codes = [part["code"]["coding"][0]["code"] for part in pressure["component"]]
    assert pressure["code"]["coding"][0]["code"] == "85354-9"
    assert codes == ["8480-6", "8462-4"]
    assert "valueQuantity" not in pressure
    assert pressure["category"][0]["coding"][0]["code"] == "vital-signs"


# Source: HL7 FHIR R4 (4.0.1), Observation: status and code are 1..1, value[x] is 0..1, and a
# value or a component must be there (vital signs, vs-2); Quantity: a code needs its system.
def observed(one: dict) -> None:
    assert one["status"] in {"registered", "preliminary", "final", "amended"}
    assert one["code"].get("coding") or one["code"].get("text")
    parts = one.get("component") or [one]
    for part in parts:
        quantity = part["valueQuantity"]
        assert isinstance(quantity["value"], int | float)
        assert ("code" in quantity) == (quantity.get("system") == "http://unitsofmeasure.org")
    for coding in one["code"].get("coding", ()):
        assert coding["system"] == "http://loinc.org"


# Source: the same, MedicationStatement: status, medication[x] and subject are 1..1.
def stated(one: dict) -> None:
    assert one["resourceType"] == "MedicationStatement"
    assert one["status"] in {"active", "completed", "not-taken", "unknown"}
    assert one["medicationCodeableConcept"]["text"] == "losartan"
    (dose,) = one["dosage"][0]["doseAndRate"]
    assert dose["doseQuantity"]["code"] == "mg"
