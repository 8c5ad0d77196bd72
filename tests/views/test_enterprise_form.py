"""企业登记 through its page: what is keyed is durable, checked while it is typed, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop.domain.enterprise import FiscalYear, Officer, Shareholder
from datong_desktop.domain.scans import OF_ENTERPRISE, ScanLink
from datong_desktop.services import enterprises, ledger
from datong_desktop.views import dialogs
from tests.registry import CODE, file, made
from tests.views.enterprise_desk import EnterpriseDesk, enterprise_desk
from tests.views.keying import keyed

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[EnterpriseDesk]:
    with enterprise_desk(qtbot, tmp_path) as found:
        yield found


def test_the_first_committed_field_makes_the_record_and_each_is_durable(desk: EnterpriseDesk) -> None:
    assert desk.page.identifier == ""
    desk.type("short_name", "样例")
    assert desk.stored.enterprise.short_name == "样例"
    desk.type("registered_capital", "500")
    desk.type("neeq_listed", "0")
    assert (desk.stored.enterprise.registered_capital, desk.stored.enterprise.neeq_listed) == (50000, 0)
    assert desk.workspace.undo_stack.count() == 3
    desk.workspace.undo_stack.undo()
    assert desk.stored.enterprise.neeq_listed is None
    assert desk.page.form.cells["neeq_listed"].editor.text() == ""


def test_undoing_the_record_itself_leads_back_to_the_list(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例企业")
    with desk.qtbot.waitSignal(desk.page.closed):
        desk.workspace.undo_stack.undo()
    assert desk.page.identifier == ""
    assert "已经不在了" in desk.messages[-1]


def test_a_wrong_code_is_named_while_it_is_typed_and_mended_by_one_key(desk: EnterpriseDesk) -> None:
    editor = desk.editor("credit_code")
    keyed(desk.qtbot, editor, CODE[:10].lower())
    assert desk.note("credit_code") == ""
    wrong = f"{CODE[:4]}O{CODE[5:]}"
    editor.clear()
    keyed(desk.qtbot, editor, wrong)
    assert desk.note("credit_code") == "▲ 第 5 位“O”有误，像是“0”。按 F7 改正"
    assert [button.text() for button in desk.buttons("mendCode")] == [f"改成 {CODE}（F7）"]
    desk.qtbot.keyClick(editor, Key.Key_F7)
    assert desk.stored.enterprise.credit_code == CODE
    assert desk.note("credit_code") == ""


def test_a_name_pasted_on_two_lines_is_one_name_and_the_clerk_is_told(desk: EnterpriseDesk) -> None:
    QApplication.clipboard().setText("样例大同\r\n 银河有限公司")
    editor = desk.editor("name")
    desk.qtbot.keyClick(editor, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "样例大同银河有限公司"
    assert "换行" in desk.note("name")
    desk.qtbot.keyClick(editor, Key.Key_Return)
    assert desk.stored.enterprise.name == "样例大同银河有限公司"
    desk.page.new()
    assert "换行" not in desk.note("name")


def test_alt_and_a_page_key_go_from_section_to_section_and_table_to_table(desk: EnterpriseDesk) -> None:
    def jump(key: Key) -> str:
        desk.qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
        return desk.focus

    desk.editor("address")
    down = [jump(Key.Key_PageDown) for _ in range(9)]
    assert down[:2] == ["field_industry", "field_tax_rating"]
    assert {field.section for field in desk.page.form.fields} - {"基本情况"} == {
        desk.page.form.cells[name.removeprefix("field_")].field.section for name in down if name.startswith("field_")
    }
    assert len(set(down)) == 9
    assert [jump(Key.Key_PageUp) for _ in range(8)] == down[-2::-1]
    assert jump(Key.Key_PageUp) == "field_name"
    assert jump(Key.Key_PageUp) == "field_name"


def test_tab_reaches_every_field_whether_or_not_it_has_a_letter(desk: EnterpriseDesk) -> None:
    desk.editor("name")
    reached = {desk.focus}
    for _ in range(80):
        desk.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        reached.add(desk.focus)
    assert {editor.objectName() for editor in desk.page.form.editors.values()} <= reached


def test_half_a_code_is_kept_with_a_warning(desk: EnterpriseDesk) -> None:
    desk.type("credit_code", "9114-0204 ma0y")
    assert desk.stored.enterprise.credit_code == "91140204MA0Y"
    assert desk.note("credit_code") == "▲ 有 12 位，应为 18 位"


def test_the_code_of_another_is_refused_with_the_way_to_it(desk: EnterpriseDesk) -> None:
    other = made(desk.ledger, "甲企业", credit_code=CODE)
    desk.type("name", "乙企业")
    mine = desk.page.identifier
    editor = desk.type("credit_code", CODE)
    assert editor.refused
    assert desk.note("credit_code").startswith("✕ 这个代码已经登记给“甲企业”，没有保存")
    assert desk.stored.enterprise.credit_code == ""
    desk.page.close_form()
    assert "统一社会信用代码" in desk.messages[-1]
    (button,) = desk.buttons("openTwin")
    button.click()
    assert desk.page.identifier == other
    assert not editor.refused
    assert file(desk.ledger, mine).enterprise.credit_code == ""


def test_names_that_are_alike_are_shown_below_and_opened_by_a_click(desk: EnterpriseDesk) -> None:
    other = made(desk.ledger, "大同银河科技有限公司", district="平城区")
    desk.page.hints.names._forget()
    desk.page.hints.names.prepare()
    desk.settle()
    keyed(desk.qtbot, desk.editor("name"), "大同市银河科技有限责任公司")
    desk.qtbot.waitUntil(lambda: bool(desk.buttons("similarName")))
    (button,) = desk.buttons("similarName")
    assert button.text() == "相近：大同银河科技有限公司　平城区"
    button.click()
    assert desk.page.identifier == other
    assert desk.buttons("similarName") == []


def test_a_record_that_is_only_looked_at_does_not_shift_about_for_names_like_it(desk: EnterpriseDesk) -> None:
    one = made(desk.ledger, "大同银河科技有限公司")
    made(desk.ledger, "大同市银河科技有限责任公司")
    desk.page.hints.names._forget()
    desk.page.show_record(one)
    desk.settle()
    assert desk.page.hints.names.like("大同银河科技有限公司", one)
    assert desk.buttons("similarName") == []


def test_an_industry_is_found_by_code_name_and_initials_and_explained(desk: EnterpriseDesk) -> None:
    editor = desk.type("industry", "yjhxylzz")
    if editor.refused or editor.text() == "yjhxylzz":
        keyed(desk.qtbot, desk.editor("industry"), "yjhxylzz")
        desk.qtbot.keyClick(editor, Key.Key_Down)
        desk.qtbot.keyClick(editor, Key.Key_Return)
    assert desk.stored.enterprise.industry == "C2614"
    assert desk.note("industry").startswith("C 制造业 › C26 ")
    assert "总资产 500 万元、年营业收入 1,000 万元以上" in desk.note("industry")
    desk.type("industry", "2614")
    assert desk.stored.enterprise.industry == "C2614"


def test_amounts_that_look_typed_in_yuan_are_warned_of_and_stored(desk: EnterpriseDesk) -> None:
    desk.type("registered_capital", "5000000")
    assert desk.stored.enterprise.registered_capital == 500_000_000
    assert desk.note("registered_capital").startswith("▲ 注册资本 5,000,000 万元，在 100 亿元以上")


def test_esc_goes_back_but_not_past_a_refused_text(desk: EnterpriseDesk) -> None:
    editor = desk.type("employees", "很多")
    with desk.qtbot.assertNotEmitted(desk.page.closed):
        desk.qtbot.keyClick(desk.page.form.cells["address"].editor, Key.Key_Escape)
    assert "职工人数" in desk.messages[-1]
    assert desk.focus == "field_employees"
    desk.qtbot.keyClick(editor, Key.Key_Escape)
    with desk.qtbot.waitSignal(desk.page.closed):
        desk.qtbot.keyClick(editor, Key.Key_Escape)


def test_page_keys_turn_through_the_list_in_the_same_field(desk: EnterpriseDesk) -> None:
    several = [made(desk.ledger, f"样例企业{n}") for n in range(3)]
    desk.page.set_order(several)
    desk.page.show_record(several[0], "phone")
    editor = desk.page.form.cells["phone"].editor
    keyed(desk.qtbot, editor, "0352-1")
    desk.qtbot.keyClick(editor, Key.Key_PageDown)
    assert (desk.page.identifier, desk.focus) == (several[1], "field_phone")
    assert file(desk.ledger, several[0]).enterprise.phone == "0352-1"
    desk.qtbot.keyClick(editor, Key.Key_PageUp)
    desk.qtbot.keyClick(editor, Key.Key_PageUp)
    assert desk.page.identifier == several[0]
    assert desk.messages[-1] == "已经是第一家"


def test_the_header_says_whose_it_is_and_what_is_missing(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例企业")
    assert desk.page.header.name.text() == "样例企业"
    assert desk.page.header.standing.text() == "未申报"
    total = len(desk.page.form.fields)
    assert desk.page.header.filled.accessibleName().startswith(f"已填 1/{total} 栏，还缺 简称、统一社会信用代码、县区、注册地址…")


def test_shareholders_are_keyed_row_by_row_and_not_above_the_whole(desk: EnterpriseDesk) -> None:
    table = desk.page.tables.tables[Shareholder]
    table.view.setFocus(Qt.FocusReason.TabFocusReason)
    desk.cells(table.view, "甲公司", "3", "300", "60")
    desk.cells(table.view, "乙", "1", "200", "50")
    assert [(one.name, one.kind, one.share) for one in desk.stored.all(Shareholder)] == [
        ("甲公司", "社会法人", 6000), ("乙", "自然人", None),
    ]  # fmt: skip
    assert "合计会到 110%，超过 100%" in table.note.text()
    assert desk.page.finish_editing() == 1
    table.view.setCurrentIndex(table.rows.index(1, 3))
    desk.cells(table.view, "40")
    assert table.note.text() == "2 位股东，持股合计 100%"
    table.view.setCurrentIndex(table.rows.index(0, 0))
    desk.qtbot.keyClick(table.view, Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in desk.stored.all(Shareholder)] == ["乙"]
    desk.workspace.undo_stack.undo()
    assert [one.name for one in desk.stored.all(Shareholder)] == ["甲公司", "乙"]


def test_enter_in_the_blank_row_goes_on_to_the_next_field(desk: EnterpriseDesk) -> None:
    table = desk.page.tables.tables[Shareholder]
    table.view.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClick(table.view, Key.Key_Return)
    assert desk.focus == "officers"
    desk.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.focus == "shareholders"


def test_the_keys_stay_in_the_table_when_a_row_is_begun(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例企业")
    table = desk.page.tables.tables[Officer].view
    table.setFocus(Qt.FocusReason.TabFocusReason)
    desk.qtbot.keyClicks(table, "4")
    desk.qtbot.keyClick(table.open_editor(), Key.Key_Return)
    assert [one.role for one in desk.stored.all(Officer)] == ["实际控制人"]
    assert desk.focus == "officers"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)


def test_three_years_are_pasted_from_a_sheet_as_one_step(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例企业")
    table = desk.page.tables.tables[FiscalYear]
    assert table.rows.rowCount() == 3
    steps = desk.workspace.undo_stack.count()
    QApplication.clipboard().setText("500\t1,000\t900\t10\t8\n600\t1100\t千\t12\t9\n700\t1200\t1300\t14\t10")
    table.view.setCurrentIndex(table.rows.index(0, 0))
    desk.qtbot.keyClick(table.view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.workspace.undo_stack.count() == steps + 1
    years = desk.stored.all(FiscalYear)
    assert [year.total_assets for year in years] == [50000, 60000, 70000]
    assert [year.main_revenue for year in years] == [90000, None, 130000]
    assert "红框" in desk.messages[-1]
    assert [refusal.text for refusal in table.rows.refused.values()] == ["千"]
    assert any("大于营业收入" in warning for warning in table.rows.warnings.values())
    table.view.setCurrentIndex(table.rows.index(1, 2))
    desk.qtbot.keyClick(table.view, Key.Key_Escape)
    assert table.rows.refused == {}


def test_why_a_cell_is_refused_is_scrolled_into_view(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例企业")
    table = desk.page.tables.tables[Shareholder]
    table.view.setFocus()
    QApplication.processEvents()
    desk.page.resize(1086, 300)
    table.view.setCurrentIndex(table.rows.index(0, 0))
    desk.cells(table.view, "样例股东", "1", "2000", "110")
    assert "100%" in table.note.text()

    def seen() -> bool:
        viewport = desk.page._scroll.viewport()
        return table.note.mapTo(viewport, table.note.rect().bottomLeft()).y() <= viewport.height()

    desk.qtbot.waitUntil(seen)


def test_a_table_may_be_the_first_thing_that_is_filled(desk: EnterpriseDesk) -> None:
    table = desk.page.tables.tables[FiscalYear]
    table.view.setCurrentIndex(table.rows.index(2, 0))
    desk.cells(table.view, "500")
    assert [year.total_assets for year in desk.stored.all(FiscalYear)] == [50000]


def test_history_shows_each_field_with_old_and_new(desk: EnterpriseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.type("name", "甲")
    desk.type("name", "乙")
    seen: list[list[str]] = []

    def look(dialog: dialogs.record_history.HistoryDialog) -> bool:
        seen.append([dialog.table.item(0, column).text() for column in range(1, 5)])
        dialog.deleteLater()
        return False

    monkeypatch.setattr(dialogs, "ask", look)
    desk.qtbot.keyClick(desk.page.form.cells["name"].editor, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert seen == [["王某", "企业名称", "甲", "乙"]]


def test_a_ledger_that_is_only_looked_at_takes_no_key(desk: EnterpriseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(desk.ledger, "样例企业")
    monkeypatch.setattr(type(desk.workspace), "writable", False)
    desk.page.show_record(one)
    desk.type("name", "x")
    desk.cells(desk.page.tables.tables[Shareholder].view, "甲")
    assert file(desk.ledger, one).enterprise.name == "样例企业"
    assert file(desk.ledger, one).all(Shareholder) == ()


def test_an_enterprise_that_is_gone_is_not_shown(desk: EnterpriseDesk) -> None:
    desk.page.show_record("x")
    assert desk.page.identifier == ""
    assert "企业库里没有这家企业" in desk.messages[-1]
    assert enterprises.read(desk.ledger, "x") is None


def test_a_cell_begun_in_the_input_method_keeps_its_first_word(desk: EnterpriseDesk) -> None:
    view = desk.page.tables.tables[Shareholder].view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(view, QInputMethodEvent("jia", []))
    keyed(desk.qtbot, view, "甲")
    editor = view.open_editor()
    assert editor is not None
    keyed(desk.qtbot, editor, "公司")
    desk.qtbot.keyClick(editor, Key.Key_Tab)
    assert [one.name for one in desk.stored.all(Shareholder)] == ["甲公司"]


def test_the_field_that_has_the_keys_is_seen_whole(desk: EnterpriseDesk) -> None:
    desk.page.resize(1086, 300)
    for name in ("remark", "main_business", "name"):
        editor = desk.editor(name)
        QApplication.processEvents()
        bottom = editor.mapTo(desk.page._scroll.viewport(), editor.rect().bottomLeft()).y()
        assert editor.height() - 1 <= bottom <= desk.page._scroll.viewport().height(), name


def test_a_long_text_is_saved_while_it_is_typed_as_one_step_of_its_visit(desk: EnterpriseDesk) -> None:
    desk.type("name", "甲公司")
    box = desk.editor("main_business")
    box._pause.setInterval(20)
    stack = desk.workspace.undo_stack
    steps = stack.count()
    keyed(desk.qtbot, box, "first half")
    desk.qtbot.keyClick(box, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.stored.enterprise.main_business == "first half")
    assert (box.toPlainText(), box.textCursor().position(), box.hasFocus()) == ("first half\n", 11, True)
    keyed(desk.qtbot, box, "second")
    desk.qtbot.waitUntil(lambda: desk.stored.enterprise.main_business == "first half\nsecond")
    desk.qtbot.keyClick(box, Key.Key_Tab)
    assert stack.count() == steps + 1
    stack.undo()
    assert desk.stored.enterprise.main_business == ""
    stack.redo()
    assert desk.stored.enterprise.main_business == "first half\nsecond"
    box = desk.editor("main_business")
    keyed(desk.qtbot, box, "third")
    desk.qtbot.waitUntil(lambda: "third" in desk.stored.enterprise.main_business)
    desk.qtbot.keyClick(box, Key.Key_Escape)
    assert desk.stored.enterprise.main_business == "first half\nsecond"
    assert stack.count() == steps + 2
    assert ledger.check_ledger(desk.ledger) == ()


def test_half_a_line_is_saved_while_it_is_typed_but_no_half_number_or_code(desk: EnterpriseDesk) -> None:
    desk.type("name", "甲公司")
    steps = desk.workspace.undo_stack.count()
    address = desk.editor("address")
    address._pause.setInterval(20)
    keyed(desk.qtbot, address, "half ")
    desk.qtbot.waitUntil(lambda: desk.stored.enterprise.address == "half")
    assert (address.text(), address.hasFocus()) == ("half ", True)
    keyed(desk.qtbot, address, "an address")
    desk.qtbot.keyClick(address, Key.Key_Return)
    assert desk.stored.enterprise.address == "half an address"
    assert desk.workspace.undo_stack.count() == steps + 1
    for name, half in (("registered_capital", "12"), ("founded_on", "20230315"), ("credit_code", "9114")):
        box = desk.editor(name)
        box._pause.setInterval(0)
        keyed(desk.qtbot, box, half)
        desk.qtbot.wait(30)
        assert desk.workspace.undo_stack.count() == steps + 1, name
        desk.qtbot.keyClick(box, Key.Key_Escape)


def test_esc_takes_back_half_a_line_that_was_saved(desk: EnterpriseDesk) -> None:
    desk.type("name", "甲公司")
    desk.type("address", "样例路1号")
    address = desk.editor("address")
    address._pause.setInterval(20)
    keyed(desk.qtbot, address, "half")
    desk.qtbot.waitUntil(lambda: desk.stored.enterprise.address == "half")
    desk.qtbot.keyClick(address, Key.Key_Escape)
    assert desk.stored.enterprise.address == "样例路1号"
    assert address.hasFocus()


def test_half_a_text_of_a_new_enterprise_is_one_step_too(desk: EnterpriseDesk) -> None:
    box = desk.editor("main_business")
    box._pause.setInterval(20)
    keyed(desk.qtbot, box, "first")
    desk.qtbot.waitUntil(lambda: bool(desk.page.identifier))
    keyed(desk.qtbot, box, " second")
    desk.qtbot.waitUntil(lambda: desk.stored.enterprise.main_business == "first second")
    identifier, stack = desk.page.identifier, desk.workspace.undo_stack
    assert stack.count() == 1
    stack.undo()
    assert enterprises.read(desk.ledger, identifier) is None
    stack.redo()
    found = enterprises.read(desk.ledger, identifier)
    assert found is not None
    assert found.enterprise.main_business == "first second"


def test_a_character_that_cannot_be_printed_is_told_when_it_is_keyed(desk: EnterpriseDesk) -> None:
    desk.type("name", "样例😀公司")
    assert "企业名称里的“😀”打印不出来" in desk.note("name")
    assert desk.stored.enterprise.name == "样例😀公司"


def test_papers_of_the_enterprise_itself_stand_below_the_form(desk: EnterpriseDesk) -> None:
    strip = desk.page.scans
    assert not strip.isVisible()  # nothing to hang them on yet
    desk.type("name", "样例企业")
    assert strip.isVisible()
    strip.add([QImage(8, 8, QImage.Format.Format_RGB32)])
    desk.settle()
    assert [link.subject for link in desk.stored.all(ScanLink)] == [OF_ENTERPRISE]
    desk.page.show_record(made(desk.ledger))
    assert strip.scans == ()
