"""Identifiers of records that have no natural key that never changes (a credit code can be mended)."""

from __future__ import annotations

import datetime
import secrets


def new_ids(count: int, at: datetime.datetime) -> list[str]:
    """Twenty hex digits each: milliseconds since 1970 and chance. In order, so that rows are added at the tables' ends;
    the same in every copy of a ledger and different between ledgers."""
    first = (int(at.timestamp() * 1000) << 32) | secrets.randbits(31)
    return [f"{number:020x}" for number in range(first, first + count)]
