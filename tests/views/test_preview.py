"""The preview dialog: shows, prints and saves the very same bytes; all of it from the keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QWidget

from datong_desktop import services
from datong_desktop.documents.listing_pdf import listing_pdf
from datong_desktop.documents.listing_word import listing_docx
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.year_book import Signatures, YearBook
from datong_desktop.services.documents import DocumentKind, Printable
from datong_desktop.views.dialogs import printing
from datong_desktop.views.dialogs.preview import PreviewDialog
from datong_desktop.views.dialogs.thumbnails import Thumbnails
from tests.documents import books
from tests.documents.listings import ABOUT, listing


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str, int, str]]:
    """Two printers that keep what they are sent."""
    sent: list[tuple[bytes, str, int, str]] = []
    monkeypatch.setattr(printing, "printer_names", lambda: ["办公室", "大厅"])
    monkeypatch.setattr(printing, "print_pdf", lambda *job: sent.append(job))
    return sent


@pytest.fixture
def dialog(qtbot, printers) -> PreviewDialog:
    return opened(qtbot, books.plain())


def preview(book: YearBook) -> PreviewDialog:
    return PreviewDialog(f"大同市{book.year}年度", services.documents.printables(book), first=2)


def opened(qtbot, book) -> PreviewDialog:
    dialog = preview(book)
    qtbot.addWidget(dialog)
    dialog.resize(1100, 800)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.parts.save_all.isEnabled() and dialog.parts.printer.count() > 0, timeout=20_000)
    return dialog


def choose(qtbot, dialog: PreviewDialog, index: int) -> None:
    dialog.parts.document.setCurrentIndex(index)
    settled(qtbot, dialog)


def settled(qtbot, dialog: PreviewDialog) -> None:
    qtbot.waitUntil(lambda: dialog.parts.save_all.isEnabled(), timeout=20_000)


def test_it_opens_with_both_tables_and_says_how_many_pages_it_prints(dialog):
    parts = dialog.parts
    assert dialog.objectName() == "previewDialog"
    assert dialog.content == services.documents.pdf(books.plain(), DocumentKind.BOTH_TABLES)
    assert parts.view.count == 2
    assert parts.thumbnails.count() == 2
    assert parts.print_button.text() == "打印 2 页(&P)"
    assert [parts.document.itemText(i) for i in range(parts.document.count())] == [
        "附表1", "附表2", "附表1＋附表2", "空白表（全部县区）", "空白表（一个县区）", "填报表（一个县区，带指标说明）"
    ]
    assert parts.variant.isHidden()


def test_every_document_can_be_chosen_and_is_the_very_pdf(qtbot, dialog):
    book = books.plain()
    for index, kind in enumerate((DocumentKind.TABLE_1, DocumentKind.TABLE_2, DocumentKind.BOTH_TABLES, DocumentKind.BLANK_FORM)):
        choose(qtbot, dialog, index)
        assert dialog.content == services.documents.pdf(book, kind)
        assert dialog.parts.save_excel.isEnabled()
    for index, kind in ((4, DocumentKind.BLANK_FORM), (5, DocumentKind.DISTRICT_FORM)):
        choose(qtbot, dialog, index)
        assert dialog.parts.variant.isVisible()
        assert not dialog.parts.save_excel.isEnabled()
        dialog.parts.variant.setCurrentText("灵丘县")
        settled(qtbot, dialog)
        assert dialog.content == services.documents.pdf(book, kind, "灵丘县")
        assert dialog.parts.print_button.text() == "打印 1 页(&P)"


def test_pages_are_drawn_at_the_width_of_the_window(dialog):
    view = dialog.parts.view
    image = view.viewport().grab().toImage()
    wide = view.viewport().width()
    page = wide - 32
    assert abs(view.zoom - page / (841.89 * 96 / 72)) < 0.01
    assert image.pixelColor(wide // 2, 20).lightness() == 255  # paper
    assert image.pixelColor(4, 4).lightness() < 255  # the backdrop around it
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(16, wide - 16, 2) for y in range(16, 300, 2))
    assert dark > 200  # something is printed on it


def test_ctrl_and_wheel_zoom_the_keys_too(qtbot, dialog):
    view = dialog.parts.view
    fitted = view.zoom
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle, view.viewport().mapToGlobal(middle), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view.zoom == pytest.approx(fitted * 1.1)
    assert dialog.parts.percent.text() == f"{view.zoom:.0%}"
    dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(fitted, rel=0.02)
    dialog.parts.smaller.click()
    assert view.zoom == pytest.approx(fitted / 1.25, rel=0.02)
    for _ in range(20):
        dialog.parts.larger.click()
    assert view.zoom == 4.0
    view.viewport().grab()


def test_thumbnails_and_pages_follow_each_other(dialog):
    view, listed = dialog.parts.view, dialog.parts.thumbnails
    listed.setCurrentRow(1)
    assert view.verticalScrollBar().value() > 0
    view.verticalScrollBar().setValue(0)
    assert listed.currentRow() == 0


def test_printing_sends_the_shown_bytes_with_copies(qtbot, dialog, printers):
    dialog.parts.copies.setValue(3)
    dialog.parts.printer.setCurrentText("大厅")
    qtbot.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, dialog)
    assert printers == [(dialog.content, "大厅", 3, dialog.printable.name)]
    assert dialog.parts.status.text() == "已送往打印机“大厅”：2 页 × 3 份。"


def test_a_printer_that_refuses_is_told_in_the_status_line(qtbot, dialog, monkeypatch):
    def out_of_paper(*_: object) -> None:
        raise refuse("print_failed", "打印机没有纸。")

    monkeypatch.setattr(printing, "print_pdf", out_of_paper)
    dialog.parts.print_button.click()
    settled(qtbot, dialog)
    assert dialog.parts.status.text() == "✕ 打印机没有纸。"
    assert dialog.parts.status.property("reason")
    assert dialog.parts.print_button.isEnabled()


def test_what_comes_as_word_can_be_saved_as_word(qtbot, printers, tmp_path, monkeypatch):
    plain = Printable("清单", "大同市清单", lambda: services.documents.pdf(books.plain(), DocumentKind.TABLE_1))
    form = replace(plain, label="登记表", name="大同市登记表", files={"docx": lambda: listing_docx(listing(3), ABOUT)})
    dialog = PreviewDialog("企业库", [plain, form])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.parts.save_pdf.isEnabled, timeout=20_000)
    parts = dialog.parts
    assert dialog.windowTitle() == "预览打印 — 企业库"
    assert parts.save_word.isVisible()
    assert not parts.save_word.isEnabled()
    assert "没有 Word 格式" in parts.save_word.toolTip()
    assert not any(widget.isVisible() for widget in (parts.save_excel, parts.save_all, parts.variant, parts.variant_label))
    parts.document.setCurrentIndex(1)
    qtbot.waitUntil(parts.save_word.isEnabled, timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(tmp_path / Path(given[2]).name), given[3]))
    parts.save_word.click()
    qtbot.waitUntil(lambda: "已保存" in parts.status.text(), timeout=20_000)
    assert (tmp_path / "大同市登记表.docx").read_bytes().startswith(b"PK")


def test_the_annex_tables_have_no_word_form(dialog):
    assert not dialog.parts.save_word.isVisible()
    assert dialog.parts.save_excel.isVisible()


def test_the_variants_of_each_document_are_offered_with_it(qtbot, printers):
    def table(district: str) -> Printable:
        return Printable(district, district, lambda: services.documents.pdf(books.plain(), DocumentKind.DISTRICT_FORM, district))

    one = replace(table("平城区"), label="甲", variants=(table("平城区"), table("灵丘县")))
    two = replace(table("灵丘县"), label="乙", variants=(table("阳高县"), table("灵丘县")))
    dialog = PreviewDialog("样例", [one, two])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.parts.save_pdf.isEnabled, timeout=20_000)
    dialog.parts.variant.setCurrentIndex(1)
    assert dialog.printable.label == "灵丘县"
    dialog.parts.document.setCurrentIndex(1)
    assert dialog.printable.label == "灵丘县"  # the same district stays
    dialog.parts.variant.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog.content == table("阳高县").pdf(), timeout=20_000)


def test_a_thousand_pages_open_at_once_and_only_pictures_in_sight_are_drawn(qtbot, printers, monkeypatch):
    content = listing_pdf(listing(20_000), ABOUT)
    drawn: list[int] = []
    picture = Thumbnails._picture
    monkeypatch.setattr(Thumbnails, "_picture", lambda self, pages, index: drawn.append(index) or picture(self, pages, index))
    dialog = PreviewDialog("样例", [Printable("清单", "清单", lambda: content)])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.parts.save_pdf.isEnabled, timeout=20_000)
    count = dialog.parts.view.count
    assert count > 700
    assert dialog.parts.thumbnails.count() == count
    qtbot.waitUntil(lambda: 0 in drawn, timeout=5_000)
    assert len(drawn) < 20
    dialog.parts.thumbnails.setCurrentRow(count - 1)
    qtbot.waitUntil(lambda: count - 1 in drawn, timeout=5_000)
    assert len(drawn) < 40


def test_without_a_printer_saving_still_works(qtbot, monkeypatch):
    monkeypatch.setattr(printing, "printer_names", list)
    dialog = opened(qtbot, books.plain())
    assert not dialog.parts.print_button.isEnabled()
    assert "没有可用的打印机" in dialog.parts.print_button.toolTip()
    assert dialog.parts.printer.currentText() == "没有可用的打印机"
    assert dialog.parts.save_pdf.isEnabled()


def test_saving_writes_the_shown_bytes_and_offers_the_folder(qtbot, dialog, tmp_path, monkeypatch):
    offered = []
    folder = tmp_path / "保存到"
    folder.mkdir()

    def answer(_: QWidget, title: str, name: str, file_filter: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(folder / Path(name).stem), file_filter  # a name typed without its ending

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    opened_folders: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened_folders.append)
    assert not dialog.parts.open_folder.isEnabled()
    choose(qtbot, dialog, 1)
    dialog.parts.save_pdf.click()
    settled(qtbot, dialog)
    saved = folder / "大同市2022年度附表2_各县区指标得分表.pdf"
    assert saved.read_bytes() == dialog.content
    assert dialog.parts.status.text() == f"已保存 {saved.name}，在 {folder}。"
    dialog.parts.save_excel.click()
    settled(qtbot, dialog)
    assert (folder / "大同市2022年度附表2_各县区指标得分表.xlsx").is_file()
    assert offered == ["大同市2022年度附表2_各县区指标得分表.pdf", "大同市2022年度附表2_各县区指标得分表.xlsx"]
    dialog.parts.open_folder.click()
    assert opened_folders == [QUrl.fromLocalFile(str(folder))]


def test_save_all_writes_four_files(qtbot, dialog, tmp_path, monkeypatch):
    folder = tmp_path / "四个"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    dialog.parts.save_all.click()
    settled(qtbot, dialog)
    assert len(list(folder.iterdir())) == 4
    assert "等 4 个文件" in dialog.parts.status.text()


def test_a_save_that_fails_says_why_and_cancelling_says_nothing(qtbot, dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "没有" / "表.pdf"), ""))
    dialog.parts.save_pdf.click()
    settled(qtbot, dialog)
    assert "找不到文件夹" in dialog.parts.status.text()
    dialog.parts.tell("")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.parts.save_pdf.click()
    assert dialog.parts.status.text() == ""


def test_a_missing_character_is_named_instead_of_pages(qtbot, printers):
    dialog = opened(qtbot, replace(books.plain(), signatures=Signatures("赵😀", "", None)))
    assert "填表人中的“😀”（U+1F600）" in dialog.parts.status.text()
    assert dialog.parts.view.count == 0
    assert not dialog.parts.print_button.isEnabled()
    assert not dialog.parts.save_pdf.isEnabled()
    choose(qtbot, dialog, 3)  # the blank form has no signature
    assert dialog.parts.print_button.isEnabled()
    assert dialog.parts.status.text() == ""


def test_a_changed_year_is_shown_anew_with_the_same_choice(qtbot, dialog):
    choose(qtbot, dialog, 1)
    before = dialog.content
    dialog.set_printables("大同市2022年度", services.documents.printables(books.incomplete()))
    settled(qtbot, dialog)
    assert dialog.parts.document.currentIndex() == 1
    assert dialog.content == services.documents.pdf(books.incomplete(), DocumentKind.TABLE_2) != before


def test_closing_while_a_document_is_made_is_harmless(qtbot, printers):
    dialog = preview(books.plain())
    dialog.show()
    dialog.close()
    dialog.deleteLater()
    from datong_desktop.views import background

    background.wait_for_all()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def test_everything_has_a_name_a_tip_and_is_reached_by_tab(qtbot, dialog):
    widgets = (w for w in dialog.findChildren(QWidget) if isinstance(w, QAbstractButton | QComboBox))
    controls = [w for w in widgets if w.objectName().startswith("preview")]
    assert len(controls) == 13
    for control in controls:
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
    reached, widget = set(), dialog.parts.document
    for _ in range(40):
        reached.add(widget.objectName())
        widget = widget.nextInFocusChain()
    assert {"previewDocument", "previewThumbnails", "previewPages", "previewPrinter", "previewCopies", "previewPrint"} <= reached


def test_the_wheel_changes_neither_printer_nor_copies(dialog):
    for widget in (dialog.parts.printer, dialog.parts.copies, dialog.parts.document):
        before = dialog.parts.printer.currentIndex(), dialog.parts.copies.value(), dialog.parts.document.currentIndex()
        centre = QPointF(widget.rect().center())
        event = QWheelEvent(
            centre, widget.mapToGlobal(centre), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )
        QApplication.sendEvent(widget, event)
        assert before == (
            dialog.parts.printer.currentIndex(), dialog.parts.copies.value(), dialog.parts.document.currentIndex()
        )
