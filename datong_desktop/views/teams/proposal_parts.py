"""The parts of 智能组队, laid out: what is asked on the left, teams in the middle, reasons on the right, what can be done below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.services.team_offer import Offer
from datong_desktop.services.team_proposal import SECONDS
from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.teams import proposal_words as words
from datong_desktop.views.teams.proposal_inputs import WIDTH, ProposalInputs, plain_button
from datong_desktop.views.teams.proposal_table import ProposalTable
from datong_desktop.views.widgets.fields import QuietSpinBox
from datong_desktop.views.widgets.note import Note
from datong_desktop.views.widgets.plain_text import Lines, PlainTextView

BEFORE = "勾选左边的服务需求，按“开始”给它们一起组队。算出来的方案先在这里看，采纳以后才写进账套。"
MOST_SECONDS = 3_600
NARROWEST_PANEL, WIDEST_PANEL = 200, 256


class ProposalParts:
    """All widgets of the dialog by name."""

    def __init__(self, dialog: QDialog) -> None:
        self.inputs = ProposalInputs()
        self.seconds = QuietSpinBox()
        self.seconds.setObjectName("proposalSeconds")
        self.seconds.setAccessibleName("最多算多少秒")
        self.seconds.setToolTip("到时间还没有证明最优，就给出当时最好的方案和离最优最多差多少")
        self.seconds.setRange(1, MOST_SECONDS)
        self.seconds.setValue(round(SECONDS))
        self.seconds.setSuffix(" 秒")
        self.start = plain_button("proposalStart", "开始(&S)", "给勾选的服务需求一起组队（Alt+S）")
        self.start.setProperty("primary", True)
        self.cancel = plain_button("proposalCancel", "停下(&C)", "停下，什么也不改（Esc）")
        self.note = Note("proposal")
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.table = ProposalTable()
        self.why_not = _text("proposalWhyNot", "组不齐的原因和办法")
        self.waiting = wrapped_label(BEFORE, muted=True)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        for page in (self.waiting, self.table, self.why_not):
            self.pages.addWidget(page)
        self.title = wrapped_label("", heading=True)
        self.title.setObjectName("proposalWhyTitle")
        self.why = _text("proposalWhy", "为什么是这位专家，次选是谁")
        self.rules = wrapped_label("", muted=True)
        self.rules.setObjectName("proposalRules")
        self.accept_all = plain_button("proposalAcceptAll", "采纳全部(&A)", "")
        self.accept_some = plain_button("proposalAcceptSome", "采纳勾选的(&K)", "")
        self.close = plain_button("proposalClose", "关闭(&Q)", "关上，没有采纳的不写进账套（Esc）")
        self._lay_out(dialog)

    def _lay_out(self, dialog: QDialog) -> None:
        area = QScrollArea()
        area.setObjectName("proposalInputsArea")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.inputs)
        area.setFixedWidth(WIDTH + area.verticalScrollBar().sizeHint().width())
        self.panel = panel = QFrame()
        panel.setObjectName("sidePanel")
        panel.setMinimumWidth(NARROWEST_PANEL)
        panel.setMaximumWidth(WIDEST_PANEL)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        inside.addWidget(self.title)
        inside.addWidget(self.why, 1)
        middle, whole, layout = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(dialog)
        middle.addLayout(self._run_row())
        middle.addWidget(self.note)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.rules)
        whole.addWidget(area)
        whole.addLayout(middle, 1)
        whole.addWidget(panel)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        for one in (middle, whole, layout):
            one.setSpacing(theme.GAP)
        layout.addLayout(whole, 1)
        layout.addLayout(self._button_row())
        self.show_waiting()
        resize_within_screen(dialog, 1350, 720)

    def _run_row(self) -> QHBoxLayout:
        row, label = QHBoxLayout(), QLabel("最多算(&T)")
        label.setBuddy(self.seconds)
        for widget in (label, self.seconds, self.start, self.cancel):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.accept_all, self.accept_some, self.close):
            row.addWidget(button)
        return row

    # -- what is on show -----------------------------------------------------------------------------------------------

    def say(self, text: str, kind: str = "") -> None:
        """One line above the teams; ``kind`` "reason" for what could not be done."""
        self.note.say(text.removeprefix("✕ ") if kind == "reason" else "", "", "" if kind == "reason" else text)

    def show_waiting(self) -> None:
        """Nothing to see yet."""
        self._show(self.waiting, "")

    def show_impossible(self, lines: Lines) -> None:
        """Why there is no full set of teams."""
        self._show(self.why_not, "")
        self.why_not.show_lines(lines)
        self.why_not.setAccessibleDescription("；".join(f"{label}：{text}" for label, text in lines))
        self.why_not.setFocus()

    def show_offer(self, offer: Offer) -> None:
        """The teams beside today's, and each rule with its result."""
        self._show(self.table, words.rules_text(offer))
        self.table.show_offer(offer)
        self.table.setFocus()

    def _show(self, page: QWidget, rules: str) -> None:
        self.pages.setCurrentWidget(page)
        self.rules.setText(rules)
        self.rules.setVisible(bool(rules))
        self.panel.setVisible(page is self.table)
        self.explain("", ())

    def explain(self, title: str, lines: Lines) -> None:
        """The reasons for what is pointed at."""
        self.title.setText(title)
        self.why.show_lines(lines)
        self.why.setAccessibleDescription("；".join(f"{label}：{text}" for label, text in lines))

    def allow(self, *, start: bool, cancel: bool, whole: int, part: int, why_not: str) -> None:
        """Which buttons can be pressed; ``whole`` and ``part`` count the teams that would be accepted, ``why_not`` says why
        there are none."""
        self.start.setEnabled(start)
        self.cancel.setEnabled(cancel)
        for button, count, text, tip in (
            (self.accept_all, whole, "采纳全部", "把全部新组和调整的服务队写进账套，可以一步撤销"),
            (self.accept_some, part, "采纳勾选的", "只把打勾的服务队写进账套，可以一步撤销"),
        ):
            button.setEnabled(bool(count))
            letter = "(&A)" if button is self.accept_all else "(&K)"
            button.setText(f"{text} {count} 支{letter}" if count else f"{text}{letter}")
            button.setToolTip(tip if count else why_not)


def _text(name: str, spoken: str) -> PlainTextView:
    view = PlainTextView()
    view.setObjectName(name)
    view.setAccessibleName(spoken)
    return view

