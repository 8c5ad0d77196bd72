"""Preview and export of whatever the shown tab offers to print (``TabBody.printables``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.views import dialogs, long_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datong_desktop.services.printables import Printable
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.tab_body import TabBody


class PrintFlow(QObject):
    """预览打印 and 全部导出, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def preview(self) -> None:
        """Show what the tab prints, page by page."""
        if printables := self._printables():
            tab = self._tab
            dialogs.ask(dialogs.preview.PreviewDialog(tab.subject(), printables, self._window, first=tab.usual))

    def export_all(self) -> None:
        """Every file the tab prints, into a folder the clerk chooses."""
        if printables := self._printables():
            folder = self._window.settings.last_folder or paths.documents()
            title = f"导出{self._window.shown_place.papers}到文件夹"
            if chosen := dialogs.files.ask_folder(self._window, title, folder):
                self.export_to(chosen, printables)

    def export_to(self, folder: Path, printables: Sequence[Printable]) -> None:
        """In a thread; cancelled, nothing in the folder is changed."""
        doubt = self._tab.doubt()

        def done(files: tuple[Path, ...]) -> None:
            told = f"已导出 {len(files)} 个文件到 {folder}" + (f"。{doubt[0]}" if doubt else "")
            buttons = [*([doubt[1:]] if doubt else []), ("打开文件夹", lambda: dialogs.files.open_folder(folder))]
            self._window.bar.show_message("info", told, *buttons)

        long_work.start(
            self._window,
            f"正在导出 {len(services.printables.together(printables))} 个文件…",
            lambda progress: services.printables.save_together(printables, folder, progress),
            done,
            stop=long_work.Stop("已取消，没有导出，文件夹里什么也没有改动"),
        )

    @property
    def _tab(self) -> TabBody:
        return self._window.tab(self._window.shown_tab.name)

    def _printables(self) -> Sequence[Printable]:
        """What the shown tab prints; nothing while a refused text waits, or when the ledger says why it can't be read."""
        if not self._window.may_print():
            return ()
        try:
            found = self._tab.printables()
        except Refused as refusal:
            self._window.bar.show_message("error", str(refusal))
            return ()
        if doubt := self._tab.doubt():
            text, words, mend = doubt
            self._window.bar.show_message("warning", f"{text}。写了说明再打印就没有。", (words, mend), until_saved=True)
        return found
