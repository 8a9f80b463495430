"""The plot itself. Imported in a thread when the first chart is shown: it loads numpy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyqtgraph
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from assistant_desktop.ui import theme
from assistant_desktop.ui.dates import short_day_text, short_month_text, weekday_text
from assistant_desktop.ui.language import words
from assistant_desktop.wording.health_words import number_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from assistant_desktop.ui.widgets.health_chart import Drawing

_LABEL_WIDE = 84
_DAY_S = 86_400.0
_STEPS_DAYS = (1, 2, 7, 14, 31, 92, 183, 366, 732, 1830)


class _Days(pyqtgraph.AxisItem):  # type: ignore[misc]  # ships no types
    """Days, months or years in the window's language, as many as there is room for."""

    def __init__(self) -> None:
        super().__init__(orientation="bottom")
        self.zone: ZoneInfo | None = None

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Local midnights, at the first of a month where they are far apart."""
        room = max(int(size // _LABEL_WIDE), 2)
        step = next((s for s in _STEPS_DAYS if (high - low) / _DAY_S / s <= room), _STEPS_DAYS[-1])
        at = datetime.fromtimestamp(low, self.zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        ticks = []
        while at.timestamp() <= high:
            if at.timestamp() >= low:
                ticks.append(at.timestamp())
            at = _next(at, step)
        return [(step * _DAY_S, ticks)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Their names."""
        days = [datetime.fromtimestamp(one, self.zone).date() for one in values]
        if spacing <= 2 * _DAY_S:
            return [f"{weekday_text(day)} {day.day}" for day in days]
        if spacing < 31 * _DAY_S:
            return [short_day_text(day) for day in days]
        if spacing < 366 * _DAY_S:
            return [short_month_text(day) for day in days]
        return [str(day.year) for day in days]


class _Values(pyqtgraph.AxisItem):  # type: ignore[misc]  # ships no types
    """Numbers as the window's language writes them."""

    def __init__(self) -> None:
        super().__init__(orientation="left")
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """8,000; 79.5."""
        digits = 0 if spacing >= 1 else 1 if spacing >= 0.1 else 2
        return [number_text(words(), one, digits) for one in values]


def _next(at: datetime, step: int) -> datetime:
    if step < 31:
        return at + timedelta(days=step)
    months = max(round(step / 30.5), 1)
    month = at.month - 1 + months
    return at.replace(year=at.year + month // 12, month=month % 12 + 1, day=1)


class HealthPlot(pyqtgraph.PlotWidget):  # type: ignore[misc]  # ships no types
    """`pointed` carries the place of the point that is nearest to the pointer, -1 for none."""

    pointed = Signal(int)

    def __init__(self) -> None:
        self._days = _Days()
        super().__init__(axisItems={"bottom": self._days, "left": _Values()})
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._moments: tuple[float, ...] = ()
        self.scene().sigMouseMoved.connect(self._moved)

    def draw(self, drawing: Drawing, zone: ZoneInfo) -> None:
        """Everything anew, in the colours of now."""
        self._days.zone = zone
        self.clear()
        self._dress()
        for low, high in drawing.bands:
            self._band(low, high, drawing)
        hues = [theme.calendar_colours(0)[0], theme.calendar_colours(1)[0]]
        for number, values in enumerate(drawing.lines):
            self._line(drawing, values, hues[number % 2])
        for number, (moments, values) in enumerate(drawing.usual):
            pen = pyqtgraph.mkPen(hues[number % 2], width=2)
            self.plot(moments, values, pen=pen, antialias=True)
        self._moments = drawing.moments
        self._fit(drawing)

    def _dress(self) -> None:
        shades = theme.colours()
        self.setBackground(QColor(shades.ground))
        for name in ("bottom", "left"):
            axis = self.getAxis(name)
            axis.setPen(QColor(shades.line))
            axis.setTextPen(QColor(shades.quiet))
            axis.setTickFont(theme.sized_font(theme.CAPTION))
            axis.setStyle(tickLength=-4, tickTextOffset=6)
        self.getAxis("left").setGrid(48)

    def _line(self, drawing: Drawing, values: tuple[float, ...], hue: str) -> None:
        colour = QColor(hue)
        if drawing.bars:
            colour.setAlpha(150)
            self.addItem(
                pyqtgraph.BarGraphItem(
                    x0=list(drawing.moments), y0=0, height=list(values),
                    width=drawing.bar_s * 0.8, brush=colour, pen=None,
                )
            )  # fmt: skip
            return
        faint = QColor(hue)
        faint.setAlpha(110)
        few = len(values) <= 120
        self.plot(
            drawing.moments,
            values,
            pen=pyqtgraph.mkPen(faint, width=1),
            symbol="o" if few else None,
            symbolSize=6,
            symbolBrush=colour,
            symbolPen=None,
            antialias=True,
        )

    def _band(self, low: float | None, high: float | None, drawing: Drawing) -> None:
        """Where the target lies: a band, or the line that should be reached or kept under."""
        colour = QColor(theme.calendar_colours(2)[0])
        edge = pyqtgraph.mkPen(colour, width=1, style=Qt.PenStyle.DashLine)
        if low is not None and high is not None and high > low:
            faint = QColor(colour)
            faint.setAlpha(40)
            region = pyqtgraph.LinearRegionItem(
                (low, high), orientation="horizontal", movable=False, brush=faint, pen=edge
            )
            self.addItem(region)
            return
        for value in {low, high} - {None}:
            self.addItem(pyqtgraph.InfiniteLine(value, angle=0, pen=edge))

    def _fit(self, drawing: Drawing) -> None:
        begin, end = drawing.span
        self.setXRange(begin, end, padding=0.01)
        bounds = [value for line in drawing.lines for value in line]
        bounds += [one for band in drawing.bands for one in band if one is not None]
        if drawing.bars:
            bounds.append(0.0)
        if bounds:
            low, high = min(bounds), max(bounds)
            room = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
            self.setYRange(low if drawing.bars else low - room, high + room, padding=0)

    def _moved(self, place: Any) -> None:
        if not self._moments:
            return
        x = self.plotItem.vb.mapSceneToView(place).x()
        nearest = min(range(len(self._moments)), key=lambda n: abs(self._moments[n] - x))
        self.pointed.emit(nearest)

    def leaveEvent(self, event: Any) -> None:
        """The pointer went away."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def wheelEvent(self, event: Any) -> None:
        """The wheel belongs to the page."""
        event.ignore()
