"""Models in the window: the library, its downloads, and the one card of an empty chat."""

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from assistant_desktop.core.memory.embeddings import Embeddings
from assistant_desktop.core.model_choice import BrainSwitch
from assistant_desktop.core.model_library import ModelLibrary
from assistant_desktop.domain.events import EmbeddingProgress
from assistant_desktop.domain.ids import DEFAULT_USER
from assistant_desktop.domain.model_library import Machine
from assistant_desktop.ui import shots_models as made_up
from assistant_desktop.ui.models.library_rows import BUILT_IN_ROW, WORDS_ALONE_ROW
from assistant_desktop.ui.presenters.model_library import _layer_choices, _thread_choices
from assistant_desktop.ui.views.first_model_card import FirstModelCard
from assistant_desktop.ui.views.library_list import LibraryList
from assistant_desktop.ui.views.shell import Shell
from tests.fakes.model_hub import model_hub
from tests.fixtures.tiny_gguf import write_llama
from tests.ui.conftest import settle, until


@pytest.fixture(autouse=True)
def _engine(monkeypatch):
    """Whether llama.cpp is installed changes nothing about files."""
    monkeypatch.setattr(BrainSwitch, "runs_files", property(lambda self: True))


BODY = random.Random(2).randbytes(1_500_000)


def verbs(line) -> list[str]:
    return [one.text() for one in line.buttons]


def press(line, verb: str) -> None:
    next(one for one in line.buttons if one.text() == verb).click()


@pytest.fixture
def hub_of(monkeypatch):
    """Downloads that the window starts come from here."""

    def use(url: str) -> None:
        begin = ModelLibrary.start

        def from_here(self, name: str, hub: str = "") -> None:
            begin(self, name, url)

        monkeypatch.setattr(ModelLibrary, "start", from_here)

    return use


# ------------------------------------------------------------------------------------- the views


def test_each_state_has_the_buttons_it_needs(qtbot):
    view = LibraryList()
    qtbot.addWidget(view)
    view.show_rows(made_up.rows())
    said = {name.split("/")[-1]: verbs(line) for name, line in view.lines.items()}
    assert said == {
        "qwen3-4b-2507": ["Remove"],
        "t-lite-2.1": ["Pause", "Cancel"],
        "qwen3-0.6b": ["Go on", "Cancel"],
        "qwen3-14b": ["Download"],
        "another-32b": [],
        "bge-m3": ["Use", "Remove"],
        "saiga-nemo-12b-q4_k_m.gguf": ["Use", "Take off the list"],
        BUILT_IN_ROW: [],
        WORDS_ALONE_ROW: ["Use"],
    }


def test_a_press_says_which_model_it_is_about(qtbot):
    view = LibraryList()
    qtbot.addWidget(view)
    view.show_rows(made_up.rows())
    pressed = []
    view.wanted.connect(lambda action, name: pressed.append((action, name)))
    press(view.lines["qwen3-14b"], "Download")
    press(view.lines["t-lite-2.1"], "Pause")
    assert pressed == [("download", "qwen3-14b"), ("pause", "t-lite-2.1")]


def test_screen_readers_hear_the_models_name_with_the_verb(qtbot):
    view = LibraryList()
    qtbot.addWidget(view)
    view.show_rows(made_up.rows())
    line = view.lines["t-lite-2.1"]
    assert line.buttons[0].accessibleName() == "Pause: T-lite 2.1 8B"
    assert line.progress.bar.accessibleName() == "Download of T-lite 2.1 8B"
    assert "MB/s" in line.progress.bar.accessibleDescription()


def test_what_does_not_concern_one_is_behind_a_button(qtbot):
    view = LibraryList()
    qtbot.addWidget(view)
    view.show()
    view.show_rows(made_up.rows())
    assert view.lines["another-32b"].isHidden()
    assert not view.lines["qwen3-14b"].isHidden()
    view.all_button.click()
    assert not view.lines["another-32b"].isHidden()


