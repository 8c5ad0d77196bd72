"""Faults 39-41 and 44-50 of the catalogue, through the import as a whole. (41-43, 47: test_table_reader_files.py.)

Not applicable here: of no. 50 "other software version" and "wrong district's key" belong to signed packages, which this
program does not exchange; a workbook carries neither.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services import assessment, importing
from datong_desktop.services import ledger as ledgers
from datong_desktop.services.ledger import Ledger
from tests.storage import new_file, new_ledger
from tests.strategies import DATA, datong
from tests.tables import grid, raw_xlsx, sheet_xml, write_xlsx

SCHEME = datong()
PLAIN = DATA / "annex1_plain.xlsx"
EMPTY = YearBook(2022, SCHEME, {})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = new_ledger(tmp_path)
    assessment.key_figures(opened, 2022, {("平城区", "mechanism"): 9, ("经开区", "listed"): 1}, "录入")
    yield opened
    opened.close()


def dump(ledger: Ledger, folder: Path) -> str:
    """Every row of the ledger as text, from a copy."""
    copy = folder / "副本.datong"
    copy.unlink(missing_ok=True)
    ledgers.save_copy(ledger, copy)
    with sqlite3.connect(copy) as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text


def test_39_composed_and_decomposed_and_padded_names(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    for row in rows[1:]:
        row[0] = unicodedata.normalize("NFD", f" {row[0]}\u00a0")
    rows[0] = [unicodedata.normalize("NFD", str(name)) + " " for name in rows[0]]
    preview = importing.preview_file(EMPTY, write_xlsx(tmp_path / "表.xlsx", rows))
    assert preview.problems == ()
    assert {p.district for p in preview.planned} == set(SCHEME.districts)


def test_40_blank_zero_and_not_applicable_are_three_things(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[1][1:4] = [None, 0, "不适用"]
    preview = importing.preview_file(EMPTY, write_xlsx(tmp_path / "表.xlsx", rows))
    assert preview.blanks == (("平城区", "mechanism"),)
    assert next(p.new for p in preview.planned if (p.district, p.indicator) == ("平城区", "policy")) == 0
    assert [(p.code, p.where.cell) for p in preview.problems] == [("not_a_number", "D2")]


def test_44_very_hidden_sheets_and_duplicate_headings(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "表.xlsx", {"封面": [["大同"]], "数据": [[*row, row[-1]] for row in grid(SCHEME)]})
    hidden = raw_state(path, "veryHidden")
    preview = importing.preview_file(EMPTY, hidden)
    assert [p.code for p in preview.problems] == ["duplicate_indicator"]
    assert preview.problems[0].where.sheet == "数据"
    assert "隐藏的工作表「数据」" in preview.notes[0]


def raw_state(path: Path, state: str) -> Path:
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["数据"].sheet_state = state
    book.save(path)
    return path


def test_45_a_formula_without_a_result(tmp_path: Path) -> None:
    rows: list[list[Any]] = grid(SCHEME)
    rows[1][1] = ("", "<f>SUM(C2:D2)</f>")
    (found,) = importing.preview_file(EMPTY, raw_xlsx(tmp_path / "表.xlsx", sheet_xml(rows))).problems
    assert (found.code, found.where.cell) == ("formula_without_value", "B2")


def test_46_errors_dates_and_text_numbers_are_listed_by_cell(tmp_path: Path) -> None:
    import datetime

    rows = grid(SCHEME)
    rows[1][1:5] = ["#N/A", "#DIV/0!", datetime.date(2022, 3, 1), "'=00123"]
    rows[2][1] = "00123"
    preview = importing.preview_file(EMPTY, write_xlsx(tmp_path / "表.xlsx", rows))
    assert [(p.code, p.where.cell) for p in preview.problems] == [
        ("error_cell", "B2"), ("error_cell", "C2"), ("date", "D2"), ("not_a_number", "E2"), ("leading_zero", "B3"),
    ]


class Cut(Exception):
    """The plug pulled in the middle."""


def statements_of_an_import(ledger: Ledger) -> int:
    count = 0

    def counting(*_: Any) -> None:
        nonlocal count
        count += 1

    preview = importing.preview_file(assessment.read_year(ledger, 2022), PLAIN)
    event.listen(ledger.unit.engine, "before_cursor_execute", counting)
    try:
        importing.apply(ledger, preview)
    finally:
        event.remove(ledger.unit.engine, "before_cursor_execute", counting)
    return count


def test_49_a_failure_at_any_statement_leaves_everything_as_it_was(tmp_path: Path) -> None:
    counted = ledgers.open_ledger(new_file(tmp_path / "数.datong"), operator="王某")
    assessment.key_figures(counted, 2022, {("平城区", "mechanism"): 9}, "录入")
    total = statements_of_an_import(counted)
    counted.close()
    assert total > 5
    ledger = new_ledger(tmp_path)
    assessment.key_figures(ledger, 2022, {("平城区", "mechanism"): 9}, "录入")
    preview = importing.preview_file(assessment.read_year(ledger, 2022), PLAIN)
    before = dump(ledger, tmp_path)
    for stop_at in range(1, total + 1):
        seen = 0

        def cut(*_: Any, stop_at: int = stop_at) -> None:
            nonlocal seen
            seen += 1
            if seen == stop_at:
                raise Cut

        event.listen(ledger.unit.engine, "before_cursor_execute", cut)
        try:
            with pytest.raises((Cut, Refused)):
                importing.apply(ledger, preview)
        finally:
            event.remove(ledger.unit.engine, "before_cursor_execute", cut)
        assert dump(ledger, tmp_path) == before, f"statement {stop_at} of {total}"
    importing.apply(ledger, preview)
    assert len(assessment.read_year(ledger, 2022).figures) == 88
    assert ledgers.check_ledger(ledger) == ()
    ledger.close()


def test_49_the_backup_made_first_is_there_after_a_failure(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = importing.preview_file(assessment.read_year(ledger, 2022), PLAIN)

    def fail(*_: Any, **__: Any) -> None:
        raise Cut

    monkeypatch.setattr(assessment, "key_figures", fail)
    with pytest.raises(Cut):
        importing.apply(ledger, preview)
    (backup,) = ledgers.list_backups(ledger.path)
    assert ledgers.inspect_backup(backup.path).sound


def test_50_an_older_version_after_a_newer_shows_what_it_would_overwrite(ledger: Ledger, tmp_path: Path) -> None:
    importing.apply(ledger, importing.preview_file(assessment.read_year(ledger, 2022), PLAIN))
    older = write_xlsx(tmp_path / "旧稿.xlsx", grid(SCHEME))
    preview = importing.preview_file(assessment.read_year(ledger, 2022), older)
    overwritten = [p for p in preview.changed if p.old is not None]
    assert overwritten
    assert all(p.old != p.new for p in overwritten)
    assert len(preview.changed) + preview.unchanged == 88
    changed = importing.apply(ledger, preview)
    lines = assessment.figure_history(ledger, 2022, (overwritten[0].district, overwritten[0].indicator))
    assert (lines[0].old, lines[0].new) == (str(overwritten[0].old), str(overwritten[0].new))
    assert lines[0].command == changed.label == "导入 旧稿.xlsx"


def test_50_the_same_district_twice_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows.append(list(rows[1]))
    preview = importing.preview_file(assessment.read_year(ledger, 2022), write_xlsx(tmp_path / "表.xlsx", rows))
    assert [p.code for p in preview.problems] == ["duplicate_district"]
    with pytest.raises(Refused):
        importing.apply(ledger, preview)
