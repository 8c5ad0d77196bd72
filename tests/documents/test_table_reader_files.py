"""A file that is no workbook, is spoilt or is hostile ends in one plain sentence, fast."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from datong_desktop.documents import workbook_guard
from datong_desktop.documents.table_reader import read_table_file
from datong_desktop.domain.problem import Problem
from tests.strategies import DATA, datong
from tests.tables import grid, raw_xlsx, sheet_xml, write_xlsx

SCHEME = datong()
GOOD = (DATA / "annex1_plain.xlsx").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
LOL = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"


def only_problem(path: Path) -> Problem:
    started = time.monotonic()
    (found,) = read_table_file(path, SCHEME).problems
    assert time.monotonic() - started < 2
    assert found.text.endswith(("。", "？"))
    assert "Error" not in found.text
    return found


def in_zip(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


SAVE_AS = "请在 WPS/Excel 中另存为 .xlsx 再导入"
FILES: list[tuple[str, bytes, str, str]] = [
    ("表.xls", OLE + "Workbook".encode("utf-16-le"), "old_format", SAVE_AS),
    ("表.et", OLE + "Workbook".encode("utf-16-le"), "old_format", SAVE_AS),
    ("表.et", b"\x00\x01\x02" * 50, "old_format", SAVE_AS),
    ("表.xlsx", OLE + "Workbook".encode("utf-16-le"), "old_format", "扩展名却是 .xlsx"),
    ("表.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00" * 9, "old_format", SAVE_AS),
    ("表.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "打开密码"),
    ("表.doc", OLE + "WordDocument".encode("utf-16-le"), "not_a_table", "Word"),
    ("表.xlsx", "县区,建立工作机制情况\n平城区,1\n".encode("gb18030"), "renamed_text", "改成 .csv"),
    ("表.xlsx", "县区,建立工作机制情况\n平城区,1\n".encode(), "renamed_text", "改成 .csv"),
    ("表.xlsx", b"", "file_empty", "空的"),
    ("表.csv", b"", "file_empty", "空的"),
    ("表.csv", b" \r\n\r\n ", "file_empty", "没有内容"),
    ("表.xlsx", GOOD[: len(GOOD) // 2], "damaged", "不完整或已损坏"),
    ("表.xlsx", GOOD[:-30], "damaged", "不完整或已损坏"),
    ("表.xlsx", b"PK\x03\x04" + b"\x00" * 100, "damaged", "不完整或已损坏"),
    ("表.xlsx", b"PK", "damaged", "不完整或已损坏"),
    ("表.xlsx", os.urandom(4) + bytes(range(256)) * 8, "damaged", "改过扩展名"),
    ("表.xlsx", in_zip(a=b"1"), "not_a_table", "压缩包"),
    ("表.zip", in_zip(a=b"1"), "not_a_table", "压缩包"),
    ("表.docx", in_zip(word__document_dot_xml=b"<x/>"), "not_a_table", "Word"),
    ("表.ods", in_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "old_format", ".ods"),
    ("表.xlsb", in_zip(xl__workbook_dot_bin=b"1"), "old_format", ".xlsb"),
    ("表.xls", b"<html><table><tr><td>1</td></tr></table></html>", "not_a_table", "网页"),
    ("表.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "not_a_table", "XML"),
    ("表.pdf", b"%PDF-1.7 ...", "not_a_table", "PDF"),
    ("表.db", b"SQLite format 3\x00" + b"\x00" * 84, "not_a_table", "账套"),
    ("照片.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" * 9, "not_a_table", "不是 Excel 或 CSV"),
    ("表.csv", b"\x00\x01\x02\xff\xfe" * 99, "bad_encoding", "文字编码"),
    ("表.csv", b"\x81", "bad_encoding", "文字编码"),
]


@pytest.mark.parametrize(("name", "content", "code", "words"), FILES, ids=[f"{n}-{c}-{len(b)}" for n, b, c, _ in FILES])
def test_each_wrong_file_has_its_sentence(tmp_path: Path, name: str, content: bytes, code: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = only_problem(path)
    assert found.code == code
    assert words in found.text
    assert name in found.text


def test_missing_folder_pipe_and_name_too_long(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "没有.xlsx").code == "file_missing"
    assert only_problem(tmp_path).code == "file_unreadable"
    os.mkfifo(tmp_path / "管道.xlsx")
    assert only_problem(tmp_path / "管道.xlsx").code == "file_unreadable"
    assert only_problem(tmp_path / ("长" * 300)).code == "file_unreadable"
    assert only_problem(tmp_path / "空\x00字.xlsx").code in ("file_missing", "file_unreadable")


def test_more_than_50_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as target:
        target.truncate(50 * 1024 * 1024 + 1)
    assert only_problem(path).code == "file_too_big"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_billion_laughs_in_any_part(tmp_path: Path, part: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{LOL}<x>&j;</x>'.encode(encoding)
    assert only_problem(raw_xlsx(tmp_path / "笑.xlsx", sheet_xml(grid(SCHEME)), {part: xml})).code == "dangerous_xml"


def test_entities_are_refused_behind_the_guard_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second wall: defusedxml is what parses, in openpyxl and in our own reading of the sheets."""
    monkeypatch.setattr("datong_desktop.documents.table_reader.check_workbook", lambda data, name: None)
    evil = sheet_xml(grid(SCHEME)).replace("?>", f"?>{LOL}", 1).replace("平城区", "&j;")
    assert only_problem(raw_xlsx(tmp_path / "笑.xlsx", evil)).code == "damaged"
    strings = f"<?xml version='1.0'?>{LOL}<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>&j;</t></si></sst>"
    assert only_problem(raw_xlsx(tmp_path / "串.xlsx", sheet_xml(grid(SCHEME)), {"xl/sharedStrings.xml": strings})).code == "damaged"


