"""The workbook's formulas, recalculated by LibreOffice, give the domain's points and finals; so do edited figures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from datong_desktop.documents.annex_excel import workbook_2
from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.year_book import YearBook
from tests.documents import books
from tests.documents.recalculate import libreoffice, recalculate


def edited() -> tuple[bytes, YearBook]:
    """A workbook in which someone changed figures, blanked one and disqualified a district by hand; and that year."""
    book = books.plain()
    workbook = openpyxl.load_workbook(io.BytesIO(workbook_2(book)))
    sheet = workbook["附表1"]
    sheet["B5"], sheet["C6"], sheet["I7"], sheet["K8"], sheet["D9"] = 50, None, 9, "取消参评资格", "12"
    saved = io.BytesIO()
    workbook.save(saved)
    names, ids = book.scheme.districts, [i.id for i in book.scheme.indicators]
    figures = {**book.figures, (names[0], ids[0]): 50, (names[2], ids[7]): 9}
    del figures[names[1], ids[1]]
    del figures[names[4], ids[2]]  # a text is no figure
    decision = Disqualification(book.year, names[3], "", None, "")
    return saved.getvalue(), replace(book, figures=figures, decisions=(decision,))


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[YearBook, Path]]:
    if libreoffice() is None:
        pytest.skip("LibreOffice is not installed: formulas are not recalculated here")
    years = {name: books.case_book(name) for name in books.CASES}
    years["disqualified"] = books.disqualified()
    second = books.SECOND
    years["second"] = YearBook(2024, second, {(d, i.id): len(d + i.name) % 5 for d in second.districts for i in second.indicators})
    years["big"] = books.big(40, 12)
    years |= {f"random{seed}": books.random_book(seed) for seed in range(12)}
    workbooks = {name: workbook_2(book) for name, book in years.items()}
    workbooks["edited"], years["edited"] = edited()
    made = recalculate(workbooks, tmp_path_factory.mktemp("recalculated"))
    return {name: (years[name], made[name]) for name in made}


def test_libreoffice_agrees_with_the_domain(recalculated):
    compared = 0
    for name, (book, path) in recalculated.items():
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        for row, result in enumerate(book.assessment.rows, 6):
            found = [sheet.cell(row, c).value for c in range(2, len(result.marks) + 3)]
            if result.disqualified:
                expected: list[object] = ["—"] * len(result.marks) + ["取消参评资格"]
            else:
                final = None if result.final is None else book.scheme.format_final(result.final)
                expected = [*result.points, final]
                last = found[-1]
                found = [None if v == "" else v for v in found[:-1]]
                found.append(None if last in ("", None) else f"{last:.{book.scheme.final_places}f}")
            assert found == expected, f"{name}: {result.district}"
            compared += len(found)
        mark = str(sheet.cell(1, max(2, len(book.scheme.indicators))).value or "")
        assert ("未报齐" in mark) == (not book.assessment.complete), name
    assert compared > 2000


def test_random_years_cover_what_matters():
    years = [books.random_book(seed) for seed in range(12)]
    assert {b.scheme.tie_rule.kind for b in years} == {"best", "worst"}
    assert {b.scheme.zero_rule.kind for b in years} == {"no_points", "ranked"}
    assert {b.scheme.id for b in years} == {"datong-2022", "example-2024"}
    assert any(b.disqualified for b in years)
    assert any(not b.assessment.complete for b in years)
    assert any(b.assessment.complete for b in years)
