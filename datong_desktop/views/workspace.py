"""The open ledger as the window sees it: one year on show, one undo stack, one signal when something changed.

Every write of every tab goes through ``perform``: service verb → durable → ``Changed`` → undo step → refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from datong_desktop import services
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.services.changes import Changed
from datong_desktop.views.undo_step import UndoStep

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger


LONG_STEP = 3_000
"""Lines of the change log that take half a second to write or to undo."""
MANY = 200
"""Enterprises whose steps take a fifth of a second to check and to write."""
RunLong = Callable[[str, Callable[[Progress], Any], Callable[[Any], None], str], None]
"""(what is said meanwhile, the work, what is done with its result or its refusal, what is said once it was stopped; "": it
cannot be)."""


class Workspace(QObject):
    """Signals: ``bookChanged(YearBook | None, Changed | None)`` after anything on show changed, ``leaving()`` before the
    open ledger is closed, ``ledgerChanged()`` when another ledger (or none) is open, ``yearsChanged()`` when years came or
    went, ``saved(Changed, bool turned)`` after a durable write (turned: it was in another year, which is on show now),
    ``tookBack(Changed)`` after undo and redo, ``refused(Refused)`` when a write was not done."""

    bookChanged = Signal(object, object)
    leaving = Signal()
    ledgerChanged = Signal()
    yearsChanged = Signal()
    saved = Signal(object, bool)
    tookBack = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ledger: Ledger | None = None
        self.book: YearBook | None = None
        self.years: tuple[int, ...] = ()
        self.opening: Callable[[], None] | None = None
        """Opens at once the ledger whose first look is on show; None when no first look is."""
        self.undo_stack = QUndoStack(self)
        self._left: YearBook | None = None
        """The year shown before, while nothing was written since: two years are compared by turning back and forth."""
        self.run_long: RunLong | None = None
        """Runs what concerns many rows in a thread; without it everything is done at once."""
        self._in_thread = False
        self._waiting: list[UndoStep] = []

    @property
    def writable(self) -> bool:
        return self.opening is not None or (self.ledger is not None and not self.ledger.read_only)

    # -- ledger and year ----------------------------------------------------------------------------------

    def show_first(self, years: tuple[int, ...], book: YearBook, finish: Callable[[], None]) -> None:
        """Show what a first look found; ``set_ledger`` or ``opening_failed`` follows, at the latest from ``finish``."""
        self.years, self.book, self.opening = years, book, finish
        self.yearsChanged.emit()
        self.bookChanged.emit(book, None)

    def opening_failed(self) -> None:
        """The ledger of the first look could not be opened."""
        if self.opening is not None:
            self.set_ledger(None)

    def set_ledger(
        self, ledger: Ledger | None, prepared: tuple[tuple[int, ...], YearBook | None] | None = None
    ) -> None:
        """Show another ledger; the one shown before is closed. ``prepared`` is ``first_look`` made in a thread."""
        if self.ledger is not None:
            self.leaving.emit()
        before, self.ledger, self.opening, self._left = self.ledger, ledger, None, None
        self.undo_stack.clear()
        self.years, self.book = prepared or (first_look(ledger) if ledger else ((), None))
        if before is not None and before is not ledger:
            before.close()
        self.ledgerChanged.emit()
        self.yearsChanged.emit()
        self.bookChanged.emit(self.book, None)

    def set_year(self, year: int) -> None:
        """Show another year of the open ledger."""
        if self.ledger is not None and year in self.years and (self.book is None or self.book.year != year):
            again = self._left if self._left is not None and self._left.year == year else None
            self._left = None if self.ledger.read_only else self.book  # another window may write to a read-only one
            self.book = again or services.assessment.read_year(self.ledger, year, self.book)
            self.bookChanged.emit(self.book, None)

    def reload(self) -> None:
        """Read years and the shown year anew (another window may have written)."""
        if self.ledger is None:
            return
        self.years = services.assessment.list_years(self.ledger)
        year = self.book.year if self.book and self.book.year in self.years else (self.years[0] if self.years else None)
        self.book = None if year is None else services.assessment.read_year(self.ledger, year)
        self.yearsChanged.emit()
        self.bookChanged.emit(self.book, None)

    def book_for_documents(self) -> YearBook | None:
        """The year on show with what the registry says against it; None when there is none, or when it cannot be asked
        (and that is said)."""
        if self.opening is not None:
            self.opening()
        if self.ledger is None or self.book is None:
            return None
        try:
            return services.registry_counts.for_documents(self.ledger, self.book)
        except Refused as refusal:
            self.refused.emit(refusal)
            return None

    # -- writing ------------------------------------------------------------------------------------------

    def perform(self, verb: Callable[..., Changed], *args: object) -> Changed | None:
        """Do one service verb on the open ledger as one undo step. None when it was refused (and said so)."""
        return self._unless_refused(self.attempt, verb, *args)

    def perform_many(self, what: str, verb: Callable[..., Changed], chosen: Sequence[str], *args: object) -> None:
        """``perform`` of a verb with a ``progress`` on these records: at once when they are few, else in a thread where it
        can be stopped. ``what`` says what is done."""
        if (ledger := self.ledger) is None or not self.takes_long(chosen, LONG_STEP):
            self.perform(verb, chosen, *args)
        else:
            self.run_many(what, verb, chosen, *args, done=partial(self.take_over, ledger))

    def takes_long(self, chosen: Sequence[str], most: int) -> bool:
        """Whether so many records belong into a thread."""
        return self.run_long is not None and len(chosen) > most

    def run_many(
        self, what: str, verb: Callable[..., Any], chosen: Sequence[str], *args: object,
        done: Callable[[Any], None], refused: Callable[[Refused], None] | None = None,
    ) -> None:  # fmt: skip
        """Do a verb with a ``progress`` in a thread, then ``done(result)``, or ``refused`` in place of the signal."""
        assert self.run_long is not None
        ledger, told = self.ledger, refused or self.refused.emit

        def ended(found: object) -> None:
            if isinstance(found, Refused):
                told(found)
            else:
                done(found)

        work = lambda progress: verb(ledger, chosen, *args, progress=progress)  # noqa: E731
        self.run_long(what, work, ended, f"已停下，没有{what}，账套没有改动")

    def attempt(self, verb: Callable[..., Changed], *args: object, visit: object = None) -> Changed | None:
        """The same for a caller who says himself why it was ``Refused``. None when no ledger is open. Writes that follow
        each other with an equal ``visit`` are one undo step."""
        changed = self._write(verb, *args)
        if changed is not None and changed.change_set is not None:
            self.undo_stack.push(UndoStep(self, changed, visit))
        return changed

    def key_figures(self, figures: Mapping[Cell, int | None], label: str) -> Changed | None:
        """Key counts (None: blank) into the shown year as one step."""
        assert self.book is not None
        return self.perform(services.assessment.key_figures, self.book.year, figures, label)

    def _unless_refused(self, act: Callable[..., Changed | None], *args: object) -> Changed | None:
        try:
            return act(*args)
        except Refused as refusal:
            self.refused.emit(refusal)
            return None

    def _write(self, verb: Callable[..., Changed], *args: object) -> Changed | None:
        if self.opening is not None:
            self.opening()  # the first figure may be keyed before the ledger is open: a fraction of a second
        if self.ledger is None:
            return None
        changed = verb(self.ledger, *args)
        self._written(changed)
        return changed

    def _written(self, changed: Changed) -> None:
        """Something is durable on disk: everything on show follows it."""
        self._left, before = None, self.book
        self._refresh(changed)
        self.saved.emit(changed, bool(before and self.book and before.year != self.book.year))

    def _refresh(self, changed: Changed) -> None:
        assert self.ledger is not None
        if changed.year_list:
            self.years = services.assessment.list_years(self.ledger)
            self.yearsChanged.emit()
            target = next(iter(changed.years & set(self.years)), None)
            year = target or (
                self.book.year if self.book and self.book.year in self.years else next(iter(self.years), None)
            )
            self.book = None if year is None else services.assessment.read_year(self.ledger, year)
            self.bookChanged.emit(self.book, None)
        elif self.book is not None and changed.years and self.book.year not in changed.years:
            self.book = services.assessment.read_year(self.ledger, min(changed.years))  # nothing changes out of sight
            self.bookChanged.emit(self.book, None)
        elif self.book is not None and changed.years:
            self.book = _with_figures(self.book, changed) or services.assessment.read_year(self.ledger, self.book.year)
            self.bookChanged.emit(self.book, changed)

    def take_over(self, ledger: Ledger, changed: Changed) -> None:
        """What a thread has written to the ledger is one undo step, too, and everything follows it."""
        if ledger is not self.ledger:
            return  # another one has been opened meanwhile
        self._written(changed)
        if changed.change_set is not None:
            self.undo_stack.push(UndoStep(self, changed))  # last, as after any write: the line of the act is followed by 撤销

    def take_back(self, step: UndoStep) -> None:
        """Undo or redo: both write the inverse of a change set as a new one, a long one in a thread."""
        ledger = self.ledger
        if ledger is None or self._in_thread:
            if ledger is not None:
                self._waiting.append(step)
            return
        if self.run_long is not None and services.history.size(ledger, *step.change_sets) > LONG_STEP:
            self._in_thread = True
            self.run_long(
                step.text().replace("&&", "&"),
                lambda progress: services.history.undo(ledger, *step.change_sets, progress=progress),
                lambda changed: self._taken_back(ledger, step, changed),
                "",
            )
        else:
            self._follow(step, self._unless_refused(self._write, services.history.undo, *step.change_sets))

    def _taken_back(self, ledger: Ledger, step: UndoStep, changed: Changed | Refused) -> None:
        """A thread has undone or redone a step, or was refused."""
        self._in_thread = False
        waiting, self._waiting = self._waiting, []
        if isinstance(changed, Refused):
            self._follow(step, None)
            self.refused.emit(changed)
        elif ledger is self.ledger:
            self._written(changed)
            self._follow(step, changed)
        for other in waiting:
            self.take_back(other)

    def _follow(self, step: UndoStep, changed: Changed | None) -> None:
        step.follow(changed)
        if changed is not None and changed.change_set is not None:
            self.tookBack.emit(changed)

    def step_text(self, step: QUndoCommand | None) -> str:
        """What undo or redo would take back, with its year when that is not the one on show; "" when nothing."""
        if not isinstance(step, UndoStep):
            return ""
        year = f"{min(step.years)}年度" if step.years else ""
        elsewhere = self.book is None or self.book.year not in step.years
        return f"{year} {step.text()}" if year and elsewhere and year not in step.text() else step.text()

    def turns_year(self, step: QUndoCommand | None) -> bool:
        """Whether undo or redo of this step would bring another year on show."""
        return isinstance(step, UndoStep) and self.book is not None and self.book.year not in (step.years or {self.book.year})


def first_look(ledger: Ledger, year: int = 0) -> tuple[tuple[int, ...], YearBook | None]:
    """Years of a ledger and the one asked for, or else the newest; runs in any thread."""
    years = services.assessment.list_years(ledger)
    return years, services.assessment.read_year(ledger, year if year in years else years[0]) if years else None


def open_for_window(path: Path, operator: str, year: int = 0) -> tuple[Ledger, tuple[tuple[int, ...], YearBook | None]]:
    """Open a ledger and read what the window shows first; runs in a worker thread (SQLAlchemy loads here)."""
    ledger = services.ledger.open_ledger(path, operator=operator)
    try:
        return ledger, first_look(ledger, year)
    except BaseException:
        ledger.close()
        raise


def _with_figures(book: YearBook, changed: Changed) -> YearBook | None:
    """The book after a change of nothing but this year's figures; None when it must be read anew."""
    if not changed.figures or any(f.year != book.year for f in changed.figures) or changed.years != {book.year}:
        return None
    figures = dict(book.figures)
    for f in changed.figures:
        if f.new is None:
            figures.pop((f.district, f.indicator), None)
        else:
            figures[f.district, f.indicator] = f.new
    return replace(book, figures=figures)
