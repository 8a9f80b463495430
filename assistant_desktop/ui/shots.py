"""python -m assistant_desktop.ui.shots DIR: a picture of every screen and state.

Light and dark, English and Russian, some at double size. The views get made-up data; nothing is
stored and nobody is asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from assistant_desktop.domain.errors import FutureDatabase
from assistant_desktop.ui import shots_calendar as calendar
from assistant_desktop.ui import shots_data as data
from assistant_desktop.ui import shots_health as health
from assistant_desktop.ui import shots_memory as memory
from assistant_desktop.ui import shots_models as models
from assistant_desktop.ui import shots_news as news
from assistant_desktop.ui import shots_weather as weather
from assistant_desktop.ui.dates import long_date_text
from assistant_desktop.ui.language import tr, use_language, words
from assistant_desktop.ui.models.firing_rows import firing_row
from assistant_desktop.ui.models.reminder_rows import row_of
from assistant_desktop.ui.reminder_window import ReminderWindow
from assistant_desktop.ui.theme import theme
from assistant_desktop.ui.views.conversations_column import Row
from assistant_desktop.ui.views.memory_page import MemoryPage
from assistant_desktop.ui.views.palette import Palette
from assistant_desktop.ui.views.problem_page import ProblemPage
from assistant_desktop.ui.views.reminders_page import RemindersPage
from assistant_desktop.ui.views.settings_page import SettingsPage
from assistant_desktop.ui.views.shell import LEAST_SIZE, Shell
from assistant_desktop.ui.views.today_page import TodayPage
from assistant_desktop.wording.version_words import found_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant_desktop.domain.reminder import ReminderView
    from assistant_desktop.ui.models.reminder_rows import ReminderRow

DOUBLE = ("chat", "chat-open", "today", "reminder-one", "settings")


class Camera:
    """Takes the pictures of one theme and language."""

    def __init__(self, folder: Path, ending: str, language: str) -> None:
        self._folder, self._ending, self.language = folder, ending, language
        self._app = QApplication.instance()
        self.shell = Shell()

    def settle(self) -> None:
        """Let Qt lay out and draw."""
        for _ in range(4):
            if self._app is not None:
                self._app.processEvents()

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """One picture."""
        shown = widget or self.shell
        shown.show()
        self.settle()
        shown.grab().save(str(self._folder / f"{name}{self._ending}.png"))

    def rows(self, views: Sequence[ReminderView]) -> list[ReminderRow]:
        """Reminders as lists show them."""
        daily = data.pick(
            self.language,
            "today, Tue 24 Nov at 19:17, then every day",
            "сегодня, вт 24 ноября в 19:17, потом каждый день",
        )
        return [row_of(view, data.NOW, lambda _: daily) for view in views]


def shoot_chat(camera: Camera) -> None:
    """The chat in its states."""
    shell, language = camera.shell, camera.language
    chat = shell.chat
    titles = [
        Row("c1", data.pick(language, "Trip to Riga", "Поездка в Ригу")),
        Row("c2", data.pick(language, "Rent and bills", "Аренда и счета"), is_busy=True),
    ]
    older = [Row("c3", data.pick(language, "Blood pressure", "Давление"))]
    groups = [(tr("TODAY"), titles), (tr("YESTERDAY"), older), (tr("EARLIER"), [])]
    shell.column.show_groups([], "")
    shell.show()
    chat.composer.setFocus()
    camera.take("chat-empty")
    _shoot_first_model(camera)
    shell.column.show_groups(groups, "c1")
    shell.rail.show_waiting(2)
    chat.show_title(titles[0][1], known=True)
    chat.show_items(data.conversation(language))
    camera.take("chat")
    chat.show_items(data.short_talk(language))
    typed = data.pick(
        language,
        "remind me tomorrow at 9 to call Ann, nag me every 5 minutes",
        "напомни завтра в 9 позвонить Ане и повторяй каждые 5 минут",
    )
    chat.composer.edit.setPlainText(typed)
    chat.show_preview(
        data.pick(
            language,
            "understood: tomorrow, Wed 25 Nov 09:00, nags every 5 min",
            "понято: завтра, ср 25 нояб. 09:00, повтор каждые 5 мин",
        )
    )
    camera.take("chat-open")
    chat.composer.edit.setPlainText("\n".join(f"{typed} ({n})" for n in range(12)))
    camera.take("chat-long-draft")
    chat.composer.edit.clear()
    chat.show_preview("")
    _shoot_answers(camera)
    shell.resize(LEAST_SIZE)
    camera.take("chat-least")
    shell.resize(QSize(1080, 720))
    palette = Palette(shell, [(one.identifier, one.title) for one in titles])
    palette.show_up()
    camera.take("palette")
    palette.hide()
    palette.deleteLater()
    shell.toast.say(
        data.pick(language, "Done: Pay the rent", "Готово: Оплатить аренду"), tr("Undo")
    )
    camera.take("toast")
    shell.toast.hide()


def _shoot_first_model(camera: Camera) -> None:
    chat, title = camera.shell.chat, models.RUSSIAN.title
    fit = data.pick(
        camera.language,
        "Fits: needs 6.8 GB of memory, 9.1 GB is free now",
        "Подойдёт: нужно 6,8 ГБ памяти, сейчас свободно 9,1 ГБ",
    )
    size = data.pick(camera.language, "5.2 GB (fits)", "5,2 ГБ (подойдёт)")
    chat.offer.offer(f"{tr('Download')} {title}, {size}", fit)
    chat.show_offer()
    camera.take("first-model")
    camera.shell.resize(LEAST_SIZE)
    camera.take("first-model-least")
    camera.shell.resize(QSize(1080, 720))
    chat.offer.show_download(0.42, models.download_words(0.42), title)
    chat.offer.show_found([("http://127.0.0.1:11434/v1", ["qwen3:4b", "gemma4:e4b"])])
    camera.take("first-model-download")
    chat.hide_offer()


def _shoot_answers(camera: Camera) -> None:
    chat, language = camera.shell.chat, camera.language
    chat.composer.set_answering(answering=True)
    chat.show_items(data.streaming_talk(language))
    camera.take("chat-streaming")
    chat.composer.set_answering(answering=False)
    chat.show_items(data.approval_talk(language))
    chat.notice.say(
        data.pick(
            language,
            "The model server at 127.0.0.1:11434 does not answer. Reminders and memory work.",
            "Сервер моделей 127.0.0.1:11434 не отвечает. Напоминания и память работают.",
        ),
        tr("Use offline"),
    )
    camera.take("chat-approval")
    newer = data.newer_version(language).found
    told = found_text(words(), newer) if newer is not None else ""
    chat.notice.offer(told, tr("What is new"), camera.settle)
    camera.take("chat-new-version")
    chat.notice.hide()
    chat.show_items(memory.talk(language))
    camera.take("chat-memories")
    shell = camera.shell
    shell.rail.profile.show_name(tr("Main"))
    shell.rail.profile.show_menu(memory.profiles())
    if shell.rail.profile.menu_shown is not None:
        camera.take("profile-menu", shell.rail.profile.menu_shown)
        shell.rail.profile.menu_shown.close()
    chat.show_items(data.long_talk(10_000))
    camera.take("chat-10000")
    chat.show_items(data.conversation(language))


def shoot_pages(camera: Camera) -> None:
    """Today, reminders, memory, settings, and the page of trouble."""
    shell, language = camera.shell, camera.language
    today = TodayPage()
    shell.add_page("today", today)
    today.show_date(long_date_text(data.NOW.date()))
    today.show_rows([], [], [])
    today.show_later("")
    shell.go("today")
    camera.take("today-empty")
    today.weather.show_report(weather.report(camera.language, is_stale=True), data.NOW)
    camera.take("today-weather-old")
    today.weather.show_report(weather.report(camera.language), data.NOW)
    agenda = [one for one in calendar.blocks(language) if one.first_day == data.NOW.date()]
    today.agenda.show_blocks(agenda)
    coming = data.coming(language)
    today.show_rows(
        camera.rows(data.missed(language)),
        camera.rows(data.firing(language)[:2]),
        camera.rows(coming[:2]),
    )
    camera.take("today")
    page = RemindersPage()
    shell.add_page("reminders", page)
    page.show_rows([], [], [])
    shell.go("reminders")
    camera.take("reminders-empty")
    page.show_rows(
        camera.rows(data.firing(language)), camera.rows(coming), camera.rows(data.ended(language))
    )
    camera.take("reminders")
    page.coming.lines[0].edit()
    camera.take("reminders-edit")
    _shoot_memory(camera)
    news.shoot(camera)
    health.shoot(camera)
    _shoot_settings(camera)


def shoot_problem(camera: Camera) -> None:
    """What is said where the product cannot start."""
    shell, language = camera.shell, camera.language
    problem = ProblemPage(shell)
    problem.tell(
        data.pick(
            language,
            "The data folder ~/assistant may not be written: read-only file system.",
            "В папку данных ~/assistant нельзя писать: файловая система только для чтения.",
        ),
        data.pick(
            language,
            "Give yourself write permission there, or name another with --data-dir.",
            "Дайте себе право записи или назовите другую папку через --data-dir.",
        ),
    )
    problem.setGeometry(shell.rect())
    problem.show()
    camera.take("problem")
    newer = FutureDatabase(
        "The data file {path} was written by a newer version of Assistant Desktop.",
        path="~/.local/share/assistant-desktop/assistant.db",
    )
    problem.tell(words().error(newer), "")
    problem.offer_copy(data.pick(language, "20 November 2026, 10:00", "20 ноября 2026 г., 10:00"))
    camera.take("problem-copy")


def _shoot_settings(camera: Camera) -> None:
    shell, language = camera.shell, camera.language
    settings = SettingsPage()
    settings.fill(
        {
            "language": language,
            "theme": "system",
            "sound": True,
            "close_to_tray": True,
            "start_for_reminders": False,
            "folder": "~/.local/share/assistant-desktop",
        }
    )
    usual = {"noon": 12, "afternoon": 15, "evening": 19, "night": 22}
    hours = {key: time(usual.get(key, 9)) for key in settings.hours}
    settings.fill_times(hours, (time(22), time(8)))
    settings.library.show_rows(models.rows())
    settings.tuning.fill(
        [
            (
                8192,
                data.pick(language, "8192 tokens: 3.7 GB of memory", "8192 токена: 3,7 ГБ памяти"),
            )
        ],
        [(0, tr("As many as is best ({n})", n=5))],
        [],
        (8192, 0, 0),
    )
    models.show_keeping(settings.keeping, settings.finder)
    settings.services.show_rows(weather.services(camera.language), data.NOW)
    settings.profiles.show_rows(memory.profiles())
    settings.profiles.lines[1].delete.click()
    settings.model.fill("server", "http://127.0.0.1:11434/v1", "qwen3:4b")
    settings.about.show_state(data.newer_version(language), data.NOW)
    shell.add_page("settings", settings)
    shell.go("settings")
    camera.take("settings")
    shell.resize(QSize(1080, 4700))
    settings.library.all_button.click()
    camera.take("settings-whole")
    shell.resize(QSize(1080, 720))


def _shoot_memory(camera: Camera) -> None:
    shell, language = camera.shell, camera.language
    page = MemoryPage()
    shell.add_page("memory", page)
    page.show_learning(on=True)
    page.show_groups([])
    shell.go("memory")
    camera.take("memory-empty")
    page.show_suggestions([memory.suggestion(language)])
    page.show_groups(memory.groups(language))
    page.show_origin("k0", memory.origin(language))
    camera.take("memory")
    shell.resize(QSize(1080, 1500))
    page.past.setChecked(True)
    page.lines[2].begin_edit()
    page.lines[3].forget.click()
    page.ask_wipe(7)
    camera.take("memory-whole")
    shell.resize(LEAST_SIZE)
    page.show_suggestions([])
    page.show_learning(on=False)
    camera.take("memory-paused-least")
    shell.resize(QSize(1080, 720))
    page.sure.hide()
    page.show_groups(memory.many_groups(language), 9_940)
    camera.take("memory-10000")


def shoot_reminders(camera: Camera) -> None:
    """The reminder window with one and with several."""
    views = data.firing(camera.language)
    noted = data.with_note(views[2], camera.language)
    states = (
        ("reminder-one", views[:1], "me"),
        ("reminder-many", views, "me"),
        ("reminder-note", [noted], "me"),
    )
    for name, shown, in_view in (*states, ("reminder-other", views[:1], "Ann")):
        window = ReminderWindow()
        window.show_rows([firing_row(view, data.NOW, in_view) for view in shown])
        window._come_alive()
        if name == "reminder-many":
            window.say(data.push_trouble(camera.language))
        camera.take(name, window)
        window.hide()
        window.deleteLater()


def shoot_all(folder: Path, languages: Sequence[str], themes: Sequence[str], mark: str) -> None:
    """Every screen in these languages and themes."""
    parts: tuple[Callable[[Camera], None], ...] = (
        shoot_chat,
        shoot_pages,
        calendar.shoot_calendar,
        shoot_problem,
        shoot_reminders,
    )
    for language in languages:
        for colours in themes:
            use_language(language)
            theme().use("dark" if colours == "dark" else "light")
            camera = Camera(folder, f"-{colours}-{language}{mark}", language)
            for part in parts:
                part(camera)
            camera.shell.hide()
            camera.shell.deleteLater()


def main(arguments: list[str]) -> int:
    """All pictures into a folder; how many there are."""
    double = "--double" in arguments
    folder = Path(next((one for one in arguments if not one.startswith("-")), "shots"))
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    if double:
        shoot_all(folder, ("ru",), ("light", "dark"), "-200")
        for path in folder.glob("*-200.png"):
            if path.name.split("-light")[0].split("-dark")[0] not in DOUBLE:
                path.unlink()
    else:
        shoot_all(folder, ("en", "ru"), ("light", "dark"), "")
        subprocess.run(
            [sys.executable, "-m", "assistant_desktop.ui.shots", str(folder), "--double"],
            env={**os.environ, "QT_SCALE_FACTOR": "2"},
            check=True,
        )
        sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
