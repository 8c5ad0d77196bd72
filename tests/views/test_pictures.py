"""What the README and a machine without a screen show: every tab can be pictured."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from datong_desktop.views import background, pictures, tabs
from tests.views.windows import make_ledger


def test_every_tab_is_shown_with_something_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    window = pictures.open_window("light", make_ledger(tmp_path / "样例.datong", figures=True))
    qtbot.addWidget(window)
    for name in (*tabs.NAMES, "paper-form"):
        pictures.show(window, name)
        assert window.shown_tab.name == (name if name in tabs.NAMES else tabs.FIRST)
        assert window.tab(window.shown_tab.name).isVisible()
    background.wait_for_all()
    window.close()
    assert not window.isVisible()
