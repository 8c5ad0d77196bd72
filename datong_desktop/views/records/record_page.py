"""One record as on its paper form. Every field is durable as soon as it is left; half a form is never lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, Value
from datong_desktop.domain.problem import Refused
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.registers import RecordFile, Register
from datong_desktop.views import dialogs, theme
from datong_desktop.views.records.editors import Offers
from datong_desktop.views.records.record_children import ChildSheet, RecordChildren, Warnings
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.records.record_header import RecordHeader
from datong_desktop.views.records.record_list import ListWords
from datong_desktop.views.widgets.half_texts import SavesHalfTexts
from datong_desktop.views.widgets.scrolling import scroll_to
from datong_desktop.views.workspace import Workspace

WIDEST = 1080
TAKEN = "DEFHINPQTUWXY"
"""Alt letters of menus, tool row and panel while the form is shown."""


class RecordPage(QWidget):
    """Shown instead of the list. Signals: ``closed()`` when the list is to be shown again, ``shown(str id)`` when another
    record is on show ("" for a new one), ``message(str)`` for the status line.

    What is special to a kind of record a subclass adds: its ``panel`` at the right of the window, what it says while one types
    (``show_more``), where the record stands (``standing``), which values it does not take (``reason_against``). It calls
    ``start`` when it is whole.
    """

    taken = TAKEN
    closed = Signal()
    shown = Signal(str)
    message = Signal(str)
    panel: QWidget

    def __init__(
        self,
        workspace: Workspace,
        register: Register[Any],
        words: ListWords,
        fields: Sequence[Field],
        offers: Offers,
        sheets: Sequence[ChildSheet],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{words.name}Form")
        self.setAccessibleName(f"{words.title}登记")
        self._workspace, self._register, self._words, self._fields = workspace, register, words, tuple(fields)
        self._blank = register.record("")
        self._order: tuple[str, ...] = ()
        self.file: Any = None
        """The ``RecordFile`` on show, None for a new record."""
        self.header = RecordHeader(words, fields)
        self.form = RecordForm(fields, offers, taken=self.taken)
        self.tables = RecordChildren(workspace, self.form, register, self._ensure_made, sheets)
        self._build()

    def start(self) -> None:
        """Show a new record and follow what is written."""
        self._connect()
        self.new()

    # -- what a kind of record adds -----------------------------------------------------------------------

    def show_more(self, file: Any, *, afresh: bool) -> Warnings:
        """Show what else there is to say of a record; the warnings that belong into the tables."""
        return ()

    def standing(self, file: Any) -> Sequence[str]:
        """Where the record stands, for the line below its name."""
        return ()

    def reason_against(self, name: str, value: Value) -> str:
        """Why a value of a field is not even tried to be stored, "" when it is."""
        return ""

    def _build(self) -> None:
        paper = QFrame()
        paper.setObjectName("paper")
        paper.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN * 2, theme.MARGIN)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self._inside = inside
        self._scroll = QScrollArea()
        self._scroll.setObjectName(f"{self._words.name}Scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._scroll, 1)

    def add_below(self, part: QWidget) -> None:
        """Something more on the paper, below the form."""
        self._inside.insertWidget(self._inside.count() - 1, part)

    def _connect(self) -> None:
        self.header.backAsked.connect(self.close_form)
        self.header.turnAsked.connect(self.turn)
        self.header.historyAsked.connect(self.show_history)
        self.form.committed.connect(self._committed)
        for editor in self.form.editors.values():
            if isinstance(editor, SavesHalfTexts):
                editor.save_by_itself()
        self.form.turned.connect(self.turn)
        self.form.entered.connect(self._scroll_to)
        self.tables.entered.connect(self._scroll_to)
        self.tables.message.connect(self.message)
        self.form.finished.connect(lambda: self.message.emit(f"这一份填到头了。PageDown 下一{self._words.counted}，Esc 回到列表"))
        self._workspace.saved.connect(self._follow)
        self._workspace.ledgerChanged.connect(self._ledger_changed)
        keys = {
            "Alt+Left": self.close_form, "Ctrl+H": self.show_history,
            "Alt+PgDown": partial(self.form.go_section, 1), "Alt+PgUp": partial(self.form.go_section, -1),
        }  # fmt: skip
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what is shown ------------------------------------------------------------------------------------

    @property
    def identifier(self) -> str:
        """The id of the record on show, "" while a new one has no field yet."""
        return str(self.file.own.id) if self.file else ""

    def current_file(self) -> Any:
        """The record on show as it is stored, what is being typed committed; None for none."""
        return self.file if self.finish_editing() == 0 else None

    def set_order(self, identifiers: Sequence[str]) -> None:
        """The order of the list, for PageUp and PageDown."""
        self._order = tuple(identifiers)

    def new(self) -> bool:
        """A blank form; the record is made with the first field that is committed. False when a refused text waits."""
        if not self._may_leave():
            return False
        self._show(None)
        return True

    def show_record(self, identifier: str, field: str = "") -> None:
        """Show a record, the keys in a field (the first one)."""
        ledger = self._workspace.ledger
        if ledger is None or not self._may_leave():
            return
        file = self._read(identifier)
        if file is None:
            self.message.emit(self._register.gone)
            return
        self._show(file)
        self.form.focus_field(field if field in self.form.cells else self._fields[0].id)

    def _show(self, file: RecordFile[Any] | None) -> None:
        self.file = file
        self._refresh(afresh=True)
        self._scroll.verticalScrollBar().setValue(0)
        self.shown.emit(self.identifier)

    def _refresh(self, *, afresh: bool = False) -> None:
        own = self.file.own if self.file else self._blank
        self.form.set_read_only(not self._workspace.writable)
        self.form.show_values(own, afresh=afresh)
        self.tables.show_file(self.file, self.show_more(self.file, afresh=afresh), afresh=afresh)
        self.header.show_record(own, self._register.nameless, self.standing(self.file))

    def _read(self, identifier: str) -> Any:
        ledger = self._workspace.ledger
        return services.registers.read(self._register, ledger, identifier) if ledger else None

    def turn(self, by: int) -> None:
        """The next (+1) or previous (-1) record of the list, the keys in the same field."""
        if self.identifier not in self._order:
            return
        place = self._order.index(self.identifier) + by
        if 0 <= place < len(self._order):
            focus = self.form.focusWidget()
            self.show_record(self._order[place], focus.objectName().removeprefix("field_") if focus else "")
        else:
            self.message.emit(f"已经是{'最后' if by > 0 else '第'}一{self._words.counted}")

    def open_other(self, identifier: str) -> None:
        """Another record; what was typed and refused here is not wanted any more."""
        self.form.show_values(self.file.own if self.file else self._blank, afresh=True)
        self.show_record(identifier)

    def show_history(self) -> None:
        """Every change of this record, newest first."""
        if self.file is not None and self._workspace.ledger is not None and self.finish_editing() == 0:
            lines = services.record_history.record_history(self._workspace.ledger, self._register.record, self.identifier)
            dialogs.ask(dialogs.record_history.HistoryDialog(self.file.own.name or self._register.nameless, lines, self.window()))

    def _scroll_to(self, widget: QWidget) -> None:
        scroll_to(self._scroll, widget)

    # -- leaving ------------------------------------------------------------------------------------------

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return len(self.form.finish_editing()) + self.tables.finish_editing()

    def _may_leave(self) -> bool:
        """Refused texts would be lost: they are mended or given up (Esc) first."""
        waiting = self.form.finish_editing()
        if waiting:
            labels = "、".join(field.label for field in waiting)
            self.message.emit(f"还有没存上的内容：{labels}。请改好，或在那一栏按 Esc 放弃")
            self.form.focus_field(waiting[0].id)
        elif self.tables.finish_editing():
            self.message.emit("表格里还有没存上的内容，请改好，或在那一格按 Esc 放弃")
            self.tables.focus_refused()
        else:
            return True
        return False

    def close_form(self) -> None:
        """Back to the list."""
        if self._may_leave():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    # -- writing ------------------------------------------------------------------------------------------

    def _committed(self, name: str, value: Value) -> None:
        if reason := self.reason_against(name, value):
            self.form.refuse(name, reason)
            return
        try:
            changed = self._workspace.attempt(partial(self._store, {name: value}), visit=(self, name, self.form.visit))
        except Refused as refusal:
            self.form.refuse(name, str(refusal))
            return
        if changed is not None and self.file is None:
            self._made(changed)

    def _store(self, values: Mapping[str, Value], ledger: Ledger) -> Changed:
        """Fields into the record on show, which is made when there is none yet."""
        if self.file is None:
            return services.registers.create(self._register, ledger, values)
        return services.registers.edit(self._register, ledger, [self.identifier], values)

    def _ensure_made(self) -> str:
        """The id of the record on show; a table may be the first thing that is filled."""
        if self.file is None and (changed := self._workspace.perform(partial(self._store, {}))):
            self._made(changed)
        return self.identifier

    def _made(self, changed: Changed) -> None:
        self.file = self._read(next(iter(self._touched(changed)), ""))
        self._refresh()
        self.shown.emit(self.identifier)

    def _touched(self, changed: Changed) -> frozenset[str]:
        return changed.touched.get(self._register.owner, frozenset())

    def _follow(self, changed: Changed) -> None:
        """Something was written, here or elsewhere, or taken back."""
        if self.file is None or self._workspace.ledger is None or self.identifier not in self._touched(changed):
            return
        file = self._read(self.identifier)
        if file is None:
            self.message.emit(f"“{self.file.own.name or self._register.nameless}”的登记已经不在了：{changed.label}")
            self._show(None)
            self.closed.emit()
            return
        self.file = file
        self._refresh()

    def _ledger_changed(self) -> None:
        """What was refused goes with the ledger it was typed for."""
        self._show(None)
        self.closed.emit()
