"""Names like the one that is being typed, asked of an index that is made in the background and kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.domain.company_names import SimilarNames
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.services.changes import Changed
from datong_desktop.views import background
from datong_desktop.views.workspace import Workspace

MOST = 5


class NameWatch(QObject):
    """Signal ``ready()`` when the index of the open ledger can be asked."""

    ready = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._index: SimilarNames | None = None
        self._making: object = None
        self._behind: set[str] = set()
        workspace.ledgerChanged.connect(self._forget)
        workspace.saved.connect(self._follow)

    def _forget(self) -> None:
        self._index, self._making = None, None
        self._behind.clear()

    def prepare(self) -> None:
        """Make the index, unless it is there or under way."""
        ledger = self._workspace.ledger
        if ledger is None or self._index is not None or self._making is ledger:
            return
        self._making = ledger

        def made(index: SimilarNames) -> None:
            if isValid(self) and self._making is ledger:
                self._index = index
                services.enterprises_similar.refresh(ledger, index, self._behind)
                self._behind.clear()
                self.ready.emit()

        def failed(error: BaseException) -> None:
            if isValid(self) and self._making is ledger:  # else it was closed meanwhile
                self._making = None
                raise error

        background.run(lambda: services.enterprises_similar.index_of(ledger), made, failed)

    def _follow(self, changed: Changed) -> None:
        if self._index is not None and self._workspace.ledger is not None:
            services.enterprises_similar.refresh(self._workspace.ledger, self._index, changed.enterprises)
        else:
            self._behind |= changed.enterprises

    def like(self, name: str, but_not: str) -> tuple[Enterprise, ...]:
        """The enterprises whose names are most like this one, without ``but_not`` itself; none until ``ready``."""
        ledger = self._workspace.ledger
        if ledger is None or self._index is None or not name.strip():
            return ()
        return services.enterprises_similar.similar(ledger, name, MOST, index=self._index, but_not=but_not)
