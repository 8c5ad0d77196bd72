"""What stands on annex tables 1 and 2 (annex 4, 附表1 and 附表2), as plain texts: the PDF and the workbook draw it.

Names, headings and orders come from the scheme to the letter. Blank cells are empty, never 0. Provisional
scores stand in brackets; the rank is no column of the annex and is left out (domain.md, Scoring 5).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from datong_desktop.documents.cleaning import clean
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scoring import Assessment, DistrictResult
from datong_desktop.domain.year_book import Signatures, YearBook

DISQUALIFIED = "取消参评资格"
INCOMPLETE = "未报齐"
DIFFERENT = "有差异"
SCORE_UNIT = "分"
SAMPLE = "样例"
REFERENCE_MARK = "※"
_LONG = 48


@dataclass(frozen=True, slots=True)
class Row:
    """One district: its cells in column order, or ``spanning`` across all of them; ``marked`` refers to a note."""

    name: str
    cells: tuple[str, ...]
    spanning: str = ""
    marked: bool = False

    @property
    def heading(self) -> str:
        return self.name + (REFERENCE_MARK if self.marked else "")


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """A whole annex table. ``weights`` is empty for table 1, whose unit is
    the scheme's (家（次、项）); table 2 holds points (分); ``marks`` are printed large beside the title."""

    label: str
    title: str
    year: int
    unit: str
    reporting_unit: str
    corner: tuple[str, ...]
    headings: tuple[str, ...]
    weights: tuple[str, ...]
    rows: tuple[Row, ...]
    signatures: Signatures = Signatures()
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of everything printed, for the search for missing glyphs."""
        yield f"{self.label}的标题", self.label + self.title
        yield f"{self.label}的填报单位", self.reporting_unit
        yield f"{self.label}的单位", self.unit
        yield f"{self.label}的表头", "".join((*self.corner, *self.headings, *self.weights))
        for row in self.rows:
            yield f"{self.label}的县区名称“{row.name}”", row.heading
        yield f"{self.label}的填表人", self.signatures.filled_by
        yield f"{self.label}的审核人", self.signatures.reviewed_by
        for note in self.notes:
            yield f"{self.label}的附注", note


def annex_table_1(book: YearBook) -> AnnexTable:
    """附表1: the completed counts as keyed, blanks empty; a disqualified district keeps its figures, with a mark."""
    scheme = book.scheme
    rows = tuple(
        Row(clean(r.district), tuple("" if v is None else str(v) for v in r.values), marked=r.disqualified)
        for r in book.assessment.rows
    )
    return _table(book, scheme.table_1.label, scheme.table_1.title, scheme.table_1.corner, rows, weights=())


def annex_table_2(book: YearBook) -> AnnexTable:
    """附表2: points and final scores; ``取消参评资格`` across the scores of a disqualified district."""
    scheme = book.scheme
    rows = tuple(_score_row(book.assessment, r) for r in book.assessment.rows)
    weights = (*(i.weight_text for i in scheme.indicators), "")
    return _table(book, scheme.table_2.label, scheme.table_2.title, scheme.table_2.corner, rows, weights)


def blank_table_1(book: YearBook, district: str | None = None) -> AnnexTable:
    """附表1 with nothing filled in, for all districts or for one."""
    scheme = book.scheme
    empty = tuple("" for _ in scheme.indicators)
    rows = tuple(Row(clean(d), empty) for d in ((district,) if district else scheme.districts))
    blank = YearBook(book.year, scheme, {}, sample=book.sample)
    table = _table(blank, scheme.table_1.label, scheme.table_1.title, scheme.table_1.corner, rows, weights=())
    return AnnexTable(
        table.label, table.title, table.year, table.unit, "", table.corner, table.headings, (), rows,
        marks=(SAMPLE,) if book.sample else (),
    )


def score_headings(scheme: Scheme) -> tuple[str, ...]:
    """Headings of annex table 2: each indicator's name and the suffix, then the final score."""
    return (*(clean(i.name) + clean(scheme.points_suffix) for i in scheme.indicators), clean(scheme.final_heading))


