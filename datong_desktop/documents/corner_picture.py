"""The two slanted lines of a three-part corner as a picture for workbooks: a cell has one diagonal only.

A Windows metafile of a few records: lines, sharp at every scale, drawn by Excel, WPS and LibreOffice alike.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

UNITS_PER_INCH = 1440
"""Twips: a twentieth of a point."""
_PEN = 10  # half a point, as the cells' borders
_SET_MAP_MODE, _SET_ORIGIN, _SET_EXTENT, _CREATE_PEN, _SELECT, _MOVE, _LINE, _END = (
    0x0103, 0x020B, 0x020C, 0x02FA, 0x012D, 0x0214, 0x0213, 0x0000,
)  # fmt: skip
_ANISOTROPIC = 8


def slanted_lines(wide: float, high: float, ends: Sequence[tuple[float, float]]) -> bytes:
    """A picture of ``wide`` × ``high`` points with a line from its upper left corner to each end (points from there)."""
    x, y = _units(wide), _units(high)
    records = [
        _record(_SET_MAP_MODE, _ANISOTROPIC), _record(_SET_ORIGIN, 0, 0), _record(_SET_EXTENT, y, x),
        _record(_CREATE_PEN, 0, _PEN, 0, 0, 0), _record(_SELECT, 0),
    ]
    for right, down in ends:
        records += [_record(_MOVE, 0, 0), _record(_LINE, _units(down), _units(right))]
    records.append(_record(_END))
    words = 9 + sum(map(len, records)) // 2
    header = struct.pack("<HHHIHIH", 1, 9, 0x0300, words, 1, max(map(len, records)) // 2, 0)
    return _placed(x, y) + header + b"".join(records)


def _units(points: float) -> int:
    return round(points * UNITS_PER_INCH / 72)


def _record(function: int, *words: int) -> bytes:
    return struct.pack(f"<IH{len(words)}h", 3 + len(words), function, *words)


def _placed(x: int, y: int) -> bytes:
    """The header that says how large the picture is."""
    head = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, x, y, UNITS_PER_INCH, 0)
    check = 0
    for word in struct.unpack("<10H", head):
        check ^= word
    return head + struct.pack("<H", check)
