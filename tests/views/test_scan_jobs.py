"""The window's jobs on the ledger as a whole take its scans along and say what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop.models import scan_folder
from datong_desktop.services import enterprises, ledger, scans
from datong_desktop.views.dialogs import files
from datong_desktop.views.dialogs.backups import BackupsDialog
from tests.papers import pdf, picture
from tests.views.windows import Seat, make_ledger


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Seat:
    """A ledger with two scans, the second of which is gone from the folder."""
    path = make_ledger(tmp_path / "考核.datong")
    target = ledger.open_ledger(path)
    (identifier,) = enterprises.create(target, {"name": "甲公司"}).enterprises
    scans.add(target, identifier, "enterprise", [pdf(), picture()], ["在", "不在"])
    (gone,) = (one for one in scans.of(target, identifier) if one.link.title == "不在")
    scan_folder.place(scan_folder.beside(path), gone.scan).unlink()
    target.close()
    return Seat(qtbot).open(path)


def test_check_names_the_scan_and_offers_no_backup(seat: Seat) -> None:
    seat.trigger("check")
    seat.settle()
    assert "“甲公司”企业资料的扫描件“不在”不见了" in seat.window.bar.text
    assert seat.window.bar._buttons == [], "no backup holds scans"


def test_a_copy_says_what_is_not_in_it(seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "U盘" / "副本.datong"
    target.parent.mkdir()
    monkeypatch.setattr(files, "ask_save", lambda *_: target)
    seat.trigger("saveCopy")
    seat.settle()
    assert "副本已存好并核对" in seat.status
    assert "缺扫描件：“甲公司”企业资料的扫描件“不在”" in seat.window.bar.text
    assert len(list(scan_folder.beside(target).rglob("*.pdf"))) == 1


def test_the_preview_of_a_backup_counts_the_scans(seat: Seat) -> None:
    texts: list[str] = []

    def look(dialog: BackupsDialog) -> None:
        seat.settle()
        texts.append(dialog.preview.text())
        dialog.reject()

    seat.trigger("backUp")
    seat.settle()
    seat.answer(BackupsDialog, look)
    seat.trigger("restore")
    assert "▲ 扫描件 2 个，其中 1 个已不在账套旁的“.附件”文件夹里" in texts[0]
