"""A mixed-integer linear model in plain arrays, column by column: maximise, within the bounds of rows and columns."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence


class LinearModel:
    """``add_row`` first, then ``add_column`` with its entries; both answer the number of what was added. Costs are whole
    numbers, so that every whole solution is worth a whole number."""

    def __init__(self) -> None:
        self.row_lower, self.row_upper = array("d"), array("d")
        self.cost, self.lower, self.upper = array("d"), array("d"), array("d")
        self.whole = array("b")
        self.starts, self.rows, self.values = array("i", [0]), array("i"), array("d")

    def add_row(self, lower: float = -math.inf, upper: float = math.inf) -> int:
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def add_column(
        self, cost: int, rows: Sequence[int], values: Sequence[float], *, lower: float = 0, upper: float = 1, whole: bool = False
    ) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        self.rows.extend(rows)
        self.values.extend(values)
        self.starts.append(len(self.rows))
        return len(self.cost) - 1
