"""The import preview shows old → new and all problems, and never imports by accident."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop.domain.year_book import YearBook
from datong_desktop.services.importing import ImportPreview, preview_file
from datong_desktop.views.dialogs.import_preview import ImportPreviewDialog
from tests.strategies import DATA, datong
from tests.views.score_desk import dressed

SCHEME = datong()


def preview(name: str, year: int, keyed: dict[tuple[str, str], int] | None = None) -> ImportPreview:
    return preview_file(YearBook(year, SCHEME, keyed or {}), DATA / f"{name}.xlsx")


def shown(qtbot: QtBot, found: ImportPreview, years: tuple[int, ...] = ()) -> ImportPreviewDialog:
    dialog = ImportPreviewDialog(found, None, years)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def test_the_plan_shows_old_and_new_and_hides_what_stays(qtbot: QtBot) -> None:
    keyed = {("平城区", "mechanism"): 2, ("平城区", "policy"): 5}
    dialog = shown(qtbot, preview("annex1_plain", 2022, keyed))
    table = dialog.plan_table
    assert table.rowCount() == 88
    assert table.isRowHidden(0)
    row = [table.item(1, column).text() for column in range(6)]
    assert row == ["C4", "平城区", "出台专项政策情况", "5", "→ 1", "● 覆盖"]
    assert table.item(2, 3).text() == "未报"
    assert table.item(1, 4).font().bold()
    assert not table.item(0, 4).font().bold()
    assert dialog.import_button.text() == "导入 87 个数字(&I)"
    assert "改动 87 个数字（其中 1 个覆盖已录的数字），1 个与现在相同" in label(dialog, "importSummary")
    dialog.show_all.setChecked(True)
    assert not table.isRowHidden(0)


def test_figures_whose_cell_is_blank_in_the_file_are_named_on_top(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_incomplete", 2025, {("阳高县", "listed"): 2, ("平城区", "policy"): 5}))
    table = dialog.plan_table
    row = [table.item(0, column).text() for column in range(6)]
    assert row == ["–", "阳高县", "上市企业数量", "2", "保持 2", "○ 文件空白"]
    assert not table.isRowHidden(0)
    assert [table.item(1, column).text() for column in (1, 5)] == ["平城区", "● 新填"]


def label(dialog: ImportPreviewDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_problems_forbid_the_import_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_bad_cells", 2024))
    assert dialog.problem_table.rowCount() == 7
    assert not dialog.import_button.isEnabled()
    assert "有问题" in dialog.import_button.toolTip()
    dialog.accept()
    assert dialog.isVisible()
    dialog.problem_table.setFocus()
    qtbot.keyClick(dialog.problem_table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 7
    dialog.problem_table.selectAll()
    qtbot.keyClick(dialog.problem_table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 7
    assert lines[0].startswith("附表1\tB4\t平城区\t建立工作机制情况\t填的是“-1”")


def test_a_long_reason_is_shown_whole(qtbot: QtBot) -> None:
    with dressed():
        dialog = shown(qtbot, preview("annex1_bad_cells", 2024))
        table = dialog.problem_table
        low = table.rowHeight(0)
        dialog.resize(560, 600)
        qtbot.waitUntil(lambda: table.rowHeight(0) > low)
        for row in range(table.rowCount()):
            item, width = table.item(row, 4), table.columnWidth(4) - 8
            box = table.fontMetrics().boundingRect(0, 0, width, 1000, int(Qt.TextFlag.TextWordWrap), item.text())
            assert table.rowHeight(row) >= box.height()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize("place", ["dialog", "plan_table", "import_button", "show_all", "cancel_button"])
def test_enter_never_imports(qtbot: QtBot, key: Qt.Key, place: str) -> None:
    dialog = shown(qtbot, preview("annex1_plain", 2022, {("平城区", "mechanism"): 2}))
    accepted: list[bool] = []
    dialog.accepted.connect(lambda: accepted.append(True))
    target: QWidget = dialog if place == "dialog" else getattr(dialog, place)
    target.setFocus()
    qtbot.keyClick(target, key)
    assert accepted == []
    assert dialog.isVisible() is (place == "import_button")  # elsewhere it cancels


def test_space_and_alt_i_import(qtbot: QtBot) -> None:
    for keys in ("space", "alt"):
        dialog = shown(qtbot, preview("annex1_plain", 2022))
        dialog.activateWindow()
        qtbot.waitActive(dialog)
        with qtbot.waitSignal(dialog.accepted, timeout=3000):
            if keys == "space":
                dialog.import_button.setFocus()
                qtbot.keyClick(dialog.import_button, Qt.Key.Key_Space)
            else:
                QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)


def test_escape_changes_nothing(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_plain", 2022))
    with qtbot.waitSignal(dialog.rejected, timeout=3000):
        qtbot.keyClick(dialog.plan_table, Qt.Key.Key_Escape)


def test_another_year_must_be_confirmed(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_plain", 2023))
    assert "写的是2022年度" in label(dialog, "importQuestion")
    assert not dialog.import_button.isEnabled()
    assert dialog.import_button.toolTip() == "请先确认年度"
    assert dialog.year_box is not None
    assert not dialog.year_box.isChecked()
    dialog.year_box.setChecked(True)
    assert dialog.import_button.isEnabled()
    dialog.year_box.setChecked(False)
    assert not dialog.import_button.isEnabled()


@pytest.mark.parametrize(("years", "words"), [((2023, 2022), "切换到2022年度"), ((2023,), "新建2022年度")])
def test_the_year_the_file_names_is_a_way_on(qtbot: QtBot, years: tuple[int, ...], words: str) -> None:
    dialog = shown(qtbot, preview("annex1_plain", 2023), years)
    button = dialog.findChild(QPushButton, "importOtherYear")
    assert button is not None
    assert button.text() == f"{words}，导入那里(&W)"
    assert button.toolTip().startswith(words)
    qtbot.keyClick(button, Qt.Key.Key_Return)  # Enter chooses nothing here
    assert dialog.other_year is None
    dialog = shown(qtbot, preview("annex1_plain", 2023), years)
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    with qtbot.waitSignal(dialog.rejected, timeout=3000):
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert dialog.other_year == 2022


def test_nothing_new_is_nothing_to_import(qtbot: QtBot) -> None:
    found = preview("annex1_plain", 2022)
    keyed = {(p.district, p.indicator): p.new for p in found.planned if p.new is not None}
    dialog = shown(qtbot, preview("annex1_plain", 2022, keyed))
    assert dialog.import_button.text() == "没有要导入的数字"
    assert not dialog.import_button.isEnabled()


def test_blanks_are_counted_and_said(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_incomplete", 2023, {("阳高县", "listed"): 4}))
    assert "文件里有 3 格空白，其中 1 格已经录有数字，保持不变" in label(dialog, "importNotes")


def test_a_file_that_cannot_be_read_has_one_row(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = shown(qtbot, preview_file(YearBook(2022, SCHEME, {}), tmp_path / "没有.xlsx"))
    assert dialog.problem_table.rowCount() == 1
    assert not dialog.plan_table.isVisible()
    assert not dialog.import_button.isEnabled()


def test_markup_in_a_file_is_shown_as_written(qtbot: QtBot) -> None:
    found = replace(preview("annex1_plain", 2022), notes=("<b>粗</b><img src='/etc/passwd'>",))
    dialog = shown(qtbot, found)
    assert label(dialog, "importNotes") == "<b>粗</b><img src='/etc/passwd'>"
    assert all(w.textFormat() == Qt.TextFormat.PlainText for w in dialog.findChildren(QLabel))


def test_everything_has_a_spoken_name(qtbot: QtBot) -> None:
    dialog = shown(qtbot, preview("annex1_bad_cells", 2023))
    assert dialog.objectName() == "importPreviewDialog"
    assert dialog.problem_table.accessibleName() == "问题"
    assert dialog.plan_table.accessibleName() == "要导入的数字"
    assert all(box.toolTip() for box in dialog.findChildren(QCheckBox))
