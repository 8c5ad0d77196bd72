"""The pages of the registry: the list, and over it the form of one enterprise, each with its side panel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from datong_desktop import services
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_lists import EnterpriseLists
from datong_desktop.views.enterprises.enterprise_menu import EnterpriseMenu, TabActs
from datong_desktop.views.enterprises.todo_watch import urgent
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.todo import Task
    from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm

TITLE = "企业库"


class EnterprisePages(QStackedWidget):
    """Signals: ``message(str)``, ``titleChanged(str)`` with the number of urgent tasks, ``panelChanged()``.

    ``chosen()`` gives the ids chosen in the list, ``order()`` all of its ids in their order. ``panels`` is what stands at
    the right of the window. The form is made when it is first needed.
    """

    message = Signal(str)
    titleChanged = Signal(str)
    panelChanged = Signal()

    def __init__(
        self,
        workspace: Workspace,
        list_page: QWidget,
        list_panel: QWidget,
        chosen: Callable[[], list[str]],
        order: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__()
        self.setObjectName("enterprisePages")
        self._workspace, self._list_page, self._chosen, self._order = workspace, list_page, chosen, order
        self.addWidget(list_page)
        self.panels = QStackedWidget()
        self.panels.addWidget(list_panel)
        self.acts = EnterpriseActs(workspace, self.current_file, self)
        self.lists = EnterpriseLists(workspace, self.acts, self)
        self.lists.message.connect(self.message)
        self.lists.openAsked.connect(self.open)
        self.lists.watch.changed.connect(self._say_urgent)

    @cached_property
    def form(self) -> EnterpriseForm:
        from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm

        form = EnterpriseForm(self._workspace)
        form.message.connect(self.message)
        form.closed.connect(self.show_list)
        self.addWidget(form)
        self.panels.addWidget(form.panel)
        return form

    @property
    def form_shown(self) -> bool:
        return self.currentWidget() is not self._list_page

    def _say_urgent(self, tasks: Sequence[Task]) -> None:
        count = urgent(tasks)
        self.titleChanged.emit(f"{TITLE} ({count})" if count else TITLE)

    # -- turning ------------------------------------------------------------------------------------------

    def open(self, identifier: str) -> None:
        """Show the form of an enterprise."""
        self.form.set_order(self._order())
        self.form.show_enterprise(identifier)
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
        """Ids of the enterprises an act is about: the one on the form, else those chosen in the list."""
        if not self.form_shown:
            return self._chosen()
        return [self.form.identifier] if self.form.identifier else []

    def current_file(self) -> EnterpriseFile | None:
        """The single enterprise that is meant, what is being typed committed."""
        if self.form_shown:
            return self.form.current_file()
        ledger, chosen = self._workspace.ledger, self._chosen()
        return services.enterprises.read(ledger, chosen[0]) if ledger and len(chosen) == 1 else None

    def finish_editing(self) -> int:
        """Commit what is being typed; returns how many refused texts still wait."""
        return self.form.finish_editing() if self.form_shown else 0

    def make_menu(self, parent: QWidget) -> EnterpriseMenu:
        """The menu 企业 for the menu bar."""
        tab = TabActs(self.new, self._open_meant, self._archive, self.meant, self.current_file)
        return EnterpriseMenu(self._workspace, self.acts, self.lists, tab, parent)

    def _open_meant(self) -> None:
        if meant := self.meant():
            self.open(meant[0])

    def _archive(self) -> None:
        if self.finish_editing() == 0:
            self.acts.archive(self.meant(), datetime.date.today())
