"""The file grows from version to version; what was in it stays; a failure leaves the old file."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event, text

from datong_desktop.models import migrating, migrations, registry
from datong_desktop.models.sqlite import known_scans
from datong_desktop.models.sqlite.connection import WRITES, open_engine
from datong_desktop.models.sqlite.file import APPLICATION_ID
from datong_desktop.models.tables import Base
from datong_desktop.services import assessment, connecting, ledger
from tests.storage import ROOT, A, content, key, new_ledger, opened, raw, refusal

LEDGER = ("uuid", "name", "office", "sample", "created_at")
YEAR = ("scheme_text", "reporting_unit", "filled_by", "reviewed_by", "filled_on")
OLD_VERSIONS = range(1, migrations.HEAD)


def old_ledger(path: Path, version: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger as the program of that version left it, with figures and a change log."""
    with monkeypatch.context() as then:
        then.setattr(migrations, "VERSIONS", migrations.VERSIONS[:version])
        then.setattr(migrations, "HEAD", version)
        engine, scheme = open_engine(path, "rwc"), assessment.built_in_scheme()
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            migrating.migrate(connection, 0)
            connection.execute(text("INSERT INTO ledger VALUES (1, 'u', '', '大同市金融办', 0, '2022-01-01T00:00:00+08:00')"))
            connection.execute(text("INSERT INTO change_set VALUES (1, '2022-01-01T00:00:00.000+00:00', 480, '王某', '录入', NULL)"))
            connection.execute(
                text("INSERT INTO assessment_year VALUES (2021, :scheme, '大同市金融办', '', '', NULL)"),
                {"scheme": scheme},
            )
            connection.execute(text("INSERT INTO figure VALUES (2021, '平城区', 'mechanism', 7)"))
            figure = '{"year":2021,"district":"平城区","indicator":"mechanism"}'
            logged = [("figure", figure, "value", 7)]
            born = ("u", "", "大同市金融办", 0, "2022-01-01T00:00:00+08:00")
            logged += [("ledger", '{"id":1}', *field) for field in zip(LEDGER, born, strict=True)]
            year = (scheme, "大同市金融办", "", "", None)
            logged += [("assessment_year", '{"year":2021}', *field) for field in zip(YEAR, year, strict=True)]
            for number, (table, row, name, value) in enumerate(logged, 1):
                connection.execute(
                    text("INSERT INTO change VALUES (:id, 1, :table, :row, :field, NULL, :new)"),
                    {"id": number, "table": table, "row": row, "field": name, "new": json.dumps(value, ensure_ascii=False)},
                )
        engine.dispose()
    return path


