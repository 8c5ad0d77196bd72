"""The status bar: the last act and its undo, long work, who is keying, which way Enter goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from datong_desktop.services.changes import Changed


@dataclass(eq=False)
class WorkLine:
    """One piece of long work on show; ``fraction`` None: nobody knows how far it is."""

    what: str
    fraction: float | None = None
    cancel: Callable[[], object] | None = None
    stopping: bool = False

    @property
    def text(self) -> str:
        if self.stopping:
            return "正在停下…"
        return self.what if self.fraction is None else f"{self.what} {self.fraction:.0%}"


class StatusLine(QStatusBar):
    """Signals: ``operatorClicked()``, ``directionClicked()``."""

    operatorClicked = Signal()
    directionClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setSizeGripEnabled(False)
        self.act = QLabel("打开或新建账套开始工作")
        self.act.setObjectName("lastAct")
        self.act.setAccessibleName("状态")
        self.act.setContentsMargins(12, 0, 0, 0)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(96)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("进度")
        self.progress.hide()
        self.work = QLabel()
        self.cancel = QToolButton()
        self.cancel.setObjectName("cancelButton")
        self.cancel.setText("取消")
        self.cancel.setToolTip("停下正在做的事，什么也不改动")
        self.cancel.clicked.connect(self._cancel_pressed)
        self.cancel.hide()
        self._works: list[WorkLine] = []
        self.operator = QToolButton()
        self.operator.setObjectName("operatorButton")
        self.operator.setToolTip("录入员，写进修改记录；点击更改")
        self.operator.clicked.connect(self.operatorClicked)
        self.direction = QToolButton()
        self.direction.setObjectName("directionButton")
        self.direction.setToolTip("回车后移动的方向；点击切换（F8）")
        self.direction.clicked.connect(self.directionClicked)
        self.addWidget(self.act, 1)
        for widget in (self.work, self.progress, self.cancel, self.operator, self.direction):
            self.addPermanentWidget(widget)

    def saved(self, changed: Changed) -> None:
        """已保存 hh:mm:ss · what it was. Said only after the change is durable on disk."""
        text = f"已保存 {changed.at:%H:%M:%S} · {changed.label}"
        if len(changed.figures) == 1:
            f = changed.figures[0]
            text += f" {'未报' if f.old is None else f.old} → {'未报' if f.new is None else f.new}"
        if changed.change_set is not None:
            text += "　撤销 Ctrl+Z"
        self.act.setText(text)

    def say(self, text: str) -> None:
        self.act.setText(text)

    # -- long work ----------------------------------------------------------------------------------------

    def add_work(self, what: str) -> WorkLine:
        """Show that work goes on in the background; of several, the latest is shown ("": none of it is)."""
        line = WorkLine(what)
        if what:
            self._works.append(line)
        self._show_work()
        return line

    def offer_cancel(self, line: WorkLine, cancel: Callable[[], object]) -> None:
        """取消 beside the line."""
        line.cancel = cancel
        self._show_work()

    def show_fraction(self, line: WorkLine, fraction: float) -> None:
        """How far it is, 0.0 to 1.0."""
        line.fraction = fraction
        self._show_work()

    def stopping(self, line: WorkLine) -> None:
        """The clerk cancelled it; it goes on to the next place where it can stop."""
        line.cancel, line.stopping = None, True
        self._show_work()

    def remove_work(self, line: WorkLine) -> None:
        """It ended, one way or another."""
        if line in self._works:
            self._works.remove(line)
        self._show_work()

    def _show_work(self) -> None:
        line = self._works[-1] if self._works else None
        self.work.setText(line.text if line else "")
        self.progress.setVisible(line is not None)
        known = line is not None and line.fraction is not None
        self.progress.setRange(0, 100 if known else 0)
        if line is not None and line.fraction is not None:
            self.progress.setValue(round(100 * line.fraction))
        self.cancel.setVisible(line is not None and line.cancel is not None)

    def _cancel_pressed(self) -> None:
        if self._works and (cancel := self._works[-1].cancel) is not None:
            cancel()

    def show_operator(self, name: str) -> None:
        self.operator.setText(f"录入员 {name or '（未署名）'}")

    def show_direction(self, direction: str) -> None:
        self.direction.setText("⌨ 回车向右 →" if direction == "right" else "⌨ 回车向下 ↓")
