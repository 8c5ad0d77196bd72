"""``datong experts …``: the expert pool's jobs without a window."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datong_desktop import cli_lists
from datong_desktop.cli_output import print_json, readable, say

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.services.list_kind import ListKind
    from datong_desktop.services.staffing_job import CheckedExpert


def run(arguments: argparse.Namespace) -> int:
    """One command of the expert pool; the exit code."""
    return _COMMANDS[arguments.experts_command](arguments)


def _kind() -> ListKind:
    from datong_desktop.services.expert_importing import KIND

    return KIND


def _chosen(ledger: Ledger, arguments: argparse.Namespace) -> tuple[list[str], Sequence[str]]:
    from datong_desktop.services import expert_importing, expert_listing

    return [one.id for one in expert_listing.in_pool(ledger, arguments.type)], expert_importing.all_columns()


def _check(arguments: argparse.Namespace) -> int:
    from datong_desktop.services import admission_job, staffing_job

    on = admission_job.parse_day(arguments.on)
    found, notes = staffing_job.check_experts(Path(arguments.file), on)
    if notes:
        say(*notes)
    if arguments.json:
        print_json({"on": f"{on}", "rows": [check_json(one) for one in found]})
    else:
        print("\n".join(map(readable, check_lines(f"{on}", found))))
    return 0


def check_json(expert: CheckedExpert) -> dict[str, Any]:
    """``{"number","name","institution","result","clauses":{clause: result}}``."""
    return {
        "number": expert.number,
        "name": expert.name,
        "institution": expert.institution,
        "result": expert.found.result,
        "clauses": {one.clause: one.result for one in expert.found.clauses},
    }


def check_lines(on: str, found: Sequence[CheckedExpert]) -> Iterator[str]:
    """Each expert with the result, below it clause by clause with the reason, and the counts at the end."""
    yield f"专家申报条件审查（{on}）"
    for expert in found:
        yield ""
        yield f"{expert.found.result}  {expert.number} {expert.name}（{expert.institution}）"
        yield from (f"    {one.result} {one.title}：{one.reason}（{one.source}）" for one in expert.found.clauses)
    counts = Counter(expert.found.result for expert in found)
    yield ""
    yield "，".join((f"共 {len(found)} 名", *(f"{result} {count} 名" for result, count in sorted(counts.items())))) + "。"


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "import": lambda arguments: cli_lists.take_in(_kind(), arguments),
    "export": lambda arguments: cli_lists.export(_kind(), _chosen, arguments),
    "template": lambda arguments: cli_lists.template(_kind(), arguments),
}
