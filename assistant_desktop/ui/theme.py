"""Colours, sizes and spaces: the only place that knows them, and the one style sheet."""

import colorsys
import os
import sys
from dataclasses import dataclass
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from assistant_desktop.resource_files import locate
from assistant_desktop.ui.style_sheet import SHEET

Choice = Literal["system", "light", "dark"]

CAPTION, BODY, LEAD, TITLE, HERO = 12, 13, 15, 18, 24
LINE_HEIGHT_PERCENT = 145
SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, SPACE_32 = 4, 8, 12, 16, 24, 32
RADIUS, CARD_RADIUS = 8, 12
TARGET = 32
ICON = 20
LABEL = 176
"""The least width of words beside a field: fields of neighbouring groups stand in one line."""
MEASURE = 680
MOTION_MS = 120
TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. `bubble`, `hover`, `code` and `selection` are grounds for `text`."""

    is_dark: bool
    ground: str
    surface: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    bubble: str
    hover: str
    code: str
    selection: str
    amber: str
    orange: str
    red: str

    def level(self, number: int) -> str:
        """The colour of an escalation level; a word or shape always stands beside it."""
        return (self.accent, self.amber, self.orange, self.red)[min(max(number, 0), 3)]


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", as WCAG 2 defines it."""

    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blend(over: str, ground: str, share: float) -> str:
    """`share` of one colour laid over another."""
    parts = [
        round(int(over[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    ]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def readable(colour: str, grounds: tuple[str, ...], *, dark: bool) -> str | None:
    """`colour` moved in lightness until text in it can be read on all grounds."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels)
    for step in range(101):
        moved = lightness + step / 100 if dark else lightness - step / 100
        if not 0 <= moved <= 1:
            return None
        rgb = colorsys.hls_to_rgb(hue, moved, saturation)
        tried = "#{:02X}{:02X}{:02X}".format(*(round(part * 255) for part in rgb))
        if all(contrast(tried, ground) >= TEXT_CONTRAST for ground in grounds):
            return tried
    return None


def scheme(*, dark: bool, system_accent: str | None = None) -> Colours:
    """All colours of the light or the dark scheme, around the system's accent where it fits."""
    ground, surface = ("#16181C", "#1E2126") if dark else ("#FFFFFF", "#F6F7F9")
    text, quiet = ("#E8EAED", "#9AA3AF") if dark else ("#1B1F24", "#5B6470")
    own = "#7AA2FF" if dark else "#2F5FE0"
    accent = own
    if system_accent is not None:
        accent = readable(system_accent, (ground, surface), dark=dark) or own
    return Colours(
        is_dark=dark,
        ground=ground,
        surface=surface,
        line="#2C3138" if dark else "#E3E6EA",
        edge="#6B7480" if dark else "#858D98",
        text=text,
        quiet=quiet,
        accent=accent,
        on_accent="#101216" if dark else "#FFFFFF",
        bubble=_tint(accent, (accent, quiet), ground, 0.16 if dark else 0.10),
        hover=blend(text, surface, 0.06),
        code="#1E2126" if dark else "#F6F7F9",
        selection=blend(accent, ground, 0.34 if dark else 0.22),
        amber="#F0B45A" if dark else "#8F5200",
        orange="#FF8A5B" if dark else "#C2410C",
        red="#FF6B60" if dark else "#B42318",
    )


def _tint(accent: str, texts: tuple[str, ...], ground: str, share: float) -> str:
    """The ground with a little accent in it: as much as leaves these texts readable."""
    while share > 0:
        tinted = blend(accent, ground, share)
        if all(contrast(text, tinted) >= TEXT_CONTRAST for text in texts):
            return tinted
        share -= 0.01
    return ground


_CALENDARS_LIGHT = (
    *("#2F5FE0", "#B4540A", "#1B7F4B", "#A32A8C"),
    *("#0F7C8A", "#B42318", "#6A4BC4", "#6B6A00"),
)
_CALENDARS_DARK = (
    *("#7AA2FF", "#F0B45A", "#5CCB8F", "#F08AD8"),
    *("#5FC9D8", "#FF8B82", "#B79CFF", "#CFCB5A"),
)


def calendar_colours(number: int) -> tuple[str, str]:
    """The colour of a calendar, and the ground that its events lie on: text is read on both."""
    shades = colours()
    hues = _CALENDARS_DARK if shades.is_dark else _CALENDARS_LIGHT
    hue = hues[number % len(hues)]
    return hue, blend(hue, shades.ground, 0.20 if shades.is_dark else 0.13)


class Theme(QObject):
    """The scheme in force; `changed` when the user or the system picks another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"
        self.colours = scheme(dark=False)
        self._watching = False

    def use(self, choice: Choice) -> None:
        """Dress the whole application."""
        self.choice = choice
        if not self._watching:
            self._watching = True
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
            QApplication.setStyle("Fusion")
        self.colours = scheme(dark=self._is_dark(), system_accent=system_accent())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setFont(body_font())
            app.setPalette(_palette(self.colours))
            app.setStyleSheet(_sheet(self.colours))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self.choice != "system":
            return self.choice == "dark"
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _system_changed(self) -> None:
        if self.choice == "system":
            self.use("system")


_themes: list[Theme] = []


def theme() -> Theme:
    """The application's theme."""
    if not _themes:
        _themes.append(Theme())
    return _themes[0]


def colours() -> Colours:
    """The colours in force."""
    return theme().colours


def system_accent() -> str | None:
    """The accent colour the user gave their desktop, None where it has none."""
    accent = QGuiApplication.palette().color(QPalette.ColorRole.Accent).name().upper()
    told = sys.platform in {"win32", "darwin"} or os.environ.get("XDG_CURRENT_DESKTOP") == "KDE"
    return accent if told else None


def motion_ms() -> int:
    """How long a movement takes: nothing where the system asks for none."""
    still = os.environ.get("GTK_ENABLE_ANIMATIONS") == "0"
    effects = QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return 0 if still or not effects else MOTION_MS


def body_font() -> QFont:
    """The system's font at body size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(BODY)
    return font


def sized_font(pixels: int, *, strong: bool = False) -> QFont:
    """The system's font at another size."""
    font = body_font()
    font.setPixelSize(pixels)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def code_font() -> QFont:
    """Monospace, for code only."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(CAPTION)
    return font


def dress(widget: QWidget, kind: str) -> None:
    """Give a widget one of the style sheet's kinds, or another than it had."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _palette(shades: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    pairs = {
        role.Window: shades.ground,
        role.Base: shades.ground,
        role.AlternateBase: shades.surface,
        role.Button: shades.surface,
        role.WindowText: shades.text,
        role.Text: shades.text,
        role.ButtonText: shades.text,
        role.ToolTipBase: shades.surface,
        role.ToolTipText: shades.text,
        role.PlaceholderText: shades.quiet,
        role.Highlight: shades.selection,
        role.HighlightedText: shades.text,
        role.Link: shades.accent,
        role.LinkVisited: shades.accent,
        role.Accent: shades.accent,
        role.Mid: shades.line,
        role.Midlight: shades.line,
        role.Dark: shades.edge,
        role.Light: shades.surface,
        role.Shadow: shades.edge,
    }
    for which, colour in pairs.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(shades.quiet))
    return palette


def _sheet(shades: Colours) -> str:
    names = {name: getattr(shades, name) for name in shades.__slots__ if name != "is_dark"}
    sizes = {"caption": CAPTION, "body": BODY, "lead": LEAD, "title": TITLE, "hero": HERO}
    faint = blend(shades.accent, shades.ground, 0.12)
    tick = "tick-dark" if shades.is_dark else "tick-light"
    pictures = {"chevron": _picture("chevron-any"), "tick": _picture(tick)}
    return Template(SHEET).substitute(
        names, **sizes, **pictures, radius=RADIUS, card=CARD_RADIUS, target=TARGET, faint=faint
    )


def _picture(name: str) -> str:
    path = locate(f"icons/{name}.svg").as_posix()
    return f'url("{path}")'
