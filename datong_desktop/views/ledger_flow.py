"""How a ledger comes to be on show: made, opened, the sample. Slow steps run off the UI thread."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from datong_desktop import paths, services
from datong_desktop.domain.problem import Refused
from datong_desktop.views import background, dialogs, long_work
from datong_desktop.views.first_paint import FirstPaint
from datong_desktop.views.workspace import first_look, open_for_window

if TYPE_CHECKING:
    from datong_desktop.views.main_window import MainWindow

SAMPLE = "样例.datong"
BACKUP_DELAY_MS = 400
"""The backup at opening waits until the figures are on the screen."""
UNPAINTED_MS = 1000
"""A first look that was not painted by then: the ledger is opened all the same."""
SUFFIX = ".datong"
FILTER = f"账套 (*{SUFFIX})"


class LedgerFlow(QObject):
    """Opens ledgers, for one window. What is done with copies of one is ``CopyFlow``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    def new(self) -> None:
        dialog = dialogs.new_ledger.NewLedgerDialog(self._window.settings.operator, self._window)
        if not dialogs.ask(dialog):
            return
        path, year = dialog.file(), dialog.number()
        operator = dialog.operator.text().strip()
        self._window.set_operator(operator)
        office, scheme = dialog.office.text().strip(), dialog.scheme.text

        def create() -> Any:
            ledger = services.ledger.create_ledger(
                path, office=office, operator=operator, scheme_text=scheme, year=year
            )
            return ledger, first_look(ledger)

        long_work.start(self._window, "正在新建账套…", lambda _: create(), self.opened)

    def ask_and_open(self) -> None:
        folder = self._window.settings.last_folder or paths.documents()
        if chosen := dialogs.files.ask_open(self._window, "打开账套", folder, FILTER):
            self.open(chosen)

    def open(self, path: Path) -> None:
        """Open a ledger in a worker thread; the window stays alive and keeps its ledger when that fails."""
        if not self._window.may_leave():
            return
        here = self._workspace.ledger
        if here is not None and here.path == path.absolute():
            self._window.say(f"“{path.name}”已经打开")
            return
        self.start_opening(path)

    def start_opening(self, path: Path, opened: Callable[[Any], None] | None = None) -> background.Job:
        """Open a ledger in a thread, then show it, or do what else is to be done once it is open."""
        opening = self.opening(path)
        return long_work.start(
            self._window,
            f"正在打开 {path.name}…",
            lambda _: opening(),
            opened or self.opened,
            refused=lambda refusal: self.open_failed(path, refusal),
        )

    def opening(self, path: Path) -> Callable[[], Any]:
        """What opens a ledger with the year last worked in, in any thread."""
        path, settings = path.absolute(), self._window.settings
        return partial(open_for_window, path, settings.operator, settings.place_in(path).year)

    def open_first(self, path: Path) -> None:
        """Open the ledger the program starts with: its figures are on show before it is quite open."""
        place = self._window.settings.place_in(path.absolute())
        look = services.first_look.first_look(path.absolute(), place.year)
        if look is None:
            self._window.show_opening(path.name)
            self.start_opening(path)
            return
        started: list[background.Job] = []

        def start() -> None:
            if not started:
                started.append(self.start_opening(path))

        def finish() -> None:
            start()
            started[0].finish()

        self._workspace.show_first(*look, finish)
        self._window.go_to_place(place)
        self._window.setWindowTitle(f"{path.name} — {self._window.title}")
        self._window.focus_tab()
        FirstPaint(self._window.tabs.currentWidget(), start)  # loading SQLAlchemy would delay the paint
        QTimer.singleShot(UNPAINTED_MS, self, start)  # minimised, or on another tab by now

    def open_sample(self) -> None:
        """Open the sample ledger."""
        self.open(self.sample_copy())

    def sample_copy(self) -> Path:
        """The sample ledger in the user's own folder, copied there the first time: the one delivered stays as it is."""
        copy = paths.user_data() / SAMPLE
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            beside = copy.with_suffix(".part")  # a copy cut short must not pass for the sample next time
            shutil.copyfile(paths.resources() / "sample" / SAMPLE, beside)
            os.replace(beside, copy)
        return copy

    def opened(self, opened: Any) -> None:
        """Show what ``opening`` has opened."""
        ledger, prepared = opened
        looked = self._workspace.opening is not None  # the first look went there, and keying goes on
        self._workspace.set_ledger(ledger, prepared)
        if not looked:
            self._window.go_to_place(self._window.settings.place_in(ledger.path))
        self._window.ledger_shown()
        QTimer.singleShot(BACKUP_DELAY_MS, self, lambda: self._window.copies.back_up_at_open(ledger))

    def open_failed(self, path: Path, refusal: Refused) -> None:
        """Say why a ledger is not on show, with what can be done about it."""
        actions: list[tuple[str, Callable[[], object]]] = [("另选账套…", self.ask_and_open)]
        if services.ledger.list_backups(path):
            actions.insert(0, ("从备份恢复…", lambda: self._window.copies.restore(path)))
        if not path.exists():
            self._window.settings.forget_ledger(str(path))
        self._workspace.opening_failed()
        self._window.bar.show_message("error", str(refusal), *actions)
        self._window.open_failed()
