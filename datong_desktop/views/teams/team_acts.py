"""What is done with teams on the board: every dialog is a ``RecordDialog``, every write one undo step."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.fields import Field, Kind, Value, fields_by_id
from datong_desktop.domain.service_team import Member, Team
from datong_desktop.services.changes import Changed
from datong_desktop.services.staffing import Staffing
from datong_desktop.services.team_board import BoardRow, Seated
from datong_desktop.services.team_checks import Filler
from datong_desktop.views import dialogs
from datong_desktop.views.records.editors import Offers
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.workspace import Workspace

Values = Mapping[str, Value]
OBJECT = Field("object", "服务对象", Kind.TEXT, hint="企业名称或县区；打几个字或拼音首字母后从列表里选")
SUCCESSOR = Field("successor", "接替的专家", Kind.TEXT, hint="按 F4 列出能接替的人，最合适的在前")
LEFT_ON = replace(fields_by_id(Member)["left_on"], hint="")
WHY_LEFT = replace(fields_by_id(Member)["reason"], label="离队理由（必须写明）")
DISSOLVED_ON = fields_by_id(Team)["dissolved_on"]
WHY_DISSOLVED = replace(fields_by_id(Team)["reason"], label="解散理由（必须写明）")
ABOUT = tuple(fields_by_id(Team)[name] for name in ("name", "formed_on", "valid_from", "valid_to"))


@dataclass(frozen=True)
class _Start:
    """What a dialog begins with."""

    object: str = ""
    name: str = ""
    successor: str = ""
    formed_on: datetime.date | None = field(default_factory=datetime.date.today)
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    left_on: datetime.date | None = field(default_factory=datetime.date.today)
    dissolved_on: datetime.date | None = field(default_factory=datetime.date.today)
    reason: str = ""

ACTS = (
    ("teamPropose", "智能组队(&G)…", "Ctrl+Shift+G", "为选定的需求一次算出最好的服务队，看过再采纳"),
    ("teamNew", "组建(&A)…", "", "为一个企业或县区组建服务队"),
    ("teamAdd", "加入专家(&J)…", "", "从右边的专家里选一名加入（Insert 或回车；也可以拖过来）"),
    ("teamReplace", "更换(&R)…", "Ctrl+K", "换下选中的成员，由别人接替"),
    ("teamLeave", "离队(&Q)…", "", "选中的成员离队，写明理由（Delete）"),
    ("teamLead", "设为负责人(&L)", "Ctrl+L", "由选中的券商专家负责"),
    ("teamPeriod", "有效期(&V)…", "F2", "名称、组建日期和有效期"),
    ("teamDissolve", "解散(&Z)…", "", "解散这支服务队，写明理由"),
    ("teamHistory", "服务队记录(&B)…", "Ctrl+Shift+H", "组建、变动、解散和采纳的方案，已解散的也在内"),
    ("teamVisit", "登记服务(&N)", "", "到服务日志登记这支服务队的一次服务"),
    ("teamVisits", "服务记录(&K)", "", "到服务日志看对这个对象的服务"),
)
TOOLS = ("teamPropose", "teamNew", "teamAdd", "teamReplace", "teamLeave")
"""Those with a button; all stand in the menu 编辑 and open with the right mouse button."""
ALWAYS = ("teamPropose", "teamNew", "teamHistory")
ON_TEAM = ("teamReplace", "teamLeave", "teamLead", "teamPeriod", "teamDissolve", "teamVisit")
READS = ("teamHistory", "teamVisits")
"""Acts that change nothing."""
ON_MEMBER = ("teamReplace", "teamLeave", "teamLead")


class TeamActs(QObject):
    """Each act says by the workspace what came of it; None when nothing was done."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window

    def _ask(
        self, name: str, title: str, shown: Sequence[Field], start: object, verb: Any, accept: str, offers: Offers | None = None,
        required: Collection[str] = (),
    ) -> Changed | None:  # fmt: skip
        dialog = RecordDialog(
            name, title, shown, start, verb, self._window.window(), offers=offers, accept_text=accept, required=required
        )
        return cast("Changed | None", dialog.done_) if dialogs.ask(dialog) else None

    def form(self) -> Changed | None:
        """A team for an object that is named."""
        ledger = self._workspace.ledger
        if ledger is None:
            return None

        def write(values: Values) -> Changed | None:
            target = services.needs.find_object(ledger, str(values["object"]))
            known: dict[str, Any] = {name: values[name] for name in ("name", "valid_from", "valid_to")}
            known["on"] = values["formed_on"]
            return self._workspace.attempt(partial(services.teams.form, **known), target)

        offers = {"object": partial(services.needs.offered_objects, ledger)}
        return self._ask("teamForm", "组建服务队", (OBJECT, *ABOUT), _Start(), write, "组建", offers, ("object",))

    def add(self, one: BoardRow, expert: str) -> Changed | None:
        """An expert joins the team of a row; where there is none yet it is formed with him."""
        if one.team:
            return self._workspace.perform(services.teams.add, one.team, [expert])
        return self._workspace.perform(services.teams.form, one.target, [expert])

    def leave(self, one: BoardRow, member: Seated) -> Changed | None:
        """A member leaves with date and reason."""
        title = f"{member.name}离开{one.team_name}"
        verb = services.teams.leave

        def write(values: Values) -> Changed | None:
            return self._workspace.attempt(verb, one.team, member.expert, str(values["reason"]), values["left_on"])

        return self._ask("memberLeaves", title, (WHY_LEFT, LEFT_ON), _Start(), write, "离队", required=("reason",))

    def replace(self, now: Staffing, one: BoardRow, member: Seated) -> Changed | None:
        """Somebody else in a member's seat."""
        able = services.team_checks.fillers(now, one.target, instead=member.expert)
        named = {_called(filler): filler.expert.id for filler in able}

        def offer(text: str) -> list[tuple[str, str]]:
            return [(_called(filler), f"{_called(filler)}　{filler.reason}") for filler in able if text in _called(filler)]

        def write(values: Values) -> Changed | None:
            successor = named.get(str(values["successor"]), "")
            return self._workspace.attempt(
                services.teams.replace, one.team, member.expert, successor, str(values["reason"]), values["left_on"]
            )

        start = _Start(successor=next(iter(named), ""))
        shown = (SUCCESSOR, WHY_LEFT, LEFT_ON)
        required = ("successor", "reason")
        return self._ask("memberReplaced", f"更换{member.name}", shown, start, write, "更换", {"successor": offer}, required)

    def history(self, one: BoardRow | None) -> None:
        """What became of the teams of a row, or of all."""
        from datong_desktop.views.teams.team_history import TeamHistoryDialog

        if (ledger := self._workspace.ledger) is not None:
            target, name = (one.target, one.name) if one else (None, "")
            dialogs.ask(TeamHistoryDialog(ledger, target, name, self._window.window()))

    def lead(self, one: BoardRow, member: Seated) -> Changed | None:
        """A member leads the team."""
        return self._workspace.perform(services.teams.set_leader, one.team, member.expert)

    def change(self, now: Staffing, one: BoardRow) -> Changed | None:
        """Name and period of a team."""
        team = now.teams[one.team].team
        write = partial(self._workspace.attempt, services.teams.change, one.team)
        return self._ask("teamPeriod", f"{one.team_name}的名称和有效期", ABOUT, team, write, "保存", required=("name",))

    def dissolve(self, one: BoardRow) -> Changed | None:
        """A team is dissolved with date and reason."""

        def write(values: Values) -> Changed | None:
            return self._workspace.attempt(services.teams.dissolve, one.team, str(values["reason"]), values["dissolved_on"])

        shown = (WHY_DISSOLVED, DISSOLVED_ON)
        return self._ask("teamDissolved", f"解散{one.team_name}", shown, _Start(), write, "解散", required=("reason",))


def _called(filler: Filler) -> str:
    return f"{filler.expert.name}（{filler.expert.institution}）"
