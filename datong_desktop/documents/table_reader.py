"""Annex table 1 out of a file or the clipboard: figures by official names, and everything that is wrong, at once.

Nothing is guessed. What is left out on purpose (totals, ranks, remarks, signatures) is said in ``notes``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from datong_desktop.documents.file_kinds import is_workbook, printable, read_whole
from datong_desktop.documents.named_year import years_in, years_of_sheet
from datong_desktop.documents.raw_table import MAX_CELLS, RawSheet
from datong_desktop.documents.table_contents import read_candidate
from datong_desktop.documents.table_finder import Candidate, find_candidates, why_not_found
from datong_desktop.documents.text_table import decode, parse_text
from datong_desktop.documents.workbook_guard import check_workbook
from datong_desktop.documents.workbook_reader import Workbook
from datong_desktop.domain.problem import Problem, Refused, problem
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell


@dataclass(frozen=True)
class TableRead:
    """What was read. ``figures`` holds the cells that are counts, ``blanks`` the empty ones, ``cells`` the address
    ("B4") of each; ``years`` are the assessment years the sheet itself names (tab included), ``file_year`` the one in
    the file's name; ``notes`` say in Chinese what was left out."""

    sheet: str | None = None
    figures: Mapping[Cell, int] = field(default_factory=dict)
    blanks: tuple[Cell, ...] = ()
    cells: Mapping[Cell, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    years: tuple[int, ...] = ()
    file_year: int | None = None
    notes: tuple[str, ...] = ()


def read_table_file(path: Path, scheme: Scheme) -> TableRead:
    """Read annex table 1 from .xlsx or CSV. A file that cannot be read at all comes back as a problem, too."""
    name = printable(path.name)
    try:
        data = read_whole(path)
        if is_workbook(data, name):
            check_workbook(data, name)
            workbook = Workbook(data, name)
            groups: Sequence[Sequence[RawSheet]] = [list(workbook.sheets(hidden=False))]
            found = _choose(groups[0], scheme)
            if found is None:
                hidden = list(workbook.sheets(hidden=True))
                return _read(_choose(hidden, scheme), [*groups[0], *hidden], scheme, path.stem)
            return _read(found, groups[0], scheme, path.stem)
        return _read_text(decode(data, name), name, scheme, path.stem)
    except Refused as refusal:
        return TableRead(problems=refusal.problems)


def read_table_text(text: str, scheme: Scheme) -> TableRead:
    """Read annex table 1 from text copied in Excel or WPS."""
    try:
        return _read_text(text, None, scheme, "")
    except Refused as refusal:
        return TableRead(problems=refusal.problems)


def _read_text(text: str, name: str | None, scheme: Scheme, stem: str) -> TableRead:
    def known(cell: str) -> bool:
        return bool(scheme.district_names.find(cell) or scheme.indicator_names.find(cell))

    sheet = parse_text(text, name, known)
    return _read(_choose([sheet], scheme), [sheet], scheme, stem)


def _choose(sheets: Sequence[RawSheet], scheme: Scheme) -> list[Candidate] | None:
    """The tables on the sheets; None when there is none. Whole tables put fragments on other sheets out of the race."""
    candidates = [c for sheet in sheets for c in find_candidates(sheet, scheme)]
    whole = [c for c in candidates if c.is_whole(scheme)]
    return whole or candidates or None


def _read(found: list[Candidate] | None, sheets: Sequence[RawSheet], scheme: Scheme, stem: str) -> TableRead:
    file_year = next((year for _, year in sorted(years_in(stem))), None)
    if found is None:
        return TableRead(problems=(problem("table_not_found", why_not_found(sheets, scheme)),))
    if len(found) > 1:
        places = "、".join(c.place for c in found[:5]) + ("等" if len(found) > 5 else "")
        text = f"有 {len(found)} 张表都像{scheme.table_1.label}：{places}。无法确定用哪一张，请只留一张再导入。"
        return TableRead(problems=(problem("ambiguous_table", text, sheet=found[0].sheet.name),))
    candidate = found[0]
    sheet = candidate.sheet
    if sheet.truncated:
        place = f"工作表「{sheet.name}」" if sheet.name else "这份文件"
        text = f"{place}内容超过 {MAX_CELLS} 格，不像统计表，请只留下要导入的表。"
        return TableRead(problems=(problem("too_many_cells", text, sheet=sheet.name),))
    contents = read_candidate(candidate, scheme)
    years = years_of_sheet(sheet, 1, candidate.first_district_row - 1)
    if not years and sheet.name:
        years = tuple(dict.fromkeys(year for _, year in sorted(years_in(sheet.name))))[:1]
    notes = list(contents.notes)
    if sheet.hidden:
        notes.insert(0, f"看得见的工作表里没有{scheme.table_1.label}，用的是隐藏的工作表「{sheet.name}」。")
    return TableRead(
        sheet.name, contents.figures, contents.blanks, contents.cells, contents.problems, years, file_year, tuple(notes)
    )
