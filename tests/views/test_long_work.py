"""Long work at the window: what, how much, 取消, a notice when it ends while the clerk is elsewhere."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.progress import Progress
from datong_desktop.views import background, long_work
from tests.views.windows import Seat, make_ledger


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path) -> Seat:
    return Seat(qtbot).open(make_ledger(tmp_path / "考核.datong", figures=True))


class Slow:
    """Work that is half done when ``reached`` is set, and goes on when ``go_on`` is."""

    def __init__(self, verb: Callable[..., Any]) -> None:
        self.reached, self.go_on, self._verb = threading.Event(), threading.Event(), verb

    def __call__(self, *args: Any, **options: Any) -> Any:
        progress = options.get("progress") or args[-1]
        assert isinstance(progress, Progress)
        progress.part(0, 0.5).step(1, 1)
        self.reached.set()
        assert self.go_on.wait(20)
        return self._verb(*args, **options)


def slow(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Slow:
    work = Slow(getattr(module, name))
    monkeypatch.setattr(module, name, work)
    return work


def cancel(seat: Seat, work: Slow) -> None:
    seat.qtbot.waitUntil(work.reached.is_set)
    button = seat.find("cancelButton")
    assert button.isVisible()
    button.click()
    assert "正在停下" in seat.window.status.work.text()
    assert not button.isVisible()
    work.go_on.set()
    seat.settle()
    assert seat.window.status.work.text() == ""
    assert not seat.window.status.progress.isVisible()


def test_how_much_is_shown_and_the_result_told(seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    work = slow(monkeypatch, services.ledger, "back_up")
    before = len(services.ledger.list_backups(tmp_path / "考核.datong"))
    seat.trigger("backUp")
    seat.qtbot.waitUntil(lambda: "50%" in seat.window.status.work.text())
    assert seat.window.status.progress.value() == 50
    work.go_on.set()
    seat.settle()
    assert "已备份并核对" in seat.status
    assert len(services.ledger.list_backups(tmp_path / "考核.datong")) == before + 1


@pytest.mark.parametrize(
    ("action", "verb", "said"), [("backUp", "back_up", "没有备份"), ("check", "check_ledger", "没有检查完")]
)
def test_backup_and_check_are_cancelled(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, action: str, verb: str, said: str
) -> None:
    before = services.ledger.list_backups(tmp_path / "考核.datong")
    work = slow(monkeypatch, services.ledger, verb)
    seat.trigger(action)
    cancel(seat, work)
    assert said in seat.status
    assert services.ledger.list_backups(tmp_path / "考核.datong") == before


def test_a_copy_and_the_export_are_cancelled(seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr("datong_desktop.views.dialogs.files.ask_save", lambda *_: out / "副本.datong")
    work = slow(monkeypatch, services.ledger, "save_copy")
    seat.trigger("saveCopy")
    cancel(seat, work)
    assert "没有另存 副本.datong" in seat.status
    work = slow(monkeypatch, services.printables, "save_together")
    seat.window.print_flow.export_to(out, seat.tab.printables())
    cancel(seat, work)
    assert "没有导出" in seat.status
    assert list(out.iterdir()) == []


def test_a_cancelled_restoring_opens_the_ledger_as_it_was(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    from datong_desktop.views.dialogs.backups import BackupsDialog

    path = seat.window.workspace.ledger.path  # type: ignore[union-attr]
    services.ledger.back_up(seat.window.workspace.ledger, "手动")  # type: ignore[arg-type]
    seat.window.workspace.key_figures({("平城区", "mechanism"): 77}, "录入")
    work = slow(monkeypatch, services.ledger, "restore_backup")

    def restore(dialog: BackupsDialog) -> None:
        seat.qtbot.waitUntil(dialog.restore_button.isEnabled)
        dialog.restore_button.click()

    seat.answer(BackupsDialog, restore)
    seat.trigger("restore")
    assert seat.window.workspace.ledger is None
    cancel(seat, work)
    assert seat.window.workspace.ledger is not None
    assert seat.window.workspace.ledger.path == path
    assert seat.book.figures["平城区", "mechanism"] == 77
    assert "没有恢复" in seat.status


def test_too_late_to_cancel_is_told_as_done(seat: Seat) -> None:
    go_on = threading.Event()
    job = long_work.start(
        seat.window, "正在做…", lambda _: go_on.wait(20), lambda _: seat.window.say("做完了"), stop=long_work.Stop("没做")
    )
    seat.find("cancelButton").click()
    assert job.progress.cancelled
    go_on.set()
    seat.settle()
    assert seat.status == "做完了"


def test_of_several_the_latest_has_the_line_and_the_others_come_back(seat: Seat) -> None:
    gates = [threading.Event(), threading.Event()]
    for name, gate in zip(("甲", "乙"), gates, strict=True):
        long_work.start(seat.window, name, lambda _, g=gate: g.wait(20), lambda _: None)
    shown = seat.window.status.work
    assert shown.text() == "乙"
    gates[1].set()
    seat.qtbot.waitUntil(lambda: shown.text() == "甲")
    gates[0].set()
    seat.settle()
    assert shown.text() == ""


def test_a_notice_when_the_window_is_not_the_active_one(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", staticmethod(alerted.append))
    for active, told in ((True, []), (False, [seat.window])):
        monkeypatch.setattr(seat.window, "isActiveWindow", lambda a=active: a)
        long_work.start(seat.window, "正在做…", lambda _: None, lambda _: None)
        long_work.start(seat.window, "", lambda _: None, lambda _: None)  # silent work makes no noise
        seat.settle()
        assert alerted == told


def test_progress_is_told_a_few_times_a_second_at_most(qtbot: QtBot) -> None:
    told: list[float] = []
    done: list[object] = []

    def work(progress: Progress) -> str:
        for number in range(100_000):
            progress.step(number, 100_000)
        return "done"

    background.run_watched(work, done.append, lambda e: None, told.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert len(told) < 100
    assert told == sorted(told)


def test_an_abandoned_job_is_let_go_of_on_the_ui_thread(qtbot: QtBot) -> None:
    """Destroyed by its own thread while its word is delivered, it would take the program with it."""
    go_on, gone_in, told = threading.Event(), list[threading.Thread](), list[object]()
    job = background.run(go_on.wait, told.append, told.append)
    weakref.finalize(job, lambda: gone_in.append(threading.current_thread()))
    job.abandon()
    del job
    go_on.set()
    qtbot.waitUntil(lambda: bool(gone_in))
    assert gone_in == [threading.main_thread()]
    assert told == []
