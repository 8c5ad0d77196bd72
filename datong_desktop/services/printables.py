"""What can be previewed, printed and saved: a label, the PDF, and the other files it comes as. Nothing is made before it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from datong_desktop.documents import safe_write
from datong_desktop.documents.about import About
from datong_desktop.documents.form_document import FormDocument
from datong_desktop.documents.letters import Letters
from datong_desktop.documents.listing import Listing
from datong_desktop.domain.progress import UNWATCHED, Progress

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Printable:
    """One document to choose in the preview. ``name`` is its file name without suffix; ``files`` make its other forms by suffix
    ("xlsx", "docx"); ``variants`` are chosen among in its place (one for each district; ``parted_by`` is what they are
    called); those ``together`` make up what 全部保存 writes. All making may raise ``Refused`` and may run in a thread."""

    label: str
    name: str
    pdf: Make
    files: Mapping[str, Make] = field(default_factory=dict)
    variants: tuple[Printable, ...] = ()
    together: bool = False
    parted_by: str = "县区"

    def file_name(self, suffix: str) -> str:
        """"大同市2022年度附表1_各县区指标完成情况统计表.pdf"; characters no file name may hold become "_"."""
        return safe_write.file_name(self.name, f".{suffix}")

    def content(self, suffix: str) -> bytes:
        """The whole file of this kind, "pdf" among them."""
        return self.pdf() if suffix == "pdf" else self.files[suffix]()


def of_listing(label: str, name: str, make: Callable[[], tuple[Listing, About]]) -> Printable:
    """A list as PDF, Excel and Word, read from the ledger once, when the first of them is asked for."""
    made = cache(make)

    def pdf() -> bytes:
        from datong_desktop.documents.listing_pdf import listing_pdf

        return listing_pdf(*made())

    def xlsx() -> bytes:
        from datong_desktop.documents.listing_excel import listing_xlsx

        return listing_xlsx(*made())

    def docx() -> bytes:
        from datong_desktop.documents.listing_word import listing_docx

        return listing_docx(*made())

    return Printable(label, name, pdf, {"xlsx": xlsx, "docx": docx})


def of_form(label: str, name: str, make: Callable[[], tuple[FormDocument, About]]) -> Printable:
    """A form as PDF, Word and Excel."""
    made = cache(make)

    def pdf() -> bytes:
        from datong_desktop.documents.form_document_pdf import form_document_pdf

        return form_document_pdf(*made())

    def docx() -> bytes:
        from datong_desktop.documents.form_document_word import form_document_docx

        return form_document_docx(*made())

    def xlsx() -> bytes:
        from datong_desktop.documents.form_document_excel import form_document_xlsx

        return form_document_xlsx(*made())

    return Printable(label, name, pdf, {"docx": docx, "xlsx": xlsx})


def of_letters(label: str, name: str, make: Callable[[], tuple[Letters, About]]) -> Printable:
    """Letters as PDF, Word and Excel, a page each."""
    made = cache(make)

    def pdf() -> bytes:
        from datong_desktop.documents.letters_pdf import letters_pdf

        return letters_pdf(*made())

    def docx() -> bytes:
        from datong_desktop.documents.letters_word import letters_docx

        return letters_docx(*made())

    def xlsx() -> bytes:
        from datong_desktop.documents.letters_excel import letters_xlsx

        return letters_xlsx(*made())

    return Printable(label, name, pdf, {"docx": docx, "xlsx": xlsx})


def save(printable: Printable, suffix: str, target: Path) -> Path:
    """Make and safely write one file. ``target`` is a file, or a folder for the usual name. Raises ``Refused``; the old
    file is then untouched."""
    path = target / printable.file_name(suffix) if target.is_dir() else target
    return safe_write.write_document(path, printable.content(suffix))


def together(printables: Iterable[Printable]) -> list[tuple[Printable, str]]:
    """What 全部保存 writes: (document, suffix), each as PDF and in its first other form, the variants in its place."""
    return [
        (each, suffix)
        for one in printables
        for each in one.variants or (one,)
        if one.together and each.together
        for suffix in ("pdf", *list(one.files)[:1])
    ]


def save_together(printables: Iterable[Printable], folder: Path, progress: Progress = UNWATCHED) -> tuple[Path, ...]:
    """Every file of those that belong together: all are made and checked before one replaces an old file."""
    wanted = together(printables)
    made: list[tuple[Path, bytes]] = []
    for one, suffix in wanted:
        progress.step(len(made), len(wanted))
        made.append((folder / one.file_name(suffix), one.content(suffix)))
    progress.step(len(made), len(wanted))
    return safe_write.write_documents(made)
