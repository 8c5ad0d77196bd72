"""What a record is made of, declared once: form, table, import, export, history and documents all follow it.

A record class is a frozen dataclass whose fields carry a ``Field`` (``described``). Values are plain: ``str`` ("" is
blank), ``int``, ``datetime.date``, None for blank. Money is whole hundredths of 万元 (100 yuan), a share whole hundredths of a
per cent, a truth value 1 (是) or 0 (否): exact, never a float.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from datong_desktop.domain.counts import BadCount, normalise_digits, parse_count
from datong_desktop.domain.dates import no_such_day, parse_date

Value = str | int | datetime.date | None


class Kind(StrEnum):
    """What a field holds. SUGGESTION is free text with proposals; TAGS are several of the choices, parted by 、;
    REFERENCE is the id of another record, which nobody keys and the table its field is named after holds."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    SUGGESTION = "suggestion"
    TAGS = "tags"
    DATE = "date"
    YEAR = "year"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    TRUTH = "truth"
    REFERENCE = "reference"


TEXTUAL = frozenset({Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.SUGGESTION, Kind.TAGS})
"""Kinds whose blank value is "" and not None."""
ONE_LINE = frozenset({Kind.TEXT, Kind.CHOICE, Kind.SUGGESTION})
"""Kinds of which a line break is no part; between tags it is a separator."""
NUMERIC = frozenset({Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.YEAR})