def test_the_keyboard_stays_on_a_line_whose_buttons_change(qtbot):
    view = LibraryList()
    qtbot.addWidget(view)
    rows = made_up.rows()
    view.show_rows(rows)
    view.show()
    view.activateWindow()
    line = view.lines["t-lite-2.1"]
    line.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    was = line.buttons[0]
    row = next(one for one in rows if one.name == "t-lite-2.1")
    view.show_row(replace(row, share=0.5))
    assert line.buttons[0] is was  # more of the same makes nothing anew
    had = line.buttons[0].hasFocus()
    view.show_row(replace(row, can=("use", "remove"), share=None))
    assert verbs(line) == ["Use", "Remove"]
    assert line.buttons[0].hasFocus() == had


def test_gpu_layers_are_offered_only_where_the_build_has_them():
    info = made_up.ModelFileInfo(
        path="x", architecture="llama", file_bytes=4_000_000_000, layers=40
    )
    machine = Machine(ram_total=1, ram_free=1, disk_free=1, physical_cores=4)
    assert _layer_choices(info, machine) == []
    offered = _layer_choices(info, machine.model_copy(update={"gpu": "cuda"}))
    assert [value for value, _ in offered] == [0, 10, 20, 30, 999]
    assert "100 MB each" in offered[1][1]
    assert [value for value, _ in _thread_choices(machine)] == [0, 1, 2, 3, 4]


def test_the_card_shows_servers_as_buttons_and_tells_of_none(qtbot):
    card = FirstModelCard()
    qtbot.addWidget(card)
    chosen = []
    card.server_chosen.connect(lambda url, model: chosen.append((url, model)))
    card.show_found([("http://127.0.0.1:11434/v1", ["a", "b"])])
    found = [one for one in card.findChildren(QPushButton) if "11434" in one.text()]
    found[0].click()
    assert chosen == [("http://127.0.0.1:11434/v1", "a")]
    card.show_found([])
    assert card.state.text() == "No server answers on this computer."


# ------------------------------------------------------------------------------ the whole window


async def test_an_empty_chat_offers_a_model_once(open_window, monkeypatch):
    probed = []
    monkeypatch.setattr(
        "assistant_desktop.core.model_choice.BrainSwitch.find_servers",
        lambda self: probed.append(1),
    )
    async with open_window() as window:
        page = window.shell.chat
        await until(lambda: page._offer is not None and not page.offer.isHidden())
        assert page.offer.download.text().startswith("Download ")
        assert page.offer.download.text().endswith("(fits)")
        assert probed == []  # nothing is looked for unasked
        page.offer.without.click()
        await until(lambda: not window._assistant.settings.offer_model)
        assert page.offer.isHidden()
    async with open_window() as window:
        await settle()
        assert window.shell.chat._offer is None


async def test_without_an_engine_the_card_offers_servers_alone(open_window, monkeypatch):
    monkeypatch.setattr(BrainSwitch, "runs_files", property(lambda self: False))
    async with open_window() as window:
        page = window.shell.chat
        await until(lambda: page._offer is not None and not page.offer.isHidden())
        assert page.offer.download.isHidden()
        window.shell.go("settings")
        view = window.shell.pages.currentWidget().library
        assert "dev.py run --local" in view.note.text()


async def test_the_card_looks_for_servers_only_when_pressed(open_window, monkeypatch):
    async def found(self):
        return [("http://127.0.0.1:11434/v1", ["qwen3:4b"])]

    monkeypatch.setattr("assistant_desktop.core.model_choice.BrainSwitch.find_servers", found)
    async with open_window() as window:
        page = window.shell.chat
        await until(lambda: page._offer is not None and not page.offer.isHidden())
        page.offer.search.click()
        await until(page.offer.found.count)
        page.offer.found.itemAt(0).widget().click()
        await until(lambda: window._assistant.settings.model.kind == "server")
        assert window._assistant.settings.model.model == "qwen3:4b"
        await until(page.offer.isHidden)


def test_the_card_does_not_take_the_keyboard(qtbot):
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    shell.activateWindow()
    shell.chat.composer.setFocus()
    qtbot.waitUntil(shell.chat.composer.edit.hasFocus)
    shell.chat.offer.offer("Download", "Fits")
    shell.chat.show_offer()
    qtbot.wait(20)
    assert shell.chat.composer.edit.hasFocus()
    assert not shell.chat.empty.isHidden()


