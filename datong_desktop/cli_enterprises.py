"""``datong enterprises …``: the registry's jobs without a window."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datong_desktop import cli_lists
from datong_desktop.cli_output import print_json, readable, say
from datong_desktop.cli_parser import aligned

if TYPE_CHECKING:
    from datong_desktop.domain.admission import Admission
    from datong_desktop.domain.enterprise import Enterprise
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.services.list_kind import ListKind


def run(arguments: argparse.Namespace) -> int:
    """One command of the registry; the exit code."""
    return _COMMANDS[arguments.enterprises_command](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import admission_job

    on = admission_job.parse_day(arguments.on)
    found, notes = admission_job.check_path(Path(arguments.file), on)
    if notes:
        say(*notes)
    if arguments.json:
        print_json({"on": f"{on}", "rows": [check_json(enterprise, result) for enterprise, result in found]})
    else:
        print("\n".join(map(readable, check_lines(f"{on}", found))))
    return 0


def check_json(enterprise: Enterprise, admission: Admission) -> dict[str, Any]:
    """``{"name","result","clauses":{clause: result}}``."""
    return {"name": enterprise.name, "result": admission.result, "clauses": admission.results}


def check_lines(on: str, found: Iterable[tuple[Enterprise, Admission]]) -> list[str]:
    """Each enterprise with its result, below it the clauses that stand in its way, and the counts at the end."""
    lines, counts = [f"入库条件核对（{on}）", ""], Counter[str]()
    for enterprise, admission in found:
        counts[admission.result] += 1
        lines.append(f"{admission.result}  {enterprise.name}")
        lines += [
            f"    {clause.result} {clause.clause}：{clause.reason}（{clause.source}）"
            for clause in admission.clauses if clause.result != "符合"
        ]  # fmt: skip
    return [*lines, "", f"共 {counts.total()} 家：{'，'.join(f'{result} {count} 家' for result, count in sorted(counts.items()))}。"]


def _kind() -> ListKind:
    from datong_desktop.services.enterprise_importing import KIND

    return KIND


def _chosen(ledger: Ledger, arguments: argparse.Namespace) -> tuple[list[str], Sequence[str]]:
    from datong_desktop.services import enterprise_export, enterprise_listing

    found = enterprise_listing.entries(ledger, arguments.district, arguments.state)
    return [entry.id for entry in found], enterprise_export.all_columns(ledger)


def _show(arguments: argparse.Namespace) -> int:
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


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "import": lambda arguments: cli_lists.take_in(_kind(), arguments),
    "export": lambda arguments: cli_lists.export(_kind(), _chosen, arguments),
    "list": _show,
    "template": lambda arguments: cli_lists.template(_kind(), arguments),
}
