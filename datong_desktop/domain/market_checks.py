"""What looks wrong or is due about those displayed or listed on a market: delistings, service on the regional one (measure 11).

Notices only: nothing of it stands in the way of storing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from datong_desktop.domain.dates import add_years
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fostering import NEEQ, PROVINCIAL, REFORMED, REGIONAL, Milestone, Tracking
from datong_desktop.domain.problem import Problem, problem

OFF_MARKET = (REFORMED, PROVINCIAL)
"""Milestones that are no market to be delisted from."""


def delisting_notices(about: Enterprise, milestone: Milestone, today: datetime.date) -> Iterator[Problem]:
    """A delisting follows a listing. It takes nothing away from the year of the listing (annex 4 二（二）: 年度完成数量)."""
    name, kind, gone = about.name, milestone.kind, milestone.delisted_on
    if gone is None:
        return
    if kind in OFF_MARKET:
        yield problem("delisting_kind", f"“{name}”的“{kind}”不会摘牌，请清除摘牌日期 {gone}，或核对里程碑是哪一种。")
    elif milestone.happened_on and gone < milestone.happened_on:
        text = f"“{name}”的“{kind}”摘牌日期 {gone} 早于挂牌日期 {milestone.happened_on}，请核对。"
        yield problem("delisted_before", text)
    elif gone > today:
        yield problem("delisted_later", f"“{name}”的“{kind}”摘牌日期 {gone} 晚于今天（{today}），请核对。")
    if kind == NEEQ and about.neeq_listed:
        yield problem("neeq_listed", f"“{name}”已从新三板摘牌，“新三板挂牌”一栏还是“是”，请核对。")


def tracking_notices(
    about: Enterprise, tracking: Tracking, milestones: Sequence[Milestone], today: datetime.date
) -> Iterator[Problem]:
    """Measure 11: who is displayed or listed is served; what was done is written down."""
    name, on = about.name, tracking.tracked_on
    days = [one.happened_on for one in milestones if one.kind in REGIONAL and one.happened_on]
    if not any(one.kind in REGIONAL for one in milestones):
        text = f"“{name}”还没有登记{'或'.join(REGIONAL)}，跟踪服务的对象是已展示挂牌的企业（举措（十一）），请补登。"
        yield problem("not_regional", text)
    elif on and days and on < min(days):
        yield problem("before_listing", f"“{name}”的跟踪日期 {on} 早于展示挂牌日期 {min(days)}，请核对。")
    if on and on > today:
        yield problem("future_date", f"“{name}”的跟踪日期 {on} 晚于今天（{today}），请核对。")
    if not tracking.content:
        yield problem("no_content", f"“{name}”的跟踪记录没有写内容，请补填（举措（十一））。")


def untracked(
    about: Enterprise, milestones: Sequence[Milestone], records: Sequence[Tracking], today: datetime.date
) -> Iterator[Problem]:
    """Measure 11 (持续跟踪服务): nobody wrote anything for a year about one that is displayed or listed still. The text has
    no interval; a year is that of the assessment."""
    since = [one.happened_on for one in milestones if one.kind in REGIONAL and one.happened_on and not one.delisted_on]
    if not since:
        return
    last = max((one.tracked_on for one in records if one.tracked_on), default=None)
    if today > add_years(max(last or min(since), min(since)), 1):
        told = f"最近一次是 {last}" if last else "还没有跟踪记录"
        text = f"“{about.name}”已展示挂牌，{told}，举措（十一）要求持续跟踪服务，请补登。"
        yield problem("untracked", text)
