"""What is wrong with a team problem before anything is worked out, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.team_problem import Candidate, TeamProblem

MOST_TEAMS = 1_000


def wrong_input(task: TeamProblem) -> tuple[Problem, ...]:
    """Everything that keeps a proposal from being made at all; empty when it can be tried."""
    return tuple(_wrong(task))


def _wrong(task: TeamProblem) -> Iterator[Problem]:
    if not task.needs:
        yield problem("no_needs", "没有服务对象，没有可组的服务队。请先登记或勾选服务对象。")
    if not task.candidates:
        yield problem("no_experts", "专家库是空的，组不成服务队。请先录入或导入专家。")
    for identifier, count in Counter(one.id for one in task.candidates).items():
        if count > 1:
            yield problem("expert_twice", f"专家编号“{identifier}”出现了 {count} 次，请各编一个号。")
    for identifier, count in Counter(one.id for one in task.needs).items():
        if count > 1:
            yield problem("need_twice", f"服务对象“{identifier}”出现了 {count} 次，请只留一次。")
    yield from same_person(task.candidates)
    for one in task.candidates:
        if one.type not in task.rules.type_named:
            yield problem("unknown_type", f"专家{one.name}的机构类型“{one.type}”不是附件5 的八类之一。")
        if not 0 <= one.capacity <= MOST_TEAMS:
            yield problem("bad_capacity", f"专家{one.name}的可承担队数是 {one.capacity}，应为 0 到 {MOST_TEAMS}。")
    for what, pairs in (("指定", task.pins), ("禁用", task.bans)):
        for need, expert in sorted(pairs):
            if need not in task.need or expert not in task.candidate:
                yield problem("unknown_pair", f"{what}的“{need}”和专家“{expert}”有一个已经不在，请取消这一项。")
    if task.most_changes is not None and task.most_changes < 0:
        yield problem("bad_limit", "最多改动的处数不能是负数。")


def same_person(candidates: tuple[Candidate, ...]) -> Iterator[Problem]:
    """The same name under two institutions: one person would be counted twice."""
    first: dict[str, Candidate] = {}
    for one in candidates:
        other = first.setdefault(fold(one.name), one)
        if other is not one:
            yield problem("person_twice", twice(one.name, other.institution, one.institution))


def twice(name: str, first: str, second: str) -> str:
    """The sentence for a person who stands in the pool twice."""
    where = f"又在“{first}”又在“{second}”" if fold(first) != fold(second) else f"在“{first}”出现了两次"
    return f"专家“{name}”{where}，同一个人只能算一次，请只留一条；如果是同名的两个人，请在姓名后注明以示区别，如“{name}（二）”。"
