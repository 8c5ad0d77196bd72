"""企业库 through the window: search, filters, many at once, what is kept, what it opens."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from datong_desktop import services
from datong_desktop import settings as settings_file
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import Reform
from datong_desktop.models.registry import ROWS
from datong_desktop.services.listed import Query
from datong_desktop.services.record_list import Facts, ListIndex
from datong_desktop.settings import Settings
from datong_desktop.views import dialogs
from datong_desktop.views.dialogs.records import BatchDialog, FilterNameDialog
from tests.views.registry_desk import RegistrySeat, make_registry
from tests.views.windows import Key, Seat, make_ledger

COUNT = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_registry(tmp_path / "企 业#1.datong", COUNT)


@pytest.fixture
def seat(qtbot: QtBot, path: Path) -> RegistrySeat:
    return RegistrySeat(qtbot, path)


def district_of(seat: RegistrySeat, one: str) -> object:
    found = services.enterprises.read(seat.window.workspace.ledger, one)  # type: ignore[arg-type]
    assert found is not None
    return found.enterprise.district


# -- the tabs -------------------------------------------------------------------------------------------------------


def test_the_program_opens_on_the_tab_last_used_and_first_on_the_figures(qtbot: QtBot, path: Path) -> None:
    first = Seat(qtbot)
    assert first.window.shown_tab.name == "indicators"
    first.window.turn_to("enterprises")
    first.window.close()
    kept = settings_file.load()
    assert kept.last_tab == "enterprises"
    again = Seat(qtbot, kept).open(path)
    assert again.window.shown_tab.name == "enterprises"
    assert again.window.enterprise_tab.list.table.rowCount() > 0
    kept.last_tab = "no such tab"
    assert Seat(qtbot, kept).window.shown_tab.name == "indicators"


def test_ctrl_and_a_number_turn_to_a_tab(seat: RegistrySeat) -> None:
    for number, name in enumerate(("enterprises", "indicators", "scores", "teams"), 1):
        assert seat.window.menus.actions[f"tab{number}"].shortcut().toString() == f"Ctrl+{number}"
        seat.trigger(f"tab{number}")
        assert seat.window.shown_tab.name == name


def test_on_an_empty_registry_the_keys_are_at_the_first_step(qtbot: QtBot, tmp_path: Path) -> None:
    seat = RegistrySeat(qtbot, make_registry(tmp_path / "空.datong", 0))
    assert seat.window.focusWidget() is seat.find("noEnterprises").buttons[0]
    qtbot.keyClick(seat.window.focusWidget(), Key.Key_Insert)
    assert seat.window.enterprise_tab.pages.form_shown
    qtbot.keyClick(seat.window.focusWidget(), Key.Key_Escape)
    assert seat.window.focusWidget() is seat.find("noEnterprises").buttons[0]


def test_what_a_step_leaves_to_say_stands_in_the_message_bar(seat: RegistrySeat) -> None:
    one = seat.list.table.ids[0]
    seat.window.workspace.perform(services.fostering.save, Reform(one, planned_on=datetime.date(2023, 12, 31), step="已完成"))
    assert seat.window.bar.text.startswith("▲")
    told = seat.window.bar.text
    seat.window.workspace.perform(services.enterprises.edit, [one], {"contact": "王某"})
    assert seat.window.bar.text == told


def test_nothing_of_the_registry_is_made_before_it_is_shown(qtbot: QtBot, path: Path) -> None:
    seat = Seat(qtbot).open(path)
    assert list(seat.window._built) == ["indicators"]
    assert seat.window.findChild(object, "enterpriseTab") is None  # type: ignore[call-overload]


def test_a_ledger_without_a_year_has_a_registry_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    seat = RegistrySeat(qtbot, make_registry(tmp_path / "只有企业.datong", 5, year=None))
    assert seat.list.view.isVisible()
    assert seat.find("sidePanels").isVisible()
    seat.window.show_tab("indicators")
    assert seat.find("noYear").isVisible()
    assert not seat.find("sidePanels").isVisible()
    seat.window.turn_to("scores")
    assert seat.find("noYear").isVisible()
    seat.window.turn_to("enterprises")
    assert seat.list.view.isVisible()
    ledger = seat.window.workspace.ledger
    seat.window.workspace.perform(services.assessment.create_year, 2023)
    assert ledger is not None
    seat.window.turn_to("indicators")
    assert seat.tab.grid.isVisible()


def test_the_tool_row_changes_with_the_tab(seat: RegistrySeat) -> None:
    assert seat.find("enterpriseNew").isVisible()
    assert not seat.find("yearSelector").isVisible()
    assert not seat.find("paperButton").isVisible()
    seat.window.show_tab("indicators")
    assert seat.find("paperButton").isVisible()
    assert seat.find("yearSelector").isVisible()
    assert not seat.find("enterpriseNew").isVisible()


def test_closing_the_window_waits_for_nothing_that_is_only_read(qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, stopped = threading.Event(), threading.Event()

    def read(_: ListIndex, stop: Callable[[], bool]) -> list[Facts]:
        started.set()
        while not stop():
            time.sleep(0.01)
        stopped.set()
        return []

    monkeypatch.setattr(ListIndex, "read", read)
    seat = Seat(qtbot).open(path)
    seat.window.show_tab("enterprises")
    qtbot.waitUntil(started.is_set)
    began = time.monotonic()
    seat.window.close()
    assert time.monotonic() - began < 10
    assert not seat.window.isVisible()
    assert stopped.wait(10)


# -- search and filters ---------------------------------------------------------------------------------------------


def test_searching_narrows_with_each_key_and_esc_takes_it_back(seat: RegistrySeat) -> None:
    everything = seat.names
    assert seat.count == f"显示 {len(everything)} / 共 {COUNT} 家"
    wanted = everything[7]
    seat.search(wanted)
    assert seat.names == [name for name in everything if wanted in name]
    assert seat.count.startswith(f"显示 {len(seat.names)} / ")
    seat.qtbot.keyClick(seat.list.search, Key.Key_Down)
    assert seat.list.view.hasFocus() or QApplication.focusWidget() is None
    seat.press(Key.Key_Escape)
    assert seat.names == everything
    assert seat.names[seat.list.view.currentIndex().row()] == wanted  # the chosen one stays chosen


def test_a_key_typed_in_the_table_begins_a_search(seat: RegistrySeat) -> None:
    seat.list.view.keyboardSearch("y")
    assert seat.list.search.text() == "y"


def test_nothing_found_says_so_and_offers_the_way_back(seat: RegistrySeat) -> None:
    before = seat.names
    seat.search("没有这样的企业")
    assert seat.find("noHits").isVisible()
    assert not seat.window.enterprise_tab.actions_by_name["enterpriseBatch"].isEnabled()
    seat.find("noHits").buttons[0].click()
    assert seat.names == before


def test_filters_combine_and_are_cleared_together(seat: RegistrySeat) -> None:
    everything = seat.names
    seat.filter("district", "平城区")
    seat.filter("archived", "all")
    seat.filter("industry", "C")
    lines = [seat.list.table.line(one) for one in seat.list.table.ids]
    assert lines
    assert {line["district"] for line in lines} == {"平城区"}
    assert {str(line["industry"])[0] for line in lines} == {"C"}
    assert seat.list.filters.boxes["district"].property("active")
    seat.find("clearFilters").click()
    assert seat.names == everything
    assert not seat.list.filters.boxes["district"].property("active")


def test_the_clearing_sign_goes_with_the_text(seat: RegistrySeat) -> None:
    (sign,) = seat.list.search.findChildren(QToolButton)
    seat.search("样例")
    seat.qtbot.waitUntil(sign.isVisible)
    seat.list.clear_query()
    seat.qtbot.waitUntil(sign.isHidden)


@pytest.mark.parametrize(("key", "row"), [(Key.Key_Home, 0), (Key.Key_End, -1)])
def test_ctrl_home_and_end_take_the_choice_along(seat: RegistrySeat, key: Key, row: int) -> None:
    view = seat.list.view
    view.go_to(1)
    seat.qtbot.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_ids() == [view.current_id()] == [view.records.ids[row]]


def test_what_is_chosen_in_a_filter_is_read_whole(seat: RegistrySeat) -> None:
    seat.window.resize(1366, 738)
    box = seat.list.filters.boxes["tier"]
    longest = max(range(1, box.count()), key=lambda n: box.fontMetrics().horizontalAdvance(box.itemText(n)))
    box.setCurrentIndex(longest)

    def whole() -> bool:
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        style, part = box.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
        return room.width() >= box.fontMetrics().horizontalAdvance(box.currentText())

    seat.qtbot.waitUntil(whole)


def test_the_wheel_changes_no_filter(seat: RegistrySeat) -> None:
    box = seat.list.filters.boxes["district"]
    at, none = QPoint(4, 4), Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(box, event)
    assert box.currentIndex() == 0


def test_a_filter_is_saved_by_name_and_called_up_again(seat: RegistrySeat) -> None:
    seat.search("有限")
    seat.filter("district", "平城区")
    wanted = seat.names

    def name_it(dialog: FilterNameDialog) -> None:
        dialog.try_accept()
        assert "名称" in dialog.reason.text()
        dialog.name.setText("平城区的")
        dialog.try_accept()

    seat.answer(FilterNameDialog, name_it)
    seat.list.saved.ask_name()
    seat.act("enterpriseClear")
    assert seat.names != wanted
    seat.list.saved.fill()
    seat.list.saved.menu().actions()[0].trigger()
    assert seat.names == wanted
    assert seat.list.search.text() == "有限"
    kept = settings_file.load()
    assert kept.lists["enterprise"]["filters"] == {"平城区的": {"text": "有限", "chosen": {"district": "平城区"}}}


def test_a_saved_filter_for_what_is_gone_finds_nothing_and_says_what_it_looks_for(seat: RegistrySeat) -> None:
    seat.list.show_query(Query("", {"district": "撤并的区"}))
    assert seat.names == []
    assert seat.list.filters.boxes["district"].currentText() == "撤并的区"


# -- columns and order ----------------------------------------------------------------------------------------------


def test_columns_and_order_are_kept(qtbot: QtBot, seat: RegistrySeat, path: Path) -> None:
    view, fields = seat.list.view, [f.id for f in seat.list.table.fields]
    view.set_column_shown(fields.index("phone"), False)
    view.set_column_shown(fields.index("founded_on"), True)
    view.horizontalHeader().moveSection(view.horizontalHeader().visualIndex(fields.index("state")), 0)
    view.setColumnWidth(fields.index("name"), 333)
    view.horizontalHeader().sectionClicked.emit(fields.index("founded_on"))
    dates = [seat.list.table.line(one)["founded_on"] for one in seat.list.table.ids]
    assert dates == sorted(dates)
    qtbot.waitSignal(view.columnsChanged).wait()
    seat.window.close()
    again = RegistrySeat(qtbot, path, settings_file.load())
    shown = [f.id for f in again.list.view.columns()]
    assert shown[0] == "state"
    assert "phone" not in shown
    assert "founded_on" in shown
    assert again.list.view.columnWidth(fields.index("name")) == 333
    assert [again.list.table.line(one)["founded_on"] for one in again.list.table.ids] == dates
    again.act("enterpriseColumnsBack")
    assert again.list.view.columns()[0].id == "name"


def test_a_heading_sorts_up_then_down_then_as_it_was(seat: RegistrySeat) -> None:
    before, name = seat.names, seat.list.table.fields.index(next(f for f in seat.list.table.fields if f.id == "credit_code"))
    header, model = seat.list.view.horizontalHeader(), seat.list.table
    header.sectionClicked.emit(name)
    up = seat.names
    assert model.headerData(name, Qt.Orientation.Horizontal) == "统一社会信用代码 ↑"
    header.sectionClicked.emit(name)
    assert seat.names == up[::-1]
    header.sectionClicked.emit(name)
    assert seat.names == before
    assert model.headerData(name, Qt.Orientation.Horizontal) == "统一社会信用代码"


def test_odd_settings_are_as_good_as_none(qtbot: QtBot, path: Path) -> None:
    odd = {"columns": ["nonsense", 7], "widths": {"name": "wide"}, "sort": "nonsense", "descending": 3, "filters": {"x": 1, "y": {}}}
    seat = RegistrySeat(qtbot, path, Settings(lists={"enterprise": odd}))
    assert seat.list.view.columns()[0].id == "name"
    assert seat.list.kept.filters() == {"y": Query()}
    assert seat.list.query.sort == ""


def test_the_last_column_stays(seat: RegistrySeat) -> None:
    for place in range(len(seat.list.table.fields)):
        seat.list.view.set_column_shown(place, False)
    assert len(seat.list.view.columns()) == 1


# -- many at once ---------------------------------------------------------------------------------------------------


def test_many_are_changed_in_one_step_that_undo_takes_back(seat: RegistrySeat) -> None:
    seat.filter("district", "平城区")
    chosen = list(seat.list.table.ids)
    seat.list.view.selectAll()
    assert seat.status.startswith(f"选中 {len(chosen)} 家")

    def fill(dialog: BatchDialog) -> None:
        assert dialog.windowTitle() == f"批量修改 {len(chosen)} 家企业"
        dialog.which.setCurrentIndex(dialog.which.findData("district"))
        dialog.list.setCurrentText("平城区")
        assert dialog.preview.text().startswith("0 家会改成“平城区”")
        dialog.try_accept()
        assert "没有要改的" in dialog.reason.text()
        dialog.list.setCurrentText("云冈区")
        assert dialog.preview.text().startswith(f"{len(chosen)} 家会改成“云冈区”。")
        dialog.try_accept()

    seat.answer(BatchDialog, fill)
    seat.act("enterpriseBatch")
    assert {district_of(seat, one) for one in chosen} == {"云冈区"}
    assert seat.names == []  # none of them is in 平城区 any more
    seat.trigger("undo")
    assert {district_of(seat, one) for one in chosen} == {"平城区"}
    assert seat.list.table.ids == chosen


def test_a_text_that_is_no_value_is_refused_before_anything_changes(seat: RegistrySeat) -> None:
    seen: list[str] = []

    def fill(dialog: BatchDialog) -> None:
        dialog.which.setCurrentIndex(dialog.which.findData("registered_capital"))
        dialog.text.setText("很多")
        dialog.try_accept()
        seen.append(dialog.reason.text())
        dialog.text.setText("")
        seen.append(dialog.preview.text())
        dialog.reject()

    seat.list.view.selectRow(0)
    seat.answer(BatchDialog, fill)
    seat.act("enterpriseBatch")
    assert seen[0].startswith("注册资本填的是“很多”，不是数字")
    assert seen[1].startswith("1 家会清空")
    assert not seat.window.workspace.undo_stack.count()


def test_archiving_takes_off_the_list_and_back(seat: RegistrySeat) -> None:
    seat.list.view.selectRow(3)
    one, name = seat.list.view.current_id(), seat.names[3]
    seat.act("enterpriseArchive")
    assert name not in seat.names
    seat.filter("archived", "archived")
    assert one in seat.list.table.ids
    row = seat.list.table.ids.index(one)
    muted = seat.list.table.data(seat.list.table.index(row, 0), Qt.ItemDataRole.ForegroundRole)
    assert muted is not None
    seat.list.view.selectRow(row)
    assert str(datetime.date.today()) in seat.find("enterpriseText").toPlainText()
    seat.act("enterpriseRestore")
    seat.act("enterpriseClear")
    assert name in seat.names


def test_chosen_rows_are_copied_with_headings(seat: RegistrySeat) -> None:
    view = seat.list.view
    flag = view.selectionModel().SelectionFlag
    view.selectionModel().select(view.model().index(1, 0), flag.ClearAndSelect | flag.Rows)
    view.selectionModel().select(view.model().index(4, 0), flag.Select | flag.Rows)
    seat.act("enterpriseCopy")
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert [row[0] for row in rows] == ["企业名称", seat.names[1], seat.names[4]]
    assert rows[0][1:3] == ["县区", "状态"]
    assert "已复制 2 行" in seat.status


# -- opening and following ------------------------------------------------------------------------------------------


def test_enter_f2_and_the_panel_open_the_record(seat: RegistrySeat) -> None:
    opened: list[str] = []
    seat.window.enterprise_tab.openRequested.connect(opened.append)
    seat.press(Key.Key_Home, Key.Key_Down)
    one = seat.list.table.ids[1]
    seat.press(Key.Key_Return, Key.Key_F2)
    seat.find("enterpriseOpen").click()
    at = seat.list.view.visualRect(seat.list.table.index(2, 0)).center()
    seat.qtbot.mouseClick(seat.list.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    seat.qtbot.mouseDClick(seat.list.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [one, one, one, seat.list.table.ids[2]]


def test_the_panel_tells_of_the_chosen_enterprise(seat: RegistrySeat) -> None:
    seat.press(Key.Key_End)
    line = seat.list.table.line(seat.list.table.ids[-1])
    text = seat.find("enterpriseText").toPlainText()
    assert seat.find("enterpriseTitle").text() == line["name"]
    assert str(line["phone"]) in text
    assert str(line["state"]) in text
    seat.trigger("panel")
    assert not seat.find("sidePanels").isVisible()


def test_the_list_follows_what_is_written_elsewhere(seat: RegistrySeat) -> None:
    row = 5
    one = seat.list.table.ids[row]
    seat.list.view.selectRow(row)
    seat.window.workspace.perform(services.enterprises.edit, [one], {"name": "样例改了名"})
    assert seat.names[row] == "样例改了名"
    assert seat.find("enterpriseTitle").text() == "样例改了名"
    assert seat.list.view.current_id() == one
    seat.window.workspace.perform(services.enterprises.create, {"name": "样例新企业"})
    assert seat.names[-1] == "样例新企业"
    seat.trigger("undo")
    seat.trigger("undo")
    assert "样例新企业" not in seat.names
    assert seat.names[row] != "样例改了名"


def test_a_row_that_is_changed_stays_where_it_is_until_it_is_sorted_again(seat: RegistrySeat) -> None:
    seat.list.sort_by("credit_code", False)
    one, before = seat.list.table.ids[4], list(seat.list.table.ids)
    seat.list.view.selectRow(4)
    seat.window.workspace.perform(services.enterprises.edit, [one], {"credit_code": "99"})
    assert list(seat.list.table.ids) == before
    assert seat.list.table.line(one)["credit_code"] == "99"
    (new,) = seat.window.workspace.perform(services.enterprises.create, {"name": "样例新的", "credit_code": "0"}).enterprises
    assert list(seat.list.table.ids) == [*before, new]
    seat.list.sort_by("", False)
    seat.list.sort_by("credit_code", False)
    assert (seat.list.table.ids[0], seat.list.table.ids[-1]) == (new, one)


def test_many_changes_at_once_are_read_in_a_thread(seat: RegistrySeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datong_desktop.views.records.record_list.LOT", 10)
    seat.filter("district", "平城区")
    chosen = list(seat.list.table.ids) + list(seat.list.index.column("district"))[:20]
    seat.window.workspace.perform(services.enterprises.edit, chosen, {"district": "平城区"})
    seat.read()
    assert len(seat.names) > 10
    assert seat.list.filters.chosen() == {"district": "平城区"}
    assert {seat.list.table.line(one)["district"] for one in seat.list.table.ids} == {"平城区"}


def test_what_is_on_show_goes_to_the_export(seat: RegistrySeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs.files, "ask_save", lambda *_: None)
    asked: list[tuple[list[str], list[object]]] = []
    seat.window.enterprise_tab.exportRequested.connect(lambda ids, columns: asked.append((ids, columns)))
    seat.filter("district", "平城区")
    seat.find("enterpriseExport").click()
    assert asked == [(seat.list.table.ids, seat.list.view.columns())]


def test_an_empty_registry_offers_the_next_step(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs.files, "ask_open", lambda *_: None)
    seat = RegistrySeat(qtbot, make_ledger(tmp_path / "空.datong"))
    page = seat.find("noEnterprises")
    assert page.isVisible()
    assert [button.text() for button in page.buttons] == ["录入第一家", "从 Excel 导入…"]
    asked: list[str] = []
    seat.window.enterprise_tab.newRequested.connect(lambda: asked.append("new"))
    seat.window.enterprise_tab.importRequested.connect(lambda: asked.append("import"))
    for button in page.buttons:
        button.click()
    assert asked == ["new", "import"]
    seat.window.enterprise_tab.pages.show_list()
    assert not seat.find("enterpriseSearch").isEnabled()
    seat.window.workspace.perform(services.enterprises.create, {"name": "样例第一家"})
    assert seat.names == ["样例第一家"]
    assert seat.list.view.isVisible()


def test_a_registry_of_archived_enterprises_alone_says_so_and_shows_them(qtbot: QtBot, tmp_path: Path) -> None:
    ledger = services.ledger.open_ledger(make_registry(tmp_path / "归档.datong", 2))
    with ledger.reading() as session:
        everyone = sorted(session.scalars(select(ROWS[Enterprise].__table__.c.id)))
    services.enterprises.archive(ledger, everyone, datetime.date(2023, 3, 5))
    ledger.close()
    seat = RegistrySeat(qtbot, tmp_path / "归档.datong")
    page = seat.find("allPutAway")
    assert page.isVisible()
    assert not seat.find("noEnterprises").isVisible()
    seat.search("没有这样的企业")
    assert seat.find("noHits").isVisible()
    seat.find("noHits").buttons[0].click()
    assert page.isVisible()
    assert [button.text() for button in page.buttons] == ["显示已归档的"]
    page.buttons[0].click()
    assert seat.list.table.ids == everyone
    seat.window.workspace.perform(services.enterprises.archive, everyone[:1], None)
    seat.list.clear_query()
    assert seat.list.table.ids == everyone[:1]


def test_a_ledger_that_is_only_looked_at_offers_no_change(qtbot: QtBot, path: Path) -> None:
    holder = services.ledger.open_ledger(path)
    try:
        seat = RegistrySeat(qtbot, path)
        enabled = {name for name, action in seat.window.enterprise_tab.actions_by_name.items() if action.isEnabled()}
        assert not enabled & {"enterpriseNew", "enterpriseBatch", "enterpriseArchive", "enterpriseImport"}
        assert {"enterpriseCopy", "enterpriseExport", "enterpriseOpen"} <= enabled
        assert not seat.find("enterpriseNew").isEnabled()
        seat.search("样例")
        assert seat.names
    finally:
        holder.close()


def test_another_ledger_shows_its_own_enterprises(qtbot: QtBot, seat: RegistrySeat, tmp_path: Path) -> None:
    seat.open(make_registry(tmp_path / "另一个.datong", 7))
    seat.read()
    assert len(seat.names) <= 7
    assert seat.list.index.total == 7


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_part_can_be_named_and_reached(seat: RegistrySeat, look: str) -> None:
    seat.window.set_look(look)
    assert seat.list.view.accessibleName() == "企业"
    for widget in [seat.list.search, *seat.list.filters.boxes.values(), seat.find("clearFilters")]:
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    seat.window.menus.actions["compact"].trigger()
    assert seat.list.view.rowHeight(0) == 24
