"""The chime: Qt's own player where it is installed, else the system's, else a beep."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from assistant_desktop.in_thread import in_thread
from assistant_desktop.resource_files import locate

_log = logging.getLogger(__name__)
LIMIT_S = 6.0
_PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"), ("afplay",))
_kept: list[object] = []


async def play_chime() -> None:
    """Sound once; a system without sound beeps or stays silent."""
    path = locate("sounds/chime.wav")
    if _play_with_qt(path):
        return
    try:
        played = await in_thread("sound", lambda: _play_with_system(path), LIMIT_S)
    except TimeoutError:
        played = True
    if not played:
        QApplication.beep()


def _play_with_qt(path: Path) -> bool:
    """QtMultimedia is no part of what we install; it may be there all the same."""
    if importlib.util.find_spec("PySide6.QtMultimedia") is None:
        return False
    from PySide6.QtMultimedia import QSoundEffect

    effect = QSoundEffect()
    effect.setSource(QUrl.fromLocalFile(str(path)))
    effect.play()
    _kept[:] = [effect]
    return True


def _play_with_system(path: Path) -> bool:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return True
    for player in _PLAYERS:
        if shutil.which(player[0]) is None:
            continue
        ended = subprocess.run(
            [*player, str(path)], capture_output=True, timeout=LIMIT_S, check=False
        )
        if ended.returncode == 0:
            return True
        _log.info("%s did not play: %s", player[0], ended.stderr[:200])
    return False
