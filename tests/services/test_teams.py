"""Teams formed by hand: what is stored, logged, undone; who may not join and why; the rules quoted; who could fill a hole."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.expert import Penalty, QualificationCheck
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.service_team import Conflict, Wish
from datong_desktop.services import experts, ledger, team_checks, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject, StandingTeam
from datong_desktop.services.team_checks import breaches, fillers, member_reason, rule_results, seats
from datong_desktop.services.team_ledger import staffing
from tests.experts import file
from tests.registry import codes, undo
from tests.registry import made as enterprise
from tests.storage import refusal
from tests.teams import (
    APPRAISER,
    BANK,
    DAY,
    LAWYER,
    SECURITIES,
    SEVEN,
    of_district,
    pool,
    qualified,
    stored,
)

COUNTY = ServiceObject("县区", "平城区")
TOMORROW = datetime.date.today() + datetime.timedelta(days=1)


def formed(target: Ledger, *people: str, on: datetime.date | None = DAY, of: ServiceObject = COUNTY) -> str:
    (identifier,) = teams.form(target, of, people, on=on).touched["team"]
    return identifier


def standing(target: Ledger, team: str) -> StandingTeam:
    return staffing(target, DAY).teams[team]


def seven(target: Ledger) -> tuple[dict[str, str], list[str]]:
    people = pool(target)
    return people, [people[kind] for kind in SEVEN]


def test_a_full_team_is_formed_led_by_the_securities_expert_and_keeps_every_rule(target: Ledger) -> None:
    people, all_seven = seven(target)
    changed = teams.form(target, COUNTY, [*all_seven[1:], all_seven[0]], on=DAY)
    assert changed.label == "组建 平城区专家服务队"
    assert changed.experts == set(all_seven)
    (identifier,) = changed.touched["team"]
    there = standing(target, identifier)
    assert (there.leader, there.experts[0]) == (people[SECURITIES], people[SECURITIES])
    assert (there.team.valid_from, there.team.valid_to) == (DAY, datetime.date(2024, 3, 31))
    assert {one.result for one in rule_results(staffing(target, DAY), COUNTY)} == {"符合"}
    (kept,) = file(target, people[LAWYER]).all(QualificationCheck)
    assert (kept.checked_on, kept.occasion, kept.result, kept.reviewer) == (DAY, "组队", "符合", "王某")
    undone = undo(target, changed)
    assert staffing(target, DAY).teams == {}
    assert file(target, people[LAWYER]).all(QualificationCheck) == ()
    undo(target, undone)
    assert standing(target, identifier).experts[0] == people[SECURITIES]
    assert ledger.check_ledger(target) == ()


def test_what_a_team_lacks_is_said_with_the_clause_and_not_refused(target: Ledger) -> None:
    people = pool(target)
    formed(target, people[BANK], people[LAWYER])
    found = {one.code: one for one in rule_results(staffing(target, DAY), COUNTY)}
    missing = found["type_missing"]
    assert missing.result == "不符合"
    assert missing.source == "附件5 四（一）"
    assert missing.text.startswith("服务队包括券商、基金、银行、担保")
    assert len(missing.reasons) == 5
    assert "缺少证券机构的专家（附件5 四（一）：服务队包括券商" in missing.reasons[0]
    assert not found["leader"].kept
    assert found["not_qualified"].kept
    assert [one.type.short for one in seats(staffing(target, DAY), [people[BANK]]) if one.experts] == ["银行"]


def test_a_penalty_within_three_years_keeps_an_expert_out(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES])
    experts.save(target, "处罚", Penalty(people[LAWYER], 1, authority="中国证监会", decided_on=DAY, level="个人"))
    code, text = refusal(teams.add, target, team, [people[BANK], people[LAWYER]], DAY)
    assert code == "not_qualified"
    assert "专家6不符合申报条件：2023-04-01 被中国证监会处罚，到 2026-04-01 才满三年。没有加入。" in text
    assert standing(target, team).experts == (people[SECURITIES],)
    assert teams.add(target, team, [people[BANK]], DAY).label == "专家2加入 平城区专家服务队"


def test_who_has_to_avoid_the_object_does_not_join_it(target: Ledger) -> None:
    people = pool(target)
    company = ServiceObject("企业", enterprise(target))
    team = formed(target, people[SECURITIES], of=company)
    stored(target, Conflict("1", institution="样例律师事务所", enterprise=company.key, ground="已聘"))
    code, text = refusal(teams.add, target, team, [people[LAWYER]])
    assert (code, text) == ("conflict", "“样例企业001有限公司”的专家专家6应当回避：所在机构已聘。没有加入。")


def test_nobody_takes_more_teams_than_he_can(target: Ledger) -> None:
    one = qualified(target, "甲", SECURITIES, most_teams=1)
    none = qualified(target, "乙", LAWYER, most_teams=0)
    blank = qualified(target, "丙", LAWYER, most_teams=None)
    team = formed(target, one)
    code, text = refusal(teams.form, target, ServiceObject("县区", "云冈区"), [one])
    assert (code, text) == ("over_capacity", "专家甲要带 2 队，最多能带 1 队。没有组建。")
    assert refusal(teams.add, target, team, [none])[1] == "专家乙要带 1 队，最多能带 0 队。没有加入。"
    assert refusal(teams.add, target, team, [blank])[0] == "no_capacity"
    teams.dissolve(target, team, "服务期满")
    formed(target, one, of=ServiceObject("县区", "云冈区"))


def test_the_same_person_twice_is_refused(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES])
    assert refusal(teams.add, target, team, [people[SECURITIES]])[0] == "member_twice"
    assert refusal(teams.add, target, team, [people[BANK], people[BANK]])[0] == "member_twice"
    assert refusal(teams.add, target, team, [people[SECURITIES]])[1] == "专家专家1已经在“平城区”的服务队里。没有加入。"
    qualified(target, "专家2", LAWYER, institution="样例律所二")
    code, text = refusal(teams.add, target, team, [people[BANK]])
    assert code == "person_twice"
    assert "又在“样例银行机构”又在“样例律所二”" in text
    assert standing(target, team).experts == (people[SECURITIES],)


def test_the_leader_comes_from_securities(target: Ledger) -> None:
    people = pool(target)
    second = qualified(target, "乙", SECURITIES)
    team = formed(target, people[SECURITIES], people[LAWYER], second)
    code, text = refusal(teams.set_leader, target, team, people[LAWYER])
    assert code == "leader"
    assert "负责人由券商专家担任。" in text
    assert "专家6来自律师事务所，没有改动。" in text
    changed = teams.set_leader(target, team, second)
    assert changed.label == "平城区专家服务队 负责人乙"
    assert standing(target, team).leader == second
    undo(target, changed)
    assert standing(target, team).leader == people[SECURITIES]
    assert refusal(teams.set_leader, target, team, people[BANK])[0] == "no_member"
    assert refusal(teams.form, target, ServiceObject("县区", "云冈区"), [people[LAWYER]], people[LAWYER])[0] == "leader"


def test_a_member_who_leaves_opens_a_hole_that_can_be_filled(target: Ledger) -> None:
    people, all_seven = seven(target)
    team = formed(target, *all_seven)
    better = qualified(target, "优", APPRAISER, projects=9, fields="评估", districts="平城区")
    of_district(target, "平城区", fields="评估")
    penalised = qualified(target, "罚", APPRAISER, last_penalty_on=DAY)
    code, _ = refusal(teams.leave, target, team, people[APPRAISER], "  ")
    assert code == "no_reason"
    assert refusal(teams.leave, target, team, people[APPRAISER], "调离", TOMORROW)[0] == "future_day"
    assert refusal(teams.leave, target, team, people[APPRAISER], "调离", datetime.date(2023, 3, 31))[0] == "wrong_day"
    assert refusal(teams.leave, target, team, penalised, "调离")[0] == "no_member"
    assert fillers(staffing(target, DAY), COUNTY) == ()
    left = teams.leave(target, team, people[APPRAISER], "调离", DAY)
    assert left.label == "专家7离开 平城区专家服务队"
    (gone,) = [one for one in teams.history(target, team) if one.left_on]
    assert (gone.expert, gone.left_on, gone.reason) == (people[APPRAISER], DAY, "调离")
    found = fillers(staffing(target, DAY), COUNTY)
    assert [one.expert.id for one in found] == [better, people[APPRAISER]]
    assert found[0].reason == "参与过 9 个资本运作项目，擅长评估，优先服务平城区，队里唯一擅长评估的，负荷 1/4"
    assert (found[0].load, found[0].points) == ("0/4", 18 + 10 + 10 + 30)
    teams.add(target, team, [better])
    assert rule_results(staffing(target, DAY), COUNTY)[0].kept
    assert standing(target, team).experts[-1] == better


def test_who_has_just_left_the_team_is_offered_last_and_it_is_said_why(target: Ledger) -> None:
    people = pool(target)
    weaker = qualified(target, "乙", APPRAISER, projects=1, institution="样例评估二")
    team = formed(target, people[SECURITIES], people[APPRAISER])
    best = fillers(staffing(target, DAY), COUNTY, instead=people[APPRAISER])
    assert [one.expert.id for one in best] == [weaker]
    teams.leave(target, team, people[APPRAISER], "调离", DAY)
    found = fillers(staffing(target, DAY), COUNTY, APPRAISER)
    assert [one.expert.id for one in found] == [weaker, people[APPRAISER]]
    assert found[1].points > found[0].points
    assert found[1].reason.startswith(f"{DAY} 离开了这支队（调离），所以排在后面；参与过 3 个资本运作项目")
    other = ServiceObject("县区", "云冈区")
    formed(target, people[SECURITIES], of=other)
    (first, *_) = fillers(staffing(target, DAY), other, APPRAISER)
    assert first.expert.id == people[APPRAISER]  # it is another team


def test_who_comes_back_is_a_member_anew(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES], people[BANK])
    teams.leave(target, team, people[BANK], "出差", DAY)
    teams.add(target, team, [people[BANK]])
    assert [(one.number, one.expert) for one in teams.history(target, team)] == [
        (1, people[SECURITIES]), (2, people[BANK]), (3, people[BANK]),
    ]  # fmt: skip


def test_a_member_is_replaced_in_one_step_and_a_new_leader_leads(target: Ledger) -> None:
    people = pool(target)
    second = qualified(target, "乙", SECURITIES, institution="样例证券二")
    team = formed(target, people[SECURITIES], people[LAWYER])
    offers = fillers(staffing(target, DAY), COUNTY, instead=people[SECURITIES])
    assert [one.expert.id for one in offers] == [second]
    changed = teams.replace(target, team, people[SECURITIES], second, "调离", DAY)
    assert changed.label == "平城区专家服务队 专家1换成乙"
    there = standing(target, team)
    assert (there.experts, there.leader) == ((second, people[LAWYER]), second)
    undo(target, changed)
    assert standing(target, team).leader == people[SECURITIES]
    assert refusal(teams.replace, target, team, people[LAWYER], second, "")[0] == "no_reason"


def test_two_of_one_institution_and_one_not_wished_for_are_told(target: Ledger) -> None:
    people = pool(target)
    second = qualified(target, "乙", LAWYER)
    stored(target, Wish(of_district(target, "平城区"), second, wanted=0))
    team = formed(target, people[SECURITIES], people[LAWYER])
    changed = teams.add(target, team, [second])
    assert codes(changed) == ["same_institution", "unwanted"]
    assert "乙和专家6都来自“样例律师事务所”" in changed.told


def test_no_team_without_a_securities_expert_or_twice_for_one_object(target: Ledger) -> None:
    lawyer = qualified(target, "甲", LAWYER)
    code, text = refusal(teams.form, target, COUNTY, [lawyer])
    assert code == "no_securities"
    assert "专家库里没有证券机构的专家" in text
    pool(target)
    formed(target, lawyer)
    code, text = refusal(teams.form, target, COUNTY)
    assert code == "same_object"
    assert "“平城区专家服务队”" in text
    assert refusal(teams.form, target, ServiceObject("县区", ""))[0] == "no_object"
    assert refusal(teams.form, target, ServiceObject("企业", "x"))[0] == "no_enterprise"
    assert refusal(teams.form, target, ServiceObject("县区", "云冈区"), ["x"])[0] == "no_expert"


def test_period_and_name_are_changed_and_wrong_ones_refused(target: Ledger) -> None:
    team = formed(target, pool(target)[SECURITIES])
    end = datetime.date(2025, 3, 31)
    changed = teams.change(target, team, {"valid_to": end, "name": "平城区一队"})
    assert (standing(target, team).team.valid_to, standing(target, team).team.name) == (end, "平城区一队")
    assert refusal(teams.change, target, team, {"valid_to": datetime.date(2023, 3, 31)})[0] == "wrong_period"
    assert refusal(teams.change, target, team, {"formed_on": TOMORROW})[0] == "future_day"
    undo(target, changed)
    assert standing(target, team).team.valid_to == datetime.date(2024, 3, 31)


def test_a_team_is_dissolved_with_date_and_reason(target: Ledger) -> None:
    team = formed(target, pool(target)[SECURITIES])
    assert refusal(teams.dissolve, target, team, "")[0] == "no_reason"
    assert refusal(teams.dissolve, target, team, "期满", datetime.date(2023, 3, 31))[0] == "wrong_day"
    changed = teams.dissolve(target, team, "服务期满", DAY)
    assert staffing(target, DAY).teams == {}
    assert refusal(teams.add, target, team, [])[0] == "no_team"
    undo(target, changed)
    assert standing(target, team).team.dissolved_on is None


def test_a_team_is_not_dissolved_before_its_members_came_or_went(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES])
    teams.add(target, team, [people[BANK]], DAY + datetime.timedelta(days=9))
    code, text = refusal(teams.dissolve, target, team, "期满", DAY + datetime.timedelta(days=8))
    assert code == "wrong_day"
    assert text == "解散日期 2023-04-09 早于成员加入或离队的日期 2023-04-10，没有保存。请核对日期。"
    teams.dissolve(target, team, "期满", DAY + datetime.timedelta(days=9))


def test_members_of_the_first_day_follow_the_day_the_team_was_formed(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES], people[LAWYER])
    ninth, tenth = (DAY + datetime.timedelta(days=days) for days in (8, 9))
    teams.add(target, team, [people[BANK]], ninth)
    teams.leave(target, team, people[LAWYER], "工作调动", ninth)
    changed = teams.change(target, team, {"formed_on": ninth})
    assert {one.joined_on for one in teams.history(target, team)} == {ninth}
    undo(target, changed)
    assert [one.joined_on for one in teams.history(target, team)] == [DAY, DAY, ninth]
    code, text = refusal(teams.change, target, team, {"formed_on": tenth})
    assert code == "wrong_day"
    assert text == "组建日期 2023-04-10 晚于成员加入或离队的日期 2023-04-09，没有保存。请核对日期。"


def test_a_successor_is_somebody_else_and_checked_on_the_day_he_joins(target: Ledger) -> None:
    people = pool(target)
    team = formed(target, people[SECURITIES], people[LAWYER])
    other = qualified(target, "李律师", LAWYER)
    experts.save(target, "处罚", Penalty(other, 1, authority="中国证监会", decided_on=DAY, level="个人"))
    assert refusal(teams.replace, target, team, people[LAWYER], people[LAWYER], "调动", DAY)[0] == "member_twice"
    assert refusal(teams.replace, target, team, people[LAWYER], other, "调动", DAY)[0] == "not_qualified"
    assert standing(target, team).experts == (people[SECURITIES], people[LAWYER])


def test_nothing_is_stored_of_a_refused_team(target: Ledger) -> None:
    people = pool(target)
    experts.edit(target, [people[BANK], people[LAWYER]], {"willing": 0})
    with pytest.raises(Refused) as refused:
        teams.form(target, COUNTY, list(people.values()))
    assert [one.code for one in refused.value.problems] == ["not_qualified"] * 2
    assert staffing(target, DAY).teams == {}


def test_a_members_reason_is_that_of_a_proposal(target: Ledger) -> None:
    people = pool(target)
    formed(target, people[SECURITIES])
    now = staffing(target, DAY)
    assert member_reason(now, COUNTY, [people[SECURITIES]], people[SECURITIES]) == "参与过 3 个资本运作项目，负荷 1/4"
    assert breaches(now, COUNTY, [people[SECURITIES]], people[SECURITIES])[0].code == "type_missing"
    assert team_checks.obstacle(now, COUNTY, [people[SECURITIES]], people[BANK]) is None


def test_an_enterprise_is_known_by_name_before_it_has_a_need(target: Ledger) -> None:
    pool(target)
    firm = ServiceObject("企业", enterprise(target, "样例甲有限公司"))
    wary = qualified(target, "回避者", LAWYER, avoids="样例甲有限公司")
    code, text = refusal(teams.form, target, firm, [wary])
    assert code == "conflict"
    assert "样例甲有限公司" in text
    assert teams.form(target, firm).label == "组建 样例甲有限公司专家服务队"
