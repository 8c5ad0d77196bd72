"""Fault 1: killed while keying, a hundred times. Every figure that was acknowledged is there, the file is whole."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from datong_desktop.services import assessment, ledger
from tests.storage import new_ledger, opened, python

KILLS, CHILDREN_A_LEDGER = 100, 25

# Forks once the program is loaded: each fork is a process of its own that keys until it is killed.
CHILD = """
import os, random, signal, sys, time
from pathlib import Path
from datong_desktop.services import assessment, ledger
path = Path(sys.argv[1])
def key_for_ever(number, opened):
    target = ledger.open_ledger(path, operator=f"进程{number}")
    os.write(opened, b".")
    assert not target.read_only, target.read_only_reason
    scheme = assessment.read_year(target, 2022).scheme
    cells = [(d, i.id) for d in scheme.districts for i in scheme.indicators]
    value = number * 700
    while True:
        value += 1
        cell = cells[value % len(cells)]
        if value % 10:
            done = assessment.key_figures(target, 2022, {cell: value}, "录入")
            os.write(1, f"{number} {cell[0]} {cell[1]} {value}\\n".encode())
        else:
            batch = {c: value for c in cells[:40]}
            assessment.key_figures(target, 2022, batch, "粘贴")
            os.write(1, f"{number} * * {value}\\n".encode())
warm = ledger.open_ledger(path)  # what is worked out once a process is worked out before the forks
assessment.read_year(warm, 2022)
assessment.key_figures(warm, 2022, {}, "")
warm.close()
for line in sys.stdin:
    number, delay = line.split()
    seen, opened = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            key_for_ever(int(number), opened)
        finally:
            os.write(1, b"crashed\\n")
            os._exit(1)
    if int(number) % 4:  # every fourth is killed so long after its birth, perhaps while it opens the ledger
        os.read(seen, 1)
    time.sleep(float(delay))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(seen), os.close(opened)
    os.write(1, b"killed\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are Unix's; on Windows TerminateProcess is untested")
def test_no_acknowledged_figure_is_lost_in_a_hundred_kills(tmp_path: Path) -> None:
    seeded, acknowledged, begun = random.Random(7), 0, time.monotonic()
    for batch in range(KILLS // CHILDREN_A_LEDGER):
        folder = tmp_path / str(batch)
        folder.mkdir()
        target = new_ledger(folder)
        scheme = assessment.read_year(target, 2022).scheme
        cells = [(d, i.id) for d in scheme.districts for i in scheme.indicators]
        target.close()
        process = python(CHILD, str(target.path))
        assert process.stdin is not None
        assert process.stdout is not None
        expected: dict[tuple[str, str], int] = {}
        for number in range(1, CHILDREN_A_LEDGER + 1):
            process.stdin.write(f"{number} {seeded.uniform(0.02, 0.12)}\n")
            process.stdin.flush()
            last = number * 700
            for line in iter(process.stdout.readline, "killed\n"):
                assert line != "crashed\n"
                _, district, indicator, value = line.split()
                last = int(value)
                acknowledged += 1
                expected.update(dict.fromkeys(cells[:40], last) if district == "*" else {(district, indicator): last})
            _check(target.path, expected, cells, last + 1)
        process.communicate()
    assert acknowledged > KILLS, f"only {acknowledged} figures were keyed between the kills"
    print(f"{KILLS} kills, {acknowledged} acknowledged writes, {time.monotonic() - begun:.0f} s")


def _check(path: Path, expected: dict[tuple[str, str], int], cells: list[tuple[str, str]], under_way: int) -> None:
    """What was acknowledged is there; what was under way is there whole or not at all. ``expected`` follows."""
    with opened(path) as found:
        assert not found.read_only, "the dead process's lock is gone"
        assert ledger.check_ledger(found) == ()
        figures = dict(assessment.read_year(found, 2022).figures)
    if figures != expected:
        expected.update(dict.fromkeys(cells[:40], under_way) if under_way % 10 == 0 else {cells[under_way % len(cells)]: under_way})
        assert figures == expected
