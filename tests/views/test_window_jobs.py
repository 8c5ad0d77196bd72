"""Whole jobs at the window by its menu: restoring a backup, importing, the second scheme from workbook to documents."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.year_book import Cell
from datong_desktop.views.dialogs.backups import BackupsDialog
from datong_desktop.views.dialogs.import_preview import ImportPreviewDialog
from tests.documents.pdf_text import pdf_tool
from tests.strategies import DATA, datong, second, slow_assessment
from tests.views.windows import Key, Seat, expected, make_ledger

FIRST: Cell = ("平城区", "mechanism")
FILES = "datong_desktop.views.dialogs.files"


@pytest.fixture(autouse=True)
def no_windows_of_earlier_tests() -> None:
    """Their remains are freed here, on the UI thread, not by a collection in a worker thread of this test."""
    gc.collect()


def stored(path: Path, year: int) -> dict[Cell, int]:
    """What a reader in between finds in the file."""
    reader = services.ledger.open_ledger(path, read_only=True)
    try:
        return dict(services.assessment.read_year(reader, year).figures)
    finally:
        reader.close()


def figures_of(case: str) -> dict[Cell, int]:
    indicators = datong().indicators
    return {
        (row["district"], i.id): value
        for row in expected(case)["rows"]
        for i, value in zip(indicators, row["values"], strict=True)
    }


def press(seat: Seat, button: QPushButton) -> None:
    seat.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# -- restoring ------------------------------------------------------------------------------------------------


def restore_from(seat: Seat, reason: str, previews: list[str]) -> Callable[[BackupsDialog], None]:
    """Choose the backup made for a reason, wait until its contents are shown, restore it."""

    def act(dialog: BackupsDialog) -> None:
        rows = [dialog.list.item(n).text() for n in range(dialog.list.count())]
        dialog.list.setCurrentRow(next(n for n, row in enumerate(rows) if f"  {reason}  " in row))
        seat.qtbot.waitUntil(dialog.restore_button.isEnabled, timeout=10_000)
        previews.append(dialog.preview.text())
        press(seat, dialog.restore_button)

    return act


def test_a_backup_is_restored_by_the_menu(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "考核.datong")
    seat = Seat(qtbot).open(path)
    seat.type("3", Key.Key_Return, "4", Key.Key_Return)
    kept = {FIRST: 3, ("平城区", "policy"): 4}
    seat.trigger("backUp")
    seat.settle()
    assert "已备份并核对" in seat.status
    seat.tab.grid.go(0, 0)
    seat.type("9", Key.Key_Return)
    assert stored(path, 2022)[FIRST] == 9

    previews: list[str] = []
    answered = seat.answer(BackupsDialog, restore_from(seat, "手动", previews))
    with qtbot.waitSignal(seat.window.workspace.bookChanged, timeout=10_000):
        seat.trigger("restore")
    seat.settle()
    assert len(answered) == 1
    assert previews[0].startswith("2022 年度：已填 2/88\n")
    assert previews[0].endswith("✓ 检查通过")
    assert seat.book.figures == kept
    assert stored(path, 2022) == kept
    assert seat.tab.table.index(0, 0).data() == "3"
    assert "已恢复到" in seat.status
    seat.tab.grid.go(0, 0)
    seat.type("5", Key.Key_Return)  # and work goes on
    assert stored(path, 2022)[FIRST] == 5


def test_restoring_thought_better_of_changes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "考核.datong")
    seat = Seat(qtbot).open(path)
    seat.type("3", Key.Key_Return)
    seat.trigger("backUp")
    seat.settle()
    seat.type("4", Key.Key_Return)
    answered = seat.answer(BackupsDialog, lambda d: seat.qtbot.keyClick(d, Key.Key_Escape))
    seat.trigger("restore")
    seat.settle()
    assert len(answered) == 1
    assert stored(path, 2022) == {FIRST: 3, ("平城区", "policy"): 4}
    assert seat.window.workspace.writable


def overwrite(path: Path, start: int) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:start] + b"\xa5" * (len(content) - start))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize(
    "damage",
    [lambda p: overwrite(p, 0), lambda p: overwrite(p, 100), cut],
    ids=["all", "behind the header", "cut short"],
)
def test_a_damaged_ledger_is_brought_back_from_the_bar(
    qtbot: QtBot, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = make_ledger(tmp_path / "考核.datong", figures=True)
    before = services.ledger.open_ledger(path, operator="王某")
    services.ledger.back_up(before, "手动")
    before.close()
    damage(path)

    seat = Seat(qtbot)
    seat.window.ledger_flow.open(path)
    seat.settle()
    assert "考核.datong" in seat.window.bar.text
    assert seat.window.workspace.ledger is None
    button = next(b for b in seat.window.bar.findChildren(QPushButton) if b.text() == "从备份恢复…")
    previews: list[str] = []
    answered = seat.answer(BackupsDialog, restore_from(seat, "手动", previews))
    with qtbot.waitSignal(seat.window.workspace.ledgerChanged, timeout=10_000):
        press(seat, button)
    seat.settle()
    assert len(answered) == 1
    assert "2022 年度：已填 88/88" in previews[0]
    assert seat.book.figures == figures_of("annex1_plain.xlsx")
    assert stored(path, 2022) == figures_of("annex1_plain.xlsx")
    assert seat.window.workspace.writable
    assert seat.window.bar.text == ""


# -- importing ------------------------------------------------------------------------------------------------


def import_file(
    seat: Seat, path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[ImportPreviewDialog], object]
) -> None:
    monkeypatch.setattr(f"{FILES}.ask_open", lambda *_: path)
    answered = seat.answer(ImportPreviewDialog, act)
    seat.trigger("importFile")
    seat.settle()
    assert len(answered) == 1


def press_import(seat: Seat) -> Callable[[ImportPreviewDialog], None]:
    def act(dialog: ImportPreviewDialog) -> None:
        press(seat, dialog.import_button)

    return act


def test_a_workbook_is_imported_as_one_step(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_ledger(tmp_path / "考核.datong", year=2024)
    seat = Seat(qtbot).open(path)
    import_file(seat, DATA / "annex1_messy_text.xlsx", monkeypatch, press_import(seat))
    wanted = figures_of("annex1_messy_text.xlsx")
    assert len(wanted) == 88
    assert seat.book.figures == wanted
    assert stored(path, 2024) == wanted
    assert [b.reason for b in services.ledger.list_backups(path)].count("导入前") == 1
    undo = seat.window.menus.actions["undo"]
    assert undo.text() == "撤销 导入 annex1_messy_text.xlsx"
    undo.trigger()
    assert stored(path, 2024) == {}
    assert seat.window.menus.actions["redo"].text() == "重做 导入 annex1_messy_text.xlsx"
    seat.trigger("redo")
    assert stored(path, 2024) == wanted


def test_a_workbook_with_bad_cells_stores_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_ledger(tmp_path / "考核.datong", year=2024)
    seat = Seat(qtbot).open(path)
    seat.type("3", Key.Key_Return)
    named: set[str] = set()

    def look(dialog: ImportPreviewDialog) -> None:
        table = dialog.problem_table
        assert table.rowCount() == 7
        named.update(f"{table.item(n, 2).text()}/{table.item(n, 3).text()}" for n in range(7))
        assert not dialog.import_button.isEnabled()
        press(seat, dialog.import_button)
        assert dialog.isVisible()
        press(seat, dialog.cancel_button)

    import_file(seat, DATA / "annex1_bad_cells.xlsx", monkeypatch, look)
    assert named == set(expected("annex1_bad_cells.xlsx")["rejected_cells"])
    assert stored(path, 2024) == {FIRST: 3}
    assert seat.window.menus.actions["undo"].text() == "撤销 录入 平城区 工作机制"


def test_a_table_on_the_clipboard_is_imported_by_its_headings(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "考核.datong")
    seat = Seat(qtbot).open(path)
    scheme = datong()
    wanted = figures_of("annex1_plain.xlsx")
    indicators, districts = list(reversed(scheme.indicators)), list(reversed(scheme.districts))
    lines = [["指标", *(i.name for i in indicators)]]
    lines += [[d, *(str(wanted[d, i.id]) for i in indicators)] for d in districts]
    QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
    answered = seat.answer(ImportPreviewDialog, press_import(seat))
    seat.trigger("importClipboard")
    seat.settle()
    assert len(answered) == 1
    assert stored(path, 2022) == wanted
    assert seat.window.menus.actions["undo"].text().startswith("撤销 导入 ")
    seat.trigger("undo")
    assert stored(path, 2022) == {}


def test_a_clipboard_without_a_table_offers_nothing_to_import(qtbot: QtBot, tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "考核.datong")
    seat = Seat(qtbot).open(path)

    def look(dialog: ImportPreviewDialog) -> None:
        assert dialog.problem_table.rowCount() > 0
        assert not dialog.import_button.isEnabled()
        press(seat, dialog.cancel_button)

    opened = seat.answer(ImportPreviewDialog, look)
    QApplication.clipboard().setText("今天下午三点开会")
    seat.trigger("importClipboard")
    seat.settle()
    assert len(opened) == 1
    assert stored(path, 2022) == {}


# -- the second scheme ----------------------------------------------------------------------------------------


def second_figures() -> dict[Cell, int]:
    """Ties, zeros and every band."""
    rng = random.Random(2024)
    return {(d, i.id): rng.choice((0, 0, 1, 2, 3, 5, 8, 40)) for d in second().districts for i in second().indicators}


def second_workbook(path: Path, figures: dict[Cell, int]) -> Path:
    """An 附件一 as an office would type it: rows and columns in another order, one district by its alias."""
    rng = random.Random(7)
    scheme = second()
    districts, indicators = list(scheme.districts), list(scheme.indicators)
    rng.shuffle(districts)
    rng.shuffle(indicators)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件一"
    sheet.append(["各县区完成情况表"])
    sheet.append(["考核年度：2024年"])
    sheet.append(["指标", *(i.name for i in indicators)])
    for d in districts:
        sheet.append(["高新技术产业开发区" if d == "高新区" else d, *(figures[d, i.id] for i in indicators)])
    book.save(path)
    return path


def test_the_second_scheme_goes_from_workbook_to_documents(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DATA / "second-scheme.toml").read_text(encoding="utf-8")
    path = make_ledger(tmp_path / "示例.datong", year=2024, scheme_text=text)
    seat = Seat(qtbot).open(path)
    figures = second_figures()
    import_file(seat, second_workbook(tmp_path / "示例.xlsx", figures), monkeypatch, press_import(seat))
    assert stored(path, 2024) == figures

    seat.window.turn_to("scores")
    table = seat.find("scoreTable").model()
    right = slow_assessment(second(), dict(figures), frozenset())
    heads = [str(table.headerData(c, Qt.Orientation.Horizontal)).replace("\n", "") for c in range(table.columnCount())]
    final = next(c for c, head in enumerate(heads) if "总分" in head or "最终得分" in head)
    shown = {table.index(r, 0).data().strip(): table.index(r, final).data().strip() for r in range(table.rowCount())}
    assert shown == {d: f"{right[d][1]:.3f}" for d in second().districts}
    assert [r.rank for r in seat.book.assessment.rows] == [right[d][2] for d in second().districts]
    assert [[m.points for m in r.marks] for r in seat.book.assessment.rows] == [right[d][0] for d in second().districts]

    folder = tmp_path / "导出"
    folder.mkdir()
    monkeypatch.setattr(f"{FILES}.ask_folder", lambda *_: folder)
    seat.trigger("export")
    seat.settle()
    assert "已导出 4 个文件" in seat.window.bar.text
    one, two = "示例市2024年度附件一_各县区完成情况表", "示例市2024年度附件二_各县区得分表"
    assert {p.name for p in folder.iterdir()} == {f"{name}.{kind}" for name in (one, two) for kind in ("pdf", "xlsx")}
    for name, heading, other in ((one, "附件一", "附件二"), (two, "附件二", "附件一")):
        words = "".join(pdf_tool("pdftotext", (folder / f"{name}.pdf").read_bytes(), tmp_path, "-layout").split())
        assert heading in words
        assert other not in words
        assert name.partition("_")[2] in words
        assert all(d in words for d in second().districts)
    assert all(f"{right[d][1]:.3f}" in words for d in second().districts)
