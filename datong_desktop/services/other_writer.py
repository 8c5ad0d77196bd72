"""The other window that has a ledger open for writing, seen from one that may only look."""

from __future__ import annotations

from pathlib import Path

from datong_desktop.models import writer_lock


def is_writing(path: Path) -> bool:
    """Whether someone has this ledger open for writing right now."""
    return writer_lock.is_held(path)
