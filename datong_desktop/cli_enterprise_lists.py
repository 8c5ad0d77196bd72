"""``datong enterprises import | export | list | template``: lists of enterprises without a window."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop.cli_output import print_json, readable, say
from datong_desktop.cli_parser import aligned
from datong_desktop.domain.problem import Refused

if TYPE_CHECKING:
    from datong_desktop.services.enterprise_plan import ImportPlan

OPERATOR = "命令行"


def take_in(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import enterprise_importing
    from datong_desktop.services import ledger as ledgers
    from datong_desktop.services.enterprise_plan import RowKind

    with closing(ledgers.open_ledger(Path(arguments.ledger), operator=OPERATOR, read_only=arguments.preview)) as ledger:
        plan = enterprise_importing.preview(ledger, Path(arguments.file), datetime.date.today())
        if plan.problems:
            raise Refused(*plan.problems)
        counts = {"new": plan.counts[RowKind.NEW], "changed": plan.counts[RowKind.CHANGED], "same": plan.counts[RowKind.SAME]}
        imports = bool(counts["new"] or counts["changed"]) and not arguments.preview
        if not arguments.json:
            print("\n".join(map(readable, plan_lines(plan))))
        if imports:
            enterprise_importing.apply(ledger, plan)
    if arguments.json:
        warnings = [warning.as_json() for warning in plan.warnings]
        print_json({**counts, "imported": imports, "warnings": warnings, "notes": list(plan.notes)})
    elif imports:
        print(f"已导入：新增 {counts['new']} 家，改动 {counts['changed']} 家，可以在窗口里一步撤销。")
    return 0


def plan_lines(plan: ImportPlan) -> Iterator[str]:
    """What is changed old → new, what is to be looked at, and the counts."""
    for place in sorted(plan.changes):
        yield f"第 {plan.row_number(place)} 行 {plan.name(place)}：{plan.described(place)}"
    yield from (f"请核对：{warning.text}" for warning in plan.warnings)
    yield "，".join(f"{kind} {count} 家" for kind, count in plan.counts.items()) + "。"
    yield from plan.notes


def export(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import enterprise_export, enterprise_listing
    from datong_desktop.services import ledger as ledgers

    with closing(ledgers.open_ledger(Path(arguments.ledger), read_only=True)) as ledger:
        found = enterprise_listing.entries(ledger, arguments.district, arguments.state)
        columns = enterprise_export.all_columns(ledger)
        written = enterprise_export.export(ledger, [entry.id for entry in found], columns, Path(arguments.out))
    if arguments.json:
        print_json({"file": str(written), "rows": len(found)})
    else:
        print(readable(f"已写出 {len(found)} 家企业到 {written}"))
    return 0


def show(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import enterprise_listing
    from datong_desktop.services import ledger as ledgers

    with closing(ledgers.open_ledger(Path(arguments.ledger), read_only=True)) as ledger:
        found = enterprise_listing.entries(ledger, arguments.district, arguments.state)
    if arguments.json:
        names = ("name", "credit_code", "district", "industry", "state", "tier")
        print_json({"rows": [{name: str(getattr(entry, name)) for name in names} for entry in found]})
        return 0
    rows = [(entry.name, entry.credit_code, entry.district, entry.state, entry.tier) for entry in found]
    print("\n".join(map(readable, aligned([("企业名称", "统一社会信用代码", "县区", "状态", "层次"), *rows]))))
    say(f"共 {len(found)} 家。")
    return 0


def template(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import enterprise_export

    written = enterprise_export.template(Path(arguments.out), datetime.date.today())
    if arguments.json:
        print_json({"file": str(written)})
    else:
        print(readable(f"已写出空白名单 {written}"))
    return 0
