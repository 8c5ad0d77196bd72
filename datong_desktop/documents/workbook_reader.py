"""Reading the cells of an .xlsx with openpyxl, sparsely and with limits, after the guard has passed the file.

openpyxl's read-only rows are not used as they come: they hide formulas without a result, drop rows that stand out
of order and fill up the gaps between far cells. Its parser of single cells is used instead: one pass sees all.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from datong_desktop.documents.raw_table import MAX_CELLS, Box, CellKind, Position, RawCell, RawSheet, text_cell
from datong_desktop.domain.problem import Refused, refuse

_ESCAPED = re.compile(r"_x(000D|000A|0009|00A0)_")
_NUMBER = re.compile(r"\s*[-+]?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?\s*|[0-9T:.Z-]+")
"""A stored number or ISO date: Python would also read "1_0" and "１２", which no spreadsheet writes."""
_UNREADABLE = RawCell(CellKind.ERROR, "（读不出）")


class _StrictFormat(Exception):
    """A sheet in ISO's strict namespace, which openpyxl does not know."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by its title, whether it is shown, and the part of the package that holds it."""

    title: str
    visible: bool
    part: str


class Workbook:
    """An opened workbook; sheets are parsed when asked for.

    openpyxl's steps are called one by one: as a whole they also read properties, themes, defined names and, for its
    size, every sheet in full, none of which is wanted and each of which can fail or take long.
    """

    def __init__(self, data: bytes, name: str) -> None:
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.styles.stylesheet import apply_stylesheet

        self._file_name = name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._reader: Any = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
                self._reader.read_manifest()
                _only_xml(part.PartName for part in self._reader.package.Override if part.ContentType.endswith("+xml"))
                self._reader.read_workbook()
                apply_stylesheet(self._reader.archive, self._reader.wb)
                self.parts = [
                    SheetPart(str(sheet.name), sheet.state == "visible", str(part.target))
                    for sheet, part in self._reader.parser.find_sheets() if part.Type.endswith("/worksheet")
                ]
                _only_xml(sheet.part for sheet in self.parts)
        except Exception as error:  # openpyxl lets anything through over a spoilt part
            raise self._damaged() from error
        if not self.parts:
            raise refuse("damaged", f"“{name}”里没有能读的工作表，请在 WPS/Excel 中另存为 .xlsx 再导入。")
        for sheet in self.parts:
            if sheet.part not in self._reader.valid_files:
                text = f"“{name}”里缺了工作表「{sheet.title}」的内容，请重新取得文件。"
                raise refuse("damaged", text, sheet=sheet.title)

    def _damaged(self) -> Refused:
        text = f"“{self._file_name}”里的表格读不出来（可能已损坏），请在 WPS/Excel 中打开并另存为 .xlsx 再导入。"
        return refuse("damaged", text)

    def sheets(self, *, hidden: bool) -> Iterator[RawSheet]:
        """The visible sheets, or the hidden ones, in the order of the tabs."""
        for sheet in self.parts:
            if sheet.visible != hidden:
                self._read_strings()
                with self._in_plain_words():
                    yield _read_sheet(self._reader, sheet.title, sheet.part, hidden)

    def rows(self, title: str) -> Iterator[tuple[int, dict[int, RawCell]]]:
        """Every row of a sheet as it comes: its number and its cells by column. Rows may stand out of order, in pieces."""
        self._read_strings()
        part = next(sheet.part for sheet in self.parts if sheet.title == title)
        rows = _rows(self._reader, part, lambda _: None)
        while True:
            with self._in_plain_words():
                cells = next(rows, None)
            if cells is None:
                return
            for number in dict.fromkeys(row for row, _ in cells):  # a cell may say that it stands elsewhere
                yield number, {column: cell for (row, column), cell in cells.items() if row == number}

    def _read_strings(self) -> None:
        """The shared texts, once: those of a long list take longer than the faster reader needs for everything."""
        if not self._reader.shared_strings:
            with self._in_plain_words(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._reader.read_strings()

    @contextlib.contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        try:
            yield
        except (Refused, GeneratorExit):
            raise
        except _StrictFormat as error:
            text = f"“{self._file_name}”存成了“严格 Open XML”格式，请在 WPS/Excel 中另存为普通的 .xlsx 再导入。"
            raise refuse("old_format", text) from error
        except Exception as error:
            raise self._damaged() from error


def _only_xml(parts: Iterable[str]) -> None:
    """The guard measures and searches parts with an XML suffix: content must not come from any other."""
    for part in parts:
        if not part.lower().endswith((".xml", ".rels")):
            raise ValueError(part)


def _read_sheet(reader: Any, title: str, part: str, hidden: bool) -> RawSheet:
    cells: dict[Position, RawCell] = {}
    merged: list[Box] = []

    def see(element: Any) -> None:
        if element.tag.endswith("}mergeCell") and (box := _box(element.get("ref", ""))):
            merged.append(box)

    for row in _rows(reader, part, see):
        for position, cell in row.items():  # an address given twice: nobody can say which content is meant
            cells[position] = _UNREADABLE if position in cells else cell
        if len(cells) > MAX_CELLS:
            break
    return RawSheet(title, cells, hidden, tuple(merged), len(cells) > MAX_CELLS)


def _rows(reader: Any, part: str, see: Callable[[Any], None]) -> Iterator[dict[Position, RawCell]]:
    """The cells of each row that are not empty; ``see`` is shown every element outside the rows."""
    from defusedxml.ElementTree import iterparse
    from openpyxl.worksheet import _reader as tags

    book = reader.wb
    parser = tags.WorkSheetParser(
        None, reader.shared_strings, data_only=True, epoch=book.epoch,
        date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
    )
    element: Any = None
    with reader.archive.open(part) as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, element in iterparse(source):
            if element.tag == tags.ROW_TAG:
                cells: dict[Position, RawCell] = {}
                _read_row(parser, element, cells)
                element.clear()
                yield cells
            else:
                see(element)
    if element is not None and element.tag.startswith("{http://purl.oclc.org/"):
        raise _StrictFormat


def _read_row(parser: Any, row: Any, cells: dict[Position, RawCell]) -> None:
    parser.row_counter = int(row.get("r", parser.row_counter + 1))
    parser.col_counter = 0
    for element in row:
        if not element.tag.endswith("}c"):
            continue
        try:
            found = parser.parse_cell(element)
            position, cell = (found["row"], found["column"]), _cell(element, found["data_type"], found["value"])
        except Exception:  # a style, text or number that is not there: the cell is named, not the library's error
            position, cell = _position(parser, element), _UNREADABLE
        if cell is not None:  # an address given twice: nobody can say which content is meant
            cells[position] = _UNREADABLE if position in cells else cell


def _cell(element: Any, data_type: str, value: Any) -> RawCell | None:
    if data_type in ("n", "d") and not _NUMBER.fullmatch(_stored(element)):
        return _UNREADABLE
    if value is None or value == "":
        has_formula = any(child.tag.endswith("}f") for child in element)
        # a formula that yields "" is stored with t="str": that is a result, and it is blank
        return RawCell(CellKind.NO_VALUE, "") if has_formula and element.get("t") != "str" else None
    if data_type == "e":
        return RawCell(CellKind.ERROR, str(value))
    if isinstance(value, bool):
        return RawCell(CellKind.BOOLEAN, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return RawCell(CellKind.NUMBER, value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return RawCell(CellKind.DATE, str(value))
    return text_cell(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)))


def _stored(element: Any) -> str:
    """The text of a cell's <v>."""
    return next((child.text or "" for child in element if child.tag.endswith("}v")), "")


def _position(parser: Any, element: Any) -> Position:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", element.get("r", ""))
    return (int(match[2]), _column(match[1])) if match else (parser.row_counter, parser.col_counter)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _box(reference: str) -> Box | None:
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", reference)
    return (int(match[2]), _column(match[1]), int(match[4]), _column(match[3])) if match else None
