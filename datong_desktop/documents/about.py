"""What every kind of document says of itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, for archives and search."""

    title: str
    author: str
    date: datetime.date
