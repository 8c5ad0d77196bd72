"""Why a score is what it is: the lines of domain/explain.py for the selected cell, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from datong_desktop.domain.explain import explain_final, explain_mark
from datong_desktop.domain.year_book import YearBook
from datong_desktop.views import theme
from datong_desktop.views.tables.score_table import ScoreKey
from datong_desktop.views.widgets.plain_text import Lines, PlainTextView

HINT = "选中一格，这里说明得分的理由"


def explanation(book: YearBook, key: ScoreKey) -> tuple[str, Lines]:
    """Title and labelled lines for a cell; district, final and rank cells all explain the final score."""
    district, what = key
    row = book.assessment.row(district)
    for mark in row.marks:
        if mark.indicator.id == what:
            lines = explain_mark(book.assessment, row, mark)
            note = book.count_notes.get((district, what))
            holds = note is not None and note.keyed == book.figures.get((district, what))
            told = (("差异说明", f"{note.text}（填报数与企业库不一致，计分以填报数为准）"),) if note and holds else ()
            return f"{district} · {mark.indicator.name}", (*lines, *told)
    return (
        f"{district} · {book.scheme.final_heading}",
        explain_final(book.assessment, row, book.disqualified.get(district)),
    )


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
