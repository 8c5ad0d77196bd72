"""Every control is reached by Tab in the order it is read, shows that it has the keys, and has a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from datong_desktop import paths, services
from datong_desktop.views import dialogs
from datong_desktop.views.dialogs.backups import BackupsDialog
from datong_desktop.views.dialogs.disqualify import DisqualifyDialog
from datong_desktop.views.dialogs.forms import DeleteYearDialog, HeadDialog, NewYearDialog, OperatorDialog
from datong_desktop.views.dialogs.import_preview import ImportPreviewDialog
from datong_desktop.views.dialogs.keys import KeysDialog
from datong_desktop.views.dialogs.new_ledger import NewLedgerDialog
from datong_desktop.views.dialogs.preview import PreviewDialog
from datong_desktop.views.tabs import TEAM_PAGES
from datong_desktop.views.teams.board_table import BEFORE
from tests.service_desk import ServiceDesk
from tests.storage import new_ledger
from tests.teams import of_district
from tests.views.proposal_desk import ProposalDesk
from tests.views.score_desk import case_book
from tests.views.windows import Seat

CASES = Path(__file__).parents[1] / "data"


def _import_preview(name: str) -> ImportPreviewDialog:
    return ImportPreviewDialog(services.importing.preview_file(case_book("annex1_incomplete.xlsx"), CASES / name), None, (2022, 2024))


DIALOGS: dict[str, Callable[[], QDialog]] = {
    "keys": lambda: KeysDialog(None),
    "new year": lambda: NewYearDialog((2022,), None),
    "delete year": lambda: DeleteYearDialog(case_book("annex1_plain.xlsx"), None),
    "head": lambda: HeadDialog(case_book("annex1_plain.xlsx"), None),
    "operator": lambda: OperatorDialog("王某", None),
    "disqualify": lambda: DisqualifyDialog(case_book("annex1_plain.xlsx"), "云冈区"),
    "import": lambda: _import_preview("annex1_ties_shuffled.xlsx"),
    "import refused": lambda: _import_preview("annex1_bad_cells.xlsx"),
    "new ledger": lambda: NewLedgerDialog("王某", None),
    "backups": lambda: BackupsDialog(Path("没有.datong"), None),
    "preview": lambda: PreviewDialog("2022年度", services.documents.printables(case_book("annex1_plain.xlsx"))),
}


def stops(top: QWidget) -> list[QWidget]:
    """Where Tab leads, in its order, once round."""
    found, widget = [], top.nextInFocusChain()
    while widget is not top:
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if reachable and widget.isVisible() and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def tabbed(found: list[QWidget]) -> list[QWidget]:
    """Where the key itself leads from the first of them."""
    seen, widget = [], found[0]
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    while widget not in seen:
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    return seen


def look(top: QWidget, widget: QWidget) -> QImage:
    """The widget with what lies around it; a selected text alone is no sign of the keys being there."""
    if isinstance(widget, QLineEdit):
        widget.deselect()
    return top.grab(widget.rect().translated(widget.mapTo(top, QPoint(0, 0))).adjusted(-2, -2, 2, 2)).toImage()


def check(qtbot: QtBot, top: QWidget) -> None:
    top.activateWindow()
    qtbot.waitUntil(top.isActiveWindow)
    found = stops(top)
    for widget, other in zip(found, [*found[1:], found[0]], strict=True):
        name = widget.objectName() or type(widget).__name__
        assert widget.objectName(), f"{name} has no object name"
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), f"{name} has no name to be read out"
        if other is widget:
            continue
        other.setFocus(Qt.FocusReason.TabFocusReason)
        without = look(top, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus(), name
        assert look(top, widget) != without, f"nothing shows that {name} has the keys"


def letters(top: QWidget) -> list[str]:
    texts = [b.text() for b in top.findChildren(QAbstractButton) if b.isVisible()]
    texts += [label.text() for label in top.findChildren(QLabel) if label.isVisible() and label.buddy()]
    return [text[text.index("&") + 1].upper() for text in texts if "&" in text]


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_worked_by_keyboard_alone(qtbot: QtBot, name: str) -> None:
    dialog = DIALOGS[name]()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    if isinstance(dialog, PreviewDialog):
        qtbot.waitUntil(lambda: bool(dialog.content), timeout=20_000)
    if isinstance(dialog, BackupsDialog):
        dialog.restore_button.setEnabled(True)  # as with a backup
    check(qtbot, dialog)
    assert tabbed(stops(dialog)) == stops(dialog)
    assert len(letters(dialog)) == len(set(letters(dialog)))


@pytest.mark.usefixtures("program_look")
def test_tab_leads_through_the_preview_as_it_is_read(qtbot: QtBot) -> None:
    dialog = DIALOGS["preview"]()
    qtbot.addWidget(dialog)
    assert isinstance(dialog, PreviewDialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.content), timeout=20_000)
    names = [stop.objectName().removeprefix("preview") for stop in stops(dialog)]
    first = ["Document", "ZoomOut", "ZoomIn", "FitWidth", "Thumbnails", "Pages", "SavePdf", "SaveExcel", "SaveAll"]
    assert names[: len(first)] == first
    assert [name for name in names if name in ("Copies", "Close")] == ["Copies", "Close"]


@pytest.mark.usefixtures("program_look")
def test_the_window_is_worked_by_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    seat = Seat(qtbot)
    check(qtbot, seat.window)
    ledger = tmp_path / "样例.datong"
    ledger.write_bytes((paths.resources() / "sample" / ledger.name).read_bytes())
    seat.open(ledger)
    for place in ("indicators", "scores"):
        seat.window.show_tab(place)
        check(qtbot, seat.window)
    seat.window.show_tab("indicators")
    seat.trigger("paper")
    check(qtbot, seat.window)


@pytest.fixture
def team_seat(qtbot: QtBot, tmp_path: Path) -> Seat:
    """The window with experts, a need, teams and a year's service."""
    ledger = new_ledger(tmp_path)
    ServiceDesk(ledger).year()
    of_district(ledger, "平城区", fields="法律")
    ledger.close()
    seat = Seat(qtbot).open(ledger.path)
    seat.window.show_tab("teams")
    seat.settle()
    return seat


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize("page", [place.name for place in TEAM_PAGES])
def test_a_page_of_the_teams_is_worked_by_keyboard_alone(qtbot: QtBot, team_seat: Seat, page: str) -> None:
    team_seat.window.team_tab.turn_to(page, focus=True)
    team_seat.settle()
    check(qtbot, team_seat.window)
    assert sorted(held(team_seat)) == sorted(set(held(team_seat)))
    silent = [b.text() for b in team_seat.window.findChildren(QPushButton) if b.isVisible() and b.text() and "&" not in b.text()]
    assert silent == []


