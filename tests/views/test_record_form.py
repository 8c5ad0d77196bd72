"""The form made of fields: keys, commits, refused texts, lists."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import fields_by_id, fields_of
from datong_desktop.domain.fostering import Reform
from datong_desktop.views.records.alt_letters import alt_letters
from datong_desktop.views.records.editors import spell
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.widgets.choice_list import offered, several
from tests.views.keying import keyed

Key, Shift, Control = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
DISTRICTS = ("平城区", "云冈区", "云州区", "新荣区")
FORM_FIELDS = [
    dataclasses.replace(field, choices=DISTRICTS) if field.id == "district" else field
    for field in fields_of(Enterprise)
    if field.section
]


def test_labels_have_letters_of_their_own(qtbot: QtBot) -> None:
    form = RecordForm(FORM_FIELDS, taken="BFY")
    qtbot.addWidget(form)
    found = [label.text()[label.text().index("&") + 1] for label in form.findChildren(QLabel) if "&" in label.text()]
    assert found == [*"ACDEGHIJKLMNOPQRSTUVWXZ", *"0123456"]
    letters = alt_letters(FORM_FIELDS, taken="ABCDEFGHIJKLMNOPQRST")  # more fields than letters
    assert list(letters.values()) == [*"UVWXYZ0123456789"]
    assert {field.section for field in FORM_FIELDS if field.id in letters} == {field.section for field in FORM_FIELDS}
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(form, Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert form.focusWidget() is form.cells[FORM_FIELDS[1].id].editor


class Sheet:
    """A form on the screen and what it committed."""

    def __init__(self, qtbot: QtBot, form: RecordForm) -> None:
        self.qtbot, self.form = qtbot, form
        self.committed: list[tuple[str, object]] = []
        form.committed.connect(lambda name, value: self.committed.append((name, value)))
        form.resize(1000, 1400)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)

    def at(self, name: str) -> Any:
        self.form.focus_field(name)
        return self.form.cells[name].editor

    def type(self, name: str, text: str, end: Key = Key.Key_Return) -> Any:
        editor = self.at(name)
        keyed(self.qtbot, editor, text)
        self.qtbot.keyClick(editor, end)
        return editor

    @property
    def focus(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName().removeprefix("field_") if focus else ""

    def note(self, name: str) -> str:
        return self.form.cells[name].note.text()


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    form = RecordForm(FORM_FIELDS)
    qtbot.addWidget(form)
    form.show_values(Enterprise("x"))
    return Sheet(qtbot, form)


def test_enter_goes_through_the_fields_in_the_papers_order_and_commits_each_changed_one(sheet: Sheet) -> None:
    sheet.type("name", "样例企业")
    assert sheet.focus == "short_name"
    sheet.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert sheet.focus == "credit_code"
    sheet.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert sheet.focus == "district"
    sheet.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, Shift)
    assert sheet.focus == "credit_code"
    sheet.qtbot.keyClick(QApplication.focusWidget(), Key.Key_Backtab)
    assert sheet.focus == "short_name"
    assert sheet.committed == [("name", "样例企业")]


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("registered_capital", "１２３４．５", 123450, "1,234.5"),
        ("founded_on", "20150819", datetime.date(2015, 8, 19), "2015-08-19"),
        ("employees", "１２０", 120, "120"),
        ("neeq_listed", "1", 1, "是"),
        ("ownership_dispute", "0", 0, "否"),
        ("target_year", "2027", 2027, "2027"),
        ("legal_form", "2", "有限责任公司", "有限责任公司"),
        ("legal_form", "gyd", "国有独资公司", "国有独资公司"),
        ("district", "xr", "新荣区", "新荣区"),
        ("tax_rating", "m", "M", "M"),
    ],
)
def test_what_is_typed_is_understood_and_shown_back(sheet: Sheet, name: str, typed: str, value: object, shown: str) -> None:
    editor = sheet.type(name, typed)
    assert sheet.committed == [(name, value)]
    assert editor.text() == shown


def test_a_day_typed_without_its_year_is_one_of_this_year(sheet: Sheet) -> None:
    sheet.type("founded_on", "0315")
    assert sheet.committed == [("founded_on", datetime.date(datetime.date.today().year, 3, 15))]


def test_a_refused_text_stays_with_its_reason_beside_it_until_it_is_mended(sheet: Sheet) -> None:
    editor = sheet.type("registered_capital", "五百", Key.Key_Tab)
    assert sheet.focus == "legal_form"  # leaving is free, the text waits
    assert (editor.text(), editor.refused) == ("五百", True)
    assert sheet.note("registered_capital").startswith("✕ 注册资本填的是“五百”，不是数字")
    assert [field.id for field in sheet.form.finish_editing()] == ["registered_capital"]
    sheet.form.show_values(Enterprise("x", name="别处改的"))
    assert editor.text() == "五百"
    editor.selectAll()
    sheet.type("registered_capital", "500")
    assert not editor.refused
    assert sheet.committed == [("registered_capital", 50000)]
    assert sheet.note("registered_capital") == ""


def test_esc_restores_and_another_record_takes_nothing_over(sheet: Sheet) -> None:
    editor = sheet.type("employees", "多", Key.Key_Escape)
    assert (editor.text(), editor.refused) == ("", False)
    sheet.type("employees", "多")
    sheet.form.show_values(Enterprise("y", employees=7), afresh=True)
    assert (editor.text(), editor.refused) == ("7", False)
    assert sheet.committed == []


def test_an_ambiguous_beginning_is_not_guessed(sheet: Sheet) -> None:
    editor = sheet.type("district", "云")
    assert editor.refused
    assert sheet.note("district").endswith("可以是 云冈区、云州区，请多打一个字。改好后按回车，或按 Esc 恢复。")
    editor.selectAll()
    keyed(sheet.qtbot, editor, "云")
    sheet.qtbot.keyClick(editor, Key.Key_Down)
    sheet.qtbot.keyClick(editor, Key.Key_Return)
    assert sheet.committed == [("district", "云冈区")]


def test_f4_lists_the_choices_and_esc_leaves_the_field_as_it_was(sheet: Sheet) -> None:
    editor = sheet.at("ownership")
    sheet.qtbot.keyClick(editor, Key.Key_F4)
    chosen = editor._list
    assert chosen.isVisible()
    assert [chosen.item(row).text() for row in range(2)] == ["1　国有", "2　集体"]
    sheet.qtbot.keyClick(editor, Key.Key_Escape)
    assert not chosen.isVisible()
    sheet.qtbot.keyClick(editor, Key.Key_F4)
    chosen.itemClicked.emit(chosen.item(2))
    sheet.qtbot.keyClick(editor, Key.Key_Return)
    assert sheet.committed == [("ownership", "民营")]


def test_free_text_is_proposed_from_earlier_values_and_need_not_follow(qtbot: QtBot) -> None:
    offers = {"cluster": offered(("半导体产业集群", "大数据产业集群"), spell, numbered=False)}
    form = RecordForm(FORM_FIELDS, offers)
    qtbot.addWidget(form)
    sheet = Sheet(qtbot, form)
    sheet.qtbot.keyClicks(sheet.at("cluster"), "dsj")
    sheet.qtbot.keyClick(form.cells["cluster"].editor, Key.Key_Down)
    sheet.qtbot.keyClick(form.cells["cluster"].editor, Key.Key_Return)
    sheet.type("cluster", "自己写的")
    assert [value for _, value in sheet.committed] == ["大数据产业集群", "自己写的"]


def test_a_long_text_grows_and_ctrl_enter_leaves_it(sheet: Sheet) -> None:
    editor = sheet.at("main_business")
    height = editor.height()
    for line in range(5):
        keyed(sheet.qtbot, editor, f"第{line}行")
        sheet.qtbot.keyClick(editor, Key.Key_Return)
    assert editor.height() > height
    assert sheet.committed == []
    sheet.qtbot.keyClick(editor, Key.Key_Return, Control)
    assert sheet.committed == [("main_business", "第0行\n第1行\n第2行\n第3行\n第4行")]
    assert sheet.focus == "plan_class"
    sheet.type("remark", "甲" * 5001, Key.Key_Tab)
    assert "最多 5000 个字" in sheet.note("remark")


def test_tags_are_ticked_by_space(qtbot: QtBot) -> None:
    form = RecordForm(fields_of(Reform))
    qtbot.addWidget(form)
    sheet = Sheet(qtbot, form)
    boxes = form.cells["kinds"].editor.boxes
    for kind in ("科技型企业", "规上企业"):
        boxes[kind].setFocus()
        qtbot.keyClick(boxes[kind], Key.Key_Space)
    assert sheet.committed[-1] == ("kinds", "规上企业、科技型企业")


def test_what_could_not_be_stored_stays_to_be_mended(sheet: Sheet) -> None:
    sheet.form.committed.connect(lambda name, _: sheet.form.refuse(name, "没有保存。"))
    editor = sheet.type("contact", "李某")
    assert (editor.text(), editor.refused, editor.value) == ("李某", True, "")
    assert sheet.note("contact") == "✕ 没有保存。"


def test_page_keys_turn_and_enter_in_the_last_field_ends(sheet: Sheet) -> None:
    with sheet.qtbot.waitSignal(sheet.form.turned) as turned:
        sheet.qtbot.keyClick(sheet.at("name"), Key.Key_PageDown)
    assert turned.args == [1]
    with sheet.qtbot.waitSignal(sheet.form.finished):
        sheet.qtbot.keyClick(sheet.at("remark"), Key.Key_Return, Control)


def test_one_column_where_there_is_no_room_for_two(sheet: Sheet) -> None:
    places = [sheet.form.cells[name].x() for name in ("name", "short_name")]
    assert places[0] != places[1]
    sheet.form.resize(500, 1400)
    QApplication.processEvents()
    places = [sheet.form.cells[name].x() for name in ("name", "short_name")]
    assert places[0] == places[1]


def test_every_editor_has_a_name_and_a_label(sheet: Sheet) -> None:
    for editor in sheet.form.editors.values():
        assert editor.accessibleName()
        assert editor.objectName().startswith("field_")
        assert editor.toolTip()
    sheet.form.set_read_only(True)
    assert all(editor.isReadOnly() for editor in sheet.form.editors.values() if isinstance(editor, QLineEdit))


def test_several_words_are_offered_one_after_the_other() -> None:
    find = several(offered(("股改", "IPO", "新三板"), spell, numbered=False))
    assert [value for value, _ in find("")] == ["股改", "IPO", "新三板"]
    assert find("xsb") == [("新三板", "新三板")]
    assert find("股改、ip") == [("股改、IPO", "IPO")]
    assert [value for value, _ in find("股改，")] == ["股改、IPO", "股改、新三板"]
    assert find("股改、股") == []


def test_many_choices_of_several_words_are_typed_and_not_ticked(qtbot: QtBot) -> None:
    field = dataclasses.replace(fields_by_id(Reform)["kinds"], choices=tuple("甲乙丙丁戊己庚辛壬"))
    sheet = Sheet(qtbot, RecordForm([field, dataclasses.replace(field, id="few", choices=("甲", "乙"))]))
    assert isinstance(sheet.at("kinds"), QLineEdit)
    assert not isinstance(sheet.at("few"), QLineEdit)
    sheet.type("kinds", "壬, 甲")
    assert sheet.committed == [("kinds", "甲、壬")]
    assert sheet.type("kinds", "子").refused
