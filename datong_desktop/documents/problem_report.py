"""问题定期报告 to the office (annex 5 四（四）): counts by kind and district, then every problem; as a form and as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from datong_desktop.documents.annex_tables import SAMPLE, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument, FormRow, child_table, heading, long_text, pairs, seal
from datong_desktop.documents.list_parts import Head, grouped, listing
from datong_desktop.documents.listing import Align, Column, Listing, Row
from datong_desktop.documents.service_lists import follow_up
from datong_desktop.domain.problem_report import SOLVED, STATES, ProblemReport, Tally, kind_of
from datong_desktop.domain.service_lines import ServiceLine
from datong_desktop.domain.service_log import PROBLEM_KINDS

REPORT = "企业上市挂牌专家服务队问题定期报告"
Shown = tuple[ServiceLine, str]
"""A problem and its state."""
_COUNTS: tuple[tuple[str, int, Align], ...] = tuple((state, 7, "center") for state in (*STATES, "合计"))
_PROBLEMS: tuple[tuple[str, int, Align], ...] = (
    ("序号", 3, "center"), ("服务对象", 12, "left"), ("问题", 13, "left"), ("建议", 10, "left"), ("结果和后续", 10, "left"),
    ("状态", 5, "center"),
)  # fmt: skip


def report_form(head: Head, report: ProblemReport) -> FormDocument:
    """The report as it is handed in, with room for what the office is asked for and for its opinion."""
    solved = report.whole.counts[STATES.index(SOLVED)]
    facts = (
        ("报告期", report.period.words), ("截至日期", date_text(report.on)), ("服务次数", f"{report.visits} 次"),
        ("服务对象", f"{report.objects} 个"), ("问题总数", f"{report.whole.total} 个"), ("其中已解决", f"{solved} 个"),
    )  # fmt: skip
    rows = (
        *pairs(facts),
        *_tallies("一、按问题类别", "问题类别", report.by_kind, report.whole),
        *_tallies("二、按县区", "县区", report.by_district, report.whole),
        heading("三、问题清单"),
        *_problems(report),
        long_text("需要协调解决的事项", "", 4),
        seal("市金融办意见", lines=4),
    )
    return FormDocument(
        f"{head.city}{REPORT}", rows, (f"填报单位：{clean(head.office)}", "", report.period.words),
        ("状态按截至日期计：过了后续期限、没有办结的为逾期未办；办结但没有解决的为办结未解决（附件5 四（四））。",),
        (SAMPLE,) if head.sample else (),
    )  # fmt: skip


def _tallies(title: str, label: str, tallies: Sequence[Tally], whole: Tally) -> tuple[FormRow, ...]:
    rows = [[one.name, *map(str, one.counts), str(one.total)] for one in (*tallies, whole)]
    return child_table(title, ((label, 13, "left"), *_COUNTS), rows)


def _problems(report: ProblemReport) -> Iterator[FormRow]:
    """A table for each kind, numbered through."""
    number = 0
    for kind, group in groupby(zip(report.problems, report.states, strict=True), key=lambda shown: kind_of(shown[0])):
        rows = []
        for line, state in group:
            number += 1
            visit = line.visit
            who = "\n".join(part for part in (line.object, line.team, f"{visit.visited_on}") if part)
            result = "\n".join(part for part in (clean(visit.result), follow_up(line)) if part)
            rows.append([str(number), who, visit.problem, visit.advice, result, state])
        yield from child_table(f"{clean(kind)}（{len(rows)} 个）", _PROBLEMS, rows)
    if not number:
        yield from child_table("", _PROBLEMS, [["", "", "本期没有登记的问题", "", "", ""]])


def report_list(head: Head, report: ProblemReport) -> Listing:
    """The same problems as a list, for Excel: to be sorted and counted further."""
    columns = (
        Column("序号", 4, "center"), Column("服务日期", 10, "center"), Column("服务对象", 22), Column("县区", 8, "center"),
        Column("服务队", 16), Column("参加专家", 16), Column("问题", 30), Column("建议", 26), Column("结果", 22),
        Column("后续工作、期限", 18), Column("状态", 10, "center"),
    )  # fmt: skip

    def row(number: int, shown: Shown) -> Row:
        line, state = shown
        visit = line.visit
        return (
            number, visit.visited_on, line.object, line.district, line.team, "、".join(line.experts), visit.problem, visit.advice,
            visit.result, follow_up(line), state,
        )  # fmt: skip

    shown = list(zip(report.problems, report.states, strict=True))
    groups = grouped(shown, PROBLEM_KINDS, lambda one: kind_of(one[0]), row, "个")
    told = (_told("按类别", report.by_kind), _told("按县区", report.by_district), _states(report.whole))
    title = f"{head.city}{REPORT}"
    return listing(head, title, columns, groups, report.period.words, notes=tuple(filter(None, told)), unit="个")


def _told(label: str, tallies: Sequence[Tally]) -> str:
    return f"{label}：{'，'.join(f'{one.name} {one.total} 个' for one in tallies)}。" if tallies else ""


def _states(whole: Tally) -> str:
    counted = "，".join(f"{state} {number} 个" for state, number in zip(STATES, whole.counts, strict=True))
    return f"共 {whole.total} 个：{counted}。"
