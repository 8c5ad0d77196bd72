"""Every change is logged by the unit of work, and by nothing else."""

from __future__ import annotations

import ast
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update

from datong_desktop.models import change_log
from datong_desktop.models.tables import Base, Change, ChangeSet, Figure
from datong_desktop.services import assessment
from datong_desktop.services.ledger import Ledger
from tests.storage import ROOT, A, B, key, new_ledger, raw, refusal


def logged(path: Path, change_set: int) -> list[tuple[object, ...]]:
    with raw(path) as connection:
        query = "SELECT table_name, row_key, field, old, new FROM change WHERE change_set = ? ORDER BY id"
        return connection.execute(query, (change_set,)).fetchall()


def test_each_field_is_logged_with_what_it_was(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    row = '{"year":2022,"district":"平城区","indicator":"mechanism"}'
    for value, old, new in ((3, None, "3"), (5, "3", "5"), (None, "5", "null")):
        done = key(target, A, value)
        assert logged(target.path, done.change_set) == [("figure", row, "value", old, new)]
    target.close()


def test_a_change_set_says_who_when_and_what(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    done = key(target, A, 3)
    with raw(target.path) as connection:
        row = connection.execute("SELECT * FROM change_set WHERE id = ?", (done.change_set,)).fetchone()
    assert row[1].endswith("+00:00")
    assert row[3:] == ("王某", "录入 平城区", None)
    assert row[2] == done.at.utcoffset().total_seconds() // 60
    target.close()


def test_nothing_changed_is_nothing_logged(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    before = target.path.stat().st_mtime_ns
    assert key(target, A, 3).change_set is None
    assert key(target, B, None).change_set is None
    assert target.path.stat().st_mtime_ns == before
    target.close()


def test_an_exception_leaves_nothing(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    with pytest.raises(ZeroDivisionError):
        _fail_half_way(target)
    assert assessment.read_year(target, 2022).figures == {}
    assert key(target, A, 4).change_set == 3, "numbers of what was rolled back are used again: no gaps"
    target.close()


def _fail_half_way(target: Ledger) -> None:
    with target.writing("坏掉的") as work:
        work.session.add(Figure(year=2022, district=A[0], indicator=A[1], value=3))
        work.session.flush()
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "statement",
    [update(Figure).values(value=9), delete(Figure), insert(Figure).values(year=2022, district="x", indicator="y", value=1)],
    ids=["update", "delete", "insert"],
)
def test_bulk_statements_cannot_bypass_the_log(statement: object, tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    with pytest.raises(AssertionError, match="bypass"), target.writing("绕过") as work:
        work.session.execute(statement)  # type: ignore[call-overload]
    target.close()


def test_a_natural_key_never_changes(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    with pytest.raises(AssertionError, match="never changes"), target.writing("改键") as work:
        work.session.get_one(Figure, (2022, *A)).district = "云冈区"
    target.close()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE {table} SET id = 99 WHERE id = 1",
        "DELETE FROM {table} WHERE id = 1",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1",
        "INSERT INTO {table} SELECT * FROM {table} WHERE id = 1 ON CONFLICT (id) DO UPDATE SET id = 1",
        "REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1",
    ],
)
@pytest.mark.parametrize("table", ["change", "change_set"])
def test_the_log_is_append_only_for_any_connection(attack: str, table: str, tmp_path: Path) -> None:
    """Fault 60, also for a connection without recursive_triggers: there REPLACE fires no delete trigger."""
    target = new_ledger(tmp_path)
    key(target, A, 3)
    target.close()
    with raw(target.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(attack.format(table=table))


@pytest.mark.parametrize(
    "attack", ["DROP TABLE change", "DROP TRIGGER change_no_update", "ALTER TABLE change RENAME TO x", "ATTACH 'x' AS y"]
)
def test_our_connection_cannot_change_the_schema(attack: str, tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    code, _ = refusal(_execute, target, attack)
    assert code == "storage_error"
    target.close()


def _execute(target: Ledger, statement: str) -> None:
    with target.writing("攻击") as work:
        work.session.connection().execute(text(statement))


def test_only_the_unit_of_work_commits() -> None:
    package = ROOT / "datong_desktop"
    for source in (*(package / "models").rglob("*.py"), *(package / "services").rglob("*.py")):
        calls = {
            node.func.attr
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert "commit" not in calls, source
        begins = source.read_text(encoding="utf-8").count(".begin()")
        made_anew = source.name == "ledger.py"  # the tables of a file nobody has seen yet
        assert begins == (1 if made_anew or source.name == "unit_of_work.py" else 0), source


def test_only_the_unit_of_work_writes_the_log() -> None:
    for source in (ROOT / "datong_desktop").rglob("*.py"):
        if source.name not in ("unit_of_work.py", "tables.py"):
            calls = {
                node.func.id
                for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert not calls & {"Change", "ChangeSet"}, source


def test_every_table_but_the_log_is_followed() -> None:
    followed = set(change_log.classes())
    assert followed == set(Base.metadata.tables) - {Change.__tablename__, ChangeSet.__tablename__}


def test_values_have_one_spelling() -> None:
    for value in (None, 0, 99999, "", "备注“引号”\n", "𠮷"):
        assert json.loads(change_log.encode(value)) == value
        assert change_log.decode(change_log.encode(value)) == value
    assert change_log.decode(None) is None


def test_records_keep_their_order_when_the_clock_is_set_back(tmp_path: Path) -> None:
    """Faults 29 and 30: the number orders, not the time; nothing is refused."""
    import datetime

    target = new_ledger(tmp_path)
    key(target, A, 1)
    unit = target.unit
    for value, days, hours in ((2, -365, 8), (3, 3650, -5), (4, 365 * 16, 0)):
        zone = datetime.timezone(datetime.timedelta(hours=hours))
        unit.clock = lambda days=days, zone=zone: datetime.datetime.now(zone) + datetime.timedelta(days=days)  # type: ignore[misc]
        key(target, A, value)
    lines = assessment.figure_history(target, 2022, A)
    assert [line.new for line in lines] == ["4", "3", "2", "1"]
    assert [line.at.utcoffset() for line in lines[:3]] == [datetime.timedelta(hours=h) for h in (0, -5, 8)]
    target.close()


def test_the_tables_of_records_are_made_when_they_are_needed_by_whichever_thread() -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from datong_desktop.models.registry import RECORDS, ROWS, all_rows
from datong_desktop.models.tables import Base
assert set(Base.metadata.tables) & set(RECORDS) == {"enterprise"}
with ThreadPoolExecutor(8) as pool:
    made = list(pool.map(ROWS.__getitem__, list(RECORDS.values()) * 8))
assert len(set(made)) == len(RECORDS) == len(all_rows())
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
