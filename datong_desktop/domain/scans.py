"""Scans of papers: kept once by their content, named by what they are evidence of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in the folder beside the ledger. ``digest`` is the SHA-256 of its content, in hex, and its name there."""

    digest: str
    media_type: str = described("格式", Kind.CHOICE, choices=MEDIA_TYPES)
    size: int | None = described("字节数", Kind.COUNT)
    pages: int | None = described("页数", Kind.COUNT)


@dataclass(frozen=True, slots=True)
class ScanLink:
    """What a scan is evidence of: ``subject`` is "material/1/3" (application 1, material 3), "milestone/2" or "enterprise"."""

    enterprise: str
    subject: str
    digest: str
    title: str = described("名称", Kind.TEXT)
    added_on: datetime.date | None = described("收存日期", Kind.DATE)
