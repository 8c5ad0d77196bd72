"""筛选 ▾: filters kept by name, to be called up again, replaced or dropped."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from datong_desktop.views import dialogs
from datong_desktop.views.records.kept import KeptList


class SavedFilters(QToolButton):
    """Signals: ``chosen(Query)``, ``keeping(str name)`` when what is on show is to be kept."""

    chosen = Signal(object)
    keeping = Signal(str)

    def __init__(self, kept: KeptList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textButton")
        self.setText("常用筛选(&B) ▾")
        self.setAccessibleName("常用筛选")
        self.setToolTip("把现在的搜索和筛选按名称存起来，以后一点就用")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._kept = kept
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def fill(self) -> None:
        """List the saved filters; called when the menu is about to open."""
        menu, saved = self.menu(), self._kept.filters()
        menu.clear()
        for name, query in saved.items():
            menu.addAction(_plain(name)).triggered.connect(lambda _=False, q=query: self.chosen.emit(q))
        if saved:
            menu.addSeparator()
        menu.addAction("保存现在的筛选(&S)…").triggered.connect(lambda _=False: self.ask_name())
        drop = menu.addMenu("删除(&D)")
        drop.setEnabled(bool(saved))
        for name in saved:
            drop.addAction(_plain(name)).triggered.connect(lambda _=False, n=name: self._kept.drop_filter(n))

    def ask_name(self) -> None:
        """Keep what is on show under a name; a name that is there already is replaced."""
        dialog = dialogs.records.FilterNameDialog(self.window())
        if dialogs.ask(dialog):
            self.keeping.emit(dialog.name.text().strip())


def _plain(name: str) -> str:
    """A name's & is no Alt letter."""
    return name.replace("&", "&&")
