"""``datong score --out`` with its four files against LibreOffice converting the same workbook to one PDF."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import DATONG, ROOT, Result, median, seconds

WARM_UP = 1


def measure(folder: Path, env: Mapping[str, str], runs: int) -> list[Result]:
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not on this machine: “datong score” has no peer here", file=sys.stderr)
        return []
    workbook = ROOT / "tests" / "data" / "annex1_plain.xlsx"
    out = folder / "four"
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    ours_command: list[str | Path] = [DATONG, "score", workbook, "--year", "2022", "--out", out]
    peer_command: list[str | Path] = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder / "one", workbook]
    ours: list[float] = []
    peer: list[float] = []
    for turn in range(WARM_UP + runs):
        shutil.rmtree(out, ignore_errors=True)
        mine, theirs = seconds(ours_command, env), seconds(peer_command, env)
        if (made := len(list(out.iterdir()))) != 4:
            raise RuntimeError(f"{made} files instead of four")
        if turn >= WARM_UP:
            ours.append(mine * 1000)
            peer.append(theirs * 1000)
    details = {"ours": ours, "peer": peer}
    work = "datong score --out, four files"
    return [Result(work, "LibreOffice, the workbook to one PDF", median(ours), median(peer), "ms", 0.6, runs, details)]
