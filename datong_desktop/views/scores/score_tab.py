"""得分: annex table 2 with ranks, what is missing, the reason of every score, a chart. It shows and asks, never writes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from datong_desktop.domain.year_book import YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.views import theme
from datong_desktop.views.scores.chart_drawing import chart_image
from datong_desktop.views.scores.missing_list import MissingBar
from datong_desktop.views.scores.score_actions import make_actions
from datong_desktop.views.scores.score_chart import ChartArea
from datong_desktop.views.scores.score_view import ScoreView
from datong_desktop.views.scores.why_panel import WhyPanel
from datong_desktop.views.tables.score_table import ScoreKey, ScoreTable, changed_scores

PICTURE_WIDTH = 1080
FEW = 4
"""Rows of the table that must be seen before there is a chart below it."""
ROOMIER = 3
"""Above the lowest row of the chart, with type that is easy to read."""


class ScoreTab(QWidget):
    """Signals: ``jumpRequested(str district, str indicator_id)`` to a figure in the grid,
    ``disqualifyRequested(str district)``, ``requalifyRequested(str district)``, ``statusMessage(str)``."""

    jumpRequested = Signal(str, str)
    disqualifyRequested = Signal(str)
    requalifyRequested = Signal(str)
    statusMessage = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scoreTab")
        self._read_only = False
        self._stale = False
        self._line_moved = False
        self._book: YearBook | None = None
        self._seen: YearBook | None = None
        """What the clerk last saw here of this year."""
        self.table = ScoreTable(self)
        self.view = ScoreView(self.table)
        self.missing = MissingBar()
        self.chart_area = ChartArea()
        self._panel = WhyPanel()
        self._panel.hide()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("scoreSplitter")
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(self.chart_area)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.missing)
        layout.addWidget(self._splitter, 1)
        self.setFocusProxy(self.view)
        self._connect()

    def _connect(self) -> None:
        self._actions = make_actions(
            self,
            (
                lambda: self.view.copy(headings=False),
                lambda: self.view.copy(headings=True),
                lambda: self.view.sort_by(max(0, self.view.currentIndex().column())),
                self.view.restore_order,
                self._ask_disqualify,
                self._ask_requalify,
                self.copy_chart,
                self._toggle_chart,
            ),
        )
        self._actions["scoreShowChart"].setCheckable(True)
        self._actions["scoreShowChart"].setChecked(True)
        self.missing.list.chosen.connect(self.jumpRequested)
        self.view.opened.connect(self._jump)
        self.view.currentCellChanged.connect(self._show_cell)
        self.view.orderChanged.connect(self._sorted)
        self.view.menuRequested.connect(self._open_menu)
        self._splitter.splitterMoved.connect(self._keep_line)
        self.view.message.connect(self.statusMessage)
        self.chart_area.chart.districtClicked.connect(self._go_to_district)
        self._panel.copy_button.clicked.connect(lambda: self.statusMessage.emit("已复制得分说明"))
        self._update_actions()

    # -- what the window asks for -------------------------------------------------------------------------

    def show_book(self, book: YearBook | None, changed: Changed | None) -> None:
        """Show a year; after a change of the shown year (``changed`` given), changed scores flash: at once, or when
        the tab is next looked at."""
        before, self._book = self._book, book
        key = self.view.current_key()
        self.table.set_book(book)
        self.view.ensure_current(key)
        same = before is not None and book is not None and (before.year, before.scheme) == (book.year, book.scheme)
        if changed is None or not same:
            self._seen = None
            self.view.flashes.stop()
        if self.isVisible():
            self._refresh()
        else:
            self._stale = True  # nothing is computed that nobody sees

    def set_read_only(self, read_only: bool) -> None:
        """A ledger that is only looked at: nothing can be asked to be written."""
        self._read_only = read_only
        self._update_actions()

    def side_panel(self) -> WhyPanel:
        """The why-panel, for the window's right side."""
        return self._panel

    def actions_for_menu(self) -> list[QAction]:
        """What a menu offers while this tab is shown; each works by its key within the tab."""
        return list(self._actions.values())

    def set_compact(self, compact: bool) -> None:
        """Rows 24 px high instead of 30."""
        self.view.set_compact(compact)

    def show_found(self, district: str, indicator: str) -> None:
        """Show a row or column, the other one ("") as it is; the keys stay where they are."""
        if (here := self.view.current_key()) is not None:
            self.view.go_to((district or here[0], indicator or here[1]))

    # -- showing ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        self._stale = False
        if self._seen is not None and self._book is not None:
            self.view.flash(changed_scores(self._seen, self._book))
        self._seen = self._book
        self.missing.show_book(self._book)
        self._draw_chart()
        self._show_cell()
        self._column.activate()  # the bar above may have come or gone
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """The table gets the rows it has, the chart the rest, until the clerk moves the line between them. Both give way
        so that every district is seen in both, where the height allows it."""
        total, count = self._splitter.height() - self._splitter.handleWidth(), self.table.rowCount()
        if self._line_moved or not count:
            return
        if not self._show_chart(total):
            self.view.fit_rows((total, theme.ROW_LEAST))
            return
        least = self.chart_area.chart.least_height
        self.view.fit_rows((total - least - ROOMIER * count, theme.ROW_COMPACT), (total - least, theme.ROW_LEAST))
        chart = min(max(total - self.view.wanted_height, total // 6), self.chart_area.chart.wanted_height + theme.GAP)
        self._splitter.setSizes([total - chart, chart])

    def _show_chart(self, total: int) -> bool:
        """The chart comes and goes as the clerk wants it and a low window lets it."""
        least = self.view.height_without_rows + FEW * theme.ROW + self.chart_area.minimumHeight()
        shown = self._actions["scoreShowChart"].isChecked() and total >= least
        if shown == self.chart_area.isHidden():
            self.chart_area.setVisible(shown)
            self._draw_chart()
        return shown

    def _keep_line(self) -> None:
        self._line_moved = True

    def _draw_chart(self) -> None:
        if not self.chart_area.isHidden():
            self.chart_area.chart.show_book(self._book, self.table.districts)

    def _show_cell(self) -> None:
        key = self.view.current_key()
        if self._panel.isVisible() or self.isVisible():
            self._panel.show_cell(self._book, key)
        self.chart_area.chart.mark(key[0] if key else "")
        self._update_actions()

    def _sorted(self) -> None:
        self._draw_chart()
        self._update_actions()

    def _update_actions(self) -> None:
        key, book = self.view.current_key(), self._book
        out = book is not None and key is not None and key[0] in book.disqualified
        may_write = key is not None and not self._read_only
        a = self._actions
        for name in ("scoreCopy", "scoreCopyHeadings", "scoreSort"):
            a[name].setEnabled(key is not None)
        a["scoreAnnexOrder"].setEnabled(self.table.sort_column is not None)
        a["scoreDisqualify"].setEnabled(may_write and not out)
        a["scoreRequalify"].setEnabled(may_write and out)
        a["scoreCopyChart"].setEnabled(book is not None)

    def _go_to_district(self, district: str) -> None:
        key = self.view.current_key()
        self.view.go_to((district, key[1] if key else "#final"))
        self.view.setFocus()

    # -- acting -------------------------------------------------------------------------------------------

    def _jump(self, key: ScoreKey) -> None:
        """From a score to its figure; from a district, final or rank to its first blank, else its first figure."""
        assert self._book is not None
        district, what = key
        ids = [i.id for i in self._book.scheme.indicators]
        blanks = [i for d, i in self._book.assessment.missing if d == district]
        self.jumpRequested.emit(district, what if what in ids else (blanks or ids)[0])

    def _ask_disqualify(self) -> None:
        if key := self.view.current_key():
            self.disqualifyRequested.emit(key[0])

    def _ask_requalify(self) -> None:
        if key := self.view.current_key():
            self.requalifyRequested.emit(key[0])

    def copy_chart(self) -> None:
        """Put the chart on the clipboard as a picture, in grey on white, in the table's order."""
        if self._book is not None:
            image = chart_image(self._book, PICTURE_WIDTH, 0, self.table.districts, self.font())
            QGuiApplication.clipboard().setImage(image)
            self.statusMessage.emit("已把图表复制成图片，可粘贴到文档里")

    def _toggle_chart(self) -> None:
        wanted = self._actions["scoreShowChart"].isChecked()
        self.chart_area.setVisible(wanted)
        self._draw_chart()
        self._share_height()
        if wanted and self.chart_area.isHidden():
            self.statusMessage.emit("窗口太矮，放不下图表；窗口高一些就会显示")

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        a = self._actions
        menu.addActions([a["scoreCopy"], a["scoreCopyHeadings"]])
        menu.addSeparator()
        menu.addActions([a["scoreSort"], a["scoreAnnexOrder"]])
        menu.addSeparator()
        menu.addActions([a["scoreDisqualify"], a["scoreRequalify"]])
        menu.addSeparator()
        menu.addActions([a["scoreCopyChart"], a["scoreShowChart"]])
        menu.popup(at)
