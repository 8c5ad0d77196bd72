"""Version 2: remarks beside figures, who filled a district's form, disqualifications."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    _create("remark", sa.Column("indicator", sa.Text, primary_key=True), sa.Column("text", sa.Text, nullable=False))
    _create("district_form", _text("filled_by"), _text("reviewed_by"), sa.Column("filled_on", sa.Text))
    op.create_table(
        "disqualification",
        *_key(),
        _text("reason"),
        sa.Column("decided_on", sa.Text),
        _text("document_number"),
        **KEYED,
    )


def _create(name: str, *columns: sa.Column[Any]) -> None:
    of_year = sa.ForeignKeyConstraint(["year"], ["assessment_year.year"], deferrable=True, initially="DEFERRED")
    op.create_table(name, *_key(), *columns, of_year, **KEYED)


def _key() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("district", sa.Text, primary_key=True),
    )


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))
