"""What of the dependencies' files the bundle leaves out: it halves its size.

Each rule names data that no code of ours reads.
"""

import re
from pathlib import PurePath

LANGUAGES = {"en", "ru"}
# Google describes 400 services in JSON; we talk to one.
GOOGLE_SERVICES = ("calendar",)
# Qt's plugins that a window, a tray icon and an icon image need.
QT_PLUGINS = {
    *(
        "platforms",
        "platformthemes",
        "platforminputcontexts",
        "styles",
        "iconengines",
        "accessible",
    ),
    *("imageformats", "xcbglintegrations", "wayland-shell-integration"),
    *("wayland-decoration-client", "wayland-graphics-integration-client"),
}
# Screens without a desktop, and GTK's theme, which would bring a GTK of its own.
_PLUGIN_UNUSED = re.compile(r"(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc|direct2d|gtk3)")
_GTK = re.compile(
    r"lib(gtk-3|gdk-3|gdk_pixbuf|atk|atspi|cairo|epoxy|pango|harfbuzz|fribidi|thai|datrie|pixman)"
)
_QT_LANGUAGE = re.compile(r"(qt|qtbase)_(\w+)\.qm$")
# What those asked for; nothing that stays does. Not libglib itself: Qt's loop runs on it.
_ORPHANS = re.compile(r"lib(gio-2|gobject-2|gmodule-2|mount|blkid|jpeg|Xdamage)\b")
# Libraries behind Qt modules that nothing imports; they come along with plugins that do not stay.
_QT_UNUSED = re.compile(r"Qt6(Qml|Quick|Network|Pdf|VirtualKeyboard|Sql|Test|Designer|Help)")


def keep_data(name: str) -> bool:
    """Whether a data file, named by its place in the bundle, stays."""
    path = PurePath(name.replace("\\", "/"))
    parts = path.parts
    if len(parts) > 1 and {"tests", "test"} & set(parts[1:-1]) and parts[0] != "assistant_desktop":
        return False  # of the dependencies themselves
    if "discovery_cache" in parts and path.suffix == ".json":
        return path.name.startswith(tuple(f"{service}." for service in GOOGLE_SERVICES))
    if parts[:2] == ("babel", "locale-data"):
        return path.stem == "root" or path.stem.split("_")[0] in LANGUAGES
    if "translations" in parts and path.suffix == ".qm":
        language = _QT_LANGUAGE.match(path.name)
        return language is not None and language.group(2) in LANGUAGES
    if parts[0] in {"holidays", "apprise"} and path.suffix in {".mo", ".po"}:
        return bool(LANGUAGES & {part.split("_")[0] for part in parts})
    return True


def keep_library(name: str) -> bool:
    """Whether a shared library or Qt plugin, named by its place in the bundle, stays."""
    path = PurePath(name.replace("\\", "/"))
    parts = path.parts
    if "plugins" in parts and "PySide6" in parts:
        kind = parts[parts.index("plugins") + 1]
        return kind in QT_PLUGINS and _PLUGIN_UNUSED.search(path.name) is None
    unused = _GTK.match(path.name) or _QT_UNUSED.search(path.name) or "eglfs" in path.name.lower()
    return not (unused or _ORPHANS.match(path.name) or "mtmd" in path.name)
