"""The preview of a list of enterprises, and the import, its undo and the export through the window."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from datong_desktop import settings as settings_file
from datong_desktop.services import enterprise_importing as importing
from datong_desktop.services import enterprise_listing
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_plan import WARNED, RowKind
from datong_desktop.views import workspace as workspaces
from datong_desktop.views.dialogs.list_import import ListImportDialog
from datong_desktop.views.list_flow import ListFlow
from datong_desktop.views.widgets.fields import QuietComboBox
from tests.storage import new_ledger
from tests.strategies import DATA
from tests.views.windows import Seat

TODAY = datetime.date(2023, 10, 16)
CASES = DATA / "enterprises.xlsx"
LIST = "企业名称,统一社会信用代码,经办,营业收入\n样例甲公司,{code},张某,9000000\n样例乙公司,,李某,12.5\n"


def shown(qtbot: QtBot, ledger: Ledger, path: Path, replan: Any = lambda _: None) -> ListImportDialog:
    dialog = ListImportDialog(importing.preview(ledger, path, TODAY), 2022, replan, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    found = new_ledger(tmp_path)
    yield found
    found.close()


def listed(folder: Path, code: str = "91140204MA0Y7LLJY7") -> Path:
    path = folder / "名单.csv"
    path.write_text(LIST.format(code=code), "utf-8")
    return path


def test_counts_rows_and_what_is_to_be_looked_at(qtbot: QtBot, ledger: Ledger, tmp_path: Path) -> None:
    dialog = shown(qtbot, ledger, listed(tmp_path))
    assert "新增 2 家，改动 0 家，0 家与现在相同；▲ 1 处请核对" in dialog.summary.text()
    assert "按2022年的数导入" in dialog.notes.text()
    assert dialog.import_button.text() == "导入 2 家企业(&I)"
    assert dialog.import_button.isEnabled()
    assert dialog.rows.row(1)[:3] == ("3", "● 新增", "样例乙公司")
    assert [dialog.which.itemData(n) for n in range(dialog.which.count())] == ["", RowKind.NEW, WARNED]
    dialog.which.setCurrentIndex(2)
    dialog.which.activated.emit(2)
    assert dialog.rows.rowCount() == 1
    assert dialog.rows.row(0)[3].startswith("▲ 2022年营业收入 9,000,000 万元，在 100 亿元以上")
    dialog.table.selectAll()
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("2\t● 新增\t样例甲公司\t▲")


def test_every_problem_at_once_and_no_import(qtbot: QtBot, ledger: Ledger, tmp_path: Path) -> None:
    dialog = shown(qtbot, ledger, listed(tmp_path, "9114O204MA0Y7LLJY7"))
    assert "有 1 处问题，现在不能导入" in dialog.summary.text()
    assert not dialog.import_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.which.currentData() == RowKind.REFUSED
    assert dialog.rows.row(0)[3].startswith("「统一社会信用代码」填的是“9114O204MA0Y7LLJY7”，第 5 位“O”有误")
    assert dialog.detail.text().endswith("改过来是 91140204MA0Y7LLJY7。")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_enter_and_escape_never_import(qtbot: QtBot, ledger: Ledger, key: Qt.Key) -> None:
    dialog = shown(qtbot, ledger, CASES)
    qtbot.keyClick(dialog, key)
    assert dialog.result() == ListImportDialog.DialogCode.Rejected


def test_a_column_set_by_hand_is_planned_anew(qtbot: QtBot, ledger: Ledger, tmp_path: Path) -> None:
    path, asked = listed(tmp_path), []

    def replan(mapping: Mapping[str, str]) -> None:
        asked.append(dict(mapping))
        assert not dialog.import_button.isEnabled()
        dialog.show_plan(importing.preview(ledger, path, TODAY, mapping))

    dialog = shown(qtbot, ledger, path, replan)
    box = dialog.findChild(QuietComboBox, "importColumn_C")
    assert box is not None
    assert box.currentText() == "（不导入）"
    choose(box, "contact")
    assert asked == [{"经办": "contact"}]
    assert "联系人 张某" in dialog.rows.row(0)[3]
    other = dialog.findChild(QuietComboBox, "importColumn_A")
    assert other is not None
    choose(other, "contact")
    assert asked[1] == {"经办": "", "企业名称": "contact"}
    assert box.currentText() == "（不导入）"
    assert not dialog.import_button.isEnabled()


def choose(box: QuietComboBox, identifier: str) -> None:
    box.setCurrentIndex(box.findData(identifier))
    box.activated.emit(box.currentIndex())


def test_the_list_opens_with_f4_and_the_wheel_changes_nothing(qtbot: QtBot, ledger: Ledger) -> None:
    dialog = shown(qtbot, ledger, CASES)
    box = dialog.findChild(QuietComboBox, "importColumn_B")
    assert box is not None
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: box.view().isVisible())
    box.hidePopup()
    assert box.currentData() == "credit_code"


def test_imported_undone_and_redone_through_the_window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspaces, "LONG_STEP", 30)  # as a hundred thousand would be
    new_ledger(tmp_path).close()
    seat = Seat(qtbot).open(tmp_path / "大同.datong")
    lists = ListFlow(seat.window, lambda: importing.KIND)
    told: list[Any] = []
    seat.window.workspace.saved.connect(lambda changed, _: told.append(changed))

    def count() -> int:
        return len(enterprise_listing.entries(seat.window.workspace.ledger))

    seen = seat.answer(ListImportDialog, lambda dialog: dialog.import_button.click())
    lists.import_path(CASES)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=20_000)
    seat.settle()
    assert (len(seen), count(), len(told[0].enterprises)) == (1, 36, 36)
    seat.trigger("undo")
    seat.settle()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert (count(), told[1].label) == (0, "撤销 导入 enterprises.xlsx")
    seat.trigger("redo")
    seat.settle()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert (count(), told[2].label) == (36, "重做 导入 enterprises.xlsx")
    ids = [entry.id for entry in enterprise_listing.entries(seat.window.workspace.ledger)]
    lists.export_to(tmp_path / "导出.xlsx", ids, ("name", "credit_code"))
    seat.settle()
    qtbot.waitUntil(lambda: (tmp_path / "导出.xlsx").is_file())


def test_what_was_set_serves_the_next_list(qtbot: QtBot, tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    seat = Seat(qtbot).open(tmp_path / "大同.datong")
    lists = ListFlow(seat.window, lambda: importing.KIND)

    def set_and_import(dialog: ListImportDialog) -> None:
        box = dialog.findChild(QuietComboBox, "importColumn_C")
        assert box is not None
        choose(box, "contact")
        qtbot.waitUntil(dialog.import_button.isEnabled, timeout=10_000)
        dialog.import_button.click()

    seat.answer(ListImportDialog, set_and_import)
    lists.import_path(listed(tmp_path))
    qtbot.waitUntil(lambda: bool(seat.window.settings.list_columns), timeout=20_000)
    seat.settle()
    assert settings_file.load().list_columns == seat.window.settings.list_columns
    texts: list[str] = []
    seat.answer(ListImportDialog, lambda dialog: (texts.append(dialog.columns.cellWidget(0, 2).currentText()), dialog.reject()))  # type: ignore[attr-defined]
    lists.import_path(listed(tmp_path))
    qtbot.waitUntil(lambda: texts == ["联系人"], timeout=20_000)
    seat.settle()
