"""A hundred thousand enterprises in and out, each beside plain libraries doing the bare work in the same run."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import enterprise_workbook
from benchmarks.measure import Result
from datong_desktop.services import enterprise_importing
from datong_desktop.services import ledger as ledgers

COUNT = 100_000
TODAY = datetime.date(2023, 10, 16)
TABLES = ("enterprise", "fiscal_year", "judgement")


def measure(folder: Path, runs: int, count: int = COUNT) -> list[Result]:
    workbook = folder / "样例企业名单.xlsx"
    enterprise_workbook.write(workbook, count)
    return [_import(folder, workbook, runs)]


def _import(folder: Path, workbook: Path, runs: int) -> Result:
    empty, ledger, bare = folder / "空.datong", folder / "导入.datong", folder / "bare.db"
    ledgers.create_ledger(empty, office="测速", operator="测速", year=2022).close()
    ours, reading, inserting = [], [], []
    for _ in range(runs):
        shutil.copy(empty, ledger)
        ours.append(_timed(lambda: _imported(ledger, workbook)))
        tables = _tables(ledger)
        reading.append(_timed(lambda: _read_with_calamine(workbook)))
        bare.unlink(missing_ok=True)
        inserting.append(_timed(lambda: _inserted(bare, tables)))
        del tables
    peer = [r + i for r, i in zip(reading, inserting, strict=True)]
    details = {"ours": ours, "calamine": reading, "sqlite3": inserting}
    against = "calamine reading + sqlite3 inserting the same rows"
    return Result("100 000 enterprises from Excel, checked and logged", against, _middle(ours), _middle(peer), "ms", 2, runs, details)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _middle(values: list[float]) -> float:
    return statistics.median(values)


def _imported(path: Path, workbook: Path) -> None:
    with closing(ledgers.open_ledger(path, operator="测速")) as ledger:
        enterprise_importing.apply(ledger, enterprise_importing.preview(ledger, workbook, TODAY))


def _read_with_calamine(workbook: Path) -> int:
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python())


def _tables(path: Path) -> dict[str, tuple[str, list[tuple[object, ...]]]]:
    """What the import stored: the statement that makes each table, and its rows."""
    with closing(sqlite3.connect(path)) as raw:
        made = "SELECT sql FROM sqlite_master WHERE name = ?"
        return {t: (raw.execute(made, (t,)).fetchone()[0], raw.execute(f"SELECT * FROM {t}").fetchall()) for t in TABLES}


def _inserted(path: Path, tables: dict[str, tuple[str, list[tuple[object, ...]]]]) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for name, (statement, rows) in tables.items():
            raw.execute(statement)
            if rows:
                raw.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
        raw.commit()
