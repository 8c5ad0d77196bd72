"""A check clause by clause: each folds open to its words, what was looked at and why (annex 2, annex 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from datong_desktop.domain.admission import FULFILLED, OPEN, VIOLATED, ClauseResult
from datong_desktop.domain.fields import Field
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.widgets.fold_part import FoldPart

SIGNS = {FULFILLED: "✓", VIOLATED: "✕", OPEN: "▲"}
KINDS = {FULFILLED: "good", VIOLATED: "reason", OPEN: "warning"}


class ClauseRow(FoldPart):
    """One clause: sign, title and result; unfolded its words, what was looked at and why."""

    def __init__(self, clause: str, labels: Mapping[str, Field], judge: Callable[[str], object] | None) -> None:
        super().__init__(f"clause_{clause}", clause, opened=False)
        self._labels, self._judge = labels, judge
        self.why = wrapped_label()
        self.words = wrapped_label(muted=True)
        self.looked_at = wrapped_label()
        self.judge_button = QPushButton("人工认定…")
        self.judge_button.setObjectName("judgeButton")
        self.judge_button.setAutoDefault(False)
        self.judge_button.setToolTip("记下认定结果、认定人、日期和理由")
        self.judge_button.clicked.connect(lambda _=False: judge and judge(clause))
        for widget in (self.why, self.looked_at, self.words):
            self.inside.addWidget(widget)
        self.inside.addWidget(self.judge_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_result(self, result: ClauseResult, *, writable: bool) -> None:
        self._title = f"{SIGNS[result.result]} {result.title}"
        self.say(result.result, result.reason)
        self.head.setProperty("kind", KINDS[result.result])
        self.head.style().unpolish(self.head)
        self.head.style().polish(self.head)
        missing = "、".join(self._labels[name].label for name in result.missing if name in self._labels)
        self.why.setText("\n".join(part for part in (result.reason, f"缺：{missing}" if missing else "") if part))
        self.looked_at.setText("\n".join(f"{label}：{shown or '未填'}" for label, shown in result.figures))
        self.looked_at.setVisible(bool(result.figures))
        self.words.setText(f"{result.text}\n（{result.source}）")
        self.judge_button.setVisible(result.may_be_judged and self._judge is not None)
        self.judge_button.setEnabled(writable)


class ClausePart(FoldPart):
    """The whole check with its result in the title. ``labels`` are the fields a clause may miss, by id; ``judge`` is asked for
    a clause that a person decides (None: nobody does)."""

    def __init__(
        self, name: str, title: str, labels: Mapping[str, Field], judge: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(name, title)
        self._labels, self._judge = labels, judge
        self.rows: dict[str, ClauseRow] = {}
        self.about = QLabel()
        self.about.setProperty("muted", True)
        self.about.setWordWrap(True)
        self.inside.addWidget(self.about)

    def show_clauses(self, result: str, clauses: Sequence[ClauseResult], about: str, *, writable: bool) -> None:
        """Every clause of a check; "" as the result: nothing to check yet."""
        names = [one.clause for one in clauses]
        if names != list(self.rows):
            self._make(names)
        for one in clauses:
            self.rows[one.clause].show_result(one, writable=writable)
        fulfilled = sum(one.result == FULFILLED for one in clauses)
        self.say(f"{SIGNS[result]} {result}（{fulfilled}/{len(clauses)}）" if result else "")
        self.about.setText(about)

    def _make(self, names: list[str]) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {name: ClauseRow(name, self._labels, self._judge) for name in names}
        previous: QWidget = self.head
        for row in self.rows.values():
            self.inside.addWidget(row)
            QWidget.setTabOrder(previous, row.head)
            QWidget.setTabOrder(row.head, row.judge_button)
            previous = row.judge_button
