"""A cell of the table as a count, or why it is none."""

from __future__ import annotations

import math
import re
import unicodedata

from datong_desktop.documents.raw_table import CellKind, RawCell
from datong_desktop.domain.counts import BadCount, check_range, normalise_digits, parse_count

_DATE_TEXT = re.compile(r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?(?:\s+[0-9]{1,2}:.*)?|[0-9]{1,2}月[0-9]{1,2}日")
_REASONS = {
    CellKind.BOOLEAN: ("boolean", "不是数量，请填 0 到 99999 的整数"),
    CellKind.DATE: ("date", "是日期，不是数量；如果本来填的是数字，请把单元格格式改成“常规”，再填整数"),
    CellKind.ERROR: ("error_cell", "是错误值，请改正公式，或直接填数字"),
    CellKind.NO_VALUE: ("formula_without_value", "但没有算出的结果，请在 WPS/Excel 中打开、重算并保存，或直接填数字"),
}


def count_of(cell: RawCell | None) -> int | BadCount | None:
    """The count a cell holds (0-99 999), None when blank, a ``BadCount`` otherwise."""
    if cell is None:
        return None
    if cell.kind is CellKind.NUMBER:
        return _count_of_number(float(cell.value) if isinstance(cell.value, str) else cell.value)
    if cell.kind is CellKind.TEXT:
        found = parse_count(cell.text)
        if isinstance(found, BadCount) and _DATE_TEXT.fullmatch(normalise_digits(cell.text)):
            return BadCount(*_REASONS[CellKind.DATE])
        return found
    return BadCount(*_REASONS[cell.kind])


def _count_of_number(number: int | float) -> int | BadCount:
    if isinstance(number, int):
        return check_range(number)
    if not math.isfinite(number):
        return BadCount("not_a_number", "不是数字，请填 0 到 99999 的整数")
    if number.is_integer():
        return check_range(int(number))
    if number < 0:
        return check_range(-1)
    return BadCount("decimal", "不能是小数，请填 0 到 99999 的整数")


def shown(cell: RawCell | str) -> str:
    """What stands in a cell, fit for a sentence: one line, at most 30 characters, nothing invisible."""
    if isinstance(cell, RawCell) and cell.kind is CellKind.NO_VALUE:
        return "没有结果的公式"
    text = cell if isinstance(cell, str) else str(cell.value)
    visible = "".join(" " if c.isspace() else "□" if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Co", "Cn") else c for c in text)
    plain = " ".join(visible.split())
    return plain if len(plain) <= 30 else f"{plain[:29]}…"


def sentence(district: str, indicator: str, cell: RawCell, bad: BadCount) -> str:
    """天镇县「上市企业数量」填的是“一家”，不是数字，请填 0 到 99999 的整数。"""
    said = "是公式" if cell.kind is CellKind.NO_VALUE else f"填的是“{shown(cell)}”"
    return f"{district}「{indicator}」{said}，{bad.text}。"
