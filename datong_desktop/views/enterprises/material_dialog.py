"""One of the seven materials: here since when, with its scans."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.application import MATERIALS, Material
from datong_desktop.domain.fields import Value, fields_of
from datong_desktop.domain.scans import of_material
from datong_desktop.services.changes import Changed
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views import dialogs
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.workspace import Workspace


class MaterialDialog(RecordDialog):
    """Scans are stored as they are added; date and note with 保存."""

    @classmethod
    def ask(
        cls, workspace: Workspace, file: EnterpriseFile, number: int, parent: QWidget, application: int, *, writable: bool
    ) -> Changed | None:
        """Show material ``number`` (1-7) of an application; those of an earlier one are only looked at."""
        enterprise = file.enterprise.id
        kept = [one for one in file.all(Material) if (one.application, one.number) == (application, number)]
        material = kept[0] if kept else Material(enterprise, application, number)
        strip = ScanStrip(workspace, writable=writable)
        strip.show_subject(enterprise, of_material(application, number))

        def write(values: Mapping[str, Value]) -> Changed | None:
            verb = partial(services.pool.receive_material, note=str(values["note"]))
            return workspace.attempt(verb, enterprise, number, values["received_on"])

        dialog = cls(
            "materialDialog", f"材料 {number}：{MATERIALS[number - 1]}", fields_of(Material), material,
            write if writable else None, parent, required=("received_on",), below=strip,
            remove=partial(workspace.attempt, services.pool.drop_material, enterprise, number) if kept and writable else None,
        )  # fmt: skip
        return dialog.done_ if dialogs.ask(dialog) else None
