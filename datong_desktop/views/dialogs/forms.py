"""The small dialogs: a few labelled fields, a reason line, one primary button. Enter goes on, it never saves by accident."""

from __future__ import annotations

import datetime
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.domain.counts import BadCount, parse_count
from datong_desktop.domain.dates import parse_date
from datong_desktop.domain.year_book import Signatures, YearBook
from datong_desktop.views import dialogs, theme
from datong_desktop.views.dialogs.scheme_choice import SchemeChoice
from datong_desktop.views.widgets.calendar import DateChooser

FIRST_YEAR, LAST_YEAR = 1990, 2100


class FormDialog(QDialog):
    """Fields above, a red reason line, 取消 and a primary button. ``problem()`` says what is still wrong, or ""."""

    def __init__(self, name: str, title: str, accept_text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.first_field: QLineEdit | None = None
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        self.form = QFormLayout()
        self.form.setSpacing(theme.GAP)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        layout.addLayout(self.form)
        self.reason = QLabel()
        self.reason.setObjectName("formReason")
        self.reason.setProperty("reason", True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setMinimumHeight(2 * self.fontMetrics().height() + 4)  # the fields must not shrink for it
        layout.addWidget(self.reason)
        self.buttons = buttons = QDialogButtonBox()
        self.accept_button = buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setObjectName("acceptButton")
        self.accept_button.setProperty("primary", True)
        self.accept_button.setToolTip(f"{accept_text}（Ctrl+Enter）")
        self.cancel_button = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel_button.setObjectName("cancelButton")
        self.cancel_button.setToolTip("什么也不做（Esc）")
        for button in (self.accept_button, self.cancel_button):
            button.setAutoDefault(False)
        self.accept_button.clicked.connect(self.try_accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def field(self, label: str, name: str, text: str = "", tip: str = "") -> QLineEdit:
        """Add a labelled line; Enter in it goes to the next field."""
        edit = QLineEdit(text)
        edit.setObjectName(name)
        edit.setAccessibleName(label.partition("(")[0])
        edit.setToolTip(tip)
        edit.setMaxLength(200)
        self.form.addRow(label, edit)
        edit.textChanged.connect(lambda: self.reason.setText(""))
        self.first_field = self.first_field or edit
        return edit

    def problem(self) -> str:
        """The sentence that says what is still wrong; "" when the dialog may close."""
        return ""

    def show_reason(self, text: str) -> None:
        """Say why something is refused, in a dialog tall enough for all of it."""
        self.reason.setText(text)
        layout = cast("QVBoxLayout", self.layout())
        layout.invalidate()
        needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        if needed > self.height():
            dialogs.resize_within_screen(self, self.width(), needed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.first_field is not None:
            self.first_field.setFocus()
            self.first_field.selectAll()

    def try_accept(self) -> None:
        problem = self.problem()
        self.reason.setText(problem)
        if not problem:
            self.accept()

    def _next_field(self) -> None:
        """To the next field, over buttons that open something; the last one leads to the primary button."""
        for _ in range(4):
            self.focusNextChild()
            if not isinstance(self.focusWidget(), QPushButton) or self.focusWidget() is self.accept_button:
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or self.focusWidget() is self.accept_button:
                self.try_accept()
            elif isinstance(self.focusWidget(), QPushButton):
                self.focusWidget().click()  # type: ignore[attr-defined]
            else:
                self._next_field()
        else:
            super().keyPressEvent(event)


def read_year_number(text: str) -> int | str:
    """The year typed, or the sentence that says why it is none."""
    year = parse_count(text.replace("年度", "").replace("年", ""))
    if year is None or isinstance(year, BadCount) or not FIRST_YEAR <= year <= LAST_YEAR:
        return f"年度请填 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位数字，例如 {datetime.date.today().year}。"
    return year


def checked_year(text: str) -> int:
    """The year of a text that ``read_year_number`` takes."""
    year = read_year_number(text)
    assert isinstance(year, int)
    return year


class NewYearDialog(FormDialog):
    """A further assessment year and the scheme it is assessed by."""

    def __init__(self, years: tuple[int, ...], parent: QWidget | None) -> None:
        super().__init__("newYearDialog", "新建年度", "新建年度", parent)
        self._years = years
        self.year = self.field(
            "考核年度(&Y)", "yearField", str(years[0] + 1 if years else datetime.date.today().year - 1), "四位数字"
        )
        self.scheme = SchemeChoice(years[0] if years else None)
        self.form.addRow("考核方案(&S)", self.scheme)

    def problem(self) -> str:
        year = read_year_number(self.year.text())
        if isinstance(year, str):
            return year
        if year in self._years:
            return f"{year} 年度已经有了，可以在工具栏里直接切换过去。"
        return self.scheme.problem()

    def number(self) -> int:
        """The new year."""
        return checked_year(self.year.text())


class DeleteYearDialog(FormDialog):
    """Deleting a year asks for the year to be typed: a slip of the mouse deletes nothing."""

    def __init__(self, book: YearBook, parent: QWidget | None) -> None:
        super().__init__("deleteYearDialog", "删除年度", "删除", parent)
        self._year = book.year
        text = QLabel(
            f"将删除 {book.year} 年度的全部 {len(book.figures)} 个数字。删除前自动备份，也可以撤销。\n请输入 {book.year} 确认："
        )
        text.setWordWrap(True)
        self.form.addRow(text)
        self.typed = self.field("年度(&Y)", "confirmYear", tip=f"打出 {book.year}，表示真的要删")
        self.accept_button.setProperty("primary", False)
        self.accept_button.setProperty("danger", True)
        self.accept_button.style().unpolish(self.accept_button)
        self.accept_button.style().polish(self.accept_button)

    def problem(self) -> str:
        return "" if self.typed.text().strip() == str(self._year) else f"没有删除：请输入 {self._year} 确认。"


class HeadDialog(FormDialog):
    """填报单位, 填表人, 审核人, 填报日期 of the printed annex tables of a year."""

    def __init__(self, book: YearBook, parent: QWidget | None) -> None:
        super().__init__("headDialog", f"{book.year}年度附表的表头和签名", "保存", parent)
        s = book.signatures
        self.unit = self.field("填报单位(&U)", "headUnit", book.reporting_unit, "印在附表左上方")
        self.filled_by = self.field("填表人(&A)", "headFilledBy", s.filled_by, "印在附表左下方")
        self.reviewed_by = self.field("审核人(&S)", "headReviewedBy", s.reviewed_by, "印在附表下方中间")
        self.filled_on = self.field(
            "填报日期(&T)",
            "headFilledOn",
            f"{s.filled_on:%Y-%m-%d}" if s.filled_on else "",
            "可以只打数字，如 20230315，或按 F4 在日历上选",
        )
        DateChooser(self.filled_on)

    def problem(self) -> str:
        try:
            parse_date(self.filled_on.text())
        except ValueError:
            return f"填报日期“{self.filled_on.text()}”不是日期，请写成 2023-03-15 或 20230315。"
        return ""

    def head(self) -> tuple[str, Signatures]:
        return self.unit.text().strip(), Signatures(
            self.filled_by.text().strip(), self.reviewed_by.text().strip(), parse_date(self.filled_on.text())
        )


class OperatorDialog(FormDialog):
    """Who is at the keyboard."""

    def __init__(self, operator: str, parent: QWidget | None) -> None:
        super().__init__("operatorDialog", "录入员", "确定", parent)
        self.name = self.field("姓名(&N)", "operatorName", operator, "写进修改记录，谁改的一查便知")
