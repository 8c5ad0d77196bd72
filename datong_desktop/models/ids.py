"""Identifiers of records that have no natural key that never changes (a credit code can be mended)."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable

Chance = Callable[[int], int]
"""A number of so many bits."""


def new_ids(count: int, at: datetime.datetime, chance: Chance = secrets.randbits) -> list[str]:
    """Twenty hex digits each: milliseconds since 1970 and chance. In order, so that rows are added at the tables' ends;
    the same in every copy of a ledger and different between ledgers. Another ``chance`` is for the sample ledger, which is the same
    each time it is made."""
    first = (int(at.timestamp() * 1000) << 32) | chance(31)
    return [f"{number:020x}" for number in range(first, first + count)]
