"""The tables of a form: what hangs on its record, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.fields import fields_of
from datong_desktop.services.registers import Register
from datong_desktop.views.records.child_rows import Check, ChildRows, Place
from datong_desktop.views.records.child_table import ChildTable
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.workspace import Workspace

Warnings = Sequence[Any]
"""What looks wrong in a record, as its kind tells it; a sheet picks what belongs to its cells."""


@dataclass(frozen=True)
class ChildSheet:
    """A table of what hangs on a record: record class, object name, title, the section it stands in. ``check`` says why rows
    cannot stand together, ``summary`` what stands below them; ``fixed`` are the rows there are always, by their key;
    ``warned`` picks the warnings of its cells."""

    record: type
    name: str
    title: str
    section: str
    check: Check | None = None
    summary: Callable[[Sequence[Any]], str] | None = None
    fixed: Callable[[Any], tuple[int, ...]] | None = None
    warned: Callable[[Warnings], dict[Place, str]] = lambda _: {}


class RecordChildren(QObject):
    """Signals: ``entered(QWidget)`` when a table got the keys, ``message(str)``.

    ``made()`` gives the id of the record on show; it makes the record when there is none yet ("" when it could not).
    """

    entered = Signal(QWidget)
    message = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        form: RecordForm,
        register: Register[Any],
        made: Callable[[], str],
        sheets: Sequence[ChildSheet],
    ) -> None:
        super().__init__(form)
        self._workspace, self._register, self._made = workspace, register, made
        self._sheets = {sheet.record: sheet for sheet in sheets}
        self._name = ""
        self.tables: dict[type, ChildTable] = {}
        for record, sheet in self._sheets.items():
            table = ChildTable(sheet.name, sheet.title, ChildRows(record, partial(record, ""), sheet.check), sheet.summary)
            table.committed.connect(partial(self._save, record))
            table.removed.connect(partial(self._remove, record))
            table.stepped.connect(form.step)
            table.entered.connect(self.entered)
            table.message.connect(self.message)
            form.add_to_section(sheet.section, table)
            self.tables[record] = table

    def show_file(self, file: Any, warnings: Warnings, *, afresh: bool) -> None:
        """The rows of a record; None: of a new one. ``afresh``: of another than before."""
        self._name = (file.own.name if file else "") or self._register.nameless
        for record, table in self.tables.items():
            sheet = self._sheets[record]
            records = file.all(record) if file else ()
            fixed, writable = sheet.fixed(file) if sheet.fixed else None, self._workspace.writable
            table.show_records(records, sheet.warned(warnings), fixed=fixed, afresh=afresh, writable=writable)

    def _save(self, record: type, changed: list[Any]) -> None:
        identifier = self._made()
        own = [replace(one, **{self._register.owner: identifier}) for one in changed]
        blank = [one for one in own if all(getattr(one, f.id) == f.blank for f in fields_of(record))]
        label = f"修改 {self._name} {self._title(record)}"
        if not identifier:
            done = None
        elif len(blank) == len(own):
            done = self._workspace.perform(services.registers.remove, label, *own)
        else:
            done = self._workspace.perform(partial(services.registers.save, self._register), label, *own)
        if done is None:
            self.tables[record].refuse("还没有写入账套，改好后再按回车。")

    def _remove(self, record: type, one: Any) -> None:
        self._workspace.perform(services.registers.remove, f"删除 {self._name} {self._title(record)}", one)

    def _title(self, record: type) -> str:
        return self._sheets[record].title

    def finish_editing(self) -> int:
        """Commit an open cell; returns how many refused texts wait."""
        return sum(table.finish_editing() for table in self.tables.values())

    def focus_refused(self) -> None:
        """The keys to the table with a refused text."""
        next(table for table in self.tables.values() if table.rows.refused).view.setFocus()
