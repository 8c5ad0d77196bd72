"""``datong needs …``: the objects of service and what they need, without a window."""

from __future__ import annotations

import argparse

from datong_desktop import cli_lists


def run(arguments: argparse.Namespace) -> int:
    """One command of the needs; the exit code."""
    from datong_desktop.services.need_importing import KIND

    act = cli_lists.take_in if arguments.needs_command == "import" else cli_lists.template
    return act(KIND, arguments)
