"""专家年度考核: the ranking of a year with proposal and decision, each sum written out at the right, the forms below."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.services.changes import Changed
from datong_desktop.services.evaluations import EvaluationLine
from datong_desktop.services.expert_review import Review, ReviewLine
from datong_desktop.views import background, theme
from datong_desktop.views.records.fact_panel import FactPanel
from datong_desktop.views.records.fact_table import FactTable
from datong_desktop.views.tab_actions import make_actions
from datong_desktop.views.tab_body import TabBody
from datong_desktop.views.teams.action_row import ActionRow
from datong_desktop.views.teams.review_acts import ReviewActs
from datong_desktop.views.teams.review_texts import (
    COLUMNS,
    FORM_COLUMNS,
    FORM_NUMBERS,
    NUMBERS,
    counted,
    form_row,
    row,
    why,
)
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.widgets.note import Note
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.services.printables import Printable

ACTS = (
    ("reviewDecide", "决定(&J)…", "Ctrl+J", "记下对选中专家的决定：留任、提醒、退出"),
    ("reviewAccept", "按建议决定(&A)…", "", "选中的专家各按建议决定，一次登记"),
    ("reviewWithdraw", "撤回决定(&U)", "", "撤回当前专家这一年度的决定"),
    ("reviewForm", "登记评价表(&N)…", "Insert", "登记企业或县区对当前专家（或服务队）的评价表"),
)
BUTTONS = ("reviewAccept", "reviewDecide", "reviewForm")
FORMS_LEAST, FORMS_HIGH = 80, 152
TOUCHING = frozenset({"expert", "service_visit", "evaluation", "team", "enterprise"})
"""What a review rests on: a write that touches none of it changes nothing here."""


class ReviewPage(TabBody):
    """Signal ``statusMessage(str)``. The review is read in a thread; ``review`` is the one on show, None before that."""

    statusMessage = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewPage")
        self._workspace, self._acts = workspace, ReviewActs(workspace, self)
        self._acts.message.connect(self.statusMessage)
        self.review: Review | None = None
        self._forms: tuple[EvaluationLine, ...] = ()
        self._reading = background.Latest(self)
        self.year = QuietComboBox()
        self.count, self.note = QLabel(), Note("reviewYear")
        self.table = FactTable("reviewTable", "专家年度考核名次", COLUMNS, NUMBERS)
        self.forms = FactTable("evaluationTable", "评价表", FORM_COLUMNS, FORM_NUMBERS)
        self._panel = FactPanel("review", "考核理由", "决定(&L)…")
        acts = (self._decide, self._accept, self._withdraw, self._add_form)
        self.actions_by_name = make_actions(self, ACTS, acts)
        self._lay_out()
        self._connect()
        self._show_ledger()

    def _lay_out(self) -> None:
        self.year.setObjectName("reviewYear")
        self.year.setAccessibleName("考核年度")
        self.year.setToolTip("看哪一年的考核")
        label = QLabel("考核年度")
        label.setBuddy(self.year)
        self.count.setObjectName("reviewCount")
        self.count.setProperty("muted", True)
        above = QHBoxLayout()
        above.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        above.setSpacing(theme.GAP)
        for widget in (label, self.year, self.count):
            above.addWidget(widget)
        row = ActionRow({name: self.actions_by_name[name] for name in BUTTONS}, primary="reviewAccept")
        above.addStretch(1)
        above.addWidget(row)
        heading = QLabel("当前专家的评价表")
        heading.setProperty("heading", True)
        heading.setBuddy(self.forms)
        heading.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        self.forms.setMinimumHeight(FORMS_LEAST)
        self.forms.setMaximumHeight(FORMS_HIGH)
        self._panel.open_button.setToolTip("记下对这位专家的决定（Ctrl+J、Enter 或双击）")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        self.note.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.GAP)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 3)
        layout.addWidget(heading)
        layout.addWidget(self.forms, 1)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.year.activated.connect(lambda _: self.look())
        self.table.itemSelectionChanged.connect(self._show_current)
        self.table.openAsked.connect(lambda _: self._decide())
        self.forms.openAsked.connect(self._acts.open_form)
        self._panel.opened.connect(self._decide)
        self._workspace.ledgerChanged.connect(self._show_ledger)
        self._workspace.saved.connect(self._follow)

    # -- what the window asks for -------------------------------------------------------------------------

    def side_panel(self) -> QWidget:
        return self._panel

    def actions_for_menu(self) -> dict[str, list[QAction]]:
        return {"edit": list(self.actions_by_name.values())}

    def set_read_only(self, read_only: bool) -> None:
        self._update_actions()

    def subject(self) -> str:
        return f"{self.year.currentText()}专家考核"

    def printables(self) -> Sequence[Printable]:
        """The table of the year on show, then those of the others."""
        ledger, year = self._workspace.ledger, self.year.currentData()
        return services.service_documents.review_printables(ledger, datetime.date.today(), year) if ledger and year else ()

    # -- reading ------------------------------------------------------------------------------------------

    def _show_ledger(self) -> None:
        """The years there is something to review, the last one with visits first chosen."""
        ledger, today = self._workspace.ledger, datetime.date.today().year
        visited = services.problem_report.years(ledger) if ledger else frozenset()
        self.review, self._forms = None, ()
        self.year.clear()
        for year in sorted({today, today - 1, *visited}, reverse=True) if ledger else ():
            self.year.addItem(f"{year}年度", year)
        self.year.setCurrentIndex(max(0, self.year.findData(max(visited, default=today))))
        self._show()
        self.look()

    def show_year(self, year: int) -> None:
        """Review another year; it is offered from now on."""
        if self.year.findData(year) < 0:
            self.year.addItem(f"{year}年度", year)
        self.year.setCurrentIndex(self.year.findData(year))
        self.look()

    def look(self) -> None:
        """Read the review of the chosen year anew, in a thread."""
        ledger, year = self._workspace.ledger, self.year.currentData()
        self._reading.abandon()
        if ledger is None or year is None:
            return
        today = datetime.date.today()
        self._reading.read(
            lambda: (services.expert_review.yearly_review(ledger, year, today), services.evaluations.lines(ledger, year)),
            self._take,
            lambda refusal: self.statusMessage.emit(str(refusal)),
        )

    def _take(self, found: tuple[Review, tuple[EvaluationLine, ...]]) -> None:
        self.review, self._forms = found
        self._show()

    def _follow(self, changed: Changed) -> None:
        if not TOUCHING.isdisjoint(changed.touched):
            self.look()

    # -- showing ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        review = self.review
        self.table.show_rows([row(line) for line in review.lines] if review else [])
        nothing = "还没有专家，先在专家库里登记" if self._workspace.ledger else ""
        self.count.setText(counted(review) if review and review.lines else "正在读取…" if review is None and nothing else nothing)
        self.note.say("", "", review.note if review else "")
        self._show_current()

    def chosen(self) -> list[ReviewLine]:
        """The chosen experts, by rank."""
        keys = set(self.table.chosen())
        return [line for line in self.review.lines if line.expert.id in keys] if self.review else []

    def _show_current(self) -> None:
        """The sum and the forms of the first chosen expert."""
        line = next(iter(self.chosen()), None)
        told = why(self.review, line) if self.review and line else ()
        self._panel.show_facts(line.label if line else "选中一位专家，这里是考核理由", told)
        self.forms.show_rows([form_row(one) for one in self._forms if line and one.form.id in line.forms])
        self._update_actions()

    def _update_actions(self) -> None:
        chosen, writable = self.chosen(), self._workspace.writable
        decided = bool(chosen) and chosen[0].decision is not None
        for name, can in zip(self.actions_by_name, (chosen, chosen, decided, self.review), strict=True):
            self.actions_by_name[name].setEnabled(writable and bool(can))
        self._panel.open_button.setEnabled(writable and bool(chosen))

    # -- acting -------------------------------------------------------------------------------------------

    def _decide(self) -> None:
        if self.review and self._workspace.writable:
            self._acts.decide(self.review, self.chosen())

    def _accept(self) -> None:
        if self.review:
            self._acts.accept(self.review, self.chosen())

    def _withdraw(self) -> None:
        if self.review and (chosen := self.chosen()):
            self._acts.withdraw(self.review, chosen[0])

    def _add_form(self) -> None:
        line = next(iter(self.chosen()), None)
        self._acts.add_form(self.year.currentData(), line.label if line else "")
