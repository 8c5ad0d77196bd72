"""The pages of a list of records: the list, and over it the form of one record, each with its side panel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from datong_desktop import services
from datong_desktop.services.registers import Register
from datong_desktop.views.records.record_list import ListWords
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.views.records.record_page import RecordPage


class RecordPages(QStackedWidget):
    """Signals: ``message(str)``, ``panelChanged()``.

    ``chosen()`` gives the ids chosen in the list, ``order()`` all of its ids in their order. ``panels`` is what stands at
    the right of the window. The form is made when it is first needed: ``make_form``.
    """

    message = Signal(str)
    panelChanged = Signal()

    def __init__(
        self,
        workspace: Workspace,
        register: Register[Any],
        words: ListWords,
        list_page: QWidget,
        list_panel: QWidget,
        chosen: Callable[[], list[str]],
        order: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__()
        self.setObjectName(f"{words.name}Pages")
        self._workspace, self._register = workspace, register
        self._list_page, self._chosen, self._order = list_page, chosen, order
        self.addWidget(list_page)
        self.panels = QStackedWidget()
        self.panels.addWidget(list_panel)

    def make_form(self) -> RecordPage:
        """The form of one record."""
        raise NotImplementedError

    def make_menu(self, parent: QWidget) -> QMenu:
        """The menu of the records for the menu bar."""
        raise NotImplementedError

    @cached_property
    def form(self) -> RecordPage:
        form = self.make_form()
        form.message.connect(self.message)
        form.closed.connect(self.show_list)
        self.addWidget(form)
        self.panels.addWidget(form.panel)
        return form

    @property
    def form_shown(self) -> bool:
        return self.currentWidget() is not self._list_page

    # -- turning ------------------------------------------------------------------------------------------

    def open(self, identifier: str) -> None:
        """Show the form of a record."""
        self.form.set_order(self._order())
        self.form.show_record(identifier)
        if self.form.identifier == identifier:
            self._turn(self.form)

    def new(self) -> None:
        """Show a blank form."""
        if self.form.new():
            self._turn(self.form)
            self.form.form.focus_field("name")

    def show_list(self) -> None:
        """Back to the list, the keys there."""
        if self.form_shown:
            self._turn(self._list_page)
            self._list_page.setFocus()

    def _turn(self, page: QWidget) -> None:
        self.setCurrentWidget(page)
        self.panels.setCurrentIndex(1 if self.form_shown else 0)
        self.panelChanged.emit()

    # -- what is meant ------------------------------------------------------------------------------------

    def meant(self) -> list[str]:
        """Ids of the records an act is about: the one on the form, else those chosen in the list."""
        if not self.form_shown:
            return self._chosen()
        return [self.form.identifier] if self.form.identifier else []

    def current_file(self) -> Any:
        """The single record that is meant, what is being typed committed; None for none or several."""
        if self.form_shown:
            return self.form.current_file()
        ledger, chosen = self._workspace.ledger, self._chosen()
        return services.registers.read(self._register, ledger, chosen[0]) if ledger and len(chosen) == 1 else None

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return self.form.finish_editing() if self.form_shown else 0

    def open_meant(self) -> None:
        """Show the form of the first record that is meant."""
        if meant := self.meant():
            self.open(meant[0])

    def archive(self) -> None:
        """Take what is meant off the usual list."""
        if self.finish_editing() == 0:
            self.archive_these(self.meant(), datetime.date.today())

    def archive_these(self, chosen: Sequence[str], on: datetime.date | None) -> None:
        """Take these off the usual list, or (None) bring them back."""
        if chosen:
            what = services.registers.archiving(self._register, len(chosen), on)
            self._workspace.perform_many(what, partial(services.registers.archive, self._register), chosen, on)
