"""Reading long lists, a hundred thousand rows in a second or two, after the guard has passed the file.

python-calamine reads ten times as fast as openpyxl, but hides error cells and formulas without a stored result, fills
the room between far cells and copies a shared text into every cell. While the guard unpacks the file, ``_Look`` looks
through the bytes for whatever could lead there, and never overlooks it; such sheets, which are few, are read with the
slow reader that sees everything.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from datong_desktop.documents.file_kinds import is_workbook, printable, read_whole
from datong_desktop.documents.raw_table import CellKind, RawCell
from datong_desktop.documents.text_table import decode, rows_of_text
from datong_desktop.documents.workbook_guard import LONG_LIST, check_workbook
from datong_desktop.documents.workbook_reader import Workbook
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress

MAX_ROWS = 200_000
MAX_COLUMNS = 256
_SHIELDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_SHORT = 1_000
"""Bytes of a text that no number of cells makes dangerous."""
_MAX_COPIED = 1024 * 1024 * 1024
_FAR = re.compile(rb"r=[\"'](?:[A-Z]{3}|[J-Z][A-Z][0-9]|[A-Z]+(?:[2-9][0-9]{5}|[0-9]{7}))")
"""A cell right of column IZ or below row 199 999."""
_HASH = re.compile(rb"(?<!&)#|&#(?:0*35|[xX]0*23);")
"""A "#" as an XML file may hold it; some programs write every Chinese character by its number."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something, and nothing that can be read; ``text`` says what, for a person."""

    text: str


Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | Unreadable
"""What a cell holds; "" when blank."""


@dataclass(frozen=True, slots=True)
class BulkSheet:
    """All rows of a sheet from row 1 and column A, each as long as the longest; ``name`` is None for text."""

    name: str | None
    rows: Sequence[Sequence[Cell]]


def read_sheets(path: Path, known: Callable[[str], bool], progress: Progress = UNWATCHED) -> tuple[BulkSheet, ...]:
    """The visible sheets of a workbook (the hidden ones when none is visible), or the one of a CSV file.

    ``known`` says of a text whether it is a heading: the separator of a CSV file is told by it. ``Refused`` for
    whatever cannot be read; ``Cancelled``.
    """
    name = printable(path.name)
    data = read_whole(path)
    progress.step(1, 20)
    if not is_workbook(data, name):
        return (text_sheet(decode(data, name), name, known),)
    look = _Look()
    check_workbook(data, name, LONG_LIST, look.see)
    progress.step(4, 20)
    workbook = Workbook(data, name)
    visible = [sheet for sheet in workbook.parts if sheet.visible] or workbook.parts
    sheets = []
    for number, sheet in enumerate(visible):
        piece = progress.part(0.2 + 0.8 * number / len(visible), 0.2 + 0.8 * (number + 1) / len(visible))
        piece.check()
        rows = None if look.needs_care(data, sheet.part) else _quickly(data, sheet.title, name)
        sheets.append(BulkSheet(sheet.title, _with_care(workbook, sheet.title, name, piece) if rows is None else rows))
    progress.step(1, 1)
    return tuple(sheets)


def text_sheet(text: str, name: str | None, known: Callable[[str], bool]) -> BulkSheet:
    """The sheet of a CSV text, or (``name`` None) of what was copied in Excel or WPS. ``Refused`` as above."""
    return BulkSheet(None, _even(rows_of_text(text, name, known), name or "剪贴板"))


class _Look:
    """Looks at the parts of a workbook, piece by piece, for what calamine would hide or blow up."""

    def __init__(self) -> None:
        self._odd: set[str] = set()
        self._seen: set[str] = set()
        self._longest = self._length = 0

    def see(self, part: str, tail: bytes, piece: bytes) -> None:
        if part.lower() == "xl/sharedstrings.xml":
            self._measure(piece)
        elif part not in self._odd and part.lower().endswith(".xml"):
            self._seen.add(part)
            if self._is_odd(tail + piece):
                self._odd.add(part)

    @staticmethod
    def _is_odd(xml: bytes) -> bool:
        """An error's text begins with "#", perhaps written by its number; a formula is an element f of whatever prefix;
        other encodings than UTF-8 have NULs in every tag."""
        error = b"#" in xml and _HASH.search(xml) is not None
        formula = b"f" in xml and (b"<f" in xml or b":f" in xml)
        return error or formula or b"\0" in xml or _FAR.search(xml) is not None

    def _measure(self, piece: bytes) -> None:
        """Bytes of the longest shared text, its markup included."""
        first, *rest = piece.split(b"</si>")
        self._longest = max(self._longest, self._length + len(first), *map(len, rest))
        self._length = len(rest[-1]) if rest else self._length + len(first)

    def needs_care(self, data: bytes, part: str) -> bool:
        """Whether a sheet must be read the slow way."""
        if part not in self._seen or part in self._odd:
            return True
        if self._longest <= _SHORT:
            return False
        with zipfile.ZipFile(BytesIO(data)) as archive:  # only now is it worth the time to count the cells
            return self._longest * archive.read(part).count(b"<c") > _MAX_COPIED


def _quickly(data: bytes, title: str, name: str) -> Sequence[Sequence[Cell]] | None:
    """None where calamine cannot read the sheet: the slow reader can, or says what is the matter."""
    from python_calamine import CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(title)
        rows: Sequence[Sequence[Cell]] = sheet.to_python(skip_empty_area=False)
    except BaseException as error:  # a panic of the library's Rust is no Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return None
        raise
    if len(rows) > MAX_ROWS:
        raise _too_many(name)
    return rows


def _with_care(workbook: Workbook, title: str, name: str, progress: Progress) -> Sequence[Sequence[Cell]]:
    found: dict[int, dict[int, Cell]] = {}
    for number, cells in progress.over(workbook.rows(title), MAX_ROWS):
        row = found.setdefault(number, {})
        for column, cell in cells.items():
            row[column] = Unreadable("同一格出现了两次") if column in row else _value(cell)
        if len(found) > MAX_ROWS or number > MAX_ROWS or max(row, default=0) > MAX_COLUMNS:
            raise _too_many(name)
    width = max((max(row, default=0) for row in found.values()), default=0)
    return [
        [row.get(column, "") for column in range(1, width + 1)]
        for number in range(1, max(found, default=0) + 1)
        for row in (found.get(number, {}),)
    ]


def _value(cell: RawCell) -> Cell:
    if cell.kind is CellKind.ERROR:
        return Unreadable(str(cell.value))
    if cell.kind is CellKind.NO_VALUE:
        return Unreadable("公式没有结果")
    return cell.value == "TRUE" if cell.kind is CellKind.BOOLEAN else cell.value


def _even(rows: Sequence[Sequence[str]], name: str) -> Sequence[Sequence[Cell]]:
    """All rows of one length. An apostrophe that keeps a text from being a formula in a CSV file is no part of it."""
    width = max(map(len, rows), default=0)
    if len(rows) > MAX_ROWS or width > MAX_COLUMNS:
        raise _too_many(name)
    if any(cell.startswith("'") for row in rows for cell in row):
        rows = [[cell[1:] if cell.startswith(_SHIELDED) else cell for cell in row] for row in rows]
    return [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]


def _too_many(name: str) -> Refused:
    text = f"“{name}”的表超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，不像名单。请只留下要导入的表，或分成几个文件导入。"
    return refuse("too_many_cells", text)
