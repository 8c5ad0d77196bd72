"""Colours, spacing and type of the window: one 8-pixel grid, one accent, light and dark (window.md)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from datong_desktop import paths

GAP = 8
MARGIN = 16
ROW = 30
ROW_COMPACT = 24
ROW_LEAST = 20
"""Where all rows shall be seen at once on a small screen: a line of type, as high as Excel's own rows."""
PANEL_WIDTH = 280

CHINESE_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)


@dataclass(frozen=True, slots=True)
class Colors:
    """Colour says state only, and always stands beside a sign."""

    accent: QColor
    accent_soft: QColor
    on_accent: QColor
    window: QColor
    base: QColor
    text: QColor
    muted: QColor
    line: QColor
    header: QColor
    amber: QColor
    red: QColor
    green: QColor
    blank: QColor
    flash: QColor
    dark: bool


def _colors(values: str, *, dark: bool) -> Colors:
    names = [f.name for f in fields(Colors) if f.name != "dark"]
    return Colors(**{name: QColor(f"#{v}") for name, v in zip(names, values.split(), strict=True)}, dark=dark)


#        accent soft   on_acc window base   text   muted  line   header amber  red    green  blank  flash
LIGHT = _colors(
    "1F5FA8 E3EDF8 FFFFFF F5F6F8 FFFFFF 1D2330 5F6875 D9DEE5 EEF1F4 A05E00 B3261E 2E7D32 8A929D FFEBA1", dark=False
)
DARK = _colors(
    "7FB2F0 2A3B52 10161E 1E2126 25292F E4E7EB A3ACB8 3C434D 2C3138 F0B35A FF8A80 7BC67E 7D8793 6A5814", dark=True
)

_current = LIGHT


def colors() -> Colors:
    """The colours in force; ask at paint time, they change with the look."""
    return _current


def prepare_font(app: QApplication) -> None:
    """The desktop's Chinese font in 10 pt, else the bundled one: a workstation may have none."""
    family = next((f for f in CHINESE_FONTS if QFontDatabase.hasFamily(f)), None)
    if family is None:
        added = QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / "NotoSansSC-Medium.ttf"))
        family = QFontDatabase.applicationFontFamilies(added)[0] if added >= 0 else app.font().family()
    font = QFont(family)
    font.setPointSizeF(10)
    app.setFont(font)


def apply(app: QApplication, look: str) -> None:
    """Set palette and stylesheet for ``light``, ``dark`` or ``auto`` (as the desktop says)."""
    global _current
    system_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _current = DARK if look == "dark" or (look == "auto" and system_dark) else LIGHT
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(_current))
    app.setStyleSheet(_stylesheet(_current))


def _palette(c: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, color in (
        (role.Window, c.window),
        (role.Base, c.base),
        (role.AlternateBase, c.base),
        (role.Button, c.base),
        (role.ToolTipBase, c.base),
        (role.Text, c.text),
        (role.WindowText, c.text),
        (role.ButtonText, c.text),
        (role.ToolTipText, c.text),
        (role.BrightText, c.red),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Link, c.accent),
        (role.PlaceholderText, c.blank),
        (role.Mid, c.line),
        (role.Midlight, c.line),
        (role.Dark, c.line),
        (role.Light, c.base),
        (role.Shadow, c.line),
    ):
        palette.setColor(name, color)
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, c.blank)
    return palette


def _stylesheet(c: Colors) -> str:
    template = Template((paths.resources() / "window.qss").read_text(encoding="utf-8"))
    names = {f.name: getattr(c, f.name).name() for f in fields(c) if f.name != "dark"}
    return template.substitute(
        names, icons=(paths.resources() / "icons").as_posix(), shade="dark" if c.dark else "light"
    )
