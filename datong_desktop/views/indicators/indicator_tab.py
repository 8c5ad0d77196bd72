"""指标填报: the grid of annex table 1 and the paper form of one district, two views of the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.views.indicators.cell_panel import CellPanel
from datong_desktop.views.indicators.figure_grid import FigureGrid
from datong_desktop.views.tables.figure_table import FigureTable
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.views.indicators.paper_form import PaperForm


class IndicatorTab(QWidget):
    """Signals: ``statusMessage(str)``, ``pasteFailed(str reason, str text)`` with the text that could not be pasted."""

    statusMessage = Signal(str)
    pasteFailed = Signal(str, str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("indicatorTab")
        self._workspace = workspace
        self.table = FigureTable(self._submit, self)
        self.grid = FigureGrid(self.table)
        self._paper: PaperForm | None = None
        self.panel = CellPanel(workspace)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.grid.message.connect(self.statusMessage)
        self.grid.needsHelp.connect(self.pasteFailed)
        self.grid.currentCellChanged.connect(self._show_cell)
        self.grid.menuRequested.connect(self._open_menu)
        self.panel.remark.stepped.connect(lambda _: self.focus_main())
        self._make_actions()

    @property
    def paper(self) -> PaperForm:
        """The paper form, made when it is first needed."""
        if self._paper is None:
            from datong_desktop.views.indicators.paper_form import PaperForm

            self._paper = PaperForm(self._workspace)
            self._paper.message.connect(self.statusMessage)
            self._paper.cellShown.connect(lambda *cell: self.grid.show_current(*cell))
            self._stack.addWidget(self._paper)
            self._paper.show_book(self._workspace.book)
        return self._paper

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        self.cut = self._action("剪切(&T)", "剪切选中的数字", self.grid.cut, QKeySequence(keys.Cut))
        self.copy = self._action(
            "复制(&C)", "复制选中的数字，可粘贴到 Excel、WPS", self.grid.copy, QKeySequence(keys.Copy)
        )
        self.paste = self._action("粘贴(&P)", "从 Excel、WPS 粘贴数字", self.grid.paste, QKeySequence(keys.Paste))
        self.clear = self._action("清除(&L)", "清除选中的数字，变为未报（Delete）", self.grid.clear_cells)
        self.fill_down = self._action(
            "向下填充(&D)", "用第一行填满选中的格子", lambda: self.grid.fill("down"), QKeySequence("Ctrl+D")
        )
        self.fill_right = self._action(
            "向右填充(&R)", "用第一列填满选中的格子", lambda: self.grid.fill("right"), QKeySequence("Ctrl+R")
        )
        self.next_blank = self._action(
            "下一个未报格(&N)", "跳到下一个没有填的格子", self.go_to_next_blank, QKeySequence("Ctrl+G")
        )
        self.history = self._action(
            "修改记录(&H)", "这个数字什么时候、由谁、从多少改成多少", self._show_history, QKeySequence("Ctrl+H")
        )
        self.remark = self._action("备注(&M)…", "给这个数字写备注", self.panel.edit_remark, QKeySequence("Shift+F2"))

    def actions_for_menu(self) -> list[QAction]:
        """What the 编辑 menu offers while this tab is shown."""
        return [
            self.cut,
            self.copy,
            self.paste,
            self.clear,
            self.fill_down,
            self.fill_right,
            self.next_blank,
            self.remark,
            self.history,
        ]

    def current_cell(self) -> Cell | None:
        return self.table.cell(self.grid.currentIndex())

    def _action(self, text: str, tip: str, act: object, key: QKeySequence | None = None) -> QAction:
        action = QAction(text, self)
        action.setToolTip(f"{tip}（{key.toString()}）" if key else tip)
        action.setStatusTip(tip)
        if key:
            action.setShortcut(key)
        action.triggered.connect(lambda _=False: act())  # type: ignore[operator]
        return action

    # -- showing ------------------------------------------------------------------------------------------

    def show_book(self, book: YearBook | None, changed: Changed | None) -> None:
        """Show a year; the current cell stays when only figures changed."""
        only = [(f.district, f.indicator) for f in changed.figures] if changed and changed.figures else None
        self.table.set_book(book, writable=self._workspace.writable, changed=only)
        if self._paper is not None:
            self._paper.show_book(book)
        if changed is None:
            for action in (self.cut, self.paste, self.clear, self.fill_down, self.fill_right, self.remark):
                action.setEnabled(book is not None and self._workspace.writable)
        if book is not None and not self.grid.currentIndex().isValid():
            self.grid.go(0, 0)
        self._show_cell()

    def _show_cell(self) -> None:
        self.panel.show_cell(self.current_cell())

    @property
    def paper_shown(self) -> bool:
        return self._paper is not None and self._stack.currentWidget() is self._paper

    def set_paper_shown(self, shown: bool) -> None:
        """Switch between grid and paper form, staying at the same figure."""
        if shown == self.paper_shown:
            return
        cell = self.table.cell(self.grid.currentIndex())
        if shown:
            self.grid.finish_editing()
            self._stack.setCurrentWidget(self.paper)
            if cell is not None:
                self.paper.show_district(*cell)
        elif self.paper.finish_editing():
            self._stack.setCurrentWidget(self.grid)
            book = self._workspace.book
            if book is not None:
                self.grid.go_to(self.paper.district.currentText(), cell[1] if cell else book.scheme.indicators[0].id)

    def go_to(self, district: str, indicator: str) -> None:
        """Put the cursor on a figure, in whichever view is shown."""
        if self.paper_shown:
            self.paper.show_district(district, indicator)
        self.grid.go_to(district, indicator)

    def may_turn(self) -> bool:
        """Commit what is being typed; False when the paper form must not turn to another district yet."""
        self.grid.finish_editing()
        return not self.paper_shown or self.paper.finish_editing()

    def show_found(self, district: str, indicator: str) -> None:
        """Show a row or column, the other one ("") as it is; the keys stay where they are."""
        if (here := self.current_cell()) is not None:
            self.grid.show_current(district or here[0], indicator or here[1])
            if self.paper_shown and district:
                self.paper.district.setCurrentText(district)

    def go_to_next_blank(self) -> None:
        book = self._workspace.book
        if book is None or not book.assessment.missing:
            self.statusMessage.emit("没有未报的格子")
            return
        missing = book.assessment.missing
        place = self.table.cell(self.grid.currentIndex())
        order = [(d, i.id) for d in book.scheme.districts for i in book.scheme.indicators]
        after = [cell for cell in missing if place and order.index(cell) > order.index(place)]
        self.go_to(*(after or list(missing))[0])

    def focus_main(self) -> None:
        (self.paper if self.paper_shown else self.grid).setFocus()

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait in the grid."""
        self.grid.finish_editing()
        sheet_ok = self._paper is None or self._paper.finish_editing()
        self.panel.remark.commit()
        return len(self.table.refused) + (0 if sheet_ok else 1)

    # -- acting -------------------------------------------------------------------------------------------

    def _submit(self, figures: Mapping[Cell, int | None], label: str) -> bool:
        return self._workspace.key_figures(figures, label) is not None

    def _show_history(self) -> None:
        self._show_cell()
        self.panel.focus_history()

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions([self.history, self.remark])
        menu.addSeparator()
        menu.addActions([self.cut, self.copy, self.paste, self.clear])
        menu.addSeparator()
        menu.addActions([self.fill_down, self.fill_right])
        menu.popup(at)
