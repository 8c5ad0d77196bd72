"""``datong enterprises …``: the registry's jobs without a window."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datong_desktop import cli_enterprise_lists
from datong_desktop.cli_output import print_json, readable, say

if TYPE_CHECKING:
    from datong_desktop.domain.admission import Admission
    from datong_desktop.domain.enterprise import Enterprise


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


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "import": cli_enterprise_lists.take_in,
    "export": cli_enterprise_lists.export,
    "list": cli_enterprise_lists.show,
    "template": cli_enterprise_lists.template,
}
