"""The item model of annex table 2: what it shows, how it sorts, what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from datong_desktop.domain.year_book import YearBook
from datong_desktop.views.tables.score_table import FINAL, RANK, ScoreTable, changed_scores
from tests.views.score_desk import DECISION, case_book, datong, filled, second_scheme

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def shown(book: YearBook) -> ScoreTable:
    table = ScoreTable()
    table.set_book(book)
    return table


def column(table: ScoreTable, number: int) -> list[str]:
    return [str(table.index(row, number).data()) for row in range(table.rowCount())]


def test_model_obeys_the_rules_of_qt_while_it_is_filled_sorted_changed_and_emptied(qtbot: QtBot) -> None:
    table = ScoreTable()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    book = case_book("annex1_plain.xlsx")
    table.set_book(book)
    table.sort(9, DOWN)
    table.set_book(replace(book, figures={**book.figures, ("阳高县", "listed"): 3}))
    table.sort(3, UP)
    table.set_book(filled(second_scheme()))
    table.sort(-1)
    table.set_book(None)
    assert table.rowCount() == 0
    tester.deleteLater()


def test_columns_are_those_of_annex_table_2_and_the_rank() -> None:
    table = shown(case_book("annex1_plain.xlsx"))
    heads = [table.headerData(c, Qt.Orientation.Horizontal) for c in range(table.columnCount())]
    assert heads[0] == "县区"
    assert heads[1] == "建立工作机制情况得分\n5%"
    assert heads[5] == "省上市挂牌后备企业资源库入库企业数量得分\n10%"
    assert heads[-2:] == ["最终得分", "名次"]
    assert len(heads) == 11
    tip = table.headerData(8, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("上市企业数量得分（权重 30%）")
    assert "附件4 二（二）8" in tip
    assert "境内外正式上市" in tip


def test_blank_cells_make_provisional_marks_and_rows_that_wait() -> None:
    scheme = datong()
    book = filled(scheme)
    figures = {cell: v for cell, v in book.figures.items() if cell != ("天镇县", "listed")}
    table = shown(replace(book, figures=figures))
    row = scheme.districts.index("天镇县")
    assert str(table.index(row, 8).data()) == "未报"
    assert str(table.index(row, 9).data()) == "未报齐"
    assert str(table.index(row, 10).data()) == "–"
    assert str(table.index(0, 8).data()).endswith(" 暂")
    assert "暂" not in str(table.index(0, 1).data())  # the other columns are whole
    assert str(table.index(0, 9).data()).endswith(" 暂")
    assert "暂定" in str(table.index(0, 8).data(Qt.ItemDataRole.AccessibleTextRole))


def test_disqualified_district_keeps_its_row_without_scores() -> None:
    table = shown(replace(filled(datong()), decisions=(DECISION,)))
    row = table.districts.index("广灵县")
    texts = [str(table.index(row, c).data()) for c in range(1, 11)]
    assert texts == ["–"] * 8 + ["⊘ 取消参评资格", "–"]
    assert "取消参评资格" in str(table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.parametrize("order", [UP, DOWN])
def test_sorting_is_by_number_and_keeps_blanks_last(order: Qt.SortOrder) -> None:
    scheme = datong()
    figures = {c: v for c, v in filled(scheme).figures.items() if c != ("云冈区", "visits")}
    table = shown(replace(filled(scheme), figures=figures, decisions=(DECISION,)))
    table.sort(9, order)
    finals = [table.result(row).final for row in range(11)]
    known = [f for f in finals if f is not None]
    assert known == sorted(known, reverse=order == DOWN)
    assert finals[-2:] == [None, None]
    assert table.districts[-2:] == ("云冈区", "广灵县")


def test_ranks_of_two_digits_sort_as_numbers_and_ties_keep_the_annex_order() -> None:
    table = shown(case_book("annex1_plain.xlsx"))
    for order in (UP, DOWN):
        table.sort(10, order)
        ranks = [int(text) for text in column(table, 10)]
        assert ranks == sorted(ranks, reverse=order == DOWN)
        tied = [d for d, r in zip(table.districts, ranks, strict=True) if r == 1]
        assert tied == ["浑源县", "经开区"]


def test_persistent_indexes_follow_their_district_through_sorting() -> None:
    table = shown(case_book("annex1_plain.xlsx"))
    kept = {d: QPersistentModelIndex(table.index_of((d, FINAL))) for d in table.districts}
    table.sort(9, DOWN)
    assert {d: table.key(index) for d, index in kept.items()} == {d: (d, FINAL) for d in kept}
    table.sort(-1)
    assert table.districts == datong().districts


def test_sorting_stays_when_figures_change_and_goes_with_another_year() -> None:
    book = case_book("annex1_plain.xlsx")
    table = shown(book)
    table.sort(9, DOWN)
    table.set_book(replace(book, figures={**book.figures, ("阳高县", "listed"): 9}))
    assert table.sort_column == 9
    finals = [table.result(row).final for row in range(11)]
    assert finals == sorted(finals, reverse=True)
    table.set_book(replace(book, year=2023))
    assert table.sort_column is None
    assert table.districts == book.scheme.districts


def test_changed_scores_names_exactly_what_differs() -> None:
    book = case_book("annex1_plain.xlsx")
    assert changed_scores(book, replace(book, figures=dict(book.figures))) == ()
    after = replace(book, figures={**book.figures, ("平城区", "listed"): 5})
    found = set(changed_scores(book, after))
    expected = set()
    for old, new in zip(book.assessment.rows, after.assessment.rows, strict=True):
        expected |= {
            (new.district, m.indicator.id) for o, m in zip(old.marks, new.marks, strict=True) if o.points != m.points
        }
        expected |= {(new.district, FINAL)} if old.final != new.final else set()
        expected |= {(new.district, RANK)} if old.rank != new.rank else set()
    assert found == expected
    assert ("平城区", "listed") in found
    assert ("平城区", FINAL) in found


def test_second_scheme_shows_its_own_columns_and_three_places() -> None:
    book = filled(second_scheme(), 2024)
    table = shown(book)
    assert table.columnCount() == 9
    assert table.rowCount() == 13
    assert table.headerData(6, Qt.Orientation.Horizontal) == "上市企业数量分值\n32.5%"
    assert table.headerData(7, Qt.Orientation.Horizontal) == "总分"
    assert all(len(text.partition(".")[2]) == 3 for text in column(table, 7))
