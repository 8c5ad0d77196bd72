"""The rows of a printed list, read back from its workbook."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from datong_desktop.services.printables import Printable


def rows(printable: Printable) -> list[list[Any]]:
    """The sheet's rows from the headings down."""
    sheet = openpyxl.load_workbook(io.BytesIO(printable.content("xlsx"))).active
    found = [[cell.value for cell in line] for line in sheet.iter_rows()]
    return found[next(n for n, line in enumerate(found) if line[0] == "序号") :]
