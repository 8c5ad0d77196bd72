"""The panel right of the grid: everything known of the current figure, its remark and its history."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.explain import explain_mark
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views import theme
from datong_desktop.views.widgets.fields import CommitField
from datong_desktop.views.workspace import Workspace

HISTORY_SHOWN = 12
LINES = 9
"""Rows of facts: as many as an explained mark can have, and last year."""


def wrapped_label(text: str = "", **properties: bool) -> QLabel:
    """A label that wraps, can be selected and never reads markup."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for name, value in properties.items():
        label.setProperty(name, value)
    return label


class CellPanel(QScrollArea):
    """Value, last year, rank, points with clause, remark (editable), history of the current cell."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cellPanel")
        self.setAccessibleName("当前格说明")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._workspace = workspace
        self._cell: Cell | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(150)  # keying fast must not wait for the history
        self._later.timeout.connect(self._show_history)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(30)  # a key must not wait for the explanation of the cell it left
        self._soon.timeout.connect(self._show_facts)
        self._build()

    def _build(self) -> None:
        body = QFrame()
        body.setObjectName("sidePanel")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        self._title = wrapped_label("选中一格，这里说明它的来历", heading=True)
        self._warning = wrapped_label()
        self._facts = QWidget()
        self._form = QFormLayout(self._facts)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(6)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._lines_shown = [(wrapped_label(muted=True), wrapped_label()) for _ in range(LINES)]
        for name, text in self._lines_shown:
            name.setWordWrap(False)
            self._form.addRow(name, text)
        remark_label = QLabel("备注(&M)")
        remark_label.setProperty("heading", True)
        self.remark = CommitField()
        self.remark.setObjectName("remarkField")
        self.remark.setAccessibleName("备注")
        self.remark.setToolTip("这个数字的备注，例如依据的文件；回车保存")
        self.remark.setMaxLength(500)
        remark_label.setBuddy(self.remark)
        self.remark.committed.connect(self._remark_committed)
        self._history_title = wrapped_label("修改记录", heading=True)
        self._history = wrapped_label(muted=True)
        self._history.setObjectName("figureHistory")
        self._meaning = wrapped_label(muted=True)
        for widget in (
            self._title,
            self._warning,
            self._facts,
            remark_label,
            self.remark,
            self._history_title,
            self._history,
            self._meaning,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(body)

    def show_cell(self, cell: Cell | None) -> None:
        """Show another cell of the workspace's book, or the same one anew; the texts follow a moment later."""
        self.remark.commit()
        book = self._workspace.book
        self._cell = cell if book is not None else None
        self.remark.setEnabled(self._cell is not None and self._workspace.writable)
        self.remark.show_stored(book.remarks.get(cell, "") if book and cell else "")
        self._later.stop()
        self._soon.start()

    def _show_facts(self) -> None:
        book, cell = self._workspace.book, self._cell
        if book is None or cell is None or cell[0] not in book.scheme.districts:
            self._title.setText("选中一格，这里说明它的来历")
            self._fill([], "", "", "")
            return
        indicator = book.scheme.indicator(cell[1])
        self._title.setText(f"{cell[0]} · {indicator.name}")
        about = (cell, (cell[0], None), (None, cell[1]))
        warning = "\n".join(f"▲ {n.text}" for n in book.notices if (n.district, n.indicator) in about)
        self._fill(self._lines(book, cell), warning, f"{indicator.clause}：{indicator.meaning}", "…")
        self._later.start()

    def _fill(self, lines: list[tuple[str, str]], warning: str, meaning: str, history: str) -> None:
        for place, (name, text) in enumerate(self._lines_shown):
            shown = place < len(lines)
            self._form.setRowVisible(place, shown)
            if shown:
                name.setText(lines[place][0])
                text.setText(lines[place][1])
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._meaning.setText(meaning)
        self._history.setText(history)

    def _lines(self, book: YearBook, cell: Cell) -> list[tuple[str, str]]:
        row = book.assessment.row(cell[0])
        mark = next(m for m in row.marks if m.indicator.id == cell[1])
        lines = list(explain_mark(book.assessment, row, mark))
        if book.last_year:
            before, now = book.last_year.get(cell), book.figures.get(cell)
            change = "" if before is None or now is None else f"（{now - before:+d}）" if now != before else "（持平）"
            lines.insert(1, ("上年", f"{'未报' if before is None else before}{change}"))
        return lines

    def _show_history(self) -> None:
        workspace, cell = self._workspace, self._cell
        if workspace.ledger is None or workspace.book is None or cell is None:
            return
        try:
            lines = services.assessment.figure_history(workspace.ledger, workspace.book.year, cell)
        except Refused as refusal:
            self._history.setText(str(refusal))
            return
        shown = [
            f"{line.at:%Y-%m-%d %H:%M:%S}  {line.by or '未署名'}\n"
            f"{line.field} {line.old or '未报'} → {line.new or '未报'}（{line.command}）"
            for line in lines[:HISTORY_SHOWN]
        ]
        if len(lines) > HISTORY_SHOWN:
            shown.append(f"还有更早的 {len(lines) - HISTORY_SHOWN} 条")
        self._history.setText("\n".join(shown) or "还没有修改记录")

    def _remark_committed(self, text: str) -> None:
        book = self._workspace.book
        if book is not None and self._cell is not None and text != book.remarks.get(self._cell, ""):
            self._workspace.perform(services.assessment.set_remark, book.year, self._cell, text)

    def edit_remark(self) -> None:
        self.remark.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.remark.selectAll()

    def focus_history(self) -> None:
        """Show the history at once and scroll to it."""
        self._soon.stop()
        self._show_facts()
        self._later.stop()
        self._show_history()
        self.ensureWidgetVisible(self._history)
