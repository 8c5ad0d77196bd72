"""``datong enterprises import | export | template`` and the same of experts and needs: lists without a window."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from datong_desktop.cli_output import print_json, readable
from datong_desktop.domain.problem import Refused

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.services.list_kind import ListKind
    from datong_desktop.services.list_plan import ImportPlan

OPERATOR = "命令行"


def take_in(kind: ListKind, arguments: argparse.Namespace) -> int:
    from datong_desktop.services import ledger as ledgers
    from datong_desktop.services import list_importing
    from datong_desktop.services.list_plan import RowKind

    with closing(ledgers.open_ledger(Path(arguments.ledger), operator=OPERATOR, read_only=arguments.preview)) as ledger:
        plan = list_importing.preview(kind, ledger, Path(arguments.file), datetime.date.today())
        if plan.problems:
            raise Refused(*plan.problems)
        counts = {"new": plan.counts[RowKind.NEW], "changed": plan.counts[RowKind.CHANGED], "same": plan.counts[RowKind.SAME]}
        imports = bool(counts["new"] or counts["changed"]) and not arguments.preview
        if not arguments.json:
            print("\n".join(map(readable, plan_lines(plan))))
        if imports:
            list_importing.apply(ledger, plan)
    if arguments.json:
        warnings = [warning.as_json() for warning in plan.warnings]
        print_json({**counts, "imported": imports, "warnings": warnings, "notes": list(plan.notes)})
    elif imports:
        print(f"已导入：新增 {counts['new']} {kind.one}，改动 {counts['changed']} {kind.one}，可以在窗口里一步撤销。")
    return 0


def plan_lines(plan: ImportPlan) -> Iterator[str]:
    """What is changed old → new, what is to be looked at, and the counts."""
    for place in sorted(plan.changes):
        yield f"第 {plan.row_number(place)} 行 {plan.name(place)}：{plan.described(place)}"
    yield from (f"请核对：{warning.text}" for warning in plan.warnings)
    yield "，".join(f"{what} {count} {plan.kind.one}" for what, count in plan.counts.items()) + "。"
    yield from plan.notes


Chosen = Callable[["Ledger", argparse.Namespace], tuple[list[str], Sequence[str]]]
"""The ids of the records that are asked for, and the columns there are."""


def export(kind: ListKind, chosen: Chosen, arguments: argparse.Namespace) -> int:
    from datong_desktop.services import ledger as ledgers
    from datong_desktop.services import list_export

    with closing(ledgers.open_ledger(Path(arguments.ledger), read_only=True)) as ledger:
        ids, columns = chosen(ledger, arguments)
        written = list_export.export(kind, ledger, ids, columns, Path(arguments.out))
    if arguments.json:
        print_json({"file": str(written), "rows": len(ids)})
    else:
        print(readable(f"已写出 {len(ids)} {kind.columns.counted}到 {written}"))
    return 0


def template(kind: ListKind, arguments: argparse.Namespace) -> int:
    from datong_desktop.services import list_export

    written = list_export.template(kind, Path(arguments.out), datetime.date.today())
    if arguments.json:
        print_json({"file": str(written)})
    else:
        print(readable(f"已写出空白名单 {written}"))
    return 0
