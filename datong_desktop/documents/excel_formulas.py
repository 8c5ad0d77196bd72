"""Formulas of the workbook's annex table 2: annex 4 part 二 (三) in words Excel, WPS and LibreOffice share.

Only IF, ISNUMBER, SUMPRODUCT, LOOKUP, COUNT, COUNTIF and ROUND are used. Ranks are counted by SUMPRODUCT over the
figures themselves: blanks, texts and disqualified districts take no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from datong_desktop.documents.annex_tables import DISQUALIFIED, INCOMPLETE
from datong_desktop.domain.scheme import Scheme

NO_SCORE = "—"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of table 1 stand: zero-based rows ``first`` to ``last``, indicators from column 1 on,
    the column that says who is disqualified."""

    sheet: str
    first: int
    last: int
    indicators: int
    flag_column: int

    def _column(self, column: int, *, fixed: bool) -> str:
        name = xl_col_to_name(column)
        dollar = "$" if fixed else ""
        return f"{quote_sheetname(self.sheet)}!{dollar}{name}${self.first + 1}:{dollar}{name}${self.last + 1}"

    def figure(self, row: int, column: int) -> str:
        return f"{quote_sheetname(self.sheet)}!{xl_col_to_name(column)}{row + 1}"

    def figures(self, column: int) -> str:
        return self._column(column, fixed=False)

    @property
    def all_figures(self) -> str:
        last = xl_col_to_name(self.indicators)
        return f"{quote_sheetname(self.sheet)}!$B${self.first + 1}:${last}${self.last + 1}"

    @property
    def flags(self) -> str:
        return self._column(self.flag_column, fixed=True)

    def flag(self, row: int) -> str:
        return f"{quote_sheetname(self.sheet)}!${xl_col_to_name(self.flag_column)}{row + 1}"


def points(scheme: Scheme, source: Source, row: int, column: int) -> str:
    """Points of one cell: rank among the districts taking part, then the band (annex 4 part 二 (三) 1-5)."""
    value, column_range = source.figure(row, column), source.figures(column)
    above = ">=" if scheme.tie_rule.kind == "worst" else ">"
    count = f'SUMPRODUCT(({source.flags}<>"{DISQUALIFIED}")*ISNUMBER({column_range})*({column_range}{above}{value}))'
    rank = count if scheme.tie_rule.kind == "worst" else f"1+{count}"
    bands = sorted(scheme.bands, key=lambda b: b.first)
    firsts = ",".join(str(b.first) for b in bands)
    earned = ",".join(str(b.points) for b in bands)
    score = f"LOOKUP({rank},{{{firsts}}},{{{earned}}})"
    if scheme.zero_rule.kind == "no_points":
        score = f"IF({value}=0,0,{score})"
    return f'=IF({source.flag(row)}="{DISQUALIFIED}","{NO_SCORE}",IF(ISNUMBER({value}),{score},""))'


def final(scheme: Scheme, source: Source, source_row: int, own_row: int, weight_row: int) -> str:
    """Final score: the weighted sum once every figure is there (annex 4 part 二 (一) 3); exact after rounding."""
    last = xl_col_to_name(source.indicators)
    own = f"B{own_row + 1}:{last}{own_row + 1}"
    weights = f"B${weight_row + 1}:{last}${weight_row + 1}"
    total = f'IF(COUNT({own})={source.indicators},ROUND(SUMPRODUCT({own},{weights}),{scheme.final_places}),"")'
    return f'=IF({source.flag(source_row)}="{DISQUALIFIED}","{DISQUALIFIED}",{total})'


def missing_count(source: Source) -> str:
    """Number of blank figures of districts that take part."""
    return f'SUMPRODUCT(({source.flags}<>"{DISQUALIFIED}")*(1-ISNUMBER({source.all_figures})))'


def mark(source: Source, marks: Sequence[str]) -> str:
    """未报齐 while a figure is missing; the other marks always."""
    lasting = [one for one in marks if one != INCOMPLETE]
    while_missing, once_there = "　".join([*lasting, INCOMPLETE]), "　".join(lasting)
    return f'=IF({missing_count(source)}>0,"{while_missing}","{once_there}")'


def missing_note(source: Source, *, scores: bool) -> str:
    """The foot note about missing figures, empty when there are none."""
    tail = "括号内的得分为暂定得分，补报后可能变化。" if scores else "空格为未报，不是 0。"
    count = missing_count(source)
    return f'=IF({count}>0,"注：{INCOMPLETE}：还有 "&{count}&" 项未报。{tail}","")'
