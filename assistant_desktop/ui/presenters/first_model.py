"""The first model: what the card of an empty chat offers, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.models.library_rows import progress_text
from assistant_desktop.ui.start import start
from assistant_desktop.wording.model_words import fit_text, size_text, verdict_text

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant, ModelRow, Settings
    from assistant_desktop.domain.events import DownloadProgress
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.chat_page import ChatPage
    from assistant_desktop.ui.views.first_model_card import FirstModelCard


class FirstModelPresenter(QObject):
    """Shows the card while no model was chosen and nobody has sent the card away.

    `settings_wanted` opens the form for a server; `told` carries a sentence for the toast.
    """

    settings_wanted = Signal()
    told = Signal(str)

    def __init__(self, assistant: Assistant, relay: EventRelay, page: ChatPage) -> None:
        super().__init__(page)
        self._assistant, self._relay, self._page = assistant, relay, page
        self._row: ModelRow | None = None
        self._wanted = ""
        if self._is_wanted(assistant.settings):
            self._connect()
            start("offer a model", self._offer(), self._card.tell, owner=self)

    @property
    def _card(self) -> FirstModelCard:
        return self._page.offer

    def settings_changed(self, settings: Settings) -> None:
        """Another choice was made, here or elsewhere: nothing is left to offer."""
        if not self._is_wanted(settings):
            self._page.hide_offer()

    @staticmethod
    def _is_wanted(settings: Settings) -> bool:
        return settings.offer_model and settings.model.kind == "offline"

    def _connect(self) -> None:
        card = self._card
        card.download_wanted.connect(self._download)
        card.pause_wanted.connect(lambda: self._stop("pause"))
        card.cancel_wanted.connect(lambda: self._stop("cancel"))
        card.search_wanted.connect(
            lambda: start("look for servers", self._search(), card.tell, owner=self)
        )
        card.server_chosen.connect(
            lambda url, model: start("use a server", self._use_server(url, model), card.tell)
        )
        card.url_wanted.connect(self.settings_wanted)
        card.dismissed.connect(self._dismiss)
        self._relay.download_progress.connect(self._progress)

    async def _offer(self) -> None:
        """What fits this computer and its language, from what is here already or is to come."""
        if not self._assistant.brains.runs_files:
            self._card.offer("", "")
            self._page.show_offer()
            return
        rows = await self._assistant.models.rows(words().language)
        self._row = _to_offer([row for row in rows if row.entry.kind == "chat"])
        if self._row is None:
            self._card.offer("", tr("No model of the library fits this computer."))
        else:
            self._show_choice(self._row)
        self._page.show_offer()

    def _show_choice(self, row: ModelRow) -> None:
        said, title = words(), row.entry.title
        fit = fit_text(said, row.fit)
        if row.is_installed:
            self._card.offer(tr("Use {title}", title=title), fit)
            return
        size, verdict = size_text(said, row.download_bytes), verdict_text(said, row.fit)
        text = tr("Download {title}, {size} ({fits})", title=title, size=size, fits=verdict)
        self._card.offer(text, fit)
        if row.progress is not None:
            self._wanted = row.entry.name
            self._progress(row.progress)

    # ---- what is pressed ----

    def _download(self) -> None:
        if self._row is None:
            return
        self._wanted = self._row.entry.name
        self._card.tell("")
        if self._row.is_installed:
            start("use a model", self._use(), self._card.tell)
        else:
            self._assistant.models.start(self._wanted)
            self._card.show_download(0.0, tr("Asking the hub…"), self._row.entry.title)

    def _stop(self, what: str) -> None:
        models = self._assistant.models
        job = models.pause(self._wanted) if what == "pause" else models.cancel(self._wanted)
        start(f"{what} a download", job, self._card.tell)

    def _progress(self, event: DownloadProgress) -> None:
        if event.name != self._wanted or self._row is None:
            return
        title = self._row.entry.title
        if event.state in {"starting", "downloading", "checking"}:
            share = event.done_bytes / event.total_bytes if event.total_bytes else 0.0
            self._card.show_download(share, progress_text(event), title)
            return
        self._card.show_download(None, "", title)
        if event.state == "failed":
            self._card.tell(event.error)
        elif event.state == "done" and self._is_wanted(self._assistant.settings):
            start("use a model", self._use(), self._card.tell)
        elif event.state == "done":  # another brain was chosen meanwhile: that stays
            self.told.emit(tr("{title} is on this computer now.", title=title))
        elif event.state == "paused":
            self._card.tell(tr("Paused. What has come is kept."))

    async def _use(self) -> None:
        """It was asked for here, so it answers as soon as it can."""
        entry = await self._assistant.models.use(self._wanted)
        self.told.emit(tr("{title} answers from your next message on.", title=entry.title))

    async def _search(self) -> None:
        self._card.show_found(await self._assistant.brains.find_servers())

    async def _use_server(self, url: str, model: str) -> None:
        from assistant_desktop.core.assistant import ModelChoice

        await self._assistant.brains.use(ModelChoice(kind="server", base_url=url, model=model))
        name = model or url
        self.told.emit(tr("{title} answers from your next message on.", title=name))

    def _dismiss(self) -> None:
        self._page.hide_offer()
        start("go on without a model", self._assistant.change_settings(offer_model=False))


def _to_offer(rows: list[ModelRow]) -> ModelRow | None:
    """What is on its way already, else what was begun, else what suits this computer."""
    moving = [row for row in rows if row.progress is not None]
    begun = [row for row in rows if row.file is not None and not row.is_installed]
    suited = [row for row in rows if row.is_recommended]
    return next(iter(moving + begun + suited), None)
