"""The weather on Today: watched while the page is in sight, and not a moment longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from assistant_desktop.ui.language import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant_desktop.core.assistant import Assistant
    from assistant_desktop.domain.errors import KnownError
    from assistant_desktop.domain.ids import UserId
    from assistant_desktop.domain.weather import WeatherReport
    from assistant_desktop.ui.views.today_page import TodayPage


class WeatherPresenter(QObject):
    """Tells the card; the page's own showing and hiding start and stop it."""

    def __init__(self, assistant: Assistant, page: TodayPage, user_id: UserId) -> None:
        super().__init__(page)
        self._assistant, self._card, self._user_id = assistant, page.weather, user_id
        self._stop: Callable[[], None] | None = None
        page.installEventFilter(self)
        page.destroyed.connect(self.rest)
        if page.isVisible():
            self._watch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt tells here when the page comes into sight and goes."""
        if event.type() == QEvent.Type.Show:
            self._watch()
        elif event.type() == QEvent.Type.Hide:
            self.rest()
        return False

    def _watch(self) -> None:
        if self._stop is None:
            weather, language = self._assistant.weather, words().language
            self._stop = weather.watch(self._user_id, language, self._heard)

    def rest(self) -> None:
        """Nobody looks any more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _heard(self, report: WeatherReport | None, error: KnownError | None) -> None:
        if report is not None:
            now = self._assistant.now().astimezone(self._assistant.zone())
            self._card.show_report(report, now)
        elif error is not None:
            self._card.show_trouble(words().error(error))
        else:
            self._card.hide()
