"""How well an expert fits an object, in points, and why in words.

Points of field, industry and experience are multiplied by how urgent the need is, so that scarce experts go where they are
missed most.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from datong_desktop.domain.team_problem import Candidate, Need
from datong_desktop.domain.team_weights import WORDS, Weights

MOST_PROJECTS, MOST_ALIKE = 10, 5
"""So many projects count, and so many of them a second time for being of the kind the object needs."""


class Part(NamedTuple):
    """One reason for a member: the weight it falls under, its points, its words."""

    weight: str
    points: int
    text: str

    @property
    def label(self) -> str:
        return WORDS[self.weight][0]


def points(candidate: Candidate, need: Need, weights: Weights) -> int:
    """What the expert is worth to the object; the sum of the parts ``reasons`` tells."""
    total = weights.field * len(candidate.fields & need.fields) if need.fields else 0
    if need.industry and _knows(candidate, need):
        total += weights.industry
    projects = min(candidate.projects, MOST_PROJECTS)
    if candidate.boards:
        projects += min(_alike(candidate, need), MOST_ALIKE)
    total = (total + weights.experience * projects) * need.urgency
    if need.district in candidate.districts:
        total += weights.district
    if candidate.id in need.wanted:
        total += weights.wish
    if candidate.id in need.unwanted:
        total -= weights.wish
    return total


def reasons(candidate: Candidate, need: Need, weights: Weights) -> tuple[Part, ...]:
    """The same, part by part: 参与过 3 个新三板项目, 行业相同, 擅长 新三板、法律, …"""
    return tuple(_parts(candidate, need, weights))


def _parts(candidate: Candidate, need: Need, weights: Weights) -> Iterator[Part]:
    if alike := min(_alike(candidate, need), MOST_ALIKE):
        boards = "、".join(sorted(board for board in candidate.boards if board in need.fields and candidate.boards[board]))
        yield Part("experience", weights.experience * alike * need.urgency, f"参与过 {_alike(candidate, need)} 个{boards}项目")
    if counted := min(candidate.projects, MOST_PROJECTS):
        text = f"{'共' if alike else ''}参与过 {candidate.projects} 个资本运作项目"
        yield Part("experience", weights.experience * counted * need.urgency, text)
    if need.industry and _knows(candidate, need):
        yield Part("industry", weights.industry * need.urgency, "行业相同")
    if matching := sorted(candidate.fields & need.fields):
        yield Part("field", weights.field * len(matching) * need.urgency, f"擅长{'、'.join(matching)}")
    if need.district in candidate.districts:
        yield Part("district", weights.district, f"优先服务{need.district}")
    if candidate.id in need.wanted:
        yield Part("wish", weights.wish, "对象希望由其服务")
    if candidate.id in need.unwanted:
        yield Part("wish", -weights.wish, "对象不希望由其服务")


def _knows(candidate: Candidate, need: Need) -> bool:
    """Codes of different length mean the same industry when one begins with the other: C knows C3912."""
    code = need.industry
    return any(code.startswith(known) or known.startswith(code) for known in candidate.industries)


def _alike(candidate: Candidate, need: Need) -> int:
    return sum(count for board, count in candidate.boards.items() if board in need.fields)
