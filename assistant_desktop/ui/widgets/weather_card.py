"""The weather on Today: now in a sentence, the next hours as a curve, and how old it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from assistant_desktop.ui import theme
from assistant_desktop.ui.language import tr, words
from assistant_desktop.ui.widgets.controls import column, label, line
from assistant_desktop.wording.weather_words import (
    degrees,
    details_text,
    sky_text,
    stale_text,
    temperature_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtGui import QPaintEvent

    from assistant_desktop.domain.weather import WeatherHour, WeatherReport, WeatherUnits

HOURS = 25
_EACH = 4
"""A number stands at every so many hours."""
_HIGH, _TOP, _BOTTOM = 116, 22, 22
_HEAVY_MM = 4.0
_AN_HOUR = timedelta(hours=1)


class HourlyPlot(QWidget):
    """Temperature as a curve with numbers, precipitation as bars from below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hours: Sequence[WeatherHour] = ()
        self._units: WeatherUnits | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(480, _HIGH)

    def show_hours(self, hours: Sequence[WeatherHour], units: WeatherUnits) -> None:
        """Draw these, and say them to who does not see."""
        self._hours, self._units = hours, units
        told = [
            f"{one.at:%H:%M} {temperature_text(one.temperature_c, units)}" for one in hours[::_EACH]
        ]
        self.setAccessibleName(tr("The next hours: {hours}", hours=", ".join(told)))
        self.setToolTip(self.accessibleName())
        self.setVisible(len(hours) > 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars, curve, numbers, hours."""
        if self._units is None or len(self._hours) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = self._points()
        self._draw_bars(painter, points)
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        painter.drawPath(path)
        self._draw_words(painter, points)
        painter.end()

    def _points(self) -> list[QPointF]:
        values = [one.temperature_c for one in self._hours]
        low, span = min(values), max(max(values) - min(values), 1.0)
        room = self.height() - _TOP - _BOTTOM - 8
        step = (self.width() - 48) / (len(values) - 1)
        return [
            QPointF(24 + number * step, _TOP + room * (1 - (value - low) / span))
            for number, value in enumerate(values)
        ]

    def _draw_bars(self, painter: QPainter, points: Sequence[QPointF]) -> None:
        colour = QColor(theme.colours().accent)
        colour.setAlphaF(0.3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        wide = max((points[1].x() - points[0].x()) * 0.6, 2)
        ground = self.height() - _BOTTOM
        for hour, point in zip(self._hours, points, strict=True):
            high = min(hour.precipitation_mm / _HEAVY_MM, 1) * (ground - _TOP)
            if high:
                painter.drawRect(QRectF(point.x() - wide / 2, ground - high, wide, max(high, 2)))

    def _draw_words(self, painter: QPainter, points: Sequence[QPointF]) -> None:
        assert self._units is not None
        shades, font = theme.colours(), QFont(self.font())
        font.setPixelSize(theme.CAPTION)
        painter.setFont(font)
        for number in range(0, len(points), _EACH):
            hour, point = self._hours[number], points[number]
            sign = f"{degrees(hour.temperature_c, self._units)}°".replace("-", "\u2212")
            painter.setPen(QColor(shades.text))
            above = QRectF(point.x() - 24, point.y() - 20, 48, 16)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, sign)
            painter.setPen(QColor(shades.quiet))
            below = QRectF(point.x() - 24, self.height() - 18, 48, 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{hour.at:%H:%M}")


class WeatherCard(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        inside = column(self, gap=theme.SPACE_8, margin=theme.SPACE_16)
        head = line()
        self.degrees = label("", "title")
        self.sky = label("", "lead", wraps=True)
        head.addWidget(self.degrees)
        head.addWidget(self.sky, 1)
        inside.addLayout(head)
        self.said = label("", "quiet", wraps=True, selectable=True)
        self.plot = HourlyPlot()
        self.age = label("", "caption", wraps=True)
        for widget in (self.said, self.plot, self.age):
            inside.addWidget(widget)
        self.hide()

    def show_report(self, report: WeatherReport, now: datetime) -> None:
        """Show a report; `now` is in the user's zone."""
        said, units = words(), report.units
        self.degrees.setText(temperature_text(report.now.temperature_c, units))
        self.sky.setText(" · ".join((report.place.name, sky_text(said, report.now.code))))
        self.said.setText(details_text(said, report))
        hours = [one for one in report.hours if one.at > now - _AN_HOUR][:HOURS]
        self.plot.show_hours(hours, units)
        age = f"{stale_text(said, report, now)} Open-Meteo.com"  # its licence asks to be named
        self._tell_age(age, "amber" if report.is_stale else "caption")
        for widget in (self.degrees, self.sky, self.said):
            widget.show()
        self.show()

    def show_trouble(self, sentence: str) -> None:
        """Nothing is known, and why."""
        for widget in (self.degrees, self.sky, self.said, self.plot):
            widget.hide()
        self._tell_age(sentence, "amber")
        self.show()

    def _tell_age(self, text: str, kind: str) -> None:
        self.age.setProperty("kind", kind)
        self.age.style().unpolish(self.age)
        self.age.style().polish(self.age)
        self.age.setText(text)
