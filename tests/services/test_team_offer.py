"""Proposals on a ledger: offered beside today's teams, accepted whole or in part as one undo step, refused when something changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import highspy
import pytest

from datong_desktop.domain.enterprise import Intermediary
from datong_desktop.domain.expert import Project, QualificationCheck
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.domain.service_team import Wish
from datong_desktop.domain.team_problem import Pair
from datong_desktop.services import conflict_hints, enterprises, experts, needs, staffing_job, team_job, teams
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject, StandingTeam
from datong_desktop.services.team_accepting import REASON, accept, kept_proposal, problem_kept
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_offer import CHANGED, NEW, SAME, Offer, Order, choices, make, office_weights
from datong_desktop.services.team_proposal import Impossible, Proposal, propose
from datong_desktop.views.teams.proposal_words import result_text, team_lines
from tests.experts import file
from tests.registry import made as enterprise
from tests.registry import undo
from tests.storage import refusal
from tests.teams import APPRAISER, DAY, LAWYER, SECURITIES, SEVEN, of_district, pool, qualified, stored, team

COUNTY, OTHER = ServiceObject("县区", "平城区"), ServiceObject("县区", "云冈区")


def order(*asked: str, pins: Sequence[Pair] = (), bans: Sequence[Pair] = (), most_changes: int | None = None) -> Order:
    return Order(asked, team_job.rules().weights, frozenset(pins), frozenset(bans), most_changes)


def offered(target: Ledger, *asked: str, **limits: object) -> Offer:
    found = make(target, order(*asked, **limits), DAY)  # type: ignore[arg-type]
    assert isinstance(found.answer, Proposal)
    return found


def standing(target: Ledger, of: ServiceObject) -> StandingTeam:
    return staffing(target, DAY).team_of[of]



def test_a_proposal_forms_new_teams_and_is_kept_with_its_inputs(target: Ledger) -> None:
    people = pool(target)
    one, two = of_district(target, "平城区", fields="法律"), of_district(target, "云冈区")
    weights = replace(team_job.rules().weights, district=99)
    offer = make(target, Order((one, two), weights), DAY)
    assert [(team.need.name, team.state, team.before) for team in offer.teams] == [("平城区", NEW, ()), ("云冈区", NEW, ())]
    assert all(rule.result == "符合" for rule in offer.rules)
    first = offer.teams[0]
    assert first.leader == people[SECURITIES]
    assert set(first.joining) == {people[kind] for kind in SEVEN}
    assert "参与过 3 个资本运作项目" in offer.reasons(first, people[LAWYER]).text
    assert offer.reasons(first, people[LAWYER]).load == offer.load(people[LAWYER]) == "2/4"
    assert offer.alternatives(first, people[LAWYER]) == []
    assert office_weights(target) == team_job.rules().weights

    changed = accept(target, offer)
    assert changed.label == f"{REASON} 2 支服务队"
    there = standing(target, COUNTY)
    assert (there.team.name, there.team.formed_on, there.leader) == ("平城区专家服务队", DAY, people[SECURITIES])
    assert set(there.experts) == {people[kind] for kind in SEVEN}
    assert {member.joined_on for member in there.members} == {DAY}
    (check,) = file(target, people[LAWYER]).all(QualificationCheck)
    assert (check.occasion, check.result, check.checked_on) == ("组队", "符合", DAY)
    assert office_weights(target) == weights
    assert there.team.proposal
    kept = kept_proposal(target, there.team.proposal)
    assert kept is not None
    assert kept.accepted_on == DAY
    assert problem_kept(kept) == offer.problem
    again = propose(problem_kept(kept))
    assert isinstance(again, Proposal)
    assert again.teams == offer.answer.teams  # type: ignore[union-attr]

    assert undo(target, changed).label == f"撤销 {REASON} 2 支服务队"
    now = staffing(target, DAY)
    assert not now.teams
    assert not file(target, people[LAWYER]).all(QualificationCheck)
    assert kept_proposal(target, there.team.proposal) is None
    assert office_weights(target) == team_job.rules().weights


def test_experts_whose_projects_are_listed_one_by_one_are_kept_too(target: Ledger) -> None:
    people = pool(target)
    boards = ("新三板", "新三板", "境内上市")
    projects = [Project(people[LAWYER], n, enterprise=f"企业{n}", board=board) for n, board in enumerate(boards, 1)]
    experts.save(target, "项目", *projects)
    offer = offered(target, of_district(target, "平城区", fields="新三板"))
    assert offer.problem.candidate[people[LAWYER]].boards == {"新三板": 2, "IPO": 1}
    accept(target, offer)
    kept = kept_proposal(target, str(standing(target, COUNTY).team.proposal))
    assert kept is not None
    assert problem_kept(kept) == offer.problem


def test_todays_team_is_changed_member_by_member(target: Ledger) -> None:
    people = pool(target)
    better = qualified(target, "更好", LAWYER, fields="法律、IPO", projects=10)
    one = of_district(target, "平城区", fields="法律、IPO")
    standing_one = team(target, *(people[kind] for kind in SEVEN), district="平城区")
    offer = offered(target, one, pins=[(one, better)], bans=[(one, people[LAWYER])])
    (found,) = offer.teams
    assert (found.state, found.joining, found.leaving) == (CHANGED, (better,), (people[LAWYER],))
    changed = accept(target, offer, [one])
    assert changed.label == f"{REASON} 平城区"
    there = standing(target, COUNTY)
    assert (there.team.id, there.leader) == (standing_one, people[SECURITIES])
    assert set(there.experts) == {*(people[kind] for kind in SEVEN if kind != LAWYER), better}
    gone = next(member for member in teams.history(target, standing_one) if member.expert == people[LAWYER])
    assert (gone.left_on, gone.reason) == (DAY, REASON)
    undo(target, changed)
    assert set(standing(target, COUNTY).experts) == {people[kind] for kind in SEVEN}


def test_the_leader_changes_with_the_team(target: Ledger) -> None:
    people = pool(target)
    second = qualified(target, "次", SECURITIES)
    one = of_district(target, "平城区")
    team(target, *(people[kind] for kind in SEVEN), district="平城区")
    accept(target, offered(target, one, bans=[(one, people[SECURITIES])]))
    there = standing(target, COUNTY)
    assert there.leader == second
    assert [member.expert for member in there.members if member.leader] == [second]


def test_a_part_is_accepted_alone_and_what_stays_the_same_is_not_written(target: Ledger) -> None:
    people = pool(target)
    one, two = of_district(target, "平城区"), of_district(target, "云冈区")
    team(target, *(people[kind] for kind in SEVEN), district="平城区")
    offer = offered(target, one, two)
    assert [found.state for found in offer.teams] == [SAME, NEW]
    assert refusal(accept, target, offer, [one])[0] == "nothing_to_accept"
    accept(target, offer)
    assert standing(target, COUNTY).team.proposal is None
    assert standing(target, OTHER).team.proposal


def test_a_part_that_leans_on_another_is_refused(target: Ledger) -> None:
    people = pool(target)
    qualified(target, "第二", APPRAISER)
    experts.edit(target, [people[APPRAISER]], {"most_teams": 1})
    one, two = of_district(target, "平城区"), of_district(target, "云冈区")
    team(target, *(people[kind] for kind in SEVEN), district="平城区")
    offer = offered(target, one, two, pins=[(two, people[APPRAISER])])
    code, text = refusal(accept, target, offer, [two])
    assert code == "part_clash"
    assert "要带 2 队，最多能带 1 队" in text
    assert set(staffing(target, DAY).team_of) == {COUNTY}
    accept(target, offer)
    assert set(staffing(target, DAY).team_of) == {COUNTY, OTHER}


def test_a_ledger_that_changed_since_is_refused_in_a_sentence(target: Ledger) -> None:
    people = pool(target)
    one, two = of_district(target, "平城区"), of_district(target, "云冈区")
    offer = offered(target, one, two)
    stored(target, Wish(one, people[LAWYER], wanted=0))
    assert refusal(accept, target, offer)[0] == "stale_proposal"
    offer = offered(target, one, two)
    accept(target, offer, [one])
    assert refusal(accept, target, offer, [two])[0] == "stale_proposal"
    offer = offered(target, two)
    needs.close(target, [two], DAY)
    assert refusal(accept, target, offer)[0] == "no_need"
    assert set(staffing(target, DAY).team_of) == {COUNTY}


def test_days_that_cannot_be(target: Ledger) -> None:
    people = pool(target)
    one = of_district(target, "平城区")
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    assert refusal(accept, target, make(target, order(one), tomorrow))[0] == "future_day"
    qualified(target, "另一", LAWYER)
    team(target, *(people[kind] for kind in SEVEN), district="平城区")
    before = make(target, order(one, bans=[(one, people[LAWYER])]), DAY - datetime.timedelta(days=1))
    assert refusal(accept, target, before)[0] == "wrong_day"


def test_what_cannot_be_solved_changes_nothing(target: Ledger) -> None:
    people = pool(target)
    one = of_district(target, "平城区")
    offer = make(target, order(one, bans=[(one, expert) for expert in people.values()]), DAY)
    assert isinstance(offer.answer, Impossible)
    assert len(offer.answer.shortages) == 7
    assert all(clash.remedies for clash in offer.answer.clashes)
    assert (offer.teams, offer.rules) == ((), ())
    assert refusal(accept, target, offer)[0] == "nothing_to_accept"
    assert refusal(make, target, order(), DAY)[0] == "no_needs"
    assert not staffing(target, DAY).teams


def test_cancelled_and_out_of_memory_change_nothing(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    pool(target)
    one = of_district(target, "平城区")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make(target, order(one), DAY, progress=progress)

    def full(_: highspy.Highs) -> highspy.HighsStatus:
        raise MemoryError

    qualified(target, "第二", LAWYER)
    monkeypatch.setattr(highspy.Highs, "run", full)
    assert refusal(make, target, order(one), DAY)[0] == "solver_memory"
    assert not staffing(target, DAY).teams


def test_an_object_with_two_needs_is_asked_for_once(target: Ledger) -> None:
    pool(target)
    one, two = of_district(target, "平城区"), of_district(target, "平城区")
    assert [need.id for need in choices(staffing(target, DAY))] == [one]
    assert refusal(make, target, order(one, two), DAY)[0] == "same_need"


def test_pins_of_needs_that_are_not_asked_for_are_passed_over(target: Ledger) -> None:
    people = pool(target)
    one, two = of_district(target, "平城区"), of_district(target, "云冈区")
    offer = offered(target, one, pins=[(two, people[LAWYER])], bans=[(two, people[LAWYER])])
    assert (offer.problem.pins, offer.problem.bans) == (frozenset(), frozenset())


def test_a_conflict_nobody_has_declared_keeps_nobody_out_and_is_told(target: Ledger) -> None:
    people = pool(target)
    company = ServiceObject("企业", enterprise(target, "样例企业001有限公司"))
    enterprises.save(target, "中介", Intermediary(company.key, 1, kind="律师事务所", name="样例律师事务所"))
    (need,) = needs.create(target, company, {"picked_by": "市工信局"}).touched["need"]
    offer = offered(target, need, of_district(target, "平城区"))
    doubtful, sound = sorted(offer.teams, key=lambda team: not offer.doubts(team))
    (hint,) = offer.doubts(doubtful)
    assert (doubtful.target, hint.experts, hint.ground) == (company, (people[LAWYER],), "已聘")
    assert offer.doubts(sound) == ()
    assert result_text(offer).endswith("▲ 1 支队里有人可能要回避，还没有登记，选中该队看理由")
    (told,) = [text for label, text in team_lines(offer, doubtful) if label == "▲ 可能要回避"]
    assert "已聘“样例律师事务所”" in told
    (note,) = staffing_job.problem_of_path(target.path, DAY)[2]
    assert note.startswith("可能要回避、还没有登记：")
    conflict_hints.accept(target, hint)
    assert "可能要回避" not in str(staffing_job.problem_of_path(target.path, DAY)[2])


def test_an_expert_who_is_still_being_keyed_keeps_nobody_from_a_team(target: Ledger) -> None:
    people = pool(target)
    new = qualified(target, "新来的", "")
    team(target, *(people[kind] for kind in SEVEN), new, district="平城区")
    offer = offered(target, of_district(target, "平城区"))
    assert new not in offer.problem.candidate
    (found,) = offer.teams
    assert (found.state, found.leaving) == (CHANGED, (new,))
    accept(target, offer)
    assert set(standing(target, COUNTY).experts) == {people[kind] for kind in SEVEN}
