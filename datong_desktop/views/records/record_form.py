"""A form made from the fields of a record class: sections in the paper's order, wholly by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from datong_desktop.domain.fields import Field, Kind, Value
from datong_desktop.views import theme
from datong_desktop.views.records.alt_letters import alt_letters
from datong_desktop.views.records.editors import Editor, Offers, make_editor
from datong_desktop.views.widgets.note import Note
from datong_desktop.views.widgets.parsed_field import ParsedField

WIDE = frozenset({Kind.LONG, Kind.TAGS})
"""Kinds that take the whole width."""
TWO_COLUMNS = 640
"""From this width on there is room for two columns."""
LABEL_WIDTH = 132


class FieldCell(QWidget):
    """An editor with what is to be said about it below: why it was refused, else a warning, else the hint."""

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.field, self.editor = field, editor
        self._reason = self._warning = self._mended = ""
        self._hint = field.hint
        self.note = Note(field.id)
        self.below = QVBoxLayout()
        self.below.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(editor)
        layout.addWidget(self.note)
        layout.addLayout(self.below)
        layout.addStretch(1)
        editor.reasonShown.connect(self.show_reason)
        if isinstance(editor, ParsedField):
            editor.mended.connect(self.show_mended)
        self._show()

    def show_reason(self, text: str) -> None:
        self._reason = text
        self._show()

    def show_warning(self, text: str) -> None:
        """What looks odd, "" for nothing: it was stored all the same."""
        if text != self._warning:
            self._warning = text
            self._show()

    def show_mended(self, text: str) -> None:
        """What was done to a pasted text, "" for nothing."""
        if text != self._mended:
            self._mended = text
            self._show()

    def show_hint(self, text: str) -> None:
        """What the present value means, "" for the field's own hint."""
        if (text or self.field.hint) != self._hint:
            self._hint = text or self.field.hint
            self._show()

    def _show(self) -> None:
        self.note.say(self._reason, self._warning or self._mended, self._hint)
        self.editor.setAccessibleDescription(self.note.text())

    def offer_button(self, text: str, act: Callable[[], object]) -> QPushButton:
        """A button below the editor that mends what is wrong."""
        button = QPushButton(text)
        button.setMinimumWidth(1)  # a long text must not widen the column
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        self.below.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self.editor, button)
        return button

    def clear_below(self) -> None:
        while item := self.below.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


