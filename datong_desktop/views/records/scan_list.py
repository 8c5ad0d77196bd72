"""The list within a strip of scans: pictures with titles side by side, and what keys do on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from datong_desktop.services.scans import LinkedScan
from datong_desktop.views import theme
from datong_desktop.views.records.scan_thumbnails import SIDE, Thumbnails

_FORMATS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}
_MEGABYTE = 1024 * 1024
_DIGEST = Qt.ItemDataRole.UserRole
_CELL = QSize(SIDE + 4 * theme.GAP, SIDE + 4 * theme.GAP)


class ScanList(QListWidget):
    """Signals: ``viewed(row)`` by Enter or double click, ``removed(rows)`` by Delete, ``renamed(row, title)`` by F2."""

    viewed = Signal(int)
    removed = Signal(list)
    renamed = Signal(int, str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("scanList")
        self.setAccessibleName("扫描件")
        self._thumbnails, self._scans, self.writable = thumbnails, tuple[LinkedScan, ...](), True
        thumbnails.ready.connect(self._picture_ready)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(_CELL)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFixedHeight(_CELL.height() + 3 * theme.GAP)
        self.itemDoubleClicked.connect(lambda item: self.viewed.emit(self.row(item)))
        self.itemChanged.connect(self._edited)

    def show_scans(self, scans: tuple[LinkedScan, ...]) -> None:
        """Show these; what is new among them is selected, else what was current stays so."""
        known, row = {one.link.digest for one in self._scans}, self.currentRow()
        first = not self._scans
        self._scans = scans
        self.blockSignals(True)
        self.clear()
        for one in scans:
            self.addItem(self._item(one))
        self.blockSignals(False)
        new = [i for i, one in enumerate(scans) if one.link.digest not in known]
        self.setCurrentRow(new[0] if new and not first else min(max(row, 0), len(scans) - 1))
        if not first:
            for place in new:
                self.item(place).setSelected(True)
        self.scrollToItem(self.currentItem())

    def rows(self) -> list[int]:
        """The selected places."""
        return sorted(index.row() for index in self.selectedIndexes())

    def _item(self, one: LinkedScan) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_DIGEST, one.link.digest)
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        if self.writable:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self._fill(item, one)
        return item

    def _fill(self, item: QListWidgetItem, one: LinkedScan) -> None:
        pages = f"，{one.scan.pages} 页" if (one.scan.pages or 0) > 1 else ""
        size = f"{max(0.1, (one.scan.size or 0) / _MEGABYTE):.1f} MB"
        about = f"{_FORMATS[one.scan.media_type]}{pages}，{size}，{one.link.added_on} 收存"
        trouble = self._thumbnails.trouble(one.link.digest)
        item.setText(one.link.title)
        pixmap = self._thumbnails.pixmap(one.link.digest)
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else a selected paper is tinted
        item.setIcon(icon)
        item.setToolTip(f"✕ {trouble}" if trouble else f"{one.link.title}\n{about}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.link.title}，{trouble or about}")
        if trouble:
            item.setForeground(theme.colors().red)

    def _picture_ready(self, digest: str) -> None:
        self.blockSignals(True)
        for row, one in enumerate(self._scans):
            if one.link.digest == digest:
                self._fill(self.item(row), one)
        self.blockSignals(False)
        self.viewport().update()

    def _edited(self, item: QListWidgetItem) -> None:
        row = self.row(item)
        if item.text() != self._scans[row].link.title:
            self.renamed.emit(row, item.text())

    # -- keys and menu ------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()  # the window's own 粘贴 and 清除 are for the grid
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.viewed.emit(self.currentRow())
        elif event.key() == Qt.Key.Key_Delete:
            if self.writable and self.rows():
                self.removed.emit(self.rows())
        elif event.matches(QKeySequence.StandardKey.Paste) or event.key() == Qt.Key.Key_Insert:
            event.ignore()  # the strip's
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.currentRow()
        if row >= 0:
            self.menu().exec(event.globalPos() if event.pos() != QPoint() else self.mapToGlobal(self.rect().center()))

    def menu(self) -> QMenu:
        """What can be done with the current scan."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act, writes in (
            ("查看(&V)\tEnter", lambda: self.viewed.emit(self.currentRow()), False),
            ("改名(&N)\tF2", lambda: self.editItem(self.currentItem()), True),
            ("移除(&D)\tDelete", lambda: self.removed.emit(self.rows()), True),
        ):
            action = QAction(text, menu)
            action.setEnabled(self.writable or not writes)
            action.triggered.connect(act)
            menu.addAction(action)
        return menu


def _is_own(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Paste) or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Insert)