def _table(
    book: YearBook, label: str, title: str, corner: tuple[str, ...], rows: tuple[Row, ...], weights: tuple[str, ...]
) -> AnnexTable:
    scheme = book.scheme
    headings = score_headings(scheme) if weights else tuple(clean(i.name) for i in scheme.indicators)
    return AnnexTable(
        clean(label), clean(title), book.year, SCORE_UNIT if weights else clean(scheme.unit),
        _brief(book.reporting_unit), tuple(clean(part) for part in corner), headings, weights, rows,
        _brief_signatures(book.signatures), marks(book), (*notes(book, scores=bool(weights)), *_long_texts(book)),
    )


def marks(book: YearBook) -> tuple[str, ...]:
    """What is printed large beside the title; 未报齐 last: in a workbook it comes and goes with the figures."""
    found = ((SAMPLE, book.sample), (DIFFERENT, bool(book.differences)), (INCOMPLETE, not book.assessment.complete))
    return tuple(mark for mark, holds in found if holds)


def _brief(text: str) -> str:
    """A text for the lines above and below the table; one too long for them stands in the notes."""
    plain = clean(text)
    return plain if len(plain) <= _LONG else "（见附注）"


def _brief_signatures(signed: Signatures) -> Signatures:
    return Signatures(_brief(signed.filled_by), _brief(signed.reviewed_by), signed.filled_on)


def _long_texts(book: YearBook) -> tuple[str, ...]:
    signed = book.signatures
    texts = (("填报单位", book.reporting_unit), ("填表人", signed.filled_by), ("审核人", signed.reviewed_by))
    return tuple(f"{place}：{clean(text)}" for place, text in texts if len(clean(text)) > _LONG)


def _score_row(assessment: Assessment, row: DistrictResult) -> Row:
    name = clean(row.district)
    if row.disqualified:
        return Row(name, (), spanning=DISQUALIFIED, marked=True)
    open_columns = {indicator for _, indicator in assessment.missing}
    cells = tuple(
        "" if m.points is None else _provisional(str(m.points), m.indicator.id in open_columns) for m in row.marks
    )
    final = "" if row.final is None else _provisional(assessment.scheme.format_final(row.final), bool(open_columns))
    return Row(name, (*cells, final))


def _provisional(text: str, provisional: bool) -> str:
    return f"({text})" if provisional else text


def notes(book: YearBook, *, scores: bool) -> tuple[str, ...]:
    """The foot notes: what is missing, what is provisional, what differs from the registry and nobody explained, and
    each disqualification with its decision."""
    found = []
    if missing := len(book.assessment.missing):
        districts = "、".join(dict.fromkeys(clean(d) for d, _ in book.assessment.missing))
        tail = "括号内的得分为暂定得分，补报后可能变化。" if scores else "空格为未报，不是 0。"
        found.append(f"{INCOMPLETE}：还有 {missing} 项未报（{districts}）。{tail}")
    if book.differences:
        told = "；".join(
            f"{clean(district)}「{clean(book.scheme.indicator(indicator).name)}」填报 {one.keyed}，企业库 {one.counted}"
            for (district, indicator), one in book.differences.items()
        )
        found.append(f"{DIFFERENT}：填报数与企业库统计数不一致，尚未说明：{told}。计分以填报数为准。")
    for district, decision in book.disqualified.items():
        found.append(f"{REFERENCE_MARK}{decision_text(book.scheme, district, decision)}")
    if book.sample:
        found.append("样例数据，仅供试用，不是真实的考核结果。")
    return tuple(found)


def decision_text(scheme: Scheme, district: str, decision: Disqualification) -> str:
    """"平城区：取消2022年度、2023年度参评资格（2023年3月1日，同金办〔2023〕5号）。原因：…" """
    years = "、".join(f"{decision.year + n}年度" for n in range(scheme.disqualified_years))
    source = "，".join(p for p in (date_text(decision.decided_on), clean(decision.document_number)) if p)
    reason = clean(decision.reason).rstrip("。")
    return f"{clean(district)}：取消{years}参评资格" + (f"（{source}）" if source else "") + (f"。原因：{reason}。" if reason else "。")


def dated(book: YearBook) -> datetime.date:
    """The date a document carries inside: 填报日期, else the first day after the year. Never the clock: the same
    content gives the same bytes."""
    return book.signatures.filled_on or datetime.date(book.year + 1, 1, 1)


def date_text(date: datetime.date | None) -> str:
    """"2023年3月5日", or nothing."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""
