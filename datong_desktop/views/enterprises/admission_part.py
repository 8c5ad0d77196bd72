"""入库条件, clause by clause, as it stands after every keyed field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from datong_desktop.domain.admission import FULFILLED, OPEN, VIOLATED, Admission, ClauseResult
from datong_desktop.domain.admission_clauses import FIELDS
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.widgets.fold_part import FoldPart

SIGNS = {FULFILLED: "✓", VIOLATED: "✕", OPEN: "▲"}
KINDS = {FULFILLED: "good", VIOLATED: "reason", OPEN: "warning"}


class ClauseRow(FoldPart):
    """One clause: sign, title and result; unfolded its words, what was looked at and why."""

    def __init__(self, clause: str, judge: Callable[[str], object]) -> None:
        super().__init__(f"clause_{clause}", clause, opened=False)
        self.why = wrapped_label()
        self.words = wrapped_label(muted=True)
        self.looked_at = wrapped_label()
        self.judge_button = QPushButton("人工认定…")
        self.judge_button.setObjectName("judgeButton")
        self.judge_button.setAutoDefault(False)
        self.judge_button.setToolTip("记下认定结果、认定人、日期和理由")
        self.judge_button.clicked.connect(lambda _=False: judge(clause))
        for widget in (self.why, self.looked_at, self.words):
            self.inside.addWidget(widget)
        self.inside.addWidget(self.judge_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_result(self, result: ClauseResult, *, writable: bool) -> None:
        self._title = f"{SIGNS[result.result]} {result.title}"
        self.say(result.result, result.reason)
        self.head.setProperty("kind", KINDS[result.result])
        self.head.style().unpolish(self.head)
        self.head.style().polish(self.head)
        missing = "、".join(FIELDS[name].label for name in result.missing if name in FIELDS)
        self.why.setText("\n".join(part for part in (result.reason, f"缺：{missing}" if missing else "") if part))
        self.looked_at.setText("\n".join(f"{label}：{shown or '未填'}" for label, shown in result.figures))
        self.looked_at.setVisible(bool(result.figures))
        self.words.setText(f"{result.text}\n（{result.source}）")
        self.judge_button.setVisible(result.may_be_judged)
        self.judge_button.setEnabled(writable)


class AdmissionPart(FoldPart):
    """The whole check with its result in the title."""

    def __init__(self, judge: Callable[[str], object]) -> None:
        super().__init__("admissionPart", "入库条件")
        self._judge = judge
        self.rows: dict[str, ClauseRow] = {}
        self.about = QLabel()
        self.about.setProperty("muted", True)
        self.about.setWordWrap(True)
        self.inside.addWidget(self.about)

    def show_admission(self, admission: Admission | None, *, writable: bool) -> None:
        """Every clause of a check; None: nothing to check yet."""
        results = admission.clauses if admission else ()
        names = [result.clause for result in results]
        if names != list(self.rows):
            self._make(names)
        for result in results:
            self.rows[result.clause].show_result(result, writable=writable)
        if admission is None:
            self.say("")
            self.about.setText("填了第一栏，这里就逐条核对")
            return
        fulfilled = sum(result.result == FULFILLED for result in results)
        self.say(f"{SIGNS[admission.result]} {admission.result}（{fulfilled}/{len(results)}）")
        self.about.setText(f"按 {admission.on} 申报核对，依据 {admission.rules.source}")

    def _make(self, names: list[str]) -> None:
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {name: ClauseRow(name, self._judge) for name in names}
        previous: QWidget = self.head
        for row in self.rows.values():
            self.inside.addWidget(row)
            QWidget.setTabOrder(previous, row.head)
            QWidget.setTabOrder(row.head, row.judge_button)
            previous = row.judge_button
