"""企业登记: one enterprise as on its paper form. Every field is durable as soon as it is left; half a form is never lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Value
from datong_desktop.domain.problem import Refused
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.views import dialogs, theme
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_children import EnterpriseChildren
from datong_desktop.views.enterprises.enterprise_fields import CODE, form_fields, offers
from datong_desktop.views.enterprises.enterprise_header import EnterpriseHeader
from datong_desktop.views.enterprises.enterprise_hints import EnterpriseHints
from datong_desktop.views.enterprises.enterprise_panel import EnterprisePanel
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.widgets.parsed_field import LongParsedField
from datong_desktop.views.widgets.scrolling import scroll_to
from datong_desktop.views.workspace import Workspace

WIDEST = 1080


class EnterpriseForm(QWidget):
    """Shown instead of the list. Signals: ``closed()`` when the list is to be shown again, ``shown(str id)`` when another
    enterprise is on show ("" for a new one), ``message(str)`` for the status line.

    ``panel`` stands at the right of the window while the form is shown; ``acts`` is what menus do with the enterprise.
    """

    closed = Signal()
    shown = Signal(str)
    message = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enterpriseForm")
        self.setAccessibleName("企业登记")
        self._workspace = workspace
        self._order: tuple[str, ...] = ()
        self.file: EnterpriseFile | None = None
        self.header = EnterpriseHeader()
        self.form = RecordForm(form_fields(), offers(lambda: workspace.ledger))
        self.hints = EnterpriseHints(workspace, self.form)
        self.tables = EnterpriseChildren(workspace, self.form, self._ensure_made)
        self.acts = EnterpriseActs(workspace, self.current_file, self)
        self.panel = EnterprisePanel(workspace, self.acts)
        self._build()
        self._connect()
        self.new()

    def _build(self) -> None:
        paper = QFrame()
        paper.setObjectName("paper")
        paper.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN * 2, theme.MARGIN)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("enterpriseScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        self.header.backAsked.connect(self.close_form)
        self.header.turnAsked.connect(self.turn)
        self.header.historyAsked.connect(self.show_history)
        self.form.committed.connect(self._committed)
        for editor in self.form.editors.values():
            if isinstance(editor, LongParsedField):
                editor.save_by_itself()
        self.form.turned.connect(self.turn)
        self.form.entered.connect(self._scroll_to)
        self.tables.entered.connect(self._scroll_to)
        self.tables.message.connect(self.message)
        self.form.finished.connect(lambda: self.message.emit("这一份填到头了。PageDown 下一家，Esc 回到列表"))
        self.hints.openAsked.connect(self._open_other)
        self._workspace.saved.connect(self._follow)
        self._workspace.ledgerChanged.connect(self._ledger_changed)
        for key, act in (("Alt+Left", self.close_form), ("Ctrl+H", self.show_history)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # -- what is shown ------------------------------------------------------------------------------------

    @property
    def identifier(self) -> str:
        """The id of the enterprise on show, "" while a new one has no field yet."""
        return self.file.enterprise.id if self.file else ""

    def current_file(self) -> EnterpriseFile | None:
        """The enterprise on show as it is stored, what is being typed committed."""
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

    def show_enterprise(self, identifier: str, field: str = "") -> None:
        """Show an enterprise, the keys in a field (the first one)."""
        ledger = self._workspace.ledger
        if ledger is None or not self._may_leave():
            return
        file = services.enterprises.read(ledger, identifier)
        if file is None:
            self.message.emit("这家企业已经不在企业库里，可能已被合并或撤销")
            return
        self._show(file)
        self.form.focus_field(field if field in self.form.cells else form_fields()[0].id)

    def _show(self, file: EnterpriseFile | None) -> None:
        self.file = file
        self._refresh(afresh=True)
        self._scroll.verticalScrollBar().setValue(0)
        self.shown.emit(self.identifier)

    def _refresh(self, *, afresh: bool = False) -> None:
        enterprise = self.file.enterprise if self.file else Enterprise("")
        self.form.set_read_only(not self._workspace.writable)
        self.form.show_values(enterprise, afresh=afresh)
        notices = self.hints.show_file(self.file)
        self.tables.show_file(self.file, notices, afresh=afresh)
        standing = services.pool_states.state_of(self.file) if self.file else services.pool.PoolState()
        self.header.show_enterprise(enterprise, standing)
        self.panel.show_file(self.file)

    def turn(self, by: int) -> None:
        """The next (+1) or previous (-1) enterprise of the list, the keys in the same field."""
        if self.identifier not in self._order:
            return
        place = self._order.index(self.identifier) + by
        if 0 <= place < len(self._order):
            focus = self.form.focusWidget()
            self.show_enterprise(self._order[place], focus.objectName().removeprefix("field_") if focus else "")
        else:
            self.message.emit("已经是最后一家" if by > 0 else "已经是第一家")

    def _open_other(self, identifier: str) -> None:
        """What was typed and refused here (the twin's code) is not wanted any more."""
        self.form.show_values(self.file.enterprise if self.file else Enterprise(""), afresh=True)
        self.show_enterprise(identifier)

    def show_history(self) -> None:
        """Every change of this enterprise, newest first."""
        if self.file is not None and self._workspace.ledger is not None and self.finish_editing() == 0:
            lines = services.record_history.record_history(self._workspace.ledger, Enterprise, self.identifier)
            dialogs.ask(dialogs.record_history.HistoryDialog(self.file.enterprise.name or NAMELESS, lines, self.window()))

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
        if name == CODE and (other := self.hints.other_with_code(str(value))):
            twin = other.name or NAMELESS
            self.form.refuse(name, f"这个代码已经登记给“{twin}”，没有保存。请核对，或打开“{twin}”。")
            return
        verb, *arguments = (
            (services.enterprises.edit, [self.identifier], {name: value})
            if self.file
            else (services.enterprises.create, {name: value})
        )
        try:
            changed = self._workspace.attempt(verb, *arguments, visit=(self, name, self.form.visit))  # type: ignore[arg-type]
        except Refused as refusal:
            self.form.refuse(name, str(refusal))
            return
        if changed is not None and self.file is None:
            self._made(changed)

    def _ensure_made(self) -> str:
        """The id of the enterprise on show; a table may be the first thing that is filled."""
        if self.file is None and (changed := self._workspace.perform(services.enterprises.create, {})):
            self._made(changed)
        return self.identifier

    def _made(self, changed: Changed) -> None:
        ledger = self._workspace.ledger
        identifier = next(iter(changed.enterprises), "")
        self.file = services.enterprises.read(ledger, identifier) if ledger else None
        self._refresh()
        self.shown.emit(self.identifier)

    def _follow(self, changed: Changed) -> None:
        """Something was written, here or elsewhere, or taken back."""
        ledger = self._workspace.ledger
        if self.file is None or ledger is None or self.identifier not in changed.enterprises:
            return
        file = services.enterprises.read(ledger, self.identifier)
        if file is None:
            self.message.emit(f"“{self.file.enterprise.name or NAMELESS}”的登记已经不在了：{changed.label}")
            self._show(None)
            self.closed.emit()
            return
        self.file = file
        self._refresh()

    def _ledger_changed(self) -> None:
        """What was refused goes with the ledger it was typed for."""
        self._show(None)
        self.closed.emit()
