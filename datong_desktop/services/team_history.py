"""What became of the teams: formed, joined, left, dissolved, each with its day and reason (annex 5 四（一）); and what an
accepted proposal rested on. Teams that are no more are told of as well.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datong_desktop.domain.service_team import Member, Team
from datong_desktop.domain.service_team import Proposal as KeptProposal
from datong_desktop.domain.team_problem import Pair, TeamProblem
from datong_desktop.domain.team_weights import WORDS
from datong_desktop.services import records, service_names
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.staffing import ServiceObject, object_of
from datong_desktop.services.team_accepting import kept_proposal, problem_kept

FORMED, JOINED, LEFT, DISSOLVED = "组建", "加入", "离队", "解散"
_ORDER = (FORMED, JOINED, LEFT, DISSOLVED)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class TeamEvent:
    """``what`` happened to a team on a day; ``whom`` it was about, "" for the team. ``standing``: the team there is today;
    ``proposal`` is the id of the one the team was taken from."""

    team: str
    on: datetime.date | None
    what: str
    whom: str
    reason: str
    standing: bool
    proposal: str = ""


def events(ledger: Ledger, target: ServiceObject | None = None) -> tuple[TeamEvent, ...]:
    """Everything that happened to the teams of an object, or to all, the newest first."""
    with ledger.reading() as session:
        teams = {one.id: one for one in records.read(session, Team) if target is None or object_of(one) == target}
        members = [one for one in records.read(session, Member) if one.team in teams]
        names, labels = service_names.expert_labels(session), service_names.team_labels(session)
    found = [event for one in teams.values() for event in _of_team(one, labels[one.id])]
    found += [event for one in members for event in _of_member(one, teams[one.team], labels[one.team], names)]
    return tuple(sorted(found, key=lambda one: (one.on or datetime.date.min, _ORDER.index(one.what)), reverse=True))


def _of_team(team: Team, label: str) -> Iterator[TeamEvent]:
    standing, proposal = team.dissolved_on is None, team.proposal or ""
    until = f"有效期 {team.valid_from or '未填'} 至 {team.valid_to or '未填'}"
    yield TeamEvent(label, team.formed_on, FORMED, "", until, standing, proposal)
    if team.dissolved_on is not None:
        yield TeamEvent(label, team.dissolved_on, DISSOLVED, "", team.reason, standing, proposal)


def _of_member(one: Member, team: Team, label: str, names: Mapping[str, str]) -> Iterator[TeamEvent]:
    whom = names.get(one.expert or "", "")
    standing, proposal = team.dissolved_on is None, team.proposal or ""
    yield TeamEvent(label, one.joined_on or team.formed_on, JOINED, whom, "负责人" if one.leader else "", standing, proposal)
    if one.left_on is not None:
        yield TeamEvent(label, one.left_on, LEFT, whom, one.reason, standing, proposal)


def proposal_facts(ledger: Ledger, identifier: str) -> tuple[tuple[str, str], ...]:
    """What an accepted proposal was asked with, by labels: weights, pins, bans, limit, and what came of it; empty when it is gone."""
    kept = kept_proposal(ledger, identifier)
    return () if kept is None else tuple(_facts(kept, problem_kept(kept)))


def _facts(kept: KeptProposal, task: TeamProblem) -> Iterator[tuple[str, str]]:
    outcome = json.loads(kept.outcome)
    taken = sum(bool(team["accepted"]) for team in outcome["teams"])
    best = "已证明最优" if outcome["objective"] == outcome["bound"] else f"上限 {outcome['bound']} 分"
    yield "采纳日期", f"{kept.accepted_on}，{len(outcome['teams'])} 支中采纳 {taken} 支"
    yield "总分", f"{outcome['objective']} 分，{best}"
    yield "服务对象", _named([need.name for need in task.needs], "个")
    able = sum(not one.obstacle for one in task.candidates)
    yield "专家", f"{len(task.candidates)} 名，其中符合申报条件的 {able} 名"
    yield "权重", "、".join(f"{label} {getattr(task.weights, name)}" for name, (label, _) in WORDS.items())
    for label, pairs in (("指定", task.pins), ("禁用", task.bans), ("回避", task.conflicts)):
        if pairs:
            yield label, _named([_pair(task, one) for one in sorted(pairs)], "项")
    yield "最多改动", "不限" if task.most_changes is None else f"{task.most_changes} 处"


def _pair(task: TeamProblem, pair: Pair) -> str:
    return f"{task.need[pair[0]].name}：{task.candidate[pair[1]].name}"


def _named(names: list[str], unit: str) -> str:
    return "、".join(names[:MOST_NAMED]) + (f" 等 {len(names)} {unit}" if len(names) > MOST_NAMED else "")
