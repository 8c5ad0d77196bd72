"""Lists of records in and out of the window: import with its preview, export of what is shown, the empty list."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from datong_desktop import paths, services
from datong_desktop import settings as settings_file
from datong_desktop.domain.progress import Progress
from datong_desktop.views import dialogs, long_work

if TYPE_CHECKING:
    from datong_desktop.services.changes import Changed
    from datong_desktop.services.list_export import Computed
    from datong_desktop.services.list_kind import ListKind
    from datong_desktop.services.list_plan import ImportPlan, RecordTable
    from datong_desktop.views.main_window import MainWindow

IMPORTABLE = "{title} (*.xlsx *.xlsm *.csv *.txt *.xls *.et);;所有文件 (*)"
WRITABLE = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv)"
MAPPINGS_KEPT = 40


class ListFlow(QObject):
    """Jobs on whole lists of one kind, for one window. ``kind`` is asked for when there is something to do: it loads SQLAlchemy."""

    def __init__(self, window: MainWindow, kind: Callable[[], ListKind]) -> None:
        super().__init__(window)
        self._kind = kind
        self._window = window
        self._workspace = window.workspace

    # -- in -----------------------------------------------------------------------------------------------

    def import_file(self) -> None:
        """Asks for a file and shows what importing it would do."""
        if self._writable():
            self._window.finish_editing()
            folder = self._window.settings.last_folder or paths.documents()
            title = self._kind().columns.title
            if chosen := dialogs.files.ask_open(self._window, f"导入{title}", folder, IMPORTABLE.format(title=title)):
                self.import_path(chosen)

    def import_path(self, path: Path) -> None:
        """Reads a file in a thread and shows the preview."""
        ledger = self._workspace.ledger
        if ledger is not None:
            self._import(path.name, partial(services.list_importing.read_list, self._kind(), ledger, path))

    def import_copied(self) -> None:
        """Shows what importing the list on the clipboard would do."""
        ledger, text = self._workspace.ledger, QGuiApplication.clipboard().text()
        if ledger is not None:
            importing, kind = services.list_importing, self._kind()
            self._import(importing.CLIPBOARD, lambda today, _: importing.read_copied(kind, ledger, text, today))

    def _import(self, source: str, read: Callable[[datetime.date, Progress], RecordTable]) -> None:
        ledger = self._workspace.ledger
        if ledger is None or not self._writable():
            return
        today, kept = datetime.date.today(), self._window.settings.list_columns
        importing, kind = services.list_importing, self._kind()

        def work(progress: Progress) -> tuple[RecordTable, ImportPlan]:
            table = read(today, progress.part(0, 0.6))
            known = table.mapped(kept.get(table.heading_set, {}))
            return table, importing.plan(kind, ledger, source, known, today, progress.part(0.6, 1))

        stop = long_work.Stop(f"已取消，{source} 什么也没有导入", at_once=True)
        long_work.start(self._window, f"正在读取 {source}…", work, lambda found: self._preview(today, *found), stop=stop)

    def _preview(self, today: datetime.date, table: RecordTable, plan: ImportPlan) -> None:
        ledger = self._workspace.ledger
        assert ledger is not None
        importing, kind = services.list_importing, self._kind()
        kept = dict(self._window.settings.list_columns.get(table.heading_set, {}))

        def replan(mapping: Mapping[str, str]) -> None:
            chosen = table.mapped({**kept, **mapping})
            work = lambda progress: importing.plan(kind, ledger, plan.source, chosen, today, progress)  # noqa: E731
            long_work.start(self._window, "正在重新核对…", work, dialog.show_plan)

        last_year = importing.last_fiscal_year(today)
        dialog = dialogs.list_import.ListImportDialog(plan, last_year, replan, self._window)
        if dialogs.ask(dialog):
            if dialog.mapping:
                self._remember(table.heading_set, {**kept, **dialog.mapping})
            self._apply(dialog.plan)

    def _remember(self, headings: str, mapping: dict[str, str]) -> None:
        """What a person set serves the next list with these headings."""
        settings = self._window.settings
        others = {key: value for key, value in settings.list_columns.items() if key != headings}
        settings.list_columns = {headings: mapping, **dict(list(others.items())[: MAPPINGS_KEPT - 1])}
        settings_file.save(settings)

    def _apply(self, plan: ImportPlan) -> None:
        ledger = self._workspace.ledger
        assert ledger is not None

        def done(changed: Changed) -> None:
            self._workspace.take_over(ledger, changed)

        long_work.start(
            self._window,
            f"正在导入 {plan.source}…",
            lambda progress: services.list_importing.apply(ledger, plan, progress),
            done,
            stop=long_work.Stop("已取消，没有导入，账套没有改动"),
        )

    # -- out ----------------------------------------------------------------------------------------------

    def export(self, ids: Sequence[str], columns: Sequence[str | Computed]) -> None:
        """Asks where to, and writes the records that are shown."""
        folder = Path(self._window.settings.last_folder or paths.documents())
        title = self._kind().columns.title
        if target := dialogs.files.ask_save(self._window, f"导出{title}", folder / f"{title}.xlsx", WRITABLE, ".xlsx", ".csv"):
            self.export_to(target, ids, columns)

    def export_to(self, target: Path, ids: Sequence[str], columns: Sequence[str | Computed]) -> None:
        ledger = self._workspace.ledger
        if ledger is None:
            return
        kind = self._kind()
        counted = kind.columns.counted

        def done(written: Path) -> None:
            folder = written.parent
            text = f"已导出 {len(ids)} {counted}到 {written}"
            self._window.bar.show_message("info", text, ("打开文件夹", lambda: dialogs.files.open_folder(folder)))

        long_work.start(
            self._window,
            f"正在导出 {len(ids)} {counted}…",
            lambda progress: services.list_export.export(kind, ledger, ids, columns, target, progress),
            done,
            stop=long_work.Stop("已取消，没有导出，什么也没有写"),
        )

    def write_template(self) -> None:
        """Asks where to, and writes the empty list to fill in."""
        folder = Path(self._window.settings.last_folder or paths.documents())
        kind = self._kind()
        start = folder / f"{kind.columns.title}（空白）.xlsx"
        if target := dialogs.files.ask_save(self._window, f"空白{kind.columns.title}", start, WRITABLE.split(";;")[0], ".xlsx"):
            long_work.start(
                self._window,
                "",
                lambda _: services.list_export.template(kind, target, datetime.date.today()),
                lambda written: self._window.say(f"已写出空白名单 {written}"),
            )

    def _writable(self) -> bool:
        if not self._workspace.writable:
            self._window.say("账套以只读方式打开，不能修改")
        return self._workspace.writable
