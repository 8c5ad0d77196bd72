"""The pages of the registry with what is done there: acts, menu, 批次."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from datong_desktop.services.enterprises import REGISTER
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_fields import WORDS
from datong_desktop.views.enterprises.enterprise_lists import EnterpriseLists
from datong_desktop.views.enterprises.enterprise_menu import EnterpriseMenu, TabActs
from datong_desktop.views.records.record_pages import RecordPages
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm


class EnterprisePages(RecordPages):
    """The list and over it the form of one enterprise."""

    def __init__(
        self,
        workspace: Workspace,
        list_page: QWidget,
        list_panel: QWidget,
        chosen: Callable[[], list[str]],
        order: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(workspace, REGISTER, WORDS, list_page, list_panel, chosen, order)
        self.acts = EnterpriseActs(workspace, self.current_file, self)
        self.lists = EnterpriseLists(workspace, self.acts, self)
        self.lists.message.connect(self.message)
        self.lists.openAsked.connect(self.open)

    def make_form(self) -> EnterpriseForm:
        from datong_desktop.views.enterprises.enterprise_form import EnterpriseForm

        return EnterpriseForm(self._workspace)

    def make_menu(self, parent: QWidget) -> EnterpriseMenu:
        tab = TabActs(self.new, self.open_meant, self.archive, self.meant, self.current_file)
        return EnterpriseMenu(self._workspace, self.acts, self.lists, tab, parent)
