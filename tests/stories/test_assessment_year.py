"""The yearly assessment as a clerk does it: new ledger, 88 figures by keyboard, scores, documents, restart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.stories.desk import Desk


@pytest.fixture
def expected(cases: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((cases / "expected.json").read_text(encoding="utf-8"))["annex1_plain.xlsx"]
    return found


def scored(ledger: Path, desk: Desk) -> dict[str, Any]:
    """What the command line says of the ledger, in a process of its own."""
    found: dict[str, Any] = desk.ask("datong_desktop", "score", ledger, "--year", 2022, "--json")
    return found


def keyed(ledger: Path, desk: Desk) -> int:
    return sum(v is not None for row in scored(ledger, desk)["rows"] for v in row["values"])


def test_a_year_from_paper_to_documents(desk: Desk, tmp_path: Path, expected: dict[str, Any]) -> None:
    ledger, folder = tmp_path / "accounts.datong", tmp_path / "out"
    folder.mkdir()
    desk.make_ledger(ledger, 2022)
    for row in expected["rows"]:
        for value in row["values"]:
            desk.type(str(value))
            desk.keys("KP_Enter")
    desk.wait(lambda: keyed(ledger, desk) == 88, "not all 88 figures were stored")
    desk.keys("ctrl+3")
    desk.keys("ctrl+e")
    desk.window("导出附表到文件夹")
    desk.keys("ctrl+a")
    desk.type(str(folder))
    desk.keys("Return")
    desk.wait(lambda: len(list(folder.glob("大同市2022年度附表*"))) == 4, "the four documents were not written")
    desk.quit()

    result = scored(ledger, desk)
    assert result["complete"]
    assert [[r["values"], r["points"], r["final"], r["rank"]] for r in result["rows"]] == [
        [r["values"], r["points"], r["final"], r["rank"]] for r in expected["rows"]
    ]

    desk.start()
    desk.window("accounts")  # the last ledger opens by itself
    desk.quit()
    assert scored(ledger, desk) == result


def test_pulling_the_plug_loses_at_most_the_cell_being_typed(desk: Desk, tmp_path: Path) -> None:
    ledger = tmp_path / "accounts.datong"
    desk.make_ledger(ledger, 2022)
    for value in range(1, 13):
        desk.type(str(value))
        desk.keys("Return")
    desk.wait(lambda: keyed(ledger, desk) == 12, "twelve figures were not stored")
    desk.type("99")  # typed, not confirmed
    desk.kill()
    values = [v for row in scored(ledger, desk)["rows"] for v in row["values"]]
    assert values[:12] == list(range(1, 13))
    assert set(values[12:]) == {None}

    desk.start(str(ledger))
    desk.window("accounts")
    desk.type("7")
    desk.keys("Return")
    desk.wait(lambda: scored(ledger, desk)["rows"][0]["values"][0] == 7, "the ledger is locked after a kill")
    desk.keys("ctrl+z")
    desk.wait(lambda: scored(ledger, desk)["rows"][0]["values"][0] == 1, "undo did not restore the figure")
    desk.quit()