_BROKEN = re.compile(r"(?<=[^\x00-\x7f])[^\S\r\n\u2028\u2029]*[\r\n\u2028\u2029]\s*(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``id`` is the identifier on every floor, ``label`` the Chinese heading of form, column and export.

    ``aliases`` are other headings it is found under in workbooks; ``section`` is the heading above it on the form;
    ``column`` its width in characters in a table (0: not shown until chosen); ``hint`` what the form says below it.
    ``synonyms`` are other words for its choices: a text that is none of them is never taken for the choice it resembles.
    """

    id: str
    label: str
    kind: Kind
    section: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    aliases: tuple[str, ...] = ()
    column: int = 0
    hint: str = ""
    longest: int = 200

    @property
    def heading(self) -> str:
        """The label with its unit, as in a column heading: 总资产（万元）."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def blank(self) -> Value:
        return "" if self.kind in TEXTUAL else None


@dataclass(frozen=True, slots=True)
class BadText:
    """Why a text is no value of a field. ``text`` completes the sentence "…填的是“X”，" in plain Chinese."""

    code: str
    text: str


def described(label: str, kind: Kind, **options: Any) -> Any:
    """A dataclass field that carries its ``Field``; keyword-only, blank unless given."""
    default: Value = "" if kind in TEXTUAL else None
    return dataclasses.field(default=default, metadata={"label": label, "kind": kind, "options": options}, kw_only=True)


def fields_of(cls: type) -> tuple[Field, ...]:
    """The described fields of a record class, in their order."""
    return tuple(_described(cls).values())


def fields_by_id(cls: type) -> Mapping[str, Field]:
    """The same by their identifiers."""
    return _described(cls)


@cache
def _described(cls: type) -> Mapping[str, Field]:
    found = [f for f in dataclasses.fields(cls) if "label" in f.metadata]
    return {f.name: Field(f.name, f.metadata["label"], f.metadata["kind"], **f.metadata["options"]) for f in found}


# -- from text ----------------------------------------------------------------------------------------------------


def parse(field: Field, text: str) -> Value | BadText:
    """The value a person typed or a file holds; the field's blank for a blank text; ``BadText`` says why not."""
    if field.kind not in TEXTUAL:
        plain = normalise_digits(text)
        return _PARSERS[field.kind](field, plain) if plain else None
    plain = unicodedata.normalize("NFC", text).strip()
    if field.kind in ONE_LINE:
        plain = one_line(plain)
    if field.kind is not Kind.LONG:
        plain = " ".join(plain.split())
    if len(plain) > field.longest:
        return BadText("too_long", f"有 {len(plain)} 个字，最多 {field.longest} 个字，请缩短")
    if field.kind is Kind.CHOICE:
        return _choice(field, plain)
    if field.kind is Kind.TAGS:
        return _tags(field, plain)
    return plain


def one_line(text: str) -> str:
    """A text on one line: a break between Chinese characters vanishes, for there the name goes on; any other is a space."""
    return " ".join(_BROKEN.sub("", text).splitlines()) if len(text.splitlines()) > 1 else text


def _choice(field: Field, plain: str) -> str | BadText:
    """The choice that is written, in whatever width and case; the one that begins so; the one it is a synonym of."""
    if not plain or not field.choices or plain in field.choices:
        return plain
    written = _folded(plain)
    known = {_folded(word): choice for word, choice in (*field.synonyms.items(), *zip(field.choices, field.choices, strict=True))}
    if written in known:
        return known[written]
    fitting = [choice for choice in field.choices if _folded(choice).startswith(written)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return BadText("not_a_choice", f"可以是 {'、'.join(fitting)}，请多打一个字")
    return BadText("not_a_choice", f"不在可选项里，请填 {'、'.join(field.choices)} 中的一项")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _tags(field: Field, plain: str) -> str | BadText:
    wanted = [part for part in re.split(r"[、,，;；/\s]+", plain) if part]
    if unknown := [part for part in wanted if field.choices and part not in field.choices]:
        return BadText("not_a_choice", f"里的“{unknown[0]}”不在可选项里，可选 {'、'.join(field.choices)}")
    return "、".join(choice for choice in field.choices or tuple(dict.fromkeys(wanted)) if choice in wanted)


def _date(_: Field, plain: str) -> datetime.date | BadText:
    try:
        found = parse_date(plain)
    except ValueError:
        if reason := no_such_day(plain):
            return BadText("not_a_date", f"没有这一天，{reason}，请核对")
        return BadText("not_a_date", "不是日期，请写成 2023-03-15 或 20230315")
    assert found is not None
    if not 1900 <= found.year <= 2100:
        return BadText("odd_date", "年份不对，请核对（1900 到 2100 年）")
    return found


def _year(_: Field, plain: str) -> int | BadText:
    match = re.fullmatch(r"(\d{4})(?:年度?)?", plain)
    if match is None or not 1900 <= int(match[1]) <= 2100:
        return BadText("not_a_year", "不是年份，请填四位数字，如 2022")
    return int(match[1])


def _count(_: Field, plain: str) -> int | BadText | None:
    found = parse_count(plain)
    return BadText(found.code, found.text) if isinstance(found, BadCount) else found


_DECIMAL = re.compile(r"(-?)(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.(\d*))?")


def _hundredths(plain: str, unit: str, most: int) -> int | BadText:
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        return BadText("not_a_number", f"不是数字，请填以{unit}为单位的数，如 1234.56")
    whole, part = re.sub("[, ]", "", match[2]), (match[3] or "").rstrip("0")
    if len(part) > 2:
        return BadText("too_fine", f"小数多于两位，以{unit}为单位最多两位小数，请按报表填写")
    value = int(whole) * 100 + int(part.ljust(2, "0") or "0") if len(whole) <= 12 else most + 1
    if value > most:
        return BadText("too_large", "太大，请核对单位和位数")
    return -value if match[1] else value


LARGEST_MONEY = 10_000_000_000
"""One hundred million 万元, in hundredths: more is a slip of the unit."""


def _money(_: Field, plain: str) -> int | BadText:
    return _hundredths(re.sub(r"万元?$", "", plain), "万元", LARGEST_MONEY)


def _share(_: Field, plain: str) -> int | BadText:
    found = _hundredths(plain.rstrip("%％"), "%", 10_000)
    if isinstance(found, BadText):
        return BadText(found.code, "超过 100%，请核对") if found.code == "too_large" else found
    return found if found >= 0 else BadText("negative", "不能是负数，请核对")


_TRUTHS = dict.fromkeys("是 有 1 √ y yes true".split(), 1) | dict.fromkeys("否 无 没有 0 × n no false".split(), 0)


def _truth(_: Field, plain: str) -> int | BadText:
    found = _TRUTHS.get(plain.lower())
    return BadText("not_a_truth", "请填“是”或“否”") if found is None else found


_PARSERS: Mapping[Kind, Callable[[Field, str], Value | BadText]] = {
    Kind.DATE: _date, Kind.YEAR: _year, Kind.COUNT: _count, Kind.MONEY: _money, Kind.SHARE: _share, Kind.TRUTH: _truth,
    Kind.REFERENCE: lambda _, plain: plain,
}


# -- to text ------------------------------------------------------------------------------------------------------


def show(field: Field, value: Value) -> str:
    """A value as form, table, history and documents show it; "" for blank."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int):
        if field.kind is Kind.MONEY:
            return show_money(value)
        if field.kind is Kind.SHARE:
            return f"{plain_hundredths(value)}%"
        if field.kind is Kind.TRUTH:
            return "是" if value else "否"
    return str(value)


def show_money(value: int) -> str:
    """Hundredths of 万元 with thousands separators and no idle zeros: 123456 → "1,234.56", 50000 → "500"."""
    whole, _, part = plain_hundredths(abs(value)).partition(".")
    return f"{'-' if value < 0 else ''}{int(whole):,}{'.' + part if part else ''}"


def plain_hundredths(value: int) -> str:
    """123456 → "1234.56", 123450 → "1234.5", 50000 → "500"."""
    whole, part = divmod(abs(value), 100)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{text}" if value < 0 else text


# -- to the ledger and back ---------------------------------------------------------------------------------------


def stored(value: Value) -> str | int | None:
    """A value as the ledger stores it: dates as ISO texts."""
    return value.isoformat() if isinstance(value, datetime.date) else value


def loaded(field: Field, value: str | int | None) -> Value:
    """The value of what the ledger stores."""
    if field.kind is Kind.DATE and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value
