"""Experts and teams without a window: what a ledger or a workbook holds is proposed for, or checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from datong_desktop.documents.expert_workbook import read_expert_rows
from datong_desktop.domain.qualification import FULFILLED, VIOLATED, Qualification, qualify
from datong_desktop.domain.team_problem import TeamProblem
from datong_desktop.services import ledger as ledgers
from datong_desktop.services import team_job
from datong_desktop.services.conflict_hints import ConflictHint, conflict_hints
from datong_desktop.services.scoring_job import is_ledger
from datong_desktop.services.staffing import Staffing
from datong_desktop.services.team_checks import RuleResult, rule_results
from datong_desktop.services.team_ledger import staffing
from datong_desktop.services.team_offer import Order, choices, office_weights

Numbers = Mapping[str, str]
"""What people call an expert (编号, the name where there is none), by the id in a problem."""


@dataclass(frozen=True, slots=True)
class CheckedExpert:
    """An expert and the check of 申报条件."""

    number: str
    name: str
    institution: str
    found: Qualification


@dataclass(frozen=True, slots=True)
class CheckedTeam:
    """A standing team, its members by number, the leader first, every rule with its result, and its last day."""

    object: str
    name: str
    leader: str
    members: tuple[str, ...]
    rules: tuple[RuleResult, ...]
    valid_to: datetime.date | None

    @property
    def result(self) -> str:
        """符合 when every rule is kept."""
        return FULFILLED if all(rule.kept for rule in self.rules) else VIOLATED


def problem_of_path(path: Path, on: datetime.date) -> tuple[TeamProblem, Numbers, Sequence[str]]:
    """The problem of a workbook, or of all open needs of a ledger with the office's weights; the numbers of the experts, and
    notes for a person. ``Refused`` with everything wrong with it."""
    if not is_ledger(path):
        problem, notes = team_job.problem_of_workbook(path, on)
        return problem, {one.id: one.id for one in problem.candidates}, notes
    with closing(ledgers.open_ledger(path, read_only=True)) as ledger:
        now, weights = staffing(ledger, on), office_weights(ledger)
        hints = conflict_hints(ledger, now)
    order = Order(tuple(one.id for one in choices(now)), weights)
    numbers = _numbers(now)
    return order.problem(now), numbers, [_doubt(now, numbers, one) for one in hints]


def _doubt(now: Staffing, numbers: Numbers, hint: ConflictHint) -> str:
    """A conflict nobody has declared: it keeps nobody out."""
    who = "、".join(f"{numbers[one]} {now.experts[one].name}" for one in hint.experts)
    return f"可能要回避、还没有登记：{who}对“{now.name(hint.target)}”，{hint.reason}。"


def check_experts(path: Path, on: datetime.date) -> tuple[Sequence[CheckedExpert], Sequence[str]]:
    """Every expert of the pool of a ledger, or of a workbook, checked on a day; notes for a person. ``Refused`` as above."""
    if is_ledger(path):
        now = _staffing(path, on)
        people = [file.expert for file in now.experts.values() if file.expert.archived_on is None]
        return [CheckedExpert(one.number, one.name, one.institution, now.qualifications[one.id]) for one in people], ()
    rules = team_job.rules()
    rows, notes = read_expert_rows(path, rules, on)
    return [CheckedExpert(one.number, one.name, one.institution, qualify(team_job.facts_of_row(one), rules, on)) for one in rows], notes


def check_teams(path: Path, on: datetime.date) -> Sequence[CheckedTeam]:
    """Every rule of every standing team of a ledger on a day. ``Refused``: why it cannot be read."""
    now = _staffing(path, on)
    numbers = _numbers(now)
    return [
        CheckedTeam(
            now.name(team.object), team.team.name, numbers.get(team.leader, ""), tuple(numbers[one] for one in team.experts),
            rule_results(now, team.object), team.team.valid_to,
        )
        for team in now.teams.values()
    ]  # fmt: skip


def _staffing(path: Path, on: datetime.date) -> Staffing:
    with closing(ledgers.open_ledger(path, read_only=True)) as ledger:
        return staffing(ledger, on)


def _numbers(now: Staffing) -> Numbers:
    return {identifier: file.expert.number or file.name for identifier, file in now.experts.items()}
