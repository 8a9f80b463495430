"""The whole window: ties the shell to the presenters, the tray and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_desktop.ui import window_memory
from assistant_desktop.ui.event_relay import EventRelay
from assistant_desktop.ui.language import tr, use_language
from assistant_desktop.ui.presenters.chat import ChatPresenter
from assistant_desktop.ui.presenters.chat_memories import ChatMemories
from assistant_desktop.ui.presenters.conversation_actions import ConversationActions
from assistant_desktop.ui.presenters.conversations import ConversationsPresenter
from assistant_desktop.ui.presenters.firing import Firing
from assistant_desktop.ui.presenters.first_model import FirstModelPresenter
from assistant_desktop.ui.presenters.message_actions import MessageActions
from assistant_desktop.ui.presenters.places import Places
from assistant_desktop.ui.presenters.preview import PreviewPresenter
from assistant_desktop.ui.presenters.profile_switch import ProfileSwitch
from assistant_desktop.ui.presenters.search import SearchPresenter
from assistant_desktop.ui.presenters.versions import VersionNotice
from assistant_desktop.ui.presenters.waiting import WaitingPresenter
from assistant_desktop.ui.start import start
from assistant_desktop.ui.theme import theme
from assistant_desktop.ui.tray import Tray, there_is_a_tray
from assistant_desktop.ui.views.palette import Palette

if TYPE_CHECKING:
    from pathlib import Path

    from assistant_desktop.core.assistant import Assistant, Settings
    from assistant_desktop.domain.events import Trouble
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.ui.views.shell import Shell
    from assistant_desktop.ui.window_memory import WindowMemory


class WindowPresenter(QObject):
    """Lives as long as the window; the core comes with `attach`."""

    quit_wanted = Signal()

    def __init__(self, shell: Shell, folder: Path, memory: WindowMemory) -> None:
        super().__init__(shell)
        self.shell, self._folder, self._memory = shell, folder, memory
        self.firing = Firing(self)
        self.tray = Tray(self)
        self.has_tray = self.tray.appear()
        self._assistant: Assistant | None = None
        self._user_id: UserId | None = None
        self._relay: EventRelay | None = None
        self._held = ""
        self._switch = ProfileSwitch(self)
        self.chat: ChatPresenter | None = None
        self.conversations: ConversationsPresenter | None = None
        self.places: Places | None = None
        self.first_model: FirstModelPresenter | None = None
        self.firing.profile_wanted.connect(self._switch.to)
        shell.may_close = self._may_close
        shell.closing.connect(self.quit_wanted)
        shell.palette_wanted.connect(self._show_palette)
        shell.place_wanted.connect(self._prepare_place)
        shell.new_wanted.connect(lambda: self.open(""))
        self.tray.toggled.connect(self.toggle)
        self.tray.quit_wanted.connect(self.quit_wanted)
        self.tray.add_wanted.connect(self._quick_add)
        self.tray.next_wanted.connect(self._show_reminders)
        theme().changed.connect(self._look_changed)
        self._hold_until_ready()

    def _hold_until_ready(self) -> None:
        """What is sent before the core is there waits for it, in the composer."""
        self._holding = self.shell.chat.sent.connect(self._hold)

    def _hold(self, text: str) -> None:
        if self._assistant is None:
            self._held = text
            self.shell.chat.composer.set_text(text)
            self.shell.chat.show_preview(tr("starting…"))

    # ---- the core is there ----

    def attach(self, assistant: Assistant, user_id: UserId) -> None:
        """Everything comes alive."""
        self._assistant, self._user_id = assistant, user_id
        use_language(assistant.settings.language)
        if theme().choice != assistant.settings.theme:
            theme().use(assistant.settings.theme)
        if self._memory.language != assistant.settings.language:
            self.shell.build()
        self._switch.attach(assistant, user_id)
        self._connect()
        assistant.on_settings(self._settings_changed)

    def _connect(self) -> None:
        assistant, user_id, shell = self._assistant, self._user_id, self.shell
        if assistant is None or user_id is None:
            return
        self._relay = relay = EventRelay(self)
        relay.attach(assistant, user_id)
        relay.trouble.connect(self._trouble)
        self.firing.attach(assistant, relay, user_id)
        self.chat = ChatPresenter(assistant, relay, shell.chat, user_id)
        self.conversations = ConversationsPresenter(assistant, relay, shell.column, user_id)
        self.actions = ConversationActions(assistant, self.conversations, shell, user_id)
        self.search = SearchPresenter(assistant, shell.column, user_id)
        self.messages = MessageActions(assistant, self.chat, shell.chat, user_id)
        preview = PreviewPresenter(assistant, shell.chat)
        shell.chat.edited.connect(preview.edited)
        preview.told.connect(shell.chat.show_preview)
        self._waiting = WaitingPresenter(assistant, relay, user_id, shell.chat)
        self._waiting.counted.connect(self._show_waiting)
        self.places = Places(assistant, relay, shell, user_id, self._folder)
        self.places.ask_wanted.connect(self._ask)
        self.first_model = FirstModelPresenter(assistant, relay, shell.chat)
        self.first_model.settings_wanted.connect(self.places.ask_for_server)
        self.first_model.told.connect(shell.say)
        news = VersionNotice(assistant, relay, shell.chat.notice)
        news.about_wanted.connect(self.places.show_about)
        self._connect_memories(assistant, relay, user_id)
        self._switch.connect_views(self.places)
        self._connect_conversations()
        self._show_model()
        if assistant.settings.model.kind == "server":
            start("reach the model", assistant.brains.names(), self.chat.tell_failure, self.chat)
        self.conversations.load()
        self._waiting.load()
        if self._held:
            QTimer.singleShot(0, self._send_held)
        if shell.place != "chat":
            shell.go(shell.place)

    def _connect_memories(self, assistant: Assistant, relay: EventRelay, user_id: UserId) -> None:
        chat, places, rows = self.chat, self.places, self.shell.chat.row_signals
        if chat is None or places is None:
            return
        self._chat_memories = ChatMemories(assistant, relay, chat, rows, user_id)
        self._chat_memories.memories_wanted.connect(places.show_memories)
        self._chat_memories.message_unwanted.connect(self.messages.delete_all)
        places.message_unwanted.connect(self.messages.delete_all)
        places.message_wanted.connect(self.open_at)

    def _connect_conversations(self) -> None:
        chat, conversations, shell = self.chat, self.conversations, self.shell
        if chat is None or conversations is None:
            return
        shell.column.chosen.connect(self.open)
        shell.column.acted.connect(self.actions.act)
        shell.chat.acted.connect(lambda action: self.actions.act(chat.conversation_id, action))
        self.search.chosen.connect(self.open_at)
        shell.chat.model_chosen.connect(self._choose_model)
        chat.offline_wanted.connect(self._use_offline)
        chat.opened.connect(self._opened)
        conversations.listed.connect(lambda: self._opened(chat.conversation_id))
        self.actions.gone.connect(self._gone)
        shell.chat.row_signals.copied.connect(lambda: shell.say(tr("Copied")))

    def _send_held(self) -> None:
        held, self._held = self._held, ""
        if self.chat is not None and self.shell.chat.composer.text() == held:
            self.shell.chat.show_preview("")
            self.chat.send(held)

    def detach(self) -> None:
        """The core goes; the window is about to close."""
        self._memory.width, self._memory.height = self.shell.width(), self.shell.height()
        window_memory.keep(self._folder, self._memory)
        theme().changed.disconnect(self._look_changed)
        self._assistant = None
        self._switch.detach()
        if self._relay is not None:
            self._relay.detach()
        for timer in self.shell.findChildren(QTimer):
            timer.stop()  # nobody is there any more to be asked
        self.tray.close()
        self.shell.hide()
        self.firing.window.hide()

    # ---- conversations ----

    def open(self, conversation_id: str) -> None:
        """Show a conversation, "" for a new one."""
        self.shell.go("chat")
        if self.chat is not None:
            self.chat.open(conversation_id)
        self.shell.chat.composer.setFocus()

    def open_at(self, conversation_id: str, message_id: str) -> None:
        """Show a message in its conversation; "" is that one's end."""
        if not message_id:
            self.open(conversation_id)
        elif self.chat is not None:
            self.shell.go("chat")
            self.chat.open(conversation_id, message_id)

    def _ask(self, text: str) -> None:
        """A phrase that was clicked somewhere: say it in a new conversation."""
        self.open("")
        if self.chat is not None:
            self.chat.send(text)

    def _opened(self, conversation_id: str) -> None:
        if self.conversations is not None:
            self.conversations.mark(conversation_id)
            title = self.conversations.title_of(conversation_id)
            standing = self.conversations.standing_of(conversation_id)
            known = bool(conversation_id)
            self.shell.chat.show_title(title, known=known, standing=standing)

    def _gone(self, conversation_id: str) -> None:
        if self.chat is not None and self.chat.conversation_id == conversation_id:
            self.chat.open("")

    # ---- the model ----

    def _show_model(self) -> None:
        if self._assistant is None:
            return
        choice = self._assistant.settings.model
        name = (
            tr("Offline") if choice.kind == "offline" else self._assistant.models.label_of(choice)
        )
        choices = [("offline", tr("Offline"))]
        if choice.kind != "offline":
            choices.append(("same", name))
        choices.append(("settings", tr("Another model…")))
        self.shell.chat.show_model(name, choices)

    def _choose_model(self, key: str) -> None:
        if key == "settings":
            self.shell.go("settings")
        elif key == "offline":
            self._use_offline()

    def _use_offline(self) -> None:
        """Answer without a model from now on."""
        from assistant_desktop.core.assistant import ModelChoice

        if self._assistant is not None:
            start("use offline", self._assistant.brains.use(ModelChoice()))

    # ---- settings, troubles, places ----

    def _settings_changed(self, settings: Settings) -> None:
        self._memory.theme = settings.theme
        if theme().choice != settings.theme:
            theme().use(settings.theme)
        if self._memory.language != settings.language:
            self._memory.language = settings.language
            use_language(settings.language)
            QTimer.singleShot(0, self._rebuild)
        self._show_model()
        if self.places is not None:
            self.places.show_settings(settings)
        if self.first_model is not None:
            self.first_model.settings_changed(settings)
        window_memory.keep(self._folder, self._memory)

    def _look_changed(self) -> None:
        if self._assistant is not None:
            QTimer.singleShot(0, self._rebuild)

    def _rebuild(self) -> None:
        """All views anew, in the language and colours in force; the place stays."""
        open_id = self.chat.conversation_id if self.chat is not None else ""
        draft = self.shell.chat.composer.text()
        missed = self.places.reminders.missed if self.places is not None else []
        self._build_anew()
        if missed and self.places is not None:
            self.places.reminders.take_missed(missed)
        if self.chat is not None and open_id:
            self.chat.open(open_id)
        self.shell.chat.composer.edit.setPlainText(draft)

    def _build_anew(self) -> None:
        if self._relay is not None:
            self._relay.detach()
            self._relay.deleteLater()
        self.shell.build()
        self._connect()
        self.firing.rebuild()
        self.tray.retell(window_is_shown=self.shell.isVisible())

    def show_profile(self, user_id: UserId, place: str) -> None:
        """Everything anew, for another profile."""
        self._user_id, self._held = user_id, ""
        self._show_waiting(0, "")
        self.shell.place = place
        self._build_anew()
        self.shell.chat.composer.setFocus()

    def _trouble(self, event: Trouble) -> None:
        self.shell.chat.notice.say(f"{event.what} {event.hint}".strip())

    def _prepare_place(self, place: str) -> None:
        if self.places is not None:
            self.places.prepare(place)

    def _show_reminders(self) -> None:
        self.shell.bring_up()
        self.shell.go("reminders")

    def _quick_add(self) -> None:
        if self.places is not None:
            self.places.quick_add()

    def _show_waiting(self, count: int, next_text: str) -> None:
        self.shell.rail.show_waiting(count)
        self.tray.show_waiting(count, next_text)
        self.tray.retell(window_is_shown=self.shell.isVisible())

    def _show_palette(self) -> None:
        titles = self.conversations.titles if self.conversations is not None else []
        palette = Palette(self.shell, titles)
        palette.conversation_chosen.connect(self.open)
        palette.place_chosen.connect(self.shell.go)
        palette.new_wanted.connect(lambda: self.open(""))
        palette.add_wanted.connect(self._quick_add)
        palette.quit_wanted.connect(self.quit_wanted)
        palette.show_up()

    # ---- showing and hiding ----

    def toggle(self) -> None:
        """Show the window, or hide it where there is a tray to find it again."""
        if self.shell.isVisible() and not self.shell.isMinimized() and self._can_hide():
            self.shell.hide()
        else:
            self.shell.bring_up()
        self.tray.retell(window_is_shown=self.shell.isVisible())

    def _can_hide(self) -> bool:
        return there_is_a_tray()

    def _may_close(self) -> bool:
        """False where closing only hides it."""
        wanted = self._assistant is not None and self._assistant.settings.close_to_tray
        if not wanted or not self._can_hide():
            return True
        if not self._memory.told_of_tray:
            self._memory.told_of_tray = True
            window_memory.keep(self._folder, self._memory)
            self.tray.say("Assistant Desktop", self.shell.tell_hidden())
        QTimer.singleShot(0, lambda: self.tray.retell(window_is_shown=False))
        return False
