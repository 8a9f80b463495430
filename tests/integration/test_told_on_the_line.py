"""What the command line tells: in the user's language, and only what there is to tell."""

import json
import logging
from contextlib import asynccontextmanager

import pytest

from assistant_desktop.app import BuildOptions, build
from assistant_desktop.cli.run import load_verb, parse
from assistant_desktop.cli.terminal import Terminal
from assistant_desktop.core.turns import Saying
from assistant_desktop.domain.errors import KnownError, ServiceUnreachable
from assistant_desktop.domain.ids import DEFAULT_USER, UserId
from assistant_desktop.domain.service import ServiceHealth
from tests.fakes import loopback_server as fake
from tests.fakes.clock import START
from tests.fakes.secrets import MemorySecrets
from tests.fakes.weather_server import weather_server

BOB = UserId("bob")


async def run(assistant, *argv: str, language: str = "ru") -> str:
    out: list[str] = []
    terminal = Terminal(out.append, out.append, list, language)
    await load_verb(argv[0]).run(assistant, parse([*argv]), terminal)
    return "".join(out)


@asynccontextmanager
async def with_weather(folder, clock, server):
    options = BuildOptions(
        data_dir=folder,
        clock=clock,
        secrets=MemorySecrets(),
        embedder=lambda _: None,
        elsewhere=server.elsewhere(),
    )
    async with build(options) as assistant:
        await assistant.services.set_fields("weather", {"places": ["Riga"]})
        await assistant.services.switch("weather", on=True)
        yield assistant


async def test_what_went_wrong_with_a_service_is_told_in_the_language_of_who_looks(folder, clock):
    async with weather_server() as server, with_weather(folder, clock, server) as assistant:
        server.misbehaves = fake.is_asked_too_often
        await assistant.ask(Saying(DEFAULT_USER, "what's the weather"))
        assert "was asked too often" in await run(assistant, "services", "list", language="en")
        russian = await run(assistant, "services", "list")
        assert "was asked too often" not in russian
        told = json.loads(await run(assistant, "services", "list", "--json"))["services"][0]
        assert "was asked too often" in told["trouble"]
        assert "was asked too often" not in await run(assistant, "doctor")


def test_what_was_kept_of_a_trouble_before_is_still_read():
    old = ServiceHealth.model_validate_json('{"trouble": "example.org {is} away."}')
    assert old.as_error().user_message == "example.org {is} away."
    error = ServiceUnreachable("{host} cannot be reached.", host="example.org")
    new = ServiceHealth(succeeded_at=START).failed(error, START)
    again = ServiceHealth.model_validate_json(new.model_dump_json())
    assert again.as_error().user_message == "example.org cannot be reached."
    assert again.succeeded_at == START


async def test_the_kinds_of_readings_have_units_in_the_users_language(start):
    async with start() as assistant:
        told = await run(assistant, "health", "kinds")
        assert "steps  Шаги  шаги" in told
        assert "medication  Лекарство  разы" in told


async def test_how_everything_stands_is_told_in_the_users_language(start):
    async with start() as assistant:
        told = await run(assistant, "doctor")
        assert "файл данных" in told
        assert "Погода" in told
        assert "выключено" in told
        assert "switched off" not in told
        rows = json.loads(await run(assistant, "doctor", "--json"))["findings"]
        found = {one["name"]: one["detail"] for one in rows}
        assert found["weather"] == "switched off"
        assert set(rows[0]) == {"name", "state", "detail"}


async def test_nothing_firing_is_told_in_the_users_language(start):
    async with start() as assistant:
        with pytest.raises(KnownError, match="нет напоминаний"):
            await run(assistant, "reminders", "ack")


@pytest.mark.parametrize(
    "was_set_up",
    [False, pytest.param(True, marks=pytest.mark.allow_warnings("the keyring may still hold"))],
)
async def test_a_profile_goes_without_a_word_of_accounts_that_it_cannot_have(
    folder, clock, caplog, was_set_up
):
    secrets = MemorySecrets()
    options = BuildOptions(data_dir=folder, clock=clock, secrets=secrets, embedder=lambda _: None)
    async with build(options) as assistant:
        await assistant.remember(BOB, "the code is 12")
        if was_set_up:
            await assistant.services.switch("google_calendar", on=True)
        secrets.broken = True
        with caplog.at_level(logging.WARNING):
            told = await run(assistant, "profiles", "delete", BOB, "--yes")
        assert BOB in told
        assert [one.id for one in await assistant.profiles.everyone()] == [DEFAULT_USER]
        assert ("keyring" in caplog.text) is was_set_up
