"""What a team is worth and which rules it breaks: beside the slow way, and each rule broken on purpose."""

from __future__ import annotations

import dataclasses
import random

import pytest

from datong_desktop.domain.team_fit import points, reasons
from datong_desktop.domain.team_input import wrong_input
from datong_desktop.domain.team_problem import Team, TeamProblem, team_of
from datong_desktop.domain.team_reasons import alternatives, member_reasons
from datong_desktop.domain.team_rules import RULES, broken_rules, rule_results
from datong_desktop.domain.team_seats import fill, filled
from datong_desktop.domain.team_value import value
from tests import plain_teams
from tests.plain_teams import small
from tests.synthetic_experts import problem

SEEDS = range(150)


def anyhow(task: TeamProblem, seed: int) -> dict[str, frozenset[str]]:
    """Some teams, good or bad."""
    chance = random.Random(seed)
    ids = [one.id for one in task.candidates]
    return {need.id: frozenset(chance.sample(ids, chance.randint(0, min(5, len(ids))))) for need in task.needs}


@pytest.fixture(scope="module")
def formed() -> tuple[TeamProblem, list[Team]]:
    """Eleven districts and full teams for them, however good."""
    task = problem(60, 11, kind="县区")
    members = filled([fill(task, kind.name) for kind in task.rules.types], task)
    return task, [team_of(task, need, members[need.id]) for need in task.needs]


def test_worth_and_broken_rules_are_those_of_the_slow_way() -> None:
    for seed in SEEDS:
        task = small(seed)
        members = anyhow(task, seed)
        assert value(members, task).total == plain_teams.worth({need: set(people) for need, people in members.items()}, task)
        teams = [team_of(task, need, members[need.id]) for need in task.needs]
        if all(team.leader for team in teams) and not wide(teams, task):
            assert bool(broken_rules(teams, task)) == bool(plain_teams.breaks(teams, task)), seed


def wide(teams: list[Team], task: TeamProblem) -> bool:
    """Whether some team has more of a type than a proposal gives: no broken rule, and none of the slow way's teams."""
    return any(
        sum(task.candidate[one].type == kind.name for one in team.members) > task.seats(task.need[team.need], kind).high
        for team in teams for kind in task.rules.types
    )  # fmt: skip


def test_parts_sum_up_to_the_points() -> None:
    for seed in SEEDS:
        task = small(seed)
        for need in task.needs:
            for one in task.candidates:
                parts = reasons(one, need, task.weights)
                assert sum(part.points for part in parts) == points(one, need, task.weights)
                assert all(part.text and part.label for part in parts)


def test_the_next_best_choice_costs_what_it_says() -> None:
    seen = 0
    for seed in SEEDS:
        task = dataclasses.replace(small(seed), most_changes=None)
        members = anyhow(task, seed)
        before = value(members, task).total
        for need in task.needs:
            for identifier in members[need.id]:
                found = alternatives(task.candidate[identifier], need, members, task)
                assert [one.cost for one in found] == sorted(one.cost for one in found)
                for other in found:
                    swapped = {**members, need.id: members[need.id] - {identifier} | {other.expert.id}}
                    assert before - value(swapped, task).total == other.cost
                    assert other.expert.type == task.candidate[identifier].type
                    seen += 1
    assert seen > 100


def test_a_limit_on_changes_and_a_pin_bind_the_next_best_choice(formed: tuple[TeamProblem, list[Team]]) -> None:
    task, teams = formed
    members = {team.need: frozenset(team.members) for team in teams}
    need, one = task.needs[0], task.candidate[teams[0].leader]
    assert alternatives(one, need, members, task)
    assert not alternatives(one, need, members, dataclasses.replace(task, present=members, most_changes=0))
    assert alternatives(one, need, members, dataclasses.replace(task, present=members, most_changes=1))
    assert not alternatives(one, need, members, dataclasses.replace(task, pins=frozenset({(need.id, one.id)})))


