"""取消参评资格 (annex 4 part 四): reason, date and document number of the decision, and what it will do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from datong_desktop.domain.dates import parse_date
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.widgets.calendar import DateChooser
from datong_desktop.views.widgets.fields import set_refused

WIDTH = 520
BAD_DATE = "决定日期“{}”不是日期，请写成 2023-03-15 或 20230315；还没有日期就留空。"


def years_covered(year: int, count: int) -> str:
    """The years a decision keeps a district out of: "2022 年度和 2023 年度"."""
    if count == 1:
        return f"{year} 年度"
    return f"{year} 年度和 {year + 1} 年度" if count == 2 else f"{year} 至 {year + count - 1} 年度"


class DisqualifyDialog(FormDialog):
    """``decision()`` after it was accepted. Enter goes to the next field; Ctrl+Enter or the button saves."""

    def __init__(self, book: YearBook, district: str, parent: QWidget | None = None) -> None:
        super().__init__("disqualifyDialog", f"取消参评资格：{district}", "取消参评资格", parent)
        self._year, self._district = book.year, district
        years = years_covered(book.year, book.scheme.disqualified_years)
        rule = book.scheme.disqualification_rule
        self._note(
            f"{district}不参加 {years}的评价和排名，表上写“取消参评资格”，其他县区重新排名。"
            "它的数字都留着，这一步可以撤销。",
            "effect",
        )
        self._note(f"依据 {rule.clause}：{rule.text}", "clause", muted=True)
        self.reason_field = self.field(
            "原因(&R)", "disqualifyReason", tip="写明弄虚作假的事实，会印在附表说明里（必填）"
        )
        self.date_field = self.field("决定日期(&D)", "disqualifyDate", tip="可以只打数字，如 20230315，或按 F4 在日历上选；可以留空")
        self.number_field = self.field("文号(&N)", "disqualifyNumber", tip="决定文件的文号；可以留空")
        self.reason_field.setPlaceholderText("必填，例如：虚报“新三板”挂牌企业 1 家")
        self.date_field.setPlaceholderText("如 20230315")
        DateChooser(self.date_field)
        self.date_field.editingFinished.connect(self._show_date)
        for edit in (self.reason_field, self.date_field):
            edit.textEdited.connect(lambda _="", e=edit: set_refused(e, False))
        button: QPushButton
        for button in self.findChildren(QPushButton):
            if button is not self.accept_button:
                button.setText("不取消，返回")  # “取消” beside “取消参评资格” would be read as the same
        self.reason_field.setFocus()
        layout = self.layout()
        assert layout is not None
        self.setMinimumWidth(WIDTH)
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))  # Qt guesses the height of wrapped texts at another width

    def _note(self, text: str, name: str, *, muted: bool = False) -> None:
        label = QLabel(text)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setWordWrap(True)
        label.setProperty("muted", muted)
        self.form.addRow(label)

    def _show_date(self) -> None:
        """Show a typed date the long way round, so that the clerk sees how it was read."""
        try:
            date = parse_date(self.date_field.text())
        except ValueError:
            return
        if date is not None:
            self.date_field.setText(f"{date:%Y-%m-%d}")

    def problem(self) -> str:
        if not self.reason_field.text().strip():
            return self._refuse(self.reason_field, "请写明取消参评资格的原因。")
        try:
            parse_date(self.date_field.text())
        except ValueError:
            return self._refuse(self.date_field, BAD_DATE.format(self.date_field.text().strip()))
        return ""

    @staticmethod
    def _refuse(edit: QLineEdit, reason: str) -> str:
        set_refused(edit, True)
        edit.setFocus()
        return reason

    def decision(self) -> Disqualification:
        """What was decided, for the year on show."""
        return Disqualification(
            self._year,
            self._district,
            self.reason_field.text().strip(),
            parse_date(self.date_field.text()),
            self.number_field.text().strip(),
        )
