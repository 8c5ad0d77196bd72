"""What a proposal of teams is good for: the weights the office sees and sets, in whole points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEAVIEST = 1_000
"""The most points of one weight: sums stay far below what the solver's numbers hold exactly."""
WORDS: Mapping[str, tuple[str, str]] = {
    "coverage": ("领域齐全", "队里有人擅长对象需要的一个领域"),
    "field": ("领域相符", "成员擅长对象需要的一个领域"),
    "industry": ("行业相同", "成员熟悉对象所在的行业"),
    "experience": ("项目经验", "成员参与过的一个资本运作项目，同类项目加倍"),
    "district": ("县区优先", "对象在成员优先的县区"),
    "wish": ("对象意愿", "对象希望（或不希望）由这位专家服务"),
    "institution": ("机构不重复", "一队里同一机构多一人，扣分"),
    "load": ("负荷均衡", "成员再多带一队，按已带队数乘以此数扣分"),
    "change": ("少变动", "现有服务队换或增一人，扣分"),
}
"""Label and meaning of each weight; those that count against a proposal say 扣分."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points, each 0 (does not matter) to ``HEAVIEST``; the names are those of ``WORDS``."""

    coverage: int
    field: int
    industry: int
    experience: int
    district: int
    wish: int
    institution: int
    load: int
    change: int

    def __post_init__(self) -> None:
        if wrong := [name for name in WORDS if not 0 <= getattr(self, name) <= HEAVIEST]:
            raise ValueError(f"weight {wrong[0]} is not between 0 and {HEAVIEST}")
