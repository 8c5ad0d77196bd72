"""Timeline, helpers, visits and problems, reform list, submissions, plans of state-owned enterprises and service on the
regional market, for the side panel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from datong_desktop.domain.application import Application, Step, batch_label
from datong_desktop.domain.fields import fields_of, show
from datong_desktop.domain.fostering import (
    REGIONAL,
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.domain.fostering_checks import STATE_OWNED
from datong_desktop.domain.problem import Problem
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.widgets.fold_part import FoldPart
from datong_desktop.views.widgets.link_lines import Line, LinkLines

Button = tuple[str, str, Callable[[], object]]
"""objectName, text, what it does."""
Told = Callable[[EnterpriseFile], tuple[str, Sequence[Line]]]
"""The gist for the title, and the lines."""
PUT_RIGHT = "单击更正"
LONGEST = 10
"""Characters of a long text that stand on a line."""


class LinePart(FoldPart):
    """Lines about an enterprise with the buttons that add one."""

    def __init__(self, name: str, title: str, told: Told, *buttons: Button) -> None:
        super().__init__(name, title, opened=False)
        self._told = told
        self.lines = LinkLines(f"{name}Lines")
        self.inside.addWidget(self.lines)
        self.buttons: list[QPushButton] = []
        for object_name, text, act in buttons:
            button = QPushButton(text)
            button.setObjectName(object_name)
            button.setToolTip(text)
            button.clicked.connect(lambda _=False, do=act: do())
            self.inside.addWidget(button)
            self.buttons.append(button)

    def show_file(self, file: EnterpriseFile | None, *, writable: bool) -> None:
        gist, lines = self._told(file) if file else ("", ())
        self.say(gist)
        self.lines.show_lines(lines)
        for button in self.buttons:
            button.setEnabled(writable and file is not None)


def parts(acts: EnterpriseActs) -> dict[str, LinePart]:
    """The parts by name, in their order."""
    found = (
        LinePart(
            "timelinePart", "里程碑", partial(timeline, acts), ("addMilestone", "登记里程碑…", acts.milestone)
        ),
        LinePart(
            "assistancePart", "帮扶和走访", partial(_assistance, acts),
            ("editAssistance", "一企一帮扶…", acts.assistance), ("addVisit", "登记走访…", acts.visit),
            ("addDifficulty", "登记问题…", acts.difficulty),
        ),
        LinePart("reformPart", "股改", partial(_reform, acts), ("editReform", "股份制改造清单…", acts.reform)),
        LinePart("submissionPart", "报送推荐", partial(_submissions, acts), ("addSubmission", "登记报送…", acts.submission)),
        LinePart(
            "trackingPart", "展示挂牌跟踪", partial(_trackings, acts), ("addTracking", "登记跟踪…", acts.tracking)
        ),
        LinePart(
            "planPart", "国企行动方案", partial(_plans, acts), ("addPlan", "本年度行动方案…", acts.plan),
            ("addMeeting", "登记协调会…", acts.meeting),
        ),
    )  # fmt: skip
    return {part.objectName(): part for part in found}


class NoticePart(FoldPart):
    """What looks wrong or is still to be done with milestones, reform, helpers, visits and plans; hidden when nothing is."""

    def __init__(self) -> None:
        super().__init__("noticePart", "提醒")
        self.lines = LinkLines("noticeLines")
        self.inside.addWidget(self.lines)

    def show_notices(self, notices: Sequence[Problem]) -> None:
        self.lines.show_lines([Line(f"▲ {notice.text}") for notice in notices])
        self.say(f"▲ {len(notices)} 条" if notices else "")
        self.setVisible(bool(notices))


def shown_parts(file: EnterpriseFile | None) -> dict[str, bool]:
    """Whether a part is shown: plans of state-owned enterprises, service to those on the regional market, and what is there
    all the same; the others always are."""
    if file is None:
        return {"planPart": False, "trackingPart": False}
    state_owned, regional = file.enterprise.ownership == STATE_OWNED, any(one.kind in REGIONAL for one in file.all(Milestone))
    return {
        "planPart": state_owned or bool(file.all(StateOwnedPlan) or file.all(Coordination)),
        "trackingPart": regional or bool(file.all(Tracking)),
    }


def timeline(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    """Applications, steps and milestones by day, the newest first; a click puts one right."""
    dated: list[tuple[datetime.date, Line]] = []
    for step in file.all(Step):
        override = f"越过程序：{step.override}" if step.override else ""
        tip = "\n".join(part for part in (step.actor, step.opinion, override, PUT_RIGHT) if part)
        tier = f" {step.tier}" if step.tier else ""
        line = Line(f"{step.made_on or '日期未填'}　{step.move}{tier}", tip, partial(acts.correct, step))
        dated.append((step.made_on or datetime.date.min, line))
    for application in file.all(Application):
        batch = batch_label(application.batch) if application.batch else "（批次未填）"
        text = f"{application.received_on or '日期未填'}　报入{batch}"
        tip = f"申报渠道：{application.recommender or '未填'}\n{PUT_RIGHT}"
        dated.append((application.received_on or datetime.date.min, Line(text, tip, partial(acts.correct, application))))
    for one in file.all(Milestone):
        gone = f"（{one.delisted_on} 摘牌）" if one.delisted_on else ""
        text = f"{one.happened_on or '日期未填'}　★ {one.kind}{' ' + one.code if one.code else ''}{gone}"
        dated.append((one.happened_on or datetime.date.min, Line(text, _shown(one), partial(acts.milestone, one))))
    dated.sort(key=lambda pair: pair[0], reverse=True)
    last = max(file.all(Milestone), key=lambda m: m.happened_on or datetime.date.min, default=None)
    return (last.kind if last else ""), [line for _, line in dated] or [Line("还没有办理，也没有里程碑")]


def _assistance(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    """Who looks after it, then calls and problems by day, the newest first, those still open marked."""
    visits, problems = file.all(Visit), file.all(Difficulty)
    dated: list[tuple[datetime.date | None, Line]] = []
    for visit in visits:
        text = f"{_mark(visit)}{visit.visited_on or '日期未填'}　{visit.department}"
        dated.append((visit.visited_on, Line(text, _shown(visit), partial(acts.visit, visit))))
    for one in problems:
        text = f"{_mark(one)}{one.raised_on or '日期未填'}　问题：{_gist(one.problem)}"
        dated.append((one.raised_on, Line(text, _shown(one), partial(acts.difficulty, one))))
    dated.sort(key=lambda pair: pair[0] or datetime.date.min, reverse=True)
    heard: list[Visit | Difficulty] = [*visits, *problems]
    open_ = sum(bool(_mark(one)) for one in heard)
    gist = [f"走访 {len(visits)} 次"] * bool(visits) + [f"{open_} 个问题未办结"] * bool(open_)
    return "，".join(gist), [*_facts(file.all(Assistance)), *(line for _, line in dated)]


def _mark(one: Visit | Difficulty) -> str:
    """The sign of a problem that is not closed."""
    return "▲ " if one.problem and one.closed_on is None else ""


def _gist(text: str) -> str:
    """The beginning of a long text, on one line."""
    first = text.partition("\n")[0]
    return first if len(first) <= LONGEST else f"{first[:LONGEST]}…"


def _reform(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    found = file.all(Reform)
    return (found[0].step or "已列入清单") if found else "", list(_facts(found))


def _submissions(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    lines = []
    for one in sorted(file.all(Submission), key=lambda one: one.submitted_on or datetime.date.min, reverse=True):
        text = f"{one.submitted_on or '日期未填'}　{one.unit or '单位未填'} → {one.pool or '未填'}"
        lines.append(Line(text, _shown(one), partial(acts.submission, one)))
    return f"{len(lines)} 次" if lines else "", lines


def _trackings(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    lines = []
    for one in sorted(file.all(Tracking), key=lambda one: one.tracked_on or datetime.date.min, reverse=True):
        text = f"{one.tracked_on or '日期未填'}　{_gist(one.content) or one.tracker}"
        lines.append(Line(text, _shown(one), partial(acts.tracking, one)))
    return f"{len(lines)} 次" if lines else "", lines


def _plans(acts: EnterpriseActs, file: EnterpriseFile) -> tuple[str, Sequence[Line]]:
    plans = sorted(file.all(StateOwnedPlan), key=lambda plan: plan.year, reverse=True)
    lines = [Line(f"{plan.year}年度　{plan.plan or '方案名称未填'}", _shown(plan), partial(acts.plan, plan)) for plan in plans]
    meetings = sorted(file.all(Coordination), key=lambda one: one.held_on or datetime.date.min, reverse=True)
    for one in meetings:
        lines.append(Line(f"{one.held_on or '日期未填'}　协调会　{_gist(one.problems)}", _shown(one), partial(acts.meeting, one)))
    gist = [f"{len(plans)} 个年度"] * bool(plans) + [f"协调会 {len(meetings)} 次"] * bool(meetings)
    return "，".join(gist), lines


def _facts(records: Sequence[object]) -> Iterator[Line]:
    for record in records:
        for field in fields_of(type(record)):
            if text := show(field, getattr(record, field.id)):
                yield Line(f"{field.label}：{text}")


def _shown(record: object) -> str:
    return "\n".join(line.text for line in _facts([record]))
