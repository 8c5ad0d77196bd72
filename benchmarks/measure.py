"""Processes with time marks, their memory, and a result beside its peer."""

from __future__ import annotations

import contextlib
import math
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
DATONG = BIN / "datong"
PYTHON = BIN / "python"


@dataclass(frozen=True)
class Result:
    """One line of the table: a median of ours, the peer's in the same run (or a fixed limit), and what is allowed."""

    work: str
    against: str
    ours: float
    peer: float
    unit: str
    allowed: float
    runs: int
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def kept(self) -> bool:
        return self.ratio <= self.allowed

    def line(self) -> str:
        sign = "kept" if self.kept else "MISSED"
        figures = f"{self.ours:8.1f} {self.unit:3} / {self.peer:8.1f} {self.unit:3} = {self.ratio:5.2f} (≤ {self.allowed:g})"
        return f"{self.work:58} {figures}  {sign}   against {self.against}, {self.runs} runs"

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": round(self.ratio, 3), "kept": self.kept}


@dataclass
class Started:
    """A running process and the moments it has marked, in milliseconds since its start."""

    process: subprocess.Popen[str]
    began: int
    marks: dict[str, float]

    def wait_for(self, mark: str) -> float:
        """Milliseconds from start to ``mark NAME NANOSECONDS`` on the process's standard error."""
        said: list[str] = []
        assert self.process.stderr is not None
        while mark not in self.marks:
            line = self.process.stderr.readline()
            if not line:
                raise RuntimeError(f"ended before it marked “{mark}”: {''.join(said)}")
            said.append(line)
            if line.startswith("mark "):
                _, name, at = line.split()
                self.marks.setdefault(name, (int(at) - self.began) / 1e6)
        return self.marks[mark]

    def memory(self) -> dict[str, float]:
        """Resident and proportional set size in MiB, child processes included."""
        total = {"rss": 0.0, "pss": 0.0}
        for pid in [self.process.pid, *_children(self.process.pid)]:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                name, _, rest = line.partition(":")
                if name.lower() in total:
                    total[name.lower()] += int(rest.split()[0]) / 1024
        return total


@contextlib.contextmanager
def started(command: Sequence[str | Path], env: Mapping[str, str], patience: float = 120) -> Iterator[Started]:
    """Runs a process for the length of the block; killed after ``patience`` seconds so that nothing hangs."""
    began = time.monotonic_ns()
    process = subprocess.Popen(list(map(str, command)), env=dict(env), stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    watchdog = threading.Timer(patience, process.kill)
    watchdog.start()
    try:
        yield Started(process, began, {})
    finally:
        watchdog.cancel()
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.communicate()


def seconds(command: Sequence[str | Path], env: Mapping[str, str]) -> float:
    """Wall-clock seconds of a command that must succeed."""
    began = time.perf_counter()
    done = subprocess.run(list(map(str, command)), env=dict(env), capture_output=True, text=True, timeout=300)
    taken = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
    return taken


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0-1) of the values lie; nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
