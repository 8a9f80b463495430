"""The window itself: tray, trouble at start, keys, names for screen readers, a light start."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import time as day_time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from assistant_desktop.ui import shots_data, window_memory
from assistant_desktop.ui.language import use_language
from assistant_desktop.ui.models.firing_rows import firing_row
from assistant_desktop.ui.models.memory_rows import (
    MemoryGroup,
    MemoryRow,
    OriginText,
    SuggestionRow,
)
from assistant_desktop.ui.models.reminder_rows import row_of
from assistant_desktop.ui.reminder_window import ReminderWindow
from assistant_desktop.ui.views.memory_page import MemoryPage
from assistant_desktop.ui.views.palette import Palette
from assistant_desktop.ui.views.problem_page import ProblemPage
from assistant_desktop.ui.views.reminders_page import RemindersPage
from assistant_desktop.ui.views.settings_page import SettingsPage
from assistant_desktop.ui.views.shell import Shell
from assistant_desktop.ui.views.today_page import TodayPage
from tests.ui.conftest import settle, until

ROOT = Path(__file__).parents[2]

# ------------------------------------------------------------------------------------- closing


async def test_closing_hides_only_where_there_is_a_tray(open_window):
    async with open_window(tray=True) as window:
        event = QCloseEvent()
        window.shell.closeEvent(event)
        assert not event.isAccepted()
        assert not window.shell.isVisible()
        assert window._memory.told_of_tray
        window.toggle()
        assert window.shell.isVisible()


async def test_closing_ends_where_there_is_none(open_window):
    async with open_window(tray=False) as window:
        ended = []
        window.quit_wanted.connect(lambda: ended.append(True))
        event = QCloseEvent()
        window.shell.closeEvent(event)
        assert event.isAccepted()
        assert ended == [True]


async def test_without_a_tray_the_window_is_never_hidden_for_good(open_window):
    async with open_window(tray=False) as window:
        window.toggle()
        assert window.shell.isVisible()


# ---------------------------------------------------------------------------------------- keys


async def test_every_place_is_one_key_away(qtbot, open_window):
    async with open_window() as window:
        window.shell.activateWindow()
        places = ("today", "chat", "reminders", "memory", "calendar", "health", "news", "settings")
        for number, place in enumerate(places, 1):
            window.shell._shortcuts[number + 2].activated.emit()
            await settle(3)
            assert window.shell.place == place


async def test_the_palette_finds_places_and_conversations(qtbot, open_window):
    async with open_window() as window:
        palette = Palette(window.shell, [("c1", "Trip to Riga")])
        chosen = []
        palette.conversation_chosen.connect(chosen.append)
        palette.show_up()
        palette.edit.setText("riga")
        qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
        assert chosen == ["c1"]


async def test_another_language_changes_the_whole_window_at_once(open_window):
    async with open_window() as window:
        window.shell.go("settings")
        window.shell.chat.composer.edit.setPlainText("draft")
        await window._assistant.change_settings(language="ru", theme="dark")
        await until(lambda: window.shell.column.new.text() == "Новый разговор")
        assert window.shell.chat.composer.text() == "draft"
        assert window.shell.place == "settings"
        assert window_memory.recall(window._folder).language == "ru"


def test_below_860_the_second_column_folds_away(qtbot):
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show()
    assert shell.column.isVisible()
    shell.resize(800, 600)
    assert not shell.column.isVisible()
    shell.chat.fold.click()
    assert shell.column.isVisible()


# ------------------------------------------------------------------------- for screen readers

INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QPlainTextEdit,
    QAbstractItemView,
    QDateTimeEdit,
)


def nameless(widget: QWidget) -> list[str]:
    found = []
    for one in widget.findChildren(QWidget):
        inside = one.objectName().startswith("qt_") or type(one).__name__.startswith("QLineEditI")
        parent = one.parent()
        part = isinstance(parent, QComboBox | QDateTimeEdit | QLineEdit)
        view = "QComboBox" in type(one).__name__ or "QComboBox" in type(parent).__name__
        if not isinstance(one, INTERACTIVE) or inside or part or view or one.isHidden():
            continue
        text = one.text() if isinstance(one, QAbstractButton) else ""
        if not one.accessibleName() and not text:
            found.append(f"{type(widget).__name__}: {type(parent).__name__}: {type(one).__name__}")
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_control_has_a_name(qtbot, language):
    use_language(language)
    views = shots_data.firing(language)
    rows = [row_of(view, shots_data.NOW, str) for view in views]
    shell, today, reminders = Shell(), TodayPage(), RemindersPage()
    memory, settings, firing = MemoryPage(), SettingsPage(), ReminderWindow()
    today.show_rows(rows, rows, rows)
    reminders.show_rows(rows, rows, rows)
    reminders.coming.lines[0].edit()
    memory.show_groups([MemoryGroup("NOTES", 1, (MemoryRow("1", "text", "noted"),))])
    memory.lines[0].begin_edit()
    memory.lines[0].forget.click()
    memory.lines[0].show_origin(OriginText("told", "quote"))
    memory.show_suggestions([SuggestionRow("2", "text", "health")])
    settings.fill_times(dict.fromkeys(settings.hours, day_time(9)), None)
    firing.show_rows([firing_row(view, shots_data.NOW) for view in views])
    shell.chat.show_items(shots_data.conversation(language))
    palette, problem = Palette(shell, [("c", "x")]), ProblemPage()
    widgets = (shell, today, reminders, memory, settings, firing, palette, problem)
    for widget in widgets:
        qtbot.addWidget(widget)
    assert sorted(name for widget in widgets for name in nameless(widget)) == []


# ------------------------------------------------------------------------- the real process


def run_window(folder: Path, *, seconds: float) -> subprocess.CompletedProcess[str]:
    """Start the real window, end it with SIGTERM, give back what it said."""
    process = window_process("-m", "assistant_desktop", "--data-dir", str(folder))
    time.sleep(seconds)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    took_s = time.monotonic() - asked
    return subprocess.CompletedProcess([str(took_s)], process.returncode, out, err)


def test_it_opens_ends_within_three_seconds_and_says_nothing_on_stderr(tmp_path):
    ended = run_window(tmp_path / "data", seconds=3)
    assert "painted" in ended.stdout
    assert ended.returncode == 0
    assert float(ended.args[0]) < 3
    assert "Traceback" not in ended.stderr
    assert (tmp_path / "data" / "assistant.db").exists() or list((tmp_path / "data").glob("*.db"))


def test_a_folder_that_cannot_be_written_is_told_not_thrown(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    ended = run_window(in_the_way / "data", seconds=2)
    assert "painted" in ended.stdout
    assert "Traceback" not in ended.stderr


HUNG = """
import asyncio, sys, time
from assistant_desktop.ui import running
real = running.Running._with_core
async def with_a_hung_thread(self, ownership):
    for _ in range(3):
        asyncio.get_running_loop().run_in_executor(None, time.sleep, 600)
    await real(self, ownership)
