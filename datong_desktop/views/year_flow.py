"""What the 年度 and 数据 menus do: years, import, table heads, disqualification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.views import dialogs, long_work
from datong_desktop.views.tables.figure_table import READ_ONLY

if TYPE_CHECKING:
    from datong_desktop.services.importing import ImportPreview
    from datong_desktop.views.main_window import MainWindow

IMPORTABLE = "指标表 (*.xlsx *.xlsm *.csv *.txt *.xls *.et);;所有文件 (*)"


class YearFlow(QObject):
    """Jobs on the shown year, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    # -- years --------------------------------------------------------------------------------------------

    def create(self) -> None:
        if not self._writable() or not self._window.may_leave():
            return
        dialog = dialogs.forms.NewYearDialog(self._workspace.years, self._window)
        if dialogs.ask(dialog):
            self._workspace.perform(services.assessment.create_year, dialog.number(), dialog.scheme.text)
            self._window.indicator_tab.grid.go(0, 0)
            self._window.focus_tab()

    def delete(self) -> None:
        book = self._workspace.book
        if book is None or not self._writable() or not self._window.may_leave():
            return
        if dialogs.ask(dialogs.forms.DeleteYearDialog(book, self._window)):
            self._workspace.perform(services.assessment.delete_year, book.year)

    def turn(self, by: int) -> None:
        """Switch to the next (+1) or previous (-1) year of the ledger."""
        book, years = self._workspace.book, sorted(self._workspace.years)
        if book is None:
            return
        place = years.index(book.year) + by
        if 0 <= place < len(years):
            self._window.choose_year(years[place])
        else:
            self._window.say("没有更晚的年度" if by > 0 else "没有更早的年度")

    def edit_head(self) -> None:
        book = self._workspace.book
        if book is None or not self._writable():
            return
        dialog = dialogs.forms.HeadDialog(book, self._window)
        if dialogs.ask(dialog) and dialog.head() != (book.reporting_unit, book.signatures):
            self._workspace.perform(services.assessment.set_head, book.year, *dialog.head())

    def disqualify(self) -> None:
        """Ask for the decision on the current district."""
        book, district = self._workspace.book, self._window.current_district()
        if book is None or not district or not self._writable():
            return
        self._window.finish_editing()
        dialog = dialogs.disqualify.DisqualifyDialog(book, district, self._window)
        if dialogs.ask(dialog):
            self._workspace.perform(services.assessment.disqualify, dialog.decision())

    def requalify(self) -> None:
        """Take back the decision on the current district."""
        book, district = self._workspace.book, self._window.current_district()
        if book is not None and self._writable() and (decision := book.disqualified.get(district)):
            self._workspace.perform(services.assessment.requalify, decision.year, district)

    # -- import -------------------------------------------------------------------------------------------

    def import_file(self) -> None:
        if self._workspace.book is None or not self._writable():
            return
        self._window.finish_editing()
        folder = self._window.settings.last_folder or paths.documents()
        if chosen := dialogs.files.ask_open(self._window, "导入指标表", folder, IMPORTABLE):
            self.import_path(chosen)

    def import_path(self, path: Path) -> None:
        """Read a file in a thread and show the preview."""
        book = self._workspace.book
        if book is None or not self._writable():
            return
        long_work.start(
            self._window,
            f"正在读取 {path.name}…",
            lambda _: services.importing.preview_file(book, path),
            lambda preview: self._show_preview(preview, lambda: self.import_path(path)),
            stop=long_work.Stop(f"已取消，{path.name} 什么也没有导入", at_once=True),
        )

    def import_clipboard(self) -> None:
        """Paste a whole table by the names of districts and indicators in it."""
        self.import_text(QGuiApplication.clipboard().text())

    def import_text(self, text: str) -> None:
        book = self._workspace.book
        if book is None or not self._writable():
            return
        self._window.finish_editing()
        try:
            self._show_preview(services.importing.preview_text(book, text), lambda: self.import_text(text))
        except Refused as refusal:
            self._window.bar.show_message("error", str(refusal))

    def _show_preview(self, preview: ImportPreview, again: Callable[[], None]) -> None:
        dialog = dialogs.import_preview.ImportPreviewDialog(preview, self._window, self._workspace.years)
        if dialogs.ask(dialog):
            self._workspace.perform(lambda ledger: services.importing.apply(ledger, preview, year_confirmed=True))
        elif dialog.other_year is not None and self._go_to_year(dialog.other_year):
            again()

    def _go_to_year(self, year: int) -> bool:
        """Show a year, a new one when the ledger has none such; False when that could not be done (and it was said)."""
        if year in self._workspace.years:
            self._window.choose_year(year)
        elif self._window.may_leave():
            self._workspace.perform(services.assessment.create_year, year)
        return self._workspace.book is not None and self._workspace.book.year == year

    # -- plumbing -----------------------------------------------------------------------------------------

    def _writable(self) -> bool:
        if not self._workspace.writable:
            self._window.say(READ_ONLY)
        return self._workspace.writable
