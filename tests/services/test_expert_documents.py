"""专家库名册 out of a ledger: who stands on it, in which order, in which kinds of file."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl

from datong_desktop.domain.expert import INSTITUTION_TYPES, QualificationCheck
from datong_desktop.services import expert_documents, experts, printables
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable
from tests.documents.pdf_text import letters
from tests.experts import made

ON = datetime.date(2023, 4, 1)


def rows(printable: Printable) -> list[list[Any]]:
    """The sheet's rows from the headings down."""
    sheet = openpyxl.load_workbook(io.BytesIO(printable.content("xlsx"))).active
    found = [[cell.value for cell in line] for line in sheet.iter_rows()]
    return found[next(n for n, line in enumerate(found) if line[0] == "序号") :]


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
    (roster,) = expert_documents.printables(target, ON)
    assert [one.label for one in roster.variants] == ["全部机构", *INSTITUTION_TYPES]
    assert roster.parted_by == "机构类型"
    assert [suffix for _, suffix in printables.together([roster])] == ["pdf", "xlsx"]
    assert "证券机构" in letters(roster.variants[1].pdf())
    assert rows(roster.variants[2])[1:][0][0] != 1


def test_an_empty_pool_prints_an_empty_roster(target: Ledger) -> None:
    assert "共0名" in letters(expert_documents.roster(target, ON).pdf())
