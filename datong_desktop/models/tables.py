"""What a ledger remembers. What was keyed is stored; points, scores and ranks are computed each time, never stored.

Portable types only (Integer, Text) and natural keys: a row is the same row in every copy of the ledger. Dates are
ISO texts, times are UTC with the offset beside them, truth values 0 and 1. A blank figure is NULL or no row at all.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

STRICT = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """Every class but the change log itself is followed by the change log (models/change_log.py)."""

    logged_whole: ClassVar[bool] = False
    """Whether a row's coming and going is one line of the change log and not one for each field."""
    stays: ClassVar[bool] = False
    """Whether its rows outlast the undo of what brought them: others may have come to refer to them."""


def _year_key() -> MappedColumn[int]:
    return mapped_column(Integer, primary_key=True, autoincrement=False)


def _text() -> MappedColumn[str]:
    return mapped_column(Text, default="", server_default=text("''"))


class LedgerInfo(Base):
    """The one row about the ledger itself."""

    __tablename__ = "ledger"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"), CheckConstraint("sample in (0, 1)", name="truth"), STRICT)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    uuid: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = _text()
    office: Mapped[str] = _text()
    sample: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[str] = mapped_column(Text)


class AssessmentYear(Base):
    """A 考核年度 with its own full copy of the scheme (TOML) and what stands around the printed tables."""

    __tablename__ = "assessment_year"
    __table_args__ = (CheckConstraint("year between 1990 and 2100", name="plausible"), STRICT)

    year: Mapped[int] = _year_key()
    scheme_text: Mapped[str] = mapped_column(Text)
    reporting_unit: Mapped[str] = _text()
    filled_by: Mapped[str] = _text()
    reviewed_by: Mapped[str] = _text()
    filled_on: Mapped[str | None] = mapped_column(Text)


def _of_year() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["year"], ["assessment_year.year"], deferrable=True, initially="DEFERRED")


class Figure(Base):
    """完成数量 of one district and indicator."""

    __tablename__ = "figure"
    __table_args__ = (_of_year(), CheckConstraint("value between 0 and 99999", name="count"), KEYED)

    year: Mapped[int] = _year_key()
    district: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[int | None] = mapped_column(Integer)


class Remark(Base):
    """备注 of one figure."""

    __tablename__ = "remark"
    __table_args__ = (_of_year(), KEYED)

    year: Mapped[int] = _year_key()
    district: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class DistrictForm(Base):
    """Who filled and reviewed a district's paper form, and when."""

    __tablename__ = "district_form"
    __table_args__ = (_of_year(), KEYED)

    year: Mapped[int] = _year_key()
    district: Mapped[str] = mapped_column(Text, primary_key=True)
    filled_by: Mapped[str] = _text()
    reviewed_by: Mapped[str] = _text()
    filled_on: Mapped[str | None] = mapped_column(Text)


class DisqualificationRow(Base):
    """取消参评资格. Stands even when the ledger has no such year: the decision also rules the year after."""

    __tablename__ = "disqualification"
    __table_args__ = (KEYED,)

    year: Mapped[int] = _year_key()
    district: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str] = _text()
    decided_on: Mapped[str | None] = mapped_column(Text)
    document_number: Mapped[str] = _text()


class CountNote(Base):
    """Why a keyed figure differs from what the registry counts for that year and district, and what both were then."""

    __tablename__ = "count_note"
    __table_args__ = (_of_year(), KEYED)

    year: Mapped[int] = _year_key()
    district: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    keyed: Mapped[int | None] = mapped_column(Integer)
    counted: Mapped[int | None] = mapped_column(Integer)


class ChangeSet(Base):
    """One user action: one transaction, one undo step. Append-only."""

    __tablename__ = "change_set"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at_utc: Mapped[str] = mapped_column(Text)
    utc_offset_minutes: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(Text)
    command: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(Integer, ForeignKey("change_set.id"))


class Change(Base):
    """One field of one row: old and new as JSON texts, NULL where the row did not exist. Append-only.

    Where ``field`` is "" the whole row came or went: a JSON object of its fields that are not blank.
    """

    __tablename__ = "change"
    __table_args__ = (
        Index("change_of_row", "table_name", "row_key", "id"),
        Index("change_of_set", "change_set", "id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    change_set: Mapped[int] = mapped_column(Integer, ForeignKey("change_set.id"))
    table_name: Mapped[str] = mapped_column(Text)
    row_key: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
