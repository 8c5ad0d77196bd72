"""Everything of the score tab in sight at once on small screens: every district in table and chart, every column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop.views import theme
from datong_desktop.views.scores.score_header import _level
from tests.views.score_desk import CHANGED, DECISION, ScoreDesk, case_book
from tests.views.windows import Seat, make_ledger


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize(("width", "height"), [(1366, 749), (1366, 698), (1280, 690)])
def test_all_districts_and_columns_are_seen_under_a_message(
    qtbot: QtBot, tmp_path: Path, width: int, height: int
) -> None:
    """1366×768 with a title bar, the same with a task bar too, and 1920×1080 at 150 %."""
    seat = Seat(qtbot).open(make_ledger(tmp_path / "考核.datong", figures=True))
    seat.window.resize(width, height)
    seat.window.bar.show_message("info", "这是样例账套，数据是编的，可以随便改。", ("新建自己的账套…", lambda: None))
    grid = seat.tab.grid
    assert grid.horizontalScrollBar().maximum() == 0
    assert grid.verticalScrollBar().maximum() == 0
    seat.window.show_tab(1)
    tab = seat.window.score_tab
    bars = tab.chart_area.verticalScrollBar(), tab.view.verticalScrollBar(), tab.view.horizontalScrollBar()
    qtbot.waitUntil(lambda: [bar.maximum() for bar in bars] == [0, 0, 0], timeout=2000)
    assert theme.ROW_LEAST <= tab.view.rowHeight(0) <= theme.ROW
    seat.window.bar.hide()
    qtbot.waitUntil(lambda: tab.chart_area.height() > tab.chart_area.chart.least_height)


@pytest.mark.usefixtures("program_look")
def test_rows_come_back_when_there_is_room_or_the_chart_folds_away(qtbot: QtBot) -> None:
    desk = ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))
    desk.window.resize(1280, 490)
    assert theme.ROW_LEAST <= desk.view.rowHeight(0) < theme.ROW_COMPACT
    desk.tab._actions["scoreShowChart"].trigger()
    assert desk.view.rowHeight(0) == theme.ROW
    desk.tab._actions["scoreShowChart"].trigger()
    desk.window.resize(1280, 900)
    assert desk.view.rowHeight(0) == theme.ROW
    desk.tab.set_compact(True)
    assert desk.view.rowHeight(0) == theme.ROW_COMPACT
    desk.tab.set_compact(False)
    desk.window.resize(1280, 300)  # nothing would make them fit: comfortable rows that scroll
    assert desk.view.rowHeight(0) == theme.ROW


def test_a_long_name_gets_more_width_where_that_saves_a_line_for_all(qtbot: QtBot) -> None:
    desk = ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))
    desk.window.resize(1366, 640)
    names = [i.name for i in desk.table.book.scheme.indicators]  # type: ignore[union-attr]
    widths = [desk.view.columnWidth(column) for column in range(1, len(names) + 1)]
    longest = max(range(len(names)), key=lambda n: len(names[n]))
    assert widths[longest] == max(widths) > min(widths)
    assert sum(widths) + sum(desk.view.columnWidth(c) for c in (0, 9, 10)) == desk.view.viewport().width()


def test_level() -> None:
    assert _level([10, 20, 90], 180) == [45, 45, 90]
    assert _level([10, 20, 90], 120) == [10, 20, 90]
    assert _level([10, 10, 10], 32) == [10, 10, 10]


def test_a_low_window_shows_rows_before_it_shows_a_chart(qtbot: QtBot) -> None:
    desk = ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))
    said: list[str] = []
    desk.tab.statusMessage.connect(said.append)
    desk.window.resize(911, 260)
    assert desk.tab.chart_area.isHidden()
    show = desk.tab._actions["scoreShowChart"]
    show.trigger()
    show.trigger()
    assert "窗口太矮" in said[-1]
    desk.window.resize(911, 700)
    assert desk.tab.chart_area.isVisible()


def test_the_first_district_that_is_out_gets_room_for_its_words(qtbot: QtBot) -> None:
    book = case_book("annex1_plain.xlsx")
    desk = ScoreDesk(qtbot, book)
    narrow = desk.view.columnWidth(desk.table.final_column)
    desk.tab.show_book(replace(book, decisions=(DECISION,)), CHANGED)
    words = desk.view.fontMetrics().horizontalAdvance("⊘ 取消参评资格")
    assert narrow < words + theme.GAP <= desk.view.columnWidth(desk.table.final_column)
    desk.tab.show_book(book, CHANGED)
    assert desk.view.columnWidth(desk.table.final_column) == narrow
