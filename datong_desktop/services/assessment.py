"""The assessment year: years, figures, remarks, forms, heads and disqualifications (annex 4).

Each verb is one transaction and one undo step; what it returns as ``Changed`` is durable on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from datong_desktop import paths
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import Problem, Refused, problem, refuse
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell, Signatures, YearBook
from datong_desktop.models import year_reading
from datong_desktop.models.change_log import Key
from datong_desktop.models.tables import (
    AssessmentYear,
    CountNote,
    DisqualificationRow,
    DistrictForm,
    Figure,
    LedgerInfo,
    Remark,
)
from datong_desktop.services import backups
from datong_desktop.services.changes import Changed
from datong_desktop.services.entries import clean, count_problem, known_scheme
from datong_desktop.services.histories import HistoryLine, figure_history, last_change
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed, rows

__all__ = [
    "HistoryLine", "create_year", "delete_year", "disqualify", "figure_history", "key_figures", "last_change",
    "list_years", "read_year", "requalify", "scheme_of_new_year", "set_form", "set_head", "set_remark",
]  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1990, 2100


def list_years(ledger: Ledger) -> tuple[int, ...]:
    """The years of the ledger, newest first."""
    with ledger.reading() as session:
        return year_reading.list_years(_runner(session))


def read_year(ledger: Ledger, year: int, beside: YearBook | None = None) -> YearBook:
    """Everything about one year; KeyError when the ledger has no such year.

    ``beside`` is an up-to-date neighbouring year: figures it holds are not read again. Only the one writer can be
    sure of that, so a read-only ledger reads everything.
    """
    known: dict[int, Mapping[Cell, int]] = {}
    if beside is not None and not ledger.read_only:
        known = {beside.year: beside.figures, beside.year - 1: beside.last_year}
    with ledger.reading() as session:
        return year_reading.read_year(_runner(session), year, known_scheme, sample=ledger.sample, known=known)


def _runner(session: Session) -> year_reading.Run:
    connection = session.connection()

    def run(sql: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        # The driver's own rows: with 200 districts × 20 indicators SQLAlchemy's take twice as long as the query.
        cursor = connection.execute(text(sql), parameters).cursor
        return [] if cursor is None else cursor.fetchall()

    return run


def create_year(ledger: Ledger, year: int, scheme_text: str | None = None) -> Changed:
    """A new year with its own copy of a scheme (TOML): the given one, else the latest year's, else the built-in one.

    ``Refused``: bad_year, year_exists, bad_scheme.
    """
    _check_year(year)
    with ledger.writing(f"新建 {year}年度") as work:
        session = work.session
        if session.get(AssessmentYear, year) is not None:
            raise refuse("year_exists", f"账套里已经有{year}年度，没有再建。请直接切换到它。")
        _add_year(session, year, scheme_text)
    return changed(ledger, work)


def _add_year(session: Session, year: int, scheme_text: str | None = None) -> None:
    latest = _latest(session)
    text = scheme_text if scheme_text is not None else _scheme_text_after(latest)
    known_scheme(text)
    unit = latest.reporting_unit if latest else session.get_one(LedgerInfo, 1).office
    session.add(AssessmentYear(year=year, scheme_text=text, reporting_unit=unit, filled_by="", reviewed_by="", filled_on=None))


def _latest(session: Session) -> AssessmentYear | None:
    return session.scalars(select(AssessmentYear).order_by(AssessmentYear.year.desc()).limit(1)).first()


def _scheme_text_after(latest: AssessmentYear | None) -> str:
    return latest.scheme_text if latest else built_in_scheme()


def scheme_of_new_year(ledger: Ledger) -> Scheme:
    """The scheme a new year has when none is chosen for it."""
    with ledger.reading() as session:
        return known_scheme(_scheme_text_after(_latest(session)))


def built_in_scheme() -> str:
    """TOML text of the scheme the program comes with."""
    return (paths.resources() / "schemes" / "datong-2022.toml").read_text(encoding="utf-8")


def delete_year(ledger: Ledger, year: int) -> Changed:
    """Deletes a year with its figures, remarks and forms, after a verified backup. Decisions stay: they also rule the
    next year. ``Refused`` when there is no such year or the backup could not be made."""
    if not ledger.read_only:
        with ledger.reading() as session:
            _year_row(session, year)
        backups.back_up(ledger, f"删除{year}年度前")
    with ledger.writing(f"删除 {year}年度") as work:
        row = _year_row(work.session, year)
        for cls in (Figure, Remark, DistrictForm, CountNote):
            for found in work.session.scalars(select(cls).where(cls.year == year)):
                work.session.delete(found)
        work.session.delete(row)
    return changed(ledger, work)


def key_figures(
    ledger: Ledger, year: int, figures: Mapping[Cell, int | None], label: str, *, create_year: bool = False
) -> Changed:
    """Stores figures (None blanks a cell) as one transaction and one undo step called ``label``. Cells that already
    hold the value are left out. ``Refused`` with every wrong cell at once; nothing is stored then. With ``create_year``
    the year is made in the same transaction."""
    with ledger.writing(label) as work:
        if create_year:
            _add_year(work.session, year)
        scheme = known_scheme(_year_row(work.session, year).scheme_text)
        if problems := [p for cell, value in figures.items() for p in _cell_problems(scheme, cell, value)]:
            raise Refused(*problems)
        keys: list[Key] = [{"year": year, "district": district, "indicator": indicator} for district, indicator in figures]
        for key, value, row in zip(keys, figures.values(), rows(work.session, Figure, keys), strict=True):
            if row is not None:
                row.value = value
            elif value is not None:
                work.session.add(Figure(**key, value=value))
    return changed(ledger, work)


def _cell_problems(scheme: Scheme, cell: Cell, value: int | None) -> list[Problem]:
    district, indicator = cell
    if district not in scheme.districts:
        return [problem("unknown_district", f"考核方案里没有“{district}”这个县区，没有保存。", district=district)]
    if indicator not in scheme.indicator_ids.values():
        return [problem("unknown_indicator", f"考核方案里没有“{indicator}”这个指标，没有保存。", district=district, indicator=indicator)]
    wrong = count_problem(value, district, scheme.indicator(indicator).name)
    return [] if wrong is None else [wrong]


def set_remark(ledger: Ledger, year: int, cell: Cell, text: str) -> Changed:
    """The 备注 of a figure; an empty text removes it."""
    return set_cell_text(ledger, Remark, "备注", year, cell, text)


def set_cell_text(
    ledger: Ledger, cls: type[Remark] | type[CountNote], name: str, year: int, cell: Cell, text: str, **numbers: int | None
) -> Changed:
    """A text that stands beside a figure, called ``name``, with the numbers it was written for; an empty one removes it."""
    district, indicator = cell
    with ledger.writing(f"{name} {district} {indicator}") as work:
        scheme = known_scheme(_year_row(work.session, year).scheme_text)
        if problems := _cell_problems(scheme, cell, None):
            raise Refused(*problems)
        work.command = f"{name} {district} {scheme.indicator(indicator).short_name}"
        plain = clean(text, name, district)
        row: Any = work.session.get(cls, (year, district, indicator))
        if row is None and plain:
            work.session.add(cls(year=year, district=district, indicator=indicator, text=plain, **numbers))
        elif row is not None and plain:
            for field, value in {"text": plain, **numbers}.items():
                setattr(row, field, value)
        elif row is not None:
            work.session.delete(row)
    return changed(ledger, work)


def set_form(ledger: Ledger, year: int, district: str, signatures: Signatures) -> Changed:
    """Who filled and reviewed a district's paper form, and when."""
    with ledger.writing(f"填报信息 {district}") as work:
        scheme = known_scheme(_year_row(work.session, year).scheme_text)
        _check_district(scheme, district)
        row = work.session.get(DistrictForm, (year, district))
        if row is None:
            if signatures == Signatures():
                return changed(ledger, work)
            row = DistrictForm(year=year, district=district)
            work.session.add(row)
        _sign(row, signatures, district)
    return changed(ledger, work)


