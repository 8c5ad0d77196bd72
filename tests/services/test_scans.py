"""Scans are kept once, linked, undone, read back by their hash, and never lost."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from datong_desktop.domain.application import Material
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.domain.scans import OF_ENTERPRISE, OF_EXPERT, of_material, of_milestone, subject_words
from datong_desktop.models import scan_folder
from datong_desktop.services import enterprises, history, ledger, pool, scans
from datong_desktop.services.ledger import Ledger
from tests.experts import made as expert_made
from tests.papers import pdf, picture, png_bomb
from tests.registry import file, undo
from tests.storage import new_ledger, opened, refusal

LICENCE = of_material(1, 6)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    yield found
    found.close()


@pytest.fixture
def one(target: Ledger) -> str:
    (identifier,) = enterprises.create(target, {"name": "样例企业001有限公司"}).enterprises
    return identifier


def files(target: Ledger) -> list[str]:
    folder = scan_folder.beside(target.path)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def titles(target: Ledger, identifier: str, subject: str | None = None) -> list[str]:
    return [found.link.title for found in scans.of(target, identifier, subject)]


def paper(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def test_a_file_is_kept_by_its_content_and_linked(target: Ledger, one: str, tmp_path: Path) -> None:
    source = paper(tmp_path, "营业执照.tmp", pdf(3))
    changed = scans.add(target, one, LICENCE, [source])
    assert (changed.label, changed.enterprises) == ("添加扫描件 营业执照", {one})
    (found,) = scans.of(target, one, LICENCE)
    assert (found.link.title, found.scan.media_type, found.scan.pages) == ("营业执照", "application/pdf", 3)
    assert found.link.added_on == target.unit.clock().date()
    digest = found.scan.digest
    assert files(target) == [f"{digest[:2]}/{digest}.pdf"]
    assert scan_folder.beside(target.path).name == "大同.附件"
    source.unlink()
    assert scans.open_content(target, digest) == pdf_of(target, digest)
    assert ledger.check_ledger(target) == ()


def pdf_of(target: Ledger, digest: str) -> bytes:
    return (scan_folder.beside(target.path) / digest[:2] / f"{digest}.pdf").read_bytes()


def test_the_same_content_is_stored_once_and_linked_twice(target: Ledger, one: str, tmp_path: Path) -> None:
    content = picture("PNG")
    scans.add(target, one, LICENCE, [paper(tmp_path, "甲.png", content), content], ["甲", "又一次"])
    again = scans.add(target, one, of_milestone(1), [content], ["批文"])
    assert titles(target, one, LICENCE) == ["甲"]
    assert titles(target, one) == ["批文", "甲"]
    assert len(files(target)) == 1
    assert scans.add(target, one, LICENCE, [content]).change_set is None, "is there already"
    assert again.change_set is not None
    history.undo(target, again.change_set)
    assert titles(target, one) == ["甲"]
    assert ledger.check_ledger(target) == ()


def test_undo_of_the_first_use_leaves_the_second(target: Ledger, one: str) -> None:
    """The scan itself is no part of the step that is undone."""
    first = scans.add(target, one, LICENCE, [picture()], ["甲"])
    scans.add(target, one, OF_ENTERPRISE, [picture()], ["乙"])
    assert first.change_set is not None
    undone = history.undo(target, first.change_set)
    (left,) = scans.of(target, one)
    assert scans.open_content(target, left.scan.digest) == picture()
    assert undone.change_set is not None
    history.undo(target, undone.change_set)
    assert set(titles(target, one)) == {"甲", "乙"}
    assert ledger.check_ledger(target) == ()


def test_a_scan_of_a_material_is_the_material_received_in_one_step(target: Ledger, one: str) -> None:
    pool.apply(target, one, datetime.date(2023, 2, 10), "平城区")
    changed = scans.add(target, one, LICENCE, [picture()], ["执照"])
    today = target.unit.clock().date()
    assert changed.label == "添加扫描件 执照，收到材料 6.营业执照"
    assert file(target, one).all(Material) == (Material(one, 1, 6, received_on=today),)
    assert undo(target, changed).label == "撤销 添加扫描件 执照，收到材料 6.营业执照"
    assert (titles(target, one), file(target, one).all(Material)) == ([], ())
    day = datetime.date(2023, 2, 11)
    pool.receive_material(target, one, 6, day, "复印件")
    assert scans.add(target, one, LICENCE, [picture()], ["执照"]).label == "添加扫描件 执照"
    enterprises.save(target, "说明", Material(one, 1, 5, note="原件后补"))
    scans.add(target, one, of_material(1, 5), [picture()], ["章程"])
    scans.unlink(target, [found.link for found in scans.of(target, one)])
    assert file(target, one).all(Material) == (
        Material(one, 1, 5, received_on=today, note="原件后补"), Material(one, 1, 6, received_on=day, note="复印件"),
    )  # fmt: skip
    assert ledger.check_ledger(target) == ()


def test_taking_away_and_back_keeps_the_file(target: Ledger, one: str) -> None:
    scans.add(target, one, LICENCE, [picture(), picture("PNG")], ["第10页", "第2页"])
    assert titles(target, one) == ["第2页", "第10页"]
    before = files(target)
    gone = scans.unlink(target, [found.link for found in scans.of(target, one)])
    assert gone.label == "移除 2 个扫描件"
    assert scans.of(target, one) == ()
    assert {scan.media_type for scan in scans.unlinked(target)} == {"image/jpeg", "image/png"}
    assert files(target) == before
    assert gone.change_set is not None
    history.undo(target, gone.change_set)
    assert titles(target, one) == ["第2页", "第10页"]
    assert scans.unlinked(target) == ()


def test_another_title(target: Ledger, one: str) -> None:
    scans.add(target, one, LICENCE, [picture()], ["扫描0001"])
    (found,) = scans.of(target, one)
    changed = scans.rename(target, found.link, "公司章程")
    assert titles(target, one) == ["公司章程"]
    assert changed.change_set is not None
    history.undo(target, changed.change_set)
    assert titles(target, one) == ["扫描0001"]
    assert refusal(scans.rename, target, found.link, "  ")[0] == "no_title"
    assert refusal(scans.rename, target, found.link, "长" * 300)[0] == "too_long"
    scans.unlink(target, [found.link])
    assert refusal(scans.rename, target, found.link, "x")[0] == "scan_gone"


def test_one_bad_file_and_none_is_kept(target: Ledger, one: str, tmp_path: Path) -> None:
    bad = [paper(tmp_path, "网页.jpg", b"<html>"), paper(tmp_path, "大.png", png_bomb()), tmp_path / "没有.pdf"]
    with pytest.raises(Refused) as caught:
        scans.add(target, one, LICENCE, [paper(tmp_path, "好.jpg", picture()), *bad])
    assert [problem.code for problem in caught.value.problems] == ["not_a_scan", "too_many_pixels", "file_missing"]
    assert scans.of(target, one) == ()
    assert not scan_folder.beside(target.path).exists(), "nothing is left behind"
    assert ledger.check_ledger(target) == ()


def test_cancelled_and_nothing_is_kept(target: Ledger, one: str) -> None:
    progress = Progress()
    told: list[float] = []

    def tell(fraction: float) -> None:
        told.append(fraction)
        if fraction >= 0.5:
            progress.cancel()

    progress._tell = tell
    with pytest.raises(Cancelled):
        scans.add(target, one, LICENCE, [picture(shade=shade) for shade in (1, 2, 3, 4)], progress=progress)
    assert told == [0.0, 0.25, 0.5]
    assert not scan_folder.beside(target.path).exists()


def test_an_unknown_enterprise(target: Ledger) -> None:
    assert refusal(scans.add, target, "x", LICENCE, [picture()])[0] == "no_enterprise"
    assert len(scans.unlinked(target)) == 1, "kept, and used by nothing"
    assert ledger.check_ledger(target) == ()


def test_a_ledger_to_look_at_only(target: Ledger, one: str) -> None:
    scans.add(target, one, LICENCE, [picture()], ["甲"])
    with opened(target.path, read_only=True) as seen:
        assert refusal(scans.keep, seen, [picture("PNG")])[0] == "read_only"
        (found,) = scans.of(seen, one)
        assert scans.open_content(seen, found.scan.digest) == picture()
    assert len(files(target)) == 1


def test_the_ledger_vanished_with_its_stick(target: Ledger, one: str, tmp_path: Path) -> None:
    scans.add(target, one, LICENCE, [picture()], ["甲"])
    (found,) = scans.of(target, one)
    os.rename(target.path, tmp_path / "别处.datong")
    code, text = refusal(scans.keep, target, [picture("PNG")])
    assert code == "file_vanished"
    assert "大同.datong" in text
    assert scans.open_content(target, found.scan.digest) == picture(), "what is there can still be looked at"


def test_long_and_odd_names(target: Ledger, one: str, tmp_path: Path) -> None:
    scans.add(target, one, LICENCE, [picture()], ["名" * 250])
    assert titles(target, one) == ["名" * 200]
    scans.add(target, one, of_milestone(1), [paper(tmp_path, "合同\n‮=HYPERLINK😀𠮷.jpg", picture("PNG"))])
    assert titles(target, one, of_milestone(1)) == ["合同□□=HYPERLINK😀𠮷"]
    (found,) = scans.of(target, one, of_milestone(1))
    assert len(scans.file_name("名" * 250, found.scan).encode()) <= 240
    saved = scans.save_as(tmp_path / scans.file_name("a/b", found.scan), scans.open_content(target, found.scan.digest))
    assert (saved.name, saved.read_bytes()) == ("a_b.png", picture("PNG"))


def test_words_for_subjects() -> None:
    words = [subject_words(text) for text in (LICENCE, of_milestone(2), OF_ENTERPRISE, "别的")]
    assert words == ["申报材料6", "里程碑凭证", "企业资料", "企业资料"]


def test_papers_of_an_expert_are_kept_beside_those_of_enterprises(target: Ledger, one: str, tmp_path: Path) -> None:
    expert = expert_made(target, "样例专家")
    content = picture()
    scans.add(target, one, OF_ENTERPRISE, [content], ["执照"])
    changed = scans.add(target, expert, OF_EXPERT, [content, picture("PNG")], ["声明", "证书"])
    assert changed.experts == {expert}
    assert [found.link.title for found in scans.of(target, expert, OF_EXPERT)] == ["声明", "证书"]
    assert [found.link.title for found in scans.of(target, one)] == ["执照"]
    (paper, _) = scans.of(target, expert, OF_EXPERT)
    scans.rename(target, paper.link, "意愿声明")
    gone = scans.unlink(target, [found.link for found in scans.of(target, one)])
    assert scans.unlinked(target) == (), "the expert's paper has the same content"
    undo(target, gone)
    assert refusal(scans.add, target, "x", OF_EXPERT, [content])[0] == "no_expert"
    next((tmp_path / "大同.附件").rglob("*.png")).unlink()
    (trouble,) = ledger.check_ledger(target)
    assert "“样例专家”专家资料的扫描件“证书”" in trouble.text