def test_the_head_is_what_the_models_say(tmp_path: Path) -> None:
    ledger.create_ledger(tmp_path / "大同.datong", year=2022).close()
    registry.all_rows()
    engine = create_engine(f"sqlite:///{tmp_path / '大同.datong'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_head_has_the_same_constraints_as_the_models(tmp_path: Path) -> None:
    """compare_metadata does not see STRICT, WITHOUT ROWID and CHECK."""
    ledger.create_ledger(tmp_path / "大同.datong", year=2022).close()
    registry.all_rows()
    engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert tables(tmp_path / "大同.datong") == tables(tmp_path / "models.db")


def tables(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Name → what stands after the columns, and the column and constraint clauses in any order."""
    found = {}
    with raw(path) as connection:
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
            body, _, end = re.sub(r"\s+", " ", sql).partition("(")[2].rpartition(")")
            found[name] = end.strip(), sorted(part.strip() for part in re.split(r",(?![^(]*\))", body))
    return found


def test_every_table_is_strict(tmp_path: Path) -> None:
    ledger.create_ledger(tmp_path / "大同.datong", year=2022).close()
    with raw(tmp_path / "大同.datong") as connection:
        strict = {row[1]: row[5] for row in connection.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")}
    assert strict
    assert all(strict.values()), strict


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_an_old_ledger_is_upgraded_with_everything_in_it(version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_ledger(tmp_path / "旧.datong", version, monkeypatch)
    before = content(path)
    with opened(path, operator="李某") as found:
        book = assessment.read_year(found, 2021)
        assert book.figures == {A: 7}
        assert assessment.figure_history(found, 2021, A)[0].by == "王某"
        assert ledger.check_ledger(found) == ()
        assessment.set_remark(found, 2021, A, "升级后可用")
        assert assessment.read_year(found, 2021).remarks == {A: "升级后可用"}
    with raw(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.HEAD,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        commands = [row[0] for row in connection.execute("SELECT command FROM change_set ORDER BY id")]
    assert commands[1] == f"升级账套格式 {version}→{migrations.HEAD}"
    (backup,) = ledger.list_backups(path)
    assert backup.reason == "升级前"
    assert content(backup.path) == before


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_a_failure_at_any_statement_leaves_the_old_file(version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_ledger(tmp_path / "旧.datong", version, monkeypatch)
    before, failures, at = content(path), 0, 0
    while fails_at_statement(path, at, monkeypatch):
        assert content(path) == before, f"statement {at} left something behind"
        failures, at = failures + 1, at + 1
    assert failures >= 5
    with opened(path) as found:
        assert assessment.list_years(found) == (2021,)


def fails_at_statement(path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Opens the ledger while the migration's statement ``number`` fails. False when there are not that many."""
    really = migrating.migrate

    def migrate(connection: Any, version: int) -> None:
        count = 0

        @event.listens_for(connection, "before_cursor_execute")
        def fail(*_: Any) -> None:
            nonlocal count
            count += 1
            if count > number:
                raise InjectedError

        really(connection, version)

    with monkeypatch.context() as now:
        now.setattr(connecting, "migrate", migrate)
        try:
            ledger.open_ledger(path).close()
        except InjectedError:
            return True
    return False


class InjectedError(Exception):
    pass


def test_a_failed_backup_forbids_the_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_ledger(tmp_path / "旧.datong", 1, monkeypatch)
    before = content(path)
    (tmp_path / "旧.备份").write_text("a file where the folder should be")
    refusal(ledger.open_ledger, path)
    assert content(path) == before


def test_an_old_ledger_is_not_shown_half_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_ledger(tmp_path / "旧.datong", 1, monkeypatch)
    code, sentence = refusal(ledger.open_ledger, path, read_only=True)
    assert code == "too_old"
    assert "旧.datong" in sentence


def test_migrations_name_nothing_of_the_program() -> None:
    for source in (ROOT / "datong_desktop" / "models" / "migrations").glob("v*.py"):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not {name for name in names if name.startswith("datong_desktop")}, source.name


def test_every_migration_is_listed_in_order() -> None:
    files = sorted(p.stem for p in (ROOT / "datong_desktop" / "models" / "migrations").glob("v*.py"))
    assert tuple(files) == migrations.VERSIONS
    assert [int(name[1:5]) for name in files] == list(range(1, migrations.HEAD + 1))


def test_a_current_ledger_opens_without_alembic(tmp_path: Path) -> None:
    made = new_ledger(tmp_path)
    key(made, A, 3)
    made.close()
    code = (
        "import sys; from pathlib import Path; from datong_desktop.services import ledger, assessment;"
        "l = ledger.open_ledger(Path(sys.argv[1])); assessment.read_year(l, 2022); l.close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(made.path)], cwd=ROOT, check=True, timeout=60)


def test_scans_of_a_ledger_before_the_expert_pool_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_ledger(tmp_path / "旧.datong", 3, monkeypatch)
    with raw(path) as connection:
        connection.execute("INSERT INTO enterprise (id, name) VALUES ('x', '样例企业')")
        connection.execute("INSERT INTO scan (digest, media_type, size, pages) VALUES ('aa', 'image/png', 1, 1)")
        connection.execute("INSERT INTO scan_link (enterprise, subject, digest, title) VALUES ('x', 'enterprise', 'aa', '执照')")
        (found,) = known_scans.known(connection)
    assert found.words == "“样例企业”企业资料的扫描件“执照”"
    with raw(old_ledger(tmp_path / "更旧.datong", 2, monkeypatch)) as connection:
        assert known_scans.known(connection) == ()
