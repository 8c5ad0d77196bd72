"""Faults 3, 4, 8, 9, 12-15, 18, 20, 21, 23: what can happen to the file under our hands, and who else uses it."""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.problem import Refused
from datong_desktop.models import migrations, places
from datong_desktop.models.writer_lock import WriterLock
from datong_desktop.services import assessment, enterprises, ledger, records
from datong_desktop.services.ledger import Ledger
from tests.storage import A, B, another_process, answer, books, key, new_ledger, opened, raw, refusal

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be deleted or replaced")
ROOT_ONLY = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user to whom files are read-only"
)


def filled(folder: Path) -> Ledger:
    target = new_ledger(folder)
    assessment.key_figures(target, 2022, {A: 3, B: 4}, "粘贴 1×2")
    return target


# -- vanished and replaced ---------------------------------------------------------------------------------------------


@UNIX
def test_a_deleted_file_is_noticed_and_can_still_be_saved_elsewhere(tmp_path: Path) -> None:
    """Fault 3."""
    target = filled(tmp_path)
    expected = books(target)
    assert ledger.file_vanished(target) is None
    target.path.unlink()
    assert "数据文件不见了" in (ledger.file_vanished(target) or "")
    code, sentence = refusal(key, target, A, 9)
    assert code == "file_vanished"
    assert "数据文件不见了" in sentence
    assert refusal(assessment.read_year, target, 2022)[0] == "file_vanished"
    assert not target.path.exists(), "no new file has appeared"
    ledger.save_copy(target, tmp_path / "另存.datong")
    target.close()
    with opened(tmp_path / "另存.datong") as copy:
        assert books(copy) == expected


@UNIX
def test_a_replaced_file_is_noticed_and_neither_is_written(tmp_path: Path) -> None:
    """Fault 4."""
    target = filled(tmp_path)
    other = tmp_path / "别的.datong"
    ledger.save_copy(target, other)
    kept = tmp_path / "原来的.datong"
    os.rename(target.path, kept)
    os.rename(other, target.path)
    before = kept.read_bytes(), target.path.read_bytes()
    assert refusal(key, target, A, 9)[0] == "file_vanished"
    assert refusal(ledger.back_up, target, "手动")[0] == "file_vanished"
    target.close()
    assert (kept.read_bytes(), target.path.read_bytes()) == before


@UNIX
@pytest.mark.parametrize("moment", ["before commit", "after the check"])
def test_a_file_replaced_in_the_middle_of_a_write_is_noticed(moment: str, tmp_path: Path) -> None:
    """SQLite itself refuses (DBMOVED) or, after its last look, we do."""
    target = filled(tmp_path)

    def write() -> None:
        with target.writing("录入") as work:
            work.session.get_one(assessment.Figure, (2022, *A)).value = 9
            if moment == "after the check":
                work.session.flush()
            target.path.unlink()

    assert refusal(write)[0] == "file_vanished"
    target.close()


# -- read-only ---------------------------------------------------------------------------------------------------------

AS_NOBODY = """
import json, os, sys; from pathlib import Path
from datong_desktop.services import assessment, ledger
from datong_desktop.domain.problem import Refused
os.setgroups([]); os.setgid(65534); os.setuid(65534)
target = ledger.open_ledger(Path(sys.argv[1]))
try:
    assessment.key_figures(target, 2022, {("平城区", "mechanism"): 9}, "录入"); code = "stored"
except Refused as refused:
    code = refused.problems[0].code
figures = sorted(assessment.read_year(target, 2022).figures.values())
print(json.dumps([target.read_only, target.read_only_reason, code, figures]))
"""


@ROOT_ONLY
@pytest.mark.parametrize(("what", "folder_mode", "file_mode"), [("文件夹", 0o555, 0o666), ("文件", 0o777, 0o444), ("文件夹", 0o555, 0o444)])
def test_where_nothing_can_be_written_the_ledger_can_be_looked_at(what: str, folder_mode: int, file_mode: int, tmp_path: Path) -> None:
    """Faults 8 and 9."""
    folder = tmp_path / "只读"
    folder.mkdir()
    target = filled(folder)
    target.close()
    for leftover in folder.glob("*.lock*"):
        leftover.unlink()
    for parent in [p for p in folder.parents if p.is_relative_to("/tmp") and p != Path("/tmp")]:
        parent.chmod(0o755)
    target.path.chmod(file_mode)
    folder.chmod(folder_mode)
    before = sorted(p.name for p in folder.iterdir()), target.path.read_bytes()
    read_only, reason, code, figures = answer(AS_NOBODY, str(target.path))
    assert (read_only, code, figures) == (True, "read_only", [3, 4])
    assert what in reason
    assert "只能查看" in reason
    assert target.path.read_bytes() == before[1]
    assert {p.name for p in folder.iterdir()} - set(before[0]) <= {"大同.datong.lock"}


