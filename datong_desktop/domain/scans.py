"""Scans of papers: kept once by their content, named by what they are evidence of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from datong_desktop.domain.fields import Kind, described

SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}
"""How a file of each format is named."""
MEDIA_TYPES = tuple(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in the folder beside the ledger. ``digest`` is the SHA-256 of its content, in hex, and its name there."""

    digest: str
    media_type: str = described("格式", Kind.CHOICE, choices=MEDIA_TYPES)
    size: int | None = described("字节数", Kind.COUNT)
    pages: int | None = described("页数", Kind.COUNT)

    @property
    def file_name(self) -> str:
        return self.digest + SUFFIXES[self.media_type]


@dataclass(frozen=True, slots=True)
class ScanLink:
    """What a scan is evidence of. ``subject`` is one of the texts made by the functions below."""

    enterprise: str
    subject: str
    digest: str
    title: str = described("名称", Kind.TEXT)
    added_on: datetime.date | None = described("收存日期", Kind.DATE)


@dataclass(frozen=True, slots=True)
class ExpertScanLink:
    """The same for a paper of an expert."""

    expert: str
    subject: str
    digest: str
    title: str = described("名称", Kind.TEXT)
    added_on: datetime.date | None = described("收存日期", Kind.DATE)


OF_ENTERPRISE = "enterprise"
"""Subject of papers that belong to the enterprise itself."""
OF_EXPERT = "expert"
"""Subject of papers that belong to the expert: statement, licences, application."""


def of_material(application: int, number: int) -> str:
    """Subject of material ``number`` (1-7) of an application of the enterprise."""
    return f"material/{application}/{number}"


def material_of(subject: str) -> tuple[int, int] | None:
    """Application and number of the material a subject is; None for another subject."""
    kind, *numbers = subject.split("/")
    if kind != "material" or len(numbers) != 2:
        return None
    application, number = numbers
    return int(application), int(number)


def of_milestone(number: int) -> str:
    """Subject of the evidence of a milestone of the enterprise."""
    return f"milestone/{number}"


def link_class(subject: str | None) -> type[ScanLink] | type[ExpertScanLink]:
    """Whose paper something with this subject is."""
    return ExpertScanLink if subject == OF_EXPERT else ScanLink


def subject_words(subject: str) -> str:
    """How sentences call a subject."""
    if material := material_of(subject):
        return f"申报材料{material[1]}"
    if subject == OF_EXPERT:
        return "专家资料"
    return "里程碑凭证" if subject.startswith("milestone/") else "企业资料"
