"""Long work that runs when a test says so."""

from __future__ import annotations

from collections.abc import Callable

from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.services.changes import Changed
from datong_desktop.views.workspace import Workspace


class Thread:
    """Runs long work when it is told to, as a thread would by and by."""

    def __init__(self, workspace: Workspace) -> None:
        self.said: list[str] = []
        self._workspace, self._jobs = workspace, list[Callable[[Progress], None]]()
        workspace.run_long = self.start

    def start(
        self, what: str, work: Callable[[Progress], Changed], done: Callable[[Changed | Refused], None], stopped: str
    ) -> None:
        def run(progress: Progress) -> None:
            try:
                done(work(progress))
            except Refused as refusal:
                done(refusal)
            except Cancelled:
                self.said.append(stopped)

        self.said.append(what)
        self._jobs.append(run)

    def run(self, *, cancelled: bool = False) -> None:
        progress = Progress()
        if cancelled:
            progress.cancel()
        self._jobs.pop()(progress)
