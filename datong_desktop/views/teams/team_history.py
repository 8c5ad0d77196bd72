"""服务队记录: what became of the teams, day by day, and what an accepted proposal rested on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from datong_desktop.services import team_history
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject
from datong_desktop.services.team_history import TeamEvent
from datong_desktop.views import theme
from datong_desktop.views.dialogs import closing, resize_within_screen
from datong_desktop.views.records.fact_table import FactTable, Row
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.widgets.plain_text import PlainTextView

COLUMNS = (("日期", 96), ("服务队", 208), ("状态", 64), ("事项", 56), ("专家", 96), ("理由、说明", 0))
FACTS_HIGH = 168


class TeamHistoryDialog(QDialog):
    """Of the object at hand, or of all, dissolved teams included; Ctrl+C copies the chosen lines."""

    def __init__(self, ledger: Ledger, target: ServiceObject | None, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("teamHistory")
        self.setWindowTitle("服务队记录")
        self._ledger = ledger
        self._events: Sequence[TeamEvent] = ()
        self.which = QuietComboBox()
        self.which.setObjectName("teamHistoryOf")
        self.which.setAccessibleName("哪些服务队")
        self.which.setToolTip("只看一个对象的服务队，或全部，已解散的也在内")
        if target is not None:
            self.which.addItem(name, target)
        self.which.addItem("全部服务队", None)
        label = QLabel("服务队(&D)")
        label.setBuddy(self.which)
        self.table = FactTable("teamHistoryTable", "服务队的组建、变动和解散", COLUMNS)
        self.facts = PlainTextView()
        self.facts.setObjectName("teamProposalFacts")
        self.facts.setAccessibleName("这支服务队采纳的组队方案")
        self.facts.setFixedHeight(FACTS_HIGH)
        above = QHBoxLayout()
        above.setSpacing(theme.GAP)
        above.addWidget(label)
        above.addWidget(self.which, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.facts)
        layout.addWidget(closing(self))
        self.which.currentIndexChanged.connect(lambda _: self._show_events())
        self.table.itemSelectionChanged.connect(self._show_facts)
        resize_within_screen(self, 960, 600)
        self._show_events()
        self.table.setFocus()

    def _show_events(self) -> None:
        self._events = team_history.events(self._ledger, self.which.currentData())
        self.table.show_rows([Row(f"{place}", _texts(one)) for place, one in enumerate(self._events)])
        self._show_facts()

    def _show_facts(self) -> None:
        """The proposal the team of the chosen line was taken from."""
        chosen = self.table.chosen()
        proposal = self._events[int(chosen[0])].proposal if chosen else ""
        found = team_history.proposal_facts(self._ledger, proposal) if proposal else ()
        self.facts.show_lines(found or (("组队方案", "手工组建" if chosen else ""),))


def _texts(one: TeamEvent) -> tuple[str, ...]:
    return str(one.on or "日期未填"), one.team, "在任" if one.standing else "已解散", one.what, one.whom, one.reason
