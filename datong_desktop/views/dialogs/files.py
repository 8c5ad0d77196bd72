"""The questions about files, asked with the desktop's own dialog. None: the clerk thought better of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(parent: QWidget, title: str, start: Path | str, kinds: str) -> Path | None:
    """An existing file."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(start), kinds)
    return Path(chosen) if chosen else None


def ask_open_several(parent: QWidget, title: str, start: Path | str, kinds: str) -> list[Path]:
    """Existing files; none when the clerk thought better of it."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(start), kinds)
    return [Path(one) for one in chosen]


def ask_save(parent: QWidget, title: str, start: Path | str, kinds: str, *suffixes: str) -> Path | None:
    """A file to write; it always ends in one of the suffixes, the first unless it has another."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(suffixes) else Path(chosen + suffixes[0])


def ask_folder(parent: QWidget, title: str, start: Path | str) -> Path | None:
    """An existing folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def open_folder(folder: Path) -> None:
    """Show a folder in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
