"""专家库名册 and 资格审查表 out of a ledger: who stands on them, in which order, with which results, in which kinds of file."""

from __future__ import annotations

import datetime

import pytest

from datong_desktop.domain.expert import INSTITUTION_TYPES, Penalty, Project, QualificationCheck
from datong_desktop.services import expert_documents, experts, printables, qualifying
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable
from tests.documents.pdf_text import letters, page_sizes
from tests.experts import file, made
from tests.services.sheet_rows import rows
from tests.storage import refusal

ON = datetime.date(2023, 4, 1)


def test_the_roster_is_by_type_of_institution_then_by_number(target: Ledger) -> None:
    made(target, "丙", number="Z003", institution_type="银行机构")
    one = made(target, "乙", number="Z002", institution_type="证券机构", most_teams=4, projects=3, fields="IPO、股改")
    made(target, "甲", number="Z001", institution_type="证券机构")
    made(target, "丁", number="Z004")
    experts.save(target, "审查", QualificationCheck(one, 1, checked_on=ON, result="符合"))
    experts.archive(target, [made(target, "走了", institution_type="律师事务所")], ON)
    made_of_all = expert_documents.roster(target, ON)
    found = rows(made_of_all)
    assert [line[0] for line in found[1:8]] == ["证券机构（2 名）", 1, 2, "银行机构（1 名）", 3, "机构类型未填（1 名）", 4]
    assert [line[2] for line in found if isinstance(line[0], int)] == ["甲", "乙", "丙", "丁"]
    line = dict(zip(found[0], found[3], strict=True))
    assert (line["队数"], line["项目数"], line["资格审查"], line["擅长领域"]) == ("0/4", 3, "符合", "IPO、股改")
    text = letters(made_of_all.pdf())
    assert "大同市企业上市挂牌专家库名册" in text
    assert "还没有私募股权投资机构、担保再担保机构、会计师事务所、律师事务所、资产评估机构的专家" in text
    assert b"word/document.xml" in made_of_all.content("docx")


def test_each_type_is_a_variant_and_all_together_is_the_whole(target: Ledger) -> None:
    made(target, "甲", institution_type="证券机构")
    roster = expert_documents.printables(target, ON)[0]
    assert [one.label for one in roster.variants] == ["全部机构", *INSTITUTION_TYPES]
    assert roster.parted_by == "机构类型"
    assert [suffix for _, suffix in printables.together([roster])] == ["pdf", "xlsx"]
    assert "证券机构" in letters(roster.variants[1].pdf())
    assert rows(roster.variants[2])[1:][0][0] != 1


def test_an_empty_pool_prints_an_empty_roster(target: Ledger) -> None:
    assert "共0名" in letters(expert_documents.roster(target, ON).pdf())


# -- 资格审查 -----------------------------------------------------------------------------------------------------


def check_papers(target: Ledger, expert: str) -> Printable:
    return expert_documents.qualification_checks(file(target, expert), target, ON)


def test_the_check_quotes_each_clause_with_what_was_looked_at_result_and_reason(target: Ledger) -> None:
    one = made(target, "样例专家甲", institution="样例律师事务所", institution_type="律师事务所", willing=1, bad_credit=0)
    experts.save(
        target, "登记", Project(one, 1, enterprise="样例乙有限公司", kind="挂牌", board="新三板", finished_on=datetime.date(2021, 5, 6)),
        Penalty(one, 1, authority="中国证监会", decided_on=datetime.date(2020, 4, 2), document="〔2020〕3号", level="个人"),
        Penalty(one, 2, authority="中国人民银行", decided_on=datetime.date(2022, 1, 2), level="机构"),
    )  # fmt: skip
    paper = check_papers(target, one)
    assert paper.name == "大同市企业上市挂牌专家资格审查表_样例专家甲_2023-04-01 现在核对"
    text = letters(paper.pdf())
    for part in (
        "大同市企业上市挂牌专家资格审查表", "审查日期：2023年4月1日", "审查结论不符合", "对支持帮助我市多层次资本市场发展有较强意愿。",
        "熟悉资本市场，具有较丰富的从业经验。参与过企业上市、挂牌、并购重组等资本运作项目，在业界具有良好口碑。",
        "最近三年未受到中国人民银行、中国证监会、中国银保监会等监管部门的行政处罚", "无不良诚信记录。", "服务意愿：是",
        "2020-04-02被中国证监会处罚，到2023-04-02才满三年", "所在机构2022-01-02被中国人民银行处罚", "样例乙有限公司挂牌新三板",
        "2021-05-06", "〔2020〕3号", "审查人：", "复核人：", "大同市金融办意见", "审查结果没有存档",
    ):  # fmt: skip
        assert part in text, part


