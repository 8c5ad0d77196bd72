"""What the sample ledger keeps of one made-up enterprise: the record, its figures, people and findings."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import replace

from datong_desktop.domain.credit_code import check_character
from datong_desktop.domain.enterprise import (
    BOARDS,
    Enterprise,
    FiscalYear,
    Intermediary,
    Judgement,
    Officer,
    Shareholder,
)
from datong_desktop.services.initials import initials

BOTH = ("盈利模式", "产品服务")
"""The clauses no figure decides (annex 2 一（三）2, （四）)."""
TRADES = (
    ("C2614", "有机化学原料"), ("C2710", "化学药品原料药"), ("C3670", "汽车零部件"), ("C3825", "光伏设备"), ("D4415", "风力发电"),
    ("I6513", "应用软件"), ("C3054", "日用玻璃制品"), ("M7320", "工程技术研究"),
)  # fmt: skip
WHOLE = 10
"""So many are filled in whole; the sample stays small."""
STATE_OWNED = 1
"""The number of the one that the state owns."""


def records_of(identifier: str, number: int, district: str, batch: str, *, neeq: bool) -> Iterator[object]:
    """The record of 样例企业 ``number`` and what hangs on it. Whoever applied in a ``batch`` has what the check looks at;
    ``neeq``: it is listed there, and so a joint-stock company."""
    chance = random.Random(number)
    limited = not neeq and number % 3 != 0
    industry, trade = TRADES[number % len(TRADES)]
    name = f"样例企业{number:03}{'有限公司' if limited else '股份有限公司'}"
    first = f"91140200MA{number:04}0DT"
    one = Enterprise(
        identifier, name=name, credit_code=first + check_character(first), district=district,
        founded_on=datetime.date(2005 + number % 12, 1 + number % 12, 1 + number % 28),
        legal_form="有限责任公司" if limited else "股份有限公司", ownership="国有" if number == STATE_OWNED else "民营",
        legal_representative=f"样例法人{number:03}", industry=industry, catalogue_class="允许类" if number % 5 == 4 else "鼓励类",
        cluster="大数据融合创新" if number % 5 == 4 else "", tax_rating="AAAB"[number % 4], neeq_listed=int(neeq),
        ownership_dispute=0, nominee_holding=0, clear_structure=1, criminal_case=0, target_board=BOARDS[number % len(BOARDS)],
        plan_class="重点资源" if neeq else "储备资源" if number % 3 == 1 else "",
        contact=f"样例联系人{number:03}", phone=f"0352-0000{number:03}", initials=initials(name, ""),
    )  # fmt: skip
    if number <= WHOLE:
        one = replace(
            one, short_name=f"样例{number:03}", address=f"大同市{district}样例路{number}号", employees=chance.randrange(40, 900),
            registered_capital=chance.randrange(1_000, 20_000) * 100, main_business=f"{trade}的研发、生产和销售（样例）",
            target_year=2024 + number % 4, remark="样例数据，不是真实企业。", initials=initials(name, f"样例{number:03}"),
        )  # fmt: skip
    yield one
    if batch:
        yield from _figures(identifier, int(batch[:4]), 3 if number <= WHOLE else 1, chance)
        if number <= WHOLE:
            yield from _people(identifier, number)
        for clause in BOTH if number % 7 and not neeq else ():
            yield judged(identifier, clause)


def _figures(identifier: str, applied: int, count: int, chance: random.Random) -> Iterator[FiscalYear]:
    """So many fiscal years before the application, growing; hundredths of 万元."""
    revenue = chance.randrange(3_000, 30_000) * 100
    for year in range(applied - count, applied):
        revenue += revenue * chance.randrange(5, 25) // 100
        yield FiscalYear(
            identifier, year, total_assets=revenue * 2, revenue=revenue, main_revenue=revenue * chance.randrange(78, 99) // 100,
            total_profit=revenue // 10, net_profit=revenue // 13,
        )  # fmt: skip


def _people(identifier: str, number: int) -> Iterator[object]:
    yield Shareholder(identifier, 1, name=f"样例法人{number:03}", kind="自然人", share=6500)
    yield Shareholder(identifier, 2, name="样例投资有限公司", kind="社会法人", share=3500)
    yield Officer(identifier, 1, role="实际控制人", name=f"样例法人{number:03}", title="董事长", share=6500, experience="样例简历")
    if number % 4 == 0:
        yield Intermediary(identifier, 1, kind="证券公司", name="样例证券公司", person="样例负责人", engaged_on=datetime.date(2021, 6, 1))


def judged(identifier: str, clause: str) -> Judgement:
    """A reviewer's finding."""
    on = datetime.date(2022, 4, 12)
    return Judgement(identifier, clause, result="符合", judged_by="样例复核人", judged_on=on, reason="符合要求（样例）")
