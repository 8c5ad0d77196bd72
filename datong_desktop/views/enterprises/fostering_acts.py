"""What is kept of an enterprise's way to market (measures 1-3, 10, 11), asked for in dialogs: milestones, reform, submissions,
helpers, visits and problems, plans with their meetings, service on the regional market."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from datong_desktop import services
from datong_desktop.domain.enterprise import JOINT_STOCK
from datong_desktop.domain.fields import Field, fields_of
from datong_desktop.domain.fostering import (
    DUTY_UNITS,
    POOLS,
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
from datong_desktop.domain.scans import of_milestone
from datong_desktop.services.changes import Changed
from datong_desktop.views.enterprises.record_acts import RecordActs, Values, changed_by

DISTRICT = "计入哪个县区；不填就是当日登记的县区"
SUBMISSION, SUBMITTED = "报送推荐", ("submitted_on", "unit")


class FosteringActs(RecordActs):
    """Every dialog is a ``RecordDialog`` over the declared fields; every write one undo step through the workspace."""

    def milestone(self, there: Milestone | None = None) -> Changed | None:
        """A milestone, a new one or that one, with its scans."""
        if (file := self._current()) is None:
            return None
        below = None
        if there is not None:
            from datong_desktop.views.records.scan_strip import ScanStrip

            below = ScanStrip(self._workspace)
            below.show_subject(file.enterprise.id, of_milestone(there.number))
        choices = services.enterprise_list.districts()
        shown = [replace(f, choices=choices, hint=DISTRICT) if f.id == "district" else f for f in fields_of(Milestone)]
        return self._numbered("milestoneDialog", "里程碑", Milestone, there, shown, ("kind", "happened_on"), below=below)

    def visit(self, there: Visit | None = None) -> Changed | None:
        """A call on the enterprise, a new one or that one."""
        return self._numbered("visitDialog", "走访", Visit, there, required=("visited_on",))

    def difficulty(self, there: Difficulty | None = None) -> Changed | None:
        """A problem of the 问题清单 that was not heard on a visit, a new one or that one."""
        return self._numbered("difficultyDialog", "帮扶问题", Difficulty, there, required=("raised_on", "problem"))

    def meeting(self, there: Coordination | None = None) -> Changed | None:
        """A 协调会 of a state-owned enterprise, a new one or that one."""
        return self._numbered("coordinationDialog", "国企协调会", Coordination, there, required=("held_on",))

    def tracking(self, there: Tracking | None = None) -> Changed | None:
        """Service to an enterprise of the regional market, a new record or that one."""
        return self._numbered("trackingDialog", "跟踪记录", Tracking, there, required=("tracked_on", "content"))

    def submission(self, there: Submission | None = None) -> Changed | None:
        """That the enterprise was put forward by a unit, a new record or that one."""
        start = Submission("", 0, submitted_on=datetime.date.today(), pool=POOLS[0])
        return self._numbered("submissionDialog", SUBMISSION, Submission, there, _of_units(), SUBMITTED, start=start)

    def submit_many(self, chosen: Sequence[str]) -> Changed | None:
        """That a unit put all of these forward at once."""
        start = Submission("", 0, submitted_on=datetime.date.today(), pool=POOLS[0])
        return self._ask(
            "submissionDialog", f"{SUBMISSION}：{len(chosen)} 家企业", _of_units(), start,
            lambda values: self._do(services.fostering.add_to_many, list(chosen), Submission, values), required=SUBMITTED,
        )  # fmt: skip

    def _numbered(
        self, name: str, title: str, kind: type[Any], there: Any, shown: Collection[Field] = (), required: Collection[str] = (),
        *, below: QWidget | None = None, start: Any = None,
    ) -> Changed | None:  # fmt: skip
        """One of those an enterprise has any number of; a new one begins with what ``start`` holds."""
        if (file := self._current()) is None:
            return None
        enterprise, fostering = file.enterprise.id, services.fostering
        record = there or start or kind(enterprise, 0)
        if there is None:
            write = partial(self._add, enterprise, kind)
        else:
            write = partial(self._save_changed, there)
        remove = partial(self._do, fostering.remove, there) if there else None
        shown = shown or fields_of(kind)
        return self._ask(name, f"{title}：{file.name}", shown, record, write, required=required, remove=remove, below=below)

    def _add(self, enterprise: str, kind: type[Any], values: Values) -> Changed | None:
        return self._do(services.fostering.add, enterprise, kind, values)

    def _save_changed(self, there: Any, values: Values) -> Changed | None:
        return self._do(services.fostering.save, changed_by(there, values))

    def assistance(self) -> Changed | None:
        """一企一帮扶."""
        return self._single("assistanceDialog", "一企一帮扶", Assistance)

    def reform(self) -> Changed | None:
        """The line in the 股份制改造清单; a new one begins with the company's present form."""
        file = self._current()
        form = file.enterprise.legal_form if file else ""
        return self._single("reformDialog", "股份制改造清单", Reform, legal_form_before="" if form == JOINT_STOCK else form)

    def plan(self, there: StateOwnedPlan | None = None) -> Changed | None:
        """A state-owned enterprise's plan of that year, of this one when none is given."""
        year = there.year if there else datetime.date.today().year
        return self._single("planDialog", f"{year}年度行动方案", StateOwnedPlan, year)

    def _single(self, name: str, title: str, kind: type[Any], *key: int, **start: str) -> Changed | None:
        """A record the enterprise has once (a year)."""
        if (file := self._current()) is None:
            return None
        blank = kind(file.enterprise.id, *key)
        there = next((one for one in file.all(kind) if not key or one.year == key[0]), None)
        record = there or changed_by(blank, start)
        remove = partial(self._do, services.fostering.remove, there) if there else None
        return self._ask(
            name, f"{title}：{file.name}", fields_of(kind), record, partial(self._save_changed, record), remove=remove
        )


def _of_units() -> list[Field]:
    """The fields of a submission, with every unit that is to submit."""
    units = (*DUTY_UNITS, *services.enterprise_list.districts())
    return [replace(f, choices=units) if f.id == "unit" else f for f in fields_of(Submission)]
