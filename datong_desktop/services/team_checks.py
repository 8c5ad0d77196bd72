"""The rules of one team, each with its result and the words it rests on; and who could fill a seat of it, with the reasons.

The rules themselves are the checker's (``domain/team_rules.py``), the points and words those of a proposal: a team formed by
hand is judged as a proposed one is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from datong_desktop.domain.admission import FULFILLED, VIOLATED
from datong_desktop.domain.expert_rules import ExpertRules, InstitutionType
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.team_input import same_person
from datong_desktop.domain.team_problem import Candidate, Team, TeamProblem
from datong_desktop.domain.team_reasons import member_reasons
from datong_desktop.domain.team_rules import broken_rules
from datong_desktop.domain.team_value import step_points, team_points
from datong_desktop.services.staffing import ServiceObject, Staffing, need_id

WHOLE = ("type_missing", "leader")
"""Rules a team may break while it is being formed; the others keep an expert out of it."""
OFFICE = "市金融办对服务队的要求"
"""What the text takes for granted and does not say."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule of a team: ``result`` is 符合 or 不符合, ``reasons`` a sentence for each time it is broken, ``text`` and ``source``
    what it rests on."""

    code: str
    title: str
    source: str
    text: str
    result: str
    reasons: tuple[str, ...]

    @property
    def kept(self) -> bool:
        return self.result == FULFILLED


@dataclass(frozen=True, slots=True)
class Seat:
    """A type every team needs, and the members who hold it: none is a hole."""

    type: InstitutionType
    experts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """An expert for a seat: ``points`` more (or fewer) the team is then worth, ``reason`` in words, ``load`` without this team
    as "2/4"; ``obstacle``: what keeps him out of it, "" for nothing."""

    expert: Candidate
    points: int
    reason: str
    load: str
    obstacle: str = ""


def rule_results(now: Staffing, target: ServiceObject) -> tuple[RuleResult, ...]:
    """Every rule for the team of an object as it stands; empty when it has none."""
    team = now.team_of.get(target)
    return () if team is None else judged(now, target, team.experts, team.leader)


def judged(now: Staffing, target: ServiceObject, experts: Sequence[str], leader: str) -> tuple[RuleResult, ...]:
    """The same for a team of these members, whoever is in it today."""
    found = breaches(now, target, experts, leader)
    results = []
    for code, title, source, text in _rules(now.rules):
        reasons = tuple(one.text for one in found if one.code == code)
        results.append(RuleResult(code, title, source, text, VIOLATED if reasons else FULFILLED, reasons))
    return tuple(results)


def breaches(now: Staffing, target: ServiceObject, experts: Sequence[str], leader: str) -> tuple[Problem, ...]:
    """What a team of these members breaks, a sentence each."""
    task = now.problem_of_team(target, dict.fromkeys(experts))
    found = [*broken_rules([Team(need_id(target), leader, tuple(experts))], task)]
    names = dict.fromkeys(fold(task.candidate[one].name) for one in experts)
    return (*found, *(twice for name in names for twice in same_person(now.namesakes[name])))


@cache
def _rules(rules: ExpertRules) -> tuple[tuple[str, str, str, str], ...]:
    """Code, title, source and words of every rule."""
    asked = "；".join(f"{one.name}：{one.text}" for one in rules.clauses)
    where = "、".join(dict.fromkeys(one.source for one in rules.clauses))
    return (
        ("type_missing", "机构齐全", rules.team_source, rules.team_text),
        ("leader", "负责人", rules.team_source, rules.team_text),
        ("not_qualified", "成员资格", where, asked),
        ("conflict", "利益回避", OFFICE, "与服务对象有利害关系的专家不参加它的服务队。"),
        ("over_capacity", "成员负荷", OFFICE, "每名专家参加的服务队不超过本人的可承担队数。"),
        ("member_twice", "成员不重复", OFFICE, "一名专家在一支服务队里只占一席。"),
        ("person_twice", "一人一条", OFFICE, "同一个人在专家库里只有一条，不因两个机构算作两人。"),
    )


def seats(now: Staffing, experts: Iterable[str]) -> tuple[Seat, ...]:
    """The seven types and which of these members hold each."""
    people = [now.candidates[one] for one in experts]
    return tuple(
        Seat(kind, tuple(one.id for one in people if one.type == kind.name)) for kind in now.rules.types if kind.needed
    )


def obstacle(now: Staffing, target: ServiceObject, experts: Sequence[str], expert: str) -> Problem | None:
    """Why an expert cannot join a team of these members, None when nothing is in the way."""
    one = now.candidates[expert]
    if expert in experts:
        return problem("member_twice", f"专家{one.name}已经在“{now.name(target)}”的服务队里。")
    if now.experts[expert].expert.most_teams is None:
        return problem("no_capacity", f"专家{one.name}没有填“可承担队数”，不知道还能不能带队。")
    leader = experts[0] if experts else ""
    before = set(breaches(now, target, experts, leader))
    after = breaches(now, target, [*experts, expert], leader)
    return next((found for found in after if found not in before and found.code not in WHOLE), None)


def fillers(now: Staffing, target: ServiceObject, kind: str = "", instead: str = "") -> tuple[Filler, ...]:
    """Who could fill a hole in the team of an object, the best first: of a type, or of all types that have no member.
    ``instead`` of a member: for that member's seat. Empty where nobody may."""
    team = now.team_of.get(target)
    people = tuple(one for one in (team.experts if team else ()) if one != instead)
    if kind:
        wanted = {kind}
    elif instead:
        wanted = {now.candidates[instead].type}
    else:
        wanted = {one.type.name for one in seats(now, people) if not one.experts}
    found = choices(now, target, people, wanted) if wanted else []
    return tuple(one for one in found if not one.obstacle and one.expert.id != instead)


