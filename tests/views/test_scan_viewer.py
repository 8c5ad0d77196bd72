"""The viewer: pages, zoom, turning, next and previous, a copy saved, a print; a spoilt file is told, not shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop.domain.scans import OF_ENTERPRISE
from datong_desktop.models import scan_folder
from datong_desktop.services import enterprises, scans
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.background import Job
from datong_desktop.views.dialogs import printing
from datong_desktop.views.records.scan_viewer import ScanViewer
from tests.papers import pdf, picture, tiff
from tests.storage import new_ledger


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    """Three scans: 1 is a PDF of three pages, 2 a picture higher than wide, 3 a TIFF of two pages."""
    found = new_ledger(tmp_path)
    (identifier,) = enterprises.create(found, {"name": "甲"}).enterprises
    scans.add(found, identifier, OF_ENTERPRISE, [pdf(3), picture(), tiff(2)], ["1", "2", "3"])
    yield found
    found.close()


def shown_scans(target: Ledger) -> tuple[scans.LinkedScan, ...]:
    with target.reading() as session:
        from datong_desktop.models.registry import EnterpriseRow

        identifier = session.query(EnterpriseRow).one().id
    return scans.of(target, identifier)


def settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not Job._alive, timeout=20_000)


@pytest.fixture
def viewer(qtbot: QtBot, target: Ledger) -> ScanViewer:
    made = ScanViewer(target, shown_scans(target), 0)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test looks at it afterwards
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    qtbot.waitExposed(made)
    settle(qtbot)
    return made


def press(qtbot: QtBot, viewer: ScanViewer, name: str) -> None:
    button = viewer.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot)


def test_pages_and_the_next_scan(qtbot: QtBot, viewer: ScanViewer) -> None:
    assert viewer.objectName() == "scanViewer"
    assert viewer.windowTitle() == "1 — 扫描件"
    assert viewer.where.text() == "第 1/3 件 1 · 第 1/3 页"
    assert viewer.view.count == 3
    assert not viewer.previous.isEnabled()
    viewer.view.verticalScrollBar().setValue(viewer.view.verticalScrollBar().maximum())
    assert viewer.where.text().endswith("第 3/3 页")
    settle(qtbot)
    press(qtbot, viewer, "scanNext")
    assert viewer.where.text() == "第 2/3 件 2"
    qtbot.keyClick(viewer, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot)
    assert viewer.where.text() == "第 3/3 件 3 · 第 1/2 页"
    assert not viewer.next.isEnabled()
    press(qtbot, viewer, "scanPrevious")
    assert viewer.content == picture()


def test_what_is_seen_is_the_scan(qtbot: QtBot, viewer: ScanViewer) -> None:
    press(qtbot, viewer, "scanNext")
    qtbot.wait(50)
    settle(qtbot)
    (box,) = viewer.view._boxes()
    seen = viewer.view.viewport().grab().toImage()
    corner = box.at + QPoint(20, 20)
    assert seen.pixelColor(corner).lightness() < 20, "black upper left"
    press(qtbot, viewer, "scanTurnRight")
    qtbot.wait(50)
    settle(qtbot)
    (box,) = viewer.view._boxes()
    assert box.size.width() > box.size.height()
    seen = viewer.view.viewport().grab().toImage()
    assert seen.pixelColor(box.at + QPoint(box.size.width() - 20, 20)).lightness() < 20, "it is at the upper right now"
    assert seen.pixelColor(box.at + QPoint(20, 20)).lightness() > 150


def test_a_turn_is_kept_while_the_viewer_is_open(qtbot: QtBot, viewer: ScanViewer) -> None:
    press(qtbot, viewer, "scanTurnLeft")
    assert viewer.view.turns == 3
    press(qtbot, viewer, "scanNext")
    assert viewer.view.turns == 0
    press(qtbot, viewer, "scanPrevious")
    assert viewer.view.turns == 3


def test_zoom_by_wheel_and_fit(qtbot: QtBot, viewer: ScanViewer) -> None:
    fit = viewer.view.zoom
    where = QPointF(viewer.view.viewport().rect().center())
    wheel = QWheelEvent(
        where, viewer.view.viewport().mapToGlobal(where), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewer.view.viewport(), wheel)
    assert viewer.view.zoom == pytest.approx(fit * 1.1)
    assert viewer.percent.text() == f"{fit * 1.1:.0%}"
    settle(qtbot)
    press(qtbot, viewer, "scanFitWidth")
    assert viewer.view.zoom == pytest.approx(fit)
    press(qtbot, viewer, "scanZoomIn")
    assert viewer.view.zoom == pytest.approx(fit * 1.25)
    press(qtbot, viewer, "scanZoomOut")


def test_a_copy_is_saved(qtbot: QtBot, viewer: ScanViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tmp_path / "导出.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    press(qtbot, viewer, "scanSave")
    assert chosen.read_bytes() == viewer.content
    assert "导出.pdf" in viewer.status.text()
    chosen = tmp_path / "没有" / "导出.pdf"
    press(qtbot, viewer, "scanSave")
    assert viewer.status.text().startswith("✕")
    assert "没有保存" in viewer.status.text()


def test_it_is_printed_on_a4(qtbot: QtBot, viewer: ScanViewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "打印.pdf"

    def choose(self: ScanViewer, printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return True

    monkeypatch.setattr(ScanViewer, "ask_printer", choose)
    press(qtbot, viewer, "scanPrint")
    assert viewer.status.text().startswith("已送往打印机"), viewer.status.text()
    printed = pypdfium2.PdfDocument(out)
    assert [tuple(round(side) for side in printed.get_page_size(n)) for n in range(len(printed))] == [(595, 842)] * 3
    printed.close()


def test_a_wide_photo_lies_on_a_wide_page(tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    printing.print_scan(picture("JPEG", (400, 200)), printer, "照片")
    page = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0]
    assert [round(side) for side in page.get_size()] == [842, 595]
    drawn = page.render(scale=1, grayscale=True)
    assert drawn.buffer[drawn.stride * 150 + 200] < 30, "black quarter, centred and as wide as the page"
    assert drawn.buffer[drawn.stride * 20 + 200] > 240, "above it the paper is blank"


def test_a_spoilt_file_is_told(qtbot: QtBot, viewer: ScanViewer, target: Ledger) -> None:
    second = shown_scans(target)[1]
    scan_folder.place(scan_folder.beside(target.path), second.scan).write_bytes(b"x")
    press(qtbot, viewer, "scanNext")
    assert viewer.status.text().startswith("✕ “甲”企业资料的扫描件“2”被改动过")
    assert viewer.view.count == 0
    assert not viewer.print_button.isEnabled()
    press(qtbot, viewer, "scanNext")
    assert viewer.view.count == 2


def test_closed_while_it_reads(qtbot: QtBot, target: Ledger) -> None:
    viewer = ScanViewer(target, shown_scans(target), 0)
    viewer.show()
    viewer.go(2)
    viewer.reject()
    settle(qtbot)
    qtbot.wait(20)
