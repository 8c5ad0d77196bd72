"""From a found table to figures and problems: which rows and columns count, and what each cell says."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from datong_desktop.documents.count_cells import count_of, sentence, shown
from datong_desktop.documents.raw_table import CellKind, Position, RawCell, address, column_letters
from datong_desktop.documents.table_finder import Candidate
from datong_desktop.domain.counts import BadCount
from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell

MAX_PROBLEMS = 1_000
_TOTALS = ("合计", "总计", "小计", "共计", "总数", "累计", "平均", "均值", "最大值", "最小值", "全市")
_COMPUTED = ("名次", "排名", "位次", "排序", "得分", "总分", "加权")
_OTHER_COLUMNS = ("序号", "编号", "备注", "说明", "附注")
_HEAD_ROWS = ("权重", "单位", "计量单位", "栏次", "序号", "指标", "项目", "分值", "县区", "地市", "县市区", "甲", "乙", "丙")
_SIGNATURES = (
    "填表", "制表", "审核", "复核", "填报", "报送", "负责人", "单位负责人", "主管", "分管", "经办", "联系", "电话", "日期", "时间",
    "盖章", "签字", "签章", "注", "备注", "说明", "附注", "数据来源",
)


@dataclass
class Contents:
    """Figures, blank cells and addresses by (district, indicator id); problems in the order of the sheet."""

    figures: dict[Cell, int] = field(default_factory=dict)
    blanks: tuple[Cell, ...] = ()
    cells: dict[Cell, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_candidate(candidate: Candidate, scheme: Scheme) -> Contents:
    """All figures and all problems of a table at once."""
    return _Reader(candidate, scheme).read()


class _Reader:
    def __init__(self, candidate: Candidate, scheme: Scheme) -> None:
        self.table, self.scheme, self.sheet = candidate, scheme, candidate.sheet
        self.found: list[tuple[Position, Problem]] = []
        self.left_out: list[str] = []
        self.contents = Contents()

    def read(self) -> Contents:
        rows, columns = self.rows(), self.columns()
        merged = self.merged_cells(rows, columns)
        blanks: list[Cell] = []
        for row, district in rows.items():
            for column, indicator in columns.items():
                key = (district, self.scheme.indicator_ids[indicator])
                self.contents.cells[key] = address(row, column)
                if (row, column) not in merged and self.read_cell(row, column, district, indicator, key) is None:
                    blanks.append(key)
        self.contents.blanks = tuple(blanks)
        problems = [p for _, p in sorted(self.found, key=lambda item: item[0])]
        if len(problems) > MAX_PROBLEMS:
            more = f"还有 {len(problems) - MAX_PROBLEMS} 处问题没有列出。请先核对是否选对了文件。"
            problems[MAX_PROBLEMS:] = [problem("more_problems", more, sheet=self.sheet.name)]
        self.contents.problems = tuple(problems)
        if self.left_out:
            self.contents.notes = (f"未导入：{'、'.join(dict.fromkeys(self.left_out))}。",)
        return self.contents

    def complain(
        self, at: Position, code: str, text: str, district: str | None = None, indicator: str | None = None,
        *, cell: bool = True,
    ) -> None:
        where = address(*at) if cell else None
        self.found.append((at, problem(code, text, sheet=self.sheet.name, cell=where, district=district, indicator=indicator)))

    # -- cells ---------------------------------------------------------------------------------------------

    def read_cell(self, row: int, column: int, district: str, indicator: str, key: Cell) -> int | BadCount | None:
        cell = self.sheet.row(row).get(column)
        count = count_of(cell)
        if isinstance(count, BadCount) and cell is not None:
            self.complain((row, column), count.code, sentence(district, indicator, cell, count), district, indicator)
        elif isinstance(count, int):
            self.contents.figures[key] = count
        return count

    def merged_cells(self, rows: dict[int, str], columns: dict[int, str]) -> set[Position]:
        """Cells of figures that are one merged cell: nobody can say how much belongs to which."""
        covered: set[Position] = set()
        for top, left, bottom, right in self.sheet.merged:
            inside = [(r, c) for r in rows if top <= r <= bottom for c in columns if left <= c <= right]
            if len(inside) > 1:
                r, c = inside[0]
                names = "、".join(f"{rows[r]}「{columns[c]}」" for r, c in inside[:4]) + ("等" if len(inside) > 4 else "")
                self.complain((r, c), "merged_cell", f"{names}合并成了一格，无法确定各是多少，请取消合并后分别填写。", rows[r], columns[c])
                covered.update(inside)
        return covered

    # -- rows ----------------------------------------------------------------------------------------------

    def rows(self) -> dict[int, str]:
        """District by row; unknown, repeated and missing districts become problems."""
        known: dict[int, str] = {}
        first_seen: dict[str, int] = {}
        for row, name in self.table.districts:
            if name in first_seen:
                text = f"{name}在第 {first_seen[name]} 行和第 {row} 行都有，无法确定以哪一行为准，请只留一行。"
                self.complain((row, self.table.key_column), "duplicate_district", text, name)
            else:
                first_seen[name] = row
                known[row] = name
        districts = dict(self.table.districts)
        for row in self.sheet.rows_between(self.table.header_row + 1, self.table.last_row):
            if row not in districts:
                self.other_row(row)
        for name in self.scheme.districts:
            if name not in first_seen:
                text = f"表里没有{name}，请补上这一行；没有数字就留空，不要删行。"
                self.complain((self.table.last_row + 1, 0), "missing_district", text, name, cell=False)
        return known

    def other_row(self, row: int) -> None:
        """A row that begins with no known district: heading, total, signature, or something to complain about."""
        cells, key = self.sheet.row(row), self.sheet.row(row).get(self.table.key_column)
        figures = {c: cells[c] for c, _, _ in self.table.columns if c in cells}
        has_numbers = any(self.is_number(cell) for cell in figures.values())
        if any(self.is_total(cell.text) for c, cell in cells.items() if c not in figures):
            self.left_out.append("合计行")
            return
        if any(self.is_signature(cell.text) for cell in cells.values()):
            return
        before, after = row < self.table.first_district_row, row > self.table.districts[-1][0]
        if key is None:
            if has_numbers and not before:
                text = f"第 {row} 行有数字，但没有写县区名，请补上县区名或删去这一行。"
                self.complain((row, self.table.key_column), "unknown_district", text)
            return
        if before and fold(key.text) in _HEAD_ROWS:
            return
        if has_numbers or not (before or after):
            near = self.nearest(key.text, self.scheme.districts)
            text = f"第 {row} 行的“{shown(key)}”不是参评县区{near}，请改成正式名称，或删去这一行。"
            self.complain((row, self.table.key_column), "unknown_district", text)

    @staticmethod
    def is_number(cell: RawCell) -> bool:
        """Whether a cell where no figure is due looks like one all the same."""
        if cell.kind is CellKind.NUMBER:
            return True
        count = count_of(cell) if cell.kind is CellKind.TEXT else None
        return isinstance(count, int) or (isinstance(count, BadCount) and count.code not in ("not_a_number", "date"))

    @staticmethod
    def is_total(text: str) -> bool:
        plain = fold(text)
        return bool(plain) and len(plain) <= 8 and any(plain.startswith(word) or plain.endswith(word) for word in _TOTALS)

    @staticmethod
    def is_signature(text: str) -> bool:
        plain = fold(text)
        return plain.startswith(_SIGNATURES)

    def nearest(self, written: str, names: Iterable[str]) -> str:
        if len(self.found) > 100:  # by now it is the wrong file, and looking for names takes its time
            return ""
        close = difflib.get_close_matches(fold(written), {fold(n): n for n in names}, 1, 0.6)
        by_fold = {fold(n): n for n in names}
        return f"（是不是“{by_fold[close[0]]}”？）" if close else ""

    # -- columns -------------------------------------------------------------------------------------------

    def columns(self) -> dict[int, str]:
        """Indicator by column; unknown, repeated and missing indicators become problems."""
        known: dict[int, str] = {}
        first_seen: dict[str, int] = {}
        for column, row, name in self.table.columns:
            if name in first_seen:
                letters = f"{column_letters(first_seen[name])} 列和 {column_letters(column)} 列"
                text = f"「{name}」在 {letters}都有，无法确定以哪一列为准，请只留一列。"
                self.complain((row, column), "duplicate_indicator", text, None, name)
            else:
                first_seen[name] = column
                known[column] = name
        missing = [i.name for i in self.scheme.indicators if i.name not in first_seen]
        for column in self.other_columns():
            self.other_column(column, missing)
        for name in missing:
            self.complain(
                (self.table.header_row, 20_000), "missing_indicator",
                f"表头里没有「{name}」这一列，请补上；没有数字就留空，不要删列。", None, name, cell=False,
            )
        return known

    def other_columns(self) -> Sequence[int]:
        named = {c for c, _, _ in self.table.columns} | {self.table.key_column}
        rows = [self.table.header_row, *(row for row, _ in self.table.districts)]
        return sorted({c for row in rows for c in self.sheet.row(row)} - named)

    def other_column(self, column: int, missing: Sequence[str]) -> None:
        heading = self.sheet.row(self.table.header_row).get(column)
        content = [cell for row, _ in self.table.districts if (cell := self.sheet.row(row).get(column))]
        if heading is None:
            self.column_without_heading(column, content)
            return
        plain = fold(heading.text)
        if self.is_left_out(plain):
            if content:
                self.left_out.append(f"“{shown(heading)}”列")
        elif content or missing:
            near = self.nearest(heading.text, missing)
            text = f"表头“{shown(heading)}”不是考核方案里的指标{near}，请改成正式名称，或删去这一列。"
            self.complain((self.table.header_row, column), "unknown_indicator", text)

    def is_left_out(self, plain: str) -> bool:
        scored = {fold(i.name + self.scheme.points_suffix) for i in self.scheme.indicators} | {fold(self.scheme.final_heading)}
        return (
            plain in scored or self.is_total(plain)
            or any(plain.startswith(word) or plain.endswith(word) for word in _COMPUTED) or plain.startswith(_OTHER_COLUMNS)
        )

    def column_without_heading(self, column: int, content: Sequence[RawCell]) -> None:
        numbers = [cell for cell in content if self.is_number(cell)]
        serial = [str(cell.value).strip().removesuffix(".0") for cell in content]
        if not numbers or serial == [str(n) for n in range(1, len(serial) + 1)]:
            self.left_out.append(f"没有表头的 {column_letters(column)} 列")
            return
        letters = column_letters(column)
        text = f"{letters} 列有数字却没有表头，不知道是哪项指标，请补上指标名称或删去这一列。"
        self.complain((self.table.header_row, column), "unknown_indicator", text)
