"""What the experts of the 复核 say taken together (annex 2 二（三）2: 证券、财会、法律等方面的专家)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.domain.application import PanelOpinion

FIELDS = ("证券", "财会", "法律")
"""The fields the text names; more are welcome."""
FOR, AGAINST, MORE_PAPERS = "同意入库", "不同意入库", "补充材料"


@dataclass(frozen=True, slots=True)
class PanelSummary:
    """``counts`` by conclusion; ``missing_fields`` those of the three no expert stood for; ``tier`` the one most experts
    in favour propose, "" when none leads: the text gives no criteria, the panel decides. ``undecided`` opinions have
    no conclusion yet."""

    experts: int
    counts: Mapping[str, int]
    missing_fields: tuple[str, ...]
    tier: str
    undecided: int

    @property
    def text(self) -> str:
        """One line for form and list: "3 人：同意入库 2、补充材料 1；建议基础层；缺法律专家"."""
        if not self.experts:
            return "尚无专家意见"
        told = "、".join(f"{conclusion} {count}" for conclusion, count in self.counts.items() if count)
        parts = [f"{self.experts} 人" + (f"：{told}" if told else "")]
        if self.undecided:
            parts.append(f"{self.undecided} 人未填结论")
        if self.tier:
            parts.append(f"建议{self.tier}")
        if self.missing_fields:
            parts.append(f"缺{'、'.join(self.missing_fields)}专家")
        return "；".join(parts)


def panel_summary(opinions: Sequence[PanelOpinion]) -> PanelSummary:
    """The opinions on one application taken together."""
    counts = {conclusion: sum(o.conclusion == conclusion for o in opinions) for conclusion in (FOR, AGAINST, MORE_PAPERS)}
    tiers = Counter(o.tier for o in opinions if o.conclusion == FOR and o.tier).most_common(2)
    leads = bool(tiers) and (len(tiers) == 1 or tiers[0][1] > tiers[1][1])
    return PanelSummary(
        experts=len(opinions),
        counts=counts,
        missing_fields=tuple(field for field in FIELDS if all(o.field != field for o in opinions)),
        tier=tiers[0][0] if leads else "",
        undecided=len(opinions) - sum(counts.values()),
    )
