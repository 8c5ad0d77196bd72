"""The quick entry of the service log: a row of fields, Enter goes on, Ctrl+Enter stores and begins the next one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, Value
from datong_desktop.domain.problem import Refused
from datong_desktop.services.service_visits import EXPERTS, OBJECT, TEAM
from datong_desktop.views import theme
from datong_desktop.views.records.editors import Editor, make_editor
from datong_desktop.views.teams.visit_fields import ENTRY, offers, tidy_kind
from datong_desktop.views.widgets.note import Note
from datong_desktop.views.widgets.parsed_field import ParsedField
from datong_desktop.views.workspace import Workspace

KEPT = (TEAM.id, "visited_on")
"""What the next visit begins with."""
AFTER = OBJECT.id
"""Where the keys are then."""
STRETCH = ((3, 2, 4, 4, 1, 2), (4, 3, 3, 2, 3, 3))
"""How wide the fields are, row by row."""
TO_MEND = {
    "no_date": "visited_on", "no_days": "days", "no_object": OBJECT.id, "unknown_object": OBJECT.id, "ambiguous_object": OBJECT.id,
    "unknown_team": TEAM.id, "ambiguous_team": TEAM.id, "no_experts": EXPERTS.id, "unknown_expert": EXPERTS.id,
    "ambiguous_expert": EXPERTS.id,
}  # fmt: skip
"""By the code of a refusal, the field that gets the keys."""
FRAME = 56
"""What a field takes up beside its text: frame, padding, sign."""
HINT = "回车到下一格，Ctrl+Enter 登记并开始下一条（服务队和日期不变）；选了服务队，对象和专家自动填上"


class VisitEntry(QFrame):
    """Signal ``stored(str id)`` after a visit was logged. What was typed stays until it is stored."""

    stored = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("visitEntry")
        self.setAccessibleName("登记服务")
        self._workspace = workspace
        self._proposed: dict[str, str] = {}
        """What the team filled in of itself: it may be replaced when another team is typed."""
        self._reasons: dict[str, str] = {}
        self.fields: dict[str, Field] = {}
        self.editors: dict[str, Editor] = {}
        self.note = Note("visitEntry")
        self.store_button = QPushButton("登记(&S)")
        self.clear_button = QPushButton("清空(&Q)")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, 0)
        layout.setSpacing(theme.GAP)
        known = offers(lambda: workspace.ledger)
        for fields, stretches in zip(ENTRY, STRETCH, strict=True):
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.GAP)
            grid.setVerticalSpacing(2)
            for column, (field, stretch) in enumerate(zip(fields, stretches, strict=True)):
                self._add(grid, field, make_editor(field, known.get(field.id)), column)
                grid.setColumnStretch(column, stretch)
            layout.addLayout(grid)
        layout.addLayout(self._below())
        cast("ParsedField", self.editors["kind"]).tidy = tidy_kind
        self.setFocusProxy(self.editors[TEAM.id])
        for before, after in pairwise([*self.editors.values(), self.store_button, self.clear_button]):
            QWidget.setTabOrder(before, after)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.store)
        self.clear()

    def _add(self, grid: QGridLayout, field: Field, editor: Editor, column: int) -> None:
        self.fields[field.id], self.editors[field.id] = field, editor
        editor.setObjectName(f"visit_{field.id}")
        editor.setToolTip(field.hint or field.label)
        shown = editor.placeholderText() if isinstance(editor, ParsedField) else ""
        editor.setMinimumWidth(editor.fontMetrics().horizontalAdvance(shown) + FRAME if shown else 0)
        editor.stepped.connect(self.step)
        editor.reasonShown.connect(lambda reason, name=field.id: self._refused(name, reason))
        editor.committed.connect(lambda _, name=field.id: self._committed(name))
        label = QLabel(field.label)
        label.setProperty("muted", True)
        label.setBuddy(editor)
        grid.addWidget(label, 0, column)
        grid.addWidget(editor, 1, column)

    def _below(self) -> QHBoxLayout:
        """What is to be said, and the buttons."""
        self.store_button.setObjectName("visitStore")
        self.store_button.setProperty("primary", True)
        self.store_button.setToolTip("登记这次服务，接着录下一条（Ctrl+Enter）")
        self.store_button.clicked.connect(self.store)
        self.clear_button.setObjectName("visitClear")
        self.clear_button.setToolTip("清空这一行，什么也不登记")
        self.clear_button.clicked.connect(self.clear)
        below = QHBoxLayout()
        below.setSpacing(theme.GAP)
        below.addWidget(self.note, 1)
        below.addWidget(self.store_button)
        below.addWidget(self.clear_button)
        return below

    # -- keys ---------------------------------------------------------------------------------------------

    def step(self, way: int) -> None:
        """From the field that has the keys to the next or the one before; behind the last one stands 登记."""
        order: list[QWidget] = [*self.editors.values(), self.store_button]
        focus = self.window().focusWidget()
        place = order.index(focus) + way if focus in order else 0
        if 0 <= place < len(order):
            order[place].setFocus(Qt.FocusReason.TabFocusReason if way > 0 else Qt.FocusReason.BacktabFocusReason)

    def begin(self) -> None:
        """The keys to the first field that is still blank."""
        first = next((editor for editor in self.editors.values() if not editor.text()), self.editors[AFTER])
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin_with(self, known: Mapping[str, Value]) -> bool:
        """A row with what is known, of today; False, and nothing changed, when another one waits to be stored."""
        if self.dirty:
            return False
        self._begin_next({"visited_on": datetime.date.today(), **known})
        return True

    # -- what was typed -----------------------------------------------------------------------------------

    def _committed(self, name: str) -> None:
        """A team, or another day, brings its object and its members of that day: where nothing else was typed."""
        if name in (TEAM.id, "visited_on") and not self.editors[TEAM.id].refused:
            self._propose()
        self._say()

    def _propose(self) -> None:
        ledger, day = self._workspace.ledger, self.editors["visited_on"].value
        if ledger is None:
            return
        try:
            found = services.service_names.whole_team(ledger, self.editors[TEAM.id].text(), day)  # type: ignore[arg-type]
        except Refused as refusal:
            self.editors[TEAM.id].refuse(str(refusal))
            return
        for name, text in zip((OBJECT.id, EXPERTS.id), found, strict=True):
            if self.editors[name].text() in ("", self._proposed.get(name, "")):
                self.editors[name].show_value(text, afresh=True)
                self._proposed[name] = text

    def values(self) -> dict[str, Value]:
        return {name: editor.value for name, editor in self.editors.items()}

    @property
    def dirty(self) -> bool:
        """Whether something stands here that would be lost: more than what the next visit begins with."""
        own = {name: editor.text() for name, editor in self.editors.items() if name not in KEPT}
        return any(text and text != self._proposed.get(name) for name, text in own.items())

    def finish_editing(self) -> int:
        """Commit the open editor; how much waits here to be stored or mended."""
        for editor in self.editors.values():
            if editor.hasFocus():
                editor.commit()
        refused = sum(editor.refused for editor in self.editors.values())
        if self.dirty and not refused:
            self._say("这次服务还没有登记：按 Ctrl+Enter 登记，或按“清空”。")
        return refused or int(self.dirty)

    # -- storing ------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Log the visit; what is wrong is said below, the keys where it can be mended."""
        for name, editor in self.editors.items():
            if not editor.commit():
                self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)
                return
        try:
            done = self._workspace.attempt(services.service_visits.log, self.values())
        except Refused as refusal:
            self._say(str(refusal))
            self.editors[TO_MEND.get(refusal.problems[0].code, AFTER)].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if done is not None:
            self._begin_next({name: self.editors[name].value for name in KEPT})
            self.stored.emit(next(iter(done.touched["service_visit"])))

    def clear(self) -> None:
        """A blank row."""
        self._begin_next({})

    def _begin_next(self, kept: Mapping[str, Value]) -> None:
        self._proposed = {}
        for name, editor in self.editors.items():
            editor.show_value(kept.get(name, self.fields[name].blank), afresh=True)
        if kept:
            self._propose()
            self.editors[AFTER].setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def set_writable(self, writable: bool) -> None:
        for editor in self.editors.values():
            editor.setReadOnly(not writable)
        self.store_button.setEnabled(writable)
        self.clear_button.setEnabled(writable)

    def _refused(self, name: str, reason: str) -> None:
        self._reasons[name] = reason
        self._say()

    def _say(self, reason: str = "") -> None:
        """What is wrong, else how the row is used."""
        self.note.say(reason or next(filter(None, self._reasons.values()), ""), "", HINT)
