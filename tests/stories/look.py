"""What a ledger holds of one enterprise, read in a process of its own: ``python -m tests.stories.look LEDGER YEAR``."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from datong_desktop import services
from datong_desktop.domain.enterprise import FiscalYear, Officer, Shareholder
from datong_desktop.services.ledger import Ledger


def look(ledger: Ledger, year: int) -> dict[str, Any]:
    """The only enterprise with what hangs on it, where it stands, what is due, and what the registry counts for a year."""
    book, counts = services.assessment.read_year(ledger, year), services.registry_counts.read(ledger, year)
    found: dict[str, Any] = {
        "differences": [[*cell, one.keyed, one.counted] for cell, one in services.registry_counts.differences(ledger, book).items()],
        "counts": [[*cell, len(ones)] for cell, ones in counts.enterprises.items()],
        "tasks": [[task.kind, f"{task.due_on}", task.days] for task in services.todo.todo(ledger, datetime.date.today())],
    }
    states = services.pool.states(ledger)
    if identifier := next(iter(states), None):
        file = services.enterprises.read(ledger, identifier)
        assert file is not None
        state = services.pool.state_of(file)
        found |= {
            "enterprise": dataclasses.asdict(file.enterprise),
            "hanging": {
                kind.__name__: [dataclasses.astuple(one)[1:] for one in file.all(kind)] for kind in (FiscalYear, Shareholder, Officer)
            },
            "state": [state.state, state.tier, f"{state.reform_due_on}", list(state.missing_materials)],
        }
    return found


if __name__ == "__main__":
    opened = services.ledger.open_ledger(Path(sys.argv[1]), read_only=True)
    try:
        print(json.dumps(look(opened, int(sys.argv[2])), default=str))
    finally:
        opened.close()
