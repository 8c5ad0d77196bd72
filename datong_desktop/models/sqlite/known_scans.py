"""Which scans a ledger file refers to, read from a bare connection: of a backup, or of a ledger whose file has vanished."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from datong_desktop.domain.scans import Scan, subject_words


@dataclass(frozen=True, slots=True)
class KnownScan:
    """A scan the ledger knows, with the name of the enterprise or expert, subject and title of its first use ("" when it has none)."""

    scan: Scan
    owner: str
    subject: str
    title: str

    @property
    def words(self) -> str:
        """Whose and what, for a sentence."""
        if not self.subject:
            return f"现在没有用到的扫描件（{self.scan.file_name[:12]}…）"
        return f"“{self.owner}”{subject_words(self.subject)}的扫描件“{self.title}”"


_USED = "SELECT {0}.name, {1}.* FROM {1} JOIN {0} ON {0}.id = {1}.{0}"
_KNOWN = """
    SELECT scan.digest, scan.media_type, scan.size, scan.pages, used.name, min(used.subject), used.title
    FROM scan LEFT JOIN ({}) AS used ON used.digest = scan.digest
    WHERE ? IN ('', scan.digest) GROUP BY scan.digest ORDER BY used.name, used.subject, used.title
"""
_LINKS = (("enterprise", "scan_link"), ("expert", "expert_scan_link"))
"""Whose papers there are and where they are linked, of all versions of the file."""


def known(raw: sqlite3.Connection, digest: str = "") -> tuple[KnownScan, ...]:
    """The scans of a ledger by whose they are, or the one with this digest. A ledger before version 3 has none."""
    there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "scan" not in there:
        return ()
    used = " UNION ALL ".join(_USED.format(owner, link) for owner, link in _LINKS if link in there)
    return tuple(
        KnownScan(Scan(row[0], media_type=row[1], size=row[2], pages=row[3]), *(text or "" for text in row[4:]))
        for row in raw.execute(_KNOWN.format(used), (digest,))
    )
