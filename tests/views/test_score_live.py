"""The score tab while figures come in: what is missing, what flashes, what stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.score_desk import CHANGED, DECISION, ScoreDesk, case_book, datong, dressed, filled, second_scheme

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot) -> ScoreDesk:
    return ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))


# -- missing figures -----------------------------------------------------------------------------------------


def test_bar_comes_with_blanks_and_goes_with_them(desk: ScoreDesk) -> None:
    assert desk.tab.missing.isHidden()
    desk.show_without(("天镇县", "listed"), ("左云县", "policy"), ("平城区", "visits"))
    assert desk.tab.missing.isVisible()
    assert desk.tab.missing.text.startswith("未报齐：还缺 3 个数字")
    shown = [desk.tab.missing.list.item(i).text() for i in range(desk.tab.missing.list.count())]
    assert shown == ["平城区 · 指导调研", "天镇县 · 上市企业", "左云县 · 专项政策"]
    desk.show_without()
    assert desk.tab.missing.isHidden()


def test_heading_and_rows_stay_together_when_the_bar_comes_and_goes(qtbot: QtBot) -> None:
    with dressed():
        desk = ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))
        header = desk.view.horizontalHeader()
        for width, height in ((w, h) for w in (1370, 1290) for h in range(560, 660, 20)):
            desk.window.resize(width, height)
            for blanks in ((("天镇县", "listed"),), (), (("天镇县", "listed"),)):
                desk.show_without(*blanks)
                QApplication.processEvents()
                top = desk.view.viewport().mapTo(desk.view, QPoint(0, 0)).y()
                assert top == header.geometry().bottom() + 1, (width, height, blanks)
                last = desk.table.index(desk.table.rowCount() - 1, 0)
                desk.view.scrollTo(last)
                assert desk.view.viewport().rect().contains(desk.view.visualRect(last).bottomLeft())
                desk.view.scrollToTop()


def test_enter_and_click_in_the_list_jump(desk: ScoreDesk) -> None:
    desk.show_without(("天镇县", "listed"), ("左云县", "policy"))
    entries = desk.tab.missing.list
    entries.setFocus()
    desk.key(Key.Key_Right)
    with desk.qtbot.waitSignal(desk.tab.jumpRequested) as jump:
        desk.key(Key.Key_Enter)
    assert jump.args == ["左云县", "policy"]
    with desk.qtbot.waitSignal(desk.tab.jumpRequested) as jump:
        place = entries.visualItemRect(entries.item(0)).center()
        desk.qtbot.mouseClick(entries.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert jump.args == ["天镇县", "listed"]


def test_disqualified_district_lacks_nothing(desk: ScoreDesk) -> None:
    book = filled(datong())
    figures = {c: v for c, v in book.figures.items() if c[0] != "广灵县"}
    desk.tab.show_book(replace(book, figures=figures, decisions=(DECISION,)), CHANGED)
    assert desk.tab.missing.isHidden()
    desk.view.go_to(("广灵县", "#final"))
    text = desk.panel.plain_text()
    assert "同金发〔2023〕3号" in text
    assert "虚报“新三板”挂牌企业 1 家" in text
    assert "附件4 四" in text


# -- flashing ------------------------------------------------------------------------------------------------


def test_changed_scores_flash_and_the_timer_ends(desk: ScoreDesk) -> None:
    book = case_book("annex1_plain.xlsx")
    desk.tab.show_book(replace(book, figures={**book.figures, ("平城区", "listed"): 4}), CHANGED)
    flashes = desk.view.flashes
    assert flashes.running
    assert flashes.strength(("平城区", "listed")) > 0
    assert flashes.strength(("平城区", "#final")) > 0
    assert flashes.strength(("平城区", "mechanism")) == 0
    desk.qtbot.waitUntil(lambda: not flashes.running, timeout=3000)
    assert flashes.strength(("平城区", "listed")) == 0


def test_nothing_flashes_when_the_year_is_switched_or_nothing_changed(desk: ScoreDesk) -> None:
    book = case_book("annex1_plain.xlsx")
    desk.tab.show_book(replace(book, figures=dict(book.figures)), CHANGED)
    assert not desk.view.flashes.running
    desk.tab.show_book(replace(filled(datong(), 2023)), None)
    assert not desk.view.flashes.running


def test_no_timer_runs_while_hidden_and_the_tab_is_up_to_date_when_shown(desk: ScoreDesk) -> None:
    book = case_book("annex1_plain.xlsx")
    changed = replace(book, figures={**book.figures, ("平城区", "listed"): 4})
    desk.tab.show_book(changed, CHANGED)
    desk.tab.hide()
    assert not desk.view.flashes.running
    desk.tab.show_book(
        replace(changed, figures={k: v for k, v in changed.figures.items() if k[1] != "policy"}), CHANGED
    )
    assert not desk.view.flashes.running
    assert desk.text(0, 2) == "未报"
    desk.tab.show()
    assert desk.tab.missing.isVisible()


def test_what_changed_behind_another_tab_flashes_when_it_is_next_seen(desk: ScoreDesk) -> None:
    book = case_book("annex1_plain.xlsx")
    changed = replace(book, figures={**book.figures, ("平城区", "listed"): 4})
    desk.tab.hide()
    desk.tab.show_book(changed, CHANGED)
    desk.tab.show()
    assert desk.view.flashes.strength(("平城区", "listed")) > 0
    desk.tab.hide()
    assert not desk.view.flashes.running
    desk.tab.show()
    assert not desk.view.flashes.running  # seen once is enough
    desk.tab.hide()
    desk.tab.show_book(filled(datong()), None)  # another ledger with the same year
    desk.tab.show()
    assert not desk.view.flashes.running


def test_cursor_and_panel_stay_with_the_cell_through_a_change(desk: ScoreDesk) -> None:
    desk.go(3, 8)
    book = case_book("annex1_plain.xlsx")
    desk.tab.show_book(replace(book, figures={**book.figures, ("云州区", "listed"): 4}), CHANGED)
    assert desk.current == ("云州区", "listed")
    assert "数值\t4" in desk.panel.plain_text()


def test_another_year_keeps_the_cell(desk: ScoreDesk) -> None:
    desk.go(3, 8)
    desk.tab.show_book(filled(datong(), 2023), None)
    assert desk.current == ("云州区", "listed")
    desk.tab.show_book(filled(second_scheme(), 2024), None)
    assert desk.current == ("东湖区", "#final")
    assert desk.panel.title.text() == "东湖区 · 总分"
