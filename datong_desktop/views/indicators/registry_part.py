"""企业库: what the registry counts for a figure of indicators 5-8, in the panel right of the grid and on the paper form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.registry_counts import Counted
from datong_desktop.domain.year_book import Cell
from datong_desktop.views import theme
from datong_desktop.views.indicators.count_watch import CountWatch
from datong_desktop.views.tables.figure_cells import CellState, cell_state, count_sign, count_text, written_for
from datong_desktop.views.widgets.fields import CommitField
from datong_desktop.views.workspace import Workspace

ROWS_SHOWN = 4
ID = Qt.ItemDataRole.UserRole


class CountSign(QLabel):
    """"库 3" beside a figure, amber while it differs and nobody said why; the tool tip names the enterprises."""

    def show_state(self, state: CellState) -> None:
        text = count_text(state)
        self.setText(count_sign(state))
        self.setToolTip(text)
        self.setAccessibleName(text)
        if self.property("amber") != state.unexplained:
            self.setProperty("amber", state.unexplained)
            self.setProperty("muted", not state.unexplained)
            self.style().unpolish(self)
            self.style().polish(self)


class EnterpriseNames(QListWidget):
    """The enterprises behind a number. Signal ``requested(str id)`` at a click or Enter."""

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("countedEnterprises")
        self.setAccessibleName("企业库统计的企业")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.itemClicked.connect(self._ask)

    def show_enterprises(self, counted: tuple[Counted, ...]) -> None:
        """As high as the first few need; the others are scrolled to."""
        self.clear()
        for one in counted:
            reached = one.milestone
            item = QListWidgetItem(one.name)
            item.setData(ID, reached.enterprise)
            evidence = f"\n凭证：{reached.evidence}" if reached.evidence else ""
            item.setToolTip(f"{one.name}\n{reached.happened_on} {reached.kind}{evidence}\n点一下或按回车，到企业库里看")
            self.addItem(item)
        shown = min(len(counted), ROWS_SHOWN)
        self.setFixedHeight(shown * max(1, self.sizeHintForRow(0)) + 2 * self.frameWidth() + 2)
        self.setVisible(bool(counted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem() or self.item(0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._ask(item)
        else:
            super().keyPressEvent(event)

    def _ask(self, item: QListWidgetItem) -> None:
        self.requested.emit(str(item.data(ID)))


class RegistryPart(QWidget):
    """Count, enterprises and 差异说明 of one figure; hidden where the registry does not count.

    Signal ``enterpriseRequested(str id)``."""

    enterpriseRequested = Signal(str)

    def __init__(self, workspace: Workspace, watch: CountWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registryPart")
        self._workspace, self._watch = workspace, watch
        self._cell: Cell | None = None
        self._head = QLabel("企业库(&K)")
        self._count = CountSign()
        self._count.setObjectName("registryCount")
        self._count.setWordWrap(True)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self.names = EnterpriseNames()
        self.names.requested.connect(self.enterpriseRequested)
        self._head.setBuddy(self.names)
        self._note_label = QLabel("差异说明(&J)")
        self.note = CommitField()
        self.note.setObjectName("countNoteField")
        self.note.setAccessibleName("差异说明")
        self.note.setToolTip("填报数为什么和企业库不一致；写了说明，打印时就不带“有差异”。回车保存")
        self.note.setMaxLength(500)
        self.note.committed.connect(self._note_committed)
        self._note_label.setBuddy(self.note)
        self.again = QPushButton("说明仍适用")
        self.again.setObjectName("countNoteAgain")
        self.again.setToolTip("数变了，原来的说明对现在的数也成立")
        self.again.setAutoDefault(False)
        self.again.clicked.connect(lambda: self._store(self.note.text()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        for widget in (self._head, self._count, self.names, self._note_label, self.note, self.again):
            layout.addWidget(widget)
        self.hide()
        watch.changed.connect(self.refresh)

    def show_cell(self, cell: Cell | None) -> None:
        """Show another figure of the workspace's book, or the same one anew."""
        if cell != self._cell:
            self.note.commit()
            self._cell = cell
        self.refresh()

    def refresh(self) -> None:
        """Show what is counted and said now."""
        book, cell = self._workspace.book, self._cell
        state = CellState(None) if book is None or cell is None else cell_state(book, cell, self._watch.counts)
        if state.counted is not None:
            self._count.show_state(state)
            self._count.setText(_sentence(state))
            self.names.show_enterprises(state.counted)
        self.note.show_stored(state.count_note.text if state.count_note else "")
        if not self.note.hasFocus():
            self.note.setCursorPosition(0)  # a long one shows its beginning
        self.note.setReadOnly(not self._workspace.writable)
        for widget in (self._note_label, self.note):
            widget.setVisible(state.differs or state.count_note is not None)
        self.again.setVisible(state.unexplained and state.count_note is not None)
        self.again.setEnabled(self._workspace.writable)
        self.setVisible(state.counted is not None)

    def edit_note(self) -> None:
        """Give the explanation the keys."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.selectAll()

    def _note_committed(self, text: str) -> None:
        book = self._workspace.book
        note = book.count_notes.get(self._cell) if book is not None and self._cell is not None else None
        if text != (note.text if note else ""):
            self._store(text)

    def _store(self, text: str) -> None:
        book = self._workspace.book
        if book is not None and self._cell is not None:
            self._workspace.perform(services.registry_counts.set_note, book.year, self._cell, text)


def _sentence(state: CellState) -> str:
    """Without the names, which stand below."""
    count = len(state.counted or ())
    if not state.differs:
        return f"{count} 家"
    told = "已说明" if not state.unexplained else written_for(state.count_note) if state.count_note else "请改数或写说明"
    return f"≠ {count} 家，填报 {state.value}，{told}"