class RecordForm(QWidget):
    """Signals: ``committed(str field id, object value)`` when an editor with another value was left, ``entered(QWidget)``
    when an editor got the focus, ``turned(int)`` for PageDown (+1) and PageUp (-1), ``finished()`` after Enter in the
    last editor."""

    committed = Signal(str, object)
    entered = Signal(QWidget)
    turned = Signal(int)
    finished = Signal()

    def __init__(
        self, fields: Sequence[Field], offers: Offers | None = None, parent: QWidget | None = None, *, taken: str = ""
    ) -> None:
        """``taken`` are the Alt letters of what stands around the form."""
        super().__init__(parent)
        self.setObjectName("recordForm")
        self.fields = tuple(fields)
        self.cells: dict[str, FieldCell] = {}
        self._labels: dict[str, QLabel] = {}
        self._letters = alt_letters(self.fields, taken)
        self._grids: dict[str, QGridLayout] = {}
        self._bodies: dict[str, QVBoxLayout] = {}
        self._added: dict[str, list[QWidget]] = {}
        self._columns = 0
        self.visit = 0
        """Counts how often an editor was entered: what is committed in one visit belongs together."""
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme.MARGIN)
        for section, group in groupby(self.fields, key=lambda field: field.section):
            self._add_section(section)
            for field in group:
                self._add_field(field, (offers or {}).get(field.id))
        self._outer.addStretch(1)  # rows stand close, however much room there is
        self.lay_out(2)
        self.chain()

    def _add_section(self, title: str) -> None:
        body = QVBoxLayout()
        body.setSpacing(theme.GAP)
        if title:
            heading = QLabel(title)
            heading.setProperty("heading", True)
            body.addWidget(heading)
        grid = self._grids[title] = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(6)
        body.addLayout(grid)
        self._bodies[title], self._added[title] = body, []
        self._outer.addLayout(body)

    def _add_field(self, field: Field, offer: object) -> None:
        editor = make_editor(field, offer)  # type: ignore[arg-type]
        editor.setObjectName(f"field_{field.id}")
        editor.setToolTip(field.hint or field.heading)
        editor.committed.connect(lambda _, name=field.id: self.committed.emit(name, self.editors[name].value))
        editor.entered.connect(lambda e=editor: self._was_entered(e))
        editor.stepped.connect(self.step)
        letter = self._letters.get(field.id)
        label = self._labels[field.id] = QLabel(f"{field.heading}(&{letter})" if letter else field.heading)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFixedWidth(LABEL_WIDTH)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 6, 0, 0)
        label.setBuddy(editor)
        self.cells[field.id] = FieldCell(field, editor)

    def _was_entered(self, editor: Editor) -> None:
        self.visit += 1
        self.entered.emit(editor)

    @property
    def editors(self) -> Mapping[str, Editor]:
        return {name: cell.editor for name, cell in self.cells.items()}

    # -- laying out ---------------------------------------------------------------------------------------

    def lay_out(self, columns: int) -> None:
        """Labels and editors in one or two columns; a wide one takes a row of its own."""
        if columns == self._columns:
            return
        self._columns = columns
        for section, group in groupby(self.fields, key=lambda field: field.section):
            grid, row, column = self._grids[section], 0, 0
            for place in range(2):
                grid.setColumnStretch(2 * place + 1, 1 if place < columns else 0)
            for field in group:
                wide = field.kind in WIDE
                if column and (wide or column == columns):
                    row, column = row + 1, 0
                span = 2 * columns - 1 if wide else 1
                grid.addWidget(self._labels[field.id], row, 2 * column)
                grid.addWidget(self.cells[field.id], row, 2 * column + 1, 1, span)
                row, column = (row + 1, 0) if wide else (row, column + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out(2 if event.size().width() >= TWO_COLUMNS else 1)

    def add_to_section(self, section: str, widget: QWidget) -> None:
        """Puts something (a child table) below the fields of a section."""
        self._bodies[section].addWidget(widget)
        self._added[section].append(widget)
        self.chain()

    def chain(self) -> None:
        """Tab goes through editors and what was added, in the order one reads."""
        order = list(self._reading_order())
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _reading_order(self) -> Iterator[QWidget]:
        for section, group in groupby(self.fields, key=lambda field: field.section):
            for field in group:
                editor = self.cells[field.id].editor
                yield from getattr(editor, "boxes", {0: editor}).values()
            for widget in self._added[section]:
                yield widget.focusProxy() or widget

    # -- values -------------------------------------------------------------------------------------------

    def show_values(self, record: object, *, afresh: bool = False) -> None:
        """The values of a record's fields. ``afresh``: another record, what was typed for the one before goes."""
        for field in self.fields:
            self.cells[field.id].editor.show_value(getattr(record, field.id), afresh=afresh)
            if afresh:
                self.cells[field.id].show_mended("")

    def values(self) -> dict[str, Value]:
        """What was last shown or committed, by field id."""
        return {name: editor.value for name, editor in self.editors.items()}

    def set_read_only(self, read_only: bool) -> None:
        for editor in self.editors.values():
            editor.setReadOnly(read_only)

    def finish_editing(self) -> tuple[Field, ...]:
        """Commit the editor that has the focus; the fields whose texts are refused."""
        for cell in self.cells.values():
            if cell.editor.hasFocus():
                cell.editor.commit()
        return tuple(cell.field for cell in self.cells.values() if cell.editor.refused)

    def refuse(self, name: str, reason: str) -> None:
        """From within ``committed``: this value could not be stored."""
        self.cells[name].editor.refuse(reason)

    # -- keys ---------------------------------------------------------------------------------------------

    def focus_field(self, name: str) -> None:
        self.cells[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, way: int) -> None:
        """From the place that has the keys to the next where something is typed, over buttons."""
        order = [widget for widget in self._reading_order() if widget.isEnabled() and widget.isVisible()]
        focus = self.window().focusWidget()
        place = order.index(focus) + way if focus in order else 0
        if place >= len(order):
            self.finished.emit()
        elif place >= 0:
            order[place].setFocus(Qt.FocusReason.TabFocusReason if way > 0 else Qt.FocusReason.BacktabFocusReason)

    def go_section(self, way: int) -> None:
        """To where the next (+1) or previous (-1) section begins, or a small table in it: Alt letters do not reach for all."""
        order, focus = list(self._reading_order()), self.window().focusWidget()
        begins = []
        for section, group in groupby(self.fields, key=lambda field: field.section):
            stops = (self.cells[next(group).id].editor, *self._added[section])
            begins += [order.index(one.focusProxy() or one) for one in stops]
        here = next((n for n, one in enumerate(order) if focus and (one is focus or one.isAncestorOf(focus))), -1)
        ahead = [place for place in begins if (place > here if way > 0 else place < here)]
        if ahead:
            order[ahead[0] if way > 0 else ahead[-1]].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)
