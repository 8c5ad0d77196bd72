"""The industries of GB/T 4754-2017: sections (C), divisions (C26), groups (C261) and classes (C2614) with their names.

The table is a file of ``resources/industries`` that an office can replace; edition and source are shown.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import refuse

EDITION = "GB/T 4754-2017 国民经济行业分类"
SOURCE = "代码和名称采自公开目录，未与标准印刷本逐条核对"
_CODE = re.compile(r"[A-T](?:\d{2,4})?")
_WRITTEN = re.compile(r"\s*([A-Ta-t]?\d{2,4}|[A-Ta-t])(?![A-Za-z0-9])[\s:：、，,.-]*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Industries:
    """All industries. ``names`` maps codes to names, parents before their children."""

    names: dict[str, str] = field(repr=False)
    _spelled: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, csv_text: str, source: str = "行业表") -> Industries:
        """From a table with the headings code,name. ``Refused`` (bad_industries) names file, line and reason."""
        names: dict[str, str] = {}
        for number, row in enumerate(csv.reader(csv_text.removeprefix("\ufeff").splitlines()), 1):
            if number == 1 or not any(row):
                continue
            if reason := _why_not(row, names):
                raise refuse("bad_industries", f"行业表文件 {source} 第 {number} 行有误：{reason}。请改正后再用。")
            names[row[0]] = row[1].strip()
        if not names:
            raise refuse("bad_industries", f"行业表文件 {source} 里没有行业，请换一个文件。")
        return cls(names)

    def name(self, code: str) -> str:
        """The name of a code, "" when there is none such."""
        return self.names.get(code, "")

    def path(self, code: str) -> tuple[tuple[str, str], ...]:
        """(code, name) from the section down to the industry itself; empty for an unknown code."""
        return tuple((part, self.names[part]) for part in _ancestors(code)) if code in self.names else ()

    def children(self, code: str = "") -> tuple[str, ...]:
        """Codes right below one; the sections below ""."""
        return tuple(found for found in self.names if _parent(found) == code)

    def find(self, written: str) -> str | None:
        """The code meant by a text: code with or without its letter, in any case or width, alone or before the name;
        or a whole name (the deepest industry that bears it). None when it is none, or not surely one."""
        plain = unicodedata.normalize("NFKC", written).strip()
        if (match := _WRITTEN.fullmatch(plain)) and (code := self._code(match[1].upper())):
            said = fold(match[2])
            return code if not said or said in {self._folded[part] for part, _ in self.path(code)} else None
        return self._by_name.get(fold(plain))

    def search(
        self, text: str, limit: int = 20, spell: Callable[[str], str] | None = None
    ) -> list[tuple[str, str]]:
        """(code, name) of what fits a typed text: codes that begin so, names that hold it, and, when ``spell`` gives the
        initials of a name, names that sound so. Whole fits first, then beginnings, in the order of the codes."""
        wanted = fold(text)
        if not wanted:
            return []
        best: dict[str, tuple[int, int, str]] = {}
        for code, name in self._folded.items():
            rank = _rank(wanted, code, name, self._sound(code, spell) if spell and wanted.isascii() else "")
            if rank is not None:
                best[code] = (rank, len(code), code)
        return [(code, self.names[code]) for code in sorted(best, key=best.__getitem__)[:limit]]

    def _sound(self, code: str, spell: Callable[[str], str]) -> str:
        if code not in self._spelled:  # spelling two thousand names takes longer than a key press may
            self._spelled[code] = spell(self.names[code])
        return self._spelled[code]

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {code: fold(name) for code, name in self.names.items()}

    def _code(self, written: str) -> str | None:
        if written in self.names:
            return written
        return self._by_digits.get(written)

    @cached_property
    def _by_digits(self) -> dict[str, str]:
        """Divisions are numbered through, so the digits alone name an industry."""
        return {code[1:]: code for code in self.names if len(code) > 1}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """A name that stands in two branches (其他…) names none; an only child bears its parent's name."""
        found: dict[str, str | None] = {}
        for code, key in self._folded.items():
            other = found.get(key, "")
            found[key] = code if other is not None and code.startswith(other) else None
        return {key: code for key, code in found.items() if code}


def _why_not(row: list[str], names: dict[str, str]) -> str:
    if len(row) < 2 or not row[1].strip():
        return "应有代码和名称两列"
    code = row[0]
    if not _CODE.fullmatch(code):
        return f"代码“{code}”不对，应为一个字母加二到四位数字"
    if code in names:
        return f"代码“{code}”出现了两次"
    if (above := _parent(code)) and above not in names:
        return f"“{code}”前面没有它的上级“{above}”"
    return ""


def _parent(code: str) -> str:
    """"C2614" → "C261", "C26" → "C", "C" → ""."""
    return code[:1] if len(code) == 3 else code[:-1]


def _ancestors(code: str) -> Iterator[str]:
    if above := _parent(code):
        yield from _ancestors(above)
    yield code


def _rank(wanted: str, code: str, name: str, initials: str) -> int | None:
    lowered = code.lower()
    if wanted in (lowered, lowered[1:], name):
        return 0
    if lowered.startswith(wanted) or (wanted.isdigit() and lowered[1:].startswith(wanted)):
        return 1
    if name.startswith(wanted):
        return 2
    if wanted in name:
        return 3
    spellings = initials.split()
    if wanted in spellings:
        return 2
    if any(spelling.startswith(wanted) for spelling in spellings):
        return 4
    return 5 if len(wanted) > 1 and any(wanted in spelling for spelling in spellings) else None
