"""Whatever is done to an application in whatever order: no way in without its steps, and every step can be taken back."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from datong_desktop.domain.application import IN_POOL, Application, Material, Move, PanelOpinion, State, Step
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.fostering import Milestone
from datong_desktop.domain.problem import Refused
from datong_desktop.services import enterprises, history, ledger, pool
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from tests.registry import made, papers
from tests.storage import new_ledger

WAY_IN = ["申报", "初审合格", "复核合格", "入库"]
NEXT = {
    ("未申报", "申报"): "已申报", ("未通过", "申报"): "已申报", ("已出库", "申报"): "已申报",
    ("已申报", "初审合格"): "初审合格", ("初审合格", "复核合格"): "复核合格", ("复核合格", "入库"): "已入库",
    ("已入库", "调整层次"): "已入库", ("已推荐省库", "调整层次"): "已推荐省库", ("省库入库", "调整层次"): "省库入库",
    ("已入库", "推荐省资源库"): "已推荐省库", ("已推荐省库", "省资源库入库"): "省库入库", ("已推荐省库", "省资源库未入"): "已入库",
    **{(state, "不予通过"): "未通过" for state in ("已申报", "初审合格", "复核合格")},
    **{(state, "撤回申报"): "未申报" for state in ("已申报", "初审合格", "复核合格")},
    **{(state, "出库"): "已出库" for state in ("已入库", "已推荐省库", "省库入库")},
}  # fmt: skip
"""The flow of domain.md written out by hand: the oracle."""
LEADS_TO = {move: end for (_, move), end in NEXT.items() if move not in ("调整层次",)} | {"调整层次": "已入库"}
DAYS = st.integers(-3, 6)
DAY_ONE = datetime.date(2024, 2, 27)


class Flow(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.state, self.today = "未申报", DAY_ONE
        self.done: list[tuple[int, str, datetime.date, EnterpriseFile]] = []

    @initialize()
    def begin(self) -> None:
        self.ledger = new_ledger(self.folder, 2024)
        self.enterprise = made(self.ledger, "甲公司", district="平城区", legal_form="有限责任公司")
        self.now = self.file()

    def teardown(self) -> None:
        assert ledger.check_ledger(self.ledger) == ()
        self.ledger.close()
        shutil.rmtree(self.folder)

    def file(self) -> EnterpriseFile:
        found = enterprises.read(self.ledger, self.enterprise)
        assert found is not None
        return found

    def make(self, move: Move, day: datetime.date, tier: str, opinion: str, override: str) -> Changed:
        if move is Move.APPLY:
            return pool.apply(self.ledger, self.enterprise, day, "平城区", opinion=opinion, override=override)
        return pool.move(
            self.ledger, self.enterprise, move, made_on=day, actor="金融办", tier=tier, opinion=opinion, override=override
        )  # fmt: skip

    @rule(
        move=st.sampled_from(Move), days=DAYS, tier=st.sampled_from(("", *TIERS)), opinion=st.sampled_from(("", "理由")),
        override=st.sampled_from(("", "", "", "专题会议议定")),
    )  # fmt: skip
    def step(self, move: Move, days: int, tier: str, opinion: str, override: str) -> None:
        self.try_to(move, self.today + datetime.timedelta(days=days), tier, opinion, override)

    @rule(days=st.integers(0, 6), pick=st.integers(0, 20))
    def go_on(self, days: int, pick: int) -> None:
        """A step that is allowed: the ways into the pool and beyond are long."""
        moves = [move for move in pool.state_of(self.now).next_moves if self.founded(move)]
        self.try_to(moves[pick % len(moves)], self.today + datetime.timedelta(days=days), TIERS[0], "理由", "")

    @rule()
    def papers(self) -> None:
        """Materials and an opinion for the last application."""
        before = self.now
        if applications := before.all(Application):
            changed = papers(self.ledger, self.enterprise, applications[-1].number)
            if changed.change_set is not None:
                self.done.append((changed.change_set, self.state, self.today, before))

    def founded(self, move: Move) -> bool:
        """Whether a decision rests on papers: nothing filled in is 待人工认定, which is decided by people."""
        last = max((one.number for one in self.now.all(Application)), default=0)
        here = sum(one.application == last for one in self.now.all(Material))
        return move not in (Move.PASS_PANEL, Move.ADMIT) or (
            here >= 6 and any(one.application == last for one in self.now.all(PanelOpinion))
        )

    def try_to(self, move: Move, day: datetime.date, tier: str, opinion: str, override: str) -> None:
        before = self.now
        follows = (self.state, move.value) in NEXT and (day >= self.today or not before.all(Step)) and self.founded(move)
        complete = (tier or move not in (Move.ADMIT, Move.CHANGE_TIER)) and (
            opinion
            or move not in (Move.CHANGE_TIER, Move.DECLINE_PROVINCIAL, Move.REFUSE, Move.WITHDRAW, Move.LEAVE)
        )
        try:
            changed = self.make(move, day, tier, opinion, override)
        except Refused:
            assert not complete or (not follows and not override)
            assert self.file() == before
            return
        assert complete
        assert follows or override
        assert changed.change_set is not None
        self.done.append((changed.change_set, self.state, self.today, before))
        self.state = NEXT.get((self.state, move.value), LEADS_TO[move.value])
        self.today = day

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        number, self.state, self.today, before = self.done.pop()
        history.undo(self.ledger, number)
        now = self.file()
        assert (now.enterprise, now.hanging) == (before.enterprise, before.hanging)

    @invariant()
    def the_ledger_is_what_the_oracle_says(self) -> None:
        self.now = self.file()
        found, steps = pool.state_of(self.now), self.now.all(Step)
        assert found.state == self.state
        assert sorted(found.next_moves) == sorted(move for state, move in NEXT if state == self.state)
        assert bool(found.tier) <= (found.state in IN_POOL)
        assert pool.states(self.ledger).get(self.enterprise, pool.PoolState()) == found
        self.who_is_in_came_the_whole_way_or_by_a_reason(steps)
        # the provincial pool is counted, and once
        assert len(self.now.all(Milestone)) == (Move.ADMIT_PROVINCIAL in [step.move for step in steps])

    def who_is_in_came_the_whole_way_or_by_a_reason(self, steps: tuple[Step, ...]) -> None:
        for at, step in enumerate(steps):
            if step.move == Move.ADMIT and not any(one.override for one in steps[: at + 1]):
                assert [one.move for one in steps[at - 3 : at + 1]] == WAY_IN
        if State(self.state) in IN_POOL and not any(step.override for step in steps):
            assert [one.move for one in steps if one.move in WAY_IN][-4:] == WAY_IN


TestFlow = Flow.TestCase
TestFlow.settings = settings(max_examples=20, stateful_step_count=20)
