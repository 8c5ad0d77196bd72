"""服务日志, 问题定期报告 and 专家年度考核表: who and what stands on them, in each kind of file."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datong_desktop.domain.service_lines import quarter_of, year_of
from datong_desktop.services import expert_review, service_documents
from datong_desktop.services.expert_review import Decision
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.printables import Printable
from tests.documents.listings import as_pdf
from tests.documents.pdf_text import letters
from tests.service_desk import ServiceDesk, day

ON = day(12, 31)
LONG = "历次增资的验资报告缺失，" * 160


@pytest.fixture
def desk(target: Ledger) -> ServiceDesk:
    found = ServiceDesk(target)
    found.year()
    return found


def cells(printable: Printable) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(printable.content("xlsx"))).active
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def numbered(printable: Printable) -> list[list[Any]]:
    return [line for line in cells(printable) if isinstance(line[0], int)]


def test_the_log_is_that_of_a_period_or_of_one_team_enterprise_or_expert(desk: ServiceDesk) -> None:
    whole = service_documents.service_log(desk.ledger, year_of(2024), ON)
    assert whole.name == "大同市专家服务队服务日志_2024年度"
    assert [line[3] for line in numbered(whole)] == [
        "样例甲有限公司\n平城区", "样例甲有限公司\n平城区", "样例甲有限公司\n平城区", "样例乙有限公司\n云冈区", "阳高县"
    ]  # fmt: skip
    assert "2024年6月（1 条）" in [line[0] for line in cells(whole)]
    text = letters(whole.pdf())
    assert "共5条" in text
    assert "服务5次、8天，服务对象3个。" in text
    assert "补缴方案2024-07-01前" in text
    own = service_documents.service_log(desk.ledger, quarter_of(2024, 3), ON, "孙三", expert=desk.experts["孙三"])
    assert own.name == "大同市专家服务队服务日志_2024年第三季度_孙三"
    assert [line[6] for line in numbered(own)] == ["土地证未办"]
    assert "服务日志（孙三）" in letters(own.pdf())
    assert not own.together


def test_nothing_is_overdue_before_its_day_though_the_period_runs_on(desk: ServiceDesk) -> None:
    desk.log(visited_on=day(10), problem="欠税", follow_up="补缴", due_on=day(12))

    def states(on: datetime.date) -> list[str]:
        return [line[10] for line in numbered(service_documents.service_log(desk.ledger, year_of(2024), on)) if line[6] == "欠税"]

    assert states(day(11)) == ["办理中"]
    assert states(day(12, 31)) == states(day(1, year=2026)) == ["逾期未办"]


def test_the_report_counts_by_kind_district_and_state_and_lists_every_problem(desk: ServiceDesk) -> None:
    made = service_documents.periodic_report(desk.ledger, year_of(2024), ON)
    assert made.name == "大同市企业上市挂牌专家服务队问题定期报告_2024年度"
    assert list(made.files) == ["xlsx", "docx"]
    text = letters(made.pdf())
    for said in ("服务次数5次", "服务对象3个", "问题总数4个", "其中已解决2个", "股权10001", "税务00101", "合计20114", "云冈区00011"):
        assert said in text, said
    assert "历史股东代持没有还原" in text
    assert "需要协调解决的事项" in text
    assert [line[6] for line in numbered(made)] == ["历史股东代持没有还原", "收入确认不规范", "欠缴税款", "土地证未办"]
    assert "共 4 个：已解决 2 个，办结未解决 0 个，逾期未办 1 个，办理中 1 个。" in str(cells(made))
    empty = service_documents.periodic_report(desk.ledger, year_of(2023), ON)
    assert "本期没有登记的问题" in letters(empty.pdf())


def test_long_texts_break_over_pages_and_lose_nothing(desk: ServiceDesk, tmp_path: Path) -> None:
    desk.log(visited_on=day(10), problem=LONG, advice=LONG[:900], kind="股权")
    for made in (
        service_documents.service_log(desk.ledger, year_of(2024), ON), service_documents.periodic_report(desk.ledger, year_of(2024), ON)
    ):  # fmt: skip
        for content in (made.pdf(), as_pdf(made.content("docx"), "docx", tmp_path)):
            assert letters(content).count("缺") == 160 + 75  # once in each sentence


def test_the_review_table_writes_the_sums_out_with_proposal_and_decision(desk: ServiceDesk) -> None:
    expert_review.decide(desk.ledger, 2024, [Decision(desk.experts["李四"], "提醒", "全年只走访一次")], ON)
    made = service_documents.review_table(desk.ledger, 2024, ON)
    rows = numbered(made)
    assert [(line[0], line[2], float(line[8]), line[9]) for line in rows] == [
        (1, "钱二", 67.0, "留任"), (1, "孙三", 67.0, "留任"), (3, "赵一", 65.88, "留任"), (4, "李四", 10.0, "退出")
    ]  # fmt: skip
    assert [line[10] for line in rows] == [None, None, None, "提醒"]
    assert rows[0][5:8] == [
        "走访 3 次×4 + 服务 4 天×2 = 20", "解决问题 2 个×6 + 晋兴板挂牌 1 家×8 = 20", "评价 1 份合计 90 分÷1×30% = 27"
    ]  # fmt: skip
    assert rows[3][11] == "全年只走访一次"
    text = letters(made.pdf())
    assert "根据实际参与活跃度、服务效果、综合评价等多方面因素，对专家库成员进行动态调整。" in text
    assert "60分以上建议留任，30分以上建议提醒，以下建议退出。" in text
    assert "已决定1名：提醒1名" in text
    assert "没有结束" not in text
    running = letters(service_documents.review_table(desk.ledger, 2024, day(12, 30)).pdf())
    assert "2024年度还没有结束，算到2024-12-30（第365天，全年366天）" in running
    assert "年末再定" in running


def test_the_page_offers_each_period_once(desk: ServiceDesk) -> None:
    one, log, report = service_documents.log_printables(desk.ledger, day(5), "一队", team="t1")
    assert [one.label, log.label, report.label] == ["服务日志：一队", "服务日志", "问题定期报告"]
    assert [each.label for each in log.variants] == [
        "2024年度", "2024年上半年", "2024年第二季度", "2024年第一季度",
        "2024年5月", "2024年4月", "2024年3月", "2024年2月", "2024年1月",
    ]  # fmt: skip
    assert [each.together for each in log.variants] == [True, *[False] * 8]
    next_year = [each.label for each in service_documents.log_printables(desk.ledger, day(1, year=2025))[0].variants]
    assert next_year[:6] == ["2025年度", "2025年上半年", "2025年第一季度", "2025年1月", "2024年度", "2024年下半年"]
    assert (len(next_year), len(set(next_year)), next_year[-1]) == (4 + 19, 4 + 19, "2024年1月")
    later = service_documents.log_printables(desk.ledger, day(1, year=2026))[0]
    assert [each.label for each in later.variants][3:] == ["2026年1月", "2024年度"]
    (review,) = service_documents.review_printables(desk.ledger, ON, 2023)
    assert [each.label for each in review.variants] == ["2023年度", "2024年度"]
