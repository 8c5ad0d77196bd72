"""The hard rules of a set of teams, plainly: what a proposal must keep and a team formed by hand is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.team_problem import Team, TeamProblem
from datong_desktop.domain.team_value import changes

RULES: Mapping[str, str] = {
    "no_team": "每个服务对象有一支服务队",
    "type_missing": "各类机构全覆盖",
    "leader": "负责人由券商专家担任",
    "member_twice": "一队里一人只算一次",
    "not_qualified": "成员都符合申报条件",
    "over_capacity": "每名专家不超过可承担队数",
    "conflict": "应回避的都回避",
    "banned": "已禁用的没有用",
    "pin_ignored": "已指定的都在队里",
    "too_many_changes": "现有服务队的改动不超过上限",
}
"""Every hard rule in words, by the code of the problem that breaks it."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A hard rule of a set of teams: its words, and what breaks it (nothing: 符合)."""

    code: str
    text: str
    broken: tuple[Problem, ...]

    @property
    def result(self) -> str:
        return "不符合" if self.broken else "符合"


def rule_results(teams: Sequence[Team], task: TeamProblem) -> tuple[RuleResult, ...]:
    """Each hard rule with its result."""
    broken = broken_rules(teams, task)
    return tuple(RuleResult(code, text, tuple(one for one in broken if one.code == code)) for code, text in RULES.items())


def broken_rules(teams: Sequence[Team], task: TeamProblem) -> tuple[Problem, ...]:
    """Every hard rule that these teams break, one sentence each; empty when all is well."""
    return (*_whole(teams, task), *(found for team in teams for found in broken_in_team(team, task)), *_across(teams, task))


def _whole(teams: Sequence[Team], task: TeamProblem) -> Iterator[Problem]:
    count = Counter(team.need for team in teams)
    for need in task.needs:
        if count[need.id] != 1:
            yield problem("no_team", f"“{need.name}”有 {count[need.id]} 支服务队，应有一支。")


def broken_in_team(team: Team, task: TeamProblem) -> Iterator[Problem]:
    """What one team breaks by itself, whatever the others are."""
    need = task.need[team.need]
    people = [task.candidate[one] for one in team.members]
    if len(set(team.members)) < len(team.members):
        yield problem("member_twice", f"“{need.name}”的服务队里有人出现了两次。")
    types = {one.type for one in people}
    for kind in task.rules.types:
        if kind.needed and kind.name not in types:
            text = f"“{need.name}”的服务队缺少{kind.name}的专家（{task.rules.team_source}：{task.rules.team_text}）。"
            yield problem("type_missing", text)
    leader = task.candidate.get(team.leader)
    if leader is None or team.leader not in team.members or leader.type != task.rules.leader:
        yield problem("leader", f"“{need.name}”的服务队应由{task.rules.leader}的专家负责（{task.rules.team_source}）。")
    for one in people:
        pair = (need.id, one.id)
        if one.obstacle:
            yield problem("not_qualified", f"“{need.name}”的专家{one.name}不符合申报条件：{one.obstacle}。")
        if pair in task.conflicts:
            yield problem("conflict", f"“{need.name}”的专家{one.name}应当回避：{task.conflicts[pair]}。")
        if pair in task.bans:
            yield problem("banned", f"“{need.name}”已设定不用专家{one.name}。")


def _across(teams: Sequence[Team], task: TeamProblem) -> Iterator[Problem]:
    load = Counter(one for team in teams for one in team.members)
    for one in task.candidates:
        if load[one.id] > one.free:
            text = f"专家{one.name}要带 {one.engaged + load[one.id]} 队，最多能带 {one.capacity} 队。"
            yield problem("over_capacity", text)
    members = {team.need: frozenset(team.members) for team in teams}
    for need, expert in sorted(task.pins):
        if need in task.need and expert not in members.get(need, frozenset()):
            yield problem("pin_ignored", f"“{task.need[need].name}”设定由专家{expert}服务，服务队里没有。")
    if task.most_changes is not None:
        made = sum(changes(need, members.get(need.id, ()), task) for need in task.needs)
        if made > task.most_changes:
            yield problem("too_many_changes", f"现有服务队改动 {made} 处，最多改动 {task.most_changes} 处。")
