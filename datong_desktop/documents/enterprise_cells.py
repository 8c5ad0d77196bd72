"""A cell as the value of a field, or why it is none."""

from __future__ import annotations

from decimal import Decimal

from datong_desktop.documents.count_cells import shown
from datong_desktop.documents.raw_table import CellKind, RawCell
from datong_desktop.domain.fields import TEXTUAL, BadText, Field, Kind, Value, parse

NONE = frozenset("无 没有 / ／ - — – —— 不适用".split())
"""What people write into the cell of a date that there is none of (最近重大税收违法日期)."""
_EXACT_DIGITS = 15
_REASONS = {
    CellKind.ERROR: BadText("error_cell", "是错误值，请改正公式，或直接填内容"),
    CellKind.NO_VALUE: BadText("formula_without_value", "但没有算出的结果，请在 WPS/Excel 中打开、重算并保存，或直接填内容"),
}


def value_of(field: Field, cell: RawCell | None) -> Value | BadText:
    """The value a cell holds for a field; the field's blank when it is empty."""
    if cell is None:
        return field.blank
    if cell.kind in _REASONS:
        return _REASONS[cell.kind]
    text = _text(cell)
    if field.kind in TEXTUAL and cell.kind is CellKind.NUMBER and sum(c.isdigit() for c in text) > _EXACT_DIGITS:
        return BadText("lost_digits", "是数字格式，超过 15 位的数 Excel 存不全，请把单元格格式改成“文本”后重新填写")
    if field.kind is Kind.DATE and text.strip() in NONE:
        return None
    return parse(field, text)


def _text(cell: RawCell) -> str:
    """What a person means by the cell. Numbers as Excel shows them, with fifteen digits: 0.1 + 0.2 is 0.3."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return f"{Decimal(f'{cell.value:.{_EXACT_DIGITS}g}'):f}"
    return str(cell.value)


def sentence(row: int, name: str, heading: str, cell: RawCell, bad: BadText) -> str:
    """第 5 行“样例企业”的「总资产（万元）」填的是“一百”，不是数字，请填以万元为单位的数，如 1234.56。"""
    said = "是公式" if cell.kind is CellKind.NO_VALUE else f"填的是“{shown(cell)}”"
    return f"第 {row} 行{f'“{name}”' if name else ''}的「{shown(heading)}」{said}，{bad.text}。"
