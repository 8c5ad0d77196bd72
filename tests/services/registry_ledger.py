"""A ledger with made-up enterprises at every stage of the way, for documents of the registry."""

from __future__ import annotations

import datetime
from pathlib import Path

from datong_desktop.domain.application import Application, Batch, Material, Move, PanelOpinion, Step
from datong_desktop.domain.enterprise import FiscalYear, Officer, Shareholder
from datong_desktop.domain.fostering import Assistance, Difficulty, Milestone, Reform, Submission, Visit
from datong_desktop.services import enterprises, records
from datong_desktop.services.ledger import Ledger
from tests.storage import new_ledger

ON = datetime.date(2023, 10, 8)
LISTING, BASE = "上市后备层", "基础层"


def day(month: int, number: int = 15, year: int = 2023) -> datetime.date:
    return datetime.date(year, month, number)


def filled(folder: Path) -> tuple[Ledger, dict[str, str]]:
    """The ledger and the ids by short names: 甲 in the provincial pool, 乙 in the pool, 丙 before the panel, 丁 refused,
    戊 new."""
    ledger = new_ledger(folder)
    ids = {
        short: _made(ledger, f"样例{short}有限公司", district, legal_form, number)
        for number, (short, district, legal_form) in enumerate(
            (("甲", "云冈区", "股份有限公司"), ("乙", "平城区", "有限责任公司"), ("丙", "灵丘县", "有限责任公司"),
             ("丁", "灵丘县", "有限责任公司"), ("戊", "平城区", "其他"))
        )
    }
    admitted = ((Move.APPLY, 3), (Move.PASS_REVIEW, 3), (Move.PASS_PANEL, 4), (Move.ADMIT, 5))
    _round(ledger, ids["甲"], "2023-03", "云冈区", *admitted, (Move.RECOMMEND, 6), (Move.ADMIT_PROVINCIAL, 7), tier=LISTING)
    _round(ledger, ids["乙"], "2023-03", "市科技局", *admitted, tier=BASE)
    _round(ledger, ids["丙"], "2023-09", "灵丘县", (Move.APPLY, 8), (Move.PASS_REVIEW, 9))
    _round(ledger, ids["丁"], "2023-09", "灵丘县", (Move.APPLY, 8), (Move.REFUSE, 9))
    enterprises.save(
        ledger, "材料",
        *(Material(ids["丙"], 1, number, received_on=day(9)) for number in (1, 2, 4, 5)),
        FiscalYear(ids["丙"], 2021, total_assets=1, revenue=2), FiscalYear(ids["丙"], 2022, total_assets=123_456, revenue=65_400),
        Shareholder(ids["甲"], 1, name="样例股东", share=10_000), Officer(ids["甲"], 1, role="董事", name="样例董事"),
        PanelOpinion(ids["乙"], 1, 1, expert="样例专家", conclusion="同意入库"),
        Milestone(ids["甲"], 1, kind="省资源库入库", happened_on=day(7), district="云冈区", evidence="样例文件"),
        Milestone(ids["甲"], 2, kind="上市", happened_on=day(9), district="云冈区", board="北交所", code="000000", raised=1_234_500),
        Milestone(ids["乙"], 1, kind="晋兴板挂牌", happened_on=day(9, year=2022), district="平城区", delisted_on=day(8)),
        Reform(
            ids["乙"], kinds="科技型企业、绩优型企业", listed_on=day(2), start_planned_on=day(3), planned_on=day(12), step="审计评估",
            legal_form_before="有限责任公司", legal_form_after="股份有限公司", capital_increase=250_000, award_applied=1,
            award_applied_on=day(11), award_document="同工信〔2023〕9号", obstacles="土地\n房产",
        ),
        Reform(ids["丁"], kinds="规上企业"),
        Assistance(ids["甲"], city_leader="样例市领导", county_leader="样例县领导", department="市金融办", measures="协调融资"),
        Visit(
            ids["甲"], 1, visited_on=day(4), department="市税务局", problem="历史欠税", responsible="市税务局", due_on=day(6),
            result="已核实",
        ),
        Visit(ids["甲"], 2, visited_on=day(4, year=2022), department="市发改委"),
        Visit(ids["戊"], 1, visited_on=day(5), department="市工信局"),
        Difficulty(ids["甲"], 1, raised_on=day(8), problem="厂房确权", responsible="市规自局"),
        Submission(ids["乙"], 1, submitted_on=day(3), unit="市科技局", pool="市资源库", ground="高新技术企业"),
        Submission(ids["戊"], 1, submitted_on=day(9), unit="大同市科技局", pool="省资源库"),
        Submission(ids["甲"], 1, submitted_on=day(9, year=2022), unit="云冈区", pool="市资源库"),
    )
    with ledger.writing("复核会") as work:
        records.put(work.session, Batch("2023-09", meeting_on=day(10, 20), place="样例会议室"))
    return ledger, ids


def _made(ledger: Ledger, name: str, district: str, legal_form: str, number: int) -> str:
    values = {"name": name, "district": district, "legal_form": legal_form, "industry": "2614", "credit_code": f"9114020{number}"}
    (identifier,) = enterprises.create(ledger, {**values, "main_business": "样例业务", "tax_rating": "A"}).enterprises
    return identifier


def _round(ledger: Ledger, identifier: str, batch: str, recommender: str, *moves: tuple[Move, int], tier: str = "") -> None:
    steps = [
        Step(
            identifier, 1, number, move=move, made_on=day(month), actor="样例单位", opinion="样例意见" if move is not Move.ADMIT else "",
            tier=tier if move is Move.ADMIT else "",
        )
        for number, (move, month) in enumerate(moves, 1)
    ]
    enterprises.save(ledger, "申报", Application(identifier, 1, batch=batch, recommender=recommender), *steps)
