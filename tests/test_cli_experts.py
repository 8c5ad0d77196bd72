"""``datong experts``: lists of experts in and out without a window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from datong_desktop.cli import main
from tests.storage import new_ledger
from tests.strategies import DATA

CASES = DATA / "experts_districts.xlsx"


@pytest.fixture
def account(tmp_path: Path) -> Path:
    made = new_ledger(tmp_path)
    made.close()
    return made.path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = main(["experts", *map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_list_comes_in_once_and_goes_out_by_type(account: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = run(capsys, "import", account, CASES, "--preview")
    assert (told["new"], told["imported"]) == (42, False)
    code, told = run(capsys, "import", account, CASES)
    assert (code, told["new"], told["changed"], told["imported"]) == (0, 42, 0, True)
    _, told = run(capsys, "import", account, CASES)
    assert (told["new"], told["same"], told["imported"]) == (0, 42, False)
    _, told = run(capsys, "export", account, "--out", tmp_path / "全部.xlsx")
    assert told["rows"] == 42
    _, told = run(capsys, "export", account, "--out", tmp_path / "券商.csv", "--type", "证券")
    text = Path(told["file"]).read_text(encoding="utf-8-sig")
    assert text.count("证券机构,") == told["rows"] > 0


def test_people_read_what_was_done(account: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experts", "import", str(account), str(CASES)]) == 0
    assert "已导入：新增 42 名，改动 0 名" in capsys.readouterr().out
    assert main(["experts", "export", str(account), "--out", str(tmp_path / "名单.xlsx")]) == 0
    assert "已写出 42 名专家到" in capsys.readouterr().out
    assert main(["experts", "template", "--out", str(tmp_path / "空白.xlsx")]) == 0


def test_refusals_are_problems_with_exit_code_2(account: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "export", account, "--out", tmp_path / "名单.xlsx", "--type", "学校")
    assert (code, told["problems"][0]["code"]) == (2, "unknown_type")
    code, told = run(capsys, "export", account, "--out", tmp_path / "名单.xlsx")
    assert (code, told["problems"][0]["code"]) == (2, "nothing_to_export")
    code, told = run(capsys, "import", account, DATA / "annex1_plain.xlsx")
    assert (code, told["problems"][0]["code"]) == (2, "no_records")


def test_ledger_and_workbook_are_checked_alike_clause_by_clause(account: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, workbook = run(capsys, "check", CASES, "--on", "2023-04-01")
    assert (list(workbook), workbook["on"], len(workbook["rows"])) == (["on", "rows"], "2023-04-01", 42)
    first = workbook["rows"][0]
    assert list(first) == ["number", "name", "institution", "result", "clauses"]
    assert list(first["clauses"]) == ["服务意愿", "项目经验", "行政处罚", "诚信记录"]
    run(capsys, "import", account, CASES)
    code, ledger = run(capsys, "check", account, "--on", "2023-04-01")
    assert (code, ledger) == (0, workbook)
    assert {row["result"] for row in ledger["rows"]} > {"符合"}
    run(capsys, "export", account, "--out", tmp_path / "名单.xlsx")
    _, exported = run(capsys, "check", tmp_path / "名单.xlsx", "--on", "2023-04-01")
    assert sorted(exported["rows"], key=str) == sorted(workbook["rows"], key=str)
    assert main(["experts", "check", str(account), "--on", "2023年4月1日"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("    ") for line in lines) == 4 * 42
    assert lines[-1].startswith("共 42 名，")


def test_a_check_of_what_cannot_be_read_is_a_problem(account: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", account, "--on", "2023-04-01") == (0, {"on": "2023-04-01", "rows": []})
    for path, on, wanted in ((DATA / "annex1_plain.xlsx", "2023-04-01", "table_not_found"), (account, "昨天", "bad_date")):
        code, told = run(capsys, "check", path, "--on", on)
        assert (code, told["problems"][0]["code"]) == (2, wanted)


def test_the_objects_of_the_same_workbook_come_in_by_their_own_command(
    account: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def needs(*arguments: object) -> tuple[int, Any]:
        code = main(["needs", *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, told = needs("import", account, CASES, "--preview")
    assert (code, told["new"], told["imported"]) == (0, 11, False)
    assert "另外的工作表「专家库」没有导入" not in "".join(told["notes"])
    code, told = needs("import", account, CASES)
    assert (code, told["new"], told["imported"]) == (0, 11, True)
    code, told = needs("import", account, DATA / "experts_enterprises.xlsx")
    assert (code, {one["code"] for one in told["problems"]}) == (2, {"no_object"})
    run(capsys, "import", account, CASES)
    assert main(["teams", "propose", str(account), "--on", "2023-04-01", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["teams"]) == 11
    code, told = needs("template", "--out", tmp_path / "空白.xlsx")
    assert (code, Path(told["file"]).is_file()) == (0, True)


def test_a_csv_list_is_checked_like_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(
        "编号,姓名,机构,机构类型,资本运作项目数,服务意愿,最近处罚日期,不良诚信记录\r\n"
        "Z001,专家一,样例券商,券商,3,是,,否\r\nZ002,专家二,样例律所,律所,2,是,2022-05-01,否\r\n".encode("gb18030")
    )
    code, told = run(capsys, "check", path, "--on", "2023-04-01")
    assert (code, [(row["number"], row["result"]) for row in told["rows"]]) == (0, [("Z001", "符合"), ("Z002", "不符合")])
    path.write_text("姓名;机构类型\n专家一;农场\n", "utf-8")
    code, told = run(capsys, "check", path, "--on", "2023-04-01")
    assert (code, {one["code"] for one in told["problems"]}) == (2, {"blank", "unknown_type"})
    assert main(["teams", "propose", str(path), "--on", "2023-04-01", "--json"]) == 2
    assert "是两张工作表" in json.loads(capsys.readouterr().out)["problems"][0]["text"]
