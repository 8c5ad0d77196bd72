"""The keying grid alone: keys, blocks, refused texts. Figures go into a plain dictionary instead of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from datong_desktop import paths
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views.indicators.figure_grid import FigureGrid
from datong_desktop.views.tables.figure_cells import filled_text, totals_of
from datong_desktop.views.tables.figure_table import FigureTable

Key = Qt.Key
SCHEME = parse_scheme((paths.resources() / "schemes" / "datong-2022.toml").read_text(encoding="utf-8"), "datong-2022.toml")


class Desk:
    """A grid over a dictionary, with the labels of the steps that were written."""

    def __init__(self, qtbot: QtBot, figures: dict[Cell, int] | None = None) -> None:
        self.qtbot, self.labels, self.refuse = qtbot, list[str](), False
        self.table = FigureTable(self.write)
        self.grid = FigureGrid(self.table)
        self.table.setParent(self.grid)
        qtbot.addWidget(self.grid)
        self.book = YearBook(2022, SCHEME, figures or {}, last_year={("平城区", "mechanism"): 2})
        self.table.set_book(self.book, writable=True)
        self.grid.resize(1100, 480)
        self.grid.show()
        qtbot.waitExposed(self.grid)
        self.grid.go(0, 0)
        self.grid.setFocus()

    def write(self, figures: Mapping[Cell, int | None], label: str) -> bool:
        if self.refuse:
            return False
        kept = {**self.book.figures, **figures}
        self.book = replace(self.book, figures={c: v for c, v in kept.items() if v is not None})
        self.labels.append(label)
        self.table.set_book(self.book, writable=True)
        return True

    def key(self, *keys: Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for k in keys:
            for one in k if isinstance(k, str) else [k]:  # the first digit opens the editor, the next goes into it
                target = self.grid.open_editor() or self.grid
                if isinstance(one, str):
                    self.qtbot.keyClicks(target, one)
                else:
                    self.qtbot.keyClick(target, one, held)

    @property
    def place(self) -> tuple[int, int]:
        return self.grid.currentIndex().row(), self.grid.currentIndex().column()

    def value(self, row: int, column: int) -> int | None:
        return self.book.figures.get((SCHEME.districts[row], SCHEME.indicators[column].id))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_model_obeys_the_rules_of_qt(desk: Desk) -> None:
    QAbstractItemModelTester(desk.table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    desk.key("3", Key.Key_Return)
    assert desk.value(0, 0) == 3


def test_number_pad_keys_a_whole_row_and_goes_to_the_next_district(desk: Desk) -> None:
    for text in ("2", "1", "9", "37", "1", "2", "0", "0"):
        desk.key(text)
        desk.qtbot.keyClick(desk.grid.open_editor(), Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert [desk.value(0, c) for c in range(8)] == [2, 1, 9, 37, 1, 2, 0, 0]
    assert desk.place == (1, 0)
    assert desk.labels[0] == "录入 平城区 工作机制"


def test_direction_down_wraps_to_the_next_indicator(desk: Desk) -> None:
    desk.grid.direction = "down"
    desk.grid.go(10, 2)
    desk.key("5", Key.Key_Return)
    assert desk.place == (0, 3)
    desk.key(Key.Key_Return, held=Qt.KeyboardModifier.ShiftModifier)
    assert desk.place == (10, 2)


def test_tab_and_shift_tab_move_sideways(desk: Desk) -> None:
    desk.key("1", Key.Key_Tab)
    assert desk.place == (0, 1)
    desk.key(Key.Key_Backtab)
    assert desk.place == (0, 0)


def test_typing_replaces_and_f2_edits_in_place(desk: Desk) -> None:
    desk.key("12", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.key("7", Key.Key_Return)
    assert desk.value(0, 0) == 7
    desk.grid.go(0, 0)
    desk.key(Key.Key_F2, "5", Key.Key_Return)
    assert desk.value(0, 0) == 75


def test_escape_restores_and_delete_blanks(desk: Desk) -> None:
    desk.key("4", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.key("9", Key.Key_Escape)
    assert desk.value(0, 0) == 4
    desk.key(Key.Key_Delete)
    assert desk.value(0, 0) is None
    assert desk.grid.currentIndex().data() == "未报"


def test_blank_is_not_zero(desk: Desk) -> None:
    desk.key("0", Key.Key_Return)
    assert desk.value(0, 0) == 0
    assert desk.table.index(0, 0).data() == "0"
    assert desk.table.index(0, 1).data() == "未报"


@pytest.mark.parametrize(("typed", "kept"), [("１２３", 123), ("1，204", 1204), ("1,204", 1204), ("　7", 7)])
def test_full_width_and_separators_are_normalised(desk: Desk, typed: str, kept: int) -> None:
    desk.key(Key.Key_F2)
    editor = desk.grid.open_editor()
    assert editor is not None
    for letter in typed:
        editor.insert(letter)
        editor.textEdited.emit(editor.text())
    desk.key(Key.Key_Return)
    assert desk.value(0, 0) == kept


def test_full_width_digits_turn_plain_while_typed(desk: Desk) -> None:
    desk.key(Key.Key_F2)
    editor = desk.grid.open_editor()
    assert editor is not None
    editor.insert("４")
    editor.textEdited.emit(editor.text())
    assert editor.text() == "4"


@pytest.mark.parametrize("typed", ["1e5", "-1", "1.5", "100000", "12,04", "abc", "0x10", "1_000", "∞", "二十", "007"])
def test_anything_else_is_refused_and_stays_for_mending(desk: Desk, typed: str) -> None:
    desk.key("1", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.key(Key.Key_F2)
    editor = desk.grid.open_editor()
    assert editor is not None
    editor.setText(typed)
    desk.key(Key.Key_Return)
    assert desk.grid.open_editor() is editor, "the editor stays open"
    assert editor.text() == typed
    assert desk.grid._reason.isVisible()
    assert typed in desk.grid._reason.text()
    assert desk.place == (0, 0)
    assert desk.value(0, 0) == 1
    editor.setText("8")
    desk.key(Key.Key_Return)
    assert desk.value(0, 0) == 8
    assert not desk.grid._reason.isVisible()


def test_leaving_a_refused_text_by_mouse_keeps_it_in_the_cell(desk: Desk) -> None:
    desk.key("x")
    desk.qtbot.mouseClick(desk.grid.viewport(), Qt.MouseButton.LeftButton, pos=desk.grid.visualRect(desk.table.index(4, 4)).center())
    assert desk.grid.open_editor() is None
    refused = desk.table.refused["平城区", "mechanism"]
    assert refused.text == "x"
    assert "不是数字" in desk.table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    desk.grid.go(0, 0)
    desk.key(Key.Key_Escape)
    assert not desk.table.refused


def test_a_figure_that_could_not_be_stored_stays_and_is_written_again(desk: Desk) -> None:
    desk.refuse = True
    desk.key("6", Key.Key_Return)
    assert desk.table.refused["平城区", "mechanism"].text == "6"
    assert desk.value(0, 0) is None
    desk.refuse = False
    assert desk.table.retry_refused() == 0
    assert desk.value(0, 0) == 6


def test_arrows_leave_a_typed_cell_but_move_inside_an_f2_cell(desk: Desk) -> None:
    desk.key("3", Key.Key_Right)
    assert desk.place == (0, 1)
    assert desk.value(0, 0) == 3
    desk.grid.go(0, 0)
    desk.key(Key.Key_F2, Key.Key_Left)
    assert desk.grid.open_editor() is not None
    desk.key(Key.Key_Escape)


def test_home_end_and_jumps(desk: Desk) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    desk.key(Key.Key_End)
    assert desk.place == (0, 7)
    desk.key(Key.Key_Down, held=shift)
    assert desk.place == (10, 7)
    desk.key(Key.Key_Home)
    assert desk.place == (10, 0)
    desk.key(Key.Key_Up, held=ctrl)
    assert desk.place == (0, 0)
    desk.key(Key.Key_End, held=ctrl)
    assert desk.place == (10, 7)
    desk.key(Key.Key_Home, held=ctrl)
    assert desk.place == (0, 0)


def test_shift_extends_as_in_excel_but_shift_down_from_one_cell_goes_to_the_last_row(desk: Desk) -> None:
    shift, alt, ctrl = (Qt.KeyboardModifier[f"{name}Modifier"] for name in ("Shift", "Alt", "Control"))
    desk.grid.go(5, 3)
    desk.key(Key.Key_Right, Key.Key_Right, Key.Key_Up, held=shift)
    assert (desk.place, desk.grid.block()) == ((5, 3), (4, 3, 5, 5))
    desk.key(Key.Key_Left, held=shift)
    desk.key(Key.Key_Down, held=shift)
    assert (desk.place, desk.grid.block()) == ((5, 3), (5, 3, 5, 4))
    desk.key(Key.Key_Down, held=shift)
    assert (desk.place, desk.grid.block()) == ((5, 3), (5, 3, 6, 4))
    desk.grid.go(5, 3)
    desk.key(Key.Key_Down, held=shift | alt)
    assert (desk.place, desk.grid.block()) == ((5, 3), (5, 3, 6, 3))
    desk.grid.go(5, 3)
    desk.key(Key.Key_Down, held=shift)
    assert (desk.place, desk.grid.block()) == ((10, 3), (10, 3, 10, 3))
    desk.grid.go(5, 3)
    desk.key(Key.Key_Home, held=shift)
    assert (desk.place, desk.grid.block()) == ((5, 3), (5, 0, 5, 3))
    desk.key(Key.Key_End, held=shift | ctrl)
    assert (desk.place, desk.grid.block()) == ((5, 3), (5, 3, 10, 7))


def test_cursor_never_enters_the_totals(desk: Desk) -> None:
    desk.grid.go(10, 7)
    desk.key(Key.Key_Down, Key.Key_Right, Key.Key_Return)
    assert desk.place == (10, 7)
    assert not desk.table.flags(desk.table.index(11, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_total_of_nothing_is_no_zero_and_a_partial_one_says_so(desk: Desk) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    assert [desk.table.index(r, c).data() for r, c in ((1, 8), (11, 1), (11, 8))] == ["–", "–", "–"]
    desk.key("0", Key.Key_Return)
    assert desk.table.index(0, 8).data() == "0"
    assert desk.table.index(0, 8).data(tip) == "合计 0，还有 7 格未报"
    assert desk.table.state(desk.table.index(0, 8)).blank == 7
    for _ in range(7):
        desk.key("1", Key.Key_Return)
    assert desk.table.index(0, 8).data(tip) == "合计 7"
    assert desk.table.index(11, 8).data(tip) == "合计 7，还有 80 格未报"


def test_a_district_that_is_out_waits_for_no_figures() -> None:
    first = SCHEME.districts[0]
    out = (Disqualification(2022, first, "虚报", None, ""),)
    figures = {(d, i.id): 1 for d in SCHEME.districts[1:] for i in SCHEME.indicators}
    book = YearBook(2022, SCHEME, figures, decisions=out)
    assert filled_text(book) == "80/80 已填 ✓（另 8 格不参评）"
    assert totals_of(book)[None, None] == (80, 0)
    assert totals_of(book)[first, None] == (None, 0)
    del figures[SCHEME.districts[1], "listed"]
    assert filled_text(replace(book, figures=figures)) == "79/80 已填，1 格未报（另 8 格不参评）"


def test_totals_add_up(desk: Desk) -> None:
    desk.key("2", Key.Key_Return, "3", Key.Key_Return)
    assert desk.table.index(0, 8).data() == "5"
    assert desk.table.index(11, 0).data() == "2"
    assert desk.table.index(11, 8).data() == "5"


def test_home_and_end_take_a_typed_figure_with_them(desk: Desk) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    desk.grid.go(2, 3)
    desk.key("4", Key.Key_Home)
    assert (desk.value(2, 3), desk.place) == (4, (2, 0))
    desk.key("5", Key.Key_End)
    assert (desk.value(2, 0), desk.place) == (5, (2, 7))
    for text, key, cell, place in (("6", Key.Key_Home, (2, 7), (0, 0)), ("7", Key.Key_End, (0, 0), (10, 7))):
        desk.key(text)
        desk.key(key, held=ctrl)
        assert (desk.value(*cell), desk.place) == (int(text), place)
    desk.grid.go(2, 7)
    desk.key(Key.Key_F2, Key.Key_Home, "1", Key.Key_Return)  # in place they move within the text
    assert desk.value(2, 7) == 16


def test_a_paste_leaves_alone_what_its_short_rows_do_not_name(desk: Desk) -> None:
    for text in ("11", "12", "13"):
        desk.key(text, Key.Key_Return)
    desk.grid.go(0, 0)
    QGuiApplication.clipboard().setText("1\n2\t3\t4\n")
    desk.grid.paste()
    assert [desk.value(0, c) for c in range(3)] == [1, 12, 13]
    assert [desk.value(1, c) for c in range(3)] == [2, 3, 4]
    QGuiApplication.clipboard().setText("7\n\n8\n")  # one column of Excel's with a blank in it
    desk.grid.go(0, 0)
    desk.grid.paste()
    assert [desk.value(r, 0) for r in range(3)] == [7, None, 8]


def test_copy_and_paste_are_tab_separated_text(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("1\t2\t3\r\n4\t\t6\r\n")
    desk.grid.go(1, 1)
    desk.grid.paste()
    assert [desk.value(1, c) for c in (1, 2, 3)] == [1, 2, 3]
    assert [desk.value(2, c) for c in (1, 2, 3)] == [4, None, 6]
    assert desk.labels == ["粘贴 2×3"]
    desk.grid.copy()
    assert QGuiApplication.clipboard().text().replace("\r", "") == "1\t2\t3\n4\t\t6\n"


def test_one_figure_pasted_fills_the_selection(desk: Desk) -> None:
    desk.key(Key.Key_Down, held=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    desk.key(Key.Key_Right, held=Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().setText("5")
    desk.grid.paste()
    assert [desk.value(r, c) for r in (0, 1) for c in (0, 1)] == [5, 5, 5, 5]


def test_bad_paste_names_every_text_and_stores_nothing(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("1\t一家\n-2\t3")
    with desk.qtbot.waitSignal(desk.grid.needsHelp) as told:
        desk.grid.paste()
    assert "第 1 行第 2 列“一家”不是数字" in told.args[0]
    assert "第 2 行第 1 列“-2”不能是负数" in told.args[0]
    assert not desk.labels


def test_too_large_paste_is_refused_whole(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("\n".join(["1\t1"] * 12))
    with desk.qtbot.waitSignal(desk.grid.needsHelp) as told:
        desk.grid.paste()
    assert "12 行 2 列" in told.args[0]
    assert not desk.labels


def test_cut_blanks_what_it_copied(desk: Desk) -> None:
    desk.key("3", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.grid.cut()
    assert QGuiApplication.clipboard().text().strip() == "3"
    assert desk.value(0, 0) is None
    assert desk.labels[-1] == "剪切 平城区 工作机制"


def test_fill_down_and_right(desk: Desk) -> None:
    desk.key("3", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.grid._select(0, 0, 2, 0)
    desk.grid.fill("down")
    assert [desk.value(r, 0) for r in range(3)] == [3, 3, 3]
    desk.grid._select(1, 0, 1, 2)
    desk.grid.fill("right")
    assert [desk.value(1, c) for c in range(3)] == [3, 3, 3]
    assert desk.labels[-2:] == ["向下填充 3×1", "向右填充 1×3"]


def test_single_cell_fill_repeats_its_neighbour(desk: Desk) -> None:
    desk.key("3", Key.Key_Return)
    desk.grid.go(1, 0)
    desk.grid.fill("down")
    assert desk.value(1, 0) == 3


def test_wheel_changes_no_figure(desk: Desk) -> None:
    desk.key("3", Key.Key_Return)
    desk.grid.go(0, 0)
    desk.key(Key.Key_F2)
    editor = desk.grid.open_editor()
    assert editor is not None
    centre = QPointF(editor.rect().center())
    wheel = QWheelEvent(
        centre, QPointF(editor.mapToGlobal(editor.rect().center())), QPoint(0, 0), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor, wheel)
    assert editor.text() == "3"


def test_closing_commits_the_open_editor(desk: Desk) -> None:
    desk.key("42")
    desk.grid.finish_editing()
    assert desk.value(0, 0) == 42


def test_read_only_grid_takes_nothing(desk: Desk) -> None:
    desk.table.set_book(desk.book, writable=False)
    desk.key("5")
    assert desk.grid.open_editor() is None
    desk.grid.clear_cells()
    assert not desk.labels


def test_last_year_is_in_the_tool_tip(desk: Desk) -> None:
    desk.key("5", Key.Key_Return)
    assert "上年 2（+3）" in desk.table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_second_scheme_shapes_the_grid(qtbot: QtBot) -> None:
    text = (Path(__file__).parents[1] / "data" / "second-scheme.toml").read_text(encoding="utf-8")
    table = FigureTable(lambda figures, label: True)
    table.set_book(YearBook(2024, parse_scheme(text, "second-scheme.toml"), {}), writable=True)
    assert (table.rowCount(), table.columnCount()) == (14, 7)
    assert table.headerData(2, Qt.Orientation.Horizontal) == "后备企业数量\n12.5%"


def test_a_sign_beside_a_name_fits_and_moves_no_column(desk: Desk) -> None:
    heading, width = desk.grid.verticalHeader(), desk.grid.verticalHeader().width()
    alike = {(d, i.id): n for d in SCHEME.districts for n, i in enumerate(SCHEME.indicators, 1)}
    desk.table.set_book(replace(desk.book, figures=alike), writable=True)
    names = [str(desk.table.headerData(row, Qt.Orientation.Vertical)) for row in range(len(SCHEME.districts))]
    assert all(name.endswith(" ▲") for name in names)
    QApplication.processEvents()
    assert heading.width() == width
    assert width > max(heading.fontMetrics().horizontalAdvance(name) for name in names)


def test_the_corner_names_the_districts_and_follows_the_headings(desk: Desk) -> None:
    corner = desk.grid.findChild(QLabel, "gridCorner")
    assert isinstance(corner, QLabel)
    assert corner.text() == "县区"
    assert corner.isVisible()
    button = corner.parentWidget()
    assert button.height() == desk.grid.horizontalHeader().height()
    assert corner.sizeHint().width() <= button.width()
