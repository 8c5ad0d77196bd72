"""A small table for what hangs on a record: shareholders, officers, fiscal years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QStyledItemDelegate, QVBoxLayout, QWidget

from datong_desktop.views import theme
from datong_desktop.views.records.cell_view import CellView
from datong_desktop.views.records.child_rows import ChildRows, Place
from datong_desktop.views.widgets.note import Note


class ChildTable(QWidget):
    """The table with its title, what is to be said about the current cell, and a running sum.

    Signals: ``committed(list records)`` when cells got other values (answer with ``refuse`` when they could not be
    stored), ``removed(object record)``, ``stepped(int)``, ``entered(QWidget)`` with what the clerk should see whole,
    ``message(str)``.
    """

    committed = Signal(list)
    removed = Signal(object)
    stepped = Signal(int)
    entered = Signal(QWidget)
    message = Signal(str)

    def __init__(
        self, name: str, title: str, rows: ChildRows, summary: Callable[[Sequence[Any]], str] | None = None
    ) -> None:
        super().__init__()
        self.rows, self._summary = rows, summary
        self.view = CellView(rows)
        self.view.setObjectName(name)
        self.view.setAccessibleName(title)
        self.setFocusProxy(self.view)
        heading = QLabel(title)
        heading.setBuddy(self.view)
        self.note = Note(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, 0, 0)
        layout.setSpacing(4)
        for widget in (heading, self.view, self.note):
            layout.addWidget(widget)
        rows.committed.connect(self.committed)
        self.view.stepped.connect(self.stepped)
        self.view.message.connect(self.message)
        self.view.removeAsked.connect(self._remove)
        self.view.entered_.connect(lambda: self.entered.emit(self.view))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._say())
        rows.dataChanged.connect(lambda *_: self._say())
        rows.modelReset.connect(self._say)
        self._say()

    def show_records(
        self,
        records: Sequence[Any],
        warnings: Mapping[Place, str],
        *,
        fixed: tuple[int, ...] | None = None,
        afresh: bool = False,
        writable: bool = True,
    ) -> None:
        """These records; see ``ChildRows.show_records``."""
        if writable != self.rows.writable:
            self.rows.beginResetModel()
            self.rows.writable = writable
            self.rows.endResetModel()
        at = self.view.currentIndex()
        row, column = at.row(), at.column()
        self.rows.show_records(records, warnings, fixed, afresh=afresh)
        if row >= 0 and not self.view.currentIndex().isValid():  # the rows were made anew below the cursor
            self.view.setCurrentIndex(self.rows.index(min(row, self.rows.rowCount() - 1), column))
        self._say()

    def refuse(self, reason: str) -> None:
        self.rows.refuse(reason)

    def finish_editing(self) -> int:
        """Commit the open editor; returns how many refused texts wait."""
        editor = self.view.open_editor()
        if editor is not None:
            self.view.commitData(editor)
            self.view.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)
        return len(self.rows.refused)

    def _remove(self, row: int) -> None:
        if not self.rows.writable or row < 0:
            return
        if row >= len(self.rows.records) or self.rows.fixed:
            self.view.clear_cells()
            return
        record = self.rows.records[row]
        for place in [p for p in self.rows.refused if p[0] == self.rows.number_of(record)]:
            del self.rows.refused[place]
        self.removed.emit(record)

    def _say(self) -> None:
        """Why the current cell is red or warned; else any that is; else the running sum."""
        at = self.view.currentIndex()
        here = self.rows.place(at) if at.isValid() and at.row() < self.rows.rowCount() else None
        refusal = self.rows.refused.get(here) if here else None  # type: ignore[arg-type]
        refusal = refusal or next(iter(self.rows.refused.values()), None)
        warning = (self.rows.warnings.get(here, "") if here else "") or next(iter(self.rows.warnings.values()), "")
        summary = self._summary(self.rows.records) if self._summary else ""
        self.note.say(refusal.reason if refusal else "", warning, summary)
        if refusal and self.view.hasFocus():
            QTimer.singleShot(0, self, lambda: self.entered.emit(self.note))  # into view, once it has its place
