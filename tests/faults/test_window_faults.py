"""Faults 35-37, 40 and 59 of the catalogue at the window: wheel, input method, open editors, blank and zero, exceptions."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.year_book import Cell
from datong_desktop.views import crash
from datong_desktop.views.crash import ErrorReporter
from tests.views.windows import Key, Seat, make_ledger

FIRST: Cell = ("平城区", "mechanism")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "考核.datong")


@pytest.fixture
def seat(qtbot: QtBot, path: Path) -> Seat:
    return Seat(qtbot).open(path)


def stored(path: Path) -> dict[Cell, int]:
    reader = services.ledger.open_ledger(path, read_only=True)
    try:
        return dict(services.assessment.read_year(reader, 2022).figures)
    finally:
        reader.close()


def compose(field: QWidget, text: str) -> None:
    """Text in the input method that is not committed yet."""
    QApplication.sendEvent(field, QInputMethodEvent(text, []))


def commit(field: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def active(seat: Seat) -> None:
    """The window as the one that is typed into."""
    seat.window.activateWindow()
    seat.qtbot.waitUntil(seat.window.isActiveWindow, timeout=5000)


def turn_wheel(widget: QWidget, steps: int) -> None:
    middle = QPointF(widget.rect().center())
    wheel = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(0, 0), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, wheel)


@pytest.mark.parametrize("focused", [True, False], ids=["focused", "not focused"])
@pytest.mark.parametrize("what", ["figure", "district"])
def test_35_the_wheel_over_the_paper_form_changes_nothing(seat: Seat, path: Path, what: str, focused: bool) -> None:
    active(seat)
    seat.type("3", Key.Key_Return)
    seat.trigger("paper")
    paper = seat.tab.paper
    paper.show_district("云冈区")
    paper.show_district("平城区")
    field = paper.rows["mechanism"].count
    widget, elsewhere = (field, paper.rows["policy"].count) if what == "figure" else (paper.district, field)
    (widget if focused else elsewhere).setFocus()
    assert widget.hasFocus() is focused
    for steps in (-3, 3, -1):
        turn_wheel(widget, steps)
        assert paper.district.currentText() == "平城区"
        assert field.text() == "3"
    assert widget.hasFocus() is focused
    assert seat.book.figures == {FIRST: 3}
    assert stored(path) == {FIRST: 3}
    assert seat.window.menus.actions["undo"].text() == "撤销 录入 平城区 工作机制"


def test_36_full_width_digits_from_the_input_method_are_taken(seat: Seat, path: Path) -> None:
    seat.tab.grid.edit_in_place()
    editor = seat.tab.grid.open_editor()
    commit(editor, "１２")
    assert editor.text() == "12"
    seat.type(Key.Key_Return)
    assert stored(path) == {FIRST: 12}


def test_36_text_still_in_the_input_method_is_not_dropped_by_enter(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real input method commits its text when asked to; the program must ask before it reads the field."""
    seat.tab.grid.edit_in_place()
    editor = seat.tab.grid.open_editor()
    compose(editor, "7")
    assert editor.text() == ""
    asked: list[bool] = []

    class InputMethod:
        def commit(self) -> None:
            asked.append(True)
            commit(editor, "7")

    monkeypatch.setattr("datong_desktop.views.indicators.figure_delegate.QGuiApplication.inputMethod", InputMethod)
    seat.tab.grid.delegate.accept(editor)
    assert asked
    assert seat.book.figures == {FIRST: 7}


