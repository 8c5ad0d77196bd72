"""Why there is no full set of teams: the rules that clash, none of them too many, and what would help.

A clash is irreducible: without any one of its rules, those that are left can be kept. Rules are dropped in kinds (all
conflicts, all bans, …), since that is how the office thinks of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from datong_desktop.domain.team_problem import Candidate, Need, TeamProblem
from datong_desktop.domain.team_seats import Bottleneck, Filling, fill

NAMED = 3
"""So many names are said; of more, the first and how many."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a clash: its ``kind`` (a key of ``WITHOUT``, or "type") and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot be kept together, the same in one sentence, and what would make it solvable. ``needs`` are the ids
    of those concerned."""

    rules: tuple[Rule, ...]
    text: str
    remedies: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """The seats of one type: ``needed`` in all, ``qualified`` experts for them, the least number ``missing``, and why."""

    type: str
    missing: int
    needed: int
    qualified: int
    clashes: tuple[Clash, ...]


def _unbound(problem: TeamProblem) -> tuple[Candidate, ...]:
    most = len(problem.needs) + len(problem.pins)
    return tuple(replace(one, capacity=one.engaged + max(one.free, most)) for one in problem.candidates)


WITHOUT: Mapping[str, Callable[[TeamProblem], TeamProblem]] = {
    "pin": lambda problem: replace(problem, pins=frozenset()),
    "ban": lambda problem: replace(problem, bans=frozenset()),
    "conflict": lambda problem: replace(problem, conflicts={}),
    "qualification": lambda problem: replace(problem, candidates=tuple(replace(one, obstacle="") for one in problem.candidates)),
    "capacity": lambda problem: replace(problem, candidates=_unbound(problem)),
}
"""The problem without the rules of a kind; those first that the office set itself."""


def irreducible(problem: TeamProblem, kinds: Iterable[str], possible: Callable[[TeamProblem], bool]) -> tuple[str, ...]:
    """Of the kinds of rules of an impossible problem those that it takes: without any one of them the rest is possible."""
    kept, now = [], problem
    for kind in kinds:
        without = WITHOUT[kind](now)
        if possible(without):
            kept.append(kind)
        else:
            now = without
    return tuple(kept)


def shortages(problem: TeamProblem, fillings: Sequence[Filling]) -> tuple[Shortage, ...]:
    """For each type with empty seats the least number of them, and the rules that clash."""
    found = []
    for filling in fillings:
        if filling.bottlenecks:
            qualified = sum(not one.obstacle for one in problem.by_type[filling.kind.name])
            clashes = tuple(_clash(problem, filling, one) for one in filling.bottlenecks)
            found.append(Shortage(filling.kind.name, filling.missing, len(problem.needs), qualified, clashes))
    return tuple(found)


def _clash(problem: TeamProblem, filling: Filling, neck: Bottleneck) -> Clash:
    kind = filling.kind
    apart = replace(problem, needs=neck.needs)
    kinds = irreducible(apart, WITHOUT, lambda task: not fill(task, kind).missing)
    experts = problem.by_type[kind.name]
    words = {
        "capacity": _capacities(neck.experts),
        "qualification": _obstacles(experts),
        "conflict": _pairs(problem, neck, experts, problem.conflicts, "应回避"),
        "ban": _pairs(problem, neck, experts, dict.fromkeys(problem.bans, ""), "已设定不服务"),
        "pin": _pins(problem, experts),
    }
    seats = f"{_named(need.name for need in neck.needs)}各要有 1 名{kind.short}专家（{problem.rules.team_source}）"
    rules = (Rule("type", seats), *(Rule(one, words[one]) for one in reversed(kinds)))
    text = _sentence(problem, kind.short, experts, neck, [words[one] for one in kinds if one in ("conflict", "ban", "pin")])
    return Clash(rules, text, tuple(_remedies(problem, filling, neck)), tuple(need.id for need in neck.needs))


def _sentence(problem: TeamProblem, short: str, experts: Sequence[Candidate], neck: Bottleneck, more: Sequence[str]) -> str:
    """合格的资产评估专家只有 2 名，9 家需要，每人最多 4 家，缺 1 席。"""
    qualified = [one for one in experts if not one.obstacle]
    count = f"{len(neck.needs)} 家服务对象" if len(neck.needs) > 1 else f"“{neck.needs[0].name}”"
    lacking = f"缺 {neck.missing} 席"
    if not qualified:
        why = "都不符合申报条件" if experts else "一名也没有"
        return f"专家库里的{short}专家{why}，{count}需要，{lacking}。"
    who = f"合格的{short}专家只有 {len(qualified)} 名"
    if not neck.experts:
        return f"{who}，没有一名能服务{count}（{'；'.join(more) or '都没有余下的队数'}），{lacking}。"
    rest = f"，其中能服务它们的只有 {_named(one.name for one in neck.experts)}" if len(neck.experts) < len(qualified) else ""
    capacity = {one.free for one in neck.experts}
    each = f"每人最多 {capacity.pop()} 家" if len(capacity) == 1 else f"合计最多 {sum(one.free for one in neck.experts)} 家"
    return f"{who}{rest}，{count}需要，{each}{'，' if more else ''}{'；'.join(more)}，{lacking}。"


_UNDO = {"conflict": "核实回避事项，解除其中不成立的", "ban": "取消对它们的禁用", "pin": "取消已有的指定"}


def _remedies(problem: TeamProblem, filling: Filling, neck: Bottleneck) -> Iterator[str]:
    """What helps, each by itself. One more team of the right expert of a bottleneck fills one more seat of it."""
    yield f"再请合格的{filling.kind.short}专家，能服务其中 {neck.missing} 家就够"
    if neck.experts:
        yield f"把{_named(one.name for one in neck.experts)}的可承担队数合计增加 {neck.missing}"
    for kind, what in _UNDO.items():
        gained = filling.missing - fill(WITHOUT[kind](problem), filling.kind).missing
        if gained > 0:
            yield f"{what}，最多能补上 {gained} 席"
    yield f"其中 {neck.missing} 家这次先不组队"


def pin_clashes(problem: TeamProblem) -> tuple[Clash, ...]:
    """Pins that a rule forbids outright, and experts with more pins than teams to spare."""
    found = []
    taken: dict[str, list[Need]] = defaultdict(list)
    for pair in sorted(problem.pins):
        need, one = problem.need[pair[0]], problem.candidate[pair[1]]
        pin = Rule("pin", f"设定专家{one.name}服务“{need.name}”")
        rules = {"ban": f"设定“{need.name}”不用专家{one.name}"} if pair in problem.bans else {}
        if pair in problem.conflicts:
            rules["conflict"] = f"{one.name}应回避“{need.name}”：{problem.conflicts[pair]}"
        if one.obstacle:
            rules["qualification"] = f"{one.name}不符合申报条件：{one.obstacle}"
        for kind, text in rules.items():
            said = f"{pin.text}，但{text}。"
            found.append(Clash((pin, Rule(kind, text)), said, ("取消这项指定",), (need.id,)))
        if not rules:
            taken[one.id].append(need)
    for expert, needs in taken.items():
        one = problem.candidate[expert]
        if len(needs) > one.free:
            some = needs[: one.free + 1]
            capacity = Rule("capacity", f"{one.name}最多还能带 {one.free} 队（可承担 {one.capacity} 队，已带 {one.engaged} 队）")
            pins = [Rule("pin", f"设定专家{one.name}服务“{need.name}”") for need in some]
            said = f"设定专家{one.name}服务 {len(needs)} 家，但{capacity.text}。"
            remedies = (f"取消其中 {len(needs) - one.free} 项指定", f"把{one.name}的可承担队数增加 {len(needs) - one.free}")
            found.append(Clash((*pins, capacity), said, remedies, tuple(need.id for need in some)))
    return tuple(found)


def without_clashing_pins(problem: TeamProblem) -> TeamProblem:
    """The pins that can be kept: none that a rule forbids, and of an expert no more than his teams to spare."""
    kept: dict[str, list[str]] = defaultdict(list)
    for need, expert in sorted(problem.pins):
        one = problem.candidate[expert]
        if problem.allowed(problem.need[need], one) and len(kept[expert]) < one.free:
            kept[expert].append(need)
    return replace(problem, pins=frozenset((need, expert) for expert, needs in kept.items() for need in needs))


# -- words ------------------------------------------------------------------------------------------------------------


def _named(names: Iterable[str]) -> str:
    every = list(names)
    return "、".join(every) if len(every) <= NAMED else f"{'、'.join(every[:NAMED])}等 {len(every)} 家（名）"


def _capacities(experts: Sequence[Candidate]) -> str:
    return f"合格的只有 {len(experts)} 名：" + "、".join(f"{one.name}最多还能带 {one.free} 队" for one in experts)


def _obstacles(experts: Sequence[Candidate]) -> str:
    barred = [one for one in experts if one.obstacle]
    return "不符合申报条件的不能入队：" + "；".join(f"{one.name}（{one.obstacle}）" for one in barred)


def _pairs(
    problem: TeamProblem, neck: Bottleneck, experts: Sequence[Candidate], barred: Mapping[tuple[str, str], str], verb: str
) -> str:
    pairs = [(one, need) for one in experts for need in neck.needs if (need.id, one.id) in barred]
    grounds = [f"{one.name}{verb}“{need.name}”" for one, need in pairs]
    return "、".join(grounds[:NAMED]) + (f"等 {len(grounds)} 项" if len(grounds) > NAMED else "")


def _pins(problem: TeamProblem, experts: Sequence[Candidate]) -> str:
    whose = {one.id: one.name for one in experts}
    return "已设定" + "、".join(f"{whose[e]}服务“{problem.need[n].name}”" for n, e in sorted(problem.pins) if e in whose)
