"""Pictures of a story: brought by the service where they are switched on, decoded in a thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from assistant_desktop.in_thread import in_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

_MOST = 8
_DECODE_LIMIT_S = 5.0
_WIDEST, _MOST_PIXELS = 1200, 40_000_000
_MOST_MB = 128


async def load_pictures(
    bring: Callable[[str], Awaitable[bytes | None]], addresses: Sequence[str]
) -> dict[str, QImage]:
    """Those that could be had, by their addresses."""
    found: dict[str, QImage] = {}
    for address in addresses[:_MOST]:
        body = await bring(address)
        if body is None:
            continue
        try:
            picture = await in_thread("pictures", partial(decoded, body), _DECODE_LIMIT_S)
        except TimeoutError:
            continue
        if not picture.isNull():
            found[address] = picture
    return found


def decoded(body: bytes) -> QImage:
    """A picture, no wider than a page; a null one where it is none or too large. Blocks."""
    QImageReader.setAllocationLimit(_MOST_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(body))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    if size.width() > _WIDEST:
        reader.setScaledSize(QSize(_WIDEST, max(size.height() * _WIDEST // size.width(), 1)))
    return reader.read()
