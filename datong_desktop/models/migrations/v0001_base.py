"""Version 1: years with their scheme, figures, and the append-only change log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

APPEND_ONLY = ("change_set", "change")


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("uuid", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("office", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("sample", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("sample in (0, 1)", name="truth"),
        sqlite_strict=True,
    )
    op.create_table(
        "assessment_year",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scheme_text", sa.Text, nullable=False),
        sa.Column("reporting_unit", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("filled_by", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("reviewed_by", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("filled_on", sa.Text),
        sa.CheckConstraint("year between 1990 and 2100", name="plausible"),
        sqlite_strict=True,
    )
    op.create_table(
        "figure",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("district", sa.Text, primary_key=True),
        sa.Column("indicator", sa.Text, primary_key=True),
        sa.Column("value", sa.Integer),
        sa.ForeignKeyConstraint(["year"], ["assessment_year.year"], deferrable=True, initially="DEFERRED"),
        sa.CheckConstraint("value between 0 and 99999", name="count"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    _change_log()
    for table in APPEND_ONLY:
        _make_append_only(table)


def _change_log() -> None:
    op.create_table(
        "change_set",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_utc", sa.Text, nullable=False),
        sa.Column("utc_offset_minutes", sa.Integer, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("change_set.id")),
        sqlite_strict=True,
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("change_set", sa.Integer, sa.ForeignKey("change_set.id"), nullable=False),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("row_key", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("old", sa.Text),
        sa.Column("new", sa.Text),
        sqlite_strict=True,
    )
    op.create_index("change_of_row", "change", ["table_name", "row_key", "id"])
    op.create_index("change_of_set", "change", ["change_set", "id"])


def _make_append_only(table: str) -> None:
    """Neither UPDATE, DELETE, REPLACE nor UPSERT changes what was written, and numbers have no gaps.

    The guard on INSERT also holds on a connection that forgot recursive_triggers=ON, where REPLACE fires no delete trigger.
    """
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f'CREATE TRIGGER "{table}_no_{event.lower()}" BEFORE {event} ON "{table}" '
            "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        )
    op.execute(
        f'CREATE TRIGGER "{table}_next" BEFORE INSERT ON "{table}" '
        f'WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM "{table}") '
        "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
    )
