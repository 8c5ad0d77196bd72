"""Garbage is collected on the UI thread alone.

Python collects in whatever thread happens to allocate. When that is a worker, remains of widgets would be freed off
the UI thread, which Qt answers with a crash.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 2000
THRESHOLDS = (700, 10, 10)
"""As Python's own: new objects, collections of the young, collections of the middle-aged."""


class UiThreadCollector(QObject):
    """Switches Python's own collecting off and looks, every two seconds, whether it is time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(self.collect_if_due)
        timer.start(PAUSE_MS)

    @staticmethod
    def collect_if_due() -> None:
        """The oldest generation that is due, the younger ones with it."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > THRESHOLDS[generation]:
                gc.collect(generation)
                return
