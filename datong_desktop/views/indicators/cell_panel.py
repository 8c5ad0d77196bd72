"""The panel right of the grid: everything known of the current figure, its remark and its history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.explain import explain_mark
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views import theme
from datong_desktop.views.indicators.count_watch import CountWatch
from datong_desktop.views.indicators.registry_part import RegistryPart
from datong_desktop.views.tables.figure_cells import change_text
from datong_desktop.views.widgets.fields import CommitField
from datong_desktop.views.widgets.plain_text import Lines, PlainTextView
from datong_desktop.views.workspace import Workspace

HISTORY_SHOWN = 12
HINT = "选中一格，这里说明它的来历"


def wrapped_label(text: str = "", **properties: bool) -> QLabel:
    """A label that wraps, can be selected and never reads markup."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    for name, value in properties.items():
        label.setProperty(name, value)
    return label


class CellPanel(QFrame):
    """Value, last year, rank, points with clause, history, what the registry counts and remark (editable) of the current cell."""

    def __init__(self, workspace: Workspace, watch: CountWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setAccessibleName("当前格说明")
        self._workspace = workspace
        self._cell: Cell | None = None
        self._soon = self._timer(90, self._show_facts)  # a key must not wait for the explanation of the cell it left
        self._later = self._timer(60, self._show_history)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        self._title = wrapped_label(HINT, heading=True)
        self._text = PlainTextView()
        self._text.setObjectName("cellText")
        self._text.setAccessibleName("当前格说明")
        self.registry = RegistryPart(workspace, watch)
        label = QLabel("备注(&M)")
        self.remark = CommitField()
        self.remark.setObjectName("remarkField")
        self.remark.setAccessibleName("备注")
        self.remark.setToolTip("这个数字的备注，例如依据的文件；回车保存（Shift+F2）")
        self.remark.setMaxLength(500)
        label.setBuddy(self.remark)
        self.remark.committed.connect(self._remark_committed)
        for widget in (self._title, self._text, self.registry, label, self.remark):
            layout.addWidget(widget, 1 if widget is self._text else 0)

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

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
        facts = self._facts()
        self.registry.show_cell(self._cell)
        self._text.show_lines((*facts, ("记录", "…"), *self._meaning()) if facts else ())
        if facts:
            self._later.start()

    def _show_history(self) -> None:
        if facts := self._facts():
            self._text.show_lines((*facts, *self._history(), *self._meaning()))

    def _facts(self) -> Lines:
        """What is known of the cell by the book alone; sets the title."""
        book, cell = self._workspace.book, self._cell
        if book is None or cell is None or cell[0] not in book.scheme.districts:
            self._title.setText(HINT)
            return ()
        indicator = book.scheme.indicator(cell[1])
        self._title.setText(f"{cell[0]} · {indicator.name}")
        about = (cell, (cell[0], None), (None, cell[1]))
        warnings = [("▲", n.text) for n in book.notices if (n.district, n.indicator) in about]
        return (*warnings, *self._lines(book, cell))

    def _meaning(self) -> Lines:
        assert self._workspace.book is not None
        assert self._cell is not None
        indicator = self._workspace.book.scheme.indicator(self._cell[1])
        return (("含义", f"{indicator.meaning}（{indicator.clause}）"),)

    def _history(self) -> Lines:
        """The figure's changes, newest first, from the change log."""
        workspace, cell = self._workspace, self._cell
        if workspace.ledger is None or workspace.book is None or cell is None:
            return ()
        try:
            changes = services.assessment.figure_history(workspace.ledger, workspace.book.year, cell)
        except Refused as refusal:
            return (("记录", str(refusal)),)
        shown = [
            (
                "记录",
                f"{c.at:%Y-%m-%d %H:%M:%S} {c.by or '未署名'}　{c.field} {c.old} → {c.new}（{c.command}）",
            )
            for c in changes[:HISTORY_SHOWN]
        ]
        if len(changes) > HISTORY_SHOWN:
            shown.append(("", f"还有更早的 {len(changes) - HISTORY_SHOWN} 条"))
        return tuple(shown) or (("记录", "还没有修改"),)

    def _lines(self, book: YearBook, cell: Cell) -> list[tuple[str, str]]:
        row = book.assessment.row(cell[0])
        mark = next(m for m in row.marks if m.indicator.id == cell[1])
        lines = list(explain_mark(book.assessment, row, mark))
        if book.last_year:
            before, now = book.last_year.get(cell), book.figures.get(cell)
            lines.insert(1, ("上年", f"{'未报' if before is None else before}{change_text(now, before)}"))
        return lines

    def _remark_committed(self, text: str) -> None:
        book = self._workspace.book
        if book is not None and self._cell is not None and text != book.remarks.get(self._cell, ""):
            self._workspace.perform(services.assessment.set_remark, book.year, self._cell, text)

    def commit(self) -> None:
        """Commit what is being typed."""
        self.remark.commit()
        self.registry.note.commit()

    def edit_count_note(self) -> None:
        """Give the keys to the explanation of the current cell's difference, at once."""
        self.registry.show_cell(self._cell)
        self.registry.edit_note()

    def edit_remark(self) -> None:
        self.remark.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.remark.selectAll()

    def focus_history(self) -> None:
        """Show the history at once, scrolled to its beginning, and give it the keys."""
        self._soon.stop()
        self._later.stop()
        self._show_history()
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.find("记录")
