"""Why there is no full set of teams: the rules that clash, none of them too many, and what would help.

A clash is irreducible: without any one of its rules, those that are left can be kept. Rules are dropped in kinds (all
conflicts, all bans, …), since that is how the office thinks of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from datong_desktop.domain.team_problem import Candidate, Need, Pair, TeamProblem
from datong_desktop.domain.team_seats import Bottleneck, Filling, fill

NAMED = 3
"""So many names are said; of more, the first and how many."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a clash: its ``kind`` (a key of ``WITHOUT``, or "changes") and its words."""

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
    "type": lambda problem: replace(problem, rules=problem.rules.needing_nothing()),
}
"""The problem without the rules of a kind; those first that the office set itself."""


def irreducible(problem: TeamProblem, possible: Callable[[TeamProblem], bool]) -> tuple[str, ...]:
    """Of the kinds of rules of an impossible problem those that it takes: without any one of them the rest is possible."""
    kept, now = [], problem
    for kind, drop in WITHOUT.items():
        without = drop(now)
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
            gained = cache(lambda kind, one=filling: one.missing - fill(WITHOUT[kind](problem), one.kind.name).missing)
            clashes = tuple(_clash(problem, filling, neck, kinds, gained) for neck, kinds in _necks(problem, filling))
            found.append(Shortage(filling.kind.name, filling.missing, len(problem.needs), qualified, clashes))
    return tuple(found)


def _necks(problem: TeamProblem, filling: Filling) -> Iterator[tuple[Bottleneck, tuple[str, ...]]]:
    """Each bottleneck with the kinds of rules it takes. Needs that nobody can serve for rules of the same kinds are one, where
    together they take no others: a whole type without teams to spare is told once, not for each object."""
    alike: dict[tuple[str, ...], list[Bottleneck]] = defaultdict(list)
    for neck in filling.bottlenecks:
        kinds = _kinds(problem, filling, neck)
        if neck.experts:
            yield neck, kinds
        else:
            alike[kinds].append(neck)
    for kinds, necks in alike.items():
        ids = {need.id for neck in necks for need in neck.needs}
        needs = tuple(need for need in problem.needs if need.id in ids)
        whole = Bottleneck(needs, (), sum(neck.missing for neck in necks))
        same = len(necks) == 1 or _kinds(problem, filling, whole) == kinds
        yield from ((neck, kinds) for neck in ([whole] if same else necks))


def _kinds(problem: TeamProblem, filling: Filling, neck: Bottleneck) -> tuple[str, ...]:
    people = problem.by_type[filling.kind.name]
    pairs = [(need.id, one.id) for need in neck.needs for one in people]
    apart = replace(
        problem, needs=neck.needs, candidates=people, bans=problem.bans.intersection(pairs),
        conflicts={pair: problem.conflicts[pair] for pair in pairs if pair in problem.conflicts},
    )  # fmt: skip
    return irreducible(apart, lambda task: not fill(task, filling.kind.name).missing)


def _clash(
    problem: TeamProblem, filling: Filling, neck: Bottleneck, kinds: tuple[str, ...], gained: Callable[[str], int]
) -> Clash:
    kind = filling.kind
    words = _Words(problem, kind.short, problem.by_type[kind.name], neck, kinds)
    rules = tuple(Rule(one, getattr(words, one)()) for one in reversed(kinds))
    text = f"{words.sentence()}，缺 {neck.missing} 席。"
    return Clash(rules, text, tuple(_remedies(words, gained)), tuple(need.id for need in neck.needs))


_UNDO = {"conflict": "核实回避事项，解除其中不成立的", "ban": "取消对它们的禁用", "pin": "取消已有的指定"}