async def test_the_card_leads_to_the_form_for_a_server(open_window):
    async with open_window() as window:
        page = window.shell.chat
        await until(lambda: page._offer is not None and not page.offer.isHidden())
        page.offer.url.click()
        await settle()
        assert window.shell.place == "settings"
        settings = window.shell.pages.currentWidget()
        assert settings.model.server.isChecked()


async def test_a_download_from_the_card_answers_when_it_is_here(open_window, hub_of, tmp_path):
    body = write_llama(tmp_path / "t.gguf").read_bytes()
    async with model_hub(body) as hub:
        hub_of(hub.url)
        async with open_window() as window:
            page = window.shell.chat
            await until(lambda: page._offer is not None and page.offer.download.text())
            page.offer.download.click()
            await until(lambda: window._assistant.settings.model.kind == "local", 10)
            await until(page.offer.isHidden)
            title = window.first_model._row.entry.title
            assert page.model.text() == title


async def test_the_card_can_pause_cancel_and_tell_of_a_failure(open_window, hub_of):
    async with model_hub(BODY, pause_s=0.004) as hub:
        hub_of(hub.url)
        async with open_window() as window:
            page = window.shell.chat
            await until(lambda: page._offer is not None and page.offer.download.text())
            page.offer.download.click()
            assert not page.offer.pause.isHidden()
            await until(lambda: hub.sent > 200_000)
            page.offer.pause.click()
            await until(lambda: "kept" in page.offer.state.text())
            assert not page.offer.download.isHidden()
            hub.sha256, hub.pause_s = "0" * 64, 0.0
            page.offer.download.click()
            await until(lambda: "damaged" in page.offer.state.text())


async def test_what_was_chosen_meanwhile_is_not_taken_back(open_window, hub_of):
    async with model_hub(BODY, pause_s=0.004) as hub:
        hub_of(hub.url)
        async with open_window() as window:
            page = window.shell.chat
            await until(lambda: page._offer is not None and page.offer.download.text())
            page.offer.download.click()
            await until(lambda: hub.sent > 100_000)
            page.offer.without.click()
            hub.pause_s = 0.0
            title = window.first_model._row.entry.title
            await until(lambda: f"{title} is on this computer" in window.shell.toast._text.text())
            assert window._assistant.settings.model.kind == "offline"


async def test_the_settings_bring_use_and_remove_a_model(open_window, hub_of, tmp_path):
    body = write_llama(tmp_path / "t.gguf").read_bytes()
    async with model_hub(body) as hub:
        hub_of(hub.url)
        async with open_window() as window:
            window.shell.go("settings")
            page = window.shell.pages.currentWidget()
            view = page.library
            await until(lambda: "qwen3-0.6b" in view.lines)
            line = view.lines["qwen3-0.6b"]
            press(line, "Download")
            await until(lambda: verbs(line) == ["Use", "Remove"], 10)
            press(line, "Use")
            await until(lambda: verbs(line) == ["Remove"])
            await until(lambda: not page.tuning.isHidden())
            assert "of memory" in page.tuning.context.currentText()
            page.tuning.threads.setCurrentIndex(1)
            page.tuning.threads.activated.emit(1)
            await until(lambda: window._assistant.settings.local_run.threads == 1)
            press(line, "Remove")
            await until(lambda: "Download" in verbs(line))
            assert window._assistant.settings.model.kind == "offline"
            await until(page.tuning.isHidden)


async def test_the_settings_show_how_it_comes_and_what_went_wrong(open_window, hub_of):
    async with model_hub(BODY, pause_s=0.004, sha256="0" * 64) as hub:
        hub_of(hub.url)
        async with open_window() as window:
            window.shell.go("settings")
            view = window.shell.pages.currentWidget().library
            await until(lambda: "qwen3-0.6b" in view.lines)
            line = view.lines["qwen3-0.6b"]
            press(line, "Download")
            await until(lambda: 0 < line.progress.bar.value() < 1000)
            assert verbs(line) == ["Pause", "Cancel"]
            press(line, "Pause")
            await until(lambda: verbs(line) == ["Go on", "Cancel"])
            assert "Paused at" in line.progress.words.text()
            hub.pause_s = 0.0
            press(line, "Go on")
            await until(lambda: "damaged" in view.state.text())
            await until(lambda: verbs(line) == ["Download"])


