"""The menu 企业, declared: every act once, with text, key, tip and what it needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from datong_desktop import services
from datong_desktop.domain.application import MATERIALS, Move
from datong_desktop.domain.fostering_checks import STATE_OWNED
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.service_visits import OBJECT
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_lists import EnterpriseLists
from datong_desktop.views.menus import Entry, make_action
from datong_desktop.views.workspace import Workspace

TITLE = "企业(&Q)"


@dataclass(frozen=True, slots=True)
class TabActs:
    """What the tab itself does, and which enterprises are meant: the one of the form, or those chosen in the list."""

    new: Callable[[], object]
    open: Callable[[], object]
    archive: Callable[[], object]
    chosen: Callable[[], list[str]]
    current: Callable[[], EnterpriseFile | None]


class EnterpriseMenu(QMenu):
    """Add it to the menu bar; it follows the chosen enterprise each time it opens. Signal: ``visitRequested(dict)`` to log a
    visit of experts to it."""

    visitRequested = Signal(object)

    def __init__(
        self, workspace: Workspace, acts: EnterpriseActs, lists: EnterpriseLists, tab: TabActs, parent: QWidget
    ) -> None:
        super().__init__(TITLE, parent)
        self.setObjectName("enterpriseMenu")
        self.setToolTipsVisible(True)
        self._workspace, self._acts, self._lists, self._tab, self._owner = workspace, acts, lists, tab, parent
        self.moves, self.jumps, self.materials = QMenu("办理(&V)", self), QMenu("越过程序办理(&J)", self), QMenu("材料(&M)", self)
        self.judgements = QMenu("人工认定(&R)", self)
        self._build()
        self.aboutToShow.connect(self.follow)
        workspace.ledgerChanged.connect(self.follow)  # the keys of 批次 and 举措台账 work before the menu was ever opened
        self.follow()

    def _build(self) -> None:
        acts, lists, tab = self._acts, self._lists, self._tab
        self._add(
            ("menuEnterpriseNew", "新增企业(&N)…", "", "登记一家新企业（列表里按 Insert）", tab.new),
            ("menuEnterpriseOpen", "打开(&O)", "", "打开选中企业的登记（列表里按 Enter）", tab.open),
            None,
            ("menuApply", "申报(&S)…", "", "登记申报入库，归入下一个开放的批次", partial(acts.move, Move.APPLY)),
        )
        self.addMenu(self.moves)
        self.addMenu(self.materials)
        self.addMenu(self.judgements)
        self._add(
            ("menuOpinion", "复核意见(&P)…", "", "登记一位专家的复核意见", acts.opinion),
            None,
            ("menuMilestone", "里程碑(&L)…", "", "登记股改完成、挂牌、上市等", acts.milestone),
            ("menuVisit", "走访(&Z)…", "", "登记一次走访和企业的问题", acts.visit),
            ("menuExpertsVisit", "登记专家服务(&W)", "", "到服务日志登记专家对这家企业的一次服务", self._log_visit),
            ("menuDifficulty", "帮扶问题(&D)…", "", "不是走访时提出的问题，责任单位和时限", acts.difficulty),
            ("menuAssistance", "一企一帮扶(&B)…", "", "包联领导、帮扶部门和措施", acts.assistance),
            ("menuReform", "股份制改造清单(&G)…", "", "列入清单、计划、进展和困难", acts.reform),
            ("menuSubmission", "报送推荐(&E)…", "", "哪个单位推荐了选中的企业，一家或多家", self._submit),
            ("menuTracking", "跟踪记录(&U)…", "", "对已展示挂牌企业的跟踪服务", acts.tracking),
            ("menuPlan", "国企行动方案(&F)…", "", "国有企业本年度的筛选和行动方案", acts.plan),
            ("menuMeeting", "国企协调会(&K)…", "", "双组长协调会的问题和结果", acts.meeting),
            None,
            ("menuArchive", "归档(&A)", "", "不再列在平时的表里，资料都留着", tab.archive),
            ("menuMerge", "合并(&H)…", "", "把两条记录合成一家企业", lambda: lists.merge(tab.chosen())),
            None,
            ("menuBatches", "批次(&C)…", "Ctrl+Shift+B", "一批申报的情况、缺的材料和复核会名单", lists.batches),
            ("menuMeasures", "举措台账(&I)…", "Ctrl+Shift+J", "各项举措的台账：谁报送了、问题办到哪、谁还没有办", lists.measures),
        )
        for number, title in enumerate(MATERIALS, 1):
            action = self.materials.addAction(f"&{number} {title}", partial(self._material, number))
            action.setObjectName(f"menuMaterial_{number}")

    def _add(self, *entries: Entry | None) -> None:
        for entry in entries:
            if entry is None:
                self.addSeparator()
            else:
                self.addAction(make_action(self._owner, entry))

    def _log_visit(self) -> None:
        if (file := self._tab.current()) is not None:
            self.visitRequested.emit({OBJECT.id: file.name})

    def _submit(self) -> None:
        chosen = self._tab.chosen()
        if len(chosen) > 1:
            self._acts.submit_many(chosen)
        else:
            self._acts.submission()

    def _material(self, number: int) -> None:
        from datong_desktop.views.enterprises.material_dialog import MaterialDialog

        if (file := self._tab.current()) is not None:
            application = services.pool_states.state_of(file).application
            writable = self._workspace.writable
            MaterialDialog.ask(self._workspace, file, number, self._owner.window(), application, writable=writable)

    def follow(self) -> None:
        """Offer what can be done with the chosen enterprise as it stands."""
        ledger, writable = self._workspace.ledger, self._workspace.writable
        chosen = self._tab.chosen() if ledger else []
        file = services.enterprises.read(ledger, chosen[0]) if ledger and len(chosen) == 1 else None
        state = services.pool_states.state_of(file) if file else None
        always = dict.fromkeys(("menuBatches", "menuMeasures", "enterprisesTodo"), ledger is not None) | {"menuEnterpriseNew": writable}
        several = {name: writable and bool(chosen) for name in ("menuArchive", "menuMerge", "menuSubmission")}
        several["menuEnterpriseOpen"] = bool(chosen)
        special = {
            "menuApply": state is not None and Move.APPLY in state.next_moves,
            "menuOpinion": state is not None and state.application > 0,
            "menuPlan": file is not None and file.enterprise.ownership == STATE_OWNED,
            "menuMeeting": file is not None and file.enterprise.ownership == STATE_OWNED,
        }
        for action in self.actions():
            name = action.objectName()
            if name:
                usual = file is not None and writable and special.get(name, True)
                action.setEnabled(always.get(name, several.get(name, usual)))
        self._fill_moves(state.next_moves if state else ())
        self._fill_judgements(file)
        self.moves.setEnabled(writable and file is not None)
        self.materials.setEnabled(state is not None and state.application > 0)

    def _fill_judgements(self, file: EnterpriseFile | None) -> None:
        """The clauses that wait for a reviewer, and those one has decided."""
        self.judgements.clear()
        if file is not None and self._workspace.writable:
            check = services.admission.check_file(file, services.admission.day_of(file, datetime.date.today()))
            for number, clause in enumerate((one for one in check.clauses if one.may_be_judged), 1):
                action = self.judgements.addAction(f"&{number} {clause.title}…", partial(self._acts.judge, clause.clause))
                action.setObjectName(f"menuJudge_{number}")
                action.setToolTip(clause.reason)
        self.judgements.setEnabled(not self.judgements.isEmpty())

    def _fill_moves(self, possible: tuple[Move, ...]) -> None:
        for menu in (self.moves, self.jumps):
            menu.clear()
        for move in Move:
            target = self.moves if move in possible else self.jumps
            target.addAction(f"{move}…", partial(self._acts.move, move)).setObjectName(f"menuMove_{move.name}")
        self.moves.addSeparator()
        self.moves.addMenu(self.jumps)
