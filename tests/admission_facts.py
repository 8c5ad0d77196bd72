"""The shipped admission rules, and enterprises that fulfil them but for what a test changes. All made up."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from datong_desktop import paths
from datong_desktop.domain.admission import AdmissionRules, Facts, load_rules
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement

ON = datetime.date(2023, 3, 15)
FIGURES = ("total_assets", "revenue", "main_revenue")
GOOD: dict[str, Any] = {
    "name": "样例企业有限公司", "founded_on": datetime.date(2010, 5, 4), "industry": "C2614", "catalogue_class": "鼓励类",
    "tax_rating": "A", "neeq_listed": 0, "ownership_dispute": 0, "nominee_holding": 0, "clear_structure": 1,
    "criminal_case": 0, "total_assets": 50_000, "revenue": 100_000, "main_revenue": 70_000,
}  # fmt: skip


@cache
def rules_text() -> str:
    return (paths.resources() / "rules" / "admission-2022.toml").read_text("utf-8")


@cache
def rules() -> AdmissionRules:
    return load_rules(rules_text(), "admission-2022.toml")


def judged(clause: str, result: str = "符合") -> Judgement:
    return Judgement("x", clause, result=result, judged_by="王某", judged_on=ON, reason="已看材料")


BOTH = (judged("盈利模式"), judged("产品服务"))


def facts(*judgements: Judgement, year: int = 2022, **changes: Any) -> Facts:
    """One that is 符合 throughout on ``ON``, with these fields changed (figures are those of one fiscal year)."""
    values = GOOD | changes
    figures = {name: values.pop(name) for name in FIGURES}
    return Facts(Enterprise("x", **values), (FiscalYear("x", year, **figures),), judgements or BOTH)
