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
