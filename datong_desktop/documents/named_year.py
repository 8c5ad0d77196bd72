"""The assessment year a sheet names in its title or head lines. A date of filling in is no assessment year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from datong_desktop.documents.raw_table import CellKind, RawCell, RawSheet

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})"
# strongest first: what a sheet calls its assessment year beats any other year it mentions
_FORMS = tuple(re.compile(form) for form in (
    rf"(?:考核|评价|统计|填报|所属)年[度份]?[:：为是]?{_YEAR}(?!年?[0-9]{{1,2}}月)",
    rf"{_YEAR}年?度",
    rf"(?<![-—–~～至到]){_YEAR}年(?![0-9]{{1,2}}月|[初底末起前后本版]|以来|以前|之前|以后|之后|修订|修正|印发|第[0-9]+号)",
))
_LABEL = re.compile(r"(?:考核|评价|统计|填报|所属)?年[度份][:：]?")
_TITLE_LENGTH = 40
"""A bare "2022年" names the year of a table in a title, not in a paragraph of text above it."""
_DATE_LABEL = re.compile(r"(?:日期|时间|印发|截至|截止)[:：]?[^，。；;]*$")


def years_in(text: str) -> Sequence[tuple[int, int]]:
    """(strength, year) for each year a text names as a year of account; strength 0 is strongest.

    >>> years_in("考核年度：２０２３年    填报日期：2024年1月5日")
    [(0, 2023), (1, 2023), (2, 2023)]
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[一二][〇○零一二三四五六七八九]{3}(?=年)", lambda m: m[0].translate(_CHINESE_DIGITS), plain)
    found = []
    for strength, form in enumerate(_FORMS):
        for match in form.finditer(plain):
            if strength == 2 and len(plain) > _TITLE_LENGTH:
                continue
            if not _DATE_LABEL.search(plain[: match.start()]) or strength == 0:
                found.append((strength, int(match[1])))
    return found


def years_of_sheet(sheet: RawSheet, first_row: int, last_row: int) -> tuple[int, ...]:
    """The years the lines ``first_row`` to ``last_row`` name, those of the strongest wording only."""
    found: list[tuple[int, int]] = []
    for number in sheet.rows_between(first_row, last_row):
        found += _years_of_row(sheet.row(number).items())
    if not found:
        return ()
    strongest = min(strength for strength, _ in found)
    return tuple(dict.fromkeys(year for strength, year in found if strength == strongest))


def _years_of_row(cells: Iterable[tuple[int, RawCell]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    label = ""
    for _, cell in cells:
        if label and (year := _bare_year(cell)) is not None:
            found.append((0, year))
        label = ""
        if cell.kind is CellKind.TEXT:
            found += years_in(cell.text)
            plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell.text))
            label = plain if _LABEL.fullmatch(plain) else ""
    return found


def _bare_year(cell: RawCell) -> int | None:
    """2023 beside a cell that says 考核年度."""
    text = str(cell.value) if cell.kind in (CellKind.NUMBER, CellKind.TEXT) else ""
    match = re.fullmatch(r"\s*((?:19|20)[0-9]{2})(?:\.0)?\s*(?:年度?)?\s*", unicodedata.normalize("NFKC", text))
    return int(match[1]) if match else None
