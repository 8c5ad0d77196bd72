"""A hundred thousand enterprises in and out, each beside plain libraries doing the bare work in the same run.

Run as a script (``export LEDGER TARGET``) it exports in a process of its own and prints how many MiB more that took.
"""

from __future__ import annotations

import datetime
import gc
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import enterprise_workbook
from benchmarks.measure import PYTHON, ROOT, Result, median
from datong_desktop.documents import record_sheet
from datong_desktop.domain.fields import Kind
from datong_desktop.domain.record_columns import ENTERPRISES
from datong_desktop.services import enterprise_export, enterprise_importing, enterprise_listing
from datong_desktop.services import ledger as ledgers

COUNT = 100_000
TODAY = datetime.date(2023, 10, 16)
TABLES = ("enterprise", "fiscal_year", "judgement")


COLUMNS = (*enterprise_workbook.FIELDS, "total_assets.2022", "revenue.2022", "main_revenue.2022")
MOST_MEMORY = 200


def measure(folder: Path, runs: int, count: int = COUNT) -> list[Result]:
    """Both ways, without the collector of garbage, as the command line runs and as threads of the window do."""
    workbook = folder / "样例企业名单.xlsx"
    enterprise_workbook.write(workbook, count)
    gc.disable()
    try:
        taken_in = _import(folder, workbook, runs)
        return [taken_in, *_export(folder, folder / "导入.datong", max(1, runs // 3))]
    finally:
        gc.enable()


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
        inserting.append(_timed(partial(_inserted, bare, tables)))
    peer = [r + i for r, i in zip(reading, inserting, strict=True)]
    details = {"ours": ours, "calamine": reading, "sqlite3": inserting}
    against = "calamine reading + sqlite3 inserting the same rows"
    return Result("100 000 enterprises from Excel, checked and logged", against, median(ours), median(peer), "ms", 2, runs, details)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


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


def _export(folder: Path, path: Path, runs: int) -> list[Result]:
    with closing(ledgers.open_ledger(path, read_only=True)) as ledger:
        ids = [entry.id for entry in enterprise_listing.entries(ledger)]
        ours, peer = [], []
        for _ in range(runs):
            ours.append(_timed(lambda: enterprise_export.export(ledger, ids, COLUMNS, folder / "导出.xlsx")))
            rows = _cells(folder / "导出.xlsx")
            peer.append(_timed(partial(_written, folder / "bare.xlsx", rows)))
    command = [PYTHON, "-m", "benchmarks.enterprise_lists", "export", path, folder / "导出.xlsx"]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, timeout=900, check=True)
    about = "XlsxWriter in constant memory writing the same cells"
    return [
        Result("100 000 enterprises to Excel, read, written and checked", about, median(ours), median(peer), "ms", 1.2, runs),
        Result("memory that takes", f"{MOST_MEMORY} MiB", json.loads(done.stdout), MOST_MEMORY, "MiB", 1, 1),
    ]


def _cells(workbook: Path) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def _written(path: Path, rows: list[list[object]]) -> None:
    """The same cells with the same formats and no more."""
    import xlsxwriter

    kinds = [found.field.kind for name in COLUMNS if (found := ENTERPRISES.with_id(name))]
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        shown = {kind: book.add_format({"num_format": form}) for kind, form in record_sheet.NUMBERS.items()}
        formats = [shown.get(kind) for kind in kinds]
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value == "":
                    continue
                if number and kinds[place] is Kind.DATE:
                    sheet.write_datetime(number, place, value, formats[place])
                elif number and formats[place]:
                    sheet.write_number(number, place, value, formats[place])
                else:
                    sheet.write_string(number, place, value)


def main(ledger: str, target: str) -> None:
    import resource

    gc.disable()
    with closing(ledgers.open_ledger(Path(ledger), read_only=True)) as opened:
        ids = [entry.id for entry in enterprise_listing.entries(opened)]
        enterprise_export.export(opened, ids[:10], COLUMNS, Path(target))  # what is loaded for any export
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        enterprise_export.export(opened, ids, COLUMNS, Path(target))
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


if __name__ == "__main__":
    main(*sys.argv[2:])
