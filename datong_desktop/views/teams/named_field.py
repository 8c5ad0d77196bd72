"""A field in which one of many is chosen by its name: typed in part or by initials, or from the list of F4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from datong_desktop.domain.fields import Field, Kind
from datong_desktop.views.records.editors import spell
from datong_desktop.views.widgets.choice_list import offered
from datong_desktop.views.widgets.parsed_field import ParsedField


class NamedField(ParsedField):
    """``key`` is the id of the one that is named, None while the text names none. A name that two bear is numbered."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(Field(name, title, Kind.TEXT), offer=self._found)
        self.setObjectName(name)
        self.setToolTip(f"打名称里的几个字或拼音首字母，从列表里选{title}（F4 列出全部）")
        self._ids: dict[str, str] = {}

    def show_names(self, names: Iterable[tuple[str, str]]) -> None:
        """These (id, name) to choose from; the one named stays if it is among them."""
        before = self.key
        self._ids = {}
        for identifier, name in names:
            label, number = name, 2
            while label in self._ids:
                label, number = f"{name} {number}", number + 1
            self._ids[label] = identifier
        if before not in self._ids.values():
            self.show_value("", afresh=True)

    def point(self, identifier: str) -> None:
        """Name this one, if there is one such."""
        if (name := next((one for one, own in self._ids.items() if own == identifier), None)) is not None:
            self.show_value(name, afresh=True)

    @property
    def key(self) -> str | None:
        return self._ids.get(self.text().strip())

    def commit(self) -> bool:
        self.take_all()
        if self.text().strip() and self.key is None:
            self._set_reason(f"没有叫“{self.text().strip()[:40]}”的{self.field.label}，请从列表里选一个（F4）")
            return False
        return super().commit()

    def _found(self, text: str) -> Sequence[tuple[str, str]]:
        return offered(tuple(self._ids), spell, numbered=False)(text)