def test_reasons_are_words() -> None:
    task = problem(60, 11)
    one = dataclasses.replace(
        task.candidates[0], capacity=4, fields=frozenset({"新三板", "法律"}), industries=frozenset("C"),
        projects=9, boards={"新三板": 3, "IPO": 6},
    )  # fmt: skip
    need = dataclasses.replace(task.needs[0], fields=frozenset({"新三板"}), industry="C3912", district="")
    task = dataclasses.replace(task, candidates=(one, *task.candidates[1:]), needs=(need, *task.needs[1:]))
    members = {other.id: frozenset({one.id}) if other in task.needs[:2] else frozenset() for other in task.needs}
    said = "参与过 3 个新三板项目，共参与过 9 个资本运作项目，行业相同，擅长新三板，队里唯一擅长新三板的，负荷 2/4"
    assert member_reasons(one, need, members, task).text == said
    now = dataclasses.replace(task, present={need.id: frozenset({one.id})}, pins=frozenset({(need.id, one.id)}))
    assert member_reasons(one, need, members, now).text == said.replace("，负荷", "，现在就在队里，已指定，负荷")


def test_each_rule_when_broken_is_named(formed: tuple[TeamProblem, list[Team]]) -> None:
    task, teams = formed
    assert broken_rules(teams, task) == ()
    first, rest = teams[0], teams[1:]
    need, others = first.need, tuple(first.members[1:])
    replace = dataclasses.replace
    lawyer = next(one for one in first.members if task.candidate[one].type == "律师事务所")
    barred = replace(task, candidates=tuple(replace(one, obstacle="受过处罚") if one.id == lawyer else one for one in task.candidates))
    small_room = replace(task, candidates=tuple(replace(one, capacity=0) if one.id == lawyer else one for one in task.candidates))
    elsewhere = next(one.id for one in task.candidates if one.id not in first.members)
    members = {team.need: frozenset(team.members) for team in teams}
    for code, made, under in (
        ("no_team", rest, task),
        ("no_team", [*teams, first], task),
        ("type_missing", [replace(first, members=tuple(one for one in first.members if one != lawyer)), *rest], task),
        ("leader", [replace(first, leader=lawyer), *rest], task),
        ("leader", [replace(first, members=others), *rest], task),
        ("member_twice", [replace(first, members=(*first.members, lawyer)), *rest], task),
        ("not_qualified", teams, barred),
        ("over_capacity", teams, small_room),
        ("conflict", teams, replace(task, conflicts={(need, lawyer): "亲属"})),
        ("banned", teams, replace(task, bans=frozenset({(need, lawyer)}))),
        ("pin_ignored", teams, replace(task, pins=frozenset({(need, elsewhere)}))),
        ("too_many_changes", teams, replace(task, present={**members, need: frozenset()}, most_changes=6)),
    ):
        found = broken_rules(made, under)
        assert code in [one.code for one in found], code
        assert {one.code for one in rule_results(made, under) if one.result == "不符合"} == {one.code for one in found}
        assert all(one.text.endswith("。") for one in found)
    assert broken_rules(teams, replace(task, present={**members, need: frozenset()}, most_changes=7)) == ()
    assert [one.result for one in rule_results(teams, task)] == ["符合"] * len(RULES)


def test_todays_leader_goes_on_leading() -> None:
    task = problem(60, 11)
    leaders = [one for one in task.candidates if one.type == "证券机构"][:3]
    people = frozenset(one.id for one in leaders)
    most = max(leaders, key=lambda one: (one.projects, -int(one.id[1:])))
    assert team_of(task, task.needs[0], people).leader == most.id
    for one in leaders:
        now = dataclasses.replace(task, leaders={task.needs[0].id: one.id})
        assert team_of(now, task.needs[0], people).leader == one.id
    assert team_of(task, task.needs[0], frozenset()).leader == ""


def test_bad_input_is_named_all_at_once() -> None:
    task = problem(16, 2)
    first, second, *rest = task.candidates
    replace = dataclasses.replace
    bad = replace(
        task, candidates=(replace(first, capacity=-1, type="保险公司"), replace(second, id=first.id, name=first.name), *rest),
        needs=(*task.needs, task.needs[0]), pins=frozenset({("N0001", "nobody")}), bans=frozenset({("nowhere", first.id)}), most_changes=-1,
    )  # fmt: skip
    found = wrong_input(bad)
    codes = {"expert_twice", "need_twice", "person_twice", "unknown_type", "bad_capacity", "unknown_pair", "bad_limit"}
    assert {one.code for one in found} == codes
    assert all(one.text.endswith("。") for one in found)
    assert [one.code for one in wrong_input(replace(task, needs=(), candidates=()))] == ["no_needs", "no_experts"]
    assert wrong_input(task) == ()
