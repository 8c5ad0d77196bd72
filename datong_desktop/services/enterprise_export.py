"""Lists of enterprises out: everything there is, what is shown, the empty list."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.fields import fields_of
from datong_desktop.domain.record_columns import ENTERPRISES, Target
from datong_desktop.models.registry import ROWS
from datong_desktop.services import list_export
from datong_desktop.services.enterprise_importing import KIND
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_export import Computed

__all__ = ["Computed", "all_columns", "export", "template"]

export = partial(list_export.export, KIND)
template = partial(list_export.template, KIND)


def all_columns(ledger: Ledger) -> tuple[str, ...]:
    """Ids of everything a list can hold: the fields, the figures of each year the ledger has, the findings."""
    with ledger.reading() as session:
        years = session.scalars(select(ROWS[FiscalYear].__table__.c.year).distinct().order_by("year")).all()
        clauses = set(session.scalars(select(ROWS[Judgement].__table__.c.clause).distinct()))
    figures = [Target(FiscalYear, field, year).id for year in years for field in fields_of(FiscalYear)]
    kept = ENTERPRISES.targets(0).values()
    own = [target.id for target in kept if target.record is Enterprise]
    return (*own, *figures, *(target.id for target in kept if target.clause in clauses))
