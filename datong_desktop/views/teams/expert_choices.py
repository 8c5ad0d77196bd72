"""Experts to choose from for the team at hand: the best first, those who cannot come after them with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QDrag, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.names import fold
from datong_desktop.services.team_checks import Filler
from datong_desktop.views import theme
from datong_desktop.views.teams.board_view import EXPERT_MIME
from datong_desktop.views.widgets.fields import QuietComboBox

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADINGS = (
    ("姓名", "按住拖到左边的服务队上，或按回车加入"),
    ("机构", "所在机构"),
    ("负荷", "已带几队/最多几队"),
    ("合适", "加入后服务队多得几分，和智能组队一样算"),
)
NAME, INSTITUTION, LOAD, POINTS = range(4)
WITH_INSTITUTION = 244
STRETCH, INTERACTIVE = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive


class ChoiceTable(QAbstractTableModel):
    """One expert a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Filler] = ()

    def show_rows(self, rows: Sequence[Filler]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        return HEADINGS[section][role == Role.ToolTipRole]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        one = self.rows[index.row()]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            name = f"✕ {one.expert.name}" if one.obstacle else one.expert.name
            return (name, one.expert.institution, one.load, "" if one.obstacle else f"{one.points:+}")[index.column()]
        if role == Role.ToolTipRole:
            return f"{one.expert.name}（{one.expert.institution}，{one.expert.type}）\n{one.obstacle or one.reason}"
        if role == Role.ForegroundRole:
            return theme.colors().blank if one.obstacle else None
        if role == Role.TextAlignmentRole and index.column() in (LOAD, POINTS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [EXPERT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(EXPERT_MIME, self.rows[indexes[0].row()].expert.id.encode())
        return data


class ChoiceView(QTableView):
    """Signals: ``chosen(str expert)`` for Enter, Insert and double click, ``left()`` for Esc."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, table: ChoiceTable) -> None:
        super().__init__()
        self.setObjectName("expertChoices")
        self.setAccessibleName("可选的专家")
        self.setModel(table)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_COMPACT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(INSTITUTION, STRETCH)
        for column, width in ((NAME, 84), (LOAD, 44), (POINTS, 44)):
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda _: self._choose())

    def _choose(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.chosen.emit(self.model().rows[index.row()].expert.id)  # type: ignore[attr-defined]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the institution stands in the tool tip alone."""
        super().resizeEvent(event)
        narrow = event.size().width() < WITH_INSTITUTION
        self.setColumnHidden(INSTITUTION, narrow)
        self.horizontalHeader().setSectionResizeMode(NAME, STRETCH if narrow else INTERACTIVE)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Only the name goes with the pointer, beside it: the row below shows what would be."""
        index = self.currentIndex()
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([index]))
        tag = QLabel(str(index.siblingAtColumn(NAME).data()))
        tag.setObjectName("dragTag")
        tag.setContentsMargins(theme.GAP, 2, theme.GAP, 2)
        drag.setPixmap(tag.grab())
        drag.setHotSpot(QPoint(-theme.MARGIN, -theme.MARGIN))
        drag.exec(actions)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self._choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ExpertChoices(QWidget):
    """Signals: ``chosen(str expert)``, ``typeChosen()`` when another type is asked for, ``left()`` for Esc."""

    chosen = Signal(str)
    typeChosen = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Filler] = ()
        self.types = QuietComboBox()
        self.types.setObjectName("choiceType")
        self.types.setAccessibleName("机构类型")
        self.types.setToolTip("只列一类机构的专家")
        self.types.addItem("全部类型", "")
        self.search = QLineEdit()
        self.search.setObjectName("choiceSearch")
        self.search.setAccessibleName("搜索专家")
        self.search.setPlaceholderText("姓名、机构")
        self.search.setToolTip("按姓名或机构找专家")
        self.table = ChoiceTable(self)
        self.view = ChoiceView(self.table)
        self.hint = QLabel()
        self.hint.setObjectName("choiceReason")
        self.hint.setProperty("muted", True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(self.types)
        line.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 0, theme.GAP, theme.GAP)
        layout.setSpacing(theme.GAP)
        layout.addLayout(line)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.hint)
        self.types.currentIndexChanged.connect(lambda _: self.typeChosen.emit())
        self.search.textChanged.connect(lambda _: self._filter())
        self.search.returnPressed.connect(self.view.setFocus)
        self.view.chosen.connect(self.chosen)
        self.view.left.connect(self.left)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.setFocusProxy(self.view)

    @property
    def kind(self) -> str:
        """The type that is asked for, "" for all."""
        return str(self.types.currentData() or "")

    def offer_types(self, rules: ExpertRules) -> None:
        """The eight types to filter by; once."""
        if self.types.count() == 1:
            self.types.blockSignals(True)
            for kind in rules.types:
                self.types.addItem(kind.short, kind.name)
            self.types.blockSignals(False)

    def choose_type(self, name: str) -> None:
        """List one type, "" for all; ``typeChosen`` is only for a choice by hand."""
        self.types.blockSignals(True)
        self.types.setCurrentIndex(max(0, self.types.findData(name)))
        self.types.blockSignals(False)

    def show_choices(self, found: Sequence[Filler]) -> None:
        """These experts, the best first."""
        self._all = found
        self._filter()

    def _filter(self) -> None:
        wanted = fold(self.search.text())
        rows = [one for one in self._all if wanted in fold(one.expert.name) or wanted in fold(one.expert.institution)]
        self.table.show_rows(rows)
        if rows:
            self.view.setCurrentIndex(self.table.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        """Why the chosen one is right, or cannot come."""
        index = self.view.currentIndex()
        one = self.table.rows[index.row()] if 0 <= index.row() < len(self.table.rows) else None
        text = "" if one is None else f"✕ {one.obstacle}" if one.obstacle else one.reason
        self.hint.setText(text or ("没有符合的专家" if not self.table.rows else ""))
