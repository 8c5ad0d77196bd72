"""Text as a table: CSV files in the encodings Chinese offices use, and what Excel and WPS put on the clipboard."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Sequence
from io import StringIO

from datong_desktop.documents.raw_table import MAX_CELLS, Position, RawCell, RawSheet, text_cell
from datong_desktop.domain.problem import Refused, refuse

_DELIMITERS = ("\t", ",", ";", "，", "；", "|")
HEAD_LINES = 40
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, name: str) -> str:
    """Text of a CSV file: by its byte order mark, else UTF-16, UTF-8, GB 18030 in turn, each strictly.

    ``Refused`` (bad_encoding) when none fits or the text holds NUL characters: never a guess that loses characters.
    """
    for code in _candidates(data):
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff")
        if "\x00" not in text:
            return text
    raise refuse("bad_encoding", f"认不出“{name}”的文字编码，请在 WPS/Excel 中另存为 .xlsx，或存为“CSV UTF-8”再导入。")


def _candidates(data: bytes) -> Sequence[str]:
    for mark, code in _BOMS:
        if data.startswith(mark):
            return (code,)
    sample = data[:4096]
    if len(data) % 2 == 0 and 0 in sample:  # neither UTF-8 nor GB 18030 text has NUL bytes
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        return ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gb18030")


def parse_text(text: str, name: str | None, known: Callable[[str], bool]) -> RawSheet:
    """Cells of a comma-, semicolon- or tab-separated text; the separator is the one under which the most cells
    are ``known`` names. ``Refused`` (file_empty) for a blank text."""
    if not text.strip():
        raise _empty(name)
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = body.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return _sheet(_rows(rest, first[4]), offset=1)
    attempts = [_sheet(_rows(body, delimiter)) for delimiter in _DELIMITERS if delimiter in body]
    if not attempts:
        return _sheet([[line] for line in body.split("\n")])
    return max(attempts, key=lambda sheet: sum(1 for cell in sheet.cells.values() if known(cell.text)))


def rows_of_text(text: str, name: str | None, known: Callable[[str], bool]) -> list[list[str]]:
    """The rows of a long CSV text; the separator is the one under which the first lines hold the most ``known``
    texts. ``Refused`` (file_empty, not_a_table)."""
    if not text.strip():
        raise _empty(name)
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = body.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return [[first], *_rows(rest, first[4])]
    head = "\n".join(body.split("\n", HEAD_LINES)[:HEAD_LINES])
    delimiters = [delimiter for delimiter in _DELIMITERS if delimiter in head]
    return _rows(body, max(delimiters, default=",", key=lambda one: sum(known(c) for row in _rows(head, one) for c in row)))


def _empty(name: str | None) -> Refused:
    return refuse("file_empty", f"“{name}”里没有内容。" if name else "剪贴板里没有文字，请先在 Excel 或 WPS 里复制表格。")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Fields by row. Quotation marks that do not pair are letters like any other."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True))
        except csv.Error:
            continue
    raise _too_long()


def _too_long() -> Refused:
    return refuse("not_a_table", "文字里有一格超过 13 万字，不像统计表，请核对是否选错了文件。")


def _sheet(rows: Sequence[Sequence[str]], offset: int = 0) -> RawSheet:
    cells: dict[Position, RawCell] = {}
    for number, row in enumerate(rows, 1 + offset):
        for column, text in enumerate(row, 1):
            if (cell := text_cell(text)) is not None:
                cells[number, column] = cell
        if len(cells) > MAX_CELLS:
            return RawSheet(None, cells, truncated=True)
    return RawSheet(None, cells)
