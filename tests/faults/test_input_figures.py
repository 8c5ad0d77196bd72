"""Faults 31-34 of the catalogue: what is typed or imported is that figure, or is refused; never another.

No. 33 as written (18 digits, 4 decimals) does not apply: a figure is a whole number of 0 to 99 999. What is asked here
instead: larger or finer numbers are refused whole, and every allowed figure comes back exactly from ledger and Excel.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from datong_desktop.domain.counts import MAX_COUNT, BadCount, parse_count
from datong_desktop.domain.year_book import YearBook
from datong_desktop.services import assessment, documents, importing
from tests.storage import new_ledger
from tests.strategies import datong
from tests.tables import grid, write_xlsx

SCHEME = datong()


@pytest.mark.parametrize(("text", "read"), [
    ("１２３", 123), ("1，234", 1234), ("12 345", 12345), ("１２３．００", 123), ("１２３．４５", "decimal"), ("１２％", "not_a_number"),
])
def test_31_full_width_figures(text: str, read: int | str) -> None:
    found = parse_count(text)
    assert (found.code if isinstance(found, BadCount) else found) == read


@pytest.mark.parametrize("text", ["nan", "inf", "-0", "1e400", "1_000", "0x10", "∞", "二十", "1e5", "+1", "٣"])
def test_32_what_looks_like_a_number_to_a_computer_only(tmp_path: Path, text: str) -> None:
    assert isinstance(parse_count(text), BadCount)
    rows = grid(SCHEME)
    rows[1][1] = text
    preview = importing.preview_file(YearBook(2022, SCHEME, {}), write_xlsx(tmp_path / "表.xlsx", rows))
    assert len(preview.problems) == 1


@pytest.mark.parametrize("value", [123456789012345678, 12345678901234567890, 1.2345, 99_999.9999, 100_000])
def test_33_too_large_or_too_fine_is_refused_never_rounded(tmp_path: Path, value: float) -> None:
    rows = grid(SCHEME)
    rows[1][1] = value
    (found,) = importing.preview_file(YearBook(2022, SCHEME, {}), write_xlsx(tmp_path / "表.xlsx", rows)).problems
    assert found.code in ("too_large", "decimal")


def test_33_every_allowed_figure_comes_back_exactly(tmp_path: Path) -> None:
    values = [0, 1, 9, 10, 255, 256, 32_767, 32_768, 65_535, 65_536, MAX_COUNT]
    rows = grid(SCHEME)
    for row, value in zip(rows[1:], values, strict=True):
        row[1:] = [value] * 8
    ledger = new_ledger(tmp_path)
    try:
        importing.apply(ledger, importing.preview_file(assessment.read_year(ledger, 2022), write_xlsx(tmp_path / "表.xlsx", rows)))
        book = assessment.read_year(ledger, 2022)
        assert [book.figures[d, "listed"] for d in SCHEME.districts] == values
        for kind in (documents.DocumentKind.TABLE_1, documents.DocumentKind.TABLE_2):
            saved = documents.save(book, kind, "xlsx", tmp_path / f"{kind.value}.xlsx")
            assert dict(importing.read_workbook(saved, SCHEME, 2022).figures) == dict(book.figures)
    finally:
        ledger.close()


def test_34_a_jump_in_an_imported_year_is_warned_and_not_blocked(tmp_path: Path) -> None:
    rows = grid(SCHEME)
    rows[1][8] = 50_000
    preview = importing.preview_file(YearBook(2022, SCHEME, {}), write_xlsx(tmp_path / "表.xlsx", rows))
    assert preview.problems == ()
    figures = {(p.district, p.indicator): p.new for p in preview.planned}
    book = YearBook(2022, SCHEME, figures, last_year={("平城区", "listed"): 5})
    (found,) = [n for n in book.notices if n.code == "jump"]
    assert "50000，是上年 5 的 10000 倍" in found.text


def test_38_hostile_text_in_names_and_cells_is_refused_whole(tmp_path: Path) -> None:
    for text in ("\u202e321", "3\u200b", "🙂", "𠮷", "x" * 1_000_000, "=1+1", "@SUM(A1)"):
        rows = grid(SCHEME)
        rows[1][1] = text
        content = "\n".join("\t".join(map(str, row)) for row in rows)
        (found,) = importing.preview_text(YearBook(2022, SCHEME, {}), content).problems
        assert len(found.text) < 120
