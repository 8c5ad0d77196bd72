"""Door 1: the window. The only place that wires everything.

The window is painted before SQLAlchemy is even imported: the ledger opens in a thread and fills it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from datong_desktop import __version__, paths
from datong_desktop import settings as settings_file
from datong_desktop.views import crash, theme
from datong_desktop.views.collecting import UiThreadCollector
from datong_desktop.views.first_paint import FirstPaint
from datong_desktop.views.main_window import MainWindow


def main(argv: list[str]) -> int:
    """Open the window on the ledger named in ``argv`` (``--sample``: the sample), else on the last one.

    Returns the exit code.
    """
    crashed = crash.catch_crashes()
    app = make_application()
    settings = settings_file.load()
    theme.apply(app, settings.look)
    window = MainWindow(settings, whole=False)
    crash.ErrorReporter(window.tell_of_error).install()
    window.show()
    FirstPaint(window, lambda: _start(window, argv, bool(crashed)))
    UiThreadCollector(window)
    return app.exec()


def make_application() -> QApplication:
    """The application object with Chinese texts and font; one per process."""
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    with _chinese_locale():
        app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("datong")
    app.setApplicationVersion(__version__)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app.installTranslator(_MissingWords(app))  # the one installed last is asked first
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "datong.svg")))
    theme.prepare_font(app)
    return app


@contextmanager
def _chinese_locale() -> Iterator[None]:
    """Qt takes the system's locale from the environment when the application is made, and writes dates and sizes of its
    own dialogs by it (``QLocale.setDefault`` does not reach them). The environment itself stays as it was."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "zh_CN.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


class _MissingWords(QTranslator):
    """Words of Qt's file dialog that its own Chinese translation leaves out."""

    words = {"Drive": "磁盘", "Folder": "文件夹", "File Folder": "文件夹", "Alias": "快捷方式", "Shortcut": "快捷方式", "Unknown": "未知"}

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        return self.words.get(source) if context == "QAbstractFileIconProvider" else None


def screenshots(folder: Path, ledger: Path | None = None) -> tuple[Path, ...]:
    """Pictures of each tab with the sample (or another) ledger; for ``dev.py``."""
    from datong_desktop.views import pictures

    return pictures.take(make_application(), folder, ledger)


def _start(window: MainWindow, argv: list[str], crashed: bool) -> None:
    """After the first paint: the parts of the window, then the ledger."""
    mark("painted")
    window.complete()
    target = Path(argv[0]) if argv else window.settings.last_ledger
    if argv[:1] == ["--sample"]:
        target = window.ledger_flow.sample_copy()
    if target is not None:
        window.ledger_flow.open_first(target)
    FirstPaint(window.indicator_tab.grid.viewport(), lambda: mark("editable"))
    if crashed:
        window.bar.show_message("warning", "上次程序意外中断，已确认的数字都在。如果再次发生，请把日志交给维护人员。")


def mark(name: str) -> None:
    """A mark for ``dev.py bench`` on stderr."""
    if os.environ.get("DATONG_BENCH"):
        print(f"mark {name} {time.monotonic_ns()}", file=sys.stderr, flush=True)
