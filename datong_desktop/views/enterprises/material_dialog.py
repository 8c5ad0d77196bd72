"""One of the seven materials: here since when, with its scans."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.application import MATERIALS, Material
from datong_desktop.domain.fields import Value, fields_of
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.scans import of_material
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import dialogs
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.workspace import Workspace

DAY = "received_on"


class MaterialDialog(RecordDialog):
    """Scans are stored as they are added, the first of them with the day that is typed, else today, as the day of the
    material; date and note with 保存."""

    def __init__(self, workspace: Workspace, material: Material, parent: QWidget, *, kept: bool, writable: bool) -> None:
        self._workspace, self._material = workspace, material
        number, whose = material.number, (material.enterprise, material.number)
        strip = ScanStrip(workspace, writable=writable)
        strip.show_subject(material.enterprise, of_material(material.application, number))
        super().__init__(
            "materialDialog", f"材料 {number}：{MATERIALS[number - 1]}", fields_of(Material), material,
            self._receive if writable else None, parent, required=(DAY,), below=strip,
            remove=partial(workspace.attempt, services.pool.drop_material, *whose) if kept and writable else None,
        )  # fmt: skip
        strip.day = self._day
        workspace.saved.connect(self._follow)

    @classmethod
    def ask(
        cls, workspace: Workspace, file: EnterpriseFile, number: int, parent: QWidget, application: int, *, writable: bool
    ) -> Changed | None:
        """Show material ``number`` (1-7) of an application; those of an earlier one are only looked at."""
        blank = Material(file.enterprise.id, application, number)
        there = _there(file, blank)
        dialog = cls(workspace, there or blank, parent, kept=there is not None, writable=writable)
        return dialog.done_ if dialogs.ask(dialog) else None

    def _receive(self, values: Mapping[str, Value]) -> Changed | None:
        verb = partial(services.pool.receive_material, note=str(values["note"]))
        return self._workspace.attempt(verb, self._material.enterprise, self._material.number, values[DAY])

    def _day(self) -> datetime.date | None:
        day = self.record_form.editors[DAY]
        if not day.commit():
            raise refuse("bad_day", "收到日期填错了，没有添加扫描件。请先改好日期再添加。")
        value = day.value
        return value if isinstance(value, datetime.date) else None

    def _follow(self) -> None:
        """A scan was added, which tells the day where none was typed."""
        ledger, day = self._workspace.ledger, self.record_form.editors[DAY]
        if ledger is None or day.value is not None:
            return
        file = services.enterprises.read(ledger, self._material.enterprise)
        if file and (there := _there(file, self._material)):
            day.show_value(there.received_on)


def _there(file: EnterpriseFile, wanted: Material) -> Material | None:
    """That material as it is stored."""
    key = wanted.application, wanted.number
    return next((one for one in file.all(Material) if (one.application, one.number) == key), None)