def held(seat: Seat) -> list[str]:
    """What Alt does in the window now: menus, buttons, labels, and the numbers that turn the pages."""
    titles = [action.text() for action in seat.window.menuBar().actions() if action.isVisible()]
    return [*"12345", *letters(seat.window), *(text[text.index("&") + 1].upper() for text in titles)]


@pytest.mark.usefixtures("program_look")
def test_the_form_of_an_expert_leaves_the_keys_of_menus_and_pages_alone(team_seat: Seat) -> None:
    page = team_seat.window.expert_page
    page.openRequested.emit(page.list.table.ids[0])
    assert page.pages.form_shown
    assert sorted(held(team_seat)) == sorted(set(held(team_seat)))


TEAM_DIALOGS = (
    "experts/menuExpertCheck", "experts/menuExpertAdjust", "needs/needNew", "needs/needEdit", "needs/needWish",
    "needs/needConflict", "board/teamNew", "board/teamReplace", "board/teamLeave", "board/teamPeriod", "board/teamDissolve",
    "log/visitOpen", "log/visitClose", "review/reviewDecide", "review/reviewAccept", "review/reviewForm",
)  # fmt: skip


@pytest.mark.usefixtures("program_look")
@pytest.mark.parametrize("act", TEAM_DIALOGS)
def test_a_dialog_of_the_teams_is_worked_by_keyboard_alone(
    qtbot: QtBot, team_seat: Seat, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QDialog] = []
    monkeypatch.setattr(dialogs, "ask", asked.append)
    page, name = act.split("/")
    team_seat.window.team_tab.turn_to(page, focus=True)
    team_seat.settle()
    if page == "board":
        board = team_seat.window.team_tab.body()
        row, one = next((row, one) for row, one in enumerate(board.table.rows) if one.seated)
        kinds = [kind.name for kind in board.table.types]
        board.board.go_to(row, BEFORE + kinds.index(one.seated[0].type))
    team_seat.window.expert_page.menu.follow()
    action = team_seat.window.findChild(QAction, name)
    assert action is not None
    action.trigger()
    assert asked, act
    (dialog,) = asked
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    check(qtbot, dialog)
    assert sorted(letters(dialog)) == sorted(set(letters(dialog)))


@pytest.mark.usefixtures("program_look")
def test_the_proposal_is_worked_by_keyboard_alone(qtbot: QtBot, tmp_path: Path) -> None:
    desk = ProposalDesk(qtbot, tmp_path)
    check(qtbot, desk.dialog)
    desk.propose()
    check(qtbot, desk.dialog)
    assert sorted(letters(desk.dialog)) == sorted(set(letters(desk.dialog)))
    desk.workspace.set_ledger(None)
