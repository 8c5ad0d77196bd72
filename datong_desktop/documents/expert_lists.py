"""Lists of the expert pool: the roster."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.list_parts import Head, grouped, listing
from datong_desktop.documents.listing import Column, Listing, Row
from datong_desktop.domain.expert import INSTITUTION_TYPES
from datong_desktop.domain.expert_lines import RosterLine

UNKNOWN_TYPE = "机构类型未填"


def roster(
    head: Head, lines: Sequence[RosterLine], on: datetime.date, needed: Sequence[str], institution_type: str = ""
) -> Listing:
    """专家库名册 by type of institution, or that of one type. ``needed`` are the types that every team has (annex 5 四（一）)."""
    columns = (
        Column("序号", 4, "center"), Column("编号", 6, "center"), Column("姓名", 10, "center"), Column("机构", 18),
        Column("职务职称", 10), Column("执业资格", 11), Column("擅长领域", 21), Column("擅长行业", 8, "center"),
        Column("优先县区", 15), Column("项目数", 6, "center"), Column("队数", 6, "center"), Column("资格审查", 8, "center"),
        Column("联系电话", 13, "center"),
    )  # fmt: skip

    def row(number: int, line: RosterLine) -> Row:
        one = line.expert
        teams = f"{line.load}/{one.most_teams}" if one.most_teams is not None else f"{line.load}"
        return (
            number, one.number, one.name, one.institution, one.title, one.licences, one.fields, one.industries, one.districts,
            one.projects, teams, line.qualified, one.phone,
        )  # fmt: skip

    groups = grouped(lines, INSTITUTION_TYPES, lambda line: line.expert.institution_type or UNKNOWN_TYPE, row, "名")
    missing = [name for name in needed if all(line.expert.institution_type != name for line in lines)]
    notes = ["队数：现任队数/可承担队数。"]
    if missing and not institution_type:
        notes.append(f"▲ 还没有{'、'.join(missing)}的专家，不能组成各类机构全覆盖的服务队（附件5 四（一））。")
    title = f"{head.city}企业上市挂牌专家库名册{f'（{institution_type}）' if institution_type else ''}"
    return listing(head, title, columns, groups, f"截至{date_text(on)}", notes=tuple(notes), unit="名")
