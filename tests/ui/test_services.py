"""Services in the settings and the weather on Today, over a real core and a loopback server."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from assistant_desktop.app import BuildOptions
from assistant_desktop.core.assistant import Saying
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.ui.language import use_language
from assistant_desktop.ui.widgets.call_chip import CallChip
from assistant_desktop.ui.widgets.entry_list import EntryList
from assistant_desktop.ui.widgets.weather_card import HourlyPlot
from tests.fakes import loopback_server as fake
from tests.fakes.push_server import push_server
from tests.fakes.weather_server import HOSTS, weather_server
from tests.ui import conftest
from tests.ui.conftest import settle, until


@pytest.fixture
def opened(open_window, monkeypatch):
    """The window with its weather at a loopback server."""

    @asynccontextmanager
    async def start():
        async with weather_server() as server:
            elsewhere = server.elsewhere(limit_s=0.6)

            def options(*given, **named):
                return BuildOptions(*given, **named, elsewhere=elsewhere)

            monkeypatch.setattr(conftest, "BuildOptions", options)
            async with open_window() as window:
                yield window, server

    return start


def panel_of(window):
    window.shell.go("settings")
    return window.shell.pages.currentWidget().services.panels


async def weather_panel(window):
    await until(lambda: panel_of(window))
    return panel_of(window)["weather"]


async def test_a_service_is_off_and_says_what_would_leave(opened):
    async with opened() as (window, server):
        panel = await weather_panel(window)
        assert not panel.switch.isChecked()
        assert not panel.form.isVisible()
        assert not panel.test.isVisible()
        assert all(host in panel.leaves.text() for host in HOSTS)
        assert server.connections == 0


async def test_it_is_switched_set_and_tried(opened):
    async with opened() as (window, server):
        assistant = window._assistant
        panel = await weather_panel(window)
        panel.switch.click()
        await until(panel.form.isVisible)
        assert assistant.settings.services["weather"].enabled
        places, wind = panel.fields["places"], panel.fields["wind"]
        assert isinstance(places, QLineEdit)
        assert isinstance(wind, QComboBox)
        assert isinstance(panel.fields["air"], QCheckBox)
        places.setText("Riga; Berlin")
        places.editingFinished.emit()
        wind.setCurrentIndex(wind.findData("km/h"))
        panel.fields["air"].click()
        await until(lambda: assistant.settings.services["weather"].fields.get("air") is False)
        fields = assistant.settings.services["weather"].fields
        assert fields["places"] == ["Riga", "Berlin"]
        assert fields["wind"] == "km/h"
        panel.test.click()
        await until(lambda: "Riga now" in panel.outcome.text())
        await until(lambda: "Last answer as of 10:00." in panel.state.text())
        server.misbehaves = fake.fails
        panel.test.click()
        await until(lambda: "answers with error 500" in panel.outcome.text())
        assert panel.test.isEnabled()
        panel.switch.click()
        await until(lambda: not panel.form.isVisible())
        assert not assistant.settings.services["weather"].enabled


async def test_every_field_has_a_name(opened):
    async with opened() as (window, _):
        use_language("ru")
        panel = await weather_panel(window)
        assert panel.switch.text() == "Погода"
        names = [field.accessibleName() for field in panel.fields.values()]
        assert names == ["Ваши места", "Температура", "Ветер", "И качество воздуха"]


async def test_today_shows_the_weather_while_it_is_on(opened):
    async with opened() as (window, server):
        window.shell.go("today")
        await settle()
        card = window.shell.pages.currentWidget().weather
        assert not card.isVisible()
        assert server.connections == 0
        services = window._assistant.services
        await services.set_fields("weather", {"places": ["Riga"]})
        await services.switch("weather", on=True)
        await until(card.isVisible)
        assert "4\u00a0°C" in card.degrees.text()
        assert "As of 10:00." in card.age.text()
        assert card.plot.isVisible()
        assert "12:00" in card.plot.accessibleName()
        assert not card.plot.grab().isNull()
        asked = len(server.asked)
        window.shell.go("settings")
        await settle()
        await window._assistant.services.set_fields("weather", {"wind": "mph"})
        await settle()
        assert len(server.asked) == asked  # nobody looks
        await services.switch("weather", on=False)
        window.shell.go("today")
        await until(lambda: not card.isVisible())


async def test_today_says_that_its_weather_is_old_and_why_there_is_none(opened):
    async with opened() as (window, server):
        services = window._assistant.services
        server.misbehaves = fake.wants_a_sign_in
        await services.set_fields("weather", {"places": ["Riga"]})
        await services.switch("weather", on=True)
        window.shell.go("today")
        card = window.shell.pages.currentWidget().weather
        await until(card.isVisible)
        assert "text/html" in card.age.text()
        assert not card.plot.isVisible()
        server.misbehaves = None
        window._assistant.weather.hurry()
        await until(card.plot.isVisible)
        server.misbehaves = fake.fails
        await window._assistant._parts.clock.advance_alone(7200)
        window._assistant.weather.hurry()
        await until(lambda: "Nothing newer can be had now" in card.age.text())
        assert "as of 10:00" in card.age.text()


async def test_a_forecast_in_the_chat_opens_to_its_hours(opened):
    async with opened() as (window, _):
        services = window._assistant.services
        await services.set_fields("weather", {"places": ["Riga"]})
        await services.switch("weather", on=True)
        report = await window._assistant.ask(Saying(DEFAULT_USER, "what's the weather"))
        chip = CallChip()
        chip.show_call(report.entries[0], is_open=True)
        (plot,) = chip.findChildren(HourlyPlot)
        assert "15:00" in plot.accessibleName()


async def test_an_address_of_the_phone_is_added_tried_and_removed(open_window):
    async with push_server() as server, open_window() as window:
        await until(lambda: panel_of(window))
        panel = panel_of(window)["phone"]
        panel.switch.click()
        await until(panel.form.isVisible)
        entries = panel.fields["targets"]
        assert isinstance(entries, EntryList)
        entries.edit.setText(server.address)
        entries.add.click()
        assert entries.edit.text() == ""
        await until(lambda: any("127.0.0.1" in one.text() for one in entries.findChildren(QLabel)))
        assert "127.0.0.1" in panel.leaves.text()
        panel.test.click()
        await until(lambda: "Look at your phone" in panel.outcome.text())
        assert len(server.taken) == 1
        server.status = 500
        panel.test.click()
        await until(lambda: "HTTP 500" in panel.outcome.text())
        remove = next(one for one in entries.findChildren(QPushButton) if "Remove" in one.text())
        remove.click()
        await until(lambda: not window._assistant.settings.services["phone"].fields["targets"])
        assert all("s3cret" not in one.text() for one in panel.findChildren(QLabel))


async def test_what_is_no_address_is_told(open_window):
    async with open_window() as window:
        await until(lambda: panel_of(window))
        panel = panel_of(window)["phone"]
        panel.switch.click()
        await until(panel.form.isVisible)
        panel.fields["targets"].edit.setText("nonsense")
        panel.fields["targets"].add.click()
        await until(lambda: "no address" in panel.outcome.text())


async def test_google_shows_its_guide_and_a_way_to_sign_in(open_window):
    async with open_window() as window:
        await until(lambda: panel_of(window))
        panel = panel_of(window)["google_calendar"]
        assert not panel.account.isVisible()
        panel.switch.click()
        await until(panel.account.isVisible)
        assert (
            "4. Paste the content of that file below, then sign in." in panel.account.guide.text()
        )
        panel.account.sign_in.click()
        await until(lambda: "client of your own" in panel.outcome.text())
