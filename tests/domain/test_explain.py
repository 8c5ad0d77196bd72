"""Every point is explained: value, rank, tie, band, weight, contribution, and the clause quoted."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from datong_desktop.domain.disqualification import Disqualification
from datong_desktop.domain.explain import explain_final, explain_mark, sum_text
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scoring import Assessment, assess
from datong_desktop.domain.year_book import Cell
from tests.strategies import DATA, datong, figures, schemes, some_districts

SCHEME = datong()


def case(name: str) -> Assessment:
    rows = json.loads((DATA / "expected.json").read_text("utf-8"))[name]["rows"]
    table = {(r["district"], i.id): v for r in rows for i, v in zip(SCHEME.indicators, r["values"], strict=True)}
    return assess(SCHEME, table)


def lines(assessment: Assessment, district: str, indicator: str) -> dict[str, str]:
    row = assessment.row(district)
    return dict(explain_mark(assessment, row, next(m for m in row.marks if m.indicator.id == indicator)))


def test_a_mark_with_a_tie() -> None:
    said = lines(case("annex1_plain.xlsx"), "平城区", "meetings")
    assert said == {
        "数值": "9", "名次": "第 5 名，共 11 个县区", "得分": "4-8 名 → 2 分", "权重": "5%", "计入": "2×5% = 0.10",
        "依据": "附件4 二（三）2：排名为4-8名的，该单项定量指标最终得2分",
    }
    tied = lines(case("annex1_plain.xlsx"), "云冈区", "meetings")
    assert tied["名次"] == "第 6 名（与广灵县并列），共 11 个县区"
    assert tied["并列"].startswith("附件4 二（三）5：")


def test_a_zero_quotes_the_zero_rule() -> None:
    said = lines(case("annex1_plain.xlsx"), "平城区", "listed")
    assert said["得分"] == "数值为 0 → 0 分"
    assert said["依据"].startswith("附件4 二（三）4：")


def test_a_blank_and_what_is_provisional() -> None:
    incomplete = case("annex1_incomplete.xlsx")
    assert lines(incomplete, "阳高县", "listed") == {"数值": "未报", "得分": "未报，不计分；补报后才有最终得分"}
    said = lines(incomplete, "平城区", "listed")
    assert said["得分"].endswith("（暂定）")
    assert "暂定" in said
    final = dict(explain_final(incomplete, incomplete.row("阳高县")))
    assert final["最终得分"] == "未报齐，暂无最终得分。还缺：上市企业数量"
    assert "暂定" in dict(explain_final(incomplete, incomplete.row("平城区")))


def test_the_final_with_its_sum_written_out() -> None:
    plain = case("annex1_plain.xlsx")
    said = dict(explain_final(plain, plain.row("新荣区")))
    assert said["算式"] == "1×5% + 3×5% + 3×5% + 3×5% + 2×10% + 3×15% + 2×25% + 0×30% = 1.65"
    assert (said["最终得分"], said["名次"]) == ("1.65", "第 3 名")
    assert said["依据"].startswith("附件4 二（一）3：")
    assert dict(explain_final(plain, plain.row("浑源县")))["名次"] == "第 1 名（与经开区并列）"


def test_a_disqualified_district_has_its_decision_explained() -> None:
    result = assess(SCHEME, {}, ["平城区"])
    row = result.row("平城区")
    decision = Disqualification(2022, "平城区", "虚报上市企业", datetime.date(2023, 3, 1), "同金〔2023〕1号")
    said = dict(explain_final(result, row, decision))
    assert said["最终得分"] == "取消参评资格，不参加排名"
    assert said["决定"] == "2022年度起，2023-03-01 同金〔2023〕1号"
    assert said["原因"] == "虚报上市企业"
    assert said["依据"].startswith("附件4 四：")
    assert dict(explain_mark(result, row, row.marks[0]))["得分"] == "取消参评资格，不计分"
    bare = dict(explain_final(result, row, Disqualification(2022, "平城区", "虚报", None, "")))
    assert bare["决定"] == "2022年度起"


@settings(max_examples=60)
@given(schemes.flatmap(lambda s: st.tuples(st.just(s), figures(s), some_districts(s))))
def test_every_mark_and_final_is_explained_and_the_sum_is_right(
    case: tuple[Scheme, dict[Cell, int | None], frozenset[str]],
) -> None:
    scheme, table, out = case
    result = assess(scheme, table, out)
    for row in result.rows:
        for mark in row.marks:
            said = dict(explain_mark(result, row, mark))
            assert said["数值"] == ("未报" if mark.value is None else str(mark.value))
            assert ("依据" in said) == (mark.points is not None or row.disqualified)
        assert explain_final(result, row)
        if row.final is not None:
            terms, total = sum_text(scheme, row).split(" = ")
            parts = [term.split("×") for term in terms.split(" + ")]
            assert sum(Decimal(p) * Decimal(w.rstrip("%")) for p, w in parts) == Decimal(total) * 100
