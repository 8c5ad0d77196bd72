"""Whole columns of a list to values as the ledger stores them: each different content is looked at once.

What a person would be told about a cell is a ``Flaw``. The quick ways taken here for the usual content give what
``fields.parse`` and ``entries.clean`` give; everything else goes through these two.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from operator import mul, truediv
from typing import Any

from datong_desktop.documents.bulk_sheets import Cell, Unreadable
from datong_desktop.documents.enterprise_cells import NONE
from datong_desktop.documents.raw_table import is_error_text
from datong_desktop.domain import credit_code
from datong_desktop.domain.counts import MAX_COUNT
from datong_desktop.domain.fields import LARGEST_MONEY, ONE_LINE, BadText, Field, Kind, parse, stored
from datong_desktop.domain.industries import Industries
from datong_desktop.domain.names import NameIndex
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.record_columns import Target
from datong_desktop.services.entries import clean

Stored = str | int | None
_ESCAPED = re.compile(r"_x(000D|000A|0009|00A0)_")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a cell: ``text`` completes "「栏目」填的是“…”，". ``stored`` is what is taken all the same where it
    is only to be looked at (``warned``)."""

    code: str
    text: str
    shown: str
    warned: bool = False
    stored: Stored = None


@dataclass(frozen=True)
class Lists:
    """What districts and industries there are."""

    districts: NameIndex
    industries: Industries


def read_column(target: Target, cells: Sequence[Cell], lists: Lists) -> tuple[list[Stored], dict[int, Flaw]]:
    """The stored values of a column and, by place in it, what is to be said of some. A flawed cell's value is blank."""
    if (quick := _all_at_once(target.field, cells)) is not None:
        return quick, {}
    known = _Once(_reader(target, lists), target.field.blank)
    values: list[Any] = list(map(known.__getitem__, _told_apart(cells)))
    flaws = {n: value for n, value in enumerate(values) if type(value) is Flaw} if known.flawed else {}
    blank = target.field.blank
    for place, flaw in flaws.items():
        values[place] = flaw.stored if flaw.warned else blank
    return values, flaws


def _told_apart(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Python's True equals 1, so that a dictionary would take one for the other."""
    if bool in set(map(type, cells)):
        return ["是" if cell is True else "否" if cell is False else cell for cell in cells]
    return cells


class _Once(dict[Cell, Any]):
    """What each content was found to be."""

    def __init__(self, read: Callable[[Cell], Stored | Flaw], blank: Any) -> None:
        super().__init__({"": blank})
        self._read, self.flawed = read, False

    def __missing__(self, cell: Cell) -> Stored | Flaw:
        found = self[cell] = self._read(cell)
        self.flawed = self.flawed or type(found) is Flaw
        return found


def _reader(target: Target, lists: Lists) -> Callable[[Cell], Stored | Flaw]:
    field = target.field
    named: Mapping[str, Callable[[Cell], Stored | Flaw]] = {
        "credit_code": _credit_code,
        "district": lambda cell: _district(field, cell, lists.districts),
        "districts": lambda cell: _districts(field, cell, lists.districts),
        "industry": lambda cell: _industry(field, cell, lists.industries),
    }
    by_kind: Mapping[Kind, Callable[[Cell], Stored | Flaw]] = {
        Kind.MONEY: lambda cell: _money(field, cell),
        Kind.COUNT: lambda cell: _count(field, cell),
        Kind.DATE: lambda cell: _date(field, cell),
    }
    usual = _text_reader(field) if field.kind in _FREE_TEXT else None
    return named.get(field.id) or by_kind.get(field.kind) or usual or (lambda cell: _parsed(field, cell))


_FREE_TEXT = frozenset({Kind.TEXT, Kind.LONG, Kind.SUGGESTION})
_BAR = "\x1f"


def _all_at_once(field: Field, cells: Sequence[Any]) -> list[Stored] | None:
    """A column that holds nothing out of the ordinary; None when it does, or may."""
    kinds = set(map(type, cells))
    if field.id == "credit_code" and kinds == {str}:
        return list(cells) if credit_code.all_hold([cell for cell in cells if cell]) else None
    if field.kind in _FREE_TEXT and field.id not in ("credit_code", "industry") and kinds == {str}:
        return list(cells) if _all_clean(cells, field.longest) else None
    if field.kind is Kind.MONEY and kinds <= {float, str}:
        amounts = [cell for cell in cells if cell != ""] if str in kinds else list(cells)
        if set(map(type, amounts)) == {float} and max(map(abs, amounts)) * 100 <= LARGEST_MONEY:
            values = list(map(round, map(mul, amounts, repeat(100.0))))
            if list(map(truediv, values, repeat(100))) == amounts:  # the very numbers that were written
                rest = iter(values)
                return [None if cell == "" else next(rest) for cell in cells] if str in kinds else list(values)
    return None


def _all_clean(cells: Sequence[str], longest: int) -> bool:
    """Whether every text is stored as it stands: what ``_text_reader`` asks of one, asked of all."""
    joined = _BAR.join(cells)
    ended = f"{_BAR}{joined}{_BAR}"
    return (
        joined.replace(_BAR, "").isprintable()  # no control and direction characters, no white space but " "
        and not any(sign in ended for sign in (f"{_BAR} ", f" {_BAR}", f"{_BAR}#", "  ", "_x0"))
        and max(map(len, cells)) <= longest
        and unicodedata.is_normalized("NFC", joined)
        and joined.count(_BAR) == len(cells) - 1
    )


# -- one cell -----------------------------------------------------------------------------------------------------


def _text_reader(field: Field) -> Callable[[Cell], Stored | Flaw]:
    normal, longest = unicodedata.is_normalized, field.longest

    def read(cell: Cell) -> Stored | Flaw:
        if (
            type(cell) is str
            and cell.isprintable()  # no control and direction characters, no white space but " "
            and len(cell) <= longest
            and cell[0] not in " #"
            and cell[-1] != " "
            and "  " not in cell
            and "_x0" not in cell
            and normal("NFC", cell)
        ):
            return cell
        found = _parsed(field, cell)
        if isinstance(found, str) and field.kind in ONE_LINE and len(shown(cell).strip().splitlines()) > 1:
            return Flaw("line_break", f"里面有换行，已连成一行“{found}”", shown(cell), True, found)
        return found

    return read


def _parsed(field: Field, cell: Cell) -> Stored | Flaw:
    """The long way, for anything."""
    text = shown(cell)
    if isinstance(cell, Unreadable) or is_error_text(text):
        return Flaw("error_cell", "是出错的单元格，请在 Excel 里改好", text)
    found = parse(field, text)
    if isinstance(found, BadText):
        return Flaw(found.code, found.text, text)
    if not isinstance(found, str):
        return stored(found)
    try:
        return clean(found, field.label, longest=field.longest)
    except Refused as refusal:
        return Flaw(refusal.problems[0].code, "里有残缺的字符，请删掉显示不出来的字", text)


def shown(cell: Cell) -> str:
    """A cell as a person reads it: numbers with the fifteen digits Excel shows, dates without midnight."""
    if isinstance(cell, Unreadable):
        return cell.text
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(cell))


