"""Papers of experts and teams as plain values: long texts, odd characters, samples, blanks; in PDF, Excel and Word."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from datong_desktop import paths
from datong_desktop.documents.expert_checks import check_form, check_list
from datong_desktop.documents.form_document import GRID, FormDocument
from datong_desktop.documents.form_document_pdf import form_document_pdf
from datong_desktop.documents.form_document_word import form_document_docx
from datong_desktop.documents.letters import Letters
from datong_desktop.documents.letters_pdf import letters_pdf
from datong_desktop.documents.letters_word import letters_docx
from datong_desktop.documents.list_parts import Head
from datong_desktop.documents.listing_excel import listing_xlsx
from datong_desktop.documents.listing_pdf import listing_pdf
from datong_desktop.documents.team_forms import GUIDANCE, letters, service_plan
from datong_desktop.documents.team_lists import period, team_list
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.expert import INSTITUTION_TYPES, Expert, Project
from datong_desktop.domain.expert_lines import CheckLine, CheckSheet
from datong_desktop.domain.expert_rules import load_expert_rules
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.qualification import ExpertFacts, qualify
from datong_desktop.domain.service_team import Conflict, Need, Team
from datong_desktop.domain.team_lines import PlanLine, Serving, TeamLine
from tests.documents.listings import ABOUT, as_pdf
from tests.documents.pdf_text import letters as text_of
from tests.documents.pdf_text import outside_of_paper, page_sizes, pdf_tool

ON = datetime.date(2023, 10, 8)
HEAD = Head("大同市", "大同市金融办", 2023, ("平城区", "云冈区"), sample=True)
RULES = load_expert_rules((paths.resources() / "rules" / "experts-2022.toml").read_text("utf-8"))
TEAM = Team(
    "t", name="平城区专家服务队", object_kind="县区", district="平城区", valid_from=datetime.date(2023, 4, 1),
    valid_to=datetime.date(2024, 3, 31),
)  # fmt: skip
DANGEROUS = "=1+1 <b>&amp;{PAGE}"


def expert(number: int = 1, **values: object) -> Expert:
    kind = INSTITUTION_TYPES[(number - 1) % 8]
    about: dict[str, object] = {"name": f"样例专家{number}", "institution": f"样例{kind}", "institution_type": kind}
    return Expert(str(number), **about | values)  # type: ignore[arg-type]


def line(*people: Expert, **values: object) -> TeamLine:
    members = tuple(Serving(one, number == 0) for number, one in enumerate(people))
    return TeamLine(replace(TEAM, **values), "平城区", "平城区", members, RULES.types)  # type: ignore[arg-type]


def sheet(one: Expert, **values: object) -> CheckSheet:
    found = qualify(ExpertFacts(True, 3, (), False), RULES, ON)
    whole: dict[str, object] = {"projects": (), "penalties": ()}
    return CheckSheet(one, ON, found.result, found.clauses, **whole | values)  # type: ignore[arg-type]


def plan(**values: object) -> FormDocument:
    whole: dict[str, object] = {"team": line(expert(1), expert(2))}
    return service_plan(HEAD, PlanLine("县区", "平城区", "平城区", **whole | values), ON)  # type: ignore[arg-type]


def appointed(*people: Expert, **values: object) -> Letters:
    there = line(*people, **values)
    return letters(HEAD, [(there, one) for one in there.members])


def pages_with(words: str, content: bytes, folder: Path) -> list[str]:
    """The texts of the pages that hold these words."""
    pages = pdf_tool("pdftotext", content, folder, "-layout").split("\f")[:-1]
    return [page for page in pages if words in page]


# -- 聘书 ---------------------------------------------------------------------------------------------------------


def test_a_letter_stands_on_one_page_however_long_its_names_are() -> None:
    long = expert(1, name="名" * 60, institution="机构" * 60)
    made = letters_pdf(appointed(expert(2), long, name="队" * 100), ABOUT)
    assert page_sizes(made) == [(297, 210)] * 2
    assert outside_of_paper(made) == []
    text = text_of(made)
    assert text.count("名") >= 60
    assert text.count("队") >= 200
    assert text.count("样例") >= 2
    assert "第1页" not in text


def test_blanks_of_a_letter_are_left_to_be_written() -> None:
    found = appointed(expert(1, name="", institution=""), name="", valid_from=None, valid_to=None).letters[0]
    assert found.greeting == "＿＿＿＿："
    assert "“平城区专家服务队”负责人" in found.paragraphs[0]
    assert "聘期自　　　年　　月　　日起至　　　年　　月　　日止。" in found.paragraphs[0]


def test_what_no_font_has_is_named_with_its_place_before_anything_is_drawn() -> None:
    with pytest.raises(Refused) as caught:
        letters_pdf(appointed(expert(1), expert(2, name="样例😀")), ABOUT)
    assert "《聘书》第 2 页的称呼中的“😀”" in caught.value.problems[0].text
    with pytest.raises(Refused) as caught:
        form_document_pdf(check_form(HEAD, sheet(expert(1, institution="样例😀"))), ABOUT)
    assert "的“机构”中的“😀”" in caught.value.problems[0].text
    with pytest.raises(Refused) as caught:
        listing_pdf(team_list(HEAD, [line(expert(1, name="😀"))], RULES, ON), ABOUT)
    assert "第 1 行的“负责人”中的“😀”" in caught.value.problems[0].text


def test_letters_in_word_are_literal_a_page_each_and_printed_by_libreoffice(tmp_path: Path) -> None:
    content = letters_docx(appointed(expert(1, institution=DANGEROUS), expert(2)), ABOUT)
    made: Any = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert f"{DANGEROUS}　样例专家1：" in texts
    assert texts.count("聘　书") == 2
    assert texts.count("【样例】") == 2
    assert made.sections[0].footer.paragraphs[0].text == ""
    printed = as_pdf(content, "docx", tmp_path)
    assert page_sizes(printed) == [(297, 210)] * 2
    assert DANGEROUS.replace(" ", "") in text_of(printed)


# -- 资格审查表 ----------------------------------------------------------------------------------------------------


def test_long_lists_of_projects_repeat_their_headings(tmp_path: Path) -> None:
    projects = tuple(Project("1", number, enterprise=f"样例企业{number}有限公司" * 3, role="项目成员") for number in range(1, 60))
    content = form_document_pdf(check_form(HEAD, sheet(expert(1, experience="从业" * 900), projects=projects)), ABOUT)
    with_projects = pages_with("项目成员", content, tmp_path)
    assert len(with_projects) > 1
    assert all("担任角色" in page for page in with_projects)
    assert text_of(content).count("从业") >= 900
    assert outside_of_paper(content) == []


@pytest.mark.parametrize(
    "form",
    [
        check_form(HEAD, sheet(expert(1, title=DANGEROUS))), check_form(HEAD, sheet(Expert("0"), projects=None, penalties=None)),
        plan(), plan(team=None),
        plan(enterprise=Enterprise("e", name=DANGEROUS, main_business=DANGEROUS), need=Need("n", wishes=DANGEROUS)),
    ],
)  # fmt: skip
def test_forms_fill_the_grid_are_marked_as_sample_and_word_holds_the_same_texts(form: FormDocument) -> None:
    assert all(sum(box.span for box in row.boxes) == GRID for row in form.rows)
    content = form_document_docx(form, ABOUT)
    made: Any = docx.Document(io.BytesIO(content))
    texts = "".join(cell.text for row in made.tables[0].rows for cell in row.cells)
    texts = "".join(texts.split())
    for row in form.rows:
        for box in row.boxes:
            assert "".join(box.text.split()) in texts
    assert "样例" in [paragraph.text for paragraph in made.paragraphs]
    drawn = form_document_pdf(form, ABOUT)
    assert set(page_sizes(drawn)) == {(210, 297)}
    assert outside_of_paper(drawn) == []


def test_the_list_of_checks_goes_on_over_pages_with_its_headings(tmp_path: Path) -> None:
    found = qualify(ExpertFacts(True, 0, (), None), RULES, ON)
    lines = [CheckLine(expert(number), found, None, None) for number in range(1, 80)]
    listing = check_list(HEAD, lines, RULES, ON)
    content = listing_pdf(listing, ABOUT)
    with_experts = pages_with("要求不少于", content, tmp_path)
    assert len(with_experts) > 2
    assert all("诚信记录" in page for page in with_experts)
    assert outside_of_paper(content) == []
    assert "共 79 名：符合 0 名，不符合 79 名，待人工认定 0 名。" in listing.notes


# -- 服务队名单和服务方案 ----------------------------------------------------------------------------------------------


def test_a_team_of_two_of_a_type_and_one_of_no_type_is_listed_whole() -> None:
    there = line(expert(1), expert(9), expert(8), expert(3, institution_type=""))
    listing = team_list(HEAD, [there], RULES, ON)
    cells = dict(zip((column.heading for column in listing.columns), listing.groups[0].rows[0], strict=True))
    assert cells["券商"] == "样例专家1\n样例证券机构\n样例专家9\n样例证券机构"
    assert cells["其他机构"] == "样例专家8\n样例资信评级机构\n样例专家3\n样例私募股权投资机构"
    assert cells["机构覆盖"] == "1/7\n缺：基金、银行、担保、会计师、律师、资产评估"
    assert listing.marks == ("样例",)


def test_the_last_day_of_a_period_still_belongs_to_it() -> None:
    there = line(expert(1))
    assert period(there, datetime.date(2024, 3, 31)) == "2023-04-01 至 2024-03-31"
    assert period(there, datetime.date(2024, 4, 1)) == "2023-04-01 至 2024-03-31\n已到期"
    assert period(line(valid_from=None, valid_to=None), ON) == "起始未填 至 未定"


def test_teams_of_a_city_go_on_over_pages_and_user_text_is_no_formula(tmp_path: Path) -> None:
    there = line(*(expert(number, institution="样例机构" * 8) for number in range(1, 9)), name=DANGEROUS)
    listing = team_list(HEAD, [there] * 40, RULES, ON, ["没有队的企业"] * 60)
    content = listing_pdf(listing, ABOUT)
    with_teams = pages_with("样例专家1", content, tmp_path)
    assert len(with_teams) > 2
    assert all("机构覆盖" in page for page in with_teams)
    assert outside_of_paper(content) == []
    book = openpyxl.load_workbook(io.BytesIO(listing_xlsx(listing, ABOUT))).active
    named = [cell for row in book.iter_rows() for cell in row if cell.value == DANGEROUS]
    assert {cell.data_type for cell in named} == {"s"}
    assert len(named) == 40


def test_a_plan_with_long_texts_loses_nothing() -> None:
    conflicts = tuple((f"样例机构{number}", Conflict(str(number), remark="说明" * 200)) for number in range(12))
    made = form_document_pdf(plan(need=Need("n", wishes="需求" * 1000), conflicts=conflicts), ABOUT)
    text = text_of(made)
    assert text.count("需求") >= 1000
    assert text.count("说明") >= 2400
    assert GUIDANCE in text
    assert "样例机构11" in text
    assert text.count("回避事由") > 1  # the headings again on each page
    assert outside_of_paper(made) == []
