"""Lists of enterprises in: what a preview says, and that storing it is all or nothing, exact and undoable."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from datong_desktop.documents.record_workbook import RecordTable
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Judgement
from datong_desktop.domain.progress import Cancelled, Progress
from datong_desktop.models import bulk
from datong_desktop.models.tables import ChangeSet
from datong_desktop.services import enterprise_importing as importing
from datong_desktop.services import enterprises, history, ledger, records
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.list_plan import WARNED, ImportPlan, RowKind
from tests.storage import new_ledger, opened, refusal
from tests.strategies import DATA

TODAY = datetime.date(2023, 10, 16)
CASES = DATA / "enterprises.xlsx"
CODES = ("91140204MA0Y7LLJY7", "91140219MA09HTM536", "91140222MA0HDQAEJ1", "91140229MA0APE9K27")
HEADINGS = ("企业名称", "统一社会信用代码", "县区", "成立日期", "注册资本（万元）", "总资产（万元）", "2022年营业收入（万元）", "备注")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    found = new_ledger(tmp_path)
    yield found
    found.close()


def written(folder: Path, rows: Sequence[Sequence[Any]], headings: Sequence[Any] = HEADINGS, name: str = "名单.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    for number, row in enumerate((headings, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    book.save(folder / name)
    return folder / name


def preview(target: Ledger, path: Path, mapping: Mapping[str, str] | None = None) -> ImportPlan:
    return importing.preview(target, path, TODAY, mapping)


def plan_of(target: Ledger, folder: Path, *rows: Sequence[Any]) -> ImportPlan:
    return preview(target, written(folder, rows))


def stored(target: Ledger, record: type = Enterprise) -> list[Any]:
    with target.reading() as session:
        return list(records.read(session, record))


def sets(target: Ledger) -> int:
    with target.reading() as session:
        return len(session.scalars(select(ChangeSet.id)).all())


# -- storing ------------------------------------------------------------------------------------------------------


def test_the_cases_come_in_field_by_field(target: Ledger) -> None:
    found = preview(target, CASES)
    assert (found.counts, found.problems, found.warnings) == ({RowKind.NEW: 36}, (), ())
    changed = importing.apply(target, found)
    assert (changed.label, len(changed.enterprises)) == ("导入 enterprises.xlsx", 36)
    first = next(one for one in stored(target) if one.name == "样例企业001有限公司")
    assert first == Enterprise(
        first.id, name="样例企业001有限公司", credit_code=CODES[0], district="平城区", founded_on=datetime.date(2020, 1, 1),
        industry="D4415", catalogue_class="鼓励类", tax_rating="B", neeq_listed=0, ownership_dispute=0, nominee_holding=0,
        clear_structure=1, criminal_case=0, initials=first.initials,
    )  # fmt: skip
    assert "ylqy001yxgs" in first.initials.split()
    figures = next(one for one in stored(target, FiscalYear) if one.enterprise == first.id)
    assert figures == FiscalYear(first.id, 2022, total_assets=50_000, revenue=100_000, main_revenue=72_000)
    findings = [one for one in stored(target, Judgement) if one.enterprise == first.id]
    assert findings == [Judgement(first.id, clause, result="符合") for clause in ("产品服务", "盈利模式")]
    assert ledger.check_ledger(target) == ()
    assert [backup.reason for backup in ledger.list_backups(target.path)] == ["导入前"]


def test_the_same_file_again_has_nothing_to_import(target: Ledger) -> None:
    importing.apply(target, preview(target, CASES))
    again = preview(target, CASES)
    assert again.counts == {RowKind.SAME: 36}
    assert refusal(lambda: importing.apply(target, again))[0] == "nothing_to_import"


def test_an_import_is_one_step_that_can_be_undone_and_redone(target: Ledger) -> None:
    made = importing.apply(target, preview(target, CASES))
    before = [stored(target, record) for record in (Enterprise, FiscalYear, Judgement)]
    assert made.change_set is not None
    undone = history.undo(target, made.change_set)
    assert [stored(target, record) for record in (Enterprise, FiscalYear, Judgement)] == [[], [], []]
    assert undone.change_set is not None
    history.undo(target, undone.change_set)
    assert [stored(target, record) for record in (Enterprise, FiscalYear, Judgement)] == before
    assert ledger.check_ledger(target) == ()


def test_known_ones_change_field_by_field_and_blanks_erase_nothing(target: Ledger, tmp_path: Path) -> None:
    importing.apply(target, plan_of(
        target, tmp_path, ("样例甲有限公司", CODES[0], "平城区", None, 500, 1000, 2000, "旧"), ("样例乙有限公司", None, "云冈区"),
    ))  # fmt: skip
    found = plan_of(
        target, tmp_path,
        ("样例甲新名有限公司", CODES[0], None, datetime.date(2015, 3, 1), None, 1000, 2500.5, None),
        ("样例乙有限公司", CODES[1]),
        ("样例丙有限公司", None, "阳高"),
    )  # fmt: skip
    assert list(found.kinds) == [RowKind.CHANGED, RowKind.CHANGED, RowKind.NEW]
    changes = {change.target.label: change.shown() for change in found.changes[0]}
    assert changes == {
        "企业名称": ("样例甲有限公司", "样例甲新名有限公司"), "成立日期": ("", "2015-03-01"), "营业收入（2022年）": ("2,000", "2,500.5"),
    }  # fmt: skip
    told = "企业名称 样例甲有限公司 → 样例甲新名有限公司；成立日期 空 → 2015-03-01；营业收入（2022年） 2,000 → 2,500.5"
    assert found.described(0) == told
    made = importing.apply(target, found)
    first, second, third = stored(target)
    assert (first.name, first.district, first.registered_capital, first.remark) == ("样例甲新名有限公司", "平城区", 50_000, "旧")
    assert "yljxm" in first.initials
    assert (second.credit_code, third.district) == (CODES[1], "阳高县")
    assert [(one.total_assets, one.revenue) for one in stored(target, FiscalYear)] == [(100_000, 250_050)]
    assert ledger.check_ledger(target) == ()
    assert made.change_set is not None
    history.undo(target, made.change_set)
    assert [one.name for one in stored(target)] == ["样例甲有限公司", "样例乙有限公司"]
    assert ledger.check_ledger(target) == ()


def test_one_problem_and_nothing_is_stored(target: Ledger, tmp_path: Path) -> None:
    found = plan_of(target, tmp_path, ("样例甲有限公司", CODES[0]), ("样例乙有限公司", "不是代码"))
    before = sets(target)
    assert refusal(lambda: importing.apply(target, found))[0] == "bad_credit_code"
    assert (stored(target), sets(target), ledger.list_backups(target.path)) == ([], before, ())


def test_a_registry_changed_since_the_preview_is_previewed_anew(target: Ledger, tmp_path: Path) -> None:
    found = plan_of(target, tmp_path, ("样例甲有限公司", CODES[0]))
    enterprises.create(target, {"name": "样例乙有限公司", "credit_code": CODES[0]})
    assert refusal(lambda: importing.apply(target, found))[0] == "changed_since"
    assert len(stored(target)) == 1


def test_cancelled_at_any_step_the_ledger_is_as_it_was(target: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_VALUES", 40)
    importing.apply(target, plan_of(target, tmp_path, ("样例0有限公司", None, "平城区")))
    rows = [(f"样例{n}有限公司", None, "云冈区", None, 100, 200, 300) for n in range(60)]
    path = written(tmp_path, rows)
    before, lines = (stored(target), stored(target, FiscalYear)), sets(target)

    class Stops(Progress):
        def __init__(self, place: int) -> None:
            self.left = place
            super().__init__(self.tell)

        def tell(self, _: float) -> None:
            self.left -= 1
            if self.left == 0:
                self.cancel()

    for place in range(1, 200):
        progress = Stops(place)
        try:
            importing.apply(target, importing.preview(target, path, TODAY, None, progress.part(0, 0.5)), progress.part(0.5, 1))
        except Cancelled:
            assert ((stored(target), stored(target, FiscalYear)), sets(target)) == (before, lines), place
        else:
            assert place > 20
            break
    assert len(stored(target)) == 60
    assert ledger.check_ledger(target) == ()


# -- bad input ----------------------------------------------------------------------------------------------------


def said(found: ImportPlan) -> list[tuple[str | None, str]]:
    return [(problem.where.cell, problem.text) for problem in found.problems]


@pytest.mark.parametrize(
    ("row", "cell", "text"),
    [
        (("样例甲公司", "9114O204MA0Y7LLJY7"), "B2", "第 5 位“O”有误，像是“0”，改过来是 91140204MA0Y7LLJY7"),
        (("样例甲公司", "91140204MA0Y7LLJY8"), "B2", "填的是“91140204MA0Y7LLJY8”"),
        (("样例甲公司", 911402040000000000), "B2", "是数字格式，后几位已经丢失"),
        (("样例甲公司", None, "南郊区"), "C2", "不在县区名单里，请填 平城区、云冈区"),
        (("样例甲公司", None, None, "2023-02-29"), "D2", "「成立日期」填的是“2023-02-29”，没有这一天，2023 年 2 月只有 28 天"),
        (("样例甲公司", None, None, "1899-12-31"), "D2", "年份不对"),
        (("样例甲公司", None, None, None, "一百"), "E2", "不是数字，请填以万元为单位的数"),
        (("样例甲公司", None, None, None, 1.005), "E2", "小数多于两位"),
        (("样例甲公司", None, None, None, 10**12), "E2", "太大，请核对单位和位数"),
        (("样" * 201,), "A2", "有 201 个字，最多 200 个字"),
        (("样例甲公司", None, None, None, None, None, None, "字" * 5001), "H2", "有 5001 个字"),
        ((None, CODES[0]), "A2", "没有填企业名称"),
        (("样例甲公司", None, None, None, "#REF!"), "E2", "是出错的单元格"),
    ],
)
def test_what_is_refused_says_cell_field_and_reason(
    target: Ledger, tmp_path: Path, row: tuple[Any, ...], cell: str, text: str
) -> None:
    ((where, problem),) = said(plan_of(target, tmp_path, row))
    assert where == cell
    assert text in problem
    assert problem.startswith("第 2 行")


def test_codes_and_texts_are_taken_as_they_are_meant(target: Ledger, tmp_path: Path) -> None:
    importing.apply(target, plan_of(
        target, tmp_path,
        ("样例大同\n银河有限公司", "９１１４０２０４ｍａ０ｙ７ｌｌｊｙ７", "平城", "2023年3月5日", "１，２３４．５", "", " ", "一行\n二行"),
        ("=1+1样例公司", CODES[1].lower(), "大同市云冈区", "20200229", 0.1, 1, 0, "=HYPERLINK(\"x\")"),
        ("样例😀𠮷公司", None, None, None, None, None, None, "字" * 5000),
    ))  # fmt: skip
    first, second, third = stored(target)
    assert (first.name, first.credit_code, first.district) == ("样例大同银河有限公司", CODES[0], "平城区")
    assert (first.founded_on, first.registered_capital, first.remark) == (datetime.date(2023, 3, 5), 123_450, "一行\n二行")
    assert (second.name, second.credit_code, second.district, second.remark) == ("=1+1样例公司", CODES[1], "云冈区", '=HYPERLINK("x")')
    assert (second.founded_on, second.registered_capital) == (datetime.date(2020, 2, 29), 10)
    assert (third.name, len(third.remark)) == ("样例😀𠮷公司", 5000)


def test_a_character_that_no_document_shows_is_warned_of(target: Ledger, tmp_path: Path) -> None:
    found = plan_of(target, tmp_path, ("样例甲公司",), ("样例😀𠮷公司",), ("合计😀",))
    text = "第 3 行的企业名称里的“😀”打印不出来，用到它的文件都出不了，请改用别的写法。"
    assert [(one.where.cell, one.text) for one in found.warnings] == [("A3", text)]
    importing.apply(target, found)
    assert len(stored(target)) == 2


def test_the_same_enterprise_twice_is_refused_with_both_rows(target: Ledger, tmp_path: Path) -> None:
    found = plan_of(target, tmp_path, ("样例甲公司", CODES[0]), ("样例乙公司", CODES[0]), ("样例丙公司",), ("样例丙公司",))
    assert said(found) == [
        ("B3", "第 3 行“样例乙公司”与第 2 行的统一社会信用代码相同，同一家企业只能有一行，请只留一行。"),
        ("A5", "第 5 行“样例丙公司”与第 4 行的企业名称相同，同一家企业只能有一行，请只留一行。"),
    ]
    importing.apply(target, plan_of(target, tmp_path, ("样例甲公司", CODES[0])))
    found = plan_of(target, tmp_path, ("样例甲公司",), ("样例甲公司", CODES[0]))
    assert [cell for cell, _ in said(found)] == ["A3"]


def test_a_name_that_two_have_is_no_match_without_a_code(target: Ledger, tmp_path: Path) -> None:
    enterprises.create(target, {"name": "样例甲公司"})
    enterprises.create(target, {"name": "样例甲公司"})
    ((_, text),) = said(plan_of(target, tmp_path, ("样例甲公司",)))
    assert "有 2 家同名企业，无法确定是哪一家" in text


def test_the_same_name_with_another_code_is_another_one_and_warned_of(target: Ledger, tmp_path: Path) -> None:
    enterprises.create(target, {"name": "样例甲公司", "credit_code": CODES[0]})
    found = plan_of(target, tmp_path, ("样例甲公司", CODES[1]))
    assert (list(found.kinds), found.problems) == ([RowKind.NEW], ())
    assert "将作为另一家新增" in found.warnings[0].text
    assert found.places(WARNED) == [0]


def test_yuan_typed_as_ten_thousands_is_warned_of(target: Ledger, tmp_path: Path) -> None:
    importing.apply(target, plan_of(target, tmp_path, ("样例甲公司", CODES[0], None, None, None, 1000, 2000)))
    found = plan_of(
        target, tmp_path,
        ("样例甲公司", CODES[0], None, None, None, None, 20_000_000),
        ("样例乙公司", None, None, None, None, 50_000_000, 900),
    )  # fmt: skip
    assert [(problem.where.cell, problem.code) for problem in found.warnings] == [("G2", "unit"), ("G2", "unit"), ("F3", "unit")]
    assert "差约一万倍" in found.warnings[1].text
    assert found.problems == ()


def test_a_heading_in_yuan_is_refused(target: Ledger, tmp_path: Path) -> None:
    found = preview(target, written(tmp_path, [("样例甲公司", 5_000_000)], ("企业名称", "注册资本（元）")))
    assert said(found) == [("B1", "“注册资本（元）”的单位是元，请换算成万元（最多两位小数）并改正表头。")]


def test_dates_to_come_and_parts_above_the_whole_are_warned_of(target: Ledger, tmp_path: Path) -> None:
    headings = ("企业名称", "成立日期", "2022年营业收入", "2022年主营业务收入")
    found = preview(target, written(tmp_path, [("样例甲公司", datetime.date(2024, 1, 1), 100, 101)], headings))
    assert [problem.code for problem in found.warnings] == ["future", "part_above_whole"]


def test_totals_notes_and_repeated_headings_are_no_enterprises(target: Ledger, tmp_path: Path) -> None:
    found = plan_of(
        target, tmp_path, ("样例甲公司", CODES[0]), HEADINGS, ("合计", None, None, None, 100), (), ("填表人：王某",), ("样例注册会计公司",)
    )
    assert [found.name(place) for place in found.places(RowKind.NEW)] == ["样例甲公司", "样例注册会计公司"]
    assert "略过的行" in found.notes[-1]


def test_columns_set_by_hand(target: Ledger, tmp_path: Path) -> None:
    path = written(tmp_path, [("样例甲公司", "备用", "张某")], ("企业名称", "其他", "经办"))
    table: RecordTable = importing.read_list(target, path, TODAY)
    assert [column.target for column in table.columns[1:]] == [None, None]
    found = importing.plan(target, path.name, table.mapped({"经办": "contact", "其他": ""}), TODAY)
    importing.apply(target, found)
    assert [one.contact for one in stored(target)] == ["张某"]


def test_a_ledger_is_no_list(target: Ledger) -> None:
    assert refusal(lambda: preview(target, target.path))[0] == "not_a_table"


def test_a_read_only_ledger_imports_nothing(target: Ledger) -> None:
    with opened(target.path, read_only=True) as again:
        assert refusal(lambda: importing.apply(again, preview(again, CASES)))[0] == "read_only"
