"""One district's figures laid out as on its paper form: the clerk turns sheets, not columns."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, Kind
from datong_desktop.domain.year_book import Signatures, YearBook
from datong_desktop.views import theme
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.indicators.count_watch import CountWatch
from datong_desktop.views.indicators.paper_row import PaperRow
from datong_desktop.views.tables.figure_cells import cell_state, warnings_of
from datong_desktop.views.widgets.fields import CommitField, QuietComboBox
from datong_desktop.views.widgets.parsed_field import ParsedField
from datong_desktop.views.workspace import Workspace


class PaperForm(QScrollArea):
    """Figures and remarks by indicator, then 填报人, 审核人, 填报日期; PageUp/PageDown turn to another district.

    Signals: ``cellShown(str district, str indicator)`` when a figure has the focus, ``message(str)``.
    """

    cellShown = Signal(str, str)
    message = Signal(str)

    def __init__(self, workspace: Workspace, watch: CountWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperForm")
        self.setAccessibleName("纸表")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keys and scroll it
        self._workspace, self._watch = workspace, watch
        self._scheme_shown: object = None
        self._sheet: object = None
        self.rows: dict[str, PaperRow] = {}
        self._build_frame()

    def _build_frame(self) -> None:
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        outer.setSpacing(theme.GAP)
        turn = QHBoxLayout()
        turn.setSpacing(theme.GAP)
        self.district = QuietComboBox()
        self.district.setObjectName("paperDistrict")
        self.district.setAccessibleName("县区")
        self.district.setToolTip("选择县区；PageUp、PageDown 翻到上一张、下一张")
        self.district.currentIndexChanged.connect(lambda _: self._show_district())
        label = QLabel("县区(&Q)")
        label.setBuddy(self.district)
        before = QPushButton("← 上一张")
        before.setObjectName("previousDistrict")
        before.setToolTip("上一个县区（PageUp）")
        before.clicked.connect(lambda: self.turn(-1))
        after = QPushButton("下一张 →")
        after.setObjectName("nextDistrict")
        after.setToolTip("下一个县区（PageDown）")
        after.clicked.connect(lambda: self.turn(1))
        self._progress = QLabel()
        self._progress.setProperty("muted", True)
        for widget in (label, self.district, before, after, self._progress):
            turn.addWidget(widget)
        turn.addStretch(1)
        outer.addLayout(turn)
        self._paper = QFrame()
        self._paper.setObjectName("paper")
        self._paper.setMaximumWidth(860)
        self._grid = QGridLayout(self._paper)
        self._grid.setContentsMargins(theme.MARGIN * 2, theme.MARGIN, theme.MARGIN * 2, theme.MARGIN)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(6)
        outer.addWidget(self._paper)
        self._reason = wrapped_label(reason=True)
        self._reason.setObjectName("paperReason")
        outer.addWidget(self._reason)
        outer.addStretch(1)
        self.setWidget(body)

    # -- showing ------------------------------------------------------------------------------------------

    def show_book(self, book: YearBook | None) -> None:
        """Show the current district of a year; the fields are built anew only for another scheme."""
        self.setEnabled(book is not None)
        if book is None:
            return
        if book.scheme != self._scheme_shown:
            self._build_rows(book)
        self._show_district()

    def _build_rows(self, book: YearBook) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._scheme_shown, scheme = book.scheme, book.scheme
        self.rows = {}
        self._title = wrapped_label(heading=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid.addWidget(self._title, 0, 0, 1, 8)
        for column, text in enumerate(("序号", "指标", "权重", "完成数量", "", "", "上年", "备注")):
            head = QLabel(text)
            head.setProperty("muted", True)
            if text in ("权重", "完成数量", "上年"):
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(head, 1, column)
        for number, indicator in enumerate(scheme.indicators, 1):
            row = self.rows[indicator.id] = PaperRow(number, indicator)
            row.count.committed.connect(lambda _, i=indicator.id: self._count_committed(i))
            row.count.reasonShown.connect(self._reason.setText)
            row.count.entered.connect(lambda i=indicator.id: self.cellShown.emit(self.district.currentText(), i))
            row.remark.committed.connect(lambda text, i=indicator.id: self._remark_committed(i, text))
            for column, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, number + 1, column)
        self._build_signatures(len(scheme.indicators) + 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(7, 2)
        self._grid.setColumnMinimumWidth(4, 16)  # the sign comes and goes without moving anything
        self._wire_steps()
        self._fill_districts(book)

    def _build_signatures(self, row: int) -> None:
        self.filled_by, self.reviewed_by = CommitField(), CommitField()
        self.filled_on = ParsedField(Field("filled_on", "填报日期", Kind.DATE))
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, theme.GAP, 0, 0)
        layout.setSpacing(theme.GAP)
        for text, field, name, tip in (
            ("填报人(&A)", self.filled_by, "filledBy", "纸表上签名的填报人"),
            ("审核人(&S)", self.reviewed_by, "reviewedBy", "纸表上签名的审核人"),
            ("填报日期(&R)", self.filled_on, "filledOn", "填报日期，可以只打数字，如 20230315，或按 F4 在日历上选"),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(text.partition("(")[0])
            field.setToolTip(tip)
            field.setMaxLength(60)
            field.committed.connect(lambda _: self._signatures_committed())
            layout.addWidget(label)
            layout.addWidget(field, 1)
        self.filled_on.reasonShown.connect(self._reason.setText)
        self._grid.addWidget(line, row, 0, 1, 8)

    def _wire_steps(self) -> None:
        counts, remarks = [row.count for row in self.rows.values()], [row.remark for row in self.rows.values()]
        signatures = [self.filled_by, self.reviewed_by, self.filled_on]
        self._order: list[CommitField] = [*counts, *signatures]
        for place, field in enumerate(self._order):
            field.stepped.connect(lambda way, at=place: self._step(at + way))
        for place, field in enumerate(remarks):
            field.stepped.connect(lambda way, at=place: self._step_remark(at + way))
        previous: QWidget = self.district
        for field in (*counts, *remarks, *signatures):
            QWidget.setTabOrder(previous, field)
            previous = field

    def _fill_districts(self, book: YearBook) -> None:
        self.district.blockSignals(True)
        self.district.clear()
        self.district.addItems(list(book.scheme.districts))
        self.district.blockSignals(False)

    def _show_district(self) -> None:
        book, district = self._workspace.book, self.district.currentText()
        if book is None or not district or not self.rows:
            return
        self._title.setText(f"{book.scheme.table_1.title}　{book.year}年度　{district}")
        writable, warnings = self._workspace.writable, warnings_of(book)
        afresh = (book.year, district) != self._sheet
        self._sheet = book.year, district
        for indicator, row in self.rows.items():
            row.show(book, district, warnings.get((district, indicator), ""), writable=writable, afresh=afresh)
        self.show_counts()
        form = book.forms.get(district, Signatures())
        self.filled_by.show_stored(form.filled_by, afresh=afresh)
        self.reviewed_by.show_stored(form.reviewed_by, afresh=afresh)
        self.filled_on.show_value(form.filled_on, afresh=afresh)
        keyed = sum((district, indicator) in book.figures for indicator in self.rows)
        self._progress.setText(
            f"第 {self.district.currentIndex() + 1}/{self.district.count()} 张，已填 {keyed}/{len(self.rows)}"
        )

    def show_counts(self) -> None:
        """What the registry counts, beside the figures."""
        book, district = self._workspace.book, self.district.currentText()
        if book is not None:
            for indicator, row in self.rows.items():
                row.count_sign.show_state(cell_state(book, (district, indicator), self._watch.counts))

    def show_district(self, district: str, indicator: str | None = None) -> None:
        """Turn to a district's sheet and put the cursor on a figure."""
        if not self.finish_editing():
            return
        self.district.setCurrentIndex(max(0, self.district.findText(district)))
        if self.rows:
            self.rows.get(indicator or "", next(iter(self.rows.values()))).count.setFocus()

    def turn(self, by: int) -> None:
        """To the next (+1) or previous (-1) sheet, cursor on the first figure."""
        place = self.district.currentIndex() + by
        if 0 <= place < self.district.count():
            self.show_district(self.district.itemText(place))
        else:
            self.message.emit("已经是最后一张" if by > 0 else "已经是第一张")

    # -- keys ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, place: int) -> None:
        if place >= len(self._order):
            self.turn(1)
        elif place >= 0:
            self._order[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._order[place])

    def _step_remark(self, place: int) -> None:
        rows = list(self.rows.values())
        if 0 <= place < len(rows):
            rows[place].remark.setFocus(Qt.FocusReason.TabFocusReason)

    def finish_editing(self) -> bool:
        """Commit the field that has the focus; False when its text is no count."""
        field = self.focusWidget() if self.isAncestorOf(self.focusWidget() or self) else None
        return field.commit() if isinstance(field, CommitField) else True

    # -- writing ------------------------------------------------------------------------------------------

    def _count_committed(self, indicator: str) -> None:
        book, district, field = self._workspace.book, self.district.currentText(), self.rows[indicator].count
        count = field.value
        assert count is None or isinstance(count, int)
        if book is None or count == book.figures.get((district, indicator)):
            return
        label = f"录入 {district} {book.scheme.indicator(indicator).short_name}"
        if self._workspace.key_figures({(district, indicator): count}, label) is None:
            field.refuse(f"{district}「{book.scheme.indicator(indicator).name}」的“{field.text()}”还没有写入账套。")

    def _remark_committed(self, indicator: str, text: str) -> None:
        book, cell = self._workspace.book, (self.district.currentText(), indicator)
        if book is not None and text != book.remarks.get(cell, ""):
            self._workspace.perform(services.assessment.set_remark, book.year, cell, text)

    def _signatures_committed(self) -> None:
        book, district = self._workspace.book, self.district.currentText()
        if book is None:
            return
        if self.filled_on.refused:
            return  # the date is being mended; the names follow with it
        filled_on = self.filled_on.value
        assert filled_on is None or isinstance(filled_on, datetime.date)
        form = Signatures(self.filled_by.text().strip(), self.reviewed_by.text().strip(), filled_on)
        if form != book.forms.get(district, Signatures()):
            self._workspace.perform(services.assessment.set_form, book.year, district, form)
