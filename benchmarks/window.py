"""What happens inside the open window: a keyed cell against one frame, a huge ledger against the sample."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import PYTHON, ROOT, Result, median, percentile

FRAME = 1000 / 60


def drive(module: str, env: Mapping[str, str], *arguments: str | Path) -> dict[str, list[float]]:
    """What a driving process prints as JSON."""
    command = [PYTHON, "-m", module, *arguments]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    answer: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return answer


def keyed_cell(sample: Path, env: Mapping[str, str]) -> list[Result]:
    taken = drive("benchmarks.driver", env, "keying", sample)["keyed"]
    work, against = "cell keyed → durable → scores repainted", "one 60 Hz frame"
    details = {"ours": taken}
    return [
        Result(f"{work}, median", against, median(taken), FRAME, "ms", 16 / FRAME, len(taken), details),
        Result(f"{work}, 95 of 100", against, percentile(taken, 0.95), FRAME, "ms", 33 / FRAME, len(taken), {}),
    ]


def big_ledger(sample: Path, big: Path, env: Mapping[str, str]) -> list[Result]:
    taken = drive("benchmarks.driver", env, "opening", sample, big)
    results = []
    for act, words in (("open", "opened in the window"), ("switch", "year switched")):
        ours, peer = taken[f"big {act}"], taken[f"small {act}"]
        details = {"ours": ours, "peer": peer}
        work = f"30 years × 200 districts × 20 indicators: {words}"
        results.append(Result(work, "the sample ledger", median(ours), median(peer), "ms", 2.0, len(ours), details))
    return results
