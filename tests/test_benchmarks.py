"""The benchmarks' own arithmetic, and that the huge ledger's scheme is one the program takes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import admission_check, big_ledger, enterprise_lists, team_proposals
from benchmarks.measure import Result, median, percentile, started
from datong_desktop.domain.scheme_file import parse_scheme


def test_the_huge_scheme_is_a_scheme() -> None:
    scheme = parse_scheme(big_ledger.scheme_text(), "benchmark.toml")
    assert (len(scheme.participants), len(scheme.indicators)) == (200, 20)
    assert len(big_ledger.YEARS) == 30


def test_the_check_and_its_peer_see_the_same_enterprises(tmp_path: Path) -> None:
    admission_check.make(tmp_path / "测速.datong", 20)
    assert admission_check.check_all(tmp_path / "测速.datong") == admission_check.read_all(tmp_path / "测速.datong") == 20


def test_percentile_is_the_nearest_rank() -> None:
    values = list(range(1, 101))
    assert percentile(values, 0.95) == 95
    assert percentile([7.0], 0.95) == 7.0
    assert median([3.0, 1.0, 2.0]) == 2.0


@pytest.mark.parametrize(("ours", "kept"), [(149.0, True), (150.0, True), (151.0, False)])
def test_a_promise_is_kept_up_to_its_limit(ours: float, kept: bool) -> None:
    result = Result("work", "peer", ours, 100.0, "ms", 1.5, 11)
    assert result.kept is kept
    assert ("MISSED" in result.line()) is not kept
    assert result.as_json()["ratio"] == pytest.approx(ours / 100)


def test_marks_are_read_and_memory_is_counted() -> None:
    code = "import sys,time; print('noise\\nmark painted', time.monotonic_ns(), file=sys.stderr, flush=True); time.sleep(60)"
    with started([sys.executable, "-c", code], {}, patience=30) as program:
        assert 0 < program.wait_for("painted") < 30_000
        if Path("/proc/self/smaps_rollup").exists():
            assert 1 < program.memory()["pss"] <= program.memory()["rss"] < 1000
    assert program.process.returncode is not None


def test_a_process_that_ends_without_its_mark_says_why() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('broken')"]
    with started(command, {}, patience=30) as program, pytest.raises(RuntimeError, match="broken"):
        program.wait_for("painted")


def test_lists_of_enterprises_go_in_and_out_beside_their_peers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enterprise_lists, "PYTHON", Path(sys.executable))
    results = enterprise_lists.measure(tmp_path, 1, 30)
    assert [result.unit for result in results] == ["ms", "ms", "MiB"]
    assert enterprise_lists._cells(tmp_path / "导出.xlsx")[1:] == enterprise_lists._cells(tmp_path / "bare.xlsx")[1:]
    assert len(enterprise_lists._cells(tmp_path / "导出.xlsx")) == 31


def test_team_proposals_stand_beside_the_solver_greed_and_swaps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_proposals, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(team_proposals, "MIDDLE", (130, 30))
    monkeypatch.setattr(team_proposals, "LARGE", (130, 30))
    results = {result.against: result for result in team_proposals.measure(os.environ, 1)}
    assert len(results) == 8
    for against in ("1 % of the bound", "points of the proposal", "none"):  # the others are times
        assert results[against].kept, against
    assert results["points of the proposal"].ours < results["points of the proposal"].peer
    assert results["none"].runs > 5_000
