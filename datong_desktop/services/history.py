"""Undo and redo, generic over the change log: the inverse of a change set, written as a new one."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import func, select

from datong_desktop.domain.problem import Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models.change_log import FieldChange, RowChange, blank, by_row, classes, field_names
from datong_desktop.models.tables import Base, Change, ChangeSet
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import MANY, changed, rows

UNDO, REDO = "撤销 ", "重做 "


def size(ledger: Ledger, *change_sets: int) -> int:
    """How many lines of the log these change sets are: some thousands take long to undo."""
    with ledger.reading() as session:
        lines = select(func.count()).select_from(Change).where(Change.change_set.in_(change_sets))
        return session.scalar(lines) or 0


def undo(ledger: Ledger, *change_sets: int, progress: Progress = UNWATCHED) -> Changed:
    """Takes change sets back, the newest first, as one. The label is "撤销 …" with the command of the oldest; undoing that
    again is "重做 …".

    ``Cancelled`` leaves everything as it was.
    ``Refused``: "changed_since" when any field no longer holds what that set wrote, "no_such_change" for an unknown set.
    """
    with ledger.reading() as session:
        made = [session.get(ChangeSet, change_set) for change_set in sorted(change_sets)]
    known = [one for one in made if one is not None]
    if not known or len(known) < len(made):
        raise refuse("no_such_change", "没有可以撤销的这一步，没有改动。")
    try:
        return _undo(ledger, known, progress)
    except Refused as refused:
        if refused.problems[0].code == "constraint":  # a year made by that set has figures since
            raise _changed_since(known[0].command) from refused
        raise


def _undo(ledger: Ledger, made: list[ChangeSet], progress: Progress) -> Changed:
    with ledger.writing(_label(made[0]), undoes=made[-1].id) as work:
        for number, one in enumerate(reversed(made)):
            _undo_one(work, one, progress.part(number / len(made), (number + 1) / len(made)))
    return changed(ledger, work)


def _undo_one(work: Writing, made: ChangeSet, progress: Progress) -> None:
    whole, others = _tables(work, made.id)
    for number, table in enumerate(whole):
        piece = progress.part(number / len(whole), (number + 1) / len(whole))
        if not work.revert_rows(classes()[table], made.id, piece):
            raise _changed_since(made.command)
    of_set = select(Change).where(Change.change_set == made.id, Change.table_name.in_(others)).order_by(Change.id)
    logged = work.session.scalars(of_set).all() if others else []
    wanted = [FieldChange(c.table_name, c.row_key, c.field, c.old, c.new) for c in logged]
    for table, of_table in groupby(sorted(wanted, key=lambda c: c.table), key=lambda c: c.table):
        progress.check()
        _revert(work, classes()[table], list(of_table), made.command)


def _tables(work: Writing, change_set: int) -> tuple[list[str], list[str]]:
    """The tables a set changed, without those whose rows stay: those many rows of which came or went, once each and whole;
    the others."""
    columns = (Change.table_name, func.max(Change.field), func.count(), func.count(Change.row_key.distinct()))
    staying = [table for table, cls in classes().items() if cls.stays]
    of_set = Change.change_set == change_set, Change.table_name.not_in(staying)
    found = work.session.execute(select(*columns).where(*of_set).group_by(Change.table_name)).all()
    whole = [
        table for table, field, lines, rows_changed in found
        if classes()[table].logged_whole and field == "" and lines == rows_changed >= MANY
    ]
    return whole, [row[0] for row in found if row[0] not in whole]


def _label(made: ChangeSet) -> str:
    """The command that undoing this set is."""
    for prefix, opposite in ((UNDO, REDO), (REDO, UNDO)):
        if made.undoes is not None and made.command.startswith(prefix):
            return opposite + made.command.removeprefix(prefix)
    return UNDO + made.command


def _revert(work: Writing, cls: type[Base], changes: list[FieldChange], command: str) -> None:
    folded = by_row(changes)
    found = list(zip(folded, rows(work.session, cls, [change.row for change in folded]), strict=True))
    if not all(_holds(cls, row, change) for change, row in found):
        raise _changed_since(command)
    # One after the other: what must differ between rows (a credit code) is given up before another row takes it.
    for revert in (_remove, _alter, _bring_back):
        for change, row in found:
            revert(work, cls, change, row)
        work.session.flush()


def _remove(work: Writing, _: type[Base], change: RowChange, row: Base | None) -> None:
    if row is not None and change.old is None:
        work.session.delete(row)


def _alter(_: Writing, cls: type[Base], change: RowChange, row: Base | None) -> None:
    if row is not None and change.old is not None:
        for field in change.old.keys() | (change.new or {}).keys():
            setattr(row, field, change.old.get(field, blank(cls, field)))


def _bring_back(work: Writing, cls: type[Base], change: RowChange, row: Base | None) -> None:
    if row is None and change.old is not None:
        work.session.add(cls(**change.row, **change.old))


def _holds(cls: type[Base], row: Base | None, change: RowChange) -> bool:
    """Whether the row still is what the set made of it: in the fields it touched, or altogether when it made the row."""
    if row is None or change.new is None:
        return row is None and change.new is None
    touched = field_names(cls) if change.old is None else change.old.keys() | change.new.keys()
    return all(getattr(row, field) == change.new.get(field, blank(cls, field)) for field in touched)


def _changed_since(command: str) -> Refused:
    return refuse("changed_since", f"“{command}”之后，那里的内容又改过了，不能撤销这一步，没有改动。请先撤销后面的修改，或直接重新填写。")
