"""办理: where the enterprise stands, what can be done next, the seven materials, the experts' opinions."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QWidget

from datong_desktop import services
from datong_desktop.domain.application import (
    MATERIALS,
    OPTIONAL_MATERIALS,
    RULES,
    Material,
    Move,
    PanelOpinion,
)
from datong_desktop.domain.scans import ScanLink, of_material
from datong_desktop.domain.standing import PoolState, missing
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import theme
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_facts import deadline
from datong_desktop.views.enterprises.material_dialog import MaterialDialog
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.widgets.fold_part import FoldPart
from datong_desktop.views.widgets.link_lines import Line, LinkLines
from datong_desktop.views.workspace import Workspace

SHORT = ("审核或推荐意见", "备案登记表", "三年财务报表", "董监高及实控人情况", "公司章程", "营业执照", "其他材料（可选）")
"""The seven materials as they fit a panel; the tips name them to the letter."""


class FlowPart(FoldPart):
    """State and moves; every move asks in its dialog."""

    def __init__(self, acts: EnterpriseActs) -> None:
        super().__init__("flowPart", "办理")
        self._acts = acts
        self.standing = wrapped_label()
        self.standing.setObjectName("standing")
        self.inside.addWidget(self.standing)
        self.buttons = QWidget()
        self._buttons = QHBoxLayout(self.buttons)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(4)
        self.inside.addWidget(self.buttons)
        self._shown: tuple[Move, ...] | None = None

    def show_standing(self, state: PoolState, *, writable: bool) -> None:
        """Where it stands; the move that leads on as a button, all others behind 其他办理."""
        since = f"，{state.since} 起" if state.since else ""
        lines = [f"{state.state}{since}"]
        if state.tier:
            lines.append(f"层次：{state.tier}")
        if state.reform_due_on:
            lines.append(f"股改期限：{deadline(state.reform_due_on, datetime.date.today())}")
        self.standing.setText("\n".join(lines))
        self.say(state.state)
        if state.next_moves != self._shown:
            self._make(state.next_moves)
        self.buttons.setEnabled(writable)

    def _make(self, moves: tuple[Move, ...]) -> None:
        self._shown = moves
        while item := self._buttons.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        moves = tuple(sorted(moves, key=lambda move: RULES[move].reason))  # what leads on before what does not
        for move in moves[:1]:
            self._buttons.addWidget(self._button(move))
        more = QPushButton("其他办理…")
        more.setObjectName("otherMoves")
        more.setToolTip("其他办理；越过程序的要写理由")
        menu = QMenu(more)
        for move in moves[1:]:
            menu.addAction(f"{move}…", partial(self._acts.move, move))
        menu.addSeparator()
        jump = menu.addMenu("越过程序办理")
        for move in (one for one in Move if one not in moves):
            jump.addAction(f"{move}…", partial(self._acts.move, move))
        more.setMenu(menu)
        self._buttons.addWidget(more)
        self._buttons.addStretch(1)

    def _button(self, move: Move) -> QPushButton:
        button = QPushButton(f"{move}…")
        button.setObjectName(f"move_{move.name}")
        button.setProperty("primary", True)
        button.setToolTip(f"办理“{move}”：日期、单位、意见")
        button.clicked.connect(lambda _=False: self._acts.move(move))
        return button


class MaterialPart(FoldPart):
    """The checklist of the seven materials of an application."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__("materialPart", "申报材料", opened=False)
        self._workspace = workspace
        self._file: EnterpriseFile | None = None
        self._application, self._writable = 0, False
        self.boxes: list[QCheckBox] = []
        self.scans: list[QPushButton] = []
        for number, short in enumerate(SHORT, 1):
            box, scan = QCheckBox(f"{number} {short}"), QPushButton()
            box.setObjectName(f"material_{number}")
            box.setToolTip(MATERIALS[number - 1])
            box.clicked.connect(lambda checked, n=number: self._receive(n, checked))
            scan.setObjectName(f"materialScans_{number}")
            scan.setProperty("link", True)
            scan.setToolTip("收到日期、说明和扫描件")
            scan.clicked.connect(lambda _=False, n=number: self.open(n))
            row = QHBoxLayout()
            row.setSpacing(theme.GAP)
            row.addWidget(box, 1)
            row.addWidget(scan)
            self.inside.addLayout(row)
            self.boxes.append(box)
            self.scans.append(scan)

    def show_materials(self, file: EnterpriseFile | None, application: int, *, writable: bool) -> None:
        """What is here since when, and how many scans of each; nothing to tick before an application (0)."""
        self._file, self._application, self._writable = file, application, writable
        here = {m.number: m for m in file.all(Material) if m.application == application} if file else {}
        counted = Counter(link.subject for link in file.all(ScanLink)) if file else Counter()
        for number, (box, scan) in enumerate(zip(self.boxes, self.scans, strict=True), 1):
            material = here.get(number)
            box.setChecked(material is not None and material.received_on is not None)
            box.setEnabled(writable and bool(application))
            scans = counted[of_material(application, number)]
            on = f"{material.received_on:%m-%d} " if material and material.received_on else ""
            scan.setText(f"{on}扫描 {scans}" if scans or on else "…")
            scan.setEnabled(bool(application))
        required = len(MATERIALS) - len(OPTIONAL_MATERIALS)
        lacking = len(missing([number for number, one in here.items() if one.received_on]))
        self.say("还没有申报" if not application else f"▲ 缺 {lacking} 项" if lacking else f"✓ {required} 项齐")

    def _receive(self, number: int, checked: bool) -> None:
        if self._file is None:
            return
        one, pool = self._file.enterprise.id, services.pool
        if checked:
            self._workspace.perform(pool.receive_material, one, number, datetime.date.today())
        else:
            self._workspace.perform(pool.drop_material, one, number)

    def open(self, number: int) -> None:
        """Date, note and scans of one material."""
        if self._file is not None:
            MaterialDialog.ask(
                self._workspace, self._file, number, self.window(), self._application, writable=self._writable
            )


class OpinionPart(FoldPart):
    """The experts' opinions at the 复核."""

    def __init__(self, acts: EnterpriseActs) -> None:
        super().__init__("opinionPart", "复核意见", opened=False)
        self._acts = acts
        self.lines = LinkLines("opinion")
        self.add_button = QPushButton("登记意见…")
        self.add_button.setObjectName("addOpinion")
        self.add_button.setToolTip("登记一位专家的意见")
        self.add_button.clicked.connect(lambda _=False: acts.opinion())
        self.inside.addWidget(self.lines)
        self.inside.addWidget(self.add_button)

    def show_opinions(self, file: EnterpriseFile | None, application: int, *, writable: bool, earlier: bool) -> None:
        """The opinions on an application; on an earlier one they are read where they stand, not put right."""
        found = [one for one in file.all(PanelOpinion) if one.application == application] if file else []
        self.lines.show_lines([self._line(one, earlier=earlier) for one in found])
        self.add_button.setEnabled(writable and bool(application))
        self.say(services.pool.panel_summary(found).text if found else "")

    def _line(self, one: PanelOpinion, *, earlier: bool) -> Line:
        text = f"{one.expert}（{one.field or '专业未填'}）{one.conclusion} {one.tier}".rstrip()
        if earlier:
            return Line(f"{text}：{one.opinion}" if one.opinion else text)
        return Line(text, one.opinion, partial(self._acts.opinion, one))
