"""The headings of both tables on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyleOptionHeader
from pytestqt.qtbot import QtBot

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views.headings import heading_lines
from datong_desktop.views.indicators.figure_grid import FigureGrid
from datong_desktop.views.indicators.grid_headings import shown_heading
from datong_desktop.views.tables.figure_table import FigureTable
from tests.views.score_desk import datong, dressed


def test_names_keep_their_words_at_the_widths_of_a_small_screen(qtbot: QtBot) -> None:
    with dressed() as app:
        measure = QFontMetrics(app.font()).horizontalAdvance
        for room in range(72, 140, 4):
            for indicator in datong().indicators:
                lines = heading_lines(indicator.name, app.font(), room)
                assert max(map(measure, lines)) <= room
                assert min(map(len, lines)) > 1
                assert not any("“" in line and "”" not in line for line in lines)


def test_the_grid_draws_the_broken_name_with_the_sign_behind_the_weight(qtbot: QtBot) -> None:
    with dressed() as app:
        table = FigureTable(lambda figures, label: True)
        grid = FigureGrid(table)
        table.setParent(grid)
        qtbot.addWidget(grid)
        table.set_book(YearBook(2022, datong(), {}), writable=True)
        grid.resize(1085, 500)
        grid.show()
        option = QStyleOptionHeader()
        grid.horizontalHeader().initStyleOptionForIndex(option, 5)
        assert option.text == "“晋兴板”\n挂牌企业数量\n15%"
        width = grid.columnWidth(5)
        marked = shown_heading("“晋兴板”挂牌企业数量 ▲\n15%", app.font(), width)
        assert marked == "“晋兴板”\n挂牌企业数量\n15% ▲"
        assert shown_heading("合计", app.font(), width) == "合计"


def test_a_district_that_is_out_shows_so_before_any_warning(qtbot: QtBot) -> None:
    table, scheme = FigureTable(lambda figures, label: True), datong()
    out, same = scheme.districts[:2]
    figures = {(district, i.id): 1 for district in (out, same) for i in scheme.indicators}
    decision = Disqualification(2022, out, "虚报", None, "")
    table.set_book(YearBook(2022, scheme, figures, decisions=(decision,)), writable=True)
    heads = [table.headerData(row, Qt.Orientation.Vertical) for row in range(2)]
    assert heads == [f"{out} ⊘", f"{same} ▲"]
    assert "整行数字完全相同" in table.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