def _credit_code(cell: Cell) -> Stored | Flaw:
    if type(cell) is str and credit_code.holds(cell):
        return cell
    text = shown(cell)
    if isinstance(cell, Unreadable) or is_error_text(text):
        return Flaw("error_cell", "是出错的单元格，请在 Excel 里改好", text)
    if isinstance(cell, int | float) and len(text) >= credit_code.LENGTH - 2:
        return Flaw("lost_digits", "是数字格式，后几位已经丢失，请把单元格格式改成“文本”后重新填写", text)
    found = credit_code.check(text)
    if not found.code:
        return ""
    if found.ok:
        return found.code
    hint = f"，改过来是 {found.mended}" if found.mended else ""
    return Flaw("bad_credit_code", f"{found.text}{hint}", text)


def _district(field: Field, cell: Cell, districts: NameIndex) -> Stored | Flaw:
    found = _parsed(field, cell)
    if not found or isinstance(found, Flaw):
        return found
    name = districts.find(str(found)) or districts.find(str(found).removeprefix("大同市"))
    return name or Flaw("unknown_district", f"不在县区名单里，请填 {'、'.join(districts.names)} 中的一个", str(found))


def _districts(field: Field, cell: Cell, districts: NameIndex) -> Stored | Flaw:
    """Several districts, each by its official name."""
    found = _parsed(field, cell)
    if not found or isinstance(found, Flaw):
        return found
    names = [_district(field, part, districts) for part in str(found).split("、")]
    return next((name for name in names if isinstance(name, Flaw)), None) or "、".join(map(str, dict.fromkeys(names)))


def _industry(field: Field, cell: Cell, industries: Industries) -> Stored | Flaw:
    found = _parsed(field, cell)
    if not found or isinstance(found, Flaw):
        return found
    code = industries.find(str(found))
    return code or Flaw("unknown_industry", "不是国民经济行业的代码或名称，先照原文导入，请以后补选", str(found), True, found)


def _money(field: Field, cell: Cell) -> Stored | Flaw:
    if type(cell) is float:
        value = round(cell * 100)
        if value / 100 == cell and abs(value) <= LARGEST_MONEY:
            return value
    return _parsed(field, cell)


def _count(field: Field, cell: Cell) -> Stored | Flaw:
    if type(cell) is float and cell.is_integer() and 0 <= cell <= MAX_COUNT:
        return int(cell)
    return _parsed(field, cell)


def _date(field: Field, cell: Cell) -> Stored | Flaw:
    if isinstance(cell, str) and cell.strip() in NONE:
        return None
    if isinstance(cell, datetime.date) and cell.year >= 1900:
        return cell.isoformat()[:10]
    return _parsed(field, cell)
