"""Whatever a clerk does in whatever order, the ledger holds what a plain dictionary would."""

from __future__ import annotations

import copy
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.year_book import Cell
from datong_desktop.services import assessment, history, importing, ledger
from datong_desktop.services.backups import BackupInfo
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from tests.storage import new_ledger

YEARS = (2020, 2021, 2022)
DISTRICTS = ("平城区", "云冈区", "经开区")
CELLS = st.tuples(st.sampled_from(DISTRICTS), st.sampled_from(("mechanism", "neeq")))
VALUES = st.one_of(st.none(), st.integers(0, 3), st.just(99_999))


@dataclass
class Plain:
    """The ledger as a plain value."""

    figures: dict[int, dict[Cell, int]] = field(default_factory=dict)
    remarks: dict[int, dict[Cell, str]] = field(default_factory=dict)
    out: dict[tuple[int, str], str] = field(default_factory=dict)


def read(target: Ledger) -> Plain:
    books = {year: assessment.read_year(target, year) for year in assessment.list_years(target)}
    decisions = next(iter(books.values())).decisions if books else ()
    return Plain(
        {year: dict(book.figures) for year, book in books.items()},
        {year: dict(book.remarks) for year, book in books.items()},
        {(d.year, d.district): d.reason for d in decisions},
    )


class Clerk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.plain = Plain()
        self.done: list[tuple[int, Plain, Plain]] = []
        self.undone: list[tuple[int, Plain, Plain]] = []
        self.saved: list[tuple[BackupInfo, Plain]] = []

    @initialize()
    def begin(self) -> None:
        self.ledger = new_ledger(self.folder)
        self.plain = Plain({2022: {}}, {2022: {}})

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.folder)

    def record(self, changed: Changed, after: Plain) -> None:
        """A step that changed something can be undone; what was undone before can't be redone any more."""
        assert (changed.change_set is None) == (after == self.plain)
        if changed.change_set is not None:
            self.done.append((changed.change_set, self.plain, after))
            self.undone.clear()
        self.plain = after

    def next(self) -> Plain:
        return copy.deepcopy(self.plain)

    @rule(year=st.sampled_from(YEARS), figures=st.dictionaries(CELLS, VALUES, min_size=1, max_size=4))
    def key(self, year: int, figures: dict[Cell, int | None]) -> None:
        after = self.next()
        if year not in after.figures:
            self.refused(lambda: assessment.key_figures(self.ledger, year, figures, "录入"), "no_year")
            return
        for cell, value in figures.items():
            after.figures[year].pop(cell, None)
            if value is not None:
                after.figures[year][cell] = value
        changed = assessment.key_figures(self.ledger, year, figures, "录入")
        assert {(f.district, f.indicator): f.new for f in changed.figures} == {
            c: v for c, v in figures.items() if self.plain.figures[year].get(c) != v
        }
        self.record(changed, after)

    @rule(year=st.sampled_from(YEARS), figures=st.dictionaries(CELLS, st.integers(0, 3), max_size=4))
    def bring_in(self, year: int, figures: dict[Cell, int]) -> None:
        """Import a whole table from the clipboard: 1 everywhere but in a few cells."""
        after = self.next()
        if year not in after.figures:
            return
        book = assessment.read_year(self.ledger, year)
        cells = {(d, i.id): 1 for d in book.scheme.districts for i in book.scheme.indicators} | figures
        lines = ["\t".join(["指标", *(i.name for i in book.scheme.indicators)])]
        lines += ["\t".join([d, *(str(cells[d, i.id]) for i in book.scheme.indicators)]) for d in book.scheme.districts]
        preview = importing.preview_text(book, "\n".join(lines))
        assert not preview.problems
        if cells == self.plain.figures[year]:
            return
        after.figures[year] = cells
        self.record(importing.apply(self.ledger, preview), after)

    @rule(year=st.sampled_from(YEARS), cell=CELLS, text=st.sampled_from(("", "见附件", "已核")))
    def remark(self, year: int, cell: Cell, text: str) -> None:
        after = self.next()
        if year in after.figures:
            after.remarks[year].pop(cell, None)
            if text:
                after.remarks[year][cell] = text
            self.record(assessment.set_remark(self.ledger, year, cell, text), after)

    @rule(year=st.sampled_from(YEARS))
    def create_or_delete(self, year: int) -> None:
        after = self.next()
        if year in after.figures:
            del after.figures[year], after.remarks[year]
            changed = assessment.delete_year(self.ledger, year)
        else:
            after.figures[year], after.remarks[year] = {}, {}
            changed = assessment.create_year(self.ledger, year)
        assert changed.year_list
        if after.figures:  # what is read of decisions hangs on a year
            self.record(changed, after)
        else:
            history.undo(self.ledger, changed.change_set or 0)

    @rule(year=st.sampled_from(YEARS), district=st.sampled_from(DISTRICTS), reason=st.sampled_from(("弄虚作假", "更正", None)))
    def decide(self, year: int, district: str, reason: str | None) -> None:
        after = self.next()
        after.out.pop((year, district), None)
        if reason is None:
            self.record(assessment.requalify(self.ledger, year, district), after)
        else:
            after.out[year, district] = reason
            self.record(assessment.disqualify(self.ledger, Disqualification(year, district, reason, None, "")), after)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        number, before, after = self.done.pop()
        self.plain = before
        changed = history.undo(self.ledger, number)
        assert changed.label.startswith("撤销 ")
        self.undone.append((changed.change_set or 0, before, after))

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        number, before, after = self.undone.pop()
        self.plain = after
        changed = history.undo(self.ledger, number)
        assert changed.label.startswith("重做 ")
        self.done.append((changed.change_set or 0, before, after))

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = ledger.open_ledger(self.folder / "大同.datong", operator="王某")
        assert not self.ledger.read_only

    @rule()
    def save_a_copy(self) -> None:
        ledger.save_copy(self.ledger, self.folder / "副本.datong")
        found = ledger.open_ledger(self.folder / "副本.datong", read_only=True)
        assert read(found) == self.plain
        found.close()

    @rule()
    def look_on(self) -> None:
        second = ledger.open_ledger(self.folder / "大同.datong")
        assert second.read_only
        assert read(second) == self.plain
        second.close()

    @rule()
    def back_up(self) -> None:
        info = ledger.back_up(self.ledger, "手动")
        assert info is not None
        self.saved.append((info, self.plain))

    @precondition(lambda self: self.saved)
    @rule(which=st.integers(0, 9))
    def restore(self, which: int) -> None:
        info, plain = self.saved[-1 - which % len(self.saved[-3:])]
        if not info.path.exists():  # thinned out since
            return
        self.plain = plain
        self.ledger.close()
        ledger.restore_backup(self.folder / "大同.datong", info)
        self.ledger = ledger.open_ledger(self.folder / "大同.datong", operator="王某")
        self.done.clear()
        self.undone.clear()

    def refused(self, job: object, code: str) -> None:
        try:
            job()  # type: ignore[operator]
        except Refused as refused:
            assert refused.problems[0].code == code  # noqa: PT017
        else:
            raise AssertionError(f"not refused: {code}")

    @invariant()
    def the_ledger_is_the_plain_one(self) -> None:
        assert read(self.ledger) == self.plain

    @invariant()
    def the_log_tells_the_same(self) -> None:
        assert ledger.check_ledger(self.ledger) == ()


TestClerk = Clerk.TestCase
TestClerk.settings = settings(max_examples=25, stateful_step_count=25)
