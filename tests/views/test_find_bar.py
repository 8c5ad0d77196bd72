"""Ctrl+F: a district or an indicator by a part of its name, on every tab; F4: the list or calendar of what has the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from datong_desktop.views.dialogs.forms import HeadDialog
from datong_desktop.views.widgets.calendar import CalendarPopup
from datong_desktop.views.widgets.find_bar import hits
from tests.strategies import datong, second
from tests.views.windows import Key, Seat, make_ledger

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Seat:
    seat = Seat(qtbot).open(make_ledger(tmp_path / "考核.datong", figures=True))
    seat.window.activateWindow()
    qtbot.waitUntil(seat.window.isActiveWindow)
    return seat


def press(seat: Seat, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the focus, as a keyboard sends it."""
    seat.qtbot.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key, held)


def seek(seat: Seat, text: str) -> QLineEdit:
    press(seat, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field: QLineEdit = seat.find("findField")
    assert QApplication.focusWidget() is field
    field.setText(text)
    return field


def test_names_are_found_by_a_part_an_alias_or_the_short_name() -> None:
    scheme = datong()
    assert hits(scheme, "云") == [("云冈区", ""), ("云州区", ""), ("左云县", "")]
    assert hits(scheme, "新三板") == [("", next(i.id for i in scheme.indicators if "新三板" in i.name))]
    assert hits(scheme, " 天 镇") == [("天镇县", "")]
    assert [h[1] for h in hits(scheme, "专项政策")] == [scheme.indicators[1].id]
    assert hits(scheme, "") == hits(scheme, "  “") == []
    assert hits(scheme, "没有这个") == []
    assert hits(second(), second().districts[0])[0] == (second().districts[0], "")


def test_ctrl_f_jumps_in_the_grid_while_typing_and_esc_gives_the_keys_back(seat: Seat) -> None:
    seat.tab.grid.go(3, 2)
    seek(seat, "云")
    assert seat.tab.current_cell()[0] == "云冈区"
    assert seat.find("findCount").text() == "1/3"
    press(seat, Key.Key_Return)
    assert seat.tab.current_cell()[0] == "云州区"
    press(seat, Key.Key_Return, SHIFT)
    press(seat, Key.Key_Return, SHIFT)
    assert seat.tab.current_cell() == ("左云县", seat.book.scheme.indicators[2].id)
    seat.find("findField").setText("上市企业")
    assert seat.tab.current_cell() == ("左云县", seat.book.scheme.indicators[7].id)
    seat.find("findField").setText("太原")
    assert seat.find("findCount").text() == "没有找到"
    press(seat, Key.Key_Escape)
    assert not seat.find("findBar").isVisible()
    assert QApplication.focusWidget() is seat.tab.grid
    assert seat.tab.current_cell() == ("左云县", seat.book.scheme.indicators[7].id)


def test_ctrl_f_jumps_in_the_score_table_and_the_paper_form(seat: Seat) -> None:
    seat.window.show_tab("scores")
    view = seat.window.score_tab.view
    seek(seat, "灵丘")
    assert view.current_key() == ("灵丘县", "#final")
    press(seat, Key.Key_Escape)
    assert QApplication.focusWidget() is view
    seat.trigger("paper")
    seek(seat, "浑源")
    assert seat.tab.paper.district.currentText() == "浑源县"
    press(seat, Key.Key_Escape)
    assert QApplication.focusWidget() in [row.count for row in seat.tab.paper.rows.values()]


def test_a_refused_figure_on_the_sheet_holds_the_search_back(seat: Seat) -> None:
    seat.trigger("paper")
    count = seat.tab.paper.rows["mechanism"].count
    count.setFocus()
    count.setText("一家")
    seat.trigger("find")
    assert not seat.find("findBar").isVisible()
    assert count.text() == "一家"
    assert "红框" in seat.status


def test_f4_opens_the_years_from_both_tabs_and_the_keys_come_back(seat: Seat, qtbot: QtBot) -> None:
    from datong_desktop import services

    seat.window.workspace.perform(services.assessment.create_year, 2023, None)
    for place in ("indicators", "scores"):
        seat.window.show_tab(place)
        before = QApplication.focusWidget()
        year = seat.book.year
        press(seat, Key.Key_F4)
        assert seat.window.tool_row.year.view().isVisible()
        press(seat, Key.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
        assert QApplication.focusWidget() is before
        press(seat, Key.Key_F4)
        qtbot.keyClick(seat.window.tool_row.year.view(), Key.Key_Down if year == 2023 else Key.Key_Up)
        qtbot.keyClick(seat.window.tool_row.year.view(), Key.Key_Return)
        qtbot.waitUntil(lambda y=year: seat.book.year != y)  # type: ignore[misc]


def test_f4_on_a_combo_opens_its_own_list(seat: Seat, qtbot: QtBot) -> None:
    seat.trigger("paper")
    district = seat.tab.paper.district
    district.setFocus()
    press(seat, Key.Key_F4)
    assert district.view().isVisible()
    assert not seat.window.tool_row.year.view().isVisible()
    district.hidePopup()


def test_f4_on_a_date_opens_a_calendar_and_enter_takes_the_day(seat: Seat, qtbot: QtBot) -> None:
    seat.trigger("paper")
    field = seat.tab.paper.filled_on
    field.setFocus()
    field.setText("20230314")
    press(seat, Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPopup)
    assert popup.calendar.selectedDate().toString("yyyy-MM-dd") == "2023-03-14"
    press(seat, Key.Key_Escape)
    assert field.text() in ("20230314", "2023-03-14")
    press(seat, Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, CalendarPopup)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert field.text() == "2023-03-15"
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    press(seat, Key.Key_Return)
    assert f"{seat.book.forms['平城区'].filled_on}" == "2023-03-15"


def test_dialogs_have_the_calendar_too(seat: Seat, qtbot: QtBot) -> None:
    dialog = HeadDialog(seat.book, seat.window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.filled_on.setFocus()
    qtbot.keyClick(dialog.filled_on, Key.Key_F4)
    popup = dialog.filled_on.findChild(CalendarPopup)
    assert popup.isVisible()
    popup.close()
