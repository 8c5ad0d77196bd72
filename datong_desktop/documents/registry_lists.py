"""Lists of the registry: ledger of the pool, panel's list, recommendations to the province.

Each takes the lines of a list and gives a ``Listing``. Titles as annex 2 names them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.list_parts import (
    CODE,
    DISTRICT,
    NAME,
    NUMBER,
    UNKNOWN_DISTRICT,
    Head,
    by_district,
    district_of,
    grouped,
    listing,
)
from datong_desktop.documents.listing import BLANK_DATE, Column, Group, Listing, Row, money
from datong_desktop.domain.application import MATERIALS, Batch, batch_label
from datong_desktop.domain.enterprise import TIERS, FiscalYear
from datong_desktop.domain.registry_lines import PanelLine, PoolLine, RecommendationLine


def pool_ledger(head: Head, lines: Sequence[PoolLine], on: datetime.date) -> Listing:
    """后备企业资源库台账, by tier and district."""
    columns = (
        NUMBER, NAME, CODE, Column("所属行业", 16), Column("法定代表人", 8, "center"), Column("入库批次", 10, "center"),
        Column("入库日期", 10, "center"), Column("状态", 10, "center"), Column("拟上市挂牌板块", 8, "center"),
        Column("股改期限", 10, "center"), Column("联系人", 8, "center"), Column("联系电话", 13, "center"),
    )

    def row(number: int, line: PoolLine) -> Row:
        one, state = line.enterprise, line.state
        batch = batch_label(state.batch).removesuffix("批次") if state.batch else ""
        return (
            number, one.name, one.credit_code, head.industry_of(one), one.legal_representative, batch,
            state.admitted_on, state.state, one.target_board, state.reform_due_on, one.contact, one.phone,
        )

    tiers = {tier: sum(line.state.tier == tier for line in lines) for tier in TIERS}
    counted = "，".join(f"{tier} {count} 家" for tier, count in tiers.items())
    order = [f"{tier}　{district}" for tier in TIERS for district in (*head.districts, UNKNOWN_DISTRICT)]
    groups = grouped(lines, order, lambda line: f"{line.state.tier}　{district_of(line)}", row)
    notes = (f"共 {len(lines)} 家：{counted}。", "股改期限：有限责任公司自入库之日起两年（附件2 一（一））；已完成股改的不再列。")
    return listing(head, f"{head.city}上市挂牌后备企业资源库台账", columns, groups, f"截至{date_text(on)}", notes=notes)


def panel_list(head: Head, arranged: Batch, lines: Sequence[PanelLine]) -> Listing:
    """The list for the panel's meeting (复核) of a batch as it is arranged; blank where the panel is to write."""
    columns = (
        NUMBER, NAME, DISTRICT, Column("申报渠道", 11), Column("所属行业", 14), Column("上年总资产（万元）", 12, "right"),
        Column("上年营业收入（万元）", 12, "right"), Column("入库条件核对", 10, "center"), Column("缺少的材料", 18),
        Column("复核结论", 12), Column("层次", 13, "center"),
    )

    def row(number: int, line: PanelLine) -> Row:
        one, figures = line.enterprise, line.figures or FiscalYear("", 0)
        return (
            number, one.name, one.district, line.application.recommender, head.industry_of(one),
            money(figures.total_assets), money(figures.revenue), line.admission,
            "\n".join(f"{paper}.{MATERIALS[paper - 1]}" for paper in line.missing_materials), line.conclusion, line.tier,
        )

    rows = [row(number, line) for number, line in enumerate(lines, 1)]
    facts = (
        f"复核会日期：{date_text(arranged.meeting_on) or BLANK_DATE}", f"共 {len(lines)} 家", f"地点：{clean(arranged.place)}",
    )
    title = f"{head.city}上市挂牌后备企业资源库{batch_label(arranged.batch)}复核会名单"
    signed = ("主持人：", "记录人：", "专家（签字）：")
    return listing(head, title, columns, (Group("", rows),), "", facts=facts, signatures=signed)


def provincial_list(head: Head, lines: Sequence[RecommendationLine]) -> Listing:
    """推荐山西省上市挂牌后备企业资源库企业名单 of a year (annex 2 三; measure 2), by district."""
    columns = (
        NUMBER, NAME, CODE, Column("所属行业", 16), Column("市级入库日期", 10, "center"), Column("市级层次", 14, "center"),
        Column("推荐日期", 10, "center"), Column("推荐意见", 28), Column("结果", 16),
    )

    def row(number: int, line: RecommendationLine) -> Row:
        one = line.enterprise
        result = line.result + (f"（{line.decided_on}）" if line.decided_on else "")
        return (
            number, one.name, one.credit_code, head.industry_of(one), line.admitted_on, line.tier,
            line.recommended_on, line.opinion, result,
        )

    signed = ("经办人：", "审核人：", "（盖章）")
    title = f"{head.city}推荐山西省上市挂牌后备企业资源库企业名单"
    return listing(head, title, columns, by_district(head, lines, row), signatures=signed)
