"""The bar above the score table while figures are missing: how many, which, and a way to each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.year_book import Cell, YearBook
from datong_desktop.views import theme

MOST_SHOWN = 200
ROW = 28
MOST_ROWS = 2


class MissingList(QListWidget):
    """Blank cells side by side; click or Enter emits ``chosen(str district, str indicator_id)``."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missingList")
        self.setAccessibleName("未报的数字")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportMargins(4, 0, 4, 0)
        self.itemClicked.connect(self._choose)

    def show_missing(self, scheme: Scheme, missing: tuple[Cell, ...]) -> None:
        """List the cells (at most 200; a last line says how many more)."""
        place = self.currentRow()
        self.clear()
        for district, indicator_id in missing[:MOST_SHOWN]:
            indicator = scheme.indicator(indicator_id)
            item = QListWidgetItem(f"{district} · {indicator.short_name}")
            item.setToolTip(f"去填 {district}「{indicator.name}」（回车）")
            item.setData(Qt.ItemDataRole.UserRole, (district, indicator_id))
            self.addItem(item)
        if len(missing) > MOST_SHOWN:
            more = QListWidgetItem(f"…还有 {len(missing) - MOST_SHOWN} 个")
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(more)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.item(i).text()) for i in range(self.count())), default=0)
        self._size = QSize(widest + 24, ROW)
        for i in range(self.count()):
            self.item(i).setSizeHint(self._size)
        if self.hasFocus():
            self.setCurrentRow(min(max(place, 0), min(len(missing), MOST_SHOWN) - 1))
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setCurrentRow(-1)

    def _fit(self) -> None:
        """As high as its lines, at most two; more scroll."""
        if not self.count():
            return
        in_a_row = max(1, (self.width() - 18) // self._size.width())
        rows = -(-self.count() // in_a_row)
        self.setFixedHeight(min(rows, MOST_ROWS) * ROW + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._choose(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        cell = item.data(Qt.ItemDataRole.UserRole)
        if cell is not None:
            self.chosen.emit(*cell)


class MissingBar(QFrame):
    """Hidden when everything is reported."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missingBar")
        self._text = QLabel()
        self._text.setObjectName("missingText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._sign = QLabel("▲")
        self.list = MissingList()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        layout.addLayout(line)
        layout.addWidget(self.list)
        self._colour()
        self._shown: tuple[Cell, ...] = ()
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_book(self, book: YearBook | None) -> None:
        """List what the year still lacks; hides when nothing does."""
        missing = book.assessment.missing if book else ()
        if book is not None and missing and missing != self._shown:
            self._text.setText(f"未报齐：还缺 {len(missing)} 个数字。得分和名次暂定（标“暂”），补报后会变。")
            self.list.show_missing(book.scheme, missing)
        self._shown = missing
        self.setVisible(bool(missing))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_sign"):
            self._colour()

    def _colour(self) -> None:
        palette = self._sign.palette()
        if palette.color(QPalette.ColorRole.WindowText) != theme.colors().amber:
            palette.setColor(QPalette.ColorRole.WindowText, theme.colors().amber)
            self._sign.setPalette(palette)
