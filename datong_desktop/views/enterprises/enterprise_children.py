"""The tables of the form of an enterprise: three fiscal years, shareholders, officers, intermediaries."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from datong_desktop.domain.admission import fiscal_year
from datong_desktop.domain.enterprise import EQUITY, PLANS, TAX, FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.domain.fields import plain_hundredths
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.records.child_rows import Place
from datong_desktop.views.records.record_children import ChildSheet

WHOLE = 10_000
"""100 % in hundredths of a per cent."""
YEARS = 3


def _years(file: EnterpriseFile | None) -> tuple[int, ...]:
    """The last three complete years, and those there are figures of already."""
    last = fiscal_year(datetime.date.today())
    kept = [one.year for one in file.all(FiscalYear)] if file else []
    return tuple(sorted({*range(last - YEARS + 1, last + 1), *kept}))


def _total(shareholders: Sequence[Shareholder]) -> int:
    return sum(one.share or 0 for one in shareholders)


def _too_much(shareholders: Sequence[Shareholder]) -> str:
    total = _total(shareholders)
    return f"各股东持股比例合计会到 {plain_hundredths(total)}%，超过 100%，没有保存。请核对。" if total > WHOLE else ""


def _sum(shareholders: Sequence[Shareholder]) -> str:
    total = _total(shareholders)
    rest = f"，还差 {plain_hundredths(WHOLE - total)}%" if total < WHOLE else ""
    return f"{len(shareholders)} 位股东，持股合计 {plain_hundredths(total)}%{rest}" if shareholders else ""


def _warned(notices: Sequence[RecordNotice]) -> dict[Place, str]:
    return {(notice.year, notice.field): notice.text for notice in reversed(notices) if notice.year}


SHEETS = (
    ChildSheet(FiscalYear, "fiscalYears", "最近三个会计年度", TAX, fixed=_years, warned=_warned),
    ChildSheet(Shareholder, "shareholders", "股东", EQUITY, check=_too_much, summary=_sum),
    ChildSheet(Officer, "officers", "董监高及实际控制人", EQUITY),
    ChildSheet(Intermediary, "intermediaries", "聘请的中介机构", PLANS),
)
