"""The score tab alone: keys, copying, jumping, flashing, missing figures, disqualification."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop.views import theme
from tests.views.score_desk import CHANGED, DECISION, ScoreDesk, case_book, datong, filled

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot) -> ScoreDesk:
    return ScoreDesk(qtbot, case_book("annex1_plain.xlsx"))


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_names_by_which_the_window_and_the_tests_find_the_parts(desk: ScoreDesk) -> None:
    assert desk.tab.objectName() == "scoreTab"
    assert desk.view.objectName() == "scoreTable"
    assert desk.panel.objectName() == "whyPanel"
    assert desk.tab.missing.list.objectName() == "missingList"
    assert desk.tab.focusProxy() is desk.view


def test_every_action_has_text_with_letter_key_and_tip(desk: ScoreDesk) -> None:
    actions = desk.tab.actions_for_menu()
    for action in actions:
        assert "(&" in action.text()
        assert not action.shortcut().isEmpty()
        assert action.shortcut().toString() in action.toolTip()
    letters = [a.text()[a.text().index("&") + 1] for a in actions]
    assert len(set(letters)) == len(letters)
    assert len({a.shortcut().toString() for a in actions}) == len(actions)


def test_arrows_walk_the_table_and_the_panel_explains_each_cell(desk: ScoreDesk) -> None:
    assert desk.current == ("平城区", "#final")
    assert desk.panel.title.text() == "平城区 · 最终得分"
    desk.key(Key.Key_Left, Key.Key_Left)
    assert desk.panel.title.text() == "平城区 · “新三板”挂牌企业数量"
    assert "数值为 0 → 0 分" in desk.panel.plain_text()
    desk.key(Key.Key_Down)
    assert "数值\t2" in desk.panel.plain_text()
    assert "3×25% = 0.75" in desk.panel.plain_text()
    desk.key(Key.Key_Home)
    assert desk.panel.title.text() == "云冈区 · 最终得分"
    assert "算式\t3×5% + 3×5% + 2×5% + 2×5% + 3×10% + 0×15% + 3×25% + 0×30% = 1.55" in desk.panel.plain_text()


def test_enter_and_double_click_jump_to_the_figure(desk: ScoreDesk) -> None:
    desk.go(2, 7)
    with desk.qtbot.waitSignal(desk.tab.jumpRequested) as jump:
        desk.key(Key.Key_Enter)
    assert jump.args == ["新荣区", "neeq"]
    place = desk.view.visualRect(desk.table.index(4, 3)).center()
    with desk.qtbot.waitSignal(desk.tab.jumpRequested) as jump:
        desk.qtbot.mouseDClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert jump.args == ["阳高县", "meetings"]


def test_enter_on_a_row_that_waits_jumps_to_what_it_lacks(desk: ScoreDesk) -> None:
    desk.show_without(("天镇县", "jinxing"), ("天镇县", "listed"))
    desk.go(5, 9)
    with desk.qtbot.waitSignal(desk.tab.jumpRequested) as jump:
        desk.key(Key.Key_Return)
    assert jump.args == ["天镇县", "jinxing"]


def test_keys_sort_and_esc_goes_back_to_the_annex_order(desk: ScoreDesk) -> None:
    annex = desk.table.districts
    desk.go(4, 9)
    desk.key(Key.Key_L, held=CTRL | SHIFT)
    assert desk.column(9) == sorted(desk.column(9), reverse=True)
    assert desk.current == ("阳高县", "#final")  # the cursor stays with its district
    desk.key(Key.Key_L, held=CTRL | SHIFT)
    assert desk.column(9) == sorted(desk.column(9))
    desk.key(Key.Key_Escape)
    assert desk.table.districts == annex
    assert desk.current == ("阳高县", "#final")


def test_clicking_headings_sorts_best_first(desk: ScoreDesk) -> None:
    header = desk.view.horizontalHeader()

    def click(column: int) -> None:
        x = header.sectionViewportPosition(column) + 20
        desk.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))

    click(10)
    assert desk.column(10)[:3] == ["1", "1", "3"]
    click(10)
    assert desk.column(10)[0] == "11"
    click(1)
    assert desk.column(1)[0] == "3"
    click(0)
    assert desk.table.districts == datong().districts
    click(0)
    assert desk.table.districts == datong().districts[::-1]
    click(0)
    assert desk.table.sort_column is None


def test_copy_gives_numbers_for_excel_and_headings_on_demand(desk: ScoreDesk) -> None:
    desk.go(0, 9)
    desk.key(Key.Key_Down, held=SHIFT)
    desk.key(Key.Key_Right, held=SHIFT)
    with desk.qtbot.waitSignal(desk.tab.statusMessage) as said:
        desk.key(Key.Key_C, held=CTRL)
    assert clipboard() == "1.00\t8\r\n1.55\t5\r\n"
    assert said.args == ["已复制 2×2"]
    desk.key(Key.Key_C, held=CTRL | SHIFT)
    assert clipboard() == "县区\t最终得分\t名次\r\n平城区\t1.00\t8\r\n云冈区\t1.55\t5\r\n"


def test_copying_provisional_scores_says_so(desk: ScoreDesk) -> None:
    desk.show_without(("天镇县", "listed"))
    desk.go(0, 8)
    with desk.qtbot.waitSignal(desk.tab.statusMessage) as said:
        desk.key(Key.Key_C, held=CTRL | SHIFT)
    assert clipboard() == "县区\t上市企业数量得分（暂定）\r\n平城区\t0\r\n"
    assert "暂定" in said.args[0]


# -- asking for changes --------------------------------------------------------------------------------------


def action(desk: ScoreDesk, name: str) -> QAction:
    return next(a for a in desk.tab.actions_for_menu() if a.objectName() == name)


def test_disqualification_is_asked_for_the_selected_district(desk: ScoreDesk) -> None:
    desk.go(8, 4)
    assert not action(desk, "scoreRequalify").isEnabled()
    with desk.qtbot.waitSignal(desk.tab.disqualifyRequested) as asked:
        desk.key(Key.Key_Q, held=CTRL | SHIFT)
    assert asked.args == ["广灵县"]
    desk.tab.show_book(replace(filled(datong()), decisions=(DECISION,)), CHANGED)
    assert not action(desk, "scoreDisqualify").isEnabled()
    with desk.qtbot.waitSignal(desk.tab.requalifyRequested) as asked:
        desk.key(Key.Key_R, held=CTRL | SHIFT)
    assert asked.args == ["广灵县"]


def test_read_only_ledger_asks_for_nothing(desk: ScoreDesk) -> None:
    desk.tab.set_read_only(True)
    desk.go(1, 1)
    assert not action(desk, "scoreDisqualify").isEnabled()
    with desk.qtbot.assertNotEmitted(desk.tab.disqualifyRequested):
        desk.key(Key.Key_Q, held=CTRL | SHIFT)
    assert action(desk, "scoreCopy").isEnabled()


def test_chart_folds_away_and_is_copied_as_a_picture(desk: ScoreDesk) -> None:
    chart = desk.tab.chart_area
    assert chart.isVisible()
    desk.key(Key.Key_F7)
    assert not chart.isVisible()
    desk.qtbot.waitUntil(lambda: desk.view.height() > 500)
    desk.key(Key.Key_F7)
    assert chart.isVisible()
    desk.key(Key.Key_F7, held=CTRL)
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2160
    assert image.pixelColor(2, 2) == Qt.GlobalColor.white


def test_empty_ledger_shows_nothing_and_enables_nothing(desk: ScoreDesk) -> None:
    desk.tab.show_book(None, None)
    assert desk.table.rowCount() == 0
    assert not any(a.isEnabled() for a in desk.tab.actions_for_menu() if a.objectName() != "scoreShowChart")
    assert desk.panel.plain_text().startswith("选中一格")
    desk.key(Key.Key_Return, Key.Key_Down)
    desk.tab.grab()
    QApplication.processEvents()


# -- many indicators -----------------------------------------------------------------------------------------


def test_districts_stay_in_sight_when_scrolled_sideways(desk: ScoreDesk) -> None:
    desk.window.resize(700, 640)
    frozen = desk.view._frozen
    assert not frozen.isVisible()
    desk.go(3, 10)
    assert frozen.isVisible()
    assert frozen.covered == desk.view.columnWidth(0)
    for column in range(9, 0, -1):
        desk.key(Key.Key_Left)
        cell = desk.view.visualRect(desk.table.index(3, column))
        assert cell.left() >= frozen.covered  # never under the district column
    desk.go(3, 10)
    head = desk.view.horizontalHeader().height()
    desk.qtbot.mouseClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(20, head + 5 * desk.view.rowHeight(0) + 10))
    assert desk.current == ("天镇县", "")
    desk.go(3, 10)
    desk.qtbot.mouseClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert desk.table.districts == datong().districts[::-1]


def test_font_and_colours_of_another_look_are_taken_at_once(desk: ScoreDesk, request: pytest.FixtureRequest) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = (app.styleSheet(), app.palette(), app.style().objectName())

    def put_back() -> None:
        theme.apply(app, "light")
        app.setStyleSheet(before[0])
        app.setPalette(before[1])
        app.setStyle(before[2])

    request.addfinalizer(put_back)
    desk.show_without(("天镇县", "listed"))
    for look in ("light", "dark"):
        theme.apply(app, look)
        picture = desk.tab.grab().toImage()
        corner = desk.view.viewport().mapTo(desk.tab, QPoint(4, 4))
        assert picture.pixelColor(corner) == theme.colors().base


def test_full_names_take_a_handful_of_lines(desk: ScoreDesk) -> None:
    header = desk.view.horizontalHeader()
    lines = [header.lines_needed(s, header.sectionSize(s)) for s in range(header.count())]
    assert max(lines) <= 5
    assert header.height() >= max(lines) * header.fontMetrics().lineSpacing()
    desk.window.resize(700, 640)  # narrow: the table scrolls, no name is cut
    assert header.lines_needed(5, header.sectionSize(5)) * header.fontMetrics().lineSpacing() <= header.height()
