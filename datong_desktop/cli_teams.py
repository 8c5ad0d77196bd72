"""``datong teams …``: expert teams without a window. Exit code 3 where no full set of teams exists."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datong_desktop.cli_output import print_json, readable, say
from datong_desktop.domain.progress import Progress

if TYPE_CHECKING:
    from datong_desktop.domain.team_problem import TeamProblem
    from datong_desktop.domain.team_reasons import Alternative
    from datong_desktop.services.staffing_job import CheckedTeam, Numbers
    from datong_desktop.services.team_proposal import Impossible, Proposal

T = TypeVar("T")
IMPOSSIBLE = 3


def run(arguments: argparse.Namespace) -> int:
    """One command about teams; the exit code."""
    return _COMMANDS[arguments.teams_command](arguments)


def _propose(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import admission_job, staffing_job, team_job
    from datong_desktop.services.team_proposal import Proposal, propose

    on = admission_job.parse_day(arguments.on)
    seconds = team_job.parse_seconds(arguments.seconds)
    problem, numbers, notes = staffing_job.problem_of_path(Path(arguments.file), on)
    answer = _interruptibly(lambda progress: propose(problem, seconds, progress=progress))
    if notes:
        say(*notes)
    if isinstance(answer, Proposal):
        if arguments.json:
            print_json(proposal_json(answer, problem, numbers))
        else:
            print("\n".join(map(readable, proposal_lines(answer, problem, numbers))))
        return 0
    if arguments.json:
        print_json(impossible_json(answer, problem))
    else:
        print("\n".join(map(readable, impossible_lines(answer))))
    return IMPOSSIBLE


def _interruptibly(work: Callable[[Progress], T]) -> T:
    """Does the work in a thread of its own: Ctrl+C is raised in this one, and never inside the solver, which would take it
    for a failure of its own."""
    progress = Progress()
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(work, progress)
        try:
            while not wait([doing], 0.2).done:  # without an end Windows would not be interrupted
                pass
        except KeyboardInterrupt:
            progress.cancel()
            raise
        return doing.result()


def proposal_json(answer: Proposal, problem: TeamProblem, numbers: Numbers) -> dict[str, Any]:
    """``{"status","objective","bound","gap","teams":[{"object","leader","members"}]}``; the leader is a member, the first."""
    return {
        "status": "optimal" if answer.optimal else "feasible",
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "teams": [
            {
                "object": problem.need[team.need].name,
                "leader": numbers[team.leader],
                "members": [numbers[one] for one in team.members],
            }
            for team in answer.teams
        ],
    }


def impossible_json(answer: Impossible, problem: TeamProblem) -> dict[str, Any]:
    """``{"status":"infeasible","shortages":[{"type","missing","needed","qualified"}],"clashes":[…]}``."""
    return {
        "status": "infeasible",
        "shortages": [
            {"type": one.type, "missing": one.missing, "needed": one.needed, "qualified": one.qualified} for one in answer.shortages
        ],
        "clashes": [
            {
                "text": clash.text,
                "rules": [rule.text for rule in clash.rules],
                "remedies": list(clash.remedies),
                "objects": [problem.need[need].name for need in clash.needs],
            }
            for clash in answer.clashes
        ],
    }


def proposal_lines(answer: Proposal, problem: TeamProblem, numbers: Numbers) -> Iterator[str]:
    """Each team with its members, why they are in it and who would be next; each rule with its result."""
    from datong_desktop.domain.team_reasons import alternatives, member_reasons
    from datong_desktop.domain.team_rules import rule_results

    members = {team.need: frozenset(team.members) for team in answer.teams}
    how = "已证明最优" if answer.optimal else f"时间到，离最优最多差 {answer.gap:.2%}（上限 {answer.bound} 分）"
    yield f"{len(answer.teams)} 支服务队，共 {answer.objective} 分，{how}，用时 {answer.seconds:.1f} 秒。"
    yield "规则：" + "；".join(f"{one.text}——{one.result}" for one in rule_results(answer.teams, problem)) + "。"
    for team in answer.teams:
        need = problem.need[team.need]
        yield ""
        yield f"{need.name}（{'、'.join(sorted(need.fields)) or '没有写需求领域'}）"
        for identifier in team.members:
            one = problem.candidate[identifier]
            role = "负责人" if identifier == team.leader else "成员　"
            why = member_reasons(one, need, members, problem).text
            next_best = _next_best(alternatives(one, need, members, problem), numbers)
            yield f"  {role} {numbers[one.id]} {one.name}（{one.institution}，{one.type}）：{why}；别人不动时{next_best}"


def _next_best(others: Sequence[Alternative], numbers: Numbers) -> str:
    if not others:
        return "没有人可换"
    one, cost = others[0].expert, others[0].cost
    return f"次选 {numbers[one.id]} {one.name}，{'少' if cost >= 0 else '多'} {abs(cost)} 分"


def impossible_lines(answer: Impossible) -> Iterator[str]:
    """Which seats stay empty, why, and what would help."""
    yield "组不齐全部服务队。"
    yield from (f"  缺 {one.missing} 名{one.type}的专家（需要 {one.needed} 席，合格的有 {one.qualified} 名）" for one in answer.shortages)
    for clash in answer.clashes:
        yield ""
        yield clash.text
        yield from (f"  规则：{rule.text}" for rule in clash.rules)
        yield from (f"  办法：{remedy}" for remedy in clash.remedies)


def _check(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import admission_job, staffing_job

    on = admission_job.parse_day(arguments.on)
    found = staffing_job.check_teams(Path(arguments.ledger), on)
    if arguments.json:
        print_json({"on": f"{on}", "rows": [team_json(one) for one in found]})
    else:
        print("\n".join(map(readable, team_lines(f"{on}", found))))
    return 0


def team_json(team: CheckedTeam) -> dict[str, Any]:
    """``{"object","name","leader","members","valid_to","result","rules":{code: result},"reasons"}``; experts by their number."""
    return {
        "object": team.object,
        "name": team.name,
        "leader": team.leader,
        "members": list(team.members),
        "valid_to": f"{team.valid_to}" if team.valid_to else None,
        "result": team.result,
        "rules": {rule.code: rule.result for rule in team.rules},
        "reasons": [reason for rule in team.rules for reason in rule.reasons],
    }


def team_lines(on: str, found: Sequence[CheckedTeam]) -> Iterator[str]:
    """Each team with its result, below it every rule with its own and what breaks it, and the counts at the end."""
    yield f"服务队核对（{on}）"
    for team in found:
        yield ""
        yield f"{team.result}  {team.name}（{team.object}，{len(team.members)} 人）"
        if team.valid_to and f"{team.valid_to}" < on:
            yield f"    ▲ 有效期到 {team.valid_to}，已经过了"
        for rule in team.rules:
            yield f"    {rule.result} {rule.title}（{rule.source}）"
            yield from (f"        {reason}" for reason in rule.reasons)
    yield ""
    kept = sum(team.result == "符合" for team in found)
    yield f"共 {len(found)} 支服务队：符合 {kept} 支，不符合 {len(found) - kept} 支。"


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"propose": _propose, "check": _check}