def set_head(ledger: Ledger, year: int, reporting_unit: str, signatures: Signatures) -> Changed:
    """填报单位, 填表人, 审核人 and 填报日期 of the printed tables."""
    with ledger.writing(f"表头 {year}年度") as work:
        row = _year_row(work.session, year)
        row.reporting_unit = clean(reporting_unit, "填报单位")
        _sign(row, signatures, None)
    return changed(ledger, work)


def _sign(row: AssessmentYear | DistrictForm, signatures: Signatures, district: str | None) -> None:
    row.filled_by = clean(signatures.filled_by, "填表人", district)
    row.reviewed_by = clean(signatures.reviewed_by, "审核人", district)
    row.filled_on = signatures.filled_on.isoformat() if signatures.filled_on else None


def disqualify(ledger: Ledger, decision: Disqualification) -> Changed:
    """Records 取消参评资格 (annex 4 part 四), or corrects the decision of that district and year."""
    _check_year(decision.year)
    with ledger.writing(f"取消参评资格 {decision.district} {decision.year}年度") as work:
        _check_district(_scheme_of(work.session, decision.year), decision.district)
        key = {"year": decision.year, "district": decision.district}
        row = work.session.get(DisqualificationRow, key)
        if row is None:
            row = DisqualificationRow(**key)
            work.session.add(row)
        row.reason = clean(decision.reason, "取消原因", decision.district)
        row.document_number = clean(decision.document_number, "文号", decision.district)
        row.decided_on = decision.decided_on.isoformat() if decision.decided_on else None
    return changed(ledger, work)


def requalify(ledger: Ledger, year: int, district: str) -> Changed:
    """Takes the decision of that year back; nothing changes when there is none."""
    with ledger.writing(f"恢复参评资格 {district} {year}年度") as work:
        row = work.session.get(DisqualificationRow, (year, district))
        if row is not None:
            work.session.delete(row)
    return changed(ledger, work)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse("bad_year", f"年度“{year}”不对，请填 {FIRST_YEAR} 到 {LAST_YEAR} 之间的年份。")


def _check_district(scheme: Scheme, district: str) -> None:
    if district not in scheme.districts:
        raise refuse("unknown_district", f"考核方案里没有“{district}”这个县区，没有保存。", district=district)


def _scheme_of(session: Session, year: int) -> Scheme:
    """The scheme of that year, or of the year nearest to it."""
    nearest = select(AssessmentYear.scheme_text).order_by(func.abs(AssessmentYear.year - year), AssessmentYear.year.desc())
    text = session.scalars(nearest.limit(1)).first()
    return known_scheme(built_in_scheme() if text is None else text)


def _year_row(session: Session, year: int) -> AssessmentYear:
    row = session.get(AssessmentYear, year)
    if row is None:
        raise refuse("no_year", f"账套里没有{year}年度。请先新建这个年度。")
    return row
