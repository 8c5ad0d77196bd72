"""CSV and clipboard text: every encoding and separator an office uses, never mojibake."""

from __future__ import annotations

import contextlib
import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datong_desktop.documents.table_reader import read_table_file, read_table_text
from datong_desktop.documents.text_table import decode
from datong_desktop.domain.problem import Refused
from tests.strategies import datong
from tests.tables import Rows, figures_of, grid

SCHEME = datong()
GOOD = figures_of(SCHEME, grid(SCHEME))


def as_csv(rows: Rows, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    return out.getvalue()


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(as_csv(grid(SCHEME), delimiter).encode(encoding))
    table = read_table_file(path, SCHEME)
    assert table.problems == ()
    assert dict(table.figures) == GOOD
    assert table.cells["平城区", "mechanism"] == "B2"


def test_utf_16_with_a_big_endian_mark(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(b"\xfe\xff" + as_csv(grid(SCHEME)).encode("utf-16-be"))
    assert dict(read_table_file(path, SCHEME).figures) == GOOD


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_rare_characters_come_through(encoding: str) -> None:
    text = "平城区，𠮷田𬭚，阳高县\n" if encoding != "gbk" else "平城区，阳高县\n"
    assert decode(text.encode(encoding), "表.csv") == text


@given(st.binary(max_size=400))
def test_any_bytes_decode_strictly_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(Refused):
        assert "\x00" not in decode(data, "表.csv")


def test_quoted_line_breaks_separators_and_marks() -> None:
    rows = grid(SCHEME)
    rows[0] = [rows[0][0], *(name[:2] + "\r\n" + name[2:] for name in rows[0][1:])]
    rows[1][1] = "1,204"
    rows.insert(0, ["考核年度：2022年\n填报单位：\"大同\", 金融办"])
    table = read_table_text(as_csv(rows, quoting=csv.QUOTE_ALL), SCHEME)
    assert table.problems == ()
    assert table.figures["平城区", "mechanism"] == 1204
    assert table.years == (2022,)


def test_marks_that_do_not_pair_are_letters() -> None:
    text = as_csv(grid(SCHEME), "\t").replace("“晋兴板”", '"晋兴板"').replace("“新三板”", '"新三板')
    assert dict(read_table_text(text, SCHEME).figures) == GOOD


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_the_separator_line(ends: str) -> None:
    body = as_csv(grid(SCHEME), ";").replace("\r\n", ends)
    assert dict(read_table_text(body, SCHEME).figures) == GOOD
    assert dict(read_table_text("sep=;" + ends + body, SCHEME).figures) == GOOD


def test_full_width_separators() -> None:
    assert dict(read_table_text(as_csv(grid(SCHEME), "，"), SCHEME).figures) == GOOD


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\u3000"])
def test_an_empty_clipboard_says_so(text: str) -> None:
    (found,) = read_table_text(text, SCHEME).problems
    assert found.code == "file_empty"
    assert "剪贴板里没有文字" in found.text


@pytest.mark.parametrize("text", [
    "你好", "a" * 1_000_000, "\t" * 100_000, "\n" * 100_000, '"' * 999, "\x00\x01", "\ud800", "\u202e平城区\t1",
    "平城区,1\n" * 30_000, "x\ty\n" * 40_000,
])
def test_any_other_text_ends_in_a_sentence(text: str) -> None:
    problems = read_table_text(text, SCHEME).problems
    assert problems
    assert all(p.text.endswith("。") for p in problems)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_hostile_text_never_raises(text: str) -> None:
    assert read_table_text(text, SCHEME).problems
