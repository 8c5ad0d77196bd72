"""A scan that is missing or changed on disk, a full disk, a folder that is read-only, copies and backups."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.models import scan_folder
from datong_desktop.models.sqlite import copying
from datong_desktop.services import enterprises, history, ledger, scans
from datong_desktop.services.ledger import Ledger
from tests.faults.test_storage_full_disk import fill, small_disk
from tests.papers import pdf, picture
from tests.storage import new_ledger, opened, refusal

__all__ = ["small_disk"]
LICENCE = "material/1/6"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with three scans."""
    (tmp_path / "账套").mkdir()
    found = new_ledger(tmp_path / "账套")
    (identifier,) = enterprises.create(found, {"name": "样例企业001有限公司"}).enterprises
    scans.add(found, identifier, LICENCE, [pdf(), picture(), picture("PNG")], ["甲", "乙", "丙"])
    yield found
    found.close()


def owner(target: Ledger) -> str:
    with target.reading() as session:
        from datong_desktop.models.registry import EnterpriseRow

        return str(session.query(EnterpriseRow).one().id)


def file_of(target: Ledger, title: str) -> Path:
    (found,) = (one for one in scans.of(target, owner(target)) if one.link.title == title)
    return scan_folder.place(scan_folder.beside(target.path), found.scan)


def digest_of(target: Ledger, title: str) -> str:
    return file_of(target, title).stem


def stored(path: Path) -> set[str]:
    return {file.name for file in scan_folder.beside(path).rglob("*") if file.is_file()}


def test_check_and_opening_name_what_is_missing_or_changed(target: Ledger) -> None:
    file_of(target, "甲").unlink()
    changed = bytearray(file_of(target, "乙").read_bytes())
    changed[-5] ^= 1
    file_of(target, "乙").write_bytes(changed)
    file_of(target, "丙").write_bytes(b"short")
    problems = ledger.check_ledger(target)
    assert sorted(p.code for p in problems) == ["scan_changed", "scan_changed", "scan_missing"]
    missing = next(p for p in problems if p.code == "scan_missing")
    assert missing.text.startswith("“样例企业001有限公司”申报材料6的扫描件“甲”不见了。")
    for title, expected in (("甲", "scan_missing"), ("乙", "scan_changed"), ("丙", "scan_changed")):
        code, text = refusal(scans.open_content, target, digest_of(target, title))
        assert code == expected
        assert title in text
    assert refusal(scans.open_content, target, "0" * 64)[0] == "scan_unknown"


def test_adding_the_paper_again_mends_a_spoilt_file(target: Ledger) -> None:
    file_of(target, "甲").write_bytes(b"spoilt")
    assert len(ledger.check_ledger(target)) == 1
    content = file_of(target, "乙").read_bytes()
    file_of(target, "乙").unlink()
    scans.add(target, owner(target), LICENCE, [content])
    (left,) = ledger.check_ledger(target)
    assert "甲" in left.text


def test_the_whole_folder_is_gone(target: Ledger) -> None:
    shutil.rmtree(scan_folder.beside(target.path))
    (problem,) = ledger.check_ledger(target)
    assert problem.code == "scans_missing"
    assert "3 个扫描件" in problem.text
    assert "大同.附件" in problem.text


