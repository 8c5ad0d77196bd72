"""Workbooks and grids for import tests: well-formed ones by openpyxl, hostile ones by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from datong_desktop.documents.raw_table import column_letters
from datong_desktop.domain.scheme import Scheme

Rows = list[list[Any]]


def grid(scheme: Scheme, value: Any = None) -> Rows:
    """Heading row and one row a district; figures count up, or are all ``value``."""
    rows: Rows = [["指标", *(i.name for i in scheme.indicators)]]
    for row, district in enumerate(scheme.districts):
        rows.append([district, *((row * 10 + n if value is None else value) for n in range(len(scheme.indicators)))])
    return rows


def figures_of(scheme: Scheme, rows: Rows) -> dict[tuple[str, str], Any]:
    """The figures of a ``grid`` by cell."""
    return {
        (row[0], i.id): row[n] for row in rows[1:] for n, i in enumerate(scheme.indicators, 1)
    }


def write_xlsx(path: Path, sheets: Mapping[str, Rows] | Rows, *, hidden: Sequence[str] = (), merged: Sequence[str] = ()) -> Path:
    """Sheets of values by openpyxl; a bare grid becomes the sheet 附表1. ``merged`` applies to the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in (sheets if isinstance(sheets, Mapping) else {"附表1": sheets}).items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    cell = sheet.cell(number, column, value)
                    if isinstance(value, str) and value.startswith("'="):
                        cell.value, cell.data_type = value[1:], "s"
        if title in hidden:
            sheet.sheet_state = "hidden"
    for box in merged:
        book.worksheets[0].merge_cells(box)
    book.save(path)
    return path


def cell_xml(row: int, column: int, value: Any) -> str:
    """One <c>: numbers and texts, or raw inner XML given as a tuple (attributes, content)."""
    at = f'r="{column_letters(column)}{row}"'
    if isinstance(value, tuple):
        return f"<c {at} {value[0]}>{value[1]}</c>"
    if isinstance(value, str):
        return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c {at}><v>{value}</v></c>"


def sheet_xml(rows: Rows, before: str = "", after: str = "") -> str:
    """A worksheet part around ``rows``; None is no cell."""
    body = "".join(
        f'<row r="{number}">' + "".join(cell_xml(number, c, v) for c, v in enumerate(row, 1) if v is not None) + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{body}</sheetData>{after}</worksheet>"
    )


def raw_xlsx(path: Path, sheet: str, extra: Mapping[str, bytes | str] | None = None, name: str = "附表1") -> Path:
    """A minimal workbook whose parts are written by hand; ``extra`` adds or replaces parts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>甲</t></si></sst>',
    }
    parts.update(extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path
