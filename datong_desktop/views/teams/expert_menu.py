"""The menu 专家, declared: every act once, with text, key, tip and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from datong_desktop import services
from datong_desktop.services.service_visits import EXPERTS
from datong_desktop.views.menus import make_action
from datong_desktop.views.records.record_pages import RecordPages
from datong_desktop.views.teams import expert_acts
from datong_desktop.views.workspace import Workspace

TITLE = "专家(&Z)"


class ExpertMenu(QMenu):
    """Add it to the menu bar; it follows the chosen experts each time it opens. Signals: ``visitRequested(dict)`` to log a
    visit of an expert, ``visitsRequested(str)`` to see those of one."""

    visitRequested = Signal(object)
    visitsRequested = Signal(str)

    def __init__(self, workspace: Workspace, pages: RecordPages, parent: QWidget) -> None:
        super().__init__(TITLE, parent)
        self.setObjectName("expertMenu")
        self.setToolTipsVisible(True)
        self._workspace, self._pages = workspace, pages
        for entry in (
            ("menuExpertNew", "新增专家(&N)…", "", "登记一名新专家（列表里按 Insert）", pages.new),
            ("menuExpertOpen", "打开(&O)", "", "打开选中专家的登记（列表里按 Enter）", pages.open_meant),
            None,
            ("menuExpertCheck", "资格审查(&C)…", "", "逐条审查申报条件，记下结果、日期和审查人", self._check),
            ("menuExpertAdjust", "动态调整(&T)…", "", "入库、留任、提醒、退出，写明理由", self._adjust),
            ("menuExpertVisit", "登记服务(&G)", "", "到服务日志登记这位专家的一次服务", self._log_visit),
            ("menuExpertVisits", "服务记录(&V)", "", "到服务日志看这位专家的服务", self._show_visits),
            None,
            ("menuExpertArchive", "归档(&A)", "", "不再列在平时的表里，资料都留着", pages.archive),
        ):
            if entry is None:
                self.addSeparator()
            else:
                self.addAction(make_action(parent, entry))
        self.aboutToShow.connect(self.follow)
        self.follow()

    def _check(self) -> None:
        self._on_meant(expert_acts.check)

    def _adjust(self) -> None:
        self._on_meant(expert_acts.adjust)

    def _log_visit(self) -> None:
        if name := self._name():
            self.visitRequested.emit({EXPERTS.id: name})

    def _show_visits(self) -> None:
        if name := self._name():
            self.visitsRequested.emit(name)

    def _name(self) -> str:
        """What the log calls the first of the chosen experts; "" where there is none, or something waits to be mended."""
        ledger, meant = self._workspace.ledger, self._pages.meant()
        waits = not meant or ledger is None or self._pages.finish_editing() > 0
        return "" if waits or ledger is None else services.service_names.expert_label(ledger, meant[0])

    def _on_meant(self, act: Callable[[Workspace, Sequence[str], QWidget], object]) -> None:
        if (meant := self._pages.meant()) and self._pages.finish_editing() == 0:
            act(self._workspace, meant, self._pages.window())

    def follow(self) -> None:
        """Offer what can be done with the chosen experts."""
        writable = self._workspace.writable
        chosen = bool(self._workspace.ledger and self._pages.meant())
        possible = {
            "menuExpertNew": writable, "menuExpertOpen": chosen, "menuExpertVisits": chosen,
            "teamsTodo": self._workspace.ledger is not None,
        }  # fmt: skip
        for action in self.actions():
            action.setEnabled(possible.get(action.objectName(), writable and chosen))
