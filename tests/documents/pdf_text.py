"""Reading PDFs back in tests, with the tools readers use."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest


def pdf_tool(tool: str, content: bytes, folder: Path, *options: str) -> str:
    """Output of a poppler tool for a PDF; skips where it is not installed."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} (poppler-utils) is not installed")
    path = folder / "read-back.pdf"
    path.write_bytes(content)
    target = ["-"] if tool == "pdftotext" else []
    return subprocess.run(
        [tool, *options, str(path), *target], capture_output=True, check=True, timeout=60, encoding="utf-8"
    ).stdout


def page_sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    document = pypdfium2.PdfDocument(content)
    sizes = [document.get_page_size(i) for i in range(len(document))]
    document.close()
    return [(round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in sizes]


def letters(content: bytes) -> str:
    """All text of a PDF in drawing order, without white space: what is there, wherever lines break."""
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.replace("\ufffe", "").split())


def outside_of_paper(content: bytes, margin: float = 20) -> list[str]:
    """Characters that stand nearer to the paper's edge than ``margin`` points: cut by most printers."""
    found = []
    for page in pypdfium2.PdfDocument(content):
        wide, high = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            if right > left and (left < margin or right > wide - margin or bottom < margin or top > high - margin):
                found.append(text.get_text_range(index, 1))
    return found
