"""批次, 举措台账 and 合并: the windows that look over many enterprises. They stand beside the main window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from datong_desktop import services
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.services.changes import Changed
from datong_desktop.views import dialogs
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.workspace import Workspace

if TYPE_CHECKING:
    from datong_desktop.views.enterprises.batch_overview import BatchOverview
    from datong_desktop.views.enterprises.measure_overview import MeasureOverview

MOST_ALIKE = 10
Shown = TypeVar("Shown", "BatchOverview", "MeasureOverview")


class EnterpriseLists(QObject):
    """Signals: ``openAsked(str enterprise id)`` when one is to be shown, ``message(str)``."""

    openAsked = Signal(str)
    message = Signal(str)

    def __init__(self, workspace: Workspace, acts: EnterpriseActs, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._acts, self._window = workspace, acts, window

    def batches(self) -> BatchOverview | None:
        """批次."""
        from datong_desktop.views.enterprises.batch_overview import BatchOverview

        ledger = self._workspace.ledger
        return self._show(BatchOverview(self._workspace, self._acts, self._window.window())) if ledger else None

    def measures(self) -> MeasureOverview | None:
        """举措台账."""
        from datong_desktop.views.enterprises.measure_overview import MeasureOverview

        ledger = self._workspace.ledger
        return self._show(MeasureOverview(self._workspace, self._window.window())) if ledger else None

    def _show(self, dialog: Shown) -> Shown:
        for other in cast("list[QDialog]", self._window.window().findChildren(QDialog, dialog.objectName())):
            if other is not dialog:
                other.close()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.openAsked.connect(self.openAsked)
        dialog.show()
        return dialog

    def merge(self, chosen: Sequence[str]) -> Changed | None:
        """Two chosen enterprises made one; of a single one, it and one whose name is like it."""
        ledger = self._workspace.ledger
        if ledger is None or not chosen:
            return None
        files = [services.enterprises.read(ledger, one) for one in chosen[:2]]
        both = [file.enterprise for file in files if file is not None]
        if len(chosen) > 2 or not both:
            self.message.emit("一次合并两家企业，请在列表里只选两家")
            return None
        keep, others = both[0], tuple(both[1:]) or self._alike(both[0])
        if not others:
            self.message.emit(f"没有和“{keep.name}”名称相近的企业。请在列表里选中两家，再合并")
            return None
        from datong_desktop.views.enterprises.merge_dialog import MergeDialog

        dialog = MergeDialog(self._workspace, keep, others, self._window.window())
        changed = dialog.done_ if dialogs.ask(dialog) else None
        if changed is not None:
            self.message.emit(changed.label)
            self.openAsked.emit(keep.id)
        return changed

    def _alike(self, keep: Enterprise) -> tuple[Enterprise, ...]:
        assert self._workspace.ledger is not None
        return services.enterprises_similar.similar(self._workspace.ledger, keep.name, MOST_ALIKE, but_not=keep.id)
