"""The ledger's experts, needs and teams as the problem a proposal is asked with."""

from __future__ import annotations

from datong_desktop.domain.service_team import OF_ENTERPRISE, Conflict, Wish
from datong_desktop.domain.team_rules import broken_rules
from datong_desktop.services import enterprises, experts
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ARCHIVED, OWN_DECLARATION, ServiceObject, Staffing, need_id
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_proposal import Impossible, Proposal, propose
from tests.registry import made as enterprise
from tests.storage import refusal
from tests.teams import DAY, LAWYER, SECURITIES, SEVEN, of_district, of_enterprise, pool, qualified, stored, team


def test_experts_and_needs_become_candidates_and_needs(target: Ledger) -> None:
    one = qualified(
        target, "甲", LAWYER, fields="法律、IPO", industries="26、I", districts="平城区", bad_credit=None, most_teams=None
    )
    company = enterprise(target, district="云冈区", industry="2614")
    need = of_enterprise(target, company, fields="IPO", urgency="紧急")
    county = of_district(target, "平城区")
    stored(target, Wish(need, one, wanted=1), Wish(county, one, wanted=0))
    problem = staffing(target, DAY).problem()
    (candidate,) = problem.candidates
    assert (candidate.id, candidate.name, candidate.type, candidate.capacity, candidate.projects) == (one, "甲", LAWYER, 0, 3)
    assert (candidate.fields, candidate.industries) == ({"法律", "IPO"}, {"C26", "I"})
    assert candidate.obstacle == "没有填有无不良诚信记录"
    asked, of_county = problem.needs
    assert (asked.name, asked.kind, asked.district, asked.industry) == ("样例企业001有限公司", OF_ENTERPRISE, "云冈区", "C2614")
    assert (asked.fields, asked.urgency, asked.wanted, asked.unwanted) == ({"IPO"}, 3, {one}, set())
    assert (of_county.name, of_county.district, of_county.urgency, of_county.unwanted) == ("平城区", "平城区", 1, {one})


def test_standing_teams_are_todays_teams_or_take_capacity(target: Ledger) -> None:
    people = pool(target)
    leader, lawyer = people[SECURITIES], people[LAWYER]
    asked, other = of_district(target, "平城区"), of_district(target, "云冈区")
    team(target, leader, lawyer, district="平城区")
    team(target, leader, district="云冈区")
    team(target, leader, district="新荣区", dissolved_on=DAY)
    now = staffing(target, DAY)
    assert now.loads[leader] == 2
    whole = now.problem()
    assert whole.present == {asked: {leader, lawyer}, other: {leader}}
    assert whole.leaders == {asked: leader, other: leader}
    assert whole.candidate[leader].engaged == 0
    part = now.problem([asked], most_changes=3, pins=[(asked, leader)])
    assert part.present == {asked: {leader, lawyer}}
    assert (part.candidate[leader].engaged, part.candidate[lawyer].engaged) == (1, 0)
    assert (part.most_changes, part.pins) == (3, {(asked, leader)})
    assert refusal(now.problem, ["x"])[0] == "no_need"


def test_conflicts_of_person_institution_and_own_declaration(target: Ledger) -> None:
    people = pool(target)
    avoiding = qualified(target, "避", LAWYER, avoids="样例企业（001）有限公司、平城区", institution="样例律所")
    company = enterprise(target)
    need, county = of_enterprise(target, company), of_district(target, "平城区")
    stored(
        target,
        Conflict("1", expert=people[SECURITIES], enterprise=company, ground="持股", remark="持有 2% 股份"),
        Conflict("2", institution="样例 律师事务所", district="平城区", ground="已聘"),
    )
    assert staffing(target, DAY).problem().conflicts == {
        (need, people[SECURITIES]): "持股：持有 2% 股份",
        (need, avoiding): OWN_DECLARATION,
        (county, people[LAWYER]): "所在机构已聘",
        (county, avoiding): OWN_DECLARATION,
    }


def test_the_problem_of_one_team_leaves_the_others_as_they_are(target: Ledger) -> None:
    people = pool(target)
    everyone = [people[kind] for kind in SEVEN]
    county = ServiceObject("县区", "平城区")
    team(target, *everyone, district="平城区")
    team(target, people[SECURITIES], district="云冈区")
    now = staffing(target, DAY)
    task = now.problem_of_team(county)
    assert [need.id for need in task.needs] == [need_id(county)]
    assert task.candidate[people[SECURITIES]].engaged == 1
    assert task.candidate[people[LAWYER]].engaged == 0
    assert len(now.problem_of_team(county, everyone[:2]).candidates) == 2


def test_an_archived_expert_is_out_of_the_pool_but_seen_in_his_team(target: Ledger) -> None:
    people = pool(target)
    need = of_district(target, "平城区")
    team(target, *people.values(), district="平城区")
    experts.archive(target, [people[LAWYER]], DAY)
    now = staffing(target, DAY)
    problem = now.problem()
    assert people[LAWYER] not in problem.candidate
    assert people[LAWYER] not in problem.present[need]
    assert now.candidates[people[LAWYER]].obstacle == ARCHIVED
    answer = propose(problem)
    assert isinstance(answer, Impossible)
    assert [one.type for one in answer.shortages] == [LAWYER]


def test_a_ledger_is_proposed_for_and_the_answer_keeps_the_rules(target: Ledger) -> None:
    pool(target)
    for name in ("平城区", "云冈区", "新荣区"):
        of_district(target, name)
    problem = staffing(target, DAY).problem()
    answer = propose(problem)
    assert isinstance(answer, Proposal)
    assert answer.optimal
    assert broken_rules(answer.teams, problem) == ()


def test_names_of_objects(target: Ledger) -> None:
    company = enterprise(target, "")
    of_enterprise(target, company)
    now: Staffing = staffing(target, DAY)
    assert now.name(ServiceObject(OF_ENTERPRISE, company)) == "未命名企业"
    assert now.name(ServiceObject("县区", "阳高县")) == "阳高县"
    enterprises.edit(target, [company], {"name": "样例甲有限公司"})
    assert staffing(target, DAY).name(ServiceObject(OF_ENTERPRISE, company)) == "样例甲有限公司"
