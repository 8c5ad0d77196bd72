"""专家资格审查: the form of one expert and the list of all, clause by clause (annex 5 三（三）, （四）)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from datong_desktop.documents.annex_tables import SAMPLE, date_text
from datong_desktop.documents.cleaning import clean
from datong_desktop.documents.form_document import FormDocument, FormRow, child_table, heading, long_text, pairs, seal
from datong_desktop.documents.list_parts import Head, grouped, listing
from datong_desktop.documents.listing import Align, Column, Listing, Row
from datong_desktop.domain.admission import FULFILLED, OPEN, VIOLATED, ClauseResult
from datong_desktop.domain.expert import INSTITUTION_TYPES, Expert, Penalty, Project, QualificationCheck
from datong_desktop.domain.expert_lines import CheckLine, CheckSheet
from datong_desktop.domain.expert_rules import ExpertRules
from datong_desktop.domain.fields import fields_by_id, fields_of, show

FORM, TABLE = "企业上市挂牌专家资格审查表", "企业上市挂牌专家资格审查情况表"
UNKNOWN_TYPE = "机构类型未填"
NONE_LISTED = "没有逐项登记。"
OPINION = 2.8
"""Lines for an opinion: the form of most experts ends on its first page."""
_PERSON = (
    "name", "number", "institution", "institution_type", "title", "licences", "channel", "applied_on", "experience",
)  # fmt: skip
_WIDE = ("机构", "执业资格", "从业经历")
_KEPT_NOTE = "本表按审查时存档的记录打印。"
_FRESH_NOTE = "本表按专家库现有资料逐条核对，审查结果没有存档。"
_OPEN_NOTE = "“待人工认定”的条件缺少资料，不作为不符合处理，补齐后重新审查；所在机构受到的处罚一并列出，供审查时考虑。"
_HEADS: dict[str, tuple[str, int, Align]] = {
    "number": ("序号", 3, "center"), "title": ("条件", 10, "center"), "text": ("条文", 16, "left"),
    "looked_at": ("核对的内容", 9, "left"), "result": ("结果", 4, "center"), "reason": ("理由", 11, "left"),
}  # fmt: skip


def check_form(head: Head, sheet: CheckSheet) -> FormDocument:
    """专家资格审查表 of one expert: of a day, or a kept check as it was made."""
    about = {one.id: one for one in fields_of(Expert)}
    entries = [(about[name].label, show(about[name], getattr(sheet.expert, name))) for name in _PERSON]
    kept = sheet.kept
    entries += [
        ("审查事由", kept.occasion if kept else ""), ("审查日期", date_text(sheet.on)), ("审查人", kept.reviewer if kept else ""),
        ("审查结论", sheet.result),
    ]  # fmt: skip
    rows: list[FormRow] = [heading("基本情况"), *pairs(entries, _WIDE), *_clauses(sheet)]
    if sheet.other:
        rows.append(long_text("其他记录", sheet.other, 1))
    rows.extend(_listed("参与过的资本运作项目", Project, sheet.projects))
    rows.extend(_listed("行政处罚记录", Penalty, sheet.penalties))
    if kept and kept.remark:
        rows.append(long_text("说明", kept.remark, 2))
    rows.append(heading("审查意见"))
    rows.append(seal("审查意见", lines=OPINION, signer="审查人：　　　　　复核人：", keep=True))
    rows.append(seal(f"{clean(head.office)}意见", lines=OPINION, signer="负责人："))
    return FormDocument(
        f"{head.city}{FORM}", tuple(rows), (f"填报单位：{clean(head.office)}", "", f"审查日期：{date_text(sheet.on)}"),
        (_KEPT_NOTE if kept else _FRESH_NOTE, *_open_note(sheet)), (SAMPLE,) if head.sample else (),
    )  # fmt: skip


def _open_note(sheet: CheckSheet) -> Iterator[str]:
    """Where there is something it speaks of: one line less lets most forms end on their first page."""
    if sheet.penalties or any(one.result == OPEN for one in sheet.clauses):
        yield _OPEN_NOTE


def _clauses(sheet: CheckSheet) -> tuple[FormRow, ...]:
    """Each clause with its words; what was looked at has a column where it is known."""
    known = any(one.looked_at for one in sheet.clauses)
    names = [name for name in _HEADS if known or name != "looked_at"]
    rows = []
    for number, one in enumerate(sheet.clauses, 1):
        cells = {
            "number": str(number), "title": f"{one.title}\n{one.source}", "text": one.text, "looked_at": _looked_at(one),
            "result": one.result or "没有记录", "reason": one.reason,
        }  # fmt: skip
        rows.append([cells[name] for name in names])
    return child_table("申报条件逐条审查", [_HEADS[name] for name in names], rows)


def _looked_at(clause: ClauseResult) -> str:
    return "\n".join(f"{label}：{value or '没有填'}" for label, value in clause.looked_at)


def _listed(title: str, record: type, ones: Sequence[Any] | None) -> Iterator[FormRow]:
    """Projects and penalties one by one; nothing where it is not known what was looked at."""
    if ones is None:
        return
    described = fields_of(record)
    columns: list[tuple[str, int, Align]] = [(one.label, one.column, "left" if one.column > 15 else "center") for one in described]
    if ones:
        yield from child_table(title, columns, [[show(field, getattr(one, field.id)) for field in described] for one in ones])
    else:
        yield long_text(title, NONE_LISTED, 1)


def check_list(head: Head, lines: Sequence[CheckLine], rules: ExpertRules, on: datetime.date) -> Listing:
    """专家资格审查情况表: all of the pool as checked on a day, by type of institution."""
    columns = (
        Column("序号", 4, "center"), Column("编号", 6, "center"), Column("姓名", 10, "center"), Column("机构", 17),
        *(Column(one.name, 18) for one in rules.clauses), Column("审查结论", 10, "center"), Column("上次审查", 11, "center"),
        Column("审查人", 9, "center"), Column("下次审查期限", 10, "center"),
    )  # fmt: skip

    def row(number: int, line: CheckLine) -> Row:
        last = line.last
        before = "\n".join(filter(None, (str(last.checked_on), last.occasion, last.result))) if last else ""
        return (
            number, line.expert.number, line.expert.name, line.expert.institution, *map(_result, line.found.clauses),
            line.found.result, before, last.reviewer if last else "", line.due,
        )  # fmt: skip

    groups = grouped(lines, INSTITUTION_TYPES, lambda line: line.expert.institution_type or UNKNOWN_TYPE, row, "名")
    found = Counter(line.found.result for line in lines)
    notes = [
        f"共 {len(lines)} 名：" + "，".join(f"{name} {found[name]} 名" for name in (FULFILLED, VIOLATED, OPEN)) + "。",
        *(f"{one.name}（{one.source}）：{one.text}" for one in rules.clauses),
        _OPEN_NOTE,
    ]
    if overdue := [line.expert.name for line in lines if line.due is None or line.due < on]:
        notes.append(f"▲ 还没有审查或者距上次审查已满一年的：{'、'.join(map(clean, overdue))}。")
    signatures = ("审查人：", "复核人：", f"审查日期：{date_text(on)}")
    return listing(
        head, f"{head.city}{TABLE}", columns, groups, f"审查日期：{date_text(on)}", notes=tuple(notes), signatures=signatures, unit="名"
    )


def _result(clause: ClauseResult) -> str:
    return f"{clause.result}\n{clause.reason}"


def check_label(kept: QualificationCheck) -> str:
    """A kept check as it is chosen: 2023-04-01 组队."""
    return " ".join(part for part in (show(fields_by_id(QualificationCheck)["checked_on"], kept.checked_on), kept.occasion) if part)
