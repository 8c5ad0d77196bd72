"""Editors of described fields: typed freely, understood when left, shown back the way the ledger holds it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from datong_desktop import paths
from datong_desktop.domain.dates import with_year
from datong_desktop.domain.fields import NUMERIC, ONE_LINE, BadText, Field, Kind, Value, one_line, parse, show
from datong_desktop.views import theme
from datong_desktop.views.widgets.calendar import DateChooser
from datong_desktop.views.widgets.choice_list import ChoiceList
from datong_desktop.views.widgets.fields import CommitField, LongField, is_choose_key, normalise_as_typed
from datong_desktop.views.widgets.half_texts import SavesHalfTexts

Offer = Callable[[str], Sequence[tuple[str, str]]]
"""What a typed text may become ("": everything there is): (value, what the list shows)."""
PLAIN = NUMERIC | {Kind.DATE}
TRUTHS = {"1": "是", "0": "否"}
PLACEHOLDERS = {Kind.DATE: "如 20230315", Kind.TRUTH: "1 是，0 否"}


def understood(field: Field, text: str) -> Value | BadText:
    """The value of a text typed by hand: a day without its year is one of this year."""
    return parse(field, with_year(text, datetime.date.today().year) if field.kind is Kind.DATE else text)


def reason_of(field: Field, text: str, bad: BadText) -> str:
    """The sentence below a refused text."""
    return f"{field.label}填的是“{text[:40]}”，{bad.text}。改好后按回车，或按 Esc 恢复。"


class ParsedField(SavesHalfTexts, CommitField):
    """One line for any kind of field but long texts and tags. A text that is no value stays, framed red, with its reason.

    ``offer`` fills the list of F4; while a text is typed the list narrows. Enter takes the line chosen by the arrows, or
    the only one left. Signal ``mended(str)``: what was done to a pasted text, "" as soon as the clerk types on.
    """

    mended = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None, offer: Offer | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.tidy: Callable[[str], str] | None = None
        """Brings a typed text into the form it is kept in, when the kind of the field does not say it all."""
        self._offer = offer
        self._list: ChoiceList | None = None
        self.setAccessibleName(field.label)
        self.setPlaceholderText(PLACEHOLDERS.get(field.kind, ""))
        if field.kind in NUMERIC:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if field.kind is Kind.DATE:
            self._calendar = DateChooser(self)
        elif offer:
            self._add_sign()

    def _add_sign(self) -> None:
        shade = "dark" if theme.colors().dark else "light"
        icon = QIcon(str(paths.resources() / "icons" / f"chevron-{shade}.svg"))
        sign = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        sign.setToolTip("列出可选项（F4）")
        sign.triggered.connect(lambda _=False: self.open_list())

    @property
    def value(self) -> Value:
        """What was last stored or committed."""
        found = parse(self.field, self._stored)
        return self.field.blank if isinstance(found, BadText) else found

    def commit(self) -> bool:
        self.take_all()
        text = self.text()
        if self.tidy and text != self._stored:
            text = self.tidy(text)
        found = understood(self.field, text)
        if isinstance(found, BadText):
            self._set_reason(reason_of(self.field, self.text(), found))
            return False
        if self.text() != self._stored and show(self.field, found) != self.text():
            self.setText(show(self.field, found))
        return super().commit()

    def _typed(self) -> None:
        super()._typed()
        if self.field.kind in ONE_LINE and (plain := one_line(self.text())) != self.text():
            self.selectAll()
            self.insert(plain)  # as if pasted so: undo in the field goes back over it
            self.mended.emit("粘贴的内容里有换行，已连成一行，请核对")
            return
        self.mended.emit("")
        if self.field.kind in PLAIN:
            normalise_as_typed(self)
        elif self.field.kind is Kind.TRUTH and self.text() in TRUTHS:
            self.setText(TRUTHS[self.text()])
            self.setModified(True)
        if self._offer and self.field.kind is not Kind.TRUTH:
            self._narrow()

    # -- the list -----------------------------------------------------------------------------------------

    def open_list(self) -> None:
        """Everything there is to choose, the present value marked."""
        if self._offer is None or self.isReadOnly():
            return
        self.setFocus()
        more = self.field.kind is Kind.TAGS and self.text().strip()  # one more behind those that stand there
        self._list_shown().offer(self._offer(f"{self.text().rstrip('、 ')}、" if more else ""), self.text())

    def _narrow(self) -> None:
        """What the typed text may become."""
        assert self._offer is not None
        rows = self._offer(self.text()) if self.text().strip() else ()
        if rows and [value for value, _ in rows] != [self.text()]:
            only = rows[0][0] if len(rows) == 1 and self.field.kind is Kind.CHOICE else ""
            self._list_shown().offer(rows, only)
        elif self._list:
            self._list.hide()

    def _list_shown(self) -> ChoiceList:
        if self._list is None:
            self._list = ChoiceList(self)
            self._list.chosen.connect(self.choose)
        return self._list

    def choose(self, value: str) -> None:
        """Take a value of the list, as if typed: undo in the field takes it back."""
        if self._list:
            self._list.hide()
        self.selectAll()
        self.insert(value)
        self.setModified(True)
        self._set_reason("")

    @property
    def list_is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def take_all(self) -> None:
        """What the input method holds and the marked line of the open list, as if typed."""
        self._take_typed()
        if self._list and self.list_is_open:
            chosen = self._list.current()
            self._list.hide()
            if chosen:
                self.choose(chosen)

    def _may_save(self) -> bool:
        """Half a number, a date or a code is another one; a choice is not made yet while the list is open."""
        return self.field.kind is Kind.TEXT and self.tidy is None and not self.list_is_open and super()._may_save()

    def event(self, event: QEvent) -> bool:
        if self._offer and is_choose_key(event):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.open_list()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._list and self.list_is_open and self._list.take_key(event):
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._list:
            self._list.hide()


class LongParsedField(SavesHalfTexts, LongField):
    """The box for a long text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setAccessibleName(field.label)

    @property
    def value(self) -> Value:
        return self._stored.strip()

    def commit(self) -> bool:
        self._take_typed()
        found = parse(self.field, self.text())
        if isinstance(found, BadText):
            self._set_reason(reason_of(self.field, self.text(), found))
            return False
        return super().commit()
