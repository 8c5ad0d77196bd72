"""What is saved as Excel can be read back: districts fill in the blank form and send it in."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from datong_desktop.services import documents, importing
from datong_desktop.services.documents import DocumentKind
from tests.documents import books


@pytest.mark.parametrize("make", [books.plain, books.incomplete, books.disqualified, lambda: replace(books.plain(), sample=True)])
@pytest.mark.parametrize("kind", [DocumentKind.TABLE_1, DocumentKind.TABLE_2])
def test_saved_tables_are_read_back_with_the_same_figures(tmp_path, make, kind):
    book = make()
    path = documents.save(book, kind, "xlsx", tmp_path)
    assert dict(importing.read_workbook(path, book.scheme, book.year).figures) == dict(book.figures)


def test_a_blank_form_filled_in_excel_is_read(tmp_path):
    book = books.plain()
    path = documents.save(book, DocumentKind.BLANK_FORM, "xlsx", tmp_path)
    workbook = openpyxl.load_workbook(path)
    workbook.active["B5"] = 7
    workbook.save(path)
    read = importing.read_workbook(path, book.scheme, book.year)
    assert dict(read.figures) == {("平城区", "mechanism"): 7}
