"""The one tool row: year, what is filled, reminders, and the buttons of the tab."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.widgets.fields import QuietComboBox

NOTICES_SHOWN = 40


class ToolRow(QWidget):
    """Signals: ``yearChosen(int)``, ``jumpRequested(str district, str indicator)`` from a reminder or a missing cell."""

    yearChosen = Signal(int)
    jumpRequested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolRow")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        layout.setSpacing(theme.GAP)
        label = QLabel("年度")
        self.year = QuietComboBox()
        self.year.setObjectName("yearSelector")
        self.year.setAccessibleName("考核年度")
        self.year.setToolTip("切换考核年度（F4 打开列表，Ctrl+PageUp、Ctrl+PageDown 换一年）")
        self.year.setMinimumWidth(96)
        self.year.activated.connect(lambda _: self.yearChosen.emit(int(self.year.currentData())))
        self.filled = QToolButton()
        self.filled.setObjectName("filledCount")
        self.filled.setToolTip("已填的格数；点一下跳到下一个未报格（Ctrl+G）")
        self.notices = QToolButton()
        self.notices.setObjectName("noticeButton")
        self.notices.setAccessibleName("提醒")
        self.notices.setToolTip("看起来不对、但不妨碍保存的数字")
        self.notices.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.notices.setMenu(QMenu(self.notices))
        self.notices.menu().aboutToShow.connect(self.list_notices)
        for widget in (label, self.year, self.filled, self.notices):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._layout = layout
        self._book: YearBook | None = None

    def add_button(
        self, text: str, tip: str, name: str, act: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        """Add a text button at the right end."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setProperty("primary", primary)
        button.clicked.connect(lambda _=False: act())
        self._layout.addWidget(button)
        return button

    def show_years(self, years: tuple[int, ...], shown: int | None) -> None:
        self.year.clear()
        for year in years:
            self.year.addItem(f"{year}年度", year)
        if shown is not None:
            self.year.setCurrentIndex(self.year.findData(shown))
        self.year.setEnabled(bool(years))

    def show_book(self, book: YearBook | None) -> None:
        """Counts and reminders of the shown year."""
        self.filled.setVisible(book is not None)
        self.notices.setVisible(book is not None and bool(book.notices))
        if book is None:
            return
        self.year.setCurrentIndex(self.year.findData(book.year))
        cells = len(book.scheme.districts) * len(book.scheme.indicators)
        blank = cells - len(book.figures)
        self.filled.setText(f"{len(book.figures)}/{cells} 已填" + (f"，{blank} 格未报" if blank else " ✓"))
        self.notices.setText(f"▲ {len(book.notices)} 提醒 ▾")
        self._book = book

    def list_notices(self) -> None:
        """Fill the reminders' menu; called when it is about to open."""
        menu, book = self.notices.menu(), self._book
        menu.clear()
        if book is None:
            return
        for notice in book.notices[:NOTICES_SHOWN]:
            district = notice.district or book.scheme.districts[0]
            indicator = notice.indicator or book.scheme.indicators[0].id
            action = menu.addAction(f"▲ {notice.text}")
            action.triggered.connect(lambda _=False, d=district, i=indicator: self.jumpRequested.emit(d, i))