async def test_ones_own_file_is_in_the_list(open_window, tmp_path):
    path = write_llama(tmp_path / "mine.gguf")
    async with open_window() as window:
        await window._assistant.models.add_own(str(path))
        window.shell.go("settings")
        view = window.shell.pages.currentWidget().library
        name = f"file:{path}"
        await until(lambda: name in view.lines)
        press(view.lines[name], "Use")
        await until(lambda: window._assistant.settings.model.path == str(path))
        await until(lambda: verbs(view.lines[name]) == ["Take off the list"])
        press(view.lines[name], "Take off the list")
        await until(lambda: name not in view.lines)
    assert path.exists()


async def test_the_settings_name_what_finds_and_let_it_be_changed(open_window, monkeypatch):
    monkeypatch.setattr(Embeddings, "has", lambda self, choice: True)
    async with open_window() as window:
        window.shell.go("settings")
        view = window.shell.pages.currentWidget().library
        await until(lambda: WORDS_ALONE_ROW in view.lines)
        built_in, alone = view.lines[BUILT_IN_ROW], view.lines[WORDS_ALONE_ROW]
        assert "finds memories now" in built_in._tag.text()
        assert verbs(built_in) == []
        press(alone, "Use")
        await until(lambda: verbs(alone) == [])
        assert window._assistant.settings.embedding.kind == "none"
        press(built_in, "Use")
        await until(lambda: verbs(alone) == ["Use"])
        assert window._assistant.settings.embedding.kind == "auto"


async def test_the_settings_tell_how_reading_anew_gets_on(open_window):
    async with open_window() as window:
        window.shell.go("settings")
        finder = window.shell.pages.currentWidget().finder
        await settle()
        assert finder.state.isHidden()
        progress = {"user_id": DEFAULT_USER, "model": "BGE-M3", "total": 1240}
        publish = window._assistant._parts.events.publish
        publish(EmbeddingProgress(**progress, waiting=920, building=True))
        assert finder.state.text().startswith("BGE-M3 reads your texts: 320 of 1,240.")
        assert "before" in finder.state.text()
        publish(EmbeddingProgress(**progress, waiting=0))
        assert finder.state.isHidden()


async def test_words_before_texts_can_be_set_where_we_do_not_know_them(open_window):
    async with open_window() as window:
        window.shell.go("settings")
        finder = window.shell.pages.currentWidget().finder
        await settle()
        assert finder.prefixes.isHidden()
        await window._assistant.finder.use_server("http://127.0.0.1:9/v1", "e5")
        await until(lambda: not finder.prefixes.isHidden())
        finder.text.setText("passage: ")
        finder.text.editingFinished.emit()
        await until(lambda: window._assistant.settings.embedding.text_prefix == "passage: ")


async def test_disk_and_idle_memory_are_shown_and_changed(open_window, tmp_path):
    path = write_llama(tmp_path / "mine.gguf")
    async with open_window() as window:
        await window._assistant.models.use_own(str(path))
        window.shell.go("settings")
        page = window.shell.pages.currentWidget()
        await until(lambda: not page.keeping.isHidden())
        assert "0 MB is used now" in page.keeping.used.text()
        assert page.keeping.disk.currentText() == "1.0 GB"
        assert page.keeping.memory.currentText() == "After 10 idle minutes"
        page.keeping.disk.setCurrentIndex(page.keeping.disk.findData(512))
        page.keeping.memory.setCurrentIndex(page.keeping.memory.findData(0.0))
        page.keeping.memory.activated.emit(0)
        run = lambda: window._assistant.settings.local_run  # noqa: E731
        await until(lambda: (run().keep_state_mb, run().unload_after_min) == (512, 0.0))
        assert page.tuning.context.currentData() == 0
        assert page.tuning.context.currentText().startswith("As many as fit: 32768 tokens")
