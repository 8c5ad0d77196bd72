"""``datong enterprises import | export | list | template``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from datong_desktop import cli
from tests.storage import new_ledger
from tests.strategies import DATA

CASES = DATA / "enterprises.xlsx"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    made = new_ledger(tmp_path)
    made.close()
    return made.path


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = cli.main(["enterprises", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_in_out_and_listed(call: Any, ledger: Path, tmp_path: Path) -> None:
    code, out, err = call("import", ledger, CASES, "--preview", "--json")
    assert (code, json.loads(out)["new"], json.loads(out)["imported"], err) == (0, 36, False, "")
    code, out, _ = call("import", ledger, CASES)
    assert code == 0
    assert out.endswith("已导入：新增 36 家，改动 0 家，可以在窗口里一步撤销。\n")
    code, out, _ = call("import", ledger, CASES, "--json")
    assert (code, json.loads(out)["same"], json.loads(out)["imported"]) == (0, 36, False)
    code, out, _ = call("list", ledger, "--district", "云冈", "--json")
    rows = json.loads(out)["rows"]
    assert {row["district"] for row in rows} == {"云冈区"}
    assert list(rows[0]) == ["name", "credit_code", "district", "industry", "state", "tier"]
    code, out, err = call("list", ledger, "--state", "未申报")
    assert (code, len(out.splitlines()), err) == (0, 37, "共 36 家。\n")
    for name in ("名单.xlsx", "名单.csv"):
        code, out, _ = call("export", ledger, "--out", tmp_path / name, "--json")
        assert (code, json.loads(out)["rows"]) == (0, 36)
        code, out, _ = call("import", ledger, tmp_path / name, "--json")
        assert (code, json.loads(out)["same"]) == (0, 36)
    code, out, _ = call("template", "--out", tmp_path / "空白.xlsx")
    assert code == 0
    assert (tmp_path / "空白.xlsx").is_file()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "LEDGER", "没有.xlsx"), "file_missing"),
        (("import", "LEDGER", "LEDGER"), "not_a_table"),
        (("import", "没有.datong", CASES), "missing"),
        (("list", "LEDGER", "--state", "在库"), "unknown_state"),
        (("list", "LEDGER", "--district", "南郊区"), "unknown_district"),
        (("export", "LEDGER", "--out", "/没有/a.xlsx"), "nothing_to_export"),
        (("import", "LEDGER"), "bad_usage"),
        (("export", "LEDGER"), "bad_usage"),
    ],
)
def test_what_cannot_be_done_is_a_problem(call: Any, ledger: Path, arguments: tuple[str, ...], code: str) -> None:
    told = [ledger if argument == "LEDGER" else argument for argument in arguments]
    result, out, _ = call(*told, "--json")
    assert result == 2
    assert json.loads(out)["problems"][0]["code"] == code


def test_a_bad_list_is_refused_whole(call: Any, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_text("企业名称,统一社会信用代码,成立日期\n样例甲公司,9114O204MA0Y7LLJY7,\n样例乙公司,,2023-02-29\n样例丙公司,,\n", "utf-8")
    code, out, err = call("import", ledger, path)
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith("B2：第 2 行的「统一社会信用代码」填的是“9114O204MA0Y7LLJY7”，第 5 位“O”有误")
    assert len(err.splitlines()) == 2
    assert json.loads(call("list", ledger, "--json")[1])["rows"] == []


@pytest.mark.parametrize("command", ["import", "export", "list", "template"])
def test_help_is_chinese(call: Any, command: str) -> None:
    code, out, _ = call(command, "--help")
    assert code == 0
    assert out.startswith(f"用法：datong enterprises {command}")
