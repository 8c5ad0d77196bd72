"""The line above the form: whose it is, where it stands, how much of it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from datong_desktop.domain.fields import Field
from datong_desktop.views import theme
from datong_desktop.views.records.record_list import ListWords


class RecordHeader(QWidget):
    """Signals: ``backAsked()``, ``turnAsked(int)``, ``historyAsked()``."""

    backAsked = Signal()
    turnAsked = Signal(int)
    historyAsked = Signal()

    def __init__(self, words: ListWords, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._fields = words, tuple(fields)
        name, one = words.name, words.counted
        self.setObjectName(f"{name}Header")
        self.name = QLabel()
        self.name.setObjectName(f"{name}Name")
        self.name.setProperty("heading", True)
        self.standing = QLabel()
        self.standing.setObjectName(f"{name}Standing")
        self.filled = QLabel()
        self._told = ""
        self.filled.setObjectName(f"{name}Filled")
        for label in (self.name, self.standing, self.filled):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self.standing, self.filled):
            label.setProperty("muted", True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.name)
        texts.addWidget(self.standing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._button(f"{name}Back", "← 列表", f"回到{words.title}列表（Esc、Alt+←）", self.backAsked.emit))
        layout.addLayout(texts, 3)
        self.filled.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.filled, 2)
        for what, text, tip, act in (
            ("Before", f"↑ 上一{one}", f"列表里的上一{one}（PageUp）", lambda: self.turnAsked.emit(-1)),
            ("After", f"下一{one} ↓", f"列表里的下一{one}（PageDown）", lambda: self.turnAsked.emit(1)),
            ("History", "记录…", "每一栏谁在何时改过（Ctrl+H）", self.historyAsked.emit),
        ):
            layout.addWidget(self._button(f"{name}{what}", text, tip, act))

    def _button(self, name: str, text: str, tip: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: act())  # type: ignore[operator]
        return button

    def _fit(self) -> None:
        """As much of what is missing as there is room for."""
        metrics, room = self.filled.fontMetrics(), self.filled.width()
        self.filled.setText(metrics.elidedText(self._told, Qt.TextElideMode.ElideRight, room))
        self.filled.setAccessibleName(self._told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_record(self, record: Any, nameless: str, standing: Sequence[str]) -> None:
        """The name, where the record stands, and which fields are still blank."""
        self.name.setText(record.name or (nameless if record.id else f"新{self._words.title}"))
        self.name.setToolTip(record.name)
        archived = f"已归档 {record.archived_on}" if record.archived_on else ""
        self.standing.setText(" · ".join(part for part in (archived, *standing) if part))
        blank = [field.label for field in self._fields if getattr(record, field.id) == field.blank]
        total = len(self._fields)
        sign = "✓ " if not blank else ""
        rest = f"，还缺 {'、'.join(blank[:4])}{'…' if len(blank) > 4 else ''}" if blank else ""
        self._told = f"{sign}已填 {total - len(blank)}/{total} 栏{rest}"
        self._fit()
        self.filled.setToolTip(f"还没有填：{'、'.join(blank)}" if blank else "各栏都填了")