def test_defusedxml_is_in_force_in_openpyxl() -> None:
    import openpyxl
    from openpyxl.xml import functions

    assert openpyxl.DEFUSEDXML
    assert functions.fromstring.__module__.startswith("defusedxml")
    assert functions.iterparse.__module__.startswith("defusedxml")


def test_a_small_file_that_unpacks_to_200_mb(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "炸.xlsx", sheet_xml(grid(SCHEME)), {"xl/media/a.bin": b"\x00" * (200 * 1024 * 1024)})
    assert path.stat().st_size < 250_000
    assert only_problem(path).code == "zip_bomb"


def lie_about_sizes(path: Path, part: str, size: int) -> None:
    """Set the uncompressed size of a part in the directory and in its local header."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(part)
        local = info.header_offset
        directory = archive.start_dir
    data[local + 22 : local + 26] = struct.pack("<I", size)
    at = data.index(part.encode(), directory) - 46
    data[at + 24 : at + 28] = struct.pack("<I", size)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("claimed", [100, 1_000_000])
def test_sizes_that_lie_are_found_by_counted_reading(tmp_path: Path, claimed: int) -> None:
    path = raw_xlsx(tmp_path / "谎.xlsx", sheet_xml(grid(SCHEME)), {"xl/media/a.bin": b"\x00" * (30 * 1024 * 1024)})
    lie_about_sizes(path, "xl/media/a.bin", claimed)
    assert only_problem(path).code in ("damaged", "zip_bomb")


def test_counted_reading_stops_at_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_guard, "_check_directory", lambda *_: None)
    monkeypatch.setattr(workbook_guard, "MAX_UNPACKED", 3 * 1024 * 1024)
    path = raw_xlsx(tmp_path / "炸.xlsx", sheet_xml(grid(SCHEME)), {"xl/media/a.bin": b"\x00" * (5 * 1024 * 1024)})
    assert only_problem(path).code == "zip_bomb"


def test_too_many_parts_and_parts_of_the_same_name(tmp_path: Path) -> None:
    many = {f"xl/media/{n}.bin": b"" for n in range(2_001)}
    assert only_problem(raw_xlsx(tmp_path / "多.xlsx", sheet_xml(grid(SCHEME)), many)).code == "zip_bomb"
    clash = {"xl/worksheets/SHEET1.xml": sheet_xml(grid(SCHEME, 9))}
    assert only_problem(raw_xlsx(tmp_path / "重.xlsx", sheet_xml(grid(SCHEME)), clash)).code == "damaged"


def test_a_flipped_bit_inside_is_found(tmp_path: Path) -> None:
    data = bytearray(GOOD)
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 1
    path = tmp_path / "坏.xlsx"
    path.write_bytes(data)
    assert only_problem(path).code == "damaged"


def test_an_encrypted_zip_entry(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "密.xlsx", sheet_xml(grid(SCHEME)))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            data[info.header_offset + 6] |= 1
            at = data.index(info.filename.encode(), archive.start_dir) - 46
            data[at + 8] |= 1
    path.write_bytes(data)
    assert only_problem(path).code in ("encrypted", "damaged")


def test_two_cells_at_the_far_corners(tmp_path: Path) -> None:
    far = sheet_xml([["A1"]]).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert only_problem(raw_xlsx(tmp_path / "远.xlsx", far)).code == "table_not_found"
    with_table = sheet_xml(grid(SCHEME)).replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    started = time.monotonic()
    assert read_table_file(raw_xlsx(tmp_path / "远表.xlsx", with_table), SCHEME).problems == ()
    assert time.monotonic() - started < 2


def test_a_sheet_of_a_million_cells_stops_at_the_limit(tmp_path: Path) -> None:
    row = "".join(f"<c><v>{n}</v></c>" for n in range(100))
    xml = sheet_xml(grid(SCHEME)).replace("</sheetData>", f"<row>{row}</row>" * 10_000 + "</sheetData>")
    path = raw_xlsx(tmp_path / "长.xlsx", xml)
    monitored = read_table_file(path, SCHEME)
    assert [p.code for p in monitored.problems] == (["zip_bomb"] if path.stat().st_size * 200 < len(xml) else ["too_many_cells"])


DIMENSIONS = ['<dimension ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension ref="Z99:Z99"/>']


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_lying_dimension_hides_nothing(tmp_path: Path, dimension: str) -> None:
    table = read_table_file(raw_xlsx(tmp_path / "谎.xlsx", sheet_xml(grid(SCHEME), dimension)), SCHEME)
    assert table.problems == ()
    assert len(table.figures) == 88


def test_rows_out_of_order_are_all_read(tmp_path: Path) -> None:
    xml = sheet_xml(grid(SCHEME))
    head, *rows = xml.split("<row ")
    last, tail = rows[-1].split("</sheetData>")
    shuffled = head + "".join(f"<row {row}" for row in reversed([*rows[:-1], last])) + "</sheetData>" + tail
    table = read_table_file(raw_xlsx(tmp_path / "乱.xlsx", shuffled), SCHEME)
    assert table.problems == ()
    assert len(table.figures) == 88


@pytest.mark.parametrize(("attributes", "content"), [
    ('t="s"', "<v>99</v>"), ('t="s"', "<v>-99</v>"), ('t="n"', "<v>12abc</v>"), ('t="b"', "<v>maybe</v>"), ('t="d"', "<v>never</v>"),
    ("", "<v>1_0</v>"), ("", "<v>１２</v>"), ("", "<v>NaN</v>"), ("", "<v>0x10</v>"), ("", f"<v>{'9' * 6000}</v>"),
])
def test_a_cell_that_points_nowhere_is_named(tmp_path: Path, attributes: str, content: str) -> None:
    rows = grid(SCHEME)
    rows[2][3] = (attributes, content)
    found = only_problem(raw_xlsx(tmp_path / "指.xlsx", sheet_xml(rows)))
    assert (found.code, found.where.cell) == ("error_cell", "D3")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", ["", "<a", "<a/>", "\x00", "你好", "<worksheet>" + "<x>" * 20_000])
def test_spoilt_parts(tmp_path: Path, part: str, content: str) -> None:
    path = raw_xlsx(tmp_path / "坏.xlsx", sheet_xml(grid(SCHEME)), {part: content})
    table = read_table_file(path, SCHEME)
    assert table.problems or len(table.figures) == 88
    assert all(p.code in ("damaged", "table_not_found", "error_cell") for p in table.problems)


def test_a_sheet_that_is_not_in_the_file(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "缺.xlsx", grid(SCHEME))
    lacking = tmp_path / "缺了.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(lacking, "w") as target:
        for name in source.namelist():
            if "sheet1" not in name:
                target.writestr(name, source.read(name))
    assert only_problem(lacking).code == "damaged"


def test_deeply_nested_xml_kills_nothing(tmp_path: Path) -> None:
    """In a process of its own: were the parser to overflow the stack, the test would die with it."""
    deep = "<a>" * 200_000 + "</a>" * 200_000
    xml = sheet_xml(grid(SCHEME)).replace("</sheetData>", f"<row r='50'><c r='A50'>{deep}</c></row></sheetData>")
    path = raw_xlsx(tmp_path / "深.xlsx", xml)
    done = subprocess.run(
        [sys.executable, "-m", "datong_desktop", "score", str(path), "--year", "2022", "--json"], capture_output=True, check=False,
    )
    assert done.returncode in (0, 2), done.stderr.decode()


MUTATIONS: list[Callable[[bytearray, int], None]] = [
    lambda data, at: data.__setitem__(at, data[at] ^ 0x10),
    lambda data, at: data.__delitem__(slice(at, None)),
    lambda data, at: data.__setitem__(slice(at, at), b"\x00\x00"),
]


@pytest.mark.parametrize("mutate", range(len(MUTATIONS)))
def test_any_damage_gives_a_sentence_or_the_same_figures(tmp_path: Path, mutate: int) -> None:
    good = read_table_file(DATA / "annex1_plain.xlsx", SCHEME).figures
    path = tmp_path / "损.xlsx"
    for at in range(0, len(GOOD), len(GOOD) // 40):
        data = bytearray(GOOD)
        MUTATIONS[mutate](data, at)
        path.write_bytes(data)
        table = read_table_file(path, SCHEME)
        assert table.problems or table.figures == good


def test_a_part_too_long_to_read_whole(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>{n * 7919 % 1_000_003}</t></si>" for n in range(450_000))
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    found = only_problem(raw_xlsx(tmp_path / "串.xlsx", sheet_xml(grid(SCHEME)), {"xl/sharedStrings.xml": strings}))
    assert found.code == "too_many_cells"


def test_one_address_with_two_contents_is_named(tmp_path: Path) -> None:
    xml = sheet_xml(grid(SCHEME)).replace('r="B3"', 'r="C3"')
    found = only_problem(raw_xlsx(tmp_path / "重.xlsx", xml))
    assert (found.code, found.where.cell) == ("error_cell", "C3")


def test_the_strict_format_is_called_by_its_name(tmp_path: Path) -> None:
    main, strict = "schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"
    found = only_problem(raw_xlsx(tmp_path / "严.xlsx", sheet_xml(grid(SCHEME)).replace(main, strict)))
    assert (found.code, "严格" in found.text) == ("old_format", True)


def test_a_wrong_file_with_thousands_of_faults_is_not_listed_to_the_end(tmp_path: Path) -> None:
    rows = [*grid(SCHEME), *([f"某县{n}", *([1] * 8)] for n in range(3_000))]
    started = time.monotonic()
    problems = read_table_file(write_xlsx(tmp_path / "长.xlsx", rows), SCHEME).problems
    assert time.monotonic() - started < 5
    assert len(problems) == 1_001
    assert problems[-1].text == "还有 2000 处问题没有列出。请先核对是否选对了文件。"


def test_many_tables_are_named_in_one_short_sentence(tmp_path: Path) -> None:
    found = only_problem(write_xlsx(tmp_path / "多.xlsx", grid(SCHEME) * 40))
    assert (found.code, len(found.text) < 160) == ("ambiguous_table", True)
