"""Long verbs cancelled at every place where they can be: everything on disk is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.domain.year_book import YearBook
from datong_desktop.models.sqlite import checking, copying
from datong_desktop.services import assessment, documents, ledger
from tests.storage import A, key, new_ledger, opened


class StopsAt(Progress):
    """Cancels itself at one of its steps."""

    def __init__(self, place: int) -> None:
        self.told: list[float] = []
        super().__init__(self._count)
        self._place = place
        if place == 0:
            self.cancel()

    def _count(self, fraction: float) -> None:
        self.told.append(fraction)
        if len(self.told) == self._place:
            self.cancel()


def on_disk(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file in a folder; nothing is opened: a live ledger's locks would be lost."""
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) if p.is_file() else (0, 0) for p in folder.rglob("*")}


def cancel_everywhere(folder: Path, verb: Callable[[Progress], object]) -> int:
    """Run the verb with a cancel at each of its steps, until there is none left to cancel it at; the number of them."""
    before = on_disk(folder)
    for place in range(200):
        progress = StopsAt(place)
        try:
            verb(progress)
        except Cancelled:
            assert on_disk(folder) == before, f"cancelled at step {place}"
        else:
            assert progress.told == sorted(progress.told)
            assert progress.told[-1] == 1.0
            return place
    raise AssertionError("it never ended")


@pytest.fixture(autouse=True)
def a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ledgers are copied in as many steps as large ones."""
    monkeypatch.setattr(copying, "PAGES", 2)
    monkeypatch.setattr(checking, "INSTRUCTIONS", 50)


def test_a_backup_and_its_folder(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    assert cancel_everywhere(tmp_path, lambda p: ledger.back_up(target, "手动", p)) > 4
    assert len(ledger.list_backups(target.path)) == 1
    assert cancel_everywhere(tmp_path, lambda p: ledger.back_up(target, "手动", p)) > 4
    assert len(ledger.list_backups(target.path)) == 2
    key(target, A, 5)
    target.close()


def test_a_copy_over_an_older_file(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    other = tmp_path / "副本.datong"
    other.write_text("old", encoding="utf-8")
    assert cancel_everywhere(tmp_path, lambda p: ledger.save_copy(target, other, p)) > 4
    with opened(other, read_only=True) as copy:
        assert assessment.list_years(copy) == (2022,)
    target.close()


def test_checking(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 5)
    assert cancel_everywhere(tmp_path, lambda p: _whole(ledger.check_ledger(target, p), p)) > 4
    key(target, A, 6)
    target.close()


def _whole(problems: tuple[object, ...], progress: Progress) -> None:
    assert problems == ()
    progress.step(1, 1)


def test_restoring_keeps_the_ledger_until_the_backup_takes_its_place(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 5)
    info = ledger.back_up(target, "手动")
    key(target, A, 6)
    target.close()
    assert cancel_everywhere(tmp_path, lambda p: ledger.restore_backup(target.path, info, progress=p)) > 8
    with opened(target.path) as again:
        assert assessment.read_year(again, 2022).figures == {A: 5}


def test_the_four_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_content", lambda *_: b"made")
    monkeypatch.setattr(documents.safe_write, "write_documents", lambda made: tuple(p for p, _ in made))
    with opened(new_closed(tmp_path), read_only=True) as source:
        book: YearBook = assessment.read_year(source, 2022)
    folder = tmp_path / "out"
    folder.mkdir()
    assert cancel_everywhere(folder, lambda p: documents.save_all(book, folder, p)) == 5


def new_closed(folder: Path) -> Path:
    target = new_ledger(folder)
    target.close()
    return target.path


def test_a_long_statement_is_interrupted(tmp_path: Path) -> None:
    raw, progress = sqlite3.connect(":memory:"), Progress()
    raw.create_function("stop", 0, progress.cancel)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(stop()) FROM n"
    with pytest.raises(Cancelled), checking.stoppable(raw, progress):
        raw.execute(endless).fetchall()
    with pytest.raises(sqlite3.OperationalError, match="no such table"), checking.stoppable(raw, Progress()):
        raw.execute("SELECT * FROM nowhere")
    assert raw.execute("SELECT 1").fetchone() == (1,)
    raw.close()
