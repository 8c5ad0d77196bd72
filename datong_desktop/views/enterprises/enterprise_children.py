"""The tables of the form: three fiscal years, shareholders, officers, intermediaries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.admission import fiscal_year
from datong_desktop.domain.enterprise import EQUITY, PLANS, TAX, FiscalYear, Intermediary, Officer, Shareholder
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.domain.fields import fields_of, plain_hundredths
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.views.records.child_rows import ChildRows, Place
from datong_desktop.views.records.child_table import ChildTable
from datong_desktop.views.records.record_form import RecordForm
from datong_desktop.views.workspace import Workspace

WHOLE = 10_000
"""100 % in hundredths of a per cent."""
YEARS = 3
TABLES: tuple[tuple[type, str, str, str], ...] = (
    (FiscalYear, "fiscalYears", "最近三个会计年度", TAX),
    (Shareholder, "shareholders", "股东", EQUITY),
    (Officer, "officers", "董监高及实际控制人", EQUITY),
    (Intermediary, "intermediaries", "聘请的中介机构", PLANS),
)
"""Record class, object name, title, the section it stands in."""


class EnterpriseChildren(QObject):
    """Signals: ``entered(QWidget)`` when a table got the keys, ``message(str)``.

    ``made()`` gives the id of the enterprise on show; it makes the record when there is none yet ("" when it could not).
    """

    entered = Signal(QWidget)
    message = Signal(str)

    def __init__(self, workspace: Workspace, form: RecordForm, made: Callable[[], str]) -> None:
        super().__init__(form)
        self._workspace, self._made = workspace, made
        self._name = ""
        self.tables: dict[type, ChildTable] = {}
        for record, name, title, section in TABLES:
            rows = ChildRows(record, partial(record, ""), _too_much if record is Shareholder else None)
            table = ChildTable(name, title, rows, _sum if record is Shareholder else None)
            table.committed.connect(partial(self._save, record))
            table.removed.connect(partial(self._remove, record))
            table.stepped.connect(form.step)
            table.entered.connect(self.entered)
            table.message.connect(self.message)
            form.add_to_section(section, table)
            self.tables[record] = table

    def show_file(self, file: EnterpriseFile | None, notices: Sequence[RecordNotice], *, afresh: bool) -> None:
        """The rows of an enterprise; None: of a new one. ``afresh``: of another than before."""
        self._name = (file.enterprise.name if file else "") or NAMELESS
        for record, table in self.tables.items():
            records = file.all(record) if file else ()
            fixed = _years(file) if record is FiscalYear else None
            warnings, writable = _warnings(record, notices), self._workspace.writable
            table.show_records(records, warnings, fixed=fixed, afresh=afresh, writable=writable)

    def _save(self, record: type, changed: list[Any]) -> None:
        identifier = self._made()
        own = [replace(one, enterprise=identifier) for one in changed]
        blank = [one for one in own if all(getattr(one, f.id) == f.blank for f in fields_of(record))]
        label = f"修改 {self._name} {self._title(record)}"
        if not identifier:
            done = None
        elif len(blank) == len(own):
            done = self._workspace.perform(services.enterprises.remove, label, *own)
        else:
            done = self._workspace.perform(services.enterprises.save, label, *own)
        if done is None:
            self.tables[record].refuse("还没有写入账套，改好后再按回车。")

    def _remove(self, record: type, one: Any) -> None:
        self._workspace.perform(services.enterprises.remove, f"删除 {self._name} {self._title(record)}", one)

    def _title(self, record: type) -> str:
        return next(title for known, _, title, _ in TABLES if known is record)

    def finish_editing(self) -> int:
        """Commit an open cell; returns how many refused texts wait."""
        return sum(table.finish_editing() for table in self.tables.values())

    def focus_refused(self) -> None:
        """The keys to the table with a refused text."""
        next(table for table in self.tables.values() if table.rows.refused).view.setFocus()


def _years(file: EnterpriseFile | None) -> tuple[int, ...]:
    """The last three complete years, and those there are figures of already."""
    last = fiscal_year(datetime.date.today())
    kept = [one.year for one in file.all(FiscalYear)] if file else []
    return tuple(sorted({*range(last - YEARS + 1, last + 1), *kept}))


def _total(shareholders: Sequence[Shareholder]) -> int:
    return sum(one.share or 0 for one in shareholders)


def _too_much(shareholders: Sequence[Shareholder]) -> str:
    total = _total(shareholders)
    return f"各股东持股比例合计会到 {plain_hundredths(total)}%，超过 100%，没有保存。请核对。" if total > WHOLE else ""


def _sum(shareholders: Sequence[Shareholder]) -> str:
    total = _total(shareholders)
    rest = f"，还差 {plain_hundredths(WHOLE - total)}%" if total < WHOLE else ""
    return f"{len(shareholders)} 位股东，持股合计 {plain_hundredths(total)}%{rest}" if shareholders else ""


def _warnings(record: type, notices: Sequence[RecordNotice]) -> dict[Place, str]:
    if record is FiscalYear:
        return {(notice.year, notice.field): notice.text for notice in reversed(notices) if notice.year}
    return {}
