"""Finding annex table 1 on a sheet: a row of indicator names, below it rows that begin with district names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datong_desktop.documents.raw_table import MAX_CELLS, RawSheet, address
from datong_desktop.domain.scheme import Scheme


@dataclass(frozen=True)
class Candidate:
    """A place that looks like the table. ``columns`` holds (column, heading's row, indicator's official name), a name
    may come twice; ``districts`` holds (row, official name); ``key_column`` is where the district names stand."""

    sheet: RawSheet
    header_row: int
    last_row: int
    key_column: int
    columns: tuple[tuple[int, int, str], ...]
    districts: tuple[tuple[int, str], ...]

    @property
    def first_district_row(self) -> int:
        return self.districts[0][0]

    @property
    def place(self) -> str:
        """「附表1」的 A3 处, to tell two tables apart."""
        cell = address(self.header_row, min(self.key_column, *(c for c, _, _ in self.columns)))
        return f"工作表「{self.sheet.name}」的 {cell} 处" if self.sheet.name else f"{cell} 处"

    def is_whole(self, scheme: Scheme) -> bool:
        """At least half of the indicators and half of the districts are there."""
        indicators = {name for _, _, name in self.columns}
        districts = {name for _, name in self.districts}
        return 2 * len(indicators) >= len(scheme.indicators) and 2 * len(districts) >= len(scheme.participants)


def find_candidates(sheet: RawSheet, scheme: Scheme) -> list[Candidate]:
    """Every table on the sheet; when some are whole or nearly so, the mere fragments beside them are left out."""
    candidates = [c for block in _blocks(sheet, scheme) if (c := _candidate(sheet, scheme, *block))]
    whole = [c for c in candidates if c.is_whole(scheme)]
    return whole or candidates


def _blocks(sheet: RawSheet, scheme: Scheme) -> list[tuple[int, int]]:
    """(first, last) row of each stretch that begins with headings and has district rows below them."""
    starts: list[int] = []
    in_headings = False
    for number, row in sheet.rows.items():
        indicators = len(_headings(sheet, scheme, number))
        has_district = any(scheme.district_names.find(cell.text) for cell in row.values())
        if indicators >= (2 if has_district else 1):
            if not in_headings:
                starts.append(number)
            in_headings = True
        elif has_district:
            in_headings = False
    ends = [*(start - 1 for start in starts[1:]), max(sheet.rows, default=0)]
    return list(zip(starts, ends, strict=False))


def _split_names(sheet: RawSheet, scheme: Scheme, row: int) -> dict[int, str]:
    """Indicators whose name is spread over a cell and the one below it, by column."""
    below = sheet.row(row + 1)
    found = {}
    for column, cell in sheet.row(row).items():
        under = below[column].text if column in below else ""
        if cell.text and under and (name := scheme.indicator_names.find(cell.text + under)):
            found[column] = name
    return found


def _headings(sheet: RawSheet, scheme: Scheme, row: int) -> dict[int, str]:
    single = {c: name for c, cell in sheet.row(row).items() if (name := scheme.indicator_names.find(cell.text))}
    return {**_split_names(sheet, scheme, row), **single}


def _candidate(sheet: RawSheet, scheme: Scheme, first: int, last: int) -> Candidate | None:
    band = {row: found for row in sheet.rows_between(first, last) if (found := _headings(sheet, scheme, row))}
    header_row = max(band, key=lambda row: (len(set(band[row].values())), row))
    key_column = _key_column(sheet, scheme, header_row + 1, last)
    if key_column is None:
        return None
    districts = tuple(
        (row, name) for row in sheet.rows_between(header_row + 1, last)
        if (name := scheme.district_names.find(_text(sheet, row, key_column)))
    )
    columns = _columns(band, header_row, districts[0][0])
    candidate = Candidate(sheet, header_row, last, key_column, columns, districts)
    return candidate if _is_enough(candidate, scheme) else None


def _is_enough(candidate: Candidate, scheme: Scheme) -> bool:
    indicators = len({name for _, _, name in candidate.columns})
    districts = len({name for _, name in candidate.districts})
    return (
        (indicators >= 2 and districts >= 2)
        or 2 * indicators >= len(scheme.indicators)
        or 2 * districts >= len(scheme.participants)
    )


def _columns(band: Mapping[int, Mapping[int, str]], header_row: int, first_district_row: int) -> tuple[tuple[int, int, str], ...]:
    """The header row's columns, and those of other heading rows for indicators the header row lacks."""
    columns = [(column, header_row, name) for column, name in band[header_row].items()]
    taken, named = {c for c, _, _ in columns}, {n for _, _, n in columns}
    for row, found in band.items():
        if row != header_row and row < first_district_row:
            more = [(c, row, n) for c, n in found.items() if c not in taken and n not in named]
            if len({c for c, _, _ in more}) == len({n for _, _, n in more}):
                columns += more
    return tuple(sorted(columns))


def _key_column(sheet: RawSheet, scheme: Scheme, first: int, last: int) -> int | None:
    names: dict[int, set[str]] = {}
    for row in sheet.rows_between(first, last):
        for column, cell in sheet.row(row).items():
            if name := scheme.district_names.find(cell.text):
                names.setdefault(column, set()).add(name)
    return min(names, key=lambda column: (-len(names[column]), column), default=None)


def _text(sheet: RawSheet, row: int, column: int) -> str:
    cell = sheet.row(row).get(column)
    return cell.text if cell else ""


def why_not_found(sheets: Sequence[RawSheet], scheme: Scheme) -> str:
    """One sentence on why no sheet holds the table: turned round, or names missing."""
    districts = indicators = 0
    for sheet in sheets:
        rows, columns = Counter[int](), Counter[int]()
        for (row, column), cell in sheet.cells.items():
            if scheme.district_names.find(cell.text):
                rows[row] += 1
                districts += 1
            elif scheme.indicator_names.find(cell.text):
                columns[column] += 1
                indicators += 1
        if max(rows.values(), default=0) >= 2 and max(columns.values(), default=0) >= 2:
            where = f"工作表「{sheet.name}」里" if sheet.name else ""
            return f"{where}的表是横竖对调的（县区排在一行、指标排在一列）。请转置成县区一行一个、指标一列一个再导入。".removeprefix("的")
    if districts and not indicators:
        return f"找到了县区名，但没有找到写着指标名称的表头行。请照附表1 写上指标的正式名称，例如「{scheme.indicators[0].name}」。"
    if indicators and not districts:
        return f"找到了指标名称，但下面没有县区名。请在每行开头写上县区名，例如“{scheme.districts[0]}”。"
    if any(sheet.truncated for sheet in sheets):
        return f"没有找到{scheme.table_1.label}：表里内容太多，只看了前 {MAX_CELLS} 格。请把要导入的表单独存成一个文件再导入。"
    return f"没有找到{scheme.table_1.label}：需要一行指标名称，下面每个县区一行。请核对是否选对了文件，或考核方案是否相符。"
