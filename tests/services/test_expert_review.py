"""The yearly review out of a ledger: what is counted for whom, what a decision does, what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from datong_desktop.domain.expert import Adjustment, QualificationCheck
from datong_desktop.domain.service_team import Member
from datong_desktop.services import evaluations, expert_review, experts, history
from datong_desktop.services import ledger as ledgers
from datong_desktop.services.expert_review import Decision, ReviewLine, yearly_review
from datong_desktop.services.ledger import Ledger
from tests.experts import file
from tests.experts import made as expert
from tests.registry import codes, undo
from tests.service_desk import ServiceDesk, day
from tests.storage import refusal


@pytest.fixture
def desk(target: Ledger) -> ServiceDesk:
    found = ServiceDesk(target)
    found.year()
    return found


def line(desk: ServiceDesk, name: str, year: int = 2024) -> ReviewLine:
    return next(one for one in yearly_review(desk.ledger, year).lines if one.label == name)


def sums(desk: ServiceDesk, name: str) -> list[str]:
    return [factor.words for factor in line(desk, name).result.factors]


def test_each_expert_gets_what_he_or_she_has_done(desk: ServiceDesk) -> None:
    assert sums(desk, "赵一") == [
        "走访 3 次×4 + 服务 4 天×2 = 20", "解决问题 2 个×6 + 晋兴板挂牌 1 家×8 = 20", "评价 2 份合计 172.5 分÷2×30% = 25.88"
    ]  # fmt: skip
    assert sums(desk, "钱二")[2] == "评价 1 份合计 90 分÷1×30% = 27"
    assert sums(desk, "孙三") == [
        "走访 3 次×4 + 服务 4 天×2 = 20", "解决问题 2 个×6 + 晋兴板挂牌 1 家×8 = 20", "评价 1 份合计 90 分÷1×30% = 27"
    ]  # fmt: skip
    assert sums(desk, "李四") == ["走访 1 次×4 + 服务 3 天×2 = 10", "解决问题 0 个×6 = 0", "没有评价表 = 0"]
    review = yearly_review(desk.ledger, 2024)
    assert [(one.label, one.result.rank, one.result.total) for one in review.lines] == [
        ("钱二", 1, Decimal(67)), ("孙三", 1, Decimal(67)), ("赵一", 3, Decimal("65.88")), ("李四", 4, Decimal(10)),
    ]  # fmt: skip
    assert [one.result.proposal for one in review.lines] == ["留任", "留任", "留任", "退出"]


def test_who_has_just_joined_a_team_is_not_asked_to_leave_for_having_done_nothing(desk: ServiceDesk) -> None:
    new, early = expert(desk.ledger, "周五"), expert(desk.ledger, "吴六")
    twice = (Member(team, 9, expert=new, joined_on=day(10, 4)) for team in ("t1", "t2"))
    desk.put(*twice, Member("t2", 3, expert=early, joined_on=day(10, 3)))
    assert (line(desk, "周五").result.rank, line(desk, "周五").result.proposal) == (None, "留任")  # 89 days
    assert (line(desk, "吴六").result.rank, line(desk, "吴六").result.proposal) == (5, "退出")
    desk.log(team_name="阳高县服务队", experts="周五", visited_on=day(12))
    assert line(desk, "周五").result.rank == 4


def test_who_had_nothing_to_do_is_not_judged_and_who_is_unqualified_leaves(desk: ServiceDesk) -> None:
    idle, fined = expert(desk.ledger, "周五"), desk.experts["赵一"]
    experts.save(desk.ledger, "审查", QualificationCheck(fined, 1, checked_on=day(11), occasion="年度复审", result="不符合"))
    found = line(desk, "周五").result
    assert (found.rank, found.proposal, found.reason) == (None, "留任", "本年度没有编入服务队，或编入不满 90 天，也没有服务记录，不作评价")
    found = line(desk, "赵一").result
    assert (found.proposal, found.reason) == ("退出", "2024-11-10 资格审查不符合")
    experts.save(desk.ledger, "审查", QualificationCheck(fined, 2, checked_on=day(12), occasion="年度复审", result="符合"))
    assert line(desk, "赵一").result.proposal == "留任"
    before = line(desk, "赵一", 2023)
    assert (before.result.rank, before.result.total) == (None, 0)
    assert yearly_review(desk.ledger, 2024).lines[-1].expert.id == idle


def test_a_decision_is_an_adjustment_and_is_put_right_not_doubled(desk: ServiceDesk) -> None:
    one, two = desk.experts["赵一"], desk.experts["李四"]
    done = expert_review.decide(
        desk.ledger, 2024, [Decision(one, "留任"), Decision(two, "退出", "不参加服务")], day(1, year=2025), "市金融办"
    )
    assert done.label == "2024年度考核决定 2 名专家"
    assert codes(done) == ["still_serving"]
    assert "“李四”退出后还在 1 支服务队里（阳高县服务队），请办理离队并补缺。" in done.told
    (kept,) = file(desk.ledger, two).all(Adjustment)
    assert kept == Adjustment(
        two, 1, decided_on=day(1, year=2025), kind="退出", year=2024, decided_by="市金融办", reason="不参加服务"
    )
    assert file(desk.ledger, two).expert.archived_on == day(1, year=2025)
    decided = line(desk, "李四").decision
    assert decided is not None
    assert decided.kind == "退出"
    assert "李四" not in [one.label for one in yearly_review(desk.ledger, 2025).lines]

    again = expert_review.decide(desk.ledger, 2024, [Decision(two, "提醒", "本人申请再留一年")], day(2, year=2025))
    (kept,) = file(desk.ledger, two).all(Adjustment)
    assert (kept.kind, file(desk.ledger, two).expert.archived_on) == ("提醒", None)
    undo(desk.ledger, again)
    assert file(desk.ledger, two).expert.archived_on == day(1, year=2025)
    expert_review.withdraw(desk.ledger, 2024, two)
    assert file(desk.ledger, two).all(Adjustment) == ()
    assert file(desk.ledger, two).expert.archived_on is None
    assert refusal(expert_review.withdraw, desk.ledger, 2024, two)[0] == "no_decision"
    assert done.change_set is not None
    with pytest.raises(Exception, match="撤销"):
        history.undo(desk.ledger, done.change_set)  # what it wrote is no longer there
    assert ledgers.check_ledger(desk.ledger) == ()


def test_who_joins_again_is_listed_again_and_who_came_later_is_not_reviewed(desk: ServiceDesk) -> None:
    later = expert(desk.ledger, "吴六", applied_on=day(2, year=2025))
    assert "吴六" not in [one.label for one in yearly_review(desk.ledger, 2024).lines]
    assert line(desk, "吴六", 2025).expert.id == later
    experts.archive(desk.ledger, [desk.experts["钱二"]], day(6))
    assert "钱二" not in [one.label for one in yearly_review(desk.ledger, 2024).lines]
    expert_review.decide(desk.ledger, 2025, [Decision(desk.experts["钱二"], "入库", "重新申报")], day(3, year=2025))
    assert file(desk.ledger, desk.experts["钱二"]).expert.archived_on is None
    assert line(desk, "钱二", 2025).decision is None  # joining is no decision of a review


def test_a_warning_needs_its_reason_and_nothing_of_a_refused_lot_is_stored(desk: ServiceDesk) -> None:
    lot = [Decision(desk.experts["赵一"], "留任"), Decision(desk.experts["李四"], "提醒", "  ")]
    code, said = refusal(expert_review.decide, desk.ledger, 2024, lot, day(12))
    assert (code, said) == ("no_reason", "“李四”的提醒要写明理由，没有保存。请补上理由。")
    assert all(one.decision is None for one in yearly_review(desk.ledger, 2024).lines)
    assert refusal(expert_review.decide, desk.ledger, 2024, [], day(12))[0] == "no_decision"
    assert refusal(expert_review.decide, desk.ledger, 2024, [Decision("gone", "留任")], day(12))[0] == "no_expert"


@pytest.mark.parametrize(
    ("keyed", "code", "said"),
    [
        ({"year": None}, "no_year", "没有填考核年度，没有保存。"),
        ({"object": ""}, "no_evaluator", "没有写评价单位，没有保存。"),
        ({"team_name": ""}, "no_one_evaluated", "没有写评价的是谁，没有保存。"),
        ({"overall": 101}, "bad_mark", "综合评价填的是 101，应在 0 到 100 之间，没有保存。"),
        ({"overall": None}, "no_marks", "评价表一项分数也没有，没有保存。"),
        ({"expert_name": "赵一、李四"}, "two_experts", "一份评价表只评一位专家，没有保存。"),
    ],
)
def test_forms_that_say_nothing_are_refused(target: Ledger, keyed: dict[str, object], code: str, said: str) -> None:
    desk = ServiceDesk(target)
    usual = {"object": "甲公司", "team_name": "一队", "year": 2024, "overall": 90}
    found = refusal(evaluations.add, target, usual | keyed)
    assert (found[0], said in found[1]) == (code, True), found
    assert evaluations.lines(desk.ledger, 2024) == ()


def test_forms_are_put_right_and_taken_back(desk: ServiceDesk) -> None:
    first = evaluations.lines(desk.ledger, 2024)[0]
    assert (first.by, first.team, first.expert, first.form.overall) == ("样例甲有限公司", "一队", "", 90)
    done = evaluations.edit(desk.ledger, first.form.id, {"overall": 60})
    assert done.label == "修改 样例甲有限公司 的评价表"
    assert line(desk, "钱二").result.total == Decimal(58)
    undo(desk.ledger, done)
    keyed = evaluations.keyed_of(desk.ledger, first.form.id)
    assert keyed is not None
    assert (keyed.object, keyed.team_name, keyed.expert_name, keyed.overall) == ("样例甲有限公司", "一队", "", 90)
    evaluations.remove(desk.ledger, first.form.id)
    assert len(evaluations.lines(desk.ledger, 2024)) == 1
    assert refusal(evaluations.edit, desk.ledger, first.form.id, {"overall": 1})[0] == "no_form"
