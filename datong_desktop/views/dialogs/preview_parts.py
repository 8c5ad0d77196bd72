"""The widgets of the preview dialog and how they stand; what they do is in preview.py."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from datong_desktop import services
from datong_desktop.views import theme
from datong_desktop.views.dialogs.page_view import PageView
from datong_desktop.views.dialogs.thumbnails import Thumbnails
from datong_desktop.views.widgets.fields import QuietComboBox, QuietSpinBox

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

NO_PRINTER = "没有可用的打印机"
NARROW = 1200
"""Screens narrower than this have the buttons in two rows."""


class PreviewParts:
    """All widgets of the dialog by name, laid out: choice above, thumbnails left, pages, printer and buttons below."""

    def __init__(self, dialog: QDialog) -> None:
        self._make(dialog)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        whole.setSpacing(theme.GAP)
        whole.addLayout(self._choice_row())
        middle = QHBoxLayout()
        middle.setSpacing(theme.GAP)
        middle.addWidget(self.thumbnails)
        middle.addWidget(self.view, 1)
        whole.addLayout(middle, 1)
        narrow = dialog.screen().availableSize().width() < NARROW
        whole.addLayout(self._lower_rows(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight))
        whole.addWidget(self.status)
        self._order_tabs()

    def _make(self, dialog: QDialog) -> None:
        self.document = _combo(dialog, "previewDocument", "要预览的表", "选择要预览、打印、保存哪一张表")
        self.variant = _combo(dialog, "previewVariant", "县区", "要哪个县区的")
        self.view = PageView(dialog)
        _name(self.view, "previewPages", "页面", "Ctrl+滚轮缩放")
        self.thumbnails = Thumbnails(dialog)
        _name(self.thumbnails, "previewThumbnails", "页面缩略图", "点一页就转到那一页")
        self.fit_button = _button(dialog, "previewFitWidth", "适合宽度(&W)", "页面与窗口同宽（Ctrl+0）", self.view.fit_width)
        self.smaller = _button(dialog, "previewZoomOut", "缩小(&M)", "缩小（Ctrl+-，Ctrl+滚轮）", self.zoom_out)
        self.larger = _button(dialog, "previewZoomIn", "放大(&L)", "放大（Ctrl++，Ctrl+滚轮）", self.zoom_in)
        self.percent = QLabel(dialog)
        _name(self.percent, "previewZoom", "缩放比例", "")
        self.view.zoomed.connect(lambda zoom: self.percent.setText(f"{zoom:.0%}"))
        self.printer = _combo(dialog, "previewPrinter", "打印机", "用哪台打印机打印")
        self.copies = QuietSpinBox(dialog)
        self.copies.setRange(1, 99)
        _name(self.copies, "previewCopies", "份数", "打印几份")
        self.print_button = _button(dialog, "previewPrint", "打印(&P)", "")
        self.print_button.setProperty("primary", True)
        self.save_pdf = _button(dialog, "previewSavePdf", "保存 PDF(&S)…", "把看到的这份 PDF 存成文件")
        self.save_excel = _button(dialog, "previewSaveExcel", "保存 Excel(&E)…", "")
        self.save_word = _button(dialog, "previewSaveWord", "保存 Word(&T)…", "")
        self.savers = {"pdf": self.save_pdf, "xlsx": self.save_excel, "docx": self.save_word}
        self.save_all = _button(dialog, "previewSaveAll", "全部保存(&A)…", "")
        self.open_folder = _button(dialog, "previewOpenFolder", "打开所在文件夹(&O)", "先保存，再打开文件所在的文件夹")
        self.open_folder.setEnabled(False)
        self.close_button = _button(dialog, "previewClose", "关闭(&C)", "回到主窗口（Esc）")
        self.status = QLabel(dialog)
        _name(self.status, "previewStatus", "状态", "")
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status.setMinimumHeight(self.status.fontMetrics().height() + 2)

    def _choice_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(_label("预览(&V)：", self.document))
        row.addWidget(self.document)
        self.variant_label = _label("县区(&D)：", self.variant)
        row.addWidget(self.variant_label)
        row.addWidget(self.variant)
        row.addStretch(1)
        for widget in (self.percent, self.smaller, self.larger, self.fit_button):
            row.addWidget(widget)
        return row

    def _lower_rows(self, direction: QBoxLayout.Direction) -> QBoxLayout:
        """Saving and printing side by side, or one above the other on a narrow screen (1366 px at 150 %)."""
        rows, saving, printing = QBoxLayout(direction), QHBoxLayout(), QHBoxLayout()
        for row in (rows, saving, printing):
            row.setSpacing(theme.GAP)
        printing.addWidget(_label("打印机(&R)：", self.printer))
        printing.addWidget(self.printer, 1)
        printing.addWidget(_label("份数(&N)：", self.copies))
        for widget in (self.copies, self.close_button, self.print_button):
            printing.addWidget(widget)
        for widget in (*self.savers.values(), self.save_all, self.open_folder):
            saving.addWidget(widget)
        saving.addStretch(1)
        rows.addLayout(saving)
        rows.addLayout(printing, 1)
        return rows

    def _order_tabs(self) -> None:
        """Tab leads through the dialog as it is read."""
        choice = (self.document, self.variant, self.smaller, self.larger, self.fit_button, self.thumbnails, self.view)
        saving = (*self.savers.values(), self.save_all, self.open_folder)
        stops: tuple[QWidget, ...] = (*choice, *saving, self.printer, self.copies, self.close_button, self.print_button)
        for stop, following in pairwise(stops):
            QWidget.setTabOrder(stop, following)

    # -- states -----------------------------------------------------------------------------------------------

    def fill_documents(self, printables: Sequence[Printable], first: int) -> None:
        """Offer documents; what was chosen stays chosen, at first it is the one told. Only what some document has is shown."""
        chosen, variant = self.document.currentIndex(), self.variant.currentText()
        self.document.blockSignals(True)
        self.document.clear()
        self.document.addItems([one.label for one in printables])
        self.document.setCurrentIndex(chosen if 0 <= chosen < len(printables) else first)
        self.document.blockSignals(False)
        for suffix in ("xlsx", "docx"):
            self.savers[suffix].setVisible(any(suffix in one.files for one in printables))
        together = [one.label for one in printables if one.together]
        self.save_all.setVisible(bool(together))
        count = len(services.printables.together(printables))
        self.save_all.setToolTip(f"{'、'.join(together)}，各存 PDF 和 Excel 或 Word，共 {count} 个文件，存到一个文件夹")
        self.fill_variants(printables[self.document.currentIndex()], variant)

    def fill_variants(self, whole: Printable, chosen: str = "") -> None:
        """Offer the variants of the chosen document; the one of that name, or the one chosen before, stays."""
        chosen, variants = chosen or self.variant.currentText(), whole.variants
        for widget in (self.variant_label, self.variant):
            widget.setVisible(bool(variants))
        if not variants:
            return
        self.variant_label.setText(f"{whole.parted_by}(&D)：")
        self.variant.setAccessibleName(whole.parted_by)
        self.variant.setToolTip(f"要哪个{whole.parted_by}的")
        self.variant.blockSignals(True)
        self.variant.clear()
        self.variant.addItems([one.label for one in variants])
        self.variant.setCurrentIndex(max(0, self.variant.findText(chosen)))
        self.variant.blockSignals(False)

    def fill_printers(self, names: Sequence[str]) -> None:
        self.printer.clear()
        self.printer.addItems(list(names) or [NO_PRINTER])
        self.printer.setEnabled(bool(names))
        self._update_print(self.view.count)

    def busy(self, text: str) -> None:
        """While something is made or written: nothing can be started twice."""
        for button in (self.print_button, *self.savers.values(), self.save_all):
            button.setEnabled(False)
        self.tell(text)

    def ready(self, count: int, suffixes: Collection[str]) -> None:
        """A document of ``count`` pages is shown, 0 when there is none; it also comes as files of these kinds."""
        self.save_pdf.setEnabled(count > 0)
        for suffix, kind in (("xlsx", "Excel 工作簿"), ("docx", "Word 文档，可以接着改")):
            self.savers[suffix].setEnabled(suffix in suffixes)
            self.savers[suffix].setToolTip(f"存成 {kind}" if suffix in suffixes else f"这份文件没有 {kind.partition(' ')[0]} 格式")
        self.save_all.setEnabled(True)
        self._update_print(count)
        self.tell("")

    def _update_print(self, count: int) -> None:
        has_printer = self.printer.isEnabled() and self.printer.count() > 0
        self.print_button.setText(f"打印 {count} 页(&P)" if count else "打印(&P)")
        self.print_button.setEnabled(count > 0 and has_printer)
        tip = "打印看到的这份 PDF（Ctrl+P）" if has_printer else "这台电脑没有可用的打印机，可以先保存 PDF"
        self.print_button.setToolTip(tip)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """The status line; ``bad`` for what needs the clerk."""
        self.status.setProperty("reason", bad)
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setToolTip("")
        self.status.setText(f"✕ {text}" if bad else text)

    def zoom_in(self) -> None:
        self.view.zoom_to(self.view.zoom * 1.25)

    def zoom_out(self) -> None:
        self.view.zoom_to(self.view.zoom / 1.25)


def _name(widget: QWidget, name: str, accessible: str, tip: str) -> None:
    widget.setObjectName(name)
    widget.setAccessibleName(accessible)
    widget.setToolTip(tip)


def _combo(parent: QWidget, name: str, accessible: str, tip: str) -> QComboBox:
    combo = QuietComboBox(parent)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    _name(combo, name, accessible, tip)
    return combo


def _button(parent: QWidget, name: str, text: str, tip: str, act: object = None) -> QPushButton:
    button = QPushButton(text, parent)
    _name(button, name, text.partition("(")[0], tip)
    button.setAutoDefault(False)
    if callable(act):
        button.clicked.connect(lambda: act())
    return button


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text, buddy.parentWidget())
    label.setBuddy(buddy)
    return label
