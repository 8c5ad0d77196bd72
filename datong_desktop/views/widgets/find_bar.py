"""查找: a small line beside the tabs that jumps to a district or an indicator while its name is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from datong_desktop.domain.names import fold
from datong_desktop.domain.scheme import Scheme
from datong_desktop.views import theme

Hit = tuple[str, str]
"""(district, identifier of an indicator), one of the two "": a row or a column."""


def hits(scheme: Scheme, text: str) -> list[Hit]:
    """Rows and columns of a scheme that a text may mean: a part of a district's name or alias, then of an
    indicator's name or short name; spaces, full-width forms and quotation marks make no difference."""
    sought = fold(text)
    if not sought:
        return []
    rows = [(p.name, "") for p in scheme.participants if any(sought in fold(n) for n in (p.name, *p.aliases))]
    columns = [("", i.id) for i in scheme.indicators if any(sought in fold(n) for n in (i.name, i.short_name))]
    return rows + columns


class FindBar(QWidget):
    """Signals: ``found(str district, str indicator)`` as in ``Hit``, ``closed()`` when the keys go back to the table."""

    found = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAutoFillBackground(True)  # over the line that the tabs draw behind a widget in their corner
        self._scheme: Scheme | None = None
        self._hits: list[Hit] = []
        self._place = 0
        self.count = QLabel()
        self.count.setObjectName("findCount")
        self.count.setProperty("muted", True)
        self.field = QLineEdit()
        self.field.setObjectName("findField")
        self.field.setAccessibleName("查找县区或指标")
        self.field.setPlaceholderText("查找县区或指标")
        self.field.setToolTip("打名称的一部分就跳过去；Enter 下一处，Shift+Enter 上一处，Esc 回到表格")
        self.field.setFixedWidth(200)
        self.field.textChanged.connect(self._seek)
        close = QToolButton()
        close.setObjectName("findClose")
        close.setText("✕")
        close.setToolTip("收起查找（Esc）")
        close.setAccessibleName("收起查找")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.close_bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 1, theme.GAP, 1)
        layout.setSpacing(theme.GAP)
        for widget in (self.count, self.field, close):
            layout.addWidget(widget)
        self.hide()

    def open_bar(self, scheme: Scheme) -> None:
        """Take the keys; what was sought last time is there to be typed over."""
        self._scheme = scheme
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._hits, self._place = hits(scheme, self.field.text()), 0
        self._say()

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def _seek(self, text: str) -> None:
        if self._scheme is not None:
            self._hits = hits(self._scheme, text)
            self._go(0)

    def _go(self, place: int) -> None:
        if self._hits:
            self._place = place % len(self._hits)
            self.found.emit(*self._hits[self._place])
        self._say()

    def _say(self) -> None:
        sought = bool(self.field.text().strip())
        self.count.setText(f"{self._place + 1}/{len(self._hits)}" if self._hits else "没有找到" if sought else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys the field let pass."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self._place + (-1 if back else 1))
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(self._place + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
