"""The year on show: turning back and forth between years shows what the ledger holds, read no oftener than needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.year_book import Cell
from datong_desktop.views.workspace import Workspace
from tests.registry import file, made
from tests.views.later import Thread
from tests.views.windows import make_ledger

CELL: Cell = ("平城区", "mechanism")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_ledger(tmp_path / "两年.datong", figures=True)
    ledger = services.ledger.open_ledger(path)
    services.assessment.create_year(ledger, 2023)
    ledger.close()
    return path


@pytest.fixture
def workspace(qtbot: QtBot, path: Path) -> Iterator[Workspace]:
    made = Workspace()
    made.set_ledger(services.ledger.open_ledger(path))
    yield made
    made.set_ledger(None)


def test_turning_back_shows_the_year_just_left_as_it_was(workspace: Workspace) -> None:
    newest = workspace.book
    workspace.set_year(2022)
    earlier = workspace.book
    workspace.set_year(2023)
    assert workspace.book is newest
    workspace.set_year(2022)
    assert workspace.book is earlier


def test_a_write_in_one_year_is_seen_in_the_other(workspace: Workspace) -> None:
    workspace.set_year(2022)
    workspace.key_figures({CELL: 77}, "录入")
    workspace.perform(services.assessment.disqualify, Disqualification(2022, "云州区", "弄虚作假", None, ""))
    workspace.set_year(2023)
    assert workspace.book is not None
    assert workspace.book.last_year[CELL] == 77
    assert "云州区" in workspace.book.disqualified
    workspace.set_year(2022)
    workspace.set_year(2023)
    workspace.undo_stack.undo()
    workspace.undo_stack.undo()
    workspace.set_year(2022)
    assert workspace.book.figures[CELL] != 77
    assert not workspace.book.disqualified


def test_where_another_window_writes_every_turn_reads_anew(qtbot: QtBot, path: Path) -> None:
    writer = services.ledger.open_ledger(path)
    onlooker = Workspace()
    onlooker.set_ledger(services.ledger.open_ledger(path, read_only=True))
    onlooker.set_year(2022)
    services.assessment.key_figures(writer, 2023, {CELL: 5}, "录入")
    onlooker.set_year(2023)
    assert onlooker.book is not None
    assert onlooker.book.figures == {CELL: 5}
    onlooker.set_ledger(None)
    writer.close()


def test_many_enterprises_are_changed_in_a_thread_and_few_at_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datong_desktop.views.workspace.LONG_STEP", 2)
    ledger, thread = workspace.ledger, Thread(workspace)
    assert ledger is not None
    many = [made(ledger, f"样例企业{n}") for n in range(3)]
    edit, refusals = services.enterprises.edit, list[str]()
    workspace.refused.connect(lambda refusal: refusals.append(str(refusal)))

    def districts() -> list[str]:
        return [file(ledger, one).enterprise.district for one in many]

    workspace.perform_many("批量修改 2 家企业", edit, many[:2], {"district": "平城区"})
    assert (thread.said, districts()) == ([], ["平城区", "平城区", ""])
    workspace.perform_many("批量修改 3 家企业", edit, many, {"district": "云冈区"})
    thread.run(cancelled=True)
    assert thread.said == ["批量修改 3 家企业", "已停下，没有批量修改 3 家企业，账套没有改动"]
    assert districts() == ["平城区", "平城区", ""]
    workspace.perform_many("归档 3 家企业", services.enterprises.archive, many, datetime.date(2023, 5, 1))
    thread.run()
    assert workspace.undo_stack.undoText() == "归档 3 家企业"
    assert all(file(ledger, one).enterprise.archived_on for one in many)
    workspace.perform_many("批量修改 3 家企业", edit, [*many[:2], "x"], {"district": "云冈区"})
    thread.run()
    assert refusals[0].startswith("企业库里没有这家企业")
    workspace.undo_stack.undo()  # three lines of the log: in a thread, too
    thread.run()
    assert not any(file(ledger, one).enterprise.archived_on for one in many)
