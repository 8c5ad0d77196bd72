"""The admission check of a hundred thousand made-up enterprises, beside one pass of plain Python over the same fields."""

from __future__ import annotations

import datetime
import gc
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.measure import Result, median
from datong_desktop import services
from datong_desktop.domain.enterprise import CATALOGUE_CLASSES, TAX_RATINGS, Enterprise, FiscalYear, Judgement
from datong_desktop.models.ids import new_ids
from datong_desktop.models.registry import ROWS

ENTERPRISES = 100_000
ON = datetime.date(2023, 3, 15)


def make(target: Path, count: int = ENTERPRISES) -> None:
    """Writes a ledger of enterprises with three fiscal years and two findings each; the same each time."""
    chance = random.Random(20_23)
    industries = [code for code in services.admission.industries().names if len(code) == 5]
    ledger = services.ledger.create_ledger(target, office="测速", operator="测速")
    try:
        with ledger.writing("测速") as work:
            ids = new_ids(count, work.at)
            work.add_rows(ROWS[Enterprise], [_enterprise(chance, one, n, industries) for n, one in enumerate(ids)])
            work.add_rows(ROWS[FiscalYear], [_figures(chance, one, year) for one in ids for year in (2020, 2021, 2022)])
            work.add_rows(ROWS[Judgement], [_finding(one, clause) for one in ids for clause in ("盈利模式", "产品服务")])
    finally:
        ledger.close()


def _enterprise(chance: random.Random, identifier: str, number: int, industries: list[str]) -> dict[str, object]:
    return {
        "id": identifier, "name": f"样例企业{number:06}有限公司", "district": "平城区", "main_business": "只用于测速",
        "founded_on": f"{chance.randrange(1995, 2023)}-05-04", "industry": chance.choice(industries),
        "catalogue_class": chance.choice(CATALOGUE_CLASSES), "tax_rating": chance.choice(TAX_RATINGS), "neeq_listed": 0,
        "ownership_dispute": 0, "nominee_holding": chance.choice((0, 0, None)), "clear_structure": 1, "criminal_case": 0,
    }  # fmt: skip


def _figures(chance: random.Random, identifier: str, year: int) -> dict[str, object]:
    revenue = chance.randrange(1, 1_000_000)
    figures = {"total_assets": chance.randrange(1_000_000), "revenue": revenue, "main_revenue": chance.randrange(revenue)}
    return {"enterprise": identifier, "year": year, **figures}


def _finding(identifier: str, clause: str) -> dict[str, object]:
    return {"enterprise": identifier, "clause": clause, "result": "符合", "judged_by": "测速", "judged_on": "2023-03-01"}


def check_all(path: Path) -> int:
    """Every enterprise checked; how many were."""
    ledger = services.ledger.open_ledger(path, read_only=True)
    try:
        return Counter(admission.result for _, admission in services.admission.check_all(ledger, ON)).total()
    finally:
        ledger.close()


FIELDS = {
    "fiscal_year": ("enterprise", "year", "total_assets", "revenue", "main_revenue"),
    "judgement": ("enterprise", "clause", "result", "judged_by", "judged_on", "reason"),
    "enterprise": (
        "id", "name", "founded_on", "industry", "catalogue_class", "cluster", "tax_rating", "last_tax_offence_on", "neeq_listed",
        "ownership_dispute", "nominee_holding", "clear_structure", "criminal_case",
    ),
}  # fmt: skip
"""What a check looks at, by table."""


def read_all(path: Path) -> int:
    """The peer: sqlite3 and dictionaries, one pass over the fields a check looks at; how many enterprises were read."""
    with closing(sqlite3.connect(path)) as connection:
        figures = {row["enterprise"]: row for row in _rows(connection, "fiscal_year", "WHERE year = 2022")}
        findings: dict[str, list[dict[str, object]]] = {}
        for row in _rows(connection, "judgement"):
            findings.setdefault(str(row["enterprise"]), []).append(row)
        read = 0
        for row in _rows(connection, "enterprise", "WHERE archived_on IS NULL ORDER BY id"):
            known = (row, figures[row["id"]], findings[str(row["id"])])
            read += len(known) == 3
    return read


def _rows(connection: sqlite3.Connection, table: str, more: str = "") -> Iterator[dict[str, object]]:
    names = FIELDS[table]
    dates = [name for name in names if name.endswith("_on")]
    for values in connection.execute(f"SELECT {', '.join(names)} FROM {table} {more}"):
        row = dict(zip(names, values, strict=True))
        for name in dates:
            if row[name]:
                row[name] = datetime.date.fromisoformat(str(row[name]))
        yield row


def measure(path: Path, runs: int) -> list[Result]:
    """Medians of both in turn, without the collector of garbage, as the command line runs."""
    taken: dict[Callable[[Path], int], list[float]] = {check_all: [], read_all: []}
    gc.disable()
    try:
        for work in (*taken, *[*taken] * runs):  # the first turn warms up
            began = time.perf_counter()
            assert work(path) == ENTERPRISES
            taken[work].append(time.perf_counter() - began)
    finally:
        gc.enable()
    ours, peer = (median(values[1:]) for values in taken.values())
    about = "one pass of plain Python over the fields it looks at"
    return [Result(f"admission check of {ENTERPRISES:,} enterprises", about, ours, peer, "s", 5, runs)]
