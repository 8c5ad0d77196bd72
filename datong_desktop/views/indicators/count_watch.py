"""What the registry counts for the year on show, read in a thread and kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from datong_desktop import services
from datong_desktop.domain.problem import Refused
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
        self._job: background.Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._soon.timeout.connect(self._read)
        workspace.ledgerChanged.connect(lambda: self._show(None))
        workspace.bookChanged.connect(self._follow_year)
        workspace.saved.connect(self._follow_registry)

    def _follow_year(self, book: YearBook | None, changed: Changed | None) -> None:
        if book is None or (self.counts is not None and self.counts.year != book.year):
            self._show(None)
        if changed is None:
            self._soon.start()

    def _follow_registry(self, changed: Changed) -> None:
        if changed.enterprises:
            self._soon.start()

    def _show(self, counts: RegistryCounts | None) -> None:
        if counts != self.counts:
            self.counts = counts
            self.changed.emit()

    def _read(self) -> None:
        ledger, book = self._workspace.ledger, self._workspace.book
        if self._job is not None:
            self._job.abandon()  # of several readings the last one counts
            self._job = None
        if ledger is None or book is None:
            return
        year = book.year

        def on_show() -> bool:
            shown = self._workspace.book
            return self._workspace.ledger is ledger and shown is not None and shown.year == year

        def done(counts: RegistryCounts) -> None:
            if on_show():
                self._show(counts)

        def failed(error: BaseException) -> None:
            if on_show() and not isinstance(error, Refused):  # a file that is gone is told of at the next write
                raise error

        self._job = background.run(lambda: services.registry_counts.read(ledger, year), done, failed)
