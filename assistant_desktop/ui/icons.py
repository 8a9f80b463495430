"""The outline icons, tinted in any colour and sharp at any scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from assistant_desktop.resource_files import locate
from assistant_desktop.ui.theme import ICON, colours


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """One icon as a picture for a screen of that ratio."""
    text = locate(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: str | None = None, size: int = ICON) -> QIcon:
    """An icon in the text's colour, or in another."""
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    made = QIcon(pixmap(name, colour or colours().text, size, ratio))
    made.addPixmap(pixmap(name, colours().quiet, size, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def app_icon(count: int = 0) -> QIcon:
    """The product's icon; with a number, how many reminders wait."""
    made = QIcon()
    for size in (16, 22, 24, 32, 48, 64, 128):
        image = pixmap("app", "", size, 1.0).copy()
        if count:
            _draw_count(image, count)
        made.addPixmap(image)
    return made


def _draw_count(image: QPixmap, count: int) -> None:
    size = image.width()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = size * 0.62
    spot = QRectF(size - side, size - side, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#B42318"))
    painter.drawEllipse(spot)
    font = QFont()
    font.setPixelSize(max(round(side * 0.7), 6))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#FFFFFF"))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(count) if count < 10 else "9+")
    painter.end()
