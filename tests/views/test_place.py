"""A ledger opens where it was left: year, tab and cell; at the first look already, and after a switch of ledgers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop import settings as settings_file
from datong_desktop.settings import Place, Settings
from tests.views.windows import Key, Seat, make_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of 2020-2022; figures in 2022 alone."""
    made = make_ledger(tmp_path / "考核.datong", figures=True)
    ledger = services.ledger.open_ledger(made)
    for year in (2020, 2021):
        services.assessment.create_year(ledger, year)
    ledger.close()
    return made


def left_at(path: Path, place: Place) -> Settings:
    settings = Settings(operator="王某")
    settings.remember_place(path, place)
    return settings


def opened(seat: Seat) -> None:
    """Wait until what the first look showed is the open ledger."""
    seat.qtbot.waitUntil(lambda: seat.window.workspace.ledger is not None, timeout=20_000)
    seat.settle()


def where(seat: Seat) -> tuple[object, ...]:
    return seat.book.year, seat.window.shown_tab.name, seat.tab.current_cell()


def test_the_program_reopens_where_it_was_closed(qtbot: QtBot, path: Path) -> None:
    seat = Seat(qtbot).open(path)
    seat.window.choose_year(2021)
    seat.window.turn_to("scores")
    seat.tab.grid.show_current("云州区", "listed")
    seat.window.close()
    again = Seat(qtbot, settings_file.load())
    again.window.ledger_flow.open_first(path)
    first = where(again)
    opened(again)
    assert first == where(again) == (2021, "scores", ("云州区", "listed"))
    assert again.find("yearSelector").currentText() == "2021年度"
    assert again.window.score_tab.view.hasFocus()


def test_what_is_done_on_the_first_look_is_not_taken_back_when_the_ledger_is_open(qtbot: QtBot, path: Path) -> None:
    seat = Seat(qtbot, left_at(path, Place(2020, "indicators", "云州区", "listed")))
    seat.window.ledger_flow.open_first(path)
    seat.tab.grid.show_current("新荣区", "policy")
    seat.window.turn_to("scores")
    opened(seat)
    assert where(seat) == (2020, "scores", ("新荣区", "policy"))


def test_each_ledger_has_its_own_place(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    other = make_ledger(tmp_path / "另一个.datong", year=2019)
    seat = Seat(qtbot).open(path)
    seat.window.choose_year(2020)
    seat.tab.grid.show_current("左云县", "visits")
    seat.open(other)
    seat.window.turn_to("enterprises")
    seat.tab.grid.show_current("平城区", "policy")
    seat.open(path)
    assert where(seat) == (2020, "indicators", ("左云县", "visits"))
    seat.open(other)
    assert where(seat) == (2019, "enterprises", ("平城区", "policy"))


@pytest.mark.parametrize("place", [Place(1999, "no such tab", "没有的县", "none"), Place()])
def test_a_place_that_is_no_more_is_passed_over(qtbot: QtBot, path: Path, place: Place) -> None:
    seat = Seat(qtbot, left_at(path, place)).open(path)
    assert where(seat) == (2022, "indicators", ("平城区", "mechanism"))


def test_after_a_restore_the_year_on_show_is_the_one_before(qtbot: QtBot, path: Path) -> None:
    from datong_desktop.views.dialogs.backups import BackupsDialog

    seat = Seat(qtbot).open(path)
    seat.window.choose_year(2021)
    seat.window.copies.back_up()
    seat.settle()
    seat.answer(BackupsDialog, lambda d: d.accept())
    seat.window.copies.restore()
    seat.settle()
    assert seat.book.year == 2021


def test_texts_refused_before_the_file_vanished_are_written_into_their_year(
    qtbot: QtBot, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datong_desktop.views import dialogs

    seat = Seat(qtbot).open(path)
    seat.window.choose_year(2021)
    path.unlink()
    seat.type("7", Key.Key_Return)
    saved = tmp_path / "抢救.datong"
    monkeypatch.setattr(dialogs.files, "ask_save", lambda *_: saved)
    seat.window.copies.rescue()
    seat.settle()
    assert seat.book.year == 2021
    assert seat.book.figures == {("平城区", "mechanism"): 7}
