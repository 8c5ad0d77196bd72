"""The side panel of the board: every rule of the team at hand with its result and its words, the member at the cursor, and who
could fill a hole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from datong_desktop.services.team_board import BoardRow, Seated
from datong_desktop.services.team_checks import Filler
from datong_desktop.views import theme
from datong_desktop.views.widgets.link_lines import Line, LinkLines
from datong_desktop.views.widgets.plain_text import Lines, PlainTextView

MOST_OFFERED = 3
SHORT = 480
"""A panel lower than this."""


class TeamPanel(QFrame):
    """``fill`` is called with the id of the expert that is chosen for a hole."""

    def __init__(self, fill: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setAccessibleName("服务队要点")
        self._fill = fill
        self._found: Sequence[Filler] = ()
        self._short = False
        self.title = QLabel()
        self.title.setObjectName("teamTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.title.setProperty("heading", True)
        self.text = PlainTextView()
        self.text.setObjectName("teamRules")
        self.text.setAccessibleName("组队要求逐条结果")
        self.offer = QLabel()
        self.offer.setObjectName("fillersTitle")
        self.offer.setProperty("heading", True)
        self.offer.setWordWrap(True)
        self.fillers = LinkLines("fillers")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.offer)
        layout.addWidget(self.fillers)
        self._lines: Lines | None = None

    def show_team(self, one: BoardRow | None, member: Seated | None, reason: str) -> None:
        """A row of the board, and the member at the cursor with the reason for him."""
        self.title.setText("选中一个服务对象，这里逐条对照组队要求" if one is None else one.team_name or f"{one.name}（还没有服务队）")
        lines = tuple(_lines(one, member, reason)) if one else ()
        if lines != self._lines:
            self._lines = lines
            self.text.show_lines(lines)
            self.text.setAccessibleDescription("；".join(f"{label}：{text}" for label, text in lines))

    def show_fillers(self, seat: str, found: Sequence[Filler]) -> None:
        """Who could fill the hole of a type, the best first; "" for no hole."""
        self.offer.setVisible(bool(seat))
        self.offer.setText(f"补上{seat}" if found else f"没有能补{seat}的专家")
        self._found = found
        self._list_fillers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().height() < SHORT) is not self._short:
            self._short = event.size().height() < SHORT
            self._list_fillers()

    def _list_fillers(self) -> None:
        """With their reasons, which on a low screen stand in the tool tips: the rules are to be read beside them."""
        lines, found = [], self._found
        for one in found[:MOST_OFFERED]:
            tip = f"{one.expert.institution}，{one.reason}；选中就加入"
            lines.append(Line(f"＋ {one.expert.name}", tip, partial(self._fill, one.expert.id)))
            if not self._short:
                lines.append(Line(one.reason, one.expert.institution))
        if len(found) > MOST_OFFERED:
            lines.append(Line(f"另有 {len(found) - MOST_OFFERED} 名，见专家列表"))
        self.fillers.show_lines(lines)


def _lines(one: BoardRow, member: Seated | None, reason: str) -> Iterator[tuple[str, str]]:
    if member is not None:
        yield member.name, f"{'负责人；' if member.leader else ''}{f'✕ {member.trouble}' if member.trouble else reason}"
    if not one.team:
        yield "缺", "、".join(one.missing)
    for rule in one.rules:
        if rule.kept:
            yield rule.title, "✓ 符合"
        else:
            for place, sentence in enumerate(rule.reasons):
                yield "" if place else rule.title, f"✕ {_short(sentence, rule.text)}"
            yield "", f"{rule.source}：{rule.text}"


def _short(sentence: str, text: str) -> str:
    """A reason without the words of the clause, which follow below it."""
    start = sentence.find("（附件5")
    return sentence[:start] + "。" if start > 0 and text.rstrip("。") in sentence else sentence
