"""What is done with needs: registered, changed, closed; wishes and conflicts of interest. Every write is one undo step."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, Kind, Value, fields_by_id
from datong_desktop.domain.service_team import Conflict, Need, Wish
from datong_desktop.services.changes import Changed
from datong_desktop.services.staffing import ServiceObject, Staffing
from datong_desktop.views import dialogs
from datong_desktop.views.records.editors import Offers, earlier_values, spell
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.teams.team_acts import OBJECT
from datong_desktop.views.widgets.choice_list import offered
from datong_desktop.views.workspace import Workspace

Values = Mapping[str, Value]
ABOUT = tuple(fields_by_id(Need)[name] for name in ("fields", "urgency", "picked_by", "asked_on", "wishes"))
EXPERT = Field("expert", "专家", Kind.TEXT, hint="打几个字后从列表里选")
WISH = (EXPERT, fields_by_id(Wish)["wanted"], fields_by_id(Wish)["reason"])
PARTY = replace(EXPERT, hint="只有这一名专家要回避时填")
HOUSE = replace(fields_by_id(Conflict)["institution"], hint="整个机构都要回避时填；只登记竞争对手的，两样都不填，在说明里写对手的名称")
CONFLICT = (PARTY, HOUSE, *(fields_by_id(Conflict)[name] for name in ("ground", "remark", "declared_on")))


@dataclass(frozen=True)
class _Start:
    """What a dialog begins with."""

    object: str = ""
    fields: str = ""
    urgency: str = "一般"
    picked_by: str = ""
    asked_on: datetime.date | None = field(default_factory=datetime.date.today)
    wishes: str = ""
    expert: str = ""
    wanted: int | None = 1
    reason: str = ""
    institution: str = ""
    ground: str = ""
    remark: str = ""
    declared_on: datetime.date | None = field(default_factory=datetime.date.today)


class NeedActs(QObject):
    """``staffing`` gives everything as it stands, for the names of the experts."""

    def __init__(self, workspace: Workspace, staffing: Callable[[], Staffing | None], window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._staffing, self._window = workspace, staffing, window

    def _ask(
        self, name: str, title: str, shown: Sequence[Field], start: object, write: Callable[[Values], Any], required: Collection[str],
        accept: str = "保存", remove: Callable[[], Changed | None] | None = None,
    ) -> Changed | None:  # fmt: skip
        dialog = RecordDialog(
            name, title, shown, start, write, self._window.window(), offers=self._offers(shown), required=required, accept_text=accept,
            remove=remove,
        )  # fmt: skip
        return cast("Changed | None", dialog.done_) if dialogs.ask(dialog) else None

    def _offers(self, shown: Sequence[Field]) -> Offers:
        ledger, found = self._workspace.ledger, dict[str, Any]()
        assert ledger is not None
        for one in shown:
            if one.id == "object":
                found[one.id] = partial(services.needs.offered_objects, ledger)
            elif one.id == "expert":
                found[one.id] = offered(tuple(self._experts()), spell, numbered=False)
            elif one.id == "picked_by":
                found[one.id] = earlier_values(lambda: self._workspace.ledger, Need, one)
            elif one.id == "institution":
                houses = sorted({file.expert.institution for file in self._files()} - {""})
                found[one.id] = offered(houses, spell, numbered=False)
        return found

    def _files(self) -> Sequence[Any]:
        now = self._staffing()
        return list(now.experts.values()) if now else []

    def _experts(self) -> dict[str, str]:
        """Ids of the experts by what they are called in the lists."""
        return {f"{file.name}（{file.expert.institution}）": file.expert.id for file in self._files()}

    def _expert(self, values: Values) -> str:
        return self._experts().get(str(values["expert"]), str(values["expert"]))

    # -- needs --------------------------------------------------------------------------------------------

    def new(self) -> Changed | None:
        """An object and what it needs."""
        ledger = self._workspace.ledger
        if ledger is None:
            return None

        def write(values: Values) -> Changed | None:
            target = services.needs.find_object(ledger, str(values["object"]))
            return self._workspace.attempt(services.needs.create, target, {one.id: values[one.id] for one in ABOUT})

        return self._ask("needDialog", "登记服务需求", (OBJECT, *ABOUT), _Start(), write, ("object",))

    def edit(self, need: str, name: str, line: Mapping[str, Value]) -> Changed | None:
        """What an object needs."""
        start = _Start(**{one.id: line[one.id] for one in ABOUT})  # type: ignore[arg-type]
        write = partial(self._workspace.attempt, services.needs.edit, need)
        return self._ask("needDialog", f"{name}的服务需求", ABOUT, start, write, ())

    def close(self, needs: Sequence[str], on: datetime.date | None) -> Changed | None:
        """Met or given up today; None opens them again."""
        return self._workspace.perform(services.needs.close, list(needs), on)

    # -- wishes and conflicts -----------------------------------------------------------------------------

    def wish(self, need: str, name: str) -> Changed | None:
        """This expert, or anyone else; with 希望由其服务 left blank the wish is taken back."""

        def write(values: Values) -> Changed | None:
            wanted = None if values["wanted"] is None else bool(values["wanted"])
            return self._workspace.attempt(services.needs.wish, need, self._expert(values), wanted, str(values["reason"]))

        return self._ask("wishDialog", f"{name}的意愿", WISH, _Start(), write, ("expert",))

    def change_wish(self, there: Wish, name: str, expert: str) -> Changed | None:
        """Another word on an expert there is a wish about, or none any more."""
        attempt = self._workspace.attempt

        def write(values: Values) -> Changed | None:
            wanted = None if values["wanted"] is None else bool(values["wanted"])
            return attempt(services.needs.wish, there.need, there.expert, wanted, str(values["reason"]))

        take_back = partial(attempt, services.needs.wish, there.need, there.expert, None)
        return self._ask("wishDialog", f"{name}对{expert}的意愿", WISH[1:], there, write, (), remove=take_back)

    def declare(self, target: ServiceObject, name: str) -> Changed | None:
        """Who has to keep away from an object, and why."""

        def write(values: Values) -> Changed | None:
            known: dict[str, Any] = {name: values[name] for name in ("institution", "ground", "remark", "declared_on")}
            known["expert"] = self._expert(values) or None
            return self._workspace.attempt(partial(services.needs.declare, **known), target)

        return self._ask("conflictDialog", f"回避{name}", CONFLICT, _Start(), write, ("ground",))

    def withdraw(self, conflict: str) -> Changed | None:
        return self._workspace.perform(services.needs.withdraw, conflict)
