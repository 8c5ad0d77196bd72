"""What the window shows first of a ledger: its years and one of them, read before SQLAlchemy is loaded.

Only a plain, current, sound-looking file is looked at; whatever is the matter with any other one, ``open_ledger``
says it in words.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import YearBook
from datong_desktop.models.migrations import HEAD
from datong_desktop.models.sqlite.file import ERRORS, check_header, connect, ledger_is_sample, reader
from datong_desktop.models.year_reading import list_years, read_year
from datong_desktop.services.entries import known_scheme


def first_look(path: Path, year: int = 0) -> tuple[tuple[int, ...], YearBook] | None:
    """Years, newest first, and the one asked for, or else the newest; None when there is nothing to show yet or nothing
    to trust."""
    if not path.is_file():
        return None
    with contextlib.suppress(*ERRORS, Refused, KeyError, ValueError):
        raw = connect(path)
        try:
            if check_header(raw, path) == HEAD and (years := list_years(reader(raw))):
                shown = year if year in years else years[0]
                return years, read_year(reader(raw), shown, known_scheme, sample=ledger_is_sample(raw))
        finally:
            raw.close()
    return None
