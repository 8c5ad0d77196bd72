"""Proposals beside trying everything; always the same answer; never worse for another expert; cancelled, timed out, out of memory."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace

import highspy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.domain.team_clash import WITHOUT
from datong_desktop.domain.team_problem import Candidate, TeamProblem
from datong_desktop.domain.team_reasons import alternatives
from datong_desktop.domain.team_rules import broken_rules
from datong_desktop.services import team_model, team_proposal
from datong_desktop.services.team_proposal import Impossible, Proposal, Search, propose
from tests import plain_teams
from tests.plain_teams import small
from tests.storage import refusal
from tests.synthetic_experts import problem


def proposed(task: TeamProblem) -> Proposal:
    found = propose(task)
    assert isinstance(found, Proposal)
    return found


def test_300_problems_beside_trying_everything() -> None:
    """Every optimum is the best of all teams there are, and what is called impossible is."""
    possible = limited = 0
    for seed in range(10_000):
        task = small(seed)
        best, found = plain_teams.best(task), propose(task)
        assert isinstance(found, Proposal) == (best is not None), seed
        if isinstance(found, Proposal):
            assert (found.objective, found.bound, found.gap) == (best, best, 0.0), seed
            assert plain_teams.breaks(found.teams, task) == [], seed
            assert broken_rules(found.teams, task) == (), seed
            assert plain_teams.worth({team.need: set(team.members) for team in found.teams}, task) == best, seed
            assert [team.need for team in found.teams] == [need.id for need in task.needs]
            assert all(team.members[0] == team.leader for team in found.teams)
            possible += 1
            limited += task.most_changes is not None
        if possible == 300:
            break
    assert possible == 300
    assert limited > 50


@given(st.integers(0, 5_000), st.randoms())
def test_the_order_of_the_input_changes_nothing(seed: int, chance: random.Random) -> None:
    task = small(seed)
    people, needs = list(task.candidates), list(task.needs)
    chance.shuffle(people)
    chance.shuffle(needs)
    first, second = propose(task), propose(replace(task, candidates=tuple(people), needs=tuple(needs)))
    if isinstance(first, Proposal):
        assert isinstance(second, Proposal)
        assert sorted(first.teams, key=lambda team: team.need) == sorted(second.teams, key=lambda team: team.need)
        assert first.objective == second.objective
    else:
        assert first == second


def test_the_order_changes_nothing_in_a_large_one_either() -> None:
    task = problem(160, 60)
    mixed = replace(task, candidates=task.candidates[::-1], needs=task.needs[::-1])
    first, second = proposed(task), proposed(mixed)
    assert first.optimal
    assert first.teams == second.teams[::-1]


@given(st.integers(0, 5_000), st.integers(0, 2), st.integers(0, 3))
def test_another_expert_never_makes_the_best_worse(seed: int, kind: int, capacity: int) -> None:
    task = small(seed)
    before = propose(task)
    more = Candidate("new", "新专家", "新机构", task.rules.types[kind].name, capacity, fields=frozenset({"法律"}), projects=seed % 13)
    after = propose(replace(task, candidates=(*task.candidates, more)))
    if isinstance(before, Proposal):
        assert isinstance(after, Proposal)
        assert after.objective >= before.objective
    elif isinstance(after, Impossible):
        assert sum(one.missing for one in after.shortages) <= sum(one.missing for one in before.shortages)


def test_no_swap_by_hand_improves_the_best() -> None:
    task = problem(100, 30)
    found = proposed(task)
    members = {team.need: frozenset(team.members) for team in found.teams}
    costs = [
        other.cost
        for need in task.needs for one in members[need.id] for other in alternatives(task.candidate[one], need, members, task)
    ]  # fmt: skip
    assert found.optimal
    assert len(costs) > 500
    assert min(costs) >= 0


def test_wishes_are_heard() -> None:
    task = problem(60, 11)
    need = task.needs[3]
    lawyer = next(one for one in task.by_type["律师事务所"] if task.allowed(need, one))
    heavy = replace(task, weights=replace(task.weights, wish=1_000))
    him = frozenset({lawyer.id})
    wanted = proposed(replace(heavy, needs=tuple(replace(one, wanted=him) if one is need else one for one in task.needs)))
    unwanted = proposed(replace(heavy, needs=tuple(replace(one, unwanted=him) for one in task.needs)))
    assert lawyer.id in wanted.teams[3].members
    assert all(lawyer.id not in team.members for team in unwanted.teams)


# -- changes against today's teams ------------------------------------------------------------------------------------


def test_the_fewest_changes_are_those_of_trying_everything_and_the_clash_is_irreducible() -> None:
    seen = 0
    for seed in range(2_000):
        task = small(seed)
        if task.most_changes is None:
            continue
        task = replace(task, most_changes=0)
        found = propose(task)
        if not isinstance(found, Impossible) or found.shortages or found.clashes[0].rules[0].kind != "changes":
            continue
        (clash,) = found.clashes
        least = plain_teams.fewest_changes(task)
        assert clash.remedies == (f"把改动上限放宽到 {least} 处",)
        assert isinstance(propose(replace(task, most_changes=least)), Proposal)
        named = [rule.kind for rule in clash.rules[1:]]
        alone = task
        for kind in WITHOUT.keys() - set(named):
            alone = WITHOUT[kind](alone)
        assert plain_teams.fewest_changes(alone), seed
        for kind in named:
            assert plain_teams.fewest_changes(WITHOUT[kind](alone)) == 0, (seed, kind)
        seen += 1
        if seen == 15:
            break
    assert seen == 15


def test_who_leaves_is_replaced_and_nobody_else() -> None:
    task = problem(100, 30)
    now = proposed(task)
    members = {team.need: frozenset(team.members) for team in now.teams}
    gone = now.teams[0].members[2]
    left = replace(task, candidates=tuple(one for one in task.candidates if one.id != gone), present=members)
    holes = sum(gone in people for people in members.values())
    found = proposed(replace(left, most_changes=holes))
    assert found.optimal
    for team in found.teams:
        assert len(set(team.members) - members[team.need]) == (gone in members[team.need])
    clash = propose(replace(left, most_changes=holes - 1))
    assert isinstance(clash, Impossible)
    assert clash.clashes[0].remedies == (f"把改动上限放宽到 {holes} 处",)


# -- in threads -------------------------------------------------------------------------------------------------------


def test_it_works_in_threads_and_leaves_the_others_running() -> None:
    tasks, answers = [problem(160, 60), problem(100, 30)], {}
    expected = [proposed(task).teams for task in tasks]
    beats = []

    def work(number: int) -> None:
        answers[number] = proposed(tasks[number % 2]).teams

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        beats.append(time.monotonic())
        time.sleep(0.001)
    assert answers == {number: expected[number % 2] for number in range(4)}
    assert len(beats) > 5


# -- watched, stopped, failed ------------------------------------------------------------------------------------------


def test_it_tells_how_far_it_is() -> None:
    seen: list[Search] = []
    found = propose(problem(160, 60), tell=seen.append)
    assert isinstance(found, Proposal)
    assert seen
    assert [one.seconds for one in seen] == sorted(one.seconds for one in seen)
    for one in seen:
        assert one.best is not None
        assert one.best <= found.objective
        assert one.bound is None or one.bound >= found.objective
        assert one.gap is None or 0 <= one.gap <= 1


def test_without_time_there_is_an_answer_that_keeps_the_rules_and_says_how_far_it_may_be() -> None:
    task = problem(160, 60)
    best, found = proposed(task), propose(task, seconds=1e-6)
    assert isinstance(found, Proposal)
    assert broken_rules(found.teams, task) == ()
    assert found.objective <= best.objective <= found.bound
    assert not found.optimal
    assert 0 < found.gap <= 1


def test_cancelled_before_and_while_it_searches() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        propose(problem(160, 60), progress=progress)
    progress = Progress()
    with pytest.raises(Cancelled):
        propose(problem(400, 150), tell=lambda seen: progress.cancel(), progress=progress)


def test_cancelled_inside_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    progress = Progress()
    monkeypatch.setattr(team_model, "LIKELY", 1)
    run = highspy.Highs.run

    def cancelled(solver: highspy.Highs) -> highspy.HighsStatus:
        progress.cancel()
        return run(solver)

    monkeypatch.setattr(highspy.Highs, "run", cancelled)
    with pytest.raises(Cancelled):
        propose(problem(160, 60), progress=progress)


def test_out_of_memory_is_a_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: highspy.Highs) -> highspy.HighsStatus:
        raise MemoryError

    task = problem(60, 11)
    monkeypatch.setattr(highspy.Highs, "run", full)
    assert refusal(propose, task)[0] == "solver_memory"
    monkeypatch.undo()
    assert proposed(task).optimal
    monkeypatch.setattr(team_model, "points", lambda *_: full(_))  # type: ignore[arg-type]
    assert refusal(propose, task)[0] == "solver_memory"


def test_bad_input_is_refused_with_everything_wrong() -> None:
    task = problem(16, 2)
    assert refusal(propose, replace(task, needs=()))[0] == "no_needs"
    assert refusal(propose, replace(task, candidates=()))[0] == "no_experts"
    twin = replace(task.candidates[1], name=task.candidates[0].name)
    code, text = refusal(propose, replace(task, candidates=(task.candidates[0], twin, *task.candidates[2:])))
    assert code == "person_twice"
    assert f"又在“{task.candidates[0].institution}”又在“{twin.institution}”" in text


def test_pins_that_clash_are_told_beside_the_seats_that_are_short() -> None:
    task = problem(60, 11)
    short = replace(
        task, candidates=tuple(one for one in task.candidates if one.type != "银行机构" or one.obstacle),
        conflicts={("N0001", "Z0001"): "亲属"}, pins=frozenset({("N0001", "Z0001")}),
    )  # fmt: skip
    found = propose(short)
    assert isinstance(found, Impossible)
    assert [one.type for one in found.shortages] == ["银行机构"]
    assert [tuple(rule.kind for rule in clash.rules) for clash in found.clashes] == [("pin", "conflict"), ("type",)]


def test_the_solver_is_loaded_when_it_is_first_needed() -> None:
    assert "highspy" not in vars(team_proposal)
