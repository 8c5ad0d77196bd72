"""The experts' opinions taken together."""

from __future__ import annotations

from datong_desktop.domain.application import PanelOpinion
from datong_desktop.domain.enterprise import TIERS
from datong_desktop.domain.panel import panel_summary


def opinion(field: str, conclusion: str = "同意入库", tier: str = "") -> PanelOpinion:
    return PanelOpinion("甲", 1, 1, field=field, conclusion=conclusion, tier=tier)


def test_no_opinions_yet() -> None:
    found = panel_summary([])
    assert found.missing_fields == ("证券", "财会", "法律")
    assert found.text == "尚无专家意见"


def test_fields_counts_and_the_tier_most_propose() -> None:
    found = panel_summary([
        opinion("证券", tier=TIERS[0]), opinion("财会", tier=TIERS[0]), opinion("其他", tier=TIERS[2]),
        opinion("部门", "补充材料", TIERS[2]), opinion("财会", ""),
    ])  # fmt: skip
    assert found.tier == TIERS[0]
    assert found.text == "5 人：同意入库 3、补充材料 1；1 人未填结论；建议上市后备层；缺法律专家"


def test_a_tie_is_left_to_the_panel() -> None:
    assert panel_summary([opinion("证券", tier=TIERS[0]), opinion("法律", tier=TIERS[1])]).tier == ""
