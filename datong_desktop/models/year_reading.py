"""Reading years in plain SQL, so that the same statements serve SQLAlchemy and the first look without it.

``Run`` executes one statement with named parameters and returns all rows.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.registry_counts import CountNote
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell, Signatures, YearBook

Run = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]

_YEARS = "SELECT year FROM assessment_year ORDER BY year DESC"
_YEAR = "SELECT scheme_text, reporting_unit, filled_by, reviewed_by, filled_on FROM assessment_year WHERE year = :year"
# A row for each district: to make three Python objects for every figure takes longer than the query.
_FIGURES = """
    SELECT district, json_group_array(indicator), json_group_array(value)
    FROM figure WHERE year = :year AND value IS NOT NULL GROUP BY district
"""
_REMARKS = "SELECT district, indicator, text FROM remark WHERE year = :year"
_COUNT_NOTES = "SELECT district, indicator, text, keyed, counted FROM count_note WHERE year = :year"
_FORMS = "SELECT district, filled_by, reviewed_by, filled_on FROM district_form WHERE year = :year"
_DECISIONS = "SELECT year, district, reason, decided_on, document_number FROM disqualification ORDER BY year, district"


def list_years(run: Run) -> tuple[int, ...]:
    """The years of a ledger, newest first."""
    return tuple(row[0] for row in run(_YEARS, {}))


def read_year(
    run: Run, year: int, parse: Callable[[str], Scheme], *, sample: bool, known: Mapping[int, Mapping[Cell, int]] | None = None
) -> YearBook:
    """Everything about one year; ``parse`` turns its copy of the scheme into one. KeyError when there is no such year.

    ``known`` holds the figures of years that need not be read again.
    """
    known = known or {}
    of_year = {"year": year}
    found = run(_YEAR, of_year)
    if not found:
        raise KeyError(year)
    scheme_text, reporting_unit, *signatures = found[0]
    return YearBook(
        year=year,
        scheme=parse(scheme_text),
        figures=known[year] if year in known else _figures(run, year),
        reporting_unit=reporting_unit,
        signatures=_signatures(*signatures),
        remarks={(district, indicator): text for district, indicator, text in run(_REMARKS, of_year)},
        count_notes={(district, indicator): CountNote(*note) for district, indicator, *note in run(_COUNT_NOTES, of_year)},
        forms={district: _signatures(*form) for district, *form in run(_FORMS, of_year)},
        decisions=tuple(Disqualification(y, d, reason, _date(on), no) for y, d, reason, on, no in run(_DECISIONS, {})),
        last_year=known[year - 1] if year - 1 in known else _figures(run, year - 1),
        sample=sample,
    )


def _figures(run: Run, year: int) -> dict[Cell, int]:
    rows = run(_FIGURES, {"year": year})
    cells = chain.from_iterable(_cells(district, indicators) for district, indicators, _ in rows)
    values = chain.from_iterable(json.loads(f"[{','.join(values for _, _, values in rows)}]"))
    return dict(zip(cells, values, strict=True))


@lru_cache(maxsize=1024)
def _cells(district: str, indicators: str) -> tuple[Cell, ...]:
    """The cells of a district whose indicators are listed in JSON: the same objects for every year read."""
    return tuple((district, indicator) for indicator in json.loads(indicators))


def _signatures(filled_by: str, reviewed_by: str, filled_on: str | None) -> Signatures:
    return Signatures(filled_by, reviewed_by, _date(filled_on))


def _date(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError as error:
        raise refuse("damaged", f"账套里的日期“{text}”读不出来，文件可能已经损坏。请从备份恢复。") from error
