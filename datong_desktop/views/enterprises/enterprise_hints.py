"""What the form says while one types: the credit code, names that are alike, the industry, amounts that look wrong."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from datong_desktop import services
from datong_desktop.domain import credit_code
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.services.enterprises import NAMELESS, EnterpriseFile
from datong_desktop.views.enterprises.enterprise_fields import (
    CODE,
    INDUSTRY,
    NAME,
    industry_words,
    tidy_code,
    tidy_industry,
)
from datong_desktop.views.enterprises.similar_names import NameWatch
from datong_desktop.views.records.record_form import FieldCell, RecordForm
from datong_desktop.views.widgets.parsed_field import ParsedField
from datong_desktop.views.workspace import Workspace

PAUSE = 200
"""Milliseconds without a key after which names are compared: a letter must not wait for it."""
MEND_KEY = "F7"


class EnterpriseHints(QObject):
    """Signal ``openAsked(str id)`` when another enterprise is to be shown instead."""

    openAsked = Signal(str)

    def __init__(self, workspace: Workspace, form: RecordForm) -> None:
        super().__init__(form)
        self._workspace, self._form = workspace, form
        self._file: EnterpriseFile | None = None
        self._mended = ""
        self._name_typed = False
        """Names are compared while one is keyed: an old record must not shift about when it is only looked at."""
        self.names = NameWatch(workspace, self)
        self.names.ready.connect(self._compare)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self._compare)
        self._editor(CODE).tidy = tidy_code
        self._editor(INDUSTRY).tidy = tidy_industry
        self._editor(NAME).textEdited.connect(self._name_edited)
        self._editor(CODE).textEdited.connect(self._judge_typed)
        self._editor(INDUSTRY).textEdited.connect(self._explain_industry)
        key = QShortcut(QKeySequence(MEND_KEY), form)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.mend)

    def _editor(self, name: str) -> ParsedField:
        editor = self._form.cells[name].editor
        assert isinstance(editor, ParsedField)
        return editor

    def _cell(self, name: str) -> FieldCell:
        return self._form.cells[name]

    def show_file(self, file: EnterpriseFile | None) -> tuple[RecordNotice, ...]:
        """Everything there is to say about what is stored; returns the warnings, those of years and shareholders too."""
        if self._file is not None and (file is None or file.enterprise.id != self._file.enterprise.id):
            self._name_typed = False
        self._file = file
        self.names.prepare()
        notices = services.enterprise_notices.record_notices(file, datetime.date.today()) if file else ()
        own = {notice.field: notice.text for notice in reversed(notices) if notice.year is None}
        for name, cell in self._form.cells.items():
            if name != CODE:
                cell.show_warning(own.get(name, ""))
        self._judge_code(self._editor(CODE).text())
        self._explain_industry(self._editor(INDUSTRY).text())
        self._compare()
        return notices

    # -- the credit code ----------------------------------------------------------------------------------

    def _judge_typed(self, text: str) -> None:
        """While it is typed only a whole code is judged."""
        if len(tidy_code(text)) >= credit_code.LENGTH:
            self._judge_code(text)
        else:
            self._say_of_code("", "")

    def _judge_code(self, text: str) -> None:
        if not text.strip():
            self._say_of_code("", "")
            return
        found = credit_code.check(text)
        if found.ok:
            self._say_of_code("", "")
            self._offer_other(found.code)
        else:
            self._say_of_code(found.text, found.mended or "")

    def _say_of_code(self, text: str, mended: str) -> None:
        cell, self._mended = self._cell(CODE), mended
        cell.clear_below()
        cell.show_warning(f"{text}。按 {MEND_KEY} 改正" if mended else text)
        if mended:
            button = cell.offer_button(f"改成 {mended}（{MEND_KEY}）", self.mend)
            button.setObjectName("mendCode")

    def mend(self) -> None:
        """Take the code that one substitution makes of the typed one."""
        if self._mended and not self._editor(CODE).isReadOnly():
            editor = self._editor(CODE)
            editor.setFocus()
            editor.choose(self._mended)
            editor.commit()

    def other_with_code(self, code: str) -> Enterprise | None:
        """Another enterprise that has this code."""
        ledger = self._workspace.ledger
        other = services.enterprises.with_code(ledger, code) if ledger and code else None
        return other if other and (self._file is None or other.id != self._file.enterprise.id) else None

    def _offer_other(self, code: str) -> None:
        if other := self.other_with_code(code):
            name = other.name or NAMELESS
            self._cell(CODE).show_warning(f"这个代码已经登记给“{name}”")
            self.offer_to_open(CODE, other, f"打开“{name}”").setObjectName("openTwin")

    def offer_to_open(self, name: str, other: Enterprise, text: str) -> QPushButton:
        """A button below a field that shows another enterprise."""
        button = self._cell(name).offer_button(text, lambda: self.openAsked.emit(other.id))
        button.setToolTip(f"打开登记：{text}")
        return button

    # -- names and industry -------------------------------------------------------------------------------

    def _name_edited(self) -> None:
        self._name_typed = True
        self._soon.start()

    def _compare(self) -> None:
        cell, text = self._cell(NAME), self._editor(NAME).text()
        cell.clear_below()
        for other in self.names.like(text if self._name_typed else "", self._file.enterprise.id if self._file else ""):
            about = " · ".join(part for part in (other.district, other.credit_code) if part)
            button = self.offer_to_open(NAME, other, f"相近：{other.name}{'　' + about if about else ''}")
            button.setObjectName("similarName")
            button.setProperty("link", True)

    def _explain_industry(self, text: str) -> None:
        self._cell(INDUSTRY).show_hint(industry_words(text))
