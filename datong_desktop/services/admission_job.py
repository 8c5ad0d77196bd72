"""Checking the enterprises of a ledger or a workbook without a window."""

from __future__ import annotations

import datetime
from pathlib import Path

from datong_desktop.domain.admission import Admission, check, fiscal_year
from datong_desktop.domain.dates import parse_date
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.enterprise_notices import record_notices
from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.services import admission
from datong_desktop.services import ledger as ledgers
from datong_desktop.services.scoring_job import FIRST_YEAR, LAST_YEAR, is_ledger


def parse_day(text: str | None) -> datetime.date:
    """A day from 1990 to 2100, today where none is named; ``Refused`` (bad_date) otherwise."""
    if text is None:
        return datetime.date.today()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refuse("bad_date", f"日期“{text}”不对，请写 {FIRST_YEAR} 到 {LAST_YEAR} 年间的一天，例如 2023-03-15。")
    return day


def check_path(path: Path, on: datetime.date) -> tuple[list[tuple[Enterprise, Admission]], tuple[str, ...]]:
    """The check of every enterprise in a ledger or a workbook, in its order, and notes for a person.

    ``Refused`` with everything that is wrong with the file. Figures whose year the table does not say are those of the
    last complete fiscal year before ``on``.
    """
    if is_ledger(path):
        ledger = ledgers.open_ledger(path, read_only=True)
        try:
            return list(admission.check_all(ledger, on)), ()
        finally:
            ledger.close()
    from datong_desktop.documents.enterprise_workbook import read_enterprises

    rules = admission.rules()
    read = read_enterprises(path, [clause.name for clause in rules.required])
    if read.problems:
        raise Refused(*read.problems)
    found, notes = [], list(read.notes)
    for row in read.rows:
        known = Enterprise(str(row.number), **row.values)  # type: ignore[arg-type]
        years = tuple(
            FiscalYear(known.id, fiscal_year(on) if year is None else year, **figures)  # type: ignore[arg-type]
            for year, figures in row.years.items()
        )
        judgements = [Judgement(known.id, clause, result=result) for clause, result in row.judgements.items()]
        found.append((known, check(admission.facts(known, years, judgements), rules, on)))
        notes += [f"第 {row.number} 行“{known.name}”：{notice.text}。" for notice in record_notices(known, years, (), on)]
    return found, tuple(notes)
