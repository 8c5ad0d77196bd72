"""Fault 55: what is no whole scan is refused with a sentence of its own; what is one is taken by its content."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from datong_desktop.documents import scan_files
from datong_desktop.documents.scan_pages import ImagePages, open_pages, render, thumbnail
from tests.papers import pdf, picture, png_bomb, saved, tiff
from tests.storage import refusal


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (picture("JPEG"), "image/jpeg", 1),
        (picture("PNG"), "image/png", 1),
        (tiff(3), "image/tiff", 3),
        (tiff(2, "L"), "image/tiff", 2),
        (pdf(4), "application/pdf", 4),
        (saved(Image.new("CMYK", (50, 50)), "JPEG"), "image/jpeg", 1),
        (saved(Image.new("I;16", (50, 50)), "TIFF"), "image/tiff", 1),
    ],
)
def test_a_whole_scan_comes_in_by_its_content(content: bytes, kind: str, pages: int) -> None:
    scan = scan_files.examine(content, "改过名.doc")
    assert (scan.media_type, scan.pages, scan.size) == (kind, pages, len(content))
    assert scan.digest == hashlib.sha256(content).hexdigest()
    assert thumbnail(content, 96).width <= 96


def archive(name: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        zipped.writestr(name, "x")
    return target.getvalue()


FOREIGN = {
    "网页": b"<!DOCTYPE html><html>" + bytes(500),
    "程序文件": b"MZ\x90\x00" + bytes(500),
    "Office": archive("word/document.xml"),
    "OFD": archive("OFD.xml"),
    "压缩包": archive("扫描件.jpg"),
    "HEIC": b"\x00\x00\x00\x18ftypheic" + bytes(100),
    "GIF": saved(Image.new("P", (9, 9)), "GIF"),
    "WebP": saved(Image.new("RGB", (9, 9)), "WEBP"),
    "账套": b"SQLite format 3\x00" + bytes(100),
    "不是扫描件": b"\x01\x02\x03" * 9,
}


@pytest.mark.parametrize("what", FOREIGN)
def test_other_files_under_a_scan_s_name_say_what_they_are(what: str) -> None:
    code, text = refusal(scan_files.examine, FOREIGN[what], "营业执照.jpg")
    assert code == "not_a_scan"
    assert what in text
    assert "营业执照.jpg" in text


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_cut_picture_is_damaged(form: str, kept: float) -> None:
    whole = tiff(3, "L") if form == "TIFF" else picture(form, (900, 900))
    assert refusal(scan_files.examine, whole[: int(len(whole) * kept)], f"a.{form}")[0] == "damaged"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.97])
def test_a_cut_pdf_is_damaged(kept: float) -> None:
    whole = pdf(20)
    assert refusal(scan_files.examine, whole[: int(len(whole) * kept)], "合同.pdf")[0] == "damaged"


def test_a_linearised_pdf_that_was_cut_behind_its_first_end() -> None:
    whole = pdf(1).replace(b"%PDF-1.3", b"%PDF-1.3\n1234 0 obj <</Linearized 1/L 999999>> endobj\n", 1)
    assert refusal(scan_files.examine, whole, "合同.pdf")[0] == "damaged"


def test_a_pdf_with_a_password() -> None:
    code, text = refusal(scan_files.examine, pdf(password="geheim"), "合同.pdf")
    assert code == "encrypted"
    assert "密码" in text


def test_a_png_of_a_hundred_bytes_that_would_fill_the_memory() -> None:
    bomb = png_bomb()
    assert len(bomb) < 150
    code, text = refusal(scan_files.examine, bomb, "a.png")
    assert code == "too_many_pixels"
    assert "8000 万" in text
    assert refusal(scan_files.examine, png_bomb(9_500, 9_000), "a.png")[0] == "too_many_pixels", "below Pillow's own limit"
    assert refusal(scan_files.examine, png_bomb(9_500, 9_900), "a.png")[0] == "too_many_pixels", "where Pillow only warns"


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_files, "MAX_PAGES", 3)
    assert refusal(scan_files.examine, pdf(4), "a.pdf")[0] == "too_many_pages"
    assert refusal(scan_files.examine, tiff(4), "a.tif")[0] == "too_many_pages"
    monkeypatch.setattr(scan_files, "MAX_ALL_PIXELS", 100_000)
    assert refusal(scan_files.examine, tiff(3), "a.tif")[0] == "too_many_pixels"


def test_reading_ends_at_the_limit(tmp_path: Path) -> None:
    huge = tmp_path / "大.tif"
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    code, text = refusal(scan_files.read, huge, huge.name)
    assert code == "file_too_big"
    assert "100 MB" in text
    assert "200 到 300 dpi" in text
    assert refusal(scan_files.read, tmp_path / "没有.pdf", "")[0] == "file_missing"
    assert refusal(scan_files.read, tmp_path, "")[0] == "file_unreadable"
    (tmp_path / "空.pdf").touch()
    assert refusal(scan_files.read, tmp_path / "空.pdf", "")[0] == "file_empty"
    assert refusal(scan_files.read, b"", "粘贴的图片")[0] == "file_empty"
    assert refusal(scan_files.read, bytes(scan_files.MAX_BYTES + 1), "粘贴的图片")[0] == "file_too_big"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes with a name are Unix's")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.pdf")
    assert refusal(scan_files.read, tmp_path / "管道.pdf", "")[0] == "file_unreadable"


def test_a_page_is_drawn_in_its_own_shape() -> None:
    for content in (picture("JPEG"), picture("PNG"), picture("TIFF")):
        drawn = render(content, 0, 100)
        assert (drawn.width, drawn.height, drawn.grey) == (100, 150, False)
        assert drawn.data[:3] < b"\x10\x10\x10", "black at the upper left"
        assert drawn.data[-4:-1] > b"\xb0\xb0\xb0", "light at the lower right"
        assert set(drawn.data[3::4]) == {255}, "Qt takes the fourth byte for opacity where it copies"
        assert max(thumbnail(content, 60).height, thumbnail(content, 60).width) == 60
    drawn = render(pdf(), 0, 100)
    assert (drawn.width, drawn.height) in ((100, 142), (101, 142)), "PDFium rounds up"


def test_a_photo_taken_sideways_stands_upright() -> None:
    turned = Image.Exif()
    turned[274] = 6  # the camera's top was on the right
    content = picture("JPEG", (300, 200), exif=turned)
    pages = ImagePages(content)
    assert pages.sizes[0][0] < pages.sizes[0][1]
    drawn = render(content, 0, 100)
    assert (drawn.width, drawn.height) == (100, 150)
    assert drawn.data[4 * 99 : 4 * 99 + 3] < b"\x20\x20\x20", "what was at the upper left is at the upper right now"


def test_sizes_follow_the_resolution_where_there_is_one() -> None:
    (wide, high), *_ = open_pages(tiff(2)).sizes
    assert (round(wide, 1), round(high, 1)) == (61.2, 86.4)
    (wide, high), *_ = open_pages(picture("JPEG", (4000, 3000))).sizes
    assert (round(wide), round(high)) == (793, 595), "fills an A4 page"


def test_what_is_transparent_is_white_paper() -> None:
    drawn = render(saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"), 0, 40)
    assert drawn.data[:3] == b"\xff\xff\xff"
    grey = open_pages(picture("PNG")).render(0, 0.5, grey=True)
    assert grey.grey
    assert len(grey.data) == grey.stride * grey.height
