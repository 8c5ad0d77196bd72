"""Every score of the case workbooks, walked through by keyboard: what the table shows is what was expected."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.year_book import YearBook
from tests.views.score_desk import DATA, EXPECTED, SCORED, ScoreDesk, datong

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def read(name: str) -> YearBook:
    """The year as its workbook says, with the decisions the case asks for."""
    case = EXPECTED[name]
    book = services.importing.read_workbook(DATA / name, datong(), case["year"])
    return replace(
        book, decisions=tuple(Disqualification(case["year"], d, "虚报", None, "") for d in case["disqualified"])
    )


def expected_row(case: dict[str, Any], row: dict[str, Any]) -> list[str]:
    """Plain texts of a row: points, final, rank."""
    out = row["district"] in case["disqualified"]
    points = [("–" if out else "未报") if p is None else str(p) for p in row["points"]]
    final = row["final"] or ("⊘ 取消参评资格" if out else "未报齐")
    return [*points, final, "–" if row["rank"] is None else str(row["rank"])]


def test_there_are_four_cases_to_walk_through() -> None:
    assert len(SCORED) == 4


@pytest.mark.parametrize("name", SCORED)
def test_walked_by_keys_every_cell_shows_what_is_expected(name: str, qtbot: QtBot) -> None:
    case, desk = EXPECTED[name], ScoreDesk(qtbot, read(name))
    rows = {row["district"]: row for row in case["rows"]}
    assert set(rows) == set(desk.table.districts)
    desk.key(Key.Key_Home, held=CTRL)
    for number, district in enumerate(desk.table.districts):
        assert desk.current == (district, "")
        shown = []
        for _ in range(10):
            desk.key(Key.Key_Right)
            shown.append(desk.table.cell(number, desk.view.currentIndex().column()).text)
            assert desk.panel.title.text().startswith(f"{district} · ")
        assert shown == expected_row(case, rows[district])
        for value, mark in zip(rows[district]["values"], desk.table.result(number).marks, strict=True):
            assert mark.value == value
        desk.key(Key.Key_Home, Key.Key_Down)


@pytest.mark.parametrize("name", SCORED)
def test_the_written_out_sum_gives_the_expected_final(name: str, qtbot: QtBot) -> None:
    case, desk = EXPECTED[name], ScoreDesk(qtbot, read(name))
    for row in case["rows"]:
        desk.view.go_to((row["district"], "#final"))
        lines = dict(line.split("\t", 1) for line in desk.panel.plain_text().split("\n")[1:])
        if row["final"] is None:
            assert "算式" not in lines
        else:
            assert lines["最终得分"] == row["final"]
            terms, _, result = lines["算式"].partition(" = ")
            assert result == row["final"]
            parts = [term.split("×") for term in terms.split(" + ")]
            assert [int(p) for p, _ in parts] == row["points"]
            assert sum(int(p) * int(w.rstrip("%")) for p, w in parts) == round(float(row["final"]) * 100)


@pytest.mark.parametrize("name", SCORED)
def test_missing_list_names_every_blank_and_each_can_be_reached(name: str, qtbot: QtBot) -> None:
    case, desk = EXPECTED[name], ScoreDesk(qtbot, read(name))
    ids = [i.id for i in datong().indicators]
    blanks = {
        (row["district"], ids[n])
        for row in case["rows"]
        for n, value in enumerate(row["values"])
        if value is None and row["district"] not in case["disqualified"]
    }
    assert desk.tab.missing.isVisible() == bool(blanks)
    reached: list[tuple[str, str]] = []
    desk.tab.jumpRequested.connect(lambda *cell: reached.append(cell))
    desk.tab.missing.list.setFocus()
    for _ in blanks:
        desk.key(Key.Key_Enter, Key.Key_Right)
    assert set(reached) == blanks


@pytest.mark.parametrize("name", SCORED)
def test_sorted_by_rank_the_best_are_on_top(name: str, qtbot: QtBot) -> None:
    case, desk = EXPECTED[name], ScoreDesk(qtbot, read(name))
    desk.key(Key.Key_End)
    desk.key(Key.Key_L, held=CTRL | Qt.KeyboardModifier.ShiftModifier)
    ranks = {row["district"]: row["rank"] for row in case["rows"]}
    shown = [ranks[d] for d in desk.table.districts]
    known = [r for r in shown if r is not None]
    assert known == sorted(known)
    assert all(r is None for r in shown[len(known) :])
    desk.key(Key.Key_Escape)
    assert desk.table.districts == datong().districts
