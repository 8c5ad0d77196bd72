"""Scans of papers: kept once by their content in the folder beside the ledger, linked to what they are evidence of.

Keeping comes first, in a change set of its own that nobody undoes; linking is the undo step. So a crash or an undo leaves
at most a file that nothing refers to, never a reference to nothing.
"""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from datong_desktop.documents import safe_write, scan_files
from datong_desktop.documents.file_kinds import printable
from datong_desktop.documents.pdf_pages import Picture
from datong_desktop.documents.scan_pages import Pages, open_pages, render, thumbnail
from datong_desktop.domain.application import Application, Material
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.expert import Expert
from datong_desktop.domain.fields import fields_by_id
from datong_desktop.domain.problem import Problem, Refused, refuse
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.domain.scans import SUFFIXES, ExpertScanLink, Scan, ScanLink, link_class, material_of
from datong_desktop.domain.standing import missing_text
from datong_desktop.models import scan_folder
from datong_desktop.models.registry import ROWS
from datong_desktop.models.sqlite import errors, known_scans
from datong_desktop.services import records, scan_copies
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed
from datong_desktop.services.records import key_fields
from datong_desktop.services.scan_copies import check_scans

__all__ = [
    "SUFFIXES", "Kept", "LinkedScan", "Pages", "Picture", "add", "check_scans", "file_name", "keep", "link", "of",
    "open_content", "open_pages", "rename", "render", "save_as", "thumbnail", "unlink", "unlinked",
]  # fmt: skip

Link = ScanLink | ExpertScanLink
_LONGEST = fields_by_id(ScanLink)["title"].longest
_keeping = threading.Lock()
"""A job that is refused takes back the files it wrote: no other may rely on them meanwhile."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that is safely in the folder, and what it is to be called."""

    scan: Scan
    title: str


@dataclass(frozen=True, slots=True)
class LinkedScan:
    """A scan as evidence of something."""

    link: Link
    scan: Scan


def add(
    ledger: Ledger,
    owner: str,
    subject: str,
    sources: Sequence[Path | bytes],
    titles: Sequence[str] = (),
    progress: Progress = UNWATCHED,
    received_on: datetime.date | None = None,
) -> Changed:
    """Keeps files (or pasted contents) and links them: ``keep``, then ``link``."""
    return link(ledger, owner, subject, keep(ledger, sources, titles, progress), received_on)


def keep(
    ledger: Ledger, sources: Sequence[Path | bytes], titles: Sequence[str] = (), progress: Progress = UNWATCHED
) -> tuple[Kept, ...]:
    """Examines and stores contents; runs in any thread. Titles default to the files' names; the same content is
    stored once. All or nothing: one file refused, none stays.

    ``Refused`` with a problem for each bad file (``scan_files``), or disk_full, read_only, file_vanished …
    """
    ledger.check_writable()
    if ledger.unit.gone():  # the stick was pulled: no new folder where it was
        raise errors.vanished(ledger.path)
    folder, written = scan_copies.folder(ledger.path), list[Path]()
    with _keeping:
        try:
            kept = _store_all(folder, _named(ledger, sources, titles), written, progress)
        except BaseException:
            scan_folder.discard(written)
            raise
        with ledger.writing(f"收存 {len(kept)} 个扫描件") as work:  # from here on the log may name them
            records.put(work.session, *{one.scan.digest: one.scan for one in kept}.values())
    return kept


def _named(ledger: Ledger, sources: Sequence[Path | bytes], titles: Sequence[str]) -> list[tuple[Path | bytes, str]]:
    pasted = f"粘贴 {ledger.unit.clock():%Y-%m-%d %H%M%S}"
    names = [printable(source.stem) if isinstance(source, Path) else pasted for source in sources]
    given = [*titles, *[""] * len(sources)]
    return [(source, (title or name)[:_LONGEST]) for source, title, name in zip(sources, given, names, strict=False)]


def _store_all(
    folder: Path, named: list[tuple[Path | bytes, str]], written: list[Path], progress: Progress
) -> tuple[Kept, ...]:
    kept: list[Kept] = []
    problems: list[Problem] = []
    for number, (source, title) in enumerate(named):
        progress.step(number, len(named))
        name = printable(source.name) if isinstance(source, Path) else title
        try:
            content = scan_files.read(source, name)
            scan = scan_files.examine(content, name)
        except Refused as refused:
            problems += refused.problems
            continue
        if not problems and (new := scan_folder.store(folder, scan, content, title)):
            written.append(new)
        kept.append(Kept(scan, title))
    if problems:
        raise Refused(*problems)
    return tuple(kept)


