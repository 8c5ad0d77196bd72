"""Why a score is what it is: the lines of domain/explain.py for the selected cell, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QTextEdit, QVBoxLayout, QWidget

from datong_desktop.domain.explain import explain_final, explain_mark
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.tables.score_table import ScoreKey

Lines = tuple[tuple[str, str], ...]
HINT = "选中一格，这里说明得分的理由"


def explanation(book: YearBook, key: ScoreKey) -> tuple[str, Lines]:
    """Title and labelled lines for a cell; district, final and rank cells all explain the final score."""
    district, what = key
    row = book.assessment.row(district)
    for mark in row.marks:
        if mark.indicator.id == what:
            return f"{district} · {mark.indicator.name}", explain_mark(book.assessment, row, mark)
    return (
        f"{district} · {book.scheme.final_heading}",
        explain_final(book.assessment, row, book.disqualified.get(district)),
    )


class PlainTextView(QTextEdit):
    """Read-only text that can be walked, selected and copied by mouse and keyboard; what it copies is plain."""

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

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    def show_lines(self, lines: Lines) -> None:
        """Labels in a grey column, texts beside them with a hanging indent."""
        c = theme.colors()
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


class WhyPanel(QFrame):
    """The right side of the score tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whyPanel")
        self.setAccessibleName("得分理由")
        self._lines: Lines = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = QFrame()
        body.setObjectName("sidePanel")
        outer.addWidget(body)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.MARGIN)
        self.title = QLabel(HINT)
        self.title.setObjectName("whyTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setProperty("heading", True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = PlainTextView()
        self.text.setObjectName("whyText")
        self.text.setAccessibleName("得分理由")
        self.copy_button = QPushButton("复制说明(&B)")
        self.copy_button.setObjectName("whyCopy")
        self.copy_button.setToolTip("把标题和全部说明复制成文字（Alt+B）；选中一段按 Ctrl+C 只复制那一段")
        self.copy_button.clicked.connect(self.copy_all)
        self.copy_button.setEnabled(False)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.copy_button)
        self._colour()

    def show_cell(self, book: YearBook | None, key: ScoreKey | None) -> None:
        """Explain another cell; a selection in the text stays while nothing of it changes."""
        title, lines = explanation(book, key) if book and key else (HINT, ())
        self.title.setText(title)
        self.copy_button.setEnabled(bool(lines))
        if lines == self._lines:
            return
        self._lines = lines
        self.text.show_lines(lines)
        self.text.setAccessibleDescription("；".join(f"{label}：{text}" for label, text in lines))

    def plain_text(self) -> str:
        """Title and lines as they are copied."""
        return "\n".join([self.title.text(), *(f"{label}\t{text}" for label, text in self._lines)])

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.plain_text())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "copy_button"):
            self._colour()
            self.text.show_lines(self._lines)

    def _colour(self) -> None:
        palette = QPalette(self.text.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        if palette != self.text.palette():
            self.text.setPalette(palette)
