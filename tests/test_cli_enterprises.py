"""``datong enterprises check``: the cases to the letter, from workbook and ledger alike, refusals as problems."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from datong_desktop import cli
from datong_desktop.documents.enterprise_workbook import read_enterprises
from datong_desktop.domain.enterprise import FiscalYear, Judgement
from datong_desktop.services import enterprises
from tests.storage import new_ledger
from tests.strategies import DATA
from tests.tables import write_xlsx

CASES = DATA / "enterprises.xlsx"
EXPECTED = json.loads((DATA / "enterprises_expected.json").read_text("utf-8"))


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main(["enterprises", "check", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_the_cases_to_the_letter(check: Any) -> None:
    code, out, err = check(CASES, "--on", EXPECTED["on"], "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == EXPECTED
    assert [list(row) for row in json.loads(out)["rows"]] == [["name", "result", "clauses"]] * 36
    for row, expected in zip(json.loads(out)["rows"], EXPECTED["rows"], strict=True):
        assert list(row["clauses"]) == list(expected["clauses"])


def test_a_ledger_with_the_same_enterprises_gives_the_same(check: Any, tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    for row in read_enterprises(CASES, ("盈利模式", "产品服务")).rows:
        (identifier,) = enterprises.create(target, row.values).enterprises
        results = [(clause, result) for clause, result in row.judgements.items() if result]
        judgements = [Judgement(identifier, clause, result=result, judged_by="王某") for clause, result in results]
        enterprises.save(target, "录入", FiscalYear(identifier, 2022, **row.years[None]), *judgements)  # type: ignore[arg-type]
    target.close()
    code, out, _ = check(target.path, "--on", EXPECTED["on"], "--json")
    assert code == 0
    assert sorted(json.loads(out)["rows"], key=lambda row: row["name"]) == EXPECTED["rows"]


def test_for_people_the_clauses_in_the_way_are_said(check: Any) -> None:
    code, out, err = check(CASES, "--on", "2023年3月15日")
    assert (code, err) == (0, "")
    said = "    不符合 主营业务：2022年主营业务收入占营业收入的 69.99%，要求不低于 70%（附件2 一（三）1）"
    assert f"不符合  样例企业012有限公司\n{said}\n" in out
    counts = Counter(row["result"] for row in EXPECTED["rows"])
    assert out.endswith("共 36 家：{}。\n".format("，".join(f"{r} {counts[r]} 家" for r in ("不符合", "待人工认定", "符合"))))


def test_another_day_looks_at_another_year(check: Any, tmp_path: Path) -> None:
    rows = [["企业名称", "成立日期", "2022年总资产", "2022年营业收入", "行业代码"], ["甲", "2020-01-01", 500, 600, "L7211"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    for on, result in (("2023-12-31", "符合"), ("2024-01-01", "待人工认定")):
        (row,) = json.loads(check(path, "--on", on, "--json")[1])["rows"]
        assert row["clauses"]["经营状况"] == result


@pytest.mark.parametrize("day", ["", "2023-02-29", "20230332", "昨天", "1989-12-31", "2101-01-01"])
def test_a_bad_day_is_a_problem(check: Any, day: str) -> None:
    code, out, err = check(CASES, f"--on={day}", "--json")
    assert (code, err) == (2, "")
    assert [p["code"] for p in json.loads(out)["problems"]] == ["bad_date"]


def test_bad_cells_are_problems_and_nothing_else(check: Any, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"名单": [["企业名称", "成立日期"], ["甲", "2023-02-29"], ["乙", "x"]]})
    code, out, err = check(path, "--on", "2023-03-15", "--json")
    assert (code, err) == (2, "")
    problems = json.loads(out)["problems"]
    assert [list(p) for p in problems] == [["sheet", "cell", "district", "indicator", "code", "text"]] * 2
    assert [(p["sheet"], p["cell"]) for p in problems] == [("名单", "B2"), ("名单", "B3")]
    code, out, err = check(path, "--on", "2023-03-15")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "名单!B2：第 2 行“甲”的「成立日期」填的是“2023-02-29”，没有这一天，2023 年 2 月只有 28 天，请核对。"


def test_what_looks_wrong_is_said_on_standard_error(check: Any, tmp_path: Path) -> None:
    rows = [["企业名称", "统一社会信用代码", "总资产", "营业收入", "电话费"], ["甲", "9114O204MA0Y7LLJY7", 5_000_000, 600, 1]]
    code, out, err = check(write_xlsx(tmp_path / "a.xlsx", rows), "--on", "2023-03-15", "--json")
    assert code == 0
    assert len(json.loads(out)["rows"]) == 1
    assert "没有用到的栏目：「电话费」。" in err
    assert "第 2 行“甲”：统一社会信用代码“9114O204MA0Y7LLJY7”，第 5 位“O”有误，像是“0”。" in err
    assert "请核对单位是不是万元。" in err


def test_missing_files_and_other_tables(check: Any) -> None:
    for path, problem in ((DATA / "annex1_plain.xlsx", "table_not_found"), ("没有.xlsx", "file_missing"), ("没有.datong", "missing")):
        code, out, _ = check(path, "--on", "2023-03-15", "--json")
        assert (code, [p["code"] for p in json.loads(out)["problems"]]) == (2, [problem])


@pytest.mark.parametrize(("arguments", "words"), [
    ([], "缺少 命令"), (["chek"], "没有 'chek' 这个命令"), (["check", "a"], "缺少 --on"), (["check", "--on", "2023-03-15"], "缺少 文件"),
])  # fmt: skip
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert cli.main(["enterprises", *arguments]) == 2
    assert words in capsys.readouterr().err
