"""Many rows at once: the log's texts are those the ORM would have written, and undoing by them is exact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from datong_desktop.domain.enterprise import Enterprise, FiscalYear
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.models import bulk
from datong_desktop.models.change_log import encode, whole
from datong_desktop.models.registry import ROWS, EnterpriseRow
from datong_desktop.models.tables import Change
from datong_desktop.services import enterprises, history, ledger
from datong_desktop.services.ledger import Ledger
from tests.storage import new_ledger, refusal

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
ROW = st.fixed_dictionaries(
    {"name": TEXTS, "remark": TEXTS, "registered_capital": st.none() | st.integers(0, 10**12), "neeq_listed": st.none() | st.integers(0, 1)}
)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    yield found
    found.close()


def add(target: Ledger, rows: list[dict[str, Any]], progress: Progress | None = None) -> int:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    with target.writing("添加") as work:
        work.add_columns(EnterpriseRow, columns, progress or Progress())
    assert work.change_set is not None
    return work.change_set


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=5))
def test_the_log_is_what_the_orm_would_write(target: Ledger, rows: list[dict[str, Any]]) -> None:
    made = add(target, [{"id": f"{n:020x}", **row} for n, row in enumerate(rows)])
    with target.reading() as session:
        lines = session.execute(select(Change.row_key, Change.field, Change.old, Change.new).where(Change.change_set == made)).all()
    assert lines == [(encode({"id": f"{n:020x}"}), "", None, whole(row)) for n, row in enumerate(rows)]
    assert ledger.check_ledger(target) == ()
    undone = history.undo(target, made)
    assert undone.label == "撤销 添加"
    assert ledger.check_ledger(target) == ()
    with target.reading() as session:
        assert session.scalars(select(EnterpriseRow.id)).all() == []  # type: ignore[attr-defined]


def many(count: int = 60) -> list[dict[str, Any]]:
    return [{"id": f"{n:020x}", "name": f"样例{n}\"\\\n", "founded_on": None, "employees": n or None} for n in range(count)]


def everything(target: Ledger) -> list[Any]:
    with target.reading() as session:
        return [tuple(row) for record in (Enterprise, FiscalYear) for row in session.execute(select(ROWS[record].__table__)).all()]


def test_undo_and_redo_of_many_are_exact(target: Ledger) -> None:
    before = everything(target)
    with target.writing("添加") as work:
        work.add_rows(EnterpriseRow, many())
        work.add_rows(ROWS[FiscalYear], [{"enterprise": row["id"], "year": 2022, "revenue": 5} for row in many()])
    assert work.change_set is not None
    after = everything(target)
    undone = history.undo(target, work.change_set)
    assert (everything(target), len(undone.enterprises)) == (before, 60)
    assert undone.change_set is not None
    redone = history.undo(target, undone.change_set)
    assert (everything(target), redone.label) == (after, "重做 添加")
    assert ledger.check_ledger(target) == ()


def test_a_row_that_was_changed_since_forbids_the_undo(target: Ledger) -> None:
    made = add(target, many())
    enterprises.edit(target, [many()[40]["id"]], {"phone": "0352"})
    before = everything(target)
    assert refusal(lambda: history.undo(target, made))[0] == "changed_since"
    assert everything(target) == before


def test_what_has_come_to_hang_on_a_row_forbids_the_undo(target: Ledger) -> None:
    made = add(target, many())
    enterprises.save(target, "录入", FiscalYear(many()[3]["id"], 2022, revenue=100))
    assert refusal(lambda: history.undo(target, made))[0] == "changed_since"
    assert len(everything(target)) == 61
    assert ledger.check_ledger(target) == ()


def test_cancelled_midway_nothing_is_there(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_VALUES", 25)  # five rows at once

    class Stops(Progress):
        def step(self, done: int, total: int) -> None:
            if done >= 30:
                raise Cancelled

    with pytest.raises(Cancelled):
        add(target, many(), Stops())
    assert everything(target) == []
    assert ledger.check_ledger(target) == ()
    add(target, many())
    assert ledger.check_ledger(target) == ()


def test_what_was_there_before_is_not_logged_again(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new rows are found as the last of their table, whatever came and went before."""
    monkeypatch.setattr(bulk, "MOST_VALUES", 25)
    first, second, third = many()[:7], many()[7:19], many()[19:]
    gone = add(target, first)
    made = add(target, second)
    history.undo(target, gone)
    last = add(target, third)
    with target.reading() as session:
        lines = session.execute(select(Change.change_set, Change.row_key).where(Change.change_set.in_((made, last))).order_by(Change.id))
        assert lines.all() == [(made, encode({"id": row["id"]})) for row in second] + [(last, encode({"id": row["id"]})) for row in third]
    history.undo(target, last)
    history.undo(target, made)
    assert everything(target) == []
    assert ledger.check_ledger(target) == ()


def test_a_row_that_cannot_be_stored_comes_out_of_the_thread_and_leaves_nothing(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_VALUES", 25)
    twice = [*many(), many()[3]]
    assert refusal(add, target, twice)[1].startswith("“大同.datong”里")
    assert everything(target) == []
    assert ledger.check_ledger(target) == ()
