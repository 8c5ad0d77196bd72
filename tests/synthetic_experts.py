"""Experts and service objects that do not exist, for tests and benchmarks. Names begin with 专家 and 样例, so that none is taken
for real.

``problem(experts, needs)`` is shaped like the case workbooks: the eight types in turn, three fields and industries and two
districts each, three to six teams, one in forty not qualified, one in three with somebody to avoid. Enough experts for
everybody when there are about two for each need; ``scarce`` leaves a type too few. The same seed gives the same problem.
"""

from __future__ import annotations

import random
from functools import cache

from datong_desktop import paths
from datong_desktop.domain.expert_rules import ExpertRules, load_expert_rules
from datong_desktop.domain.team_problem import Candidate, Need, Pair, TeamProblem

FIELDS = ("股改", "IPO", "新三板", "晋兴板", "债权融资", "股权融资", "并购重组", "财务规范", "税务", "法律", "评估")
DISTRICTS = ("平城区", "云冈区", "新荣区", "云州区", "阳高县", "天镇县", "浑源县", "灵丘县", "广灵县", "左云县", "经开区")
INDUSTRIES = "ABCDEFGHIJKLM"


@cache
def rules() -> ExpertRules:
    """The rules that are shipped."""
    return load_expert_rules(rules_text(), "experts-2022.toml")


def rules_text() -> str:
    return (paths.resources() / "rules" / "experts-2022.toml").read_text(encoding="utf-8")


def problem(experts: int, needs: int, seed: int = 1, *, scarce: str = "", kind: str = "企业") -> TeamProblem:
    """So many experts and enterprises, or districts; of a ``scarce`` type only every third is there to stay."""
    chance = random.Random(seed)
    objects = tuple(_need(chance, number, kind) for number in range(needs))
    people = tuple(_candidate(chance, number) for number in range(experts))
    if scarce:
        of_type = [one.id for one in people if one.type == scarce]
        gone = set(of_type) - set(of_type[::3])
        people = tuple(one for one in people if one.id not in gone)
    conflicts: dict[Pair, str] = {}
    for one in people:
        if chance.random() < 1 / 3:
            conflicts |= {(need.id, one.id): "已聘" for need in chance.sample(objects, min(2, needs))}
    return TeamProblem(people, objects, rules(), rules().weights, conflicts)


def _candidate(chance: random.Random, number: int) -> Candidate:
    kind = rules().types[number % len(rules().types)]
    return Candidate(
        id=f"Z{number + 1:04}",
        name=f"专家{number + 1:04}",
        institution=f"{kind.short}样例{chance.randrange(40):02}",
        type=kind.name,
        capacity=chance.randint(3, 6),
        fields=frozenset(chance.sample(FIELDS, 3)),
        industries=frozenset(chance.sample(INDUSTRIES, 3)),
        districts=frozenset(chance.sample(DISTRICTS, 2)),
        projects=chance.randint(1, 12),
        boards={chance.choice(("IPO", "新三板", "晋兴板")): chance.randint(1, 6)},
        obstacle="没有参与过资本运作项目" if number % 40 == 39 else "",
    )


def _need(chance: random.Random, number: int, kind: str) -> Need:
    name = DISTRICTS[number % len(DISTRICTS)] if kind == "县区" else f"样例企业{number + 1:04}有限公司"
    return Need(
        id=f"N{number + 1:04}",
        name=name,
        kind=kind,
        district=name if kind == "县区" else chance.choice(DISTRICTS),
        industry="" if kind == "县区" else chance.choice(INDUSTRIES),
        fields=frozenset(chance.sample(FIELDS, chance.randint(1, 3))),
        urgency=chance.choice((1, 1, 1, 2, 3)),
    )
