"""What the README and a machine without a screen show: every tab can be pictured."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from datong_desktop.views import background, pictures, tabs
from datong_desktop.views.main_window import MainWindow
from tests.storage import ROOT


def test_every_tab_and_page_is_shown_with_something_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    sample = tmp_path / "样例.datong"
    sample.write_bytes((ROOT / "resources" / "sample" / sample.name).read_bytes())
    window = pictures.open_window("light", sample)
    qtbot.addWidget(window)
    for name in (*pictures.NAMES, "paper-form"):
        pictures.show(window, name)
        assert window.shown_tab.name == ("teams" if name in pictures.TEAM_PAGES else name if name in tabs.NAMES else tabs.FIRST)
        assert window.tab(window.shown_tab.name).isVisible()
        qtbot.waitUntil(lambda name=name: told(window, name), timeout=20_000)
    board = window.team_tab.page_named("board")
    assert "✕ 缺" in {str(index.data()) for index in board.board.selectedIndexes()}
    background.wait_for_all()
    window.close()
    assert not window.isVisible()


def told(window: MainWindow, name: str) -> bool:
    """Whether the panel of a page speaks of what was chosen."""
    pictures.choose(window, name)
    if name not in ("teams", *pictures.TEAM_PAGES):
        return True
    labels = window.team_tab.side_panel().findChildren(QLabel)
    return any(label.isVisible() and label.text().startswith("样例") for label in labels)
