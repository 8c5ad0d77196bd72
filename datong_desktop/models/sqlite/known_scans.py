"""Which scans a ledger file refers to, read from a bare connection: of a backup, or of a ledger whose file has vanished."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from datong_desktop.domain.scans import Scan, subject_words


@dataclass(frozen=True, slots=True)
class KnownScan:
    """A scan the ledger knows, with the enterprise, subject and title of its first use ("" when it has none)."""

    scan: Scan
    enterprise: str
    subject: str
    title: str

    @property
    def words(self) -> str:
        """Whose and what, for a sentence."""
        if not self.subject:
            return f"现在没有用到的扫描件（{self.scan.file_name[:12]}…）"
        return f"“{self.enterprise}”{subject_words(self.subject)}的扫描件“{self.title}”"


_KNOWN = """
    SELECT scan.digest, scan.media_type, scan.size, scan.pages, enterprise.name, min(scan_link.subject), scan_link.title
    FROM scan LEFT JOIN scan_link ON scan_link.digest = scan.digest
    LEFT JOIN enterprise ON enterprise.id = scan_link.enterprise
    WHERE ? IN ('', scan.digest) GROUP BY scan.digest ORDER BY enterprise.name, scan_link.subject, scan_link.title
"""


def known(raw: sqlite3.Connection, digest: str = "") -> tuple[KnownScan, ...]:
    """The scans of a ledger by whose they are, or the one with this digest. A ledger before version 3 has none."""
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'scan'").fetchone():
        return ()
    return tuple(
        KnownScan(Scan(row[0], media_type=row[1], size=row[2], pages=row[3]), *(text or "" for text in row[4:]))
        for row in raw.execute(_KNOWN, (digest,))
    )
