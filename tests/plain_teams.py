"""Teams checked, valued and found the slow way, written apart from the program: what its answers are compared with."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from datong_desktop.domain.expert_rules import ExpertRules, load_expert_rules
from datong_desktop.domain.team_problem import Candidate, Need, Team, TeamProblem
from datong_desktop.domain.team_weights import WORDS, Weights
from tests.synthetic_experts import rules_text

Chosen = Mapping[str, set[str]]


def breaks(teams: Sequence[Team], problem: TeamProblem) -> list[str]:
    """Every hard rule these teams break, in whatever words."""
    found = []
    chosen = {team.need: set(team.members) for team in teams}
    if sorted(chosen) != sorted(need.id for need in problem.needs) or len(teams) != len(chosen):
        found.append("needs")
    for team in teams:
        if len(team.members) != len(set(team.members)):
            found.append(f"{team.need} twice")
        if team.leader not in team.members or problem.candidate[team.leader].type != "证券机构":
            found.append(f"{team.need} leader")
        found += [f"{team.need} {one}" for one in team.members if not may(team.need, problem.candidate[one], problem)]
    found += [f"{need.id} types" for need in problem.needs if not whole(need, chosen.get(need.id, set()), problem)]
    for one in problem.candidates:
        teams = sum(one.id in people for people in chosen.values())
        if teams and teams + one.engaged > one.capacity:
            found.append(f"{one.id} capacity")
    found += [f"{pair} pin" for pair in problem.pins if pair[1] not in chosen.get(pair[0], set())]
    if problem.most_changes is not None and changed(chosen, problem) > problem.most_changes:
        found.append("changes")
    return found


def may(need: str, one: Candidate, problem: TeamProblem) -> bool:
    pair = (need, one.id)
    return one.obstacle == "" and one.engaged < one.capacity and pair not in problem.bans and pair not in problem.conflicts


def whole(need: Need, people: set[str], problem: TeamProblem) -> bool:
    """At least one of each needed type, and no more than there is a reason for."""
    for kind in problem.rules.types:
        of_type = {one.id for one in problem.candidates if one.type == kind.name}
        there = {one for one in problem.present.get(need.id, ()) if one in of_type and may(need.id, problem.candidate[one], problem)}
        pinned = {expert for other, expert in problem.pins if other == need.id and expert in of_type}
        most = max(len(there), len(pinned))
        if kind.needed:
            most = max(most, 1)
        else:
            most = max(most, len(need.wanted & of_type), int(any(field in need.fields for field in kind.fields)))
        if not (int(kind.needed) <= len(people & of_type) <= most):
            return False
    return True


def changed(chosen: Chosen, problem: TeamProblem) -> int:
    total = 0
    for need, before in problem.present.items():
        for kind in {one.type for one in problem.candidates}:
            now = {one for one in chosen.get(need, ()) if problem.candidate[one].type == kind}
            old = {
                one for one in before
                if one in problem.candidate and problem.candidate[one].type == kind and may(need, problem.candidate[one], problem)
            }  # fmt: skip
            total += max(len(now - old), len(old - now))
    return total


def worth(chosen: Chosen, problem: TeamProblem) -> int:
    """The points of these teams, one by one."""
    w, total = problem.weights, 0
    for need in problem.needs:
        people = [problem.candidate[one] for one in sorted(chosen[need.id])]
        for one in people:
            urgent = 0
            urgent += w.field * sum(field in one.fields for field in need.fields)
            if need.industry and any(need.industry.startswith(i) or i.startswith(need.industry) for i in one.industries):
                urgent += w.industry
            urgent += w.experience * min(10, one.projects)
            urgent += w.experience * min(5, sum(n for board, n in one.boards.items() if board in need.fields))
            total += urgent * need.urgency
            total += w.district if need.district in one.districts else 0
            total += w.wish if one.id in need.wanted else 0
            total -= w.wish if one.id in need.unwanted else 0
        total += w.coverage * need.urgency * sum(any(field in one.fields for one in people) for field in need.fields)
        houses = [one.institution for one in people]
        total -= w.institution * (len(houses) - len(set(houses)))
    for one in problem.candidates:
        for teams in range(sum(one.id in chosen[need.id] for need in problem.needs)):
            total -= w.load * (one.engaged + teams)
    return total - w.change * changed(chosen, problem)


def best(problem: TeamProblem) -> int | None:
    """The most points of any teams that keep the rules, by trying them all; None when there are none."""
    found = None
    for choice in itertools.product(*(list(_teams(need, problem)) for need in problem.needs)):
        chosen = {need.id: people for need, people in zip(problem.needs, choice, strict=True)}
        if _fits(chosen, problem):
            points = worth(chosen, problem)
            found = points if found is None else max(found, points)
    return found


def fewest_changes(problem: TeamProblem) -> int | None:
    """The fewest changes of any teams that keep the other rules, by trying them all; None when there are none."""
    free = replace(problem, most_changes=None)
    found = None
    for choice in itertools.product(*(list(_teams(need, free)) for need in free.needs)):
        chosen = {need.id: people for need, people in zip(free.needs, choice, strict=True)}
        if _fits(chosen, free):
            made = changed(chosen, free)
            found = made if found is None else min(found, made)
    return found


def fewest_empty(problem: TeamProblem) -> dict[str, int]:
    """The least number of unfilled needed seats by type, by trying all ways to fill those that no pin fills."""
    found = {}
    for kind in problem.rules.types:
        people = [one for one in problem.candidates if one.type == kind.name]
        room = {one.id: one.capacity - one.engaged - sum(expert == one.id for _, expert in problem.pins) for one in people}
        held = {need for need, expert in problem.pins if expert in room}
        needs = [need for need in problem.needs if kind.needed and need.id not in held]
        options = [[None, *(one.id for one in people if may(need.id, one, problem))] for need in needs]
        fewest = len(needs)
        for seats in itertools.product(*options):
            if all(one is None or seats.count(one) <= room[one] for one in seats):
                fewest = min(fewest, seats.count(None))
        if fewest:
            found[kind.name] = fewest
    return found


def _fits(chosen: Chosen, problem: TeamProblem) -> bool:
    for one in problem.candidates:
        if sum(one.id in people for people in chosen.values()) > max(0, one.capacity - one.engaged):
            return False
    return problem.most_changes is None or changed(chosen, problem) <= problem.most_changes


def _teams(need: Need, problem: TeamProblem) -> Iterator[set[str]]:
    people = [one.id for one in problem.candidates if may(need.id, one, problem)]
    pinned = {expert for other, expert in problem.pins if other == need.id}
    for size in range(len(people) + 1):
        for some in itertools.combinations(people, size):
            if pinned <= set(some) and whole(need, set(some), problem):
                yield set(some)


# -- small problems -----------------------------------------------------------------------------------------------------


def small_rules() -> ExpertRules:
    """Two needed types and one that is asked for: few enough teams to try them all."""
    head, *kinds = rules_text().split("[[types]]\n")
    kept = [kind for kind in kinds if any(f'"{name}"' in kind for name in ("证券机构", "律师事务所", "资信评级机构"))]
    return load_expert_rules("[[types]]\n".join([head, *kept]), "small.toml")


def small(seed: int) -> TeamProblem:
    """Two or three needs and up to nine experts, with everything a problem can have; the same for the same seed."""
    chance = random.Random(seed)
    rules = small_rules()
    names = ["新三板", "法律", "税务", "评级"]
    people = []
    for kind in rules.types:
        for _ in range(chance.choice([1, 2, 3, 3, 3])):
            number = len(people)
            people.append(
                Candidate(
                    f"Z{number}", f"专家{number}", f"机构{chance.randrange(3)}", kind.name, chance.choice([0, 1, 2, 3, 3]),
                    fields=frozenset(chance.sample(names, 2)), industries=frozenset(chance.sample(["A", "C3", "I"], 1)),
                    districts=frozenset(chance.sample(["平城区", "云冈区"], 1)), engaged=chance.choice([0, 0, 0, 0, 1]),
                    projects=chance.randrange(13), boards={"新三板": chance.randrange(7)}, obstacle=chance.choice([*[""] * 9, "受过处罚"]),
                )
            )  # fmt: skip
    ids = [one.id for one in people]
    needs = tuple(
        Need(
            f"N{number}", f"样例{number}", district=chance.choice(["平城区", "云冈区"]), industry=chance.choice(["", "C", "C39", "I65"]),
            fields=frozenset(chance.sample(names, chance.randint(0, 3))), urgency=chance.randint(1, 3),
            wanted=frozenset(chance.sample(ids, chance.choice([0, 0, 1]))),
            unwanted=frozenset(chance.sample(ids, chance.choice([0, 0, 1]))),
        )
        for number in range(chance.randint(2, 3))
    )  # fmt: skip
    pairs = [(need.id, one) for need in needs for one in ids]
    some = {
        "conflicts": dict.fromkeys(chance.sample(pairs, chance.choice([0, 1, 2])), "已聘"),
        "bans": frozenset(chance.sample(pairs, chance.choice([0, 0, 2]))),
        "pins": frozenset(chance.sample(pairs, chance.choice([0, 0, 0, 0, 1, 2]))),
    }
    present = {need.id: frozenset(chance.sample(ids, min(len(ids), chance.randint(1, 4)))) for need in needs if chance.random() < 0.4}
    weights = Weights(**{name: chance.choice([0, 1, 5, 20, 60]) for name in WORDS})
    limit = chance.choice([None, None, 2, 3, 4]) if present else None
    return TeamProblem(tuple(people), needs, rules, weights, present=present, most_changes=limit, **some)  # type: ignore[arg-type]
