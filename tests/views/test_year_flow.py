"""A file that names another year than the one on show leads there: to a year of the ledger, or to a new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.views.dialogs.import_preview import ImportPreviewDialog
from tests.strategies import DATA
from tests.views.windows import Key, Seat, make_ledger

PLAIN = DATA / "annex1_plain.xlsx"
"""Names 2022."""


def other_year(dialog: ImportPreviewDialog) -> None:
    button = dialog.findChild(QPushButton, "importOtherYear")
    assert button is not None
    button.click()


def seat_in_2023(qtbot: QtBot, path: Path, *, with_2022: bool) -> Seat:
    ledger = services.ledger.open_ledger(make_ledger(path, year=2023))
    if with_2022:
        services.assessment.create_year(ledger, 2022)
    ledger.close()
    return Seat(qtbot).open(path)


def import_elsewhere(seat: Seat) -> list[ImportPreviewDialog]:
    """Choose the year the file names in the first preview, then import from the second."""
    second: list[list[ImportPreviewDialog]] = []

    def leave(dialog: ImportPreviewDialog) -> None:
        second.append(seat.answer(ImportPreviewDialog, lambda d: d.import_button.click()))
        other_year(dialog)

    seat.answer(ImportPreviewDialog, leave)
    seat.window.year_flow.import_path(PLAIN)
    seat.qtbot.waitUntil(lambda: bool(second and second[0]), timeout=20_000)
    seat.settle()
    return second[0]


@pytest.mark.parametrize("with_2022", [True, False])
def test_a_file_of_another_year_is_imported_into_that_year(qtbot: QtBot, tmp_path: Path, with_2022: bool) -> None:
    seat = seat_in_2023(qtbot, tmp_path / "考核.datong", with_2022=with_2022)
    (dialog,) = import_elsewhere(seat)
    assert dialog.year_box is None  # nothing is left to be asked
    assert (seat.book.year, len(seat.book.figures)) == (2022, 88)
    assert seat.window.workspace.years == (2023, 2022)
    assert seat.find("yearSelector").currentText() == "2022年度"
    seat.trigger("undo")
    assert seat.book.figures == {}
    if not with_2022:
        seat.trigger("undo")
        assert seat.window.workspace.years == (2023,)


def test_a_text_that_waits_for_mending_is_not_left_behind(qtbot: QtBot, tmp_path: Path) -> None:
    seat = seat_in_2023(qtbot, tmp_path / "考核.datong", with_2022=True)
    seat.type("1.5", Key.Key_Return)
    seat.answer(ImportPreviewDialog, other_year)
    seat.window.year_flow.import_path(PLAIN)
    seat.settle()
    seat.qtbot.waitUntil(lambda: "没有保存" in seat.window.bar.text)
    assert (seat.book.year, len(seat.tab.table.refused)) == (2023, 1)
