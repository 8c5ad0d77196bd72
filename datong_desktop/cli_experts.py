"""``datong experts …``: the expert pool's jobs without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from datong_desktop import cli_lists

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.services.list_kind import ListKind


def run(arguments: argparse.Namespace) -> int:
    """One command of the expert pool; the exit code."""
    return _COMMANDS[arguments.experts_command](arguments)


def _kind() -> ListKind:
    from datong_desktop.services.expert_importing import KIND

    return KIND


def _chosen(ledger: Ledger, arguments: argparse.Namespace) -> tuple[list[str], Sequence[str]]:
    from datong_desktop.services import expert_importing, expert_listing

    return [one.id for one in expert_listing.in_pool(ledger, arguments.type)], expert_importing.all_columns()


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": lambda arguments: cli_lists.take_in(_kind(), arguments),
    "export": lambda arguments: cli_lists.export(_kind(), _chosen, arguments),
    "template": lambda arguments: cli_lists.template(_kind(), arguments),
}
