"""Labelled lines of text to read, to select and to copy; never markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFont, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from datong_desktop.views import theme

Lines = tuple[tuple[str, str], ...]
"""(label, text) pairs."""


class PlainTextView(QTextEdit):
    """Read-only text that can be walked, selected and copied by mouse and keyboard; what it copies is plain."""

    _lines: Lines = ()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    def show_lines(self, lines: Lines) -> None:
        """Labels in a grey column, texts beside them with a hanging indent."""
        c = theme.colors()
        self._lines = lines
        self.clear()
        indent = 8 + max((self.fontMetrics().horizontalAdvance(label) for label, _ in lines), default=0)
        block = QTextBlockFormat()
        block.setLeftMargin(indent)
        block.setTextIndent(-indent)
        block.setTabPositions([QTextOption.Tab(indent, QTextOption.TabType.LeftTab)])
        block.setBottomMargin(theme.GAP)
        block.setLineHeight(118, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        label_format, text_format = QTextCharFormat(), QTextCharFormat()
        label_format.setForeground(c.muted)
        text_format.setForeground(c.text)
        strong = QTextCharFormat(text_format)
        strong.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.document())
        for number, (label, text) in enumerate(lines):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            cursor.insertText(f"{label}\t", label_format)
            cursor.insertText(text, strong if label in ("得分", "最终得分") else text_format)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        anew = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)  # a style sheet may keep the palette
        if event.type() in anew and self._lines != ():
            self.show_lines(self._lines)  # the colours are in the text itself
