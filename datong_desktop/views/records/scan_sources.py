"""What can become a scan: files, or a picture, that were dropped or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

Source = Path | QImage


def sources_of(data: QMimeData) -> list[Source]:
    """The files that were copied or dropped, else the picture."""
    if files := [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]:
        return list(files)
    image = data.imageData() if data.hasImage() else None
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def png(image: QImage) -> bytes:
    """A picture as the file it is stored as."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())
