"""The settings measured in docs/decisions/0002-storage.md, on the connection that is used."""

from __future__ import annotations

import ast
import sqlite3
from pathlib import Path

import pytest

from datong_desktop.models import migrations
from datong_desktop.models.sqlite import copying, errors, file
from datong_desktop.services import assessment, ledger
from tests.storage import ROOT, A, answer, key, new_ledger, opened, raw

WANTED = {
    "journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0,
    "cell_size_check": 1, "mmap_size": 0, "secure_delete": 1, "busy_timeout": 5000, "locking_mode": "normal",
    "application_id": file.APPLICATION_ID, "user_version": migrations.HEAD,
}  # fmt: skip


def pragmas(target: ledger.Ledger) -> dict[str, object]:
    with target.unit.exclusive() as used:
        found = {name: used.execute(f"PRAGMA {name}").fetchone() for name in WANTED}
    return {name: row[0] if row else 0 for name, row in found.items()}


def test_the_writer_has_every_setting(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    assert pragmas(target) == WANTED
    target.close()
    with opened(target.path) as again:
        assert pragmas(again) == WANTED


def test_the_reader_has_them_too_and_cannot_write(tmp_path: Path) -> None:
    new_ledger(tmp_path).close()
    with opened(tmp_path / "大同.datong", read_only=True) as target:
        found = pragmas(target)
        assert {name for name in WANTED if found[name] != WANTED[name]} <= {"synchronous", "journal_mode"}
        with target.unit.exclusive() as used, pytest.raises(sqlite3.OperationalError, match="readonly"):
            used.execute("INSERT INTO figure VALUES (2022, 'x', 'y', 1)")


def test_a_write_takes_the_lock_before_it_reads(tmp_path: Path) -> None:
    """Fault 21: no deadlock of two that read first and write then."""
    target = new_ledger(tmp_path)
    statements: list[str] = []
    with target.unit.exclusive() as used:
        used.set_trace_callback(statements.append)
    key(target, A, 1)
    assessment.read_year(target, 2022)
    with target.unit.exclusive() as used:
        used.set_trace_callback(None)
    begins = [s for s in statements if s.startswith("BEGIN")]
    assert statements[0] == "BEGIN IMMEDIATE"
    assert begins == ["BEGIN IMMEDIATE", "BEGIN"]
    target.close()


@pytest.mark.parametrize("name", ["区 县#1", "报表?年 100%20", "a%41b", "c;d&e=f", "文件:e"])
def test_a_path_means_exactly_that_file(name: str, tmp_path: Path) -> None:
    """Fault 10."""
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.datong"
    ledger.create_ledger(path, year=2022).close()
    with opened(path) as target:
        key(target, A, 3)
    assert {p.name for p in tmp_path.iterdir()} == {name}
    assert {p.name for p in folder.iterdir()} <= {path.name, f"{path.name}.lock"}
    with raw(path) as found:
        assert found.execute("SELECT value FROM figure").fetchall() == [(3,)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "disk_full"), ("SQLITE_READONLY", "read_only"), ("SQLITE_READONLY_DIRECTORY", "read_only"),
        ("SQLITE_READONLY_DBMOVED", "file_vanished"), ("SQLITE_BUSY", "busy"), ("SQLITE_LOCKED", "busy"),
        ("SQLITE_CORRUPT", "damaged"), ("SQLITE_CORRUPT_INDEX", "damaged"), ("SQLITE_NOTADB", "not_a_ledger"),
        ("SQLITE_IOERR_WRITE", "io_error"), ("SQLITE_CANTOPEN", "cannot_open"), ("SQLITE_NOMEM", "storage_error"),
    ],
)  # fmt: skip
def test_every_error_is_one_sentence_about_the_file(name: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "大同.datong"
    path.touch()
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    found = errors.translate(error, path).problems[0]
    assert found.code == code
    assert "大同.datong" in found.text
    assert found.text.count("\n") == 0
    assert found.text.endswith("。")


def test_an_error_on_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = "SQLITE_IOERR_READ"
    assert errors.translate(error, tmp_path / "没有.datong").problems[0].code == "file_vanished"


def test_a_full_disk_is_named_with_what_is_needed(tmp_path: Path) -> None:
    text = errors.disk_full(tmp_path / "大同.datong").problems[0].text
    assert str(tmp_path) in text
    assert "MB" in text


@pytest.mark.parametrize(
    ("number", "code"), [(28, "disk_full"), (13, "read_only"), (30, "read_only"), (2, "missing_folder"), (5, "io_error")]
)
def test_every_system_error_is_one_sentence_too(number: int, code: str, tmp_path: Path) -> None:
    assert copying.os_error(OSError(number, "x"), tmp_path / "大同.datong").problems[0].code == code


def test_a_file_held_by_windows_is_busy(tmp_path: Path) -> None:
    error = PermissionError(13, "x")
    error.winerror = 32  # type: ignore[attr-defined]
    assert copying.os_error(error, tmp_path / "x").problems[0].code == "busy"


OPENS_OTHER_FILES = {
    "models/sqlite/copying.py": "a copy nobody uses yet",
    "models/scan_folder.py": "the scans in the folder beside the ledger",
    "models/writer_lock.py": "the lock beside the ledger",
    "models/places.py": "the system's table of mounts",
    "services/assessment.py": "the built-in scheme",
    "services/scoring_job.py": "a scheme file",
    "services/admission.py": "the built-in rules and industries",
    "services/workdays.py": "the built-in calendar and the office's own",
    "services/team_job.py": "the built-in rules for expert teams",
    "services/solving/highs.py": "the system's null file",
    "services/solving/sifting.py": "no file: the copy of a set",
}
"""The modules that may open a file themselves, and which."""


def test_the_live_file_is_opened_by_sqlite_alone() -> None:
    """Fault 22: opening and closing it ourselves would drop SQLite's locks."""
    opening = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "fdopen", "copy", "copyfile", "copy2", "touch"}
    package = ROOT / "datong_desktop"
    openers: dict[str, list[str]] = {}
    for source in [*(package / "models").rglob("*.py"), *(package / "services").rglob("*.py")]:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in opening:
                    openers.setdefault(source.relative_to(package).as_posix(), []).append(f"{node.lineno}: {name}")
    assert openers.keys() == OPENS_OTHER_FILES.keys(), openers


def test_no_second_sqlite() -> None:
    for source in (ROOT / "datong_desktop").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert "QtSql" not in text, source
        if "sqlite" not in source.parent.name and "import sqlite3" in text:
            assert source.name in {"restoring.py"}, f"{source}: SQLite's own matters belong in models/sqlite"


def test_a_lock_held_by_us_survives_a_copy_being_made(tmp_path: Path) -> None:
    """What goes wrong when a copy is made with open(): another process gets past the write lock."""
    target = new_ledger(tmp_path)
    with target.writing("占住") as work:
        work.note()
        with opened(target.path) as second:
            ledger.save_copy(second, tmp_path / "副本.datong")
        code = (
            "import sqlite3, sys, json; c = sqlite3.connect(sys.argv[1], timeout=0.2, isolation_level=None)\n"
            "try:\n    c.execute('BEGIN IMMEDIATE'); print(json.dumps('got in'))\n"
            "except sqlite3.OperationalError as e: print(json.dumps(str(e)))"
        )
        assert answer(code, str(target.path)) == "database is locked"
    target.close()
