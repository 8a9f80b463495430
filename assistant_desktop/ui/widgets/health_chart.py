"""A chart that loads its library late: off the first paint, and off the loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from assistant_desktop.in_thread import in_thread
from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr
from assistant_desktop.ui.start import start
from assistant_desktop.ui.widgets.controls import column, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

_IMPORT_LIMIT_S = 60.0
HIGH = 220

Moments = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: seconds since 1970, one or two lines of values, or bars.

    usual: moving averages. bands: where targets lie. told: a point in words, by its place; hundreds
    of them at once would hold the window. legend: what lines and colours mean.
    """

    moments: Moments
    lines: tuple[Moments, ...]
    span: tuple[float, float]
    bars: bool = False
    bar_s: float = 86_400.0
    usual: tuple[tuple[Moments, Moments], ...] = ()
    bands: tuple[tuple[float | None, float | None], ...] = ()
    told: Callable[[int], str] = str
    spoken: str = ""
    legend: str = ""


class HealthChart(QWidget):
    """Shows a drawing; under it the point that is pointed at, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(HIGH)
        self._drawing: Drawing | None = None
        self._zone: ZoneInfo | None = None
        self.plot: Any = None
        self._loading = False
        self._whole = column(self, gap=theme.SPACE_4)
        self.waiting = label(tr("Drawing…"), "quiet")
        self.caption = label("", "caption")
        self._whole.addWidget(self.waiting)
        self._whole.addStretch(1)
        self._whole.addWidget(self.caption)
        theme.theme().changed.connect(self._redraw)

    def show_drawing(self, drawing: Drawing, zone: ZoneInfo) -> None:
        """Draw this, as soon as the library is there."""
        self._drawing, self._zone = drawing, zone
        self.setAccessibleName(drawing.spoken)
        self.caption.setText(drawing.legend)
        if self.plot is not None:
            self._redraw()
        elif not self._loading:
            self._loading = True
            start("load charts", self._load(), owner=self)

    async def _load(self) -> None:
        made = await in_thread("charts", _plot_class, _IMPORT_LIMIT_S)
        self.use_plot(made())

    def use_plot(self, plot: Any) -> None:
        """The library is there."""
        self.plot = plot
        self.waiting.hide()
        self._whole.insertWidget(0, plot, 100)
        plot.pointed.connect(self._pointed)
        self._redraw()

    def _redraw(self) -> None:
        if self.plot is not None and self._drawing is not None and self._zone is not None:
            self.plot.draw(self._drawing, self._zone)

    def _pointed(self, place: int) -> None:
        if self._drawing is not None:
            drawing = self._drawing
            known = 0 <= place < len(drawing.moments)
            self.caption.setText(drawing.told(place) if known else drawing.legend)


def _plot_class() -> Any:
    """A third of a second of imports: never on the loop."""
    from assistant_desktop.ui.widgets.health_plot import HealthPlot

    return HealthPlot
