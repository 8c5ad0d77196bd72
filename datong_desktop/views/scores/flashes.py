"""What flashes: changed scores fade out in 0.8 s; no timer runs when nothing does."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from datong_desktop.views.tables.score_table import ScoreKey

FADE = 0.8
"""Seconds until a flash is gone."""


class Flashes(QObject):
    """Signal ``faded(tuple[ScoreKey, ...])``: these cells look different now."""

    faded = Signal(tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since: dict[ScoreKey, float] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(40)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, keys: Iterable[ScoreKey]) -> None:
        """Let cells flash, anew when they still do."""
        now = time.monotonic()
        self._since.update((key, now) for key in keys)
        if self._since:
            self._timer.start()
            self._tell(tuple(self._since))

    def stop(self) -> None:
        """End every flash at once."""
        self._timer.stop()
        keys = tuple(self._since)
        self._since.clear()
        self._tell(keys)

    def strength(self, key: ScoreKey) -> float:
        """1 when it has just changed, 0 when it does not flash."""
        since = self._since.get(key)
        return 0.0 if since is None else max(0.0, 1.0 - (time.monotonic() - since) / FADE)

    def _tick(self) -> None:
        keys = tuple(self._since)
        now = time.monotonic()
        self._since = {key: since for key, since in self._since.items() if now - since < FADE}
        if not self._since:
            self._timer.stop()
        self._tell(keys)

    def _tell(self, keys: tuple[ScoreKey, ...]) -> None:
        if keys:
            self.faded.emit(keys)
