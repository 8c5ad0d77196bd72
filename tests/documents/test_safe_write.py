"""Safe writing: the old file is whole until the new one is proven; every failure is one sentence."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from datong_desktop.documents import safe_write
from datong_desktop.documents.listing_excel import listing_xlsx
from datong_desktop.documents.listing_word import listing_docx
from datong_desktop.domain.problem import Refused
from datong_desktop.services import documents
from datong_desktop.services.documents import DocumentKind
from tests.documents import books
from tests.documents.listings import ABOUT, listing

PDF = documents.pdf(books.plain(), DocumentKind.TABLE_1)
OLD = b"the old file"


def refused(target: Path, content: bytes = PDF) -> str:
    """Write and expect a refusal: its code, after checking the sentence."""
    with pytest.raises(Refused) as caught:
        safe_write.write_document(target, content)
    (problem,) = caught.value.problems
    assert target.name in problem.text
    assert problem.text.endswith(("。", "没有动。"))
    assert "Errno" not in problem.text
    return problem.code


def test_a_document_replaces_the_old_one_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "表.pdf"
    target.write_bytes(OLD)
    target.chmod(0o640)
    assert safe_write.write_document(target, PDF) == target
    assert target.read_bytes() == PDF
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_document_has_the_usual_rights(tmp_path):
    mask = os.umask(0o022)
    try:
        target = safe_write.write_document(tmp_path / "表.pdf", PDF)
    finally:
        os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK\x03\x04 cut"])
def test_what_is_no_whole_document_never_replaces_one(tmp_path, content):
    for name in ("表.pdf", "表.xlsx", "表.docx"):
        target = tmp_path / name
        target.write_bytes(OLD)
        assert refused(target, content) == "bad_document"
        assert target.read_bytes() == OLD
    assert len(list(tmp_path.iterdir())) == 3


def test_a_word_document_is_known_by_its_parts(tmp_path):
    word, workbook = listing_docx(listing(3), ABOUT), listing_xlsx(listing(3), ABOUT)
    target = tmp_path / "表.docx"
    assert safe_write.write_document(target, word).read_bytes() == word
    assert refused(target, workbook) == "bad_document"
    assert refused(tmp_path / "表.xlsx", word) == "bad_document"
    assert refused(target, word[:-100]) == "bad_document"
    assert target.read_bytes() == word


def test_content_that_reads_back_differently_is_refused(tmp_path, monkeypatch):
    target = tmp_path / "表.pdf"
    target.write_bytes(OLD)
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read(self)[:-1] if self.suffix == ".tmp" else read(self))
    assert refused(target) == "bad_document"
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("stage", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "write_failed"), (errno.EROFS, "not_allowed")])
def test_a_failure_at_any_stage_leaves_the_old_file_and_no_part(tmp_path, monkeypatch, stage, number, code):
    target = tmp_path / "表.pdf"
    target.write_bytes(OLD)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, stage, fail)
        assert refused(target) == code
    assert target.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_open_in_excel_is_tried_again_and_then_named(tmp_path, monkeypatch, winerror):
    """Made as Windows reports it: os.replace raises PermissionError with a winerror."""
    target = tmp_path / "表.pdf"
    target.write_bytes(OLD)
    monkeypatch.setattr(safe_write, "_WAITS", (0.0, 0.0, 0.0))
    tries = []

    def held(*_: object) -> None:
        tries.append(1)
        error = PermissionError(errno.EACCES, "held")
        error.winerror = winerror  # type: ignore[attr-defined]
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        assert refused(target) == "file_in_use"
    assert len(tries) == 4
    assert target.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_released_in_time_is_replaced(tmp_path, monkeypatch):
    target = tmp_path / "表.pdf"
    target.write_bytes(OLD)
    monkeypatch.setattr(safe_write, "_WAITS", (0.0, 0.0, 0.0))
    replace, tries = os.replace, []

    def held_once(source: str, destination: str) -> None:
        tries.append(1)
        if len(tries) == 1:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        replace(source, destination)

    monkeypatch.setattr(os, "replace", held_once)
    safe_write.write_document(target, PDF)
    assert target.read_bytes() == PDF


def test_a_folder_that_is_gone_is_named(tmp_path):
    stick = tmp_path / "U盘"
    assert refused(stick / "表.pdf") == "folder_missing"


def test_a_stick_pulled_before_the_replacement_is_named(tmp_path, monkeypatch):
    stick = tmp_path / "U盘"
    stick.mkdir()
    replace = os.replace

    def pulled(source: str, destination: str) -> None:
        shutil.rmtree(stick)
        replace(source, destination)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", pulled)
        assert refused(stick / "表.pdf") == "folder_missing"
    assert not stick.exists()


def test_a_folder_without_write_permission_is_named(tmp_path):
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("acting as another user needs root")
    folder = tmp_path / "只读"
    folder.mkdir()
    (folder / "表.pdf").write_bytes(OLD)
    for part in (tmp_path, *tmp_path.parents):
        if part != Path("/"):
            part.chmod(part.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        assert refused(folder / "表.pdf") == "not_allowed"
        assert refused(folder / "新.pdf") == "not_allowed"
    finally:
        os.seteuid(0)
    assert (folder / "表.pdf").read_bytes() == OLD
    assert len(list(folder.iterdir())) == 1


def test_a_name_too_long_and_a_folder_in_the_way_are_named(tmp_path):
    assert refused(tmp_path / ("长" * 120 + ".pdf")) == "name_too_long"
    (tmp_path / "表.pdf").mkdir()
    assert refused(tmp_path / "表.pdf") == "write_failed"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_temporary_file_lies_in_the_targets_own_folder(tmp_path, monkeypatch):
    """So the replacement never crosses devices (EXDEV)."""
    moved = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (moved.append(Path(a).parent), replace(a, b)))
    safe_write.write_document(tmp_path / "表.pdf", PDF)
    assert moved == [tmp_path]


def test_no_file_is_replaced_when_one_of_several_cannot_be_staged(tmp_path):
    one, two = tmp_path / "一.pdf", tmp_path / "二.pdf"
    one.write_bytes(OLD)
    with pytest.raises(Refused):
        safe_write.write_documents([(one, PDF), (two, b"broken")])
    assert one.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大同市2022年度附表1", "大同市2022年度附表1.pdf"), ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j.pdf"),
        ("  . ", "文档.pdf"), ("con", "_con.pdf"), ("LPT1", "_LPT1.pdf"), ("a\x00b\n", "a_b_.pdf"), ("王\ud800", "王_.pdf"),
    ],
)
def test_file_names_are_ones_windows_takes(text, expected):
    expected = expected.replace("王_", "王_") if "\ud800" not in text else "王_.pdf"
    assert safe_write.file_name(text, ".pdf") == expected


def test_long_titles_make_shorter_names():
    name = safe_write.file_name("长" * 300, ".xlsx")
    assert len(name.encode()) <= 240
    assert name.endswith("长.xlsx")
