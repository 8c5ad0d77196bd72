"""Any record in a dialog: its fields as on a form; what could not be stored is said in the dialog, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from datong_desktop.domain.fields import Field, Value
from datong_desktop.domain.problem import Refused
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.records.editors import Offers
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.widgets.scrolling import scroll_to

WIDTH = 560
REMOVE_LETTER = "D"
REASON = 40
"""Room for the reason below a refused field."""
Write = Callable[[Mapping[str, Value]], object]
"""Stores the values; ``Refused`` keeps the dialog open with the reason."""


class RecordDialog(FormDialog):
    """``record`` gives the values at first; ``required`` fields must be filled. Delete is offered when ``remove`` is given;
    without ``write`` the record can only be looked at.

    ``done`` is what ``write`` or ``remove`` returned after the dialog was accepted.
    """

    def __init__(
        self,
        name: str,
        title: str,
        fields: Sequence[Field],
        record: object,
        write: Write | None,
        parent: QWidget | None,
        *,
        required: Collection[str] = (),
        offers: Offers | None = None,
        remove: Callable[[], object] | None = None,
        accept_text: str = "保存",
        below: QWidget | None = None,
    ) -> None:
        super().__init__(name, title, accept_text, parent)
        self._write, self._remove, self._required = write, remove, required
        self.done_: Any = None
        self.record_form = RecordForm(fields, offers, taken=REMOVE_LETTER)
        self.record_form.show_values(record, afresh=True)
        self.record_form.committed.connect(lambda *_: self.reason.setText(""))
        self.record_form.finished.connect(self.accept_button.setFocus)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the fields
        scroll.setWidget(self.record_form)
        self.record_form.entered.connect(lambda editor: scroll_to(scroll, editor))
        outer = cast("QVBoxLayout", self.layout())
        outer.insertWidget(0, scroll, 1)
        if below is not None:
            outer.insertWidget(1, below)
        self._add_remove()
        if write is None:
            self.record_form.set_read_only(True)
            self.accept_button.hide()
            self.cancel_button.setText("关闭")
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # a box for a long text has them for itself
            QShortcut(QKeySequence(key), self).activated.connect(self.try_accept)
        first = next(iter(self.record_form.editors.values()))
        self.first_field = first if isinstance(first, QLineEdit) else None
        self.record_form.lay_out(1)
        whole = outer.totalHeightForWidth(WIDTH) if outer.hasHeightForWidth() else outer.totalSizeHint().height()
        around = whole - scroll.sizeHint().height()
        resize_within_screen(self, WIDTH, around + self.record_form.sizeHint().height() + REASON)

    def _add_remove(self) -> None:
        if self._remove is None:
            return
        button = QPushButton(f"删除(&{REMOVE_LETTER})")
        button.setObjectName("removeButton")
        button.setProperty("danger", True)
        button.setAutoDefault(False)
        button.setToolTip("删除这一条，可以撤销")
        button.clicked.connect(self._try_remove)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ResetRole)  # at the left, away from 保存

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.first_field is None:
            self.record_form.focus_field(self.record_form.fields[0].id)

    def _try_remove(self) -> None:
        assert self._remove is not None
        self._finish(self._remove)

    def problem(self) -> str:
        refused = self.record_form.finish_editing()
        if refused:
            return f"还有填错的内容：{'、'.join(field.label for field in refused)}。请改好再保存。"
        values = self.record_form.values()
        for field in self.record_form.fields:
            if field.id in self._required and values[field.id] == field.blank:
                self.record_form.focus_field(field.id)
                return f"请填{field.label}。"
        return ""

    def try_accept(self) -> None:
        if (write := self._write) is None:
            return
        problem = self.problem()
        self.reason.setText(problem)
        if not problem:
            self._finish(lambda: write(self.record_form.values()))

    def _finish(self, act: Callable[[], object]) -> None:
        try:
            self.done_ = act()
        except Refused as refusal:
            self.show_reason(str(refusal))
        else:
            self.accept()