# -- not a ledger, damaged, newer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", {"not_a_ledger"}),
        (b"hello", {"not_a_ledger"}),
        (random.Random(1).randbytes(20_000), {"not_a_ledger"}),
        (b"PK\x03\x04" + bytes(5000), {"not_a_ledger"}),
        ("header", {"damaged", "not_a_ledger"}),
        ("half", {"damaged"}),
        ("holes", {"damaged"}),
    ],
    ids=["empty", "text", "random", "zip", "header only", "half", "holes"],
)
def test_what_is_no_sound_ledger_is_refused_and_left_alone(content: bytes | str, codes: set[str], tmp_path: Path) -> None:
    """Faults 12 and 13."""
    target = filled(tmp_path)
    target.close()
    whole = target.path.read_bytes()
    broken = content if isinstance(content, bytes) else {
        "header": whole[:100], "half": whole[: len(whole) // 2], "holes": whole[:8192] + bytes(4096 * 4) + whole[8192 + 4096 * 4 :],
    }[content]  # fmt: skip
    target.path.write_bytes(broken)
    for options in ({}, {"read_only": True}):
        code, sentence = refusal(ledger.open_ledger, target.path, **options)
        assert code in codes
        assert "备份" in sentence
    assert target.path.read_bytes() == broken
    with pytest.raises(Refused):
        ledger.open_ledger(target.path)
    target.path.unlink()
    new_ledger(tmp_path).close()  # nobody holds the lock of the file that was refused


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Fault 15. Its journal mode stays too."""
    path = tmp_path / "别的程序.datong"
    with raw(path) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE figure (x); INSERT INTO figure VALUES (1)")
    before = path.read_bytes()
    assert refusal(ledger.open_ledger, path)[0] == "not_a_ledger"
    assert path.read_bytes() == before


def test_a_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    """Fault 15."""
    target = filled(tmp_path)
    target.close()
    with raw(target.path) as connection:
        connection.execute(f"PRAGMA user_version={migrations.HEAD + 1}")
    before = target.path.read_bytes()
    code, sentence = refusal(ledger.open_ledger, target.path)
    assert code == "too_new"
    assert "请升级软件" in sentence
    assert target.path.read_bytes() == before
    assert not (tmp_path / "大同.备份").exists()


def registered(target: Ledger) -> tuple[Enterprise, ...]:
    with target.reading() as session:
        return records.read(session, Enterprise)


def test_one_flipped_bit_never_gives_a_silently_different_figure(tmp_path: Path) -> None:
    """Fault 14: 300 places with something in them. Found at opening or by the check, or everything the window shows is as it was."""
    target = filled(tmp_path)
    scheme = assessment.read_year(target, 2022).scheme
    grid = {(d, i.id): (n * 37) % 90 for n, (d, i) in enumerate((d, i) for d in scheme.districts for i in scheme.indicators)}
    assessment.key_figures(target, 2022, grid, "粘贴 11×8")
    for number in range(150):
        enterprises.create(target, {"name": f"样例企业{number:03}有限公司"})
    expected = books(target), registered(target)
    target.close()
    whole, chance = target.path.read_bytes(), random.Random(3)
    written = [place for place, byte in enumerate(whole) if byte]  # much of the file is room for what is to come
    found = harmless = 0
    for number in range(300):
        bad = bytearray(whole)
        bad[chance.choice(written)] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{number}.datong"
        path.write_bytes(bad)
        try:
            with opened(path) as damaged:
                if ledger.check_ledger(damaged):
                    found += 1
                else:
                    assert (books(damaged), registered(damaged)) == expected, f"bit {number} changed something nobody noticed"
                    harmless += 1
        except Refused:
            found += 1
        for leftover in tmp_path.glob(f"{number}.datong*"):
            leftover.unlink()
    print(f"{found} flips found, {harmless} without effect")
    assert found > 100


# -- two at once -------------------------------------------------------------------------------------------------------

HOLD = """
import sys; from pathlib import Path
from datong_desktop.services import assessment, ledger
target = ledger.open_ledger(Path(sys.argv[1]), operator="王某")
print("open", flush=True)
for line in sys.stdin:
    assessment.key_figures(target, 2022, {("平城区", "mechanism"): int(line)}, "录入"); print("saved", flush=True)
"""


def test_a_second_window_looks_on_and_sees_what_is_keyed(tmp_path: Path) -> None:
    """Fault 18; and fault 19: when the first is killed, the next opening may write without a question."""
    target = filled(tmp_path)
    target.close()
    with another_process(HOLD, str(target.path)) as first:
        with opened(target.path, operator="李某") as second:
            assert second.read_only
            assert "王某" in (second.read_only_reason or "")
            assert refusal(key, second, A, 8)[0] == "read_only"
            for value in (7, 8):
                assert first.stdin is not None
                assert first.stdout is not None
                first.stdin.write(f"{value}\n")
                first.stdin.flush()
                assert first.stdout.readline() == "saved\n"
                assert assessment.read_year(second, 2022).figures[A] == value
        first.kill()
        first.wait()
        with opened(target.path, operator="李某") as third:
            assert not third.read_only
            key(third, A, 9)


def test_a_program_that_holds_the_file_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 21: some other program in the middle of a write."""
    target = filled(tmp_path)
    with target.unit.exclusive() as used:
        used.execute("PRAGMA busy_timeout=300")
    with raw(target.path) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        assert refusal(key, target, A, 9)[0] == "busy"
        assert assessment.read_year(target, 2022).figures[A] == 3
        intruder.execute("ROLLBACK")
        intruder.execute("BEGIN EXCLUSIVE")
        assert refusal(ledger.back_up, target, "手动")[0] == "busy"
        intruder.execute("ROLLBACK")
    assert key(target, A, 9).change_set is not None
    target.close()


@UNIX
def test_a_link_to_a_ledger_is_the_same_ledger(tmp_path: Path) -> None:
    """Else two writers would hold two locks of one file."""
    target = filled(tmp_path)
    (tmp_path / "桌面").mkdir()
    link = tmp_path / "桌面" / "快捷.datong"
    link.symlink_to(target.path)
    with opened(link) as second:
        assert second.read_only
        assert second.path == target.path
    target.close()


def test_on_a_network_drive_a_ledger_is_for_viewing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault 23, with a made-up table of mounts."""
    target = filled(tmp_path)
    target.close()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"//server/share {tmp_path} cifs rw 0 0\n")
    monkeypatch.setattr(places.on_network, "__defaults__", (mounts,))
    with opened(target.path) as found:
        assert "网络盘" in (found.read_only_reason or "")
        assert assessment.read_year(found, 2022).figures[A] == 3
        assert refusal(key, found, A, 9)[0] == "read_only"


@pytest.mark.parametrize("order", ["file first", "journal first"])
def test_a_crashed_ledger_moved_as_a_pair_recovers(order: str, tmp_path: Path) -> None:
    """Fault 17: file and journal belong together, whichever is copied first."""
    target = filled(tmp_path)
    target.close()
    live, journal = _crash_in_the_middle(target.path)
    folder = tmp_path / "搬过去"
    folder.mkdir()
    pair = [(live, folder / "大同.datong"), (journal, folder / "大同.datong-journal")]
    for source, to in {"file first": pair, "journal first": pair[::-1]}[order]:
        shutil.copy(source, to)
    with opened(folder / "大同.datong") as found:
        assert assessment.read_year(found, 2022).figures == {A: 3, B: 4}
        assert ledger.check_ledger(found) == ()


def test_a_crashed_ledger_that_cannot_be_written_says_what_it_needs(tmp_path: Path) -> None:
    target = filled(tmp_path)
    target.close()
    live, journal = _crash_in_the_middle(target.path)
    (tmp_path / "x").mkdir()
    shutil.copy(live, tmp_path / "x" / "大同.datong")
    shutil.copy(journal, tmp_path / "x" / "大同.datong-journal")
    path = tmp_path / "x" / "大同.datong"
    lock = WriterLock(path, "别人")  # so that we may not play the journal back
    code, sentence = refusal(ledger.open_ledger, path, read_only=True)
    assert code == "needs_recovery"
    assert "-journal" in sentence
    lock.release()
    with opened(path, read_only=True) as found:
        assert assessment.read_year(found, 2022).figures == {A: 3, B: 4}


CRASH = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size=1"); c.execute("PRAGMA cache_spill=1")
c.execute("BEGIN IMMEDIATE"); c.execute("UPDATE figure SET value = 99")
c.execute("CREATE TABLE filler (x)")
for n in range(200): c.execute("INSERT INTO filler VALUES (zeroblob(3000))")
os._exit(9)
"""


def _crash_in_the_middle(path: Path) -> tuple[Path, Path]:
    """A file half written, with the journal that makes it whole."""
    from tests.storage import python

    process = python(CRASH, str(path))
    process.communicate(timeout=60)
    assert process.returncode == 9
    journal = path.with_name(path.name + "-journal")
    assert journal.exists()
    return path, journal
