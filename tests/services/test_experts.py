"""The expert pool's verbs: what is stored, logged, undone, refused; what becomes of needs and teams when enterprises merge."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from datong_desktop.domain.expert import INSTITUTION_TYPES, Adjustment, Expert, Penalty, Project, QualificationCheck
from datong_desktop.domain.service_log import Evaluation, ServiceVisit, VisitingExpert
from datong_desktop.domain.service_team import Conflict, Member, Need, Proposal, Team, Wish
from datong_desktop.models.registry import RECORDS, references
from datong_desktop.services import (
    adjusting,
    enterprises,
    expert_notices,
    expert_review,
    experts,
    history,
    ledger,
    merging,
    qualifying,
    records,
)
from datong_desktop.services.expert_review import Decision
from datong_desktop.services.ledger import Ledger
from tests.experts import file, made
from tests.registry import codes, undo
from tests.registry import made as enterprise
from tests.storage import opened, refusal

DAY = datetime.date(2023, 4, 1)


def stored(target: Ledger, *ones: object) -> None:
    with target.writing("试") as work:
        records.put(work.session, *ones)


def of(target: Ledger, record: type) -> tuple[object, ...]:
    with target.reading() as session:
        return records.read(session, record)


def test_a_record_comes_back_as_it_was_stored(target: Ledger) -> None:
    identifier = made(target, institution_type=INSTITUTION_TYPES[0], fields="股改、IPO", most_teams=4, willing=1, willing_on=DAY)
    held = file(target, identifier).expert
    assert held == Expert(
        identifier, number="Z001", name="样例专家甲", institution_type="证券机构", fields="股改、IPO", most_teams=4, willing=1,
        willing_on=DAY, initials=held.initials,
    )  # fmt: skip
    assert "ylzjj" in held.initials.split()
    with opened(target.path, read_only=True) as again:
        assert file(again, identifier).expert == held


def test_undo_takes_an_expert_away_and_redo_brings_the_expert_back(target: Ledger) -> None:
    changed = experts.create(target, {"name": "甲"})
    (identifier,) = changed.experts
    assert changed.enterprises == frozenset()
    undone = undo(target, changed)
    assert undone.experts == {identifier}
    assert experts.read(target, identifier) is None
    undo(target, undone)
    assert file(target, identifier).name == "甲"
    assert ledger.check_ledger(target) == ()


def test_numbers_are_given_and_never_twice(target: Ledger) -> None:
    first, second = made(target, "甲", number="Z009"), made(target, "乙")
    assert file(target, second).expert.number == "Z010"
    code, text = refusal(experts.edit, target, [second], {"number": "Z009"})
    assert code == "same_number"
    assert "“甲”" in text
    assert experts.edit(target, [first], {"number": "Z009"}).change_set is None
    assert refusal(experts.create, target, {"name": "丙", "number": "Z010"})[0] == "same_number"
    assert experts.edit(target, [first, second], {"districts": "平城区"}).label == "批量修改 2 名专家 优先县区"


@pytest.mark.parametrize(
    ("taken", "following"),
    [((), "Z001"), (("Z001", "Z099"), "Z100"), (("2023-07",), "2023-08"), (("甲",), "Z001"), (("Z2", "Z010"), "Z011")],
)
def test_the_next_number_is_written_like_the_highest(taken: tuple[str, ...], following: str) -> None:
    assert experts.next_numbers(taken, 1) == [following]


def test_what_hangs_on_an_expert_is_saved_removed_and_undone(target: Ledger) -> None:
    identifier = made(target)
    several = (
        Project(identifier, 1, enterprise="样例企业001有限公司", board="新三板", role="项目负责人", finished_on=DAY),
        Penalty(identifier, 1, authority="中国证监会", decided_on=DAY, level="机构"),
        QualificationCheck(identifier, 1, checked_on=DAY, result="符合", reviewer="李某"),
        Adjustment(identifier, 1, decided_on=DAY, kind="入库"),
    )
    changed = experts.save(target, "登记", *several)
    assert changed.experts == {identifier}
    held = file(target, identifier)
    assert tuple(held.all(type(one))[0] for one in several) == several
    removed = experts.remove(target, "删除", several[1])
    assert file(target, identifier).all(Penalty) == ()
    undo(target, removed)
    assert file(target, identifier).all(Penalty) == (several[1],)
    assert ledger.check_ledger(target) == ()


def test_an_unknown_expert_is_refused(target: Ledger) -> None:
    assert refusal(experts.edit, target, ["x"], {"name": "甲"})[0] == "no_expert"
    assert refusal(experts.save, target, "处罚", Penalty("x", 1))[0] == "no_expert"
    assert refusal(experts.archive, target, ["x"], DAY)[0] == "no_expert"


def test_archived_and_back(target: Ledger) -> None:
    identifier = made(target)
    assert experts.archive(target, [identifier], DAY).label == "归档 1 名专家"
    assert file(target, identifier).expert.archived_on == DAY
    experts.archive(target, [identifier], None)
    assert file(target, identifier).expert.archived_on is None


# -- what refers to others --------------------------------------------------------------------------------------------


def serving(whom: str, expert: str) -> Iterator[object]:
    """One record of each kind that belongs to the service of an enterprise."""
    yield Need("n", object_kind="企业", enterprise=whom, fields="股改")
    yield Wish("n", expert, wanted=1)
    yield Conflict("c", expert=expert, enterprise=whom, ground="持股")
    yield Proposal("p", accepted_on=DAY, weights="{}", inputs="{}")
    yield Team("t", name="样例队", object_kind="企业", enterprise=whom, formed_on=DAY, proposal="p")
    yield Member("t", 1, expert=expert, leader=1, joined_on=DAY)
    yield ServiceVisit("v", team="t", enterprise=whom, visited_on=DAY)
    yield VisitingExpert("v", expert)
    yield Evaluation("e", team="t", expert=expert, enterprise=whom, overall=90)


KINDS = (Need, Wish, Conflict, Proposal, Team, Member, ServiceVisit, VisitingExpert, Evaluation)


def test_needs_teams_and_visits_come_back_as_they_were_stored(target: Ledger) -> None:
    several = tuple(serving(enterprise(target), made(target)))
    stored(target, *several)
    assert tuple(of(target, kind)[0] for kind in KINDS) == several
    assert ledger.check_ledger(target) == ()


def test_nothing_refers_to_what_is_not_there(target: Ledger) -> None:
    for one in (Need("n", enterprise="x"), Member("x", 1), Member("x", 1, expert="x"), VisitingExpert("x", "x")):
        assert refusal(stored, target, one)[0] == "constraint"
        assert of(target, type(one)) == ()


def test_what_others_refer_to_is_not_undone(target: Ledger) -> None:
    changed = experts.create(target, {"name": "甲"})
    (expert,) = changed.experts
    stored(target, *serving(enterprise(target), expert))
    assert changed.change_set is not None
    assert refusal(history.undo, target, changed.change_set)[0] == "changed_since"
    assert file(target, expert).name == "甲"


def test_merged_enterprises_keep_their_needs_teams_and_visits(target: Ledger) -> None:
    keep, drop, expert = enterprise(target, "甲公司"), enterprise(target, "乙公司"), made(target)
    stored(target, *serving(drop, expert))
    before = [of(target, kind) for kind in KINDS]
    changed = merging.merge(target, keep, drop, {})
    referring = [kind for kind in KINDS if "enterprise" in references(kind)]
    assert len(referring) == 5
    assert {one.enterprise for kind in referring for one in of(target, kind)} == {keep}  # type: ignore[attr-defined]
    assert codes(changed) == []
    assert ledger.check_ledger(target) == ()
    undo(target, changed)
    assert [of(target, kind) for kind in KINDS] == before
    assert ledger.check_ledger(target) == ()


def test_two_needs_and_teams_after_a_merge_are_told(target: Ledger) -> None:
    keep, drop = enterprise(target, "甲公司"), enterprise(target, "乙公司")
    stored(
        target, Need("a", enterprise=keep), Need("b", enterprise=drop), Team("a", enterprise=keep, dissolved_on=DAY),
        Team("b", enterprise=drop),
    )  # fmt: skip
    changed = merging.merge(target, keep, drop, {})
    assert codes(changed) == ["two_needs"]
    assert changed.touched["need"] == {"b"}
    assert enterprises.read(target, drop) is None


def test_every_reference_is_a_field_of_its_kind() -> None:
    """What is named after a table in the key, or is declared a reference, and nothing else."""
    found = {(kind.__name__, name) for kind in RECORDS.values() for name in references(kind)}
    assert ("Need", "enterprise") in found
    assert ("Wish", "expert") in found
    assert ("Project", "enterprise") not in found
    assert ("PanelOpinion", "expert") not in found


# -- 动态调整 and what looks wrong ------------------------------------------------------------------------------------------


def test_who_leaves_is_archived_and_who_joins_is_listed_again(target: Ledger) -> None:
    one, other = made(target, "甲"), made(target, "乙")
    leaving = Adjustment("", 0, decided_on=DAY, kind="退出", reason="多次不参加服务")
    changed = adjusting.adjust(target, [one, other], leaving)
    assert changed.label == "退出 2 名专家"
    assert file(target, one).expert.archived_on == DAY
    assert file(target, one).all(Adjustment) == (Adjustment(one, 1, decided_on=DAY, kind="退出", reason="多次不参加服务"),)
    again = adjusting.adjust(target, [one], Adjustment("", 0, decided_on=DAY, kind="入库"))
    assert again.label == "入库 甲"
    assert file(target, one).expert.archived_on is None
    assert [found.number for found in file(target, one).all(Adjustment)] == [1, 2]
    assert file(target, other).expert.archived_on == DAY
    undo(target, again)
    undo(target, changed)
    assert file(target, one).expert.archived_on is None
    assert file(target, one).all(Adjustment) == ()
    assert ledger.check_ledger(target) == ()


def test_a_warning_or_leaving_needs_a_reason_and_nothing_is_stored_without(target: Ledger) -> None:
    one = made(target)
    for kind in ("提醒", "退出"):
        assert refusal(adjusting.adjust, target, [one], Adjustment("", 0, decided_on=DAY, kind=kind))[0] == "no_reason"
    assert refusal(adjusting.adjust, target, [one, "x"], Adjustment("", 0, decided_on=DAY, kind="留任"))[0] == "no_expert"
    assert file(target, one).all(Adjustment) == ()


def test_a_decision_takes_effect_at_once_and_so_has_no_day_to_come(target: Ledger) -> None:
    one, later = made(target), datetime.date(2090, 1, 1)
    for day, code in ((later, "future_day"), (None, "no_date")):
        found = Adjustment("", 0, decided_on=day, kind="退出", reason="离职")
        assert refusal(adjusting.adjust, target, [one], found)[0] == code
    assert refusal(expert_review.decide, target, 2023, [Decision(one, "退出", "离职")], later)[0] == "future_day"
    assert file(target, one).expert.archived_on is None
    assert file(target, one).all(Adjustment) == ()


def test_who_leaves_his_teams_open_and_who_joins_unchecked_is_told(target: Ledger) -> None:
    one = made(target, "甲", willing=1, projects=1, bad_credit=0)
    team = Team("t1", name="样例服务队", object_kind="县区", district="平城区", formed_on=DAY)
    stored(target, team, Member("t1", 1, expert=one, joined_on=DAY))
    left = adjusting.adjust(target, [one], Adjustment("", 0, decided_on=DAY, kind="退出", reason="离职"))
    assert left.told == "“甲”退出后还在 1 支服务队里（样例服务队），请办理离队并补缺。"
    joins = Adjustment("", 0, decided_on=DAY, kind="入库")
    assert "“甲”已入库，但还没有审查过资格" in adjusting.adjust(target, [one], joins).told
    qualifying.check_and_keep(target, [one], DAY)
    assert codes(adjusting.adjust(target, [one], joins)) == []
    experts.edit(target, [one], {"bad_credit": 1})
    qualifying.check_and_keep(target, [one], datetime.date(2023, 4, 2))
    assert "但2023-04-02 的资格审查是不符合" in adjusting.adjust(target, [one], joins).told


def test_the_same_person_under_two_institutions_is_told(target: Ledger) -> None:
    one, other = made(target, "甲", institution="样例证券"), made(target, "甲", institution="样例律所")
    (found,) = expert_notices.notices_of(target, file(target, other), DAY)
    assert (found.field, found.code) == ("name", "same_name")
    assert "Z001 样例证券" in found.text
    experts.archive(target, [one], DAY)
    assert expert_notices.notices_of(target, file(target, other), DAY) == ()


def test_a_penalty_of_the_institution_is_told_of_its_other_experts(target: Ledger) -> None:
    one, other = made(target, "甲", institution="样例证券"), made(target, "乙", institution="样例证券")
    stranger = made(target, "丙", institution="样例律所")
    experts.save(
        target, "处罚", Penalty(one, 1, level="机构", decided_on=DAY, authority="中国证监会"), Penalty(one, 2, level="个人", decided_on=DAY)
    )
    (found,) = expert_notices.notices_of(target, file(target, other), DAY)
    assert (found.field, found.code) == ("institution", "institution_penalty")
    assert "甲名下登记了机构处罚（2023-04-01 中国证监会）" in found.text
    assert expert_notices.notices_of(target, file(target, stranger), DAY) == ()
