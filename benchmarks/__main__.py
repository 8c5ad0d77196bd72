"""Prints the table and writes out/bench.json. ``--quick`` runs each measure a few times only."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import (
    admission_check,
    big_ledger,
    enterprise_lists,
    registry,
    registry_ledger,
    score_documents,
    start,
    team_board,
    team_proposals,
    window,
)
from benchmarks.measure import ROOT, Result


def main() -> int:
    runs = 3 if "--quick" in sys.argv else 11
    with tempfile.TemporaryDirectory(prefix="datong-bench-") as name:
        folder = Path(name)
        env = os.environ | {"DATONG_BENCH": "1", "DATONG_HOME": str(folder / "home")}
        os.environ["DATONG_HOME"] = env["DATONG_HOME"]
        sample = Path(shutil.copy(ROOT / "resources" / "sample" / "样例.datong", folder / "样例.datong"))
        results: list[Result] = []
        results += start.measure(sample, env, runs)
        results += window.keyed_cell(sample, env)
        results += score_documents.measure(folder, env, max(3, runs // 2))
        results += registry_ledger.measure(env)
        big = folder / "三十年.datong"
        big_ledger.make(big)
        results += window.big_ledger(sample, big, env)
        results += registry.measure(folder, env, max(3, runs // 2))
        many = folder / "十万家.datong"
        admission_check.make(many)
        results += admission_check.measure(many, max(3, runs // 2))
        results += enterprise_lists.measure(folder, max(3, runs // 2))
        results += team_board.measure(folder, env)
        results += team_proposals.measure(env, max(3, runs // 2))
        for result in results:
            print(result.line(), flush=True)
    write(results)
    return 0 if all(result.kept for result in results) else 1


def write(results: list[Result]) -> None:
    target = ROOT / "out" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    machine = {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    answer = {"machine": machine, "results": [result.as_json() for result in results]}
    target.write_text(json.dumps(answer, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"written: {target.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