def _remedies(words: _Words, gained: Callable[[str], int]) -> Iterator[str]:
    """What helps, each by itself. One more team of the right expert of a bottleneck fills one more seat of it; ``gained`` is how
    many seats of the type are filled without the rules of a kind."""
    neck = words.neck
    which = f"其中 {neck.missing} 家" if len(neck.needs) > 1 else f"“{neck.needs[0].name}”"
    yield f"再请合格的{words.short}专家，能服务{which}就够"
    if neck.experts:
        yield f"把{_named((one.name for one in neck.experts), '名')}的可承担队数合计增加 {neck.missing}"
    elif (full := words.full()) and (more := gained("capacity")) > 0:
        yield f"把{_named((one.name for one in full), '名')}的可承担队数合计增加 {min(more, neck.missing)}"
    if "qualification" in words.kinds and (more := gained("qualification")) > 0:
        yield f"核实、补齐{words.barred()}的申报条件，符合以后最多能补上 {more} 席"
    for kind, what in _UNDO.items():
        if (more := gained(kind)) > 0:
            yield f"{what}，最多能补上 {more} 席"
    yield f"其中 {neck.missing} 家这次先不组队" if len(neck.needs) > 1 else f"“{neck.needs[0].name}”这次先不组队"


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


@dataclass(frozen=True, slots=True)
class _Words:
    """What each kind of rule says of a bottleneck; the methods are named as the kinds. ``experts`` are all of the type."""

    problem: TeamProblem
    short: str
    experts: Sequence[Candidate]
    neck: Bottleneck
    kinds: Sequence[str]

    def sentence(self) -> str:
        """合格的资产评估专家只有 2 名，9 家服务对象需要，每人最多 4 家"""
        needs, able = self.neck.needs, self.neck.experts
        count = f"{len(needs)} 家服务对象需要" if len(needs) > 1 else f"“{needs[0].name}”需要"
        qualified = [one for one in self.experts if not one.obstacle]
        if not self.experts:
            return f"专家库里没有{self.short}专家，{count}"
        if not qualified and "qualification" in self.kinds:
            return f"专家库里的{self.short}专家都不符合申报条件，{count}"
        why = [getattr(self, kind)() for kind in self.kinds if kind in ("conflict", "ban", "pin")]
        who = f"合格的{self.short}专家只有 {len(qualified)} 名" if qualified else f"专家库里没有合格的{self.short}专家"
        if not able:
            why += [self.capacity()] if "capacity" in self.kinds else []
            return f"{who}，{count}，没有一名能去：{'；'.join(why)}"
        if len(able) < len(qualified):
            who += f"，能服务它们的只有{_named((one.name for one in able), '名')}"
        free = {one.free for one in able}
        each = f"每人最多 {free.pop()} 家" if len(free) == 1 else f"合计最多 {sum(one.free for one in able)} 家"
        return "，".join((who, count, each, *why))

    def type(self) -> str:
        each = "各" if len(self.neck.needs) > 1 else ""
        names = _named((need.name for need in self.neck.needs), "家")
        return f"{names}{each}要有 1 名{self.short}专家（{self.problem.rules.team_source}）"

    def capacity(self) -> str:
        told = self.neck.experts or self.full() or self.experts
        total = f"，合计 {sum(one.free for one in told)} 队" if len(told) > 1 else ""
        return _named((_spare(one) for one in told), "名") + total

    def full(self) -> list[Candidate]:
        """Those who could come but for having no team to spare."""
        return [one for one in self.experts if not one.free and (not one.obstacle or "qualification" in self.kinds)]

    def qualification(self) -> str:
        return f"不符合申报条件的不能入队：{self.barred()}"

    def barred(self) -> str:
        """Who does not qualify, and why."""
        return _named((f"{one.name}（{one.obstacle}）" for one in self.experts if one.obstacle), "名")

    def conflict(self) -> str:
        return self._barred(self.problem.conflicts, "应回避")

    def ban(self) -> str:
        return self._barred(self.problem.bans, "已设定不服务")

    def pin(self) -> str:
        whose = {one.id: one.name for one in self.experts}
        pins = (f"{whose[e]}服务“{self.problem.need[n].name}”" for n, e in sorted(self.problem.pins) if e in whose)
        return f"已设定{_named(pins, '项')}"

    def _barred(self, pairs: Container[Pair], verb: str) -> str:
        found = (
            f"{one.name}{verb}“{need.name}”" for need in self.neck.needs for one in self.experts if (need.id, one.id) in pairs
        )
        return _named(found, "项")


def _spare(one: Candidate) -> str:
    return f"{one.name}最多还能带 {one.free} 队" if one.capacity else f"{one.name}的可承担队数没有填或是 0"


def _named(names: Iterable[str], unit: str) -> str:
    every = list(names)
    return "、".join(every) if len(every) <= NAMED else f"{'、'.join(every[:NAMED])}等 {len(every)} {unit}"
