"""Dialogs stay on the screen and cut nothing off."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog, QScrollArea, QTableWidget
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.application import Material, PanelOpinion
from datong_desktop.domain.fields import fields_of
from datong_desktop.views import theme
from datong_desktop.views.background import Job
from datong_desktop.views.dialogs.forms import DeleteYearDialog
from datong_desktop.views.dialogs.import_preview import ImportPreviewDialog
from datong_desktop.views.dialogs.keys import KeysDialog
from datong_desktop.views.dialogs.preview import PreviewDialog
from datong_desktop.views.enterprises.measure_overview import MeasureOverview
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.workspace import Workspace
from tests.services.registry_ledger import ON, filled
from tests.views.score_desk import case_book

SCREENS = {"1366×768": QRect(0, 0, 1366, 728), "1366×768 at 150 %": QRect(0, 0, 911, 480)}


@pytest.fixture(params=SCREENS.values(), ids=SCREENS)
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QRect:
    found: QRect = request.param
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: found)
    return found


def shown(qtbot: QtBot, dialog: QDialog) -> QDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.usefixtures("program_look")
def test_the_keys_are_on_one_page_and_never_cut_off_sideways(qtbot: QtBot, room: QRect) -> None:
    dialog = shown(qtbot, KeysDialog(None))
    assert room.contains(QRect(0, 0, dialog.width(), dialog.height() + 30))
    area = dialog.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    if room.width() == 1366:
        assert area.verticalScrollBar().maximum() == 0


@pytest.mark.usefixtures("program_look")
def test_the_fields_of_a_record_are_all_in_sight(qtbot: QtBot, room: QRect) -> None:
    workspace = Workspace()
    strip = ScanStrip(workspace)
    dialogs = (
        RecordDialog("opinion", "复核意见", fields_of(PanelOpinion), PanelOpinion("", 0, 0), lambda _: None, None),
        RecordDialog("material", "材料", fields_of(Material), Material("", 0, 0), lambda _: None, None, below=strip),
    )
    for dialog in dialogs:
        shown(qtbot, dialog)
        assert room.contains(QRect(0, 0, dialog.width(), dialog.height() + 30))
        area = dialog.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        if room.width() == 1366:
            assert area.verticalScrollBar().maximum() == 0
    qtbot.waitUntil(lambda: strip.add_button.height() >= strip.add_button.sizeHint().height())
    assert strip.empty.height() >= strip.empty.heightForWidth(strip.empty.width())


@pytest.mark.usefixtures("program_look")
def test_previews_stay_on_the_screen(qtbot: QtBot, room: QRect, cases: Path, tmp_path: Path) -> None:
    book = case_book("annex1_plain.xlsx")
    bad = services.importing.preview_file(book, cases / "annex1_bad_cells.xlsx")
    ledger, ids = filled(tmp_path)
    registry = services.registry_documents.printables(ledger, ON, ids["甲"])
    previews = (PreviewDialog("2022年度", services.documents.printables(book)), PreviewDialog("企业库", registry))
    for dialog in (ImportPreviewDialog(bad, None), *previews):
        shown(qtbot, dialog)
        assert room.contains(QRect(0, 0, dialog.width(), dialog.height() + 30))
        if isinstance(dialog, PreviewDialog):
            qtbot.waitUntil(lambda d=dialog: bool(d.content), timeout=20_000)  # type: ignore[misc]
    ledger.close()


@pytest.mark.usefixtures("program_look")
def test_the_sheets_of_the_measures_stay_on_the_screen(qtbot: QtBot, room: QRect, tmp_path: Path) -> None:
    ledger, _ = filled(tmp_path)
    workspace = Workspace()
    workspace.set_ledger(ledger)
    overview = MeasureOverview(workspace)
    shown(qtbot, overview)
    for sheet in range(overview.kind.count()):
        overview.kind.setCurrentIndex(sheet)
        qtbot.waitUntil(lambda: not Job._alive, timeout=10_000)
        assert room.contains(QRect(0, 0, overview.width(), overview.height() + 30))
        widths = [overview.table.columnWidth(column) for column in range(overview.table.columnCount())]
        assert room.width() < 1366 or sum(widths) <= overview.table.viewport().width()  # nothing to be scrolled to sideways
    workspace.set_ledger(None)


@pytest.mark.usefixtures("program_look")
def test_a_long_reason_is_wrapped_not_cut(qtbot: QtBot, cases: Path) -> None:
    book = case_book("annex1_plain.xlsx")
    dialog = shown(qtbot, ImportPreviewDialog(services.importing.preview_file(book, cases / "annex1_bad_cells.xlsx"), None))
    dialog.resize(700, 600)
    table: QTableWidget = dialog.problem_table  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: table.rowHeight(table.rowCount() - 1) > table.rowHeight(0))


def test_a_file_with_nothing_new_still_shows_what_it_holds(qtbot: QtBot, cases: Path) -> None:
    book = case_book("annex1_plain.xlsx")
    dialog = ImportPreviewDialog(services.importing.preview_file(book, cases / "annex1_plain.xlsx"), None)
    shown(qtbot, dialog)
    assert not dialog.plan_table.isRowHidden(0)
    assert not dialog.import_button.isEnabled()


@pytest.mark.usefixtures("program_look")
def test_deleting_a_year_has_a_red_button(qtbot: QtBot) -> None:
    dialog = DeleteYearDialog(case_book("annex1_plain.xlsx"), None)
    shown(qtbot, dialog)
    picture = dialog.accept_button.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 3) == theme.colors().base
