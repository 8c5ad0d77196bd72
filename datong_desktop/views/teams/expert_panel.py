"""The panel beside the form of an expert: the clauses as they stand today, the last check kept, what looks wrong, the papers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from datong_desktop.domain.expert import Expert, Penalty, QualificationCheck
from datong_desktop.domain.expert_notices import ExpertNotice
from datong_desktop.domain.fields import fields_by_id, fields_of, show
from datong_desktop.domain.qualification import Qualification
from datong_desktop.domain.scans import OF_EXPERT
from datong_desktop.services import qualifying, team_job
from datong_desktop.services.expert_list import NOT_CHECKED
from datong_desktop.services.experts import ExpertFile
from datong_desktop.views import theme
from datong_desktop.views.records.clause_part import ClausePart
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.teams.expert_facts import SIGNS
from datong_desktop.views.widgets.fold_part import FoldPart
from datong_desktop.views.widgets.link_lines import Line, LinkLines
from datong_desktop.views.workspace import Workspace


class LinesPart(FoldPart):
    """A part that tells lines."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        self.lines = LinkLines(f"{name}Lines")
        self.inside.addWidget(self.lines)

    def show_lines(self, gist: str, texts: Sequence[str]) -> None:
        self.lines.show_lines([Line(text) for text in texts])
        self.say(gist)


class ExpertPanel(QScrollArea):
    """Signal ``checkAsked()``. Shows what ``show_file`` is given; every part folds away."""

    checkAsked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("expertPanel")
        self.setAccessibleName("资格和资料")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clauses = ClausePart("qualificationPart", "申报条件", fields_by_id(Expert))
        self.check = LinesPart("checkPart", "资格审查")
        self.check_button = QPushButton("审查…")
        self.check_button.setObjectName("expertCheck")
        self.check_button.setAccessibleName("资格审查")
        self.check_button.setToolTip("按登记的内容逐条审查申报条件，记下结果、日期和审查人")
        self.check_button.clicked.connect(self.checkAsked)
        self.check.inside.addWidget(self.check_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._workspace = workspace
        self.notices = LinesPart("expertNoticePart", "提醒")
        self.papers = FoldPart("expertPapers", "扫描件")
        self.scans = ScanStrip(workspace)
        self.scans.countChanged.connect(lambda count: self.papers.say(f"{count} 个" if count else ""))
        self.papers.inside.addWidget(self.scans)
        inside = QFrame()
        inside.setObjectName("sidePanel")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(4)
        for part in (self.clauses, self.check, self.notices, self.papers):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(inside)

    def show_file(self, file: ExpertFile | None, notices: Sequence[ExpertNotice]) -> None:
        """What is known of an expert, None for a new one."""
        self.check_button.setEnabled(file is not None and self._workspace.writable)
        self.scans.show_subject(file.expert.id if file else "", OF_EXPERT)
        self.notices.show_lines(f"▲ {len(notices)} 条" if notices else "", [f"▲ {notice.text}" for notice in notices])
        self.notices.setVisible(bool(notices))
        today = datetime.date.today()
        found = qualifying.check(file, team_job.rules(), today) if file else None
        self._show_clauses(found, today)
        checks = sorted(file.all(QualificationCheck), key=lambda one: (str(one.checked_on), one.number)) if file else []
        result = (checks[-1].result if checks else "") or NOT_CHECKED
        self.check.show_lines(f"{SIGNS[result]} {result}", [*_told(checks), *_due(checks, found), *_penalties(file)])

    def _show_clauses(self, found: Qualification | None, today: datetime.date) -> None:
        """申报条件 as the record fulfils them today, kept or not."""
        if found is None:
            self.clauses.show_clauses("", (), "填了第一栏，这里就逐条核对", writable=False)
        else:
            self.clauses.show_clauses(found.result, found.clauses, f"按 {today} 核对，审查后才记下结果", writable=False)


def _told(checks: Sequence[QualificationCheck]) -> list[str]:
    """The last check, field by field."""
    if not checks:
        return ["还没有审查过"]
    return [f"{field.label}：{text}" for field in fields_of(QualificationCheck) if (text := show(field, getattr(checks[-1], field.id)))]


def _due(checks: Sequence[QualificationCheck], found: Qualification | None) -> list[str]:
    """When the yearly check is due again, and that today's result is another one than the last kept."""
    last = qualifying.last_check(checks)
    if last is None or last.checked_on is None or found is None:
        return []
    due = qualifying.due_on(last.checked_on)
    told = [f"▲ {due} 已到期，应当复审" if due <= found.on else f"下次复审：{due}"]
    if last.result != found.result:
        told.append(f"▲ 现在核对是{found.result}，与上次审查不同，请重新审查")
    return told


def _penalties(file: ExpertFile | None) -> list[str]:
    """Penalties of the person and of the institution, the latest first."""
    found = sorted(file.all(Penalty) if file else (), key=lambda one: str(one.decided_on), reverse=True)
    return [f"✕ {one.level or '个人'}处罚：{one.decided_on or '日期未填'} {one.authority} {one.document}".rstrip() for one in found]