def link(
    ledger: Ledger, owner: str, subject: str, kept: Sequence[Kept], received_on: datetime.date | None = None
) -> Changed:
    """Makes kept scans evidence of something of an enterprise or an expert, which the subject tells, as one undo step; a
    material they are scans of is ticked as received, on that day or else today. What is linked there already stays as it is
    (nothing changed: ``change_set`` None). ``Refused``: no_enterprise, no_expert, read_only."""
    kind = link_class(subject)
    whose, words = (Expert, "专家库里没有这位专家") if kind is ExpertScanLink else (Enterprise, "企业库里没有这家企业")
    label = f"添加扫描件 {kept[0].title}" if len(kept) == 1 else f"添加 {len(kept)} 个扫描件"
    with ledger.writing(label) as work:
        if work.session.get(ROWS[whose], owner) is None:
            raise refuse(f"no_{key_fields(kind)[0]}", f"{words}，可能已被合并或撤销，没有添加扫描件。请刷新列表再试。")
        today, new = work.at.date(), dict[str, Link]()
        for one in kept:
            added = kind(owner, subject, one.scan.digest, title=one.title, added_on=today)
            if work.session.get(ROWS[kind], records.key_of(added)) is None:
                new.setdefault(added.digest, added)  # the same content may come twice
        if new and (received := _received(work.session, owner, subject, received_on or today)):
            work.command = f"{label}，收到材料 {missing_text([received.number])}"
            records.put(work.session, received)
        records.put(work.session, *new.values())
    return changed(ledger, work)


def _received(session: Session, enterprise: str, subject: str, on: datetime.date) -> Material | None:
    """The material that has come with its scan: none where it had been received, or where there is no such application."""
    application, number = material_of(subject) or (0, 0)
    if session.get(ROWS[Application], {"enterprise": enterprise, "number": application}) is None:
        return None
    c = ROWS[Material].__table__.c
    there = records.read(session, Material, c.enterprise == enterprise, c.application == application, c.number == number)
    material = there[0] if there else Material(enterprise, application, number)
    return None if material.received_on else replace(material, received_on=on)


def unlink(ledger: Ledger, links: Sequence[Link]) -> Changed:
    """Takes scans away from what they were evidence of, as one undo step. The files stay."""
    label = f"移除扫描件 {links[0].title}" if len(links) == 1 else f"移除 {len(links)} 个扫描件"
    with ledger.writing(label) as work:
        records.remove(work.session, *links)
    return changed(ledger, work)


def rename(ledger: Ledger, link: Link, title: str) -> Changed:
    """Gives a scan another title here. ``Refused``: scan_gone, no_title, too_long, bad_character."""
    if not title.strip():
        raise refuse("no_title", f"扫描件“{link.title}”的名称不能是空白，没有改名。请填一个名称。")
    with ledger.writing(f"扫描件改名 {link.title}") as work:
        row = work.session.get(ROWS[type(link)], records.key_of(link))
        if row is None:
            raise refuse("scan_gone", f"扫描件“{link.title}”已经不在这里了，没有改名。请刷新再试。")
        records.set_values(type(link), row, {"title": title})
    return changed(ledger, work)


# -- reading --------------------------------------------------------------------------------------------------------


def of(ledger: Ledger, owner: str, subject: str | None = None) -> tuple[LinkedScan, ...]:
    """The scans of one subject of an enterprise or an expert, or of all of an enterprise: by day, then by title (第2页 before 第10页)."""
    kind = link_class(subject)
    with ledger.reading() as session:
        links: list[Link] = list(records.of_owners(session, kind, key_fields(kind)[0], [owner]))
        wanted = [one for one in links if subject in (None, one.subject)]
        scans = _scans(session, {one.digest for one in wanted})
    found = [LinkedScan(one, scans[one.digest]) for one in wanted]
    return tuple(sorted(found, key=lambda one: (str(one.link.added_on), _natural(one.link.title), one.link.digest)))


def _scans(session: Session, digests: Iterable[str]) -> dict[str, Scan]:
    table = ROWS[Scan].__table__
    return {scan.digest: scan for scan in records.read(session, Scan, table.c.digest.in_(list(digests)))}


def _natural(title: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", title) if part]


def unlinked(ledger: Ledger) -> tuple[Scan, ...]:
    """Kept scans that nothing refers to now; an undo may bring any of them back."""
    with ledger.reading() as session:
        used = (select(ROWS[kind].__table__.c.digest) for kind in (ScanLink, ExpertScanLink))
        return records.read(session, Scan, ROWS[Scan].__table__.c.digest.not_in(union(*used)))


def open_content(ledger: Ledger, digest: str) -> bytes:
    """The content of a scan, proven by its hash each time; works when the ledger file itself has vanished.

    ``Refused``: scan_missing, scan_changed, scan_unreadable (whose and what), scan_unknown.
    """
    with ledger.unit.exclusive() as raw:
        known = known_scans.known(raw, digest)
    if not known:
        raise refuse("scan_unknown", "账套里没有这个扫描件，可能已被撤销。请刷新再试。")
    content = scan_folder.load(scan_copies.folder(ledger.path), known[0].scan)
    if isinstance(content, scan_folder.Trouble):
        raise Refused(scan_copies.trouble(known[0], content))
    return content


def save_as(target: Path, content: bytes) -> Path:
    """Safely writes the content of a scan into a file of the clerk's own. ``Refused`` as ``safe_write``."""
    return safe_write.write_document(target, content)


def file_name(title: str, scan: Scan) -> str:
    """The title as a file name."""
    return safe_write.file_name(title, SUFFIXES[scan.media_type])
