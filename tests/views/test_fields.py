"""Input fields alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from datong_desktop.views.widgets.fields import QuietComboBox
from tests.views.score_desk import dressed


@pytest.mark.parametrize(("rows", "chosen"), [(1, 0), (3, 0), (5, 4), (11, 10)])
def test_the_list_of_a_combo_box_has_room_for_its_rows(qtbot: QtBot, rows: int, chosen: int) -> None:
    with dressed():
        combo = QuietComboBox()
        qtbot.addWidget(combo)
        combo.addItems([f"第 {n} 项" for n in range(rows)])
        combo.setCurrentIndex(chosen)
        combo.show()
        qtbot.waitExposed(combo)
        qtbot.wait(50)  # only then is its style sheet worked out
        qtbot.mouseClick(combo, Qt.MouseButton.LeftButton)
        view = combo.view()
        qtbot.waitUntil(view.isVisible)
        qtbot.wait(50)  # arrows come when the list has been laid out
        places = [view.visualRect(view.model().index(row, 0)) for row in range(rows)]
        shown = [row for row, at in enumerate(places) if at.top() >= 0 and at.bottom() < view.viewport().height()]
        assert len(shown) == min(rows, combo.maxVisibleItems())
        assert chosen in shown
        combo.hidePopup()
