"""What a proposal is asked with: the needs to serve, the weights, how many changes, and who is set or shut out by hand."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.domain.team_problem import Pair
from datong_desktop.domain.team_weights import HEAVIEST, WORDS, Weights
from datong_desktop.services.staffing import Staffing, object_of
from datong_desktop.services.team_offer import Order, choices
from datong_desktop.views import theme
from datong_desktop.views.teams.named_field import NamedField
from datong_desktop.views.widgets.fields import QuietSpinBox

WIDTH = 284
MOST_CHANGES = 9_999
PIN, BAN = "指定", "禁用"
ROLE = Qt.ItemDataRole.UserRole


class ProposalInputs(QWidget):
    """Signals: ``changed()`` when other needs are ticked, ``said(str)`` why nobody can be set or shut out so, "" when it can."""

    changed = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("proposalInputs")
        self._now: Staffing | None = None
        self._known: set[str] = set()
        """Needs that were shown before: their ticks are the clerk's."""
        self.needs = QListWidget()
        self.needs.setObjectName("proposalNeeds")
        self.needs.setAccessibleName("要组队的服务需求")
        self.needs.setToolTip("空格勾选或取消")
        self.needs.setMinimumHeight(110)
        self.needs.itemChanged.connect(lambda _: self.changed.emit())
        self.all = plain_button("proposalAllNeeds", "全选或全不选(&L)", "勾选全部服务需求，已全部勾选时全部取消")
        self.all.clicked.connect(self._tick_all)
        self.weights = {name: self._weight(name) for name in WORDS}
        self.limit = QuietSpinBox()
        self.limit.setObjectName("proposalMostChanges")
        self.limit.setAccessibleName("现有服务队最多改动几处")
        self.limit.setToolTip("现有服务队最多换几人；0 是一处也不改，不限用 ↓ 减到头")
        self.limit.setRange(-1, MOST_CHANGES)
        self.limit.setSpecialValueText("不限")
        self.limit.setValue(-1)
        self.object, self.expert = NamedField("proposalObject", "服务对象"), NamedField("proposalExpert", "专家")
        for field in (self.object, self.expert):
            field.reasonShown.connect(self.said)
        self.pin = plain_button("proposalPin", f"{PIN}(&P)", "这个对象一定要由这位专家服务")
        self.ban = plain_button("proposalBan", f"{BAN}(&B)", "这个对象不用这位专家")
        self.pin.clicked.connect(lambda: self._set(PIN))
        self.ban.clicked.connect(lambda: self._set(BAN))
        self.pairs = QListWidget()
        self.pairs.setObjectName("proposalPairs")
        self.pairs.setAccessibleName("指定和禁用的专家")
        self.pairs.setToolTip("Delete 取消选中的一项")
        self.pairs.setMinimumHeight(48)
        self.drop = plain_button("proposalDropPair", "取消(&D)", "取消选中的指定或禁用")
        self.drop.clicked.connect(self.drop_pair)
        self._lay_out()

    def _weight(self, name: str) -> QuietSpinBox:
        label, meaning = WORDS[name]
        box = QuietSpinBox()
        box.setObjectName(f"proposalWeight_{name}")
        box.setAccessibleName(f"权重 {label}")
        box.setToolTip(f"{meaning}；0 是不考虑，最多 {HEAVIEST}")
        box.setRange(0, HEAVIEST)
        return box

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        rows = [(WORDS[name][0], box) for name, box in self.weights.items()]
        for number, (text, box) in enumerate([*rows, ("最多改动(&M)", self.limit)]):
            label = QLabel(text)
            label.setBuddy(box)
            label.setToolTip(box.toolTip())
            grid.addWidget(label, number // 2, number % 2 * 2)
            grid.addWidget(box, number // 2, number % 2 * 2 + 1)
        top, pair, buttons = QHBoxLayout(), QGridLayout(), QHBoxLayout()
        top.addWidget(_label("服务需求(&N)", self.needs))
        top.addStretch(1)
        top.addWidget(self.all)
        pair.setSpacing(4)
        for row, (text, field) in enumerate((("对象(&O)", self.object), ("专家(&E)", self.expert))):
            pair.addWidget(_label(text, field), row, 0)
            pair.addWidget(field, row, 1)
        pair.setColumnStretch(1, 1)
        for button in (self.pin, self.ban, self.drop):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        layout.addLayout(top)
        layout.addWidget(self.needs, 3)
        layout.addWidget(_label("权重（分）(&W)", next(iter(self.weights.values()))))
        layout.addLayout(grid)
        layout.addWidget(QLabel("手工指定和禁用"))
        layout.addLayout(pair)
        layout.addLayout(buttons)
        layout.addWidget(self.pairs, 1)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    # -- what there is to choose from ----------------------------------------------------------------------------------

    @property
    def set_weights(self) -> Weights:
        """The weights as they stand."""
        return Weights(**{name: box.value() for name, box in self.weights.items()})

    def show_weights(self, weights: Weights) -> None:
        for name, box in self.weights.items():
            box.setValue(getattr(weights, name))

    def show_staffing(self, now: Staffing) -> None:
        """The open needs and experts; needs come ticked, and what was chosen before stays as far as it is there."""
        ticked, pairs = set(self._ticked()), self._pairs()
        self._now = now
        self.needs.blockSignals(True)
        self.needs.clear()
        for need in choices(now):
            target = object_of(need)
            there = "，已有服务队" if target in now.team_of else ""
            item = QListWidgetItem(f"{now.name(target)}（{need.fields or '没有写需求领域'}{there}）")
            item.setData(ROLE, need.id)
            item.setToolTip("，".join(part for part in (item.text(), need.urgency) if part))
            item.setCheckState(Qt.CheckState.Checked if need.id in ticked or need.id not in self._known else Qt.CheckState.Unchecked)
            self.needs.addItem(item)
        self._known |= {need.id for need in choices(now)}
        self.needs.blockSignals(False)
        if self.needs.count() and self.needs.currentRow() < 0:
            self.needs.setCurrentRow(0)
        self.object.show_names((need.id, now.name(object_of(need))) for need in choices(now))
        if self.object.key is None and self.needs.count():
            self.object.point(self.needs.item(0).data(ROLE))
        order = {kind.name: place for place, kind in enumerate(now.rules.types)}
        people = [one for one in now.candidates.values() if now.experts[one.id].expert.archived_on is None]
        people.sort(key=lambda one: (order.get(one.type, len(order)), one.name, one.id))
        self.expert.show_names((one.id, f"{one.name}（{one.institution}）" if one.institution else one.name) for one in people)
        self.pairs.clear()
        for kind, pair in pairs:
            if pair[0] in now.needs and pair[1] in now.candidates:
                self._add(kind, pair)
        self.changed.emit()

    def point(self, need: str | None, expert: str | None) -> None:
        """Offer this object and expert to be set by hand; None leaves what is chosen."""
        for field, key in ((self.object, need), (self.expert, expert)):
            if key is not None:
                field.point(key)

    # -- what was chosen -----------------------------------------------------------------------------------------------

    @property
    def order(self) -> Order:
        """What is asked for as it stands."""
        pairs = self._pairs()
        return Order(
            tuple(self._ticked()),
            self.set_weights,
            frozenset(pair for kind, pair in pairs if kind == PIN),
            frozenset(pair for kind, pair in pairs if kind == BAN),
            None if self.limit.value() < 0 else self.limit.value(),
        )

    def _items(self) -> list[QListWidgetItem]:
        return [self.needs.item(row) for row in range(self.needs.count())]

    def _ticked(self) -> list[str]:
        return [item.data(ROLE) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def tick(self, needs: Collection[str]) -> None:
        """Tick these needs and no others."""
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(ROLE) in needs else Qt.CheckState.Unchecked)

    def _tick_all(self) -> None:
        every = {item.data(ROLE) for item in self._items()}
        self.tick(every - set(self._ticked()) and every)

    def _pairs(self) -> list[tuple[str, Pair]]:
        return [self.pairs.item(row).data(ROLE) for row in range(self.pairs.count())]

    def _set(self, kind: str) -> None:
        for field in (self.object, self.expert):
            if not field.commit() or field.key is None:
                field.setFocus()
                return
        need, expert = self.object.key, self.expert.key
        assert need is not None
        assert expert is not None
        for row, (_, pair) in reversed(list(enumerate(self._pairs()))):
            if tuple(pair) == (need, expert):  # the other way round, or once more: the last word counts
                self.pairs.takeItem(row)
        self._add(kind, (need, expert))
        self.pairs.setCurrentRow(self.pairs.count() - 1)

    def _add(self, kind: str, pair: Pair) -> None:
        assert self._now is not None
        text = f"{kind} {self._now.name(object_of(self._now.needs[pair[0]]))}：{self._now.candidates[pair[1]].name}"
        item = QListWidgetItem(text)
        item.setToolTip(text)
        item.setData(ROLE, (kind, pair))
        self.pairs.addItem(item)

    def drop_pair(self) -> None:
        """Take back the chosen pin or ban."""
        if self.pairs.currentRow() >= 0:
            self.pairs.takeItem(self.pairs.currentRow())


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def plain_button(name: str, text: str, tip: str) -> QPushButton:
    """A button that Enter elsewhere never presses."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