def test_36_the_remark_being_composed_is_kept_when_the_cell_changes(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    active(seat)
    remark = seat.tab.panel.remark
    remark.setFocus()
    assert remark.hasFocus()
    compose(remark, "见附件")

    class InputMethod:
        composing = ["见附件"]

        def commit(self) -> None:
            if self.composing:
                commit(remark, self.composing.pop())

    monkeypatch.setattr("datong_desktop.views.widgets.fields.QGuiApplication.inputMethod", InputMethod)
    seat.tab.grid.go(3, 3)
    assert seat.book.remarks == {FIRST: "见附件"}


def test_37_an_open_editor_is_saved_when_the_window_closes(seat: Seat, path: Path) -> None:
    seat.type("42")
    assert seat.window.close()
    assert stored(path) == {FIRST: 42}


def test_37_switching_the_tab_saves_the_open_editor(seat: Seat, path: Path) -> None:
    seat.type("42")
    seat.window.turn_to("scores")
    assert stored(path) == {FIRST: 42}


def test_40_blank_and_zero_differ_in_cell_score_and_count(seat: Seat) -> None:
    seat.type("0", Key.Key_Return)
    row = seat.book.assessment.row("平城区")
    assert row.marks[0].points == 0
    assert row.marks[1].points is None
    assert seat.tab.table.index(0, 0).data() == "0"
    assert seat.tab.table.index(0, 1).data() == "未报"
    assert seat.find("filledCount").text() == "1/88 已填，87 格未报"


def reported(act: object) -> list[str]:
    """What an installed reporter told while something went wrong."""
    told: list[str] = []
    before, before_threads = sys.excepthook, threading.excepthook
    ErrorReporter(told.append).install()
    try:
        act()  # type: ignore[operator]
    finally:
        sys.excepthook, threading.excepthook = before, before_threads
    return told


@pytest.fixture
def own_log(home: Path) -> Iterator[Path]:
    """The log in this test's home: the program opens it once a process."""
    log = logging.getLogger("datong_desktop")

    def forget() -> None:
        crash._log.cache_clear()
        for handler in tuple(log.handlers):
            log.removeHandler(handler)
            handler.close()

    forget()
    yield home / "logs" / "datong.log"
    forget()


def test_59_a_thread_that_fails_is_told_once(own_log: Path) -> None:
    def fail() -> None:
        raise OSError("in a thread")

    def run_twice() -> None:
        for _ in range(2):
            thread = threading.Thread(target=fail)
            thread.start()
            thread.join()

    told = reported(run_twice)
    assert len(told) == 1
    assert "OSError" in told[0]
    assert "in a thread" in own_log.read_text(encoding="utf-8")


def test_59_a_thread_that_fails_is_told_on_the_ui_thread(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[threading.Thread] = []
    show = seat.window.bar.show_message
    monkeypatch.setattr(
        seat.window.bar, "show_message", lambda *given: (shown.append(threading.current_thread()), show(*given))
    )
    thread = threading.Thread(target=seat.window.tell_of_error, args=("程序出了意外",))
    thread.start()
    thread.join()
    assert shown == []
    seat.qtbot.waitUntil(lambda: bool(shown))
    assert shown == [threading.main_thread()]
    assert "程序出了意外" in seat.window.bar.text


SCRIPT = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QAbstractListModel, QRunnable, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QListView, QPushButton, QWidget
from datong_desktop.views.crash import ErrorReporter

app = QApplication([])
told = []
ErrorReporter(told.append).install()

class Broken(QWidget):
    def paintEvent(self, event):
        raise ValueError("paint")
    def closeEvent(self, event):
        raise KeyError("close")

class BrokenModel(QAbstractListModel):
    asked = 0
    def rowCount(self, parent=None):
        return 3
    def data(self, index, role=0):
        BrokenModel.asked += 1
        raise AttributeError("data")

class BrokenThread(QThread):
    def run(self):
        raise OSError("thread")

class BrokenTask(QRunnable):
    def run(self):
        raise RuntimeError("task")

def in_threads():
    thread = BrokenThread()
    thread.start()
    assert thread.wait(5000)
    QThreadPool.globalInstance().start(BrokenTask())
    assert QThreadPool.globalInstance().waitForDone(5000)

model, view = BrokenModel(), QListView()
view.setModel(model)
view.show()
widget, button, dialog = Broken(), QPushButton(), QDialog()
button.clicked.connect(lambda: 1 / 0)
widget.show()
for pause in (0, 20, 40):  # from the event loop, as a clerk's clicks come
    QTimer.singleShot(pause, widget.update)
    QTimer.singleShot(pause, button.click)
    QTimer.singleShot(pause, view.viewport().update)
    QTimer.singleShot(pause, in_threads)
QTimer.singleShot(60, lambda: [].pop())
def leave():  # a busy machine paints late: what must be told before the close is waited for
    if len(told) < 6:
        QTimer.singleShot(20, leave)
    else:
        QTimer.singleShot(40, dialog.reject)
        widget.close()  # raises
QTimer.singleShot(80, leave)
dialog.exec()
assert BrokenModel.asked > 1
print(sorted(text.split("（")[1].split("）")[0] for text in told))
"""


def test_59_exceptions_in_slots_paint_models_threads_close_and_dialogs_are_each_told_once_and_the_program_goes_on(home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == (
        "['AttributeError', 'IndexError', 'KeyError', 'OSError', 'RuntimeError', 'ValueError', 'ZeroDivisionError']"
    )
    log = (home / "logs" / "datong.log").read_text(encoding="utf-8")
    assert log.count("uncaught") == 7


def test_59_an_error_while_the_window_closes_keeps_it_open_once(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> bool:
        raise RuntimeError("guard")

    with monkeypatch.context() as broken:
        broken.setattr(seat.window, "may_leave", fail)
        assert not seat.window.close()
    assert "已确认的数字都在磁盘上" in seat.window.bar.text
    assert seat.window.close()


CRASH = """
import ctypes
from datong_desktop.views import crash
crash.catch_crashes()
ctypes.string_at(0)
"""


NEXT_START = """
from datong_desktop.views import crash
print(crash.catch_crashes())
"""


def test_59_after_a_hard_crash_the_next_start_knows(home: Path) -> None:
    assert subprocess.run([sys.executable, "-c", CRASH], timeout=60, check=False).returncode != 0
    starts = [
        subprocess.run([sys.executable, "-c", NEXT_START], capture_output=True, text=True, timeout=60, check=True).stdout
        for _ in range(2)
    ]
    assert "Segmentation fault" in starts[0]
    assert starts[1].strip() == ""
    assert "the last run crashed" in (home / "logs" / "datong.log").read_text(encoding="utf-8")


def test_a_modal_dialog_does_not_keep_a_write_from_being_said(seat: Seat, path: Path) -> None:
    dialog = QDialog(seat.window)
    QTimer.singleShot(0, lambda: seat.window.workspace.key_figures({FIRST: 3}, "录入"))
    QTimer.singleShot(50, dialog.reject)
    dialog.exec()
    assert stored(path) == {FIRST: 3}
    assert "已保存" in seat.status
