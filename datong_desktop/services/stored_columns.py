"""What import and export of lists both read: the districts and industries there are, a field of many records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.enterprise import FiscalYear, Judgement
from datong_desktop.domain.record_columns import Target
from datong_desktop.models.registry import ROWS
from datong_desktop.models.tables import AssessmentYear
from datong_desktop.services import admission, assessment
from datong_desktop.services.column_values import Lists, Stored
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.records import key_fields


def lists(ledger: Ledger | None) -> Lists:
    """Districts of the newest year's scheme, the built-in one where there is none, and the industries."""
    scheme_text = None
    if ledger is not None:
        with ledger.reading() as session:
            newest = select(AssessmentYear.scheme_text).order_by(AssessmentYear.year.desc()).limit(1)
            scheme_text = session.scalar(newest)
    return Lists(known_scheme(scheme_text or assessment.built_in_scheme()).district_names, admission.industries())


def stored_rows(
    session: Session, targets: Sequence[Target], within: Sequence[str] | None = None
) -> dict[str, Sequence[Stored]]:
    """What the ledger holds of targets of one record (an enterprise, its fiscal year, findings on a clause) by the listed
    record: its id, then the values. Of all or of some; those without such a record are not in it."""
    columns = ROWS[targets[0].record].__table__.c
    key = columns[key_fields(targets[0].record)[0]]
    query = select(key, *(columns[target.field.id] for target in targets))
    if targets[0].record is FiscalYear:
        query = query.where(columns.year == targets[0].year)
    elif targets[0].record is Judgement:
        query = query.where(columns.clause == targets[0].clause)
    if within is not None:
        query = query.where(key.in_(within))
    return {row[0]: row for row in session.execute(query).all()}


def by_record(targets: Iterable[Target]) -> list[list[Target]]:
    """The targets, those of one record together."""
    grouped: dict[tuple[type, int | str | None], list[Target]] = {}
    for target in targets:
        grouped.setdefault((target.record, target.year or target.clause), []).append(target)
    return list(grouped.values())
