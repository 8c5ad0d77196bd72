"""How a thread reads thousands of records beside a clerk who goes on working: lot by lot, the ledger free in between."""

from __future__ import annotations

import time

LOT = 2000
"""Records read at a time: whoever else wants the ledger waits a few hundredths of a second at most."""
_PAUSE = 0.001


def let_others_in() -> None:
    """Between two lots. Without it the ledger is taken again before whoever waits for it has woken up: for seconds."""
    time.sleep(_PAUSE)