running.Running._with_core = with_a_hung_thread
from assistant_desktop.__main__ import main
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def window_process(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "ASSISTANT_TELL_PAINTED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_it_owns(folder: Path) -> None:
    ends = time.monotonic() + 15
    while True:
        try:
            if json.loads((folder / "assistant.lock").read_bytes())["address"]:
                return
        except (OSError, ValueError):
            pass
        assert time.monotonic() < ends, "it never came up"
        time.sleep(0.05)


def test_it_ends_within_three_seconds_even_with_threads_that_hang(tmp_path):
    process = window_process("-c", HUNG, str(tmp_path / "data"))
    wait_until_it_owns(tmp_path / "data")
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 3
    assert process.returncode == 0
    assert "Traceback" not in err


def test_a_second_start_raises_the_first_and_verbs_go_through_the_window(tmp_path):
    folder = tmp_path / "data"
    first = window_process("-m", "assistant_desktop", "--data-dir", str(folder))
    try:
        wait_until_it_owns(folder)
        second = window_process("-m", "assistant_desktop", "--data-dir", str(folder))
        out, err = second.communicate(timeout=20)
        assert (second.returncode, err) == (0, "")
        assert "painted" not in out, "a second window was seen"
        toggled = window_process("-m", "assistant_desktop", "--toggle", "--data-dir", str(folder))
        assert toggled.wait(20) == 0
        toggled.communicate()
        asked = window_process(
            "-m", "assistant_desktop", "remind", "stretch in 20 minutes", "--data-dir", str(folder)
        )
        out, _ = asked.communicate(timeout=20)
        assert asked.returncode == 0
        assert "stretch" in out
    finally:
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=20)
    assert first.returncode == 0


FIRST_PAINT = """
import json, sys
from pathlib import Path
from assistant_desktop.ui import main as start
from assistant_desktop.ui.theme import theme
from assistant_desktop.ui.views.shell import Shell
app = start._application()
theme().use("system")
shell = Shell()
start.paint(app, shell)
heavy = ("numpy", "mcp", "feedparser", "googleapiclient", "pyqtgraph", "apprise", "keyring",
         "llama_cpp", "sqlite_vec", "httpx", "pydantic", "apsw", "babel", "pygments", "markdown_it")
print(json.dumps([name for name in heavy if name in sys.modules]))
"""


def test_nothing_heavy_is_loaded_when_the_shell_is_painted():
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout.splitlines()[-1]) == []
