"""Documents of the registry out of a ledger: who stands on them, in which order, under which names, in which kinds of file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.services import enterprises, printables, registry_documents
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable
from tests.documents.pdf_text import letters
from tests.services.registry_ledger import ON, filled
from tests.services.sheet_rows import rows
from tests.storage import new_ledger


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[tuple[Ledger, dict[str, str]]]:
    ledger, ids = filled(tmp_path)
    yield ledger, ids
    ledger.close()


@pytest.fixture
def ledger(stored: tuple[Ledger, dict[str, str]]) -> Ledger:
    return stored[0]


def column(printable: Printable, heading: str) -> list[Any]:
    """The cells of numbered rows below a heading."""
    found = rows(printable)
    place = found[0].index(heading)
    return [line[place] for line in found[1:] if isinstance(line[0], int)]


def test_the_pool_ledger_lists_who_is_in_by_tier_and_district(ledger: Ledger):
    made = registry_documents.pool_ledger(ledger, ON)
    found = rows(made)
    assert [line[0] for line in found[1:5]] == ["上市后备层　云冈区（1 家）", 1, "基础层　平城区（1 家）", 2]
    assert column(made, "企业名称") == ["样例甲有限公司", "样例乙有限公司"]
    assert column(made, "状态") == ["省库入库", "已入库"]
    assert column(made, "入库批次") == ["2023年3月"] * 2
    assert column(made, "所属行业") == ["有机化学原料制造"] * 2
    due = column(made, "股改期限")
    assert due[0] is None  # a joint-stock company has nothing to reform
    assert f"{due[1]:%Y-%m-%d}" == "2025-05-15"
    text = letters(made.pdf())
    assert "大同市上市挂牌后备企业资源库台账" in text
    assert "截至2023年10月8日" in text
    assert "共2家：上市后备层1家，“新三板”后备层0家，基础层1家。" in text


def test_the_panel_list_holds_the_batch_that_passed_the_first_review(ledger: Ledger):
    made = registry_documents.panel_list(ledger, "2023-09")
    assert made.name == "大同市2023年9月批次复核会名单"
    assert column(made, "企业名称") == ["样例丙有限公司"]
    assert column(made, "上年总资产（万元）") == [1234.56]
    assert column(made, "入库条件核对") == ["不符合"]  # 1,234.56 万元
    assert column(made, "缺少的材料") == ["3.公司最近三年的资产负债表、利润表、现金流量表\n6.营业执照"]
    text = letters(made.pdf())
    assert "2023年10月20日" in text
    assert "样例会议室" in text
    march = registry_documents.panel_list(ledger, "2023-03")
    assert column(march, "层次") == ["基础层", "上市后备层"]  # 平城区 before 云冈区
    assert column(march, "复核结论") == ["入库", "入库"]


def test_the_reform_list_is_the_citys_or_one_districts(ledger: Ledger):
    made = registry_documents.reform_list(ledger, 2023)
    assert [one.label for one in made.variants][:3] == ["全部县区", "平城区", "云冈区"]
    assert len(made.variants) == 12
    assert [line[0] for line in rows(made)[1:5]] == ["平城区（1 家）", 1, "灵丘县（1 家）", 2]
    own = made.variants[1]
    assert own.name == "大同市2023年度平城区企业股份制改造清单"
    assert "平城区企业股份制改造清单" in letters(own.pdf())
    assert column(own, "困难和问题") == ["土地\n房产"]
    assert f"{column(own, '入库后股改期限')[0]:%Y-%m-%d}" == "2025-05-15"
    assert rows(own)[1][0] == "科技型企业（1 家）"
    assert column(own, "改制前后公司类型") == ["有限责任公司\n→ 股份有限公司"]
    assert column(own, "增资额（万元）") == [2500]
    assert column(own, "奖补申请") == ["2023-11-15\n同工信〔2023〕9号"]
    assert f"{column(own, '计划开始日期')[0]:%Y-%m-%d}" == "2023-03-15"
    text = letters(made.pdf())
    without = "云冈区、新荣区、云州区、阳高县、天镇县、浑源县、广灵县、左云县、经开区"
    assert f"还没有列入企业的县区（举措（一）：各县区要制定清单）：{without}。" in text


def test_milestones_are_those_of_the_year_with_the_money_raised(ledger: Ledger):
    made = registry_documents.milestone_list(ledger, 2023)
    assert [line[0] for line in rows(made)[1:5]] == ["上市（1 项）", 1, "省资源库入库（1 项）", 2]
    assert rows(made)[5][:8] == ["合计", None, "2 项", None, None, None, None, 12345]
    assert "大同市2023年度上市挂牌里程碑" in letters(made.pdf())
    earlier = registry_documents.milestone_list(ledger, 2022)
    assert column(earlier, "企业名称") == ["样例乙有限公司"]
    assert f"{column(earlier, '摘牌日期')[0]:%Y-%m-%d}" == "2023-08-15"
    assert "当年挂牌后来摘牌的，仍计入当年的完成数量" in letters(earlier.pdf())


def test_the_assistance_ledger_shows_leaders_calls_and_problems(ledger: Ledger):
    made = registry_documents.assistance_ledger(ledger, 2023)
    assert column(made, "企业名称") == ["样例乙有限公司", "样例戊有限公司", "样例甲有限公司"]
    assert column(made, "市级包联领导") == [None, None, "样例市领导"]  # nobody looks after those of the pool or visited: it shows
    assert column(made, "上门服务") == [None, "2023-05-15 市工信局", "2023-04-15 市税务局"]
    assert column(made, "问题、责任单位、时限、结果")[2] == (
        "历史欠税；责任单位：市税务局；时限：2023-06-15；结果：已核实\n厂房确权；责任单位：市规自局"
    )
    text = letters(made.pdf())
    assert "拟上市挂牌企业包联帮扶台账" in text
    assert "2023年还没有上门服务记录的部门（举措（三）：要常态化开展）：市金融办、市发改委、市科技局、市规自局。" in text
    assert column(registry_documents.assistance_ledger(ledger, 2022), "问题、责任单位、时限、结果") == [None, None]


def test_submissions_stand_by_unit_and_name_who_has_not_submitted(ledger: Ledger):
    made = registry_documents.submission_list(ledger, 2023)
    assert [line[0] for line in rows(made)[1:6]] == ["市科技局（2 家次）", 1, 2, "样例单位（1 家次）", 3]
    assert column(made, "企业名称") == ["样例乙有限公司", "样例戊有限公司", "样例甲有限公司"]
    assert column(made, "途径") == ["报送推荐", "报送推荐", "推荐省资源库"]
    assert column(made, "报往") == ["市资源库", "省资源库", "省资源库"]
    text = letters(made.pdf())
    assert "2023年还没有报送推荐的单位（举措（二）：每年定期向省市资源库报送推荐）：平城区、" in text
    assert "市国资委、市文旅局、市农业农村局。" in text
    assert "市科技局、" not in text


def test_recommendations_to_the_province_show_what_came_of_them(ledger: Ledger):
    made = registry_documents.provincial_list(ledger, 2023)
    assert column(made, "企业名称") == ["样例甲有限公司"]
    assert column(made, "市级层次") == ["上市后备层"]
    assert column(made, "结果") == ["省资源库入库（2023-07-15）"]
    assert column(registry_documents.provincial_list(ledger, 2022), "结果") == []


def test_the_registration_form_shows_what_is_stored_and_what_was_decided(stored: tuple[Ledger, dict[str, str]]):
    ledger, ids = stored
    made = registry_documents.registration_form(ledger, ids["甲"], ON)
    assert made.file_name("docx") == "大同市上市挂牌后备企业备案登记表_样例甲有限公司.docx"
    assert sorted(made.files) == ["docx", "xlsx"]
    text = letters(made.pdf())
    assert "2614有机化学原料制造" in text
    assert "样例股东" in text
    assert text.index("县区审核") < text.index("样例意见（样例单位，2023年3月15日）") < text.index("市直部门")
    assert "入库，上市后备层（样例单位，2023年5月15日）" in text
    by_department = letters(registry_documents.registration_form(ledger, ids["乙"], ON).pdf())
    assert by_department.index("市直部门") < by_department.index("样例意见（样例单位，2023年3月15日）")


def test_the_empty_form_needs_no_enterprise(tmp_path: Path):
    ledger = new_ledger(tmp_path)
    made = registry_documents.blank_registration_form(ledger, ON)
    assert made.file_name("pdf") == "大同市上市挂牌后备企业备案登记表_空白表.pdf"
    assert "大同市上市挂牌后备企业备案登记表" in letters(made.pdf())
    found = registry_documents.printables(ledger, ON)
    assert "批次复核会名单" not in [one.label for one in found]  # there is no batch yet
    assert all(letters(one.pdf()) for one in found)
    ledger.close()


def test_the_clause_check_shows_each_clause_and_names_missing_fields_by_their_labels(stored: tuple[Ledger, dict[str, str]]):
    ledger, ids = stored
    made = registry_documents.clause_check(ledger, ids["丙"], ON)
    assert made.name == "大同市上市挂牌后备企业入库条件核对表_样例丙有限公司"
    text = letters(made.pdf())
    assert "所属行业2614有机化学原料制造" in text
    assert "核对日期2023年10月8日核对结论不符合" in text
    assert "附件2一（一）" in text
    assert "2022年总资产（万元）：1,234.56" in text
    assert "缺：成立日期待人工认定" in text


def test_everything_of_the_registry_for_one_preview(stored: tuple[Ledger, dict[str, str]]):
    ledger, ids = stored
    lists = [
        "后备企业资源库台账", "批次复核会名单", "企业股份制改造清单", "上市挂牌里程碑", "包联帮扶台账", "报送推荐名单", "推荐省资源库名单",
    ]  # fmt: skip
    found = registry_documents.printables(ledger, ON, ids["甲"])
    assert [one.label for one in found] == ["备案登记表", "入库条件核对表", *lists, "备案登记表（空白表）"]
    assert [one.label for one in registry_documents.printables(ledger, ON)] == [*lists, "备案登记表（空白表）"]
    parts = {one.label: (one.parted_by, [each.label for each in one.variants]) for one in found if one.variants}
    assert parts["批次复核会名单"] == ("批次", ["2023年9月批次", "2023年3月批次"])
    assert parts["企业股份制改造清单"][0] == "县区"
    assert parts["上市挂牌里程碑"] == ("年度", ["2023年度", "2022年度"])
    assert parts["推荐省资源库名单"] == ("年度", ["2023年度"])


def test_all_together_are_a_pdf_and_one_other_file_of_each_that_holds_something(ledger: Ledger, tmp_path: Path):
    folder = tmp_path / "全部"
    folder.mkdir()
    files = printables.save_together(registry_documents.printables(ledger, ON), folder)
    names = sorted(path.name.removeprefix("大同市") for path in files)
    assert names == sorted(
        f"{name}.{suffix}"
        for name, other in (
            ("2023年度上市挂牌后备企业资源库台账", "xlsx"), ("2023年9月批次复核会名单", "xlsx"), ("2023年3月批次复核会名单", "xlsx"),
            ("2023年度企业股份制改造清单", "xlsx"), ("2023年度平城区企业股份制改造清单", "xlsx"),
            ("2023年度灵丘县企业股份制改造清单", "xlsx"), ("2023年度上市挂牌里程碑", "xlsx"), ("2022年度上市挂牌里程碑", "xlsx"),
            ("2023年度拟上市挂牌企业包联帮扶台账", "xlsx"), ("2022年度拟上市挂牌企业包联帮扶台账", "xlsx"),
            ("2023年度上市挂牌后备企业报送推荐名单", "xlsx"), ("2022年度上市挂牌后备企业报送推荐名单", "xlsx"),
            ("2023年度推荐山西省上市挂牌后备企业资源库企业名单", "xlsx"), ("上市挂牌后备企业备案登记表_空白表", "docx"),
        )
        for suffix in ("pdf", other)
    )
    assert sorted(folder.iterdir()) == sorted(files)


def test_an_enterprise_that_is_gone_is_refused(ledger: Ledger):
    with pytest.raises(Refused) as caught:
        registry_documents.registration_form(ledger, "nobody", ON)
    assert caught.value.problems[0].code == "no_enterprise"


def test_every_kind_of_file_is_written_and_checked(ledger: Ledger, tmp_path: Path):
    for made in registry_documents.printables(ledger, ON):
        assert {"docx"} <= made.files.keys() <= {"docx", "xlsx"}
        for suffix in ("pdf", *made.files):
            path = printables.save(made, suffix, tmp_path)
            assert path.name == f"{made.name}.{suffix}"
            assert path.stat().st_size > 1000


def test_the_ledger_is_read_when_the_document_is_asked_for_and_only_once(stored: tuple[Ledger, dict[str, str]]):
    ledger, ids = stored
    made = registry_documents.pool_ledger(ledger, ON)
    enterprises.edit(ledger, [ids["甲"]], {"name": "样例改名有限公司"})
    assert "样例改名有限公司" in letters(made.pdf())
    enterprises.edit(ledger, [ids["甲"]], {"name": "样例又改有限公司"})
    assert column(made, "企业名称")[0] == "样例改名有限公司"  # what was shown is what is saved
