"""The look of the one application all tests share: changed for a while, then as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from datong_desktop.views import theme


@contextmanager
def kept(app: QApplication) -> Iterator[QApplication]:
    """Whatever happens to style sheet, palette, style and font within is undone at the end; nothing is touched otherwise:
    each widget there is would be polished anew."""
    sheet, palette, style, font = app.styleSheet(), app.palette(), app.style().objectName(), app.font()
    try:
        yield app
    finally:
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # closed windows are gone, or they would be polished anew
        if app.styleSheet() != sheet:
            theme.apply(app, "light")  # what the program's own colours are from now on
            app.setStyleSheet(sheet)
        if app.style().objectName() != style:
            app.setStyle(style)
        if app.palette() != palette:
            app.setPalette(palette)
        if app.font() != font:
            app.setFont(font)


@contextmanager
def of_the_program(app: QApplication) -> Iterator[QApplication]:
    """Font and style sheet as in the program, where every pixel counts."""
    with kept(app):
        theme.prepare_font(app)
        theme.apply(app, "light")
        yield app