def test_a_kept_check_is_printed_as_it_was_made_whatever_was_learned_since(target: Ledger) -> None:
    one = made(target, "样例专家甲", willing=1, bad_credit=0, projects=2)
    qualifying.check_and_keep(target, [one], datetime.date(2023, 3, 1), "入库", "李审查", "材料齐全")
    paper = check_papers(target, one)
    assert [each.label for each in paper.variants] == ["2023-04-01 现在核对", "2023-03-01 入库"]
    assert [each.together for each in paper.variants] == [True, False]
    text = letters(paper.variants[1].pdf())
    assert "参与过2个资本运作项目" in text
    assert "资本运作项目数：2" in text  # the ledger still finds the same for that day
    for part in ("审查人李审查", "审查事由入库", "材料齐全", "审查日期：2023年3月1日", "按审查时存档的记录打印"):
        assert part in text, part
    experts.edit(target, [one], {"projects": 0})
    paper = check_papers(target, one)
    text = letters(paper.variants[1].pdf())
    assert "审查结论符合" in text
    assert "参与过2个资本运作项目" in text
    assert "核对的内容" not in text
    assert "没有参与过资本运作项目" in letters(paper.pdf())


def test_a_check_kept_on_the_day_stands_for_it_and_findings_of_no_clause_are_shown(target: Ledger) -> None:
    one = made(target, "样例专家甲", willing=1)
    findings = "服务意愿：符合，愿意服务\n手写的补充说明"
    experts.save(target, "审查", QualificationCheck(one, 1, checked_on=ON, result="符合", findings=findings))
    paper = check_papers(target, one)
    assert [each.label for each in paper.variants] == ["2023-04-01"]
    text = letters(paper.pdf())
    assert "愿意服务" in text
    assert text.count("没有记录") == 3
    assert "其他记录手写的补充说明" in text


def test_the_list_of_checks_shows_each_clause_the_last_check_and_who_is_due(target: Ledger) -> None:
    good = made(target, "合格的", institution_type="证券机构", willing=1, bad_credit=0, projects=2)
    made(target, "没填全的", institution_type="银行机构")
    qualifying.check_and_keep(target, [good], datetime.date(2022, 4, 1), "入库", "李审查")
    found = rows(expert_documents.check_list(target, ON))
    line = dict(zip(found[0], found[2], strict=True))
    assert (line["服务意愿"], line["审查结论"], line["审查人"]) == ("符合\n愿意服务", "符合", "李审查")
    assert line["上次审查"] == "2022-04-01\n入库\n符合"
    assert line["下次审查期限"] == datetime.datetime(2023, 4, 1)
    text = letters(expert_documents.check_list(target, ON).pdf())
    assert "共2名：符合1名，不符合0名，待人工认定1名。" in text
    assert "距上次审查已满一年的：没填全的。" in text  # the last day of the year is in time
    assert "距上次审查已满一年的：合格的、没填全的。" in letters(expert_documents.check_list(target, datetime.date(2023, 4, 2)).pdf())


def test_the_papers_of_one_expert_come_first(target: Ledger) -> None:
    one = made(target, "样例专家甲")
    labels = [each.label for each in expert_documents.printables(target, ON, one)]
    assert labels == ["专家资格审查表", "专家库名册", "专家资格审查情况表", "专家服务队名单"]
    assert refusal(expert_documents.printables, target, ON, "nobody")[0] == "no_expert"


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_an_empty_pool_has_an_empty_list_of_checks(target: Ledger, suffix: str) -> None:
    paper = expert_documents.check_list(target, ON)
    assert "共0名" in letters(paper.pdf())
    assert paper.content(suffix).startswith(b"PK")


def test_the_check_form_ends_on_its_first_page_and_has_a_note_only_where_it_speaks_of_something(target: Ledger) -> None:
    sound = made(target, "甲", willing=1, projects=3, bad_credit=0, institution="样例证券公司", institution_type="证券机构")
    experts.save(target, "项目", *(Project(sound, n, enterprise="样例企业", kind="挂牌", board="新三板") for n in (1, 2)))
    form = check_papers(target, sound).variants or (check_papers(target, sound),)
    assert len(page_sizes(form[0].pdf())) == 1
    assert "待人工认定”的条件" not in letters(form[0].pdf())
    open_ = check_papers(target, made(target, "乙"))
    assert "待人工认定”的条件" in letters((open_.variants or (open_,))[0].pdf())
