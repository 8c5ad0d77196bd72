"""Faults 5, 6, 7 (copies) and 26: the disk is full. Nothing is half stored, the sentence names the drive."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.services import assessment, ledger
from datong_desktop.services.ledger import Ledger
from tests.storage import A, B, books, key, new_ledger, opened, refusal


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 1 MB."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux can mount a small disk; test_a_full_file_… runs everywhere")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, keep: int = 0) -> Path:
    """A file that leaves ``keep`` bytes free."""
    filler = folder / "filler"
    with filler.open("wb") as file, contextlib.suppress(OSError):
        size = shutil.disk_usage(folder).free - keep
        for _ in range(max(0, size) // 4096):
            file.write(bytes(4096))
            file.flush()
    return filler


def grid(target: Ledger, value: int) -> dict[tuple[str, str], int]:
    scheme = assessment.read_year(target, 2022).scheme
    return {(d, i.id): value for d in scheme.districts for i in scheme.indicators}


def test_keying_on_a_full_disk(small_disk: Path) -> None:
    """Faults 5 and 6."""
    target = new_ledger(small_disk)
    assessment.key_figures(target, 2022, {A: 3, B: 4}, "粘贴 1×2")
    before = books(target)
    filler = fill(small_disk)
    for figures in ({A: 9}, grid(target, 7)):
        code, sentence = refusal(assessment.key_figures, target, 2022, figures, "导入")
        assert code == "disk_full"
        assert str(small_disk) in sentence
        assert "MB" in sentence
        assert books(target) == before
    assert ledger.check_ledger(target) == ()
    filler.unlink()
    assert key(target, A, 9).change_set == 4, "goes on as if nothing had been"
    target.close()
    with opened(target.path) as again:
        assert assessment.read_year(again, 2022).figures == {A: 9, B: 4}


def test_at_every_fullness_a_batch_is_stored_whole_or_not_at_all(small_disk: Path) -> None:
    """Fault 6: the disk fills up at some point of the transaction, wherever that is."""
    target = new_ledger(small_disk)
    stored = refused = 0
    for value, keep in enumerate(range(0, 200_000, 12_288)):
        filler, before = fill(small_disk, keep), assessment.read_year(target, 2022).figures
        code = ""
        try:
            assessment.key_figures(target, 2022, grid(target, value), "导入")
        except Refused as problem:
            code = problem.problems[0].code
        after = assessment.read_year(target, 2022).figures
        assert after == (before if code else grid(target, value))
        assert code in ("", "disk_full")
        refused, stored = refused + bool(code), stored + (not code)
        filler.unlink()
    assert stored
    assert refused
    assert ledger.check_ledger(target) == ()
    target.close()


def test_copies_and_backups_on_a_full_disk_leave_the_old_ones(small_disk: Path, tmp_path: Path) -> None:
    """Faults 7 and 26."""
    target = new_ledger(tmp_path)
    copy = small_disk / "副本.datong"
    ledger.save_copy(target, copy)
    old = copy.read_bytes()
    key(target, A, 3)
    fill(small_disk)
    code, sentence = refusal(ledger.save_copy, target, copy)
    assert code == "disk_full"
    assert str(small_disk) in sentence
    assert copy.read_bytes() == old
    assert {p.name for p in small_disk.iterdir()} == {"副本.datong", "filler"}
    assert refusal(ledger.create_ledger, small_disk / "新.datong", year=2022)[0] == "disk_full"
    assert {p.name for p in small_disk.iterdir()} == {"副本.datong", "filler"}
    target.close()


def test_a_backup_that_fails_is_noted_and_blocks_nothing(tmp_path: Path) -> None:
    """Fault 26."""
    target = new_ledger(tmp_path)
    (tmp_path / "大同.备份").write_text("a file in the way")
    refusal(ledger.back_up_if_changed, target)
    with target.reading() as session:
        from sqlalchemy import select

        from datong_desktop.models.tables import ChangeSet

        assert session.scalars(select(ChangeSet.command).order_by(ChangeSet.id.desc())).first() == "备份没有做成"
    assert key(target, A, 3).change_set is not None
    assert ledger.check_ledger(target) == ()
    target.close()


def test_a_full_file_rolls_everything_back(tmp_path: Path) -> None:
    """Faults 5 and 6 where no disk can be mounted: SQLite itself says full."""
    target = new_ledger(tmp_path)
    assessment.key_figures(target, 2022, {A: 3, B: 4}, "粘贴 1×2")
    before = books(target)
    with target.unit.exclusive() as used:
        pages = used.execute("PRAGMA page_count").fetchone()[0]
        used.execute(f"PRAGMA max_page_count={pages}")
    assert refusal(assessment.key_figures, target, 2022, grid(target, 7), "导入")[0] == "disk_full"
    assert books(target) == before
    with target.unit.exclusive() as used:
        assert not used.in_transaction
        used.execute("PRAGMA max_page_count=1000000")
    assert assessment.key_figures(target, 2022, grid(target, 7), "导入").change_set == 4
    target.close()


@pytest.mark.skipif(os.name == "nt", reason="the limit of a process's file size is Unix's")
def test_a_limit_of_the_file_size_is_a_full_disk_too(tmp_path: Path) -> None:
    from tests.storage import answer

    target = new_ledger(tmp_path)
    target.close()
    code = """
import json, resource, signal, sys; from pathlib import Path
from datong_desktop.domain.problem import Refused
from datong_desktop.services import assessment, ledger
from datong_desktop.domain.problem import Refused
target = ledger.open_ledger(Path(sys.argv[1]))
book = assessment.read_year(target, 2022)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    assessment.key_figures(target, 2022, {(d, i.id): 7 for d in book.scheme.districts for i in book.scheme.indicators}, "导入")
    code = "stored"
except Refused as refused:
    code = refused.problems[0].code
print(json.dumps([code, len(assessment.read_year(target, 2022).figures)]))
"""
    found, figures = answer(code, str(target.path))
    assert found in ("disk_full", "io_error")
    assert figures == 0
