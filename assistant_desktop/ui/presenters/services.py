"""Services in the settings: switched, set and tried at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.start import start

if TYPE_CHECKING:
    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.events import NewsChanged
    from assistant_desktop.ui.event_relay import EventRelay
    from assistant_desktop.ui.views.service_list import ServiceList


class ServicesPresenter(QObject):
    """Looks anew whenever a service was switched or set, here or elsewhere."""

    def __init__(self, assistant: Assistant, relay: EventRelay, view: ServiceList) -> None:
        super().__init__(view)
        self._assistant, self._view = assistant, view
        view.switched.connect(self._switch)
        view.field_changed.connect(self._set)
        view.test_wanted.connect(self._test)
        relay.services_changed.connect(lambda _: self.look())
        relay.news_changed.connect(self._news_changed)
        self.look()

    def _news_changed(self, event: NewsChanged) -> None:
        if event.feeds:
            self.look()

    def look(self) -> None:
        """See how everything stands."""
        start("look at services", self._look(), owner=self)

    async def _look(self) -> None:
        rows = await self._assistant.services.rows()
        now = self._assistant.now().astimezone(self._assistant.zone())
        self._view.show_rows(rows, now)

    def _switch(self, service_id: str, on: bool) -> None:  # noqa: FBT001 - a slot
        job = self._assistant.services.switch(service_id, on=on)
        start("switch a service", job, partial(self._failed, service_id))

    def _set(self, service_id: str, name: str, value: object) -> None:
        job = self._assistant.services.set_fields(service_id, {name: value})
        start("set a service", job, partial(self._failed, service_id))

    def _test(self, service_id: str) -> None:
        self._view.show_outcome(service_id, tr("Asking…"))
        self._view.panels[service_id].test.setEnabled(False)
        job = self._try(service_id)
        start("test a service", job, partial(self._failed, service_id), owner=self)

    async def _try(self, service_id: str) -> None:
        try:
            told = await self._assistant.services.test(service_id, words().language)
        except KnownError as error:
            self._failed(service_id, words().error(error))
        else:
            self._view.show_outcome(service_id, told)
        await self._look()

    def _failed(self, service_id: str, sentence: str) -> None:
        self._view.show_outcome(service_id, sentence, "red")
        self.look()
