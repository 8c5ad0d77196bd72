"""Process start → window painted → sample on screen and editable, and the memory then, against a bare window."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import DATONG, PYTHON, Result, median, started

WARM_UP = 2
SETTLED = 1.0  # seconds after the last mark until memory is read: what loads in the background counts too


def measure(ledger: Path, env: Mapping[str, str], runs: int) -> list[Result]:
    bare: dict[str, list[float]] = {"painted": [], "rss": [], "pss": []}
    ours: dict[str, list[float]] = {"painted": [], "editable": [], "rss": [], "pss": []}
    for turn in range(WARM_UP + runs):
        for command, marks, kept in (
            ([PYTHON, Path(__file__).with_name("bare_window.py")], ("painted",), bare),
            ([DATONG, ledger], ("painted", "editable"), ours),
        ):
            with started(command, env) as program:
                found = {mark: program.wait_for(mark) for mark in marks}
                time.sleep(SETTLED)
                found |= program.memory()
            if turn >= WARM_UP:
                for name, value in found.items():
                    kept[name].append(value)

    def against_bare(work: str, name: str, peer: str, unit: str, allowed: float) -> Result:
        details = {"ours": ours[name], "peer": bare[peer]}
        if name == "rss":  # told, not judged: it is shared out among whatever else runs Qt just then
            details |= {"ours, proportional": ours["pss"], "peer, proportional": bare["pss"]}
        return Result(work, "a bare PySide6 window", median(ours[name]), median(bare[peer]), unit, allowed, runs, details)

    return [
        against_bare("process start → window painted", "painted", "painted", "ms", 1.5),
        against_bare("process start → sample's figures shown and editable", "editable", "painted", "ms", 2.5),
        against_bare("memory then, resident", "rss", "rss", "MiB", 2.5),
    ]


def editable(ledger: Path, env: Mapping[str, str]) -> float:
    """Milliseconds from process start until the ledger's figures can be edited."""
    with started([DATONG, ledger], env) as program:
        return program.wait_for("editable")