def choices(now: Staffing, target: ServiceObject, people: Sequence[str], types: Collection[str] = ()) -> list[Filler]:
    """Everyone of the pool of these types (all types when empty) who is not in a team of these people: the best first, behind
    them those who left this very team, which is said, and at the end those whom something keeps out."""
    task = now.problem_of_team(target)
    (need,) = task.needs
    there = frozenset(people)
    before = team_points(need, there, task)
    gone = _left(now, target)
    found = []
    for one in task.candidates:
        if one.id in there or (types and one.type not in types) or now.experts[one.id].expert.archived_on:
            continue
        members = {need.id: there | {one.id}}
        gained = team_points(need, members[need.id], task) - before - step_points(one, 0, task)
        why = member_reasons(one, need, members, task)
        reason = f"{gone[one.id]}，所以排在后面；{why.text}" if one.id in gone else why.text
        found.append(Filler(one, gained, reason, f"{one.engaged}/{one.capacity}", _why_not(now, one, task)))
    return sorted(found, key=lambda one: (bool(one.obstacle), one.expert.id in gone, -one.points, one.expert.id))


def _left(now: Staffing, target: ServiceObject) -> dict[str, str]:
    """Who left the team of an object, and when and why the last time, in words."""
    team = now.team_of.get(target)
    told = {}
    for one in sorted(team.left if team else (), key=lambda one: (one.left_on or now.on, one.number)):
        told[str(one.expert)] = f"{one.left_on} 离开了这支队" + (f"（{one.reason}）" if one.reason else "")
    return told


def _why_not(now: Staffing, one: Candidate, task: TeamProblem) -> str:
    """What keeps an expert out of a team, in a few words; "" for nothing."""
    if one.obstacle:
        return one.obstacle
    if now.experts[one.id].expert.most_teams is None:
        return "没有填可承担队数"
    if not one.free:
        return f"负荷已满 {one.engaged}/{one.capacity}"
    if reason := task.conflicts.get((task.needs[0].id, one.id)):
        return f"应当回避：{reason}"
    return "专家库里有同名的另一条" if len(now.namesakes[fold(one.name)]) > 1 else ""


def member_reason(now: Staffing, target: ServiceObject, experts: Sequence[str], expert: str) -> str:
    """Why a member is right for the team, in the words of a proposal."""
    task: TeamProblem = now.problem_of_team(target, experts)
    (need,) = task.needs
    return member_reasons(task.candidate[expert], need, {need.id: frozenset(experts)}, task).text

