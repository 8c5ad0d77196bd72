"""What the command line prints: JSON for programs, aligned Chinese for people, always UTF-8."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datong_desktop.cli_parser import aligned
from datong_desktop.domain.problem import Problem
from datong_desktop.domain.scoring import DistrictResult
from datong_desktop.domain.year_book import YearBook

if TYPE_CHECKING:
    from datong_desktop.services.importing import ImportPreview


def score_json(book: YearBook) -> dict[str, Any]:
    """``{"year","scheme","complete","rows"}``; values and points in indicator order, null where there is none."""
    assessment = book.assessment
    return {
        "year": book.year, "scheme": book.scheme.id, "complete": assessment.complete,
        "rows": [
            {
                "district": row.district, "values": list(row.values), "points": list(row.points),
                "final": _final(book, row, None), "rank": row.rank, "disqualified": row.disqualified,
            }
            for row in assessment.rows
        ],
    }


def _final(book: YearBook, row: DistrictResult, none: str | None) -> str | None:
    return none if row.final is None else book.scheme.format_final(row.final)


def score_lines(book: YearBook) -> list[str]:
    """The year as an aligned table for people: value/points per indicator, final score and rank."""
    scheme, assessment = book.scheme, book.assessment
    rows = [("县区", *(i.short_name for i in scheme.indicators), scheme.final_heading, "名次"),
            ("权重", *(i.weight_text for i in scheme.indicators), "", "")]
    for row in assessment.rows:
        if row.disqualified:
            cells = ["未报" if m.value is None else f"{m.value}/—" for m in row.marks]
            rows.append((row.district, *cells, "取消参评资格", "—"))
        else:
            cells = ["未报" if m.value is None else f"{m.value}/{m.points}" for m in row.marks]
            rows.append((row.district, *cells, _final(book, row, "未报齐") or "", str(row.rank or "—")))
    lines = [f"{scheme.city}{book.year}年度 {scheme.title}", "每格为 完成数量/单项得分。", "", *aligned(rows)]
    if not assessment.complete:
        lines += ["", f"未报齐：还缺 {len(assessment.missing)} 个数字，以上得分和名次是暂定的。"]
        lines += [f"  {district}「{scheme.indicator(indicator).name}」" for district, indicator in assessment.missing]
    return lines


def preview_lines(preview: ImportPreview) -> list[str]:
    """Planned changes old → new, then what is left alone."""
    names = {i.id: i.name for i in preview.scheme.indicators} if preview.scheme else {}
    lines = [
        f"{p.cell}  {p.district}「{names.get(p.indicator, p.indicator)}」 {'未报' if p.old is None else p.old} → {p.new}"
        for p in preview.changed
    ]
    lines.append(f"改动 {len(preview.changed)} 个数字，{preview.unchanged} 个与账套相同。")
    return [*lines, *preview.notes]


def print_json(value: object) -> None:
    print(readable(json.dumps(value, ensure_ascii=False)))


def print_problems(problems: Sequence[Problem], as_json: bool) -> bool:
    """Problems on standard output as JSON, or as sentences on standard error; True when as JSON."""
    if as_json:
        print_json({"problems": [p.as_json() for p in problems]})
    else:
        say(*(_placed(p) for p in problems))
    return as_json


def _placed(found: Problem) -> str:
    place = "!".join(part for part in (found.where.sheet, found.where.cell) if part)
    return f"{place}：{found.text}" if place else found.text


def say(*lines: str) -> None:
    print(*map(readable, lines), sep="\n", file=sys.stderr)


def readable(text: str) -> str:
    """A text with arguments in it as typed: under a locale that is not UTF-8 Python keeps their bytes as surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def speak_utf8() -> None:
    """UTF-8 whatever the locale says; a character that is none is written as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
