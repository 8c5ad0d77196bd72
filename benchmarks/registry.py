"""The registry with 100 000 enterprises: search against three frames, the tab against 150 ms, scrolling against 100 enterprises."""

from __future__ import annotations

import gzip
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measure import Result, median, percentile
from benchmarks.window import FRAME, drive
from datong_desktop import services
from tests import synthetic_enterprises

MANY, FEW = 100_000, 100
SHORT_NAMES = "DATONG_SHORT_NAMES"
"""Names a gzipped list of short company names, one a line, for names as manifold as real ones; made-up ones without it."""


def measure(folder: Path, env: Mapping[str, str], runs: int) -> list[Result]:
    """Each run is a process of its own: the tab is opened for the first time in each."""
    taken: dict[int, dict[str, list[float]]] = {MANY: {}, FEW: {}}
    ledgers = {count: make(folder / f"{count}家.datong", count) for count in taken}
    for _ in range(runs):
        for count, ledger in ledgers.items():
            for what, values in drive("benchmarks.registry_driver", env, ledger).items():
                taken[count].setdefault(what, []).extend(values)
    many, few = taken[MANY], taken[FEW]
    work = "100 000 enterprises:"
    details = {"ours": many, "peer": few}
    typed, opened, scrolled = many["typed"], many["opened"], many["scrolled"]
    key = f"{work} key pressed in search → repainted, 95 of 100"
    return [
        Result(key, "three 60 Hz frames", percentile(typed, 0.95), 3 * FRAME, "ms", 1.0, len(typed), details),
        Result(f"{work} tab opened", "150 ms", median(opened), 150.0, "ms", 1.0, len(opened)),
        Result(
            f"{work} scrolled to the end", "100 enterprises", median(scrolled), median(few["scrolled"]), "ms", 2.0, len(scrolled)
        ),
    ]


def make(target: Path, count: int) -> Path:
    """A ledger with so many enterprises that do not exist."""
    ledger = services.ledger.create_ledger(target, office="测速", operator="测速", year=2022)
    try:
        synthetic_enterprises.fill(ledger, count, short_names())
    finally:
        ledger.close()
    return target


def short_names() -> Sequence[str]:
    source = os.environ.get(SHORT_NAMES, "")
    if not source:
        return ()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()][2:]  # below two lines of heading
