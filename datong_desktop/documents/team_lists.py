"""专家服务队名单: each team with who holds which seat, and what it lacks (annex 5 四（一）)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from datong_desktop.documents.annex_tables import date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.list_parts import UNKNOWN_DISTRICT, Head, grouped, lacking, listing
from datong_desktop.documents.listing import Column, Listing, Row
from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.team_lines import Serving, TeamLine

NO_LEADER = "缺负责人"


def team_list(
    head: Head, lines: Sequence[TeamLine], rules: ExpertRules, on: datetime.date, without: Sequence[str] = ()
) -> Listing:
    """专家服务队名单 on a day by district; ``without`` names the objects with a need and no team."""
    needed = [one for one in rules.types if one.needed]
    columns = (
        Column("序号", 4, "center"), Column("服务队", 14), Column("服务对象", 13), Column("负责人", 10, "center"),
        *(Column(one.short, 10, "center") for one in needed), Column("其他机构", 10, "center"), Column("机构覆盖", 11, "center"),
        Column("有效期", 13, "center"),
    )  # fmt: skip

    def row(number: int, line: TeamLine) -> Row:
        seats = [_people(line.of_type(one.name)) for one in needed]
        others = _people([one for one in line.members if one.expert.institution_type not in {kind.name for kind in needed}])
        leader = line.leader.expert.name if line.leader else NO_LEADER
        return (
            number, line.team.name, f"{line.object}\n（{line.team.object_kind}）", leader, *seats, others, coverage(line, len(needed)),
            period(line, on).replace(" 至 ", "\n至 "),
        )  # fmt: skip

    groups = grouped(lines, head.districts, lambda line: line.district or UNKNOWN_DISTRICT, row, "支")
    notes = (
        f"{rules.team_source}：{rules.team_text}",
        *lacking("▲ 机构不全的服务队", [f"{clean(one.team.name)}（{lack(one)}）" for one in lines if one.missing]),
        *lacking("▲ 没有负责人的服务队", [clean(one.team.name) for one in lines if one.leader is None]),
        *lacking("▲ 有效期已过的服务队", [clean(one.team.name) for one in lines if one.ended(on)]),
        *(f"▲ {clean(text)}" for one in lines for text in one.breaches),
        *lacking("▲ 有服务需求、还没有服务队的", [clean(name) for name in without]),
    )
    title = f"{head.city}企业上市挂牌专家服务队名单"
    return listing(head, title, columns, groups, f"截至{date_text(on)}", notes=notes, unit="支")


def lack(line: TeamLine) -> str:
    """“缺：基金、担保”, "" when every needed type is there."""
    return f"缺：{'、'.join(line.missing)}" if line.missing else ""


def coverage(line: TeamLine, needed: int) -> str:
    """How many of the needed types are there and which are not."""
    return f"{needed - len(line.missing)}/{needed}\n{lack(line) or '齐全'}"


def period(line: TeamLine, on: datetime.date) -> str:
    """From when to when a team serves; said where that is over."""
    start, end = line.team.valid_from or line.team.formed_on, line.team.valid_to
    days = f"{start or '起始未填'} 至 {end or '未定'}"
    return f"{days}\n已到期" if line.ended(on) else days


def _people(serving: Sequence[Serving]) -> str:
    return "\n".join(part for one in serving for part in (one.expert.name, one.expert.institution) if part)
