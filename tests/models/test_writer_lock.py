"""One writer; nobody is ever locked out by what a dead program or another computer left."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from datong_desktop.models import places
from datong_desktop.models.writer_lock import Held, Holder, WriterLock, holder_path, is_held, lock_path, read_holder
from tests.storage import another_process

HOLD = "import sys; from pathlib import Path; from datong_desktop.models.writer_lock import WriterLock\nlock = WriterLock(Path(sys.argv[1]), '王某'); print('held', flush=True); sys.stdin.read()"  # noqa: E501


def test_a_second_writer_learns_who_is_first(tmp_path: Path) -> None:
    ledger = tmp_path / "大同.datong"
    with another_process(HOLD, str(ledger)), pytest.raises(Held) as held:
        WriterLock(ledger, "李某")
    assert held.value.holder is not None
    assert held.value.holder.who == "王某"


def test_within_one_process_too(tmp_path: Path) -> None:
    first = WriterLock(tmp_path / "大同.datong", "王某")
    with pytest.raises(Held):
        WriterLock(tmp_path / "大同.datong", "李某")
    first.release()
    WriterLock(tmp_path / "大同.datong", "李某").release()


def test_an_onlooker_sees_whether_somebody_writes(tmp_path: Path) -> None:
    ledger = tmp_path / "大同.datong"
    assert not is_held(ledger)
    with another_process(HOLD, str(ledger)) as holder:
        assert is_held(ledger)
        holder.kill()
        holder.wait()
    assert not is_held(ledger)
    WriterLock(ledger, "李某").release()


def test_a_killed_holder_is_forgotten(tmp_path: Path) -> None:
    """Fault 19."""
    ledger = tmp_path / "大同.datong"
    with another_process(HOLD, str(ledger)) as holder:
        holder.kill()
        holder.wait()
        assert holder_path(ledger).exists(), "what it left behind"
        WriterLock(ledger, "李某").release()


@pytest.mark.parametrize(
    "left",
    ["", "垃圾", "[]", "null", '{"who": 1}', '{"who":"赵某","host":"PC-9","pid":1,"since":"2020-01-01T00:00:00+08:00"}'],
)
def test_files_left_from_another_host_lock_nobody_out(left: str, tmp_path: Path) -> None:
    """Fault 20: also with the number of a process that runs (1)."""
    ledger = tmp_path / "大同.datong"
    lock_path(ledger).write_text(left)
    holder_path(ledger).write_text(left, encoding="utf-8")
    lock = WriterLock(ledger, "李某")
    found = read_holder(ledger)
    assert found is not None
    assert found.who == "李某"
    lock.release()
    assert not holder_path(ledger).exists()


def test_an_unwritable_introduction_still_locks(tmp_path: Path) -> None:
    ledger = tmp_path / "大同.datong"
    holder_path(ledger).mkdir()
    lock = WriterLock(ledger, "王某")
    with pytest.raises(Held) as held:
        WriterLock(ledger, "李某")
    assert held.value.holder is None
    lock.release()


def test_the_sentence_gives_the_day_when_it_is_not_today() -> None:
    since = datetime.datetime(2022, 3, 4, 9, 12).astimezone()
    holder = Holder("王某", "PC-3", 7, since)
    assert "王某 在 PC-3 上使用，自 09:12 起" in holder.sentence("大同.datong", since)
    assert "自 2022年3月4日 09:12 起" in holder.sentence("大同.datong", since + datetime.timedelta(days=1))


def test_the_holder_file_is_plain_json(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "a", "王某")
    about = json.loads(holder_path(tmp_path / "a").read_text(encoding="utf-8"))
    assert set(about) == {"who", "host", "pid", "since"}
    lock.release()
    lock.release()


@pytest.mark.parametrize(
    ("line", "network"),
    [
        ("//server/share {0} cifs rw 0 0", True), ("server:/x {0} nfs4 rw 0 0", True), ("me@host:/ {0} fuse.sshfs rw 0 0", True),
        ("https://x {0} fuse.davfs rw 0 0", True), ("/dev/sdb1 {0} vfat rw 0 0", False), ("/dev/sdb1 {0} ext4 rw 0 0", False),
    ],
)  # fmt: skip
def test_network_drives_are_known_by_the_table_of_mounts(line: str, network: bool, tmp_path: Path) -> None:
    """Fault 23, with a made-up table of mounts."""
    folder = tmp_path / "网 络"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n" + line.format(str(folder).replace(" ", "\\040")) + "\n", encoding="utf-8")
    assert places.on_network(folder / "大同.datong", mounts) is network
    assert places.on_network(tmp_path / "大同.datong", mounts) is False


def test_without_a_table_of_mounts_a_file_is_local(tmp_path: Path) -> None:
    assert places.on_network(tmp_path / "x", tmp_path / "missing") is False
