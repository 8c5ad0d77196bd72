"""Backups: verified, thinned out, looked into, restored."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from datong_desktop.models.sqlite import copying
from datong_desktop.services import assessment, backups, ledger
from datong_desktop.services.backups import BackupInfo
from tests.storage import A, B, books, content, key, new_ledger, opened, raw, refusal


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name != "home")


def test_a_backup_is_a_whole_ledger_named_by_time_and_reason(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    key(target, A, 3)
    info = ledger.back_up(target, "导入 a/b:c?前")
    assert info is not None
    assert info.path.parent == tmp_path / "大同.备份"
    assert info.reason == "导入 abc前"
    assert abs(info.made_at - datetime.datetime.now().astimezone()) < datetime.timedelta(minutes=1)
    assert info.size == info.path.stat().st_size
    target.close()
    assert content(info.path) == content(target.path)
    assert names(info.path.parent) == [info.path.name]


def test_a_backup_at_opening_only_when_something_changed(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    first = ledger.back_up_if_changed(target)
    assert first is not None
    assert first.reason == "打开时"
    assert ledger.back_up_if_changed(target) is None
    key(target, A, 3)
    assert ledger.back_up_if_changed(target) is not None
    target.close()
    with opened(target.path) as again:
        assert ledger.back_up_if_changed(again) is None


def test_several_within_a_second_keep_their_order(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    made = []
    for value in range(4):
        key(target, A, value)
        made.append(ledger.back_up(target, "手动"))
    assert list(ledger.list_backups(target.path)) == made[::-1]
    target.close()


def test_more_than_are_kept_within_a_second_never_reuse_a_name(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    now = datetime.datetime.now().astimezone()
    target.unit.clock = lambda: now
    made = [ledger.back_up(target, "手动") for _ in range(backups.KEEP_LAST + 5)]
    assert len({info.path for info in made}) == len(made)
    assert list(ledger.list_backups(target.path)) == made[: -backups.KEEP_LAST - 1 : -1]
    target.close()


def test_what_else_lies_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    folder = tmp_path / "大同.备份"
    folder.mkdir()
    (folder / "说明.txt").write_text("x")
    (folder / "2022-13-45_999999_x.datong").write_text("x")
    ledger.back_up(target, "手动")
    assert len(ledger.list_backups(target.path)) == 1
    assert len(names(folder)) == 3
    target.close()
    assert ledger.list_backups(tmp_path / "没有.datong") == ()


def test_which_backups_are_kept() -> None:
    now = datetime.datetime(2024, 6, 30, 12).astimezone()
    hours = [now - datetime.timedelta(hours=6 * n) for n in range(4 * 400)]
    existing = tuple(BackupInfo(Path(str(t)), t, "x", 1) for t in hours)
    kept = sorted((info.made_at for info in backups.worth_keeping(existing, now)), reverse=True)
    assert kept[:10] == hours[:10], "the last ten"
    days = {t.date() for t in kept if (now.date() - t.date()).days < 30}
    assert len(days) == 30, "one a day"
    assert len([t for t in kept if (now.date() - t.date()).days < 30]) <= 40
    older = [t for t in kept if (now.date() - t.date()).days >= 30]
    assert len({(t.year, t.month) for t in older}) == len(older) >= 12, "one a month"


def test_old_backups_are_removed_and_the_newest_never(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    start = datetime.datetime(2024, 1, 1, 9).astimezone()
    for number in range(30):
        target.unit.clock = lambda number=number: start + datetime.timedelta(minutes=number)  # type: ignore[misc]
        ledger.back_up(target, "手动")
    assert len(ledger.list_backups(target.path)) == 10
    target.unit.clock = lambda: start - datetime.timedelta(days=400)  # type: ignore[method-assign]
    made = ledger.back_up(target, "时钟拨回")
    assert made in ledger.list_backups(target.path)
    target.close()


def test_looking_into_a_backup(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    assessment.create_year(target, 2023)
    assessment.key_figures(target, 2022, {A: 3, B: 0, ("云冈区", "neeq"): 5}, "粘贴 1×3")
    key(target, A, None)
    info = ledger.back_up(target, "手动")
    assert info is not None
    found = ledger.inspect_backup(info.path)
    assert found.years == ((2023, 0, 88), (2022, 2, 88))
    assert (found.last_change, found.sound, found.problem) == ("录入 平城区", True, None)
    assert found.last_change_at is not None
    assert abs(found.last_change_at - datetime.datetime.now().astimezone()) < datetime.timedelta(minutes=1)
    target.close()


@pytest.mark.parametrize("damage", ["cut", "empty", "foreign", "flipped", "gone"])
def test_a_bad_backup_is_told_and_never_restored(damage: str, tmp_path: Path) -> None:
    """Fault 27."""
    target = new_ledger(tmp_path)
    key(target, A, 3)
    info = ledger.back_up(target, "手动")
    assert info is not None
    whole = bytearray(info.path.read_bytes())
    if damage == "gone":
        info.path.unlink()
    else:
        bad = {"cut": whole[: len(whole) // 2], "empty": b"", "foreign": b"hello" * 1000, "flipped": flip_page(whole)}[damage]
        info.path.write_bytes(bad)
    found = ledger.inspect_backup(info.path)
    assert not found.sound
    assert found.problem is not None
    assert found.problem.endswith("。")
    if damage in ("cut", "flipped"):
        assert ledger.back_up_if_changed(target) is not None, "a damaged newest backup does not count"
    target.close()
    before = content(target.path)
    refusal(ledger.restore_backup, target.path, info)
    assert content(target.path) == before


def flip_page(content: bytearray) -> bytearray:
    content[4096 * 3 : 4096 * 3 + 64] = bytes(64)
    return content


def test_restoring(tmp_path: Path) -> None:
    """Fault 28."""
    target = new_ledger(tmp_path)
    key(target, A, 3)
    wanted = books(target)
    info = ledger.back_up(target, "手动")
    assert info is not None
    key(target, A, 9)
    lost = books(target)
    target.close()
    ledger.restore_backup(target.path, info, operator="李某")
    with opened(target.path, operator="李某") as again:
        assert books(again) == wanted
        assert ledger.check_ledger(again) == ()
        assert not again.read_only
        key(again, A, 4)
    newest = ledger.list_backups(target.path)[0]
    assert newest.reason == "恢复前"
    with raw(target.path) as connection:
        log = connection.execute("SELECT command, made_by FROM change_set ORDER BY id DESC LIMIT 2").fetchall()
    assert log[1][0].startswith("恢复备份 ")
    assert log[1][1] == "李某"
    ledger.restore_backup(target.path, newest)
    with opened(target.path) as again:
        assert books(again) == lost


def test_restoring_a_ledger_that_was_deleted(tmp_path: Path) -> None:
    """Fault 28: even a journal left beside it does no harm (fault 17)."""
    target = new_ledger(tmp_path)
    key(target, A, 3)
    wanted = books(target)
    info = ledger.back_up(target, "手动")
    assert info is not None
    target.close()
    target.path.unlink()
    copying.journal_of(target.path).write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"x" * 5000)
    ledger.restore_backup(target.path, info)
    with opened(target.path) as again:
        assert books(again) == wanted
    assert len([name for name in names(tmp_path) if "损坏留存" in name and name.endswith("-journal")]) == 1


def test_a_damaged_ledger_is_set_aside_and_never_overwritten(tmp_path: Path) -> None:
    """Fault 13: also a second time within the same second."""
    target = new_ledger(tmp_path)
    key(target, A, 3)
    wanted = books(target)
    info = ledger.back_up(target, "手动")
    assert info is not None
    target.close()
    for number in (1, 2):
        damaged = b"damaged %d" % number
        target.path.write_bytes(damaged)
        copying.journal_of(target.path).write_bytes(b"journal %d" % number)  # SQLite itself throws out what is none
        ledger.restore_backup(target.path, info)
        aside = [p for p in tmp_path.iterdir() if "损坏留存" in p.name]
        assert len(aside) == number
        assert damaged in [p.read_bytes() for p in aside]
        assert not copying.journal_of(target.path).exists()
        with opened(target.path) as again:
            assert books(again) == wanted


def test_an_open_ledger_is_not_replaced(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    info = ledger.back_up(target, "手动")
    assert info is not None
    key(target, A, 3)
    assert refusal(ledger.restore_backup, target.path, info)[0] == "busy"
    assert key(target, A, 4).change_set is not None
    target.close()


def test_a_reader_sees_the_restored_file(tmp_path: Path) -> None:
    target = new_ledger(tmp_path)
    info = ledger.back_up(target, "手动")
    assert info is not None
    key(target, A, 3)
    with opened(target.path) as reader:
        assert assessment.read_year(reader, 2022).figures == {A: 3}
        target.close()
        ledger.restore_backup(target.path, info)
        assert assessment.read_year(reader, 2022).figures == {}


def test_a_backup_of_an_older_version_is_upgraded_when_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.models.test_migrations import old_ledger

    target = new_ledger(tmp_path)
    folder = tmp_path / "大同.备份"
    folder.mkdir()
    old_ledger(folder / "2021-01-01_090000_手动.datong", 1, monkeypatch)
    target.close()
    (info,) = ledger.list_backups(target.path)
    assert ledger.inspect_backup(info.path).years == ((2021, 1, 88),)
    ledger.restore_backup(target.path, info)
    with opened(target.path) as again:
        assert assessment.read_year(again, 2021).figures == {A: 7}
