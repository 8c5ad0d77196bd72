"""No scan is lost by a copy: copying the scans with a ledger, checking them, counting them for a backup's preview."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.progress import UNWATCHED, Progress
from datong_desktop.models import scan_folder
from datong_desktop.models.scan_folder import Trouble
from datong_desktop.models.sqlite import known_scans
from datong_desktop.models.sqlite.known_scans import KnownScan
from datong_desktop.models.unit_of_work import UnitOfWork, file_identity
from datong_desktop.services.backups import ledger_of_backup

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger

MOST_SHOWN = 50
_MEND = "请从副本或旧电脑的“.附件”文件夹里拷回来，或把原件重新扫描后再添加一次。"
_CODES = {Trouble.MISSING: "scan_missing", Trouble.CHANGED: "scan_changed", Trouble.UNREADABLE: "scan_unreadable"}

Found = list[tuple[KnownScan, Trouble]]


def folder(ledger_path: Path) -> Path:
    """Where the scans of a ledger are. A backup refers to those of its ledger."""
    return scan_folder.beside(ledger_of_backup(ledger_path) or ledger_path)


def trouble(known: KnownScan, found: Trouble) -> Problem:
    """One scan that is not what it should be: whose, what, and how to mend it."""
    return problem(_CODES[found], f"{known.words}{found}。{_MEND}")


def _problems(where: Path, found: Found) -> tuple[Problem, ...]:
    if found and not where.is_dir():
        text = f"扫描件文件夹“{where}”不见了，里面应有 {len(found)} 个扫描件。账套改过名或移动过的话，请把这个文件夹也改名、移到账套旁边。"
        return (problem("scans_missing", text),)
    told = [trouble(known, what) for known, what in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        told.append(problem("scan_missing", f"另有 {len(found) - MOST_SHOWN} 个扫描件不见了或被改动过。{_MEND}"))
    return tuple(told)


def check_scans(ledger: Ledger, progress: Progress = UNWATCHED) -> tuple[Problem, ...]:
    """Every scan that is missing, changed or unreadable: whose and what. Reads them all."""
    where = folder(ledger.path)
    with ledger.unit.exclusive() as raw:
        known = known_scans.known(raw)
    found: Found = []
    for number, one in enumerate(known):
        progress.step(number, len(known))
        if isinstance(content := scan_folder.load(where, one.scan), Trouble):
            found.append((one, content))
    return _problems(where, found)


def count_for_backup(raw: Any, path: Path) -> tuple[int, int]:
    """How many scans a ledger file refers to, and how many of them are not in the folder any more."""
    known = known_scans.known(raw)
    where = folder(path)
    return len(known), sum(not scan_folder.is_there(where, one.scan) for one in known)


@contextlib.contextmanager
def copied(unit: UnitOfWork, target: Path, progress: Progress = UNWATCHED) -> Iterator[tuple[Any, tuple[Problem, ...]]]:
    """Copies every scan into the folder of the ledger that the block then puts at ``target`` from the connection it is
    given: none is added meanwhile. With it comes which scans could not be copied, because they are not sound here.

    If the block fails or is cancelled, what was copied is taken away again. ``Refused`` as in ``scan_folder.store``.
    """
    copy, before = _Copy(folder(unit.path), scan_folder.beside(target)), file_identity(target)
    try:
        with unit.exclusive() as raw:
            known = known_scans.known(raw)
        copy.all(known, progress)  # may take long: whoever keys figures is not kept waiting
        with unit.exclusive() as raw:
            copy.all(known_scans.known(raw), progress)
            yield raw, _problems(copy.source, copy.found)
    except BaseException:
        if file_identity(target) == before:  # else the ledger is there, whatever failed after it
            scan_folder.discard(copy.written)
        raise


class _Copy:
    """What has been copied so far, in one or more rounds."""

    def __init__(self, source: Path, goal: Path) -> None:
        self.source, self.goal = source, goal
        self.done: set[str] = set()
        self.found: Found = []
        self.written: list[Path] = []

    def all(self, known: tuple[KnownScan, ...], progress: Progress) -> None:
        wanted = [one for one in known if one.scan.digest not in self.done]
        for number, one in enumerate(wanted):
            progress.step(number, len(wanted))
            self._one(one)

    def _one(self, one: KnownScan) -> None:
        self.done.add(one.scan.digest)
        content = scan_folder.load(self.source, one.scan)
        if isinstance(content, Trouble):
            if not isinstance(scan_folder.load(self.goal, one.scan), bytes):  # an older copy may have it still
                self.found.append((one, content))
        elif written := scan_folder.store(self.goal, one.scan, content, one.title):
            self.written.append(written)
