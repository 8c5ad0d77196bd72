"""Commands on a ledger: import, export, check, backup, score."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from datong_desktop import cli
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.fostering import Milestone
from datong_desktop.services import assessment, enterprises, history, ledger, registry_counts
from tests.documents.pdf_text import letters
from tests.registry import made
from tests.storage import new_file
from tests.strategies import DATA, datong
from tests.tables import grid, write_xlsx

PLAIN = DATA / "annex1_plain.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return new_file(tmp_path / "大同 考核#1.datong")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def problems(out: str) -> list[str]:
    return [p["code"] for p in json.loads(out)["problems"]]


def figures(path: Path, year: int = 2022) -> dict[tuple[str, str], int]:
    opened = ledger.open_ledger(path, read_only=True)
    try:
        return dict(assessment.read_year(opened, year).figures)
    finally:
        opened.close()


def test_import_then_score_check_and_export(run: Any, book: Path, tmp_path: Path) -> None:
    code, out, _ = run("import", book, PLAIN, "--year", "2022")
    assert code == 0
    assert "B4  平城区「建立工作机制情况」 未报 → 2" in out
    assert "已导入 88 个数字" in out
    assert len(figures(book)) == 88
    _, from_ledger, _ = run("score", book, "--year", "2022", "--json")
    _, from_file, _ = run("score", PLAIN, "--year", "2022", "--json")
    assert from_ledger == from_file
    assert run("check", book, "--json")[:2] == (0, '{"problems": []}\n')
    code, out, _ = run("export", book, "--year", "2022", "--out", tmp_path / "出")
    assert (code, len(out.splitlines()), len(list((tmp_path / "出").iterdir()))) == (0, 4, 4)


def test_import_makes_a_backup_and_one_undo_step(run: Any, book: Path) -> None:
    run("import", book, PLAIN, "--year", "2022")
    assert [b.reason for b in ledger.list_backups(book)] == ["导入前"]
    opened = ledger.open_ledger(book)
    try:
        last = assessment.last_change(opened)
        assert last is not None
        assert last.command == "导入 annex1_plain.xlsx"
        assert last.by == "命令行"
    finally:
        opened.close()


def test_preview_changes_nothing(run: Any, book: Path) -> None:
    before = book.read_bytes()
    code, out, _ = run("import", book, PLAIN, "--year", "2022", "--preview")
    assert code == 0
    assert "改动 88 个数字" in out
    assert "已导入" not in out
    assert book.read_bytes() == before
    assert ledger.list_backups(book) == ()


@pytest.mark.parametrize(("arguments", "codes"), [
    ([DATA / "annex1_bad_cells.xlsx", "--year", "2022"], ["wrong_year", *["x"] * 7]),
    ([DATA / "annex1_ties_shuffled.xlsx", "--year", "2022", "--yes"], ["wrong_year"]),
    ([DATA / "annex1_ties_shuffled.xlsx", "--year", "2023"], ["no_such_year"]),
    (["没有.xlsx", "--year", "2022"], ["file_missing"]), ([PLAIN, "--year", "x"], ["bad_year"]),
])
def test_a_refused_import_leaves_the_file_as_it_was(run: Any, book: Path, arguments: list[Any], codes: list[str]) -> None:
    before = book.read_bytes()
    code, out, err = run("import", book, *arguments, "--json")
    assert (code, err) == (2, "")
    assert len(problems(out)) == len(codes)
    assert problems(out)[0] == codes[0]
    assert book.read_bytes() == before
    assert ledger.list_backups(book) == ()


def test_a_year_in_the_file_name_asks_and_yes_answers(run: Any, book: Path, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "2021年度附表1.xlsx", grid(datong()))
    code, out, _ = run("import", book, path, "--year", "2022", "--json")
    assert (code, problems(out)) == (2, ["wrong_year"])
    assert run("import", book, path, "--year", "2022", "--yes", "--json")[0] == 0
    assert len(figures(book)) == 88


def test_importing_again_changes_nothing(run: Any, book: Path) -> None:
    run("import", book, PLAIN, "--year", "2022")
    code, out, _ = run("import", book, PLAIN, "--year", "2022", "--json")
    assert (code, json.loads(out)) == (0, {"year": 2022, "changed": 0, "unchanged": 88, "imported": False})
    assert len(ledger.list_backups(book)) == 1


def test_a_held_ledger_is_not_imported_into_but_scored(run: Any, book: Path) -> None:
    holder = ledger.open_ledger(book, operator="王某")
    try:
        code, out, _ = run("import", book, PLAIN, "--year", "2022", "--json")
        assert (code, problems(out)) == (2, ["read_only"])
        assert run("score", book, "--year", "2022", "--json")[0] == 0
    finally:
        holder.close()


def test_disqualifications_of_the_ledger_count_too(run: Any, book: Path) -> None:
    run("import", book, PLAIN, "--year", "2022")
    opened = ledger.open_ledger(book)
    assessment.disqualify(opened, Disqualification(2022, "浑源县", "虚报", datetime.date(2023, 3, 1), "同金〔2023〕1号"))
    opened.close()
    _, out, _ = run("score", book, "--year", "2022", "--disqualify", "经开区", "--json")
    assert [row["district"] for row in json.loads(out)["rows"] if row["disqualified"]] == ["浑源县", "经开区"]


def test_a_ledger_by_any_name_is_known_by_its_head(run: Any, book: Path) -> None:
    other = book.rename(book.with_suffix(".bak"))
    assert run("score", other, "--year", "2022", "--json")[0] == 0


def test_a_scheme_of_its_own_cannot_be_given_to_a_ledger(run: Any, book: Path) -> None:
    code, out, _ = run("score", book, "--year", "2022", "--scheme", DATA / "second-scheme.toml", "--json")
    assert (code, problems(out)) == (2, ["bad_usage"])


def test_undo_takes_the_whole_import_back(run: Any, book: Path) -> None:
    from datong_desktop.services import importing

    opened = ledger.open_ledger(book)
    try:
        assessment.key_figures(opened, 2022, {("平城区", "mechanism"): 9}, "录入")
        preview = importing.preview_file(assessment.read_year(opened, 2022), PLAIN)
        changed = importing.apply(opened, preview)
        assert changed.label == "导入 annex1_plain.xlsx"
        assert len(changed.figures) == 88
        assert changed.change_set is not None
        history.undo(opened, changed.change_set)
        assert dict(assessment.read_year(opened, 2022).figures) == {("平城区", "mechanism"): 9}
    finally:
        opened.close()


@pytest.mark.parametrize("command", ["check", "backup", "score", "export", "import"])
def test_what_is_no_ledger_is_refused_unchanged(run: Any, tmp_path: Path, command: str) -> None:
    bad = tmp_path / "坏.datong"
    bad.write_bytes(b"SQLite format 3\x00" + b"\x07" * 400)
    extra = {
        "score": ["--year", "2022"], "export": ["--year", "2022", "--out", tmp_path / "出"], "import": [PLAIN, "--year", "2022"],
    }.get(command, [])
    code, out, err = run(command, bad, *extra, "--json")
    assert (code, err) == (2, "")
    assert len(problems(out)) == 1
    assert bad.read_bytes() == b"SQLite format 3\x00" + b"\x07" * 400


def test_backup_says_where(run: Any, book: Path) -> None:
    code, out, _ = run("backup", book, "--json")
    assert code == 0
    assert Path(json.loads(out)["backup"]).is_file()
    assert run("backup", book)[1].startswith("已备份到 ")


def test_an_export_carries_the_differences_nobody_explained(run: Any, book: Path, tmp_path: Path) -> None:
    opened = ledger.open_ledger(book)
    cell = ("平城区", "neeq")
    assessment.key_figures(opened, 2022, {cell: 2}, "录入")
    enterprise = made(opened, "甲公司")
    reached = Milestone(enterprise, 1, kind="新三板挂牌", happened_on=datetime.date(2022, 6, 1), district="平城区")
    enterprises.save(opened, "新三板挂牌", reached)
    opened.close()
    code, out, err = run("export", book, "--year", "2022", "--out", tmp_path / "出", "--json")
    assert (code, len(json.loads(out)["files"])) == (0, 4)
    assert "1 处填报数与企业库统计数不一致" in err
    pdf = next((tmp_path / "出").glob("*附表1*.pdf")).read_bytes()
    assert "平城区「“新三板”挂牌企业数量」填报2，企业库1" in letters(pdf)
    opened = ledger.open_ledger(book)
    registry_counts.set_note(opened, 2022, cell, "一家在外市登记")
    opened.close()
    assert run("export", book, "--year", "2022", "--out", tmp_path / "出", "--json")[2] == ""
    pdf = next((tmp_path / "出").glob("*附表1*.pdf")).read_bytes()
    assert "有差异" not in letters(pdf)
    assert "在外市登记" not in letters(pdf)


def test_a_year_is_made_with_the_import_when_asked_for(run: Any, book: Path) -> None:
    path = DATA / "annex1_ties_shuffled.xlsx"  # names 2023, which the ledger has not got
    before = book.read_bytes()
    code, _, err = run("import", book, path, "--year", "2023")
    assert code == 2
    assert "--create-year" in err
    assert "改动 88 个数字" in run("import", book, path, "--year", "2023", "--create-year", "--preview")[1]
    assert run("import", book, PLAIN, "--year", "2024", "--create-year")[0] == 2  # names 2022: no year is made for it
    assert book.read_bytes() == before
    assert json.loads(run("import", book, path, "--year", "2023", "--create-year", "--json")[1])["imported"]
    assert len(figures(book, 2023)) == 88
    assert run("import", book, path, "--year", "2023", "--create-year")[0] == 0  # is there: nothing to create
    assert run("check", book)[0] == 0
