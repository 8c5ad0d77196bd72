"""The line above the form: whose it is, where it stands, how much of it is filled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from datong_desktop.domain.application import batch_label
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.standing import PoolState
from datong_desktop.services.enterprises import NAMELESS
from datong_desktop.views import theme
from datong_desktop.views.enterprises.enterprise_fields import form_fields


class EnterpriseHeader(QWidget):
    """Signals: ``backAsked()``, ``turnAsked(int)``, ``historyAsked()``."""

    backAsked = Signal()
    turnAsked = Signal(int)
    historyAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enterpriseHeader")
        self.name = QLabel()
        self.name.setObjectName("enterpriseName")
        self.name.setProperty("heading", True)
        self.standing = QLabel()
        self.standing.setObjectName("enterpriseStanding")
        self.filled = QLabel()
        self._told = ""
        self.filled.setObjectName("enterpriseFilled")
        for label in (self.name, self.standing, self.filled):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for label in (self.standing, self.filled):
            label.setProperty("muted", True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.standing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._button("enterpriseBack", "← 列表", "回到企业列表（Esc、Alt+←）", self.backAsked.emit))
        layout.addLayout(words, 3)
        self.filled.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.filled, 2)
        for name, text, tip, act in (
            ("enterpriseBefore", "↑ 上一家", "列表里的上一家（PageUp）", lambda: self.turnAsked.emit(-1)),
            ("enterpriseAfter", "下一家 ↓", "列表里的下一家（PageDown）", lambda: self.turnAsked.emit(1)),
            ("enterpriseHistory", "记录…", "每一栏谁在何时改过（Ctrl+H）", self.historyAsked.emit),
        ):
            layout.addWidget(self._button(name, text, tip, act))

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

    def show_enterprise(self, enterprise: Enterprise, standing: PoolState) -> None:
        """The name, state, tier and batch, and which fields are still blank."""
        self.name.setText(enterprise.name or (NAMELESS if enterprise.id else "新企业"))
        self.name.setToolTip(enterprise.name)
        parts = [standing.state, standing.tier, batch_label(standing.batch) if standing.batch else ""]
        if enterprise.archived_on:
            parts.insert(0, f"已归档 {enterprise.archived_on}")
        self.standing.setText(" · ".join(part for part in parts if part))
        blank = [field.label for field in form_fields() if getattr(enterprise, field.id) == field.blank]
        total = len(form_fields())
        sign = "✓ " if not blank else ""
        rest = f"，还缺 {'、'.join(blank[:4])}{'…' if len(blank) > 4 else ''}" if blank else ""
        self._told = f"{sign}已填 {total - len(blank)}/{total} 栏{rest}"
        self._fit()
        self.filled.setToolTip(f"还没有填：{'、'.join(blank)}" if blank else "各栏都填了")
