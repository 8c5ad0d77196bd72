"""Printing on a real queue of CUPS, whose driver has Letter as its default paper and margins of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from datong_desktop import services
from datong_desktop.services.documents import DocumentKind
from datong_desktop.views.dialogs import printing
from tests.documents import books
from tests.documents.pdf_text import page_sizes
from tests.views import cups_queue

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cups_queue.Queue]:
    if reason := cups_queue.why_not():
        pytest.skip(f"no print service: {reason}")
    with cups_queue.queue(tmp_path_factory.mktemp("cups")) as running:
        yield running


def send(queue: cups_queue.Queue, pdf: bytes, folder: Path, copies: int = 1, printer: str = "") -> str:
    file = folder / "to-print.pdf"
    file.write_bytes(pdf)
    environment = {**queue.environment, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__).with_name("print_job.py")), str(file), str(copies), *([printer] if printer else [])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def darkness(pdf: bytes, index: int) -> list[list[float]]:
    """Mean darkness of a page on a grid of 24 × 24 fields: where its ink is."""
    page = pypdfium2.PdfDocument(pdf)[index]
    bitmap = page.render(scale=3, grayscale=True)  # hair lines are then wider than a pixel
    data, wide, high, stride = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    fields = [[0.0] * 24 for _ in range(24)]
    for y in range(high):
        row = data[y * stride : y * stride + wide]
        for column in range(24):
            part = row[column * wide // 24 : (column + 1) * wide // 24]
            fields[y * 24 // high][column] += 255 * len(part) - sum(part)
    scale = 24 * 24 / (wide * high * 255)
    return [[value * scale for value in row] for row in fields]


def same_ink(one: bytes, other: bytes, index: int) -> bool:
    pairs = zip(darkness(one, index), darkness(other, index), strict=True)
    return max(abs(a - b) for first, second in pairs for a, b in zip(first, second, strict=True)) < 0.02


def test_both_tables_arrive_as_two_landscape_a4_pages(queue, tmp_path):
    pdf = services.documents.pdf(books.disqualified(), DocumentKind.BOTH_TABLES)
    before = len(queue.jobs(0))
    assert send(queue, pdf, tmp_path, copies=2).startswith("['office']")
    job = queue.jobs(before + 1)[-1]
    printed = job.read_bytes()
    assert page_sizes(printed) == [(297, 210)] * 2
    assert same_ink(pdf, printed, 0)
    assert same_ink(pdf, printed, 1)
    assert not same_ink(pdf, services.documents.pdf(books.plain(), DocumentKind.BLANK_FORM), 0)  # the measure tells
    assert job.with_suffix(".copies").read_text().strip() == "2"
    assert "media=A4" in job.with_suffix(".options").read_text().split()


def test_the_upright_form_arrives_upright(queue, tmp_path):
    pdf = services.documents.pdf(books.plain(), DocumentKind.DISTRICT_FORM, "平城区")
    before = len(queue.jobs(0))
    send(queue, pdf, tmp_path)
    printed = queue.jobs(before + 1)[-1].read_bytes()
    assert page_sizes(printed) == [(210, 297)]
    assert same_ink(pdf, printed, 0)


def test_a_printer_that_is_gone_is_named(queue, tmp_path):
    pdf = services.documents.pdf(books.plain(), DocumentKind.TABLE_1)
    answer = send(queue, pdf, tmp_path, printer="旧打印机")
    assert "no_printer" in answer
    assert "找不到打印机“旧打印机”" in answer


def test_each_direction_is_right_without_a_print_service_too(qapp, tmp_path):
    """Without a print service: QPrinter's own PDF output."""
    book = books.plain()
    for kind, district, size in ((DocumentKind.TABLE_2, None, (297, 210)), (DocumentKind.DISTRICT_FORM, "平城区", (210, 297))):
        printer = QPrinter()
        printer.setResolution(150)
        printer.setFullPage(True)
        target = tmp_path / f"{kind.value}.pdf"
        printer.setOutputFileName(str(target))
        pdf = services.documents.pdf(book, kind, district)
        printing.draw(pdf, printer, "文件")
        assert page_sizes(target.read_bytes()) == [size]
        assert same_ink(pdf, target.read_bytes(), 0)


def test_the_printed_picture_owns_its_pixels():
    from datong_desktop.views.dialogs.page_view import image_of

    pages = services.documents.open_pages(services.documents.pdf(books.plain(), DocumentKind.TABLE_1))
    image = image_of(pages, 0, 1.0, grey=True)
    pages.close()
    assert isinstance(image, QImage)
    assert image.format() == QImage.Format.Format_Grayscale8
    assert image.pixelColor(2, 2).lightness() == 255
