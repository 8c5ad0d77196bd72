"""The one tool row: year, what is filled, reminders, and the buttons of the tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from datong_desktop.domain.plausibility import Notice
from datong_desktop.domain.registry_counts import Difference, RegistryCounts
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views import theme
from datong_desktop.views.tables.figure_cells import filled_text
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
        self.label = label
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
        self._counts: RegistryCounts | None = None
        self._reminded = 0

    def add_button(self, text: str, tip: str, name: str, *, primary: bool = False) -> QPushButton:
        """Add a text button at the right end."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setProperty("primary", primary)
        self._layout.addWidget(button)
        return button

    def show_years(self, years: tuple[int, ...], shown: int | None) -> None:
        self.year.clear()
        for year in years:
            self.year.addItem(f"{year}年度", year)
        if shown is not None:
            self.year.setCurrentIndex(self.year.findData(shown))
        self.year.setEnabled(bool(years))

    def show_year(self, shown: bool, book: YearBook | None) -> None:
        """The year and its counts are of no use beside a tab that is of no year."""
        self.label.setVisible(shown)
        self.year.setVisible(shown)
        self.filled.setVisible(shown and book is not None)
        self.notices.setVisible(shown and book is not None and bool(self._reminded))

    def show_book(self, book: YearBook | None) -> None:
        """Counts and reminders of the shown year."""
        if book is None:
            return
        self._book = book
        self.year.setCurrentIndex(self.year.findData(book.year))
        self.filled.setText(filled_text(book))
        self._remind()

    def show_counts(self, counts: RegistryCounts | None) -> None:
        """What the registry counts: figures that differ from it unexplained are reminded of."""
        self._counts = counts
        self._remind()

    def _remind(self) -> None:
        book = self._book
        self._reminded = 0 if book is None else len(_differing(book, self._counts)) + len(_sentences(book))
        self.notices.setVisible(self.year.isVisibleTo(self) and bool(self._reminded))
        self.notices.setText(f"▲ {self._reminded} 提醒 ▾")

    def list_notices(self) -> None:
        """Fill the reminders' menu; called when it is about to open."""
        menu = self.notices.menu()
        menu.clear()
        found = [] if self._book is None else reminders(self._book, self._counts)
        for text, district, indicator in found[:NOTICES_SHOWN]:
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, d=district, i=indicator: self.jumpRequested.emit(d, i))


def _differing(book: YearBook, counts: RegistryCounts | None) -> dict[Cell, Difference]:
    return counts.unexplained(book) if counts is not None and counts.year == book.year else {}


def _sentences(book: YearBook) -> list[Notice]:
    """What looks wrong, each sentence once: rows equal to each other all carry the same."""
    return list({notice.text: notice for notice in reversed(book.notices)}.values())[::-1]


def reminders(book: YearBook, counts: RegistryCounts | None) -> list[tuple[str, str, str]]:
    """Sentence, district and indicator of everything that looks wrong; differences nobody explained come first."""
    scheme = book.scheme
    found = [
        (f"≠ {d}「{scheme.indicator(i).name}」填报 {one.keyed}，企业库 {one.counted}，请改数或写差异说明", d, i)
        for (d, i), one in _differing(book, counts).items()
    ]
    first = scheme.districts[0], scheme.indicators[0].id
    return found + [(f"▲ {n.text}", n.district or first[0], n.indicator or first[1]) for n in _sentences(book)]
