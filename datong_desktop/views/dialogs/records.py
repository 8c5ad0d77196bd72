"""The small dialogs of a list of records: one field of many records at once, a filter's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QWidget

from datong_desktop.domain.fields import BadText, Field, Value, parse, show, stored
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.widgets.fields import QuietComboBox, set_refused

EMPTY = "（清空）"
LONGEST_NAME = 30


class BatchDialog(FormDialog):
    """批量修改: which field, what value, how many it will change. ``field_id`` and ``value`` after it was accepted.

    ``choices`` are offered for fields that declare none; ``column(field id)`` gives what the records hold now, as stored;
    ``whom`` counts and names them: 家企业.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        choices: Mapping[str, Sequence[str]],
        chosen: Sequence[str],
        column: Callable[[str], Mapping[str, object]],
        whom: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("batchDialog", f"批量修改 {len(chosen)} {whom}", "修改", parent)
        self._whom = whom
        self._fields, self._choices, self._chosen, self._column = tuple(fields), choices, tuple(chosen), column
        self._now: Mapping[str, object] = {}
        self.which = QuietComboBox()
        self.which.setObjectName("batchField")
        self.which.setAccessibleName("要改的栏目")
        self.which.setToolTip("要改成同一个值的栏目")
        self.which.setMaxVisibleItems(20)
        for one in self._fields:
            self.which.addItem(one.heading, one.id)
        self.form.addRow("栏目(&C)", self.which)
        self.list = QuietComboBox()
        self.list.setObjectName("batchChoice")
        self.list.setAccessibleName("改成")
        self.text = QLineEdit()
        self.text.setObjectName("batchText")
        self.text.setAccessibleName("改成")
        self._editors = QStackedWidget()
        self._editors.addWidget(self.list)
        self._editors.addWidget(self.text)
        self.form.addRow("改成(&V)", self._editors)
        self.preview = QLabel()
        self.preview.setObjectName("batchPreview")
        self.preview.setWordWrap(True)
        self.form.addRow("", self.preview)
        self.which.currentIndexChanged.connect(self._show_field)
        self.list.currentIndexChanged.connect(self._show_count)
        self.text.textChanged.connect(self._show_count)
        self._show_field()
        self.which.setFocus()

    @property
    def field_id(self) -> str:
        return str(self.which.currentData())

    @property
    def _field(self) -> Field:
        return self._fields[self.which.currentIndex()]

    @property
    def value(self) -> Value:
        """The value all of them get; only after the dialog was accepted."""
        found = self._parsed()
        assert not isinstance(found, BadText)
        return found

    def _parsed(self) -> Value | BadText:
        if self._editors.currentWidget() is self.list:
            return parse(self._field, str(self.list.currentData() or ""))
        return parse(self._field, self.text.text())

    def _show_field(self) -> None:
        field = self._field
        choices = self._choices.get(field.id, field.choices)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItem(EMPTY, "")
        for choice in choices:
            self.list.addItem(choice, choice)
        self.list.setCurrentIndex(1 if choices else 0)
        self.list.blockSignals(False)
        self._editors.setCurrentWidget(self.list if choices else self.text)
        self.text.setPlaceholderText(f"单位：{field.unit}；留空就是清空" if field.unit else "留空就是清空")
        self._now = self._column(field.id)
        self._show_count()

    def _show_count(self) -> None:
        value = self._parsed()
        set_refused(self.text, isinstance(value, BadText))
        self.reason.setText("")
        if isinstance(value, BadText):
            self.preview.setText(f"填的是“{self.text.text()[:40]}”，{value.text}。")
            return
        changing = self.changing(value)
        shown = show(self._field, value)
        what = f"改成“{shown[:40]}”" if shown else "清空"
        kept = f"，{len(self._chosen) - changing} {self._whom[0]}本来就是这样" if changing < len(self._chosen) else ""
        self.preview.setText(f"{changing} {self._whom[0]}会{what}{kept}。可以一步撤销。")

    def changing(self, value: Value) -> int:
        """How many of the chosen records do not hold the value yet."""
        wanted = stored(value)
        return sum(stored(self._now.get(one)) != wanted for one in self._chosen)  # type: ignore[arg-type]

    def problem(self) -> str:
        value = self._parsed()
        if isinstance(value, BadText):
            return f"{self._field.label}填的是“{self.text.text()[:40]}”，{value.text}。"
        return "" if self.changing(value) else f"选中的{self._whom[1:]}本来就都是这个值，没有要改的。"


class FilterNameDialog(FormDialog):
    """Asks under what name a filter is kept."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__("filterNameDialog", "保存筛选", "保存", parent)
        self.name = self.field("名称(&M)", "filterName", tip="例如：平城区缺材料；同名的会被替换")
        self.name.setMaxLength(LONGEST_NAME)

    def problem(self) -> str:
        return "" if self.name.text().strip() else "请给筛选起个名称。"
