"""The ledger of the pool with 100 000 made-up enterprises as PDF: time of a page against the promise of 30 a second.

Run as a script it prints pages, seconds and MiB as JSON.
"""

from __future__ import annotations

import datetime
import json
import random
import subprocess
import sys
import time
from collections.abc import Mapping

from benchmarks.measure import PYTHON, ROOT, Result
from datong_desktop.domain.application import State
from datong_desktop.domain.enterprise import TIERS, Enterprise
from datong_desktop.domain.registry_lines import PoolLine
from datong_desktop.domain.standing import PoolState

ROWS = 100_000
PAGES_A_SECOND = 30
_WORDS = "恒山云冈银河数据能源科技装备制造农业发展新材料生物医药物流贸易建设集团"
_DISTRICTS = tuple(f"测试第{number:02}县" for number in range(1, 12))


def measure(env: Mapping[str, str]) -> list[Result]:
    """One page's time; the whole list is made once."""
    command = [str(PYTHON), "-m", "benchmarks.registry_ledger"]
    done = subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    page = found["seconds"] / found["pages"] * 1000
    work = f"PDF ledger of {ROWS} enterprises, a page"
    return [Result(work, f"{PAGES_A_SECOND} pages a second", page, 1000 / PAGES_A_SECOND, "ms", 1.0, 1, found)]


def main() -> None:
    from datong_desktop.documents.about import About
    from datong_desktop.documents.list_parts import Head
    from datong_desktop.documents.listing_pdf import listing_pdf
    from datong_desktop.documents.registry_lists import pool_ledger
    from datong_desktop.services.documents import page_count

    chosen, on = random.Random(4), datetime.date(2023, 3, 15)

    def line(number: int) -> PoolLine:
        name = "".join(chosen.choices(_WORDS, k=chosen.randint(4, 12))) + "有限公司"
        one = Enterprise(
            str(number), name=name, credit_code=f"91140200MA{number:08}", district=chosen.choice(_DISTRICTS),
            legal_representative="测试", contact="测试", phone="0352-0000000", target_board="新三板",
            industry="".join(chosen.choices(_WORDS, k=9)),
        )
        return PoolLine(one, PoolState(State.ADMITTED, chosen.choice(TIERS), 1, "2023-03", on, on, (), on))

    listing = pool_ledger(Head("测试市", "测速", 2023, _DISTRICTS), [line(number) for number in range(ROWS)], on)
    before = _memory()
    began = time.perf_counter()
    content = listing_pdf(listing, About(listing.title, "测速", on))
    seconds = time.perf_counter() - began
    found = {"pages": page_count(content), "seconds": seconds, "MiB": len(content) / 2**20, "MiB more memory": _memory() - before}
    print(json.dumps(found))


def _memory() -> float:
    """Most memory this process has held so far, in MiB; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