def test_a_file_nobody_may_read(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert {p.code for p in scans.check_scans(target)} == {"scan_unreadable"}


def test_more_than_fifty_are_counted(target: Ledger) -> None:
    many = [picture(shade=shade, size=(9, 9)) for shade in range(60)]
    scans.add(target, owner(target), "enterprise", many)
    for path in scan_folder.beside(target.path).rglob("*.jpg"):
        path.unlink()
    problems = scans.check_scans(target)
    assert len(problems) == 51
    assert "另有 11 个" in problems[-1].text


# -- copies -------------------------------------------------------------------------------------------------------------


def test_a_copy_takes_its_scans_along(target: Ledger, tmp_path: Path) -> None:
    scans.unlink(target, [one.link for one in scans.of(target, owner(target)) if one.link.title == "甲"])
    copy = tmp_path / "U盘" / "副本.datong"
    copy.parent.mkdir()
    told: list[float] = []
    assert ledger.save_copy(target, copy, Progress(told.append)) == ()
    assert told
    assert stored(copy) == stored(target.path), "also what an undo may bring back"
    shutil.rmtree(target.path.parent)
    with opened(copy) as found:
        assert ledger.check_ledger(found) == ()
        assert scans.open_content(found, digest_of(found, "丙")) == picture("PNG")
        with found.reading() as session:
            from datong_desktop.models.tables import ChangeSet

            last = max(made.id for made in session.query(ChangeSet))
        history.undo(found, last)
        assert len(scans.of(found, owner(found))) == 3
        assert ledger.check_ledger(found) == ()


def test_a_copy_says_which_scans_are_not_in_it(target: Ledger, tmp_path: Path) -> None:
    spoilt = file_of(target, "乙")
    whole = spoilt.read_bytes()
    assert ledger.save_copy(target, tmp_path / "旧.datong") == ()
    spoilt.write_bytes(b"x")
    (problem,) = ledger.save_copy(target, tmp_path / "新.datong")
    assert "“乙”" in problem.text
    assert len(stored(tmp_path / "新.datong")) == 2
    assert ledger.save_copy(target, tmp_path / "旧.datong") == (), "the older copy has it still"
    kept = scan_folder.beside(tmp_path / "旧.datong") / spoilt.parent.name / spoilt.name
    assert kept.read_bytes() == whole


def test_rescue_when_the_stick_was_pulled(target: Ledger, tmp_path: Path) -> None:
    os.rename(target.path.parent, tmp_path / "拔掉了")
    (problem,) = ledger.save_copy(target, tmp_path / "抢救.datong")
    assert problem.code == "scans_missing"
    with opened(tmp_path / "抢救.datong") as found:
        assert len(scans.of(found, owner(found))) == 3, "the figures are safe; the check goes on saying what is missing"
        assert ledger.check_ledger(found)


def test_a_cancelled_or_failed_copy_leaves_nothing(target: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "副本.datong"
    progress = Progress()
    progress._tell = lambda fraction: progress.cancel() if fraction > 0.3 else None
    with pytest.raises(Cancelled):
        ledger.save_copy(target, copy, progress)
    assert not copy.exists()
    assert not scan_folder.beside(copy).exists()

    def fail(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(copying, "put_in_place", fail)
    assert refusal(ledger.save_copy, target, copy)[0] == "disk_full"
    assert not copy.exists()
    assert not scan_folder.beside(copy).exists()


def test_a_scan_added_while_the_copy_is_made_is_in_it(target: Ledger, tmp_path: Path) -> None:
    identifier, progress = owner(target), Progress()

    def tell(fraction: float) -> None:
        if fraction == 0 and len(scans.of(target, identifier)) == 3:
            scans.add(target, identifier, "enterprise", [picture("PNG", (50, 50))], ["丁"])

    progress._tell = tell
    assert ledger.save_copy(target, tmp_path / "副本.datong", progress) == ()
    with opened(tmp_path / "副本.datong") as found:
        assert len(scans.of(found, identifier)) == 4
        assert ledger.check_ledger(found) == ()


def test_a_copy_that_is_in_place_keeps_its_scans_whatever_fails_then(
    target: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, sync = tmp_path / "副本.datong", copying.sync_folder

    def fail(folder: Path) -> None:
        if copy.exists():
            raise OSError(errno.EIO, "no device")
        sync(folder)

    monkeypatch.setattr(copying, "sync_folder", fail)
    assert refusal(ledger.save_copy, target, copy)[0] == "io_error"
    assert copy.exists()
    assert stored(copy) == stored(target.path)


# -- crashes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nth", [1, 2])
def test_a_crash_leaves_at_most_a_file_that_nothing_refers_to(
    target: Ledger, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the scan is known to the ledger, and between that and its link."""
    identifier, writing, count = owner(target), target.writing, 0

    def die(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise KeyboardInterrupt
        return writing(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(target, "writing", die)
        with pytest.raises(KeyboardInterrupt):
            scans.add(target, identifier, LICENCE, [picture("TIFF")], ["丁"])
    assert len(stored(target.path)) == 4
    assert len(scans.of(target, identifier)) == 3
    assert len(scans.unlinked(target)) == nth - 1
    assert ledger.check_ledger(target) == ()
    scans.add(target, identifier, LICENCE, [picture("TIFF")], ["丁"])
    assert len(scans.of(target, identifier)) == 4


# -- backups ------------------------------------------------------------------------------------------------------------


def test_a_backup_counts_the_scans_it_refers_to(target: Ledger) -> None:
    info = ledger.back_up(target, "手动")
    found = ledger.inspect_backup(info.path)
    assert (found.sound, found.scans, found.scans_missing) == (True, 3, 0)
    file_of(target, "甲").unlink()
    assert ledger.inspect_backup(info.path).scans_missing == 1
    with opened(info.path, read_only=True) as looked_into:
        assert len(scans.check_scans(looked_into)) == 1, "a backup opened by itself finds its ledger's folder"


def test_restoring_brings_the_links_back(target: Ledger) -> None:
    identifier = owner(target)
    info = ledger.back_up(target, "手动")
    scans.unlink(target, [one.link for one in scans.of(target, identifier)])
    scans.add(target, identifier, LICENCE, [picture("TIFF")], ["丁"])
    path, before = target.path, stored(target.path)
    target.close()
    ledger.restore_backup(path, info)
    with opened(path) as restored:
        assert {one.link.title for one in scans.of(restored, identifier)} == {"甲", "乙", "丙"}
        assert ledger.check_ledger(restored) == ()
    assert stored(path) == before, "the later scan is still there for the backup made before restoring"


# -- where nothing can be written -----------------------------------------------------------------------------------------


def test_a_full_disk_keeps_nothing_half(small_disk: Path) -> None:
    target = new_ledger(small_disk)
    (identifier,) = enterprises.create(target, {"name": "甲"}).enterprises
    scans.add(target, identifier, LICENCE, [picture(size=(20, 20))], ["小"])
    before = stored(target.path)
    filler = fill(small_disk, 8192)
    large = picture("TIFF", (300, 300))
    code, text = refusal(scans.add, target, identifier, LICENCE, [picture(size=(19, 19)), large], ["也小", "公司章程"])
    assert code == "disk_full"
    assert "“公司章程”没有保存" in text or "“也小”没有保存" in text
    assert str(small_disk) in text
    assert stored(target.path) == before
    assert ledger.check_ledger(target) == ()
    filler.unlink()
    scans.add(target, identifier, LICENCE, [large], ["公司章程"])
    copy = small_disk / "副本.datong"
    fill(small_disk, 300_000)
    assert refusal(ledger.save_copy, target, copy)[0] == "disk_full"
    assert not copy.exists()
    assert not scan_folder.beside(copy).exists()
    target.close()


def test_a_read_only_folder_of_scans(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everywhere: the system's answer is given for it."""
    before = stored(target.path)

    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "read-only")

    with monkeypatch.context() as patched:
        patched.setattr(copying.os, "open", refuse)
        code, text = refusal(scans.keep, target, [picture("TIFF")], ["公司章程"])
    assert code == "read_only"
    assert "大同.附件" in text
    assert stored(target.path) == before


def test_the_stick_is_pulled_while_a_scan_is_written(target: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(target.path)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "no device")

    monkeypatch.setattr(copying, "sync_file", fail)
    code, text = refusal(scans.keep, target, [picture("TIFF")], ["公司章程"])
    assert code == "io_error"
    assert "U 盘" in text
    assert stored(target.path) == before
    assert ledger.check_ledger(target) == ()
