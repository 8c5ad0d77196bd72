"""What the registry counts for the year on show, read in a thread and kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from datong_desktop import services
from datong_desktop.domain.registry_counts import RegistryCounts
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.views import background
from datong_desktop.views.workspace import Workspace

DELAY_MS = 150
"""Opening, turning a year and keying go first; several changes of the registry are read once."""


class CountWatch(QObject):
    """``counts`` of the year on show, None until they are read. Signal ``changed()`` when they are others.

    Keying needs no reading: only the registry changes what is counted.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counts: RegistryCounts | None = None
        self._workspace = workspace
        self._reading = background.Latest(self)
        self._soon = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._soon.timeout.connect(self._read)
        workspace.ledgerChanged.connect(self._forget)
        workspace.bookChanged.connect(self._follow_year)
        workspace.saved.connect(self._follow_registry)

    def _follow_year(self, book: YearBook | None, changed: Changed | None) -> None:
        if book is None or (self.counts is not None and self.counts.year != book.year):
            self._forget()
        if changed is None:
            self._reading.abandon()  # of the year before
            self._soon.start()

    def _follow_registry(self, changed: Changed) -> None:
        if changed.enterprises:
            self._soon.start()

    def _forget(self) -> None:
        self._reading.abandon()
        self._show(None)

    def _show(self, counts: RegistryCounts | None) -> None:
        if counts != self.counts:
            self.counts = counts
            self.changed.emit()

    def _read(self) -> None:
        ledger, book = self._workspace.ledger, self._workspace.book
        if ledger is None or book is None:
            self._reading.abandon()
        else:
            year = book.year
            self._reading.read(lambda: services.registry_counts.read(ledger, year), self._show)
