"""What the history tells of an enterprise: every field, who, from what to what."""

from __future__ import annotations

from datetime import date

from datong_desktop.domain.enterprise import Enterprise, Judgement, Shareholder
from datong_desktop.domain.scans import OF_ENTERPRISE, Scan, of_milestone
from datong_desktop.domain.service_log import ServiceVisit
from datong_desktop.models.registry import HANGING
from datong_desktop.services import enterprises, fostering, pool, record_history, scans, service_visits
from datong_desktop.services.admission import rules_text
from datong_desktop.services.histories import HistoryLine
from datong_desktop.services.ledger import Ledger
from tests.registry import APPLIED_ON, made, undo
from tests.service_desk import ServiceDesk


def told(target: Ledger, identifier: str) -> list[tuple[str, str, str, str]]:
    lines = record_history.record_history(target, Enterprise, identifier)
    assert {line.by for line in lines} == {"王某"}
    return [(line.command, line.field, line.old, line.new) for line in lines]


def test_a_new_enterprise_and_a_changed_field(target: Ledger) -> None:
    made(target, "别家")
    identifier = made(target, "甲公司", registered_capital=123456, founded_on=date(2015, 8, 19), neeq_listed=0)
    changed = enterprises.edit(target, [identifier], {"registered_capital": 50000, "name": "乙公司"})
    undo(target, changed)
    assert told(target, identifier) == [
        ("撤销 修改 乙公司 注册资本、企业名称", "注册资本", "500", "1,234.56"),
        ("撤销 修改 乙公司 注册资本、企业名称", "企业名称", "乙公司", "甲公司"),
        ("修改 乙公司 注册资本、企业名称", "注册资本", "1,234.56", "500"),
        ("修改 乙公司 注册资本、企业名称", "企业名称", "甲公司", "乙公司"),
        ("新增企业 甲公司", "企业名称", "空", "甲公司"),
        ("新增企业 甲公司", "成立日期", "空", "2015-08-19"),
        ("新增企业 甲公司", "注册资本", "空", "1,234.56"),
        ("新增企业 甲公司", "新三板挂牌", "空", "否"),
    ]
    assert isinstance(record_history.record_history(target, Enterprise, identifier)[0], HistoryLine)
    assert record_history.record_history(target, Enterprise, "x") == ()


def test_what_hangs_on_it_is_told_with_its_name(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    share = Shareholder(identifier, 2, name="张某", share=5150)
    enterprises.save(target, "股东", share)
    enterprises.remove(target, "删除股东", share)
    enterprises.save(target, "认定", Judgement(identifier, "profit_model", result="符合"))
    pool.apply(target, identifier, APPLIED_ON, "平城区")
    fostering.save(target, fostering.Assistance(identifier, city_leader="李某"))
    lines = [line[1:] for line in told(target, identifier)]
    assert lines[0] == ("一企一帮扶 市级包联领导", "空", "李某")
    assert [line for line in lines if line[0].startswith(("股东", "认定"))] == [
        ("认定 profit_model 认定结果", "空", "符合"),
        ("股东 2 股东名称", "张某", "空"), ("股东 2 持股比例", "51.5%", "空"),
        ("股东 2 股东名称", "空", "张某"), ("股东 2 持股比例", "空", "51.5%"),
    ]  # fmt: skip
    applied = {field: new for _, field, _, new in told(target, identifier) if field.startswith("申报")}
    assert applied["申报 1 第 1 步 办理"] == "申报"
    assert applied["申报 1 入库标准"] == f"{rules_text()[:200]}…（共 {len(rules_text().strip())} 字）"


def test_a_scan_is_told_with_what_it_is_evidence_of(target: Ledger) -> None:
    identifier = made(target, "甲公司")
    for subject in (OF_ENTERPRISE, of_milestone(1)):
        scans.link(target, identifier, subject, [scans.Kept(Scan("ab" * 32, media_type="image/png", size=9, pages=1), "第1页")])
    assert {field for _, field, _, new in told(target, identifier) if new == "第1页"} == {"企业资料扫描件 名称", "里程碑凭证扫描件 名称"}


def test_every_kind_of_record_has_a_name() -> None:
    assert set(record_history._NAMES) == {kind for kinds in HANGING.values() for kind in kinds}


def test_a_visit_tells_its_fields_with_the_names_of_those_it_is_about(target: Ledger) -> None:
    desk = ServiceDesk(target)
    visit = desk.log(experts="赵一、钱二", problem="股权不清")
    service_visits.edit(target, visit, {"experts": "赵一", "result": "已理顺"})
    lines = [(line.field, line.old, line.new) for line in record_history.record_history(target, ServiceVisit, visit)]
    assert set(lines) == {
        ("结果", "空", "已理顺"), ("专家", "钱二", "空"), ("专家", "空", "赵一"), ("专家", "空", "钱二"), ("服务队", "空", "一队"),
        ("企业", "空", "样例甲有限公司"), ("服务日期", "空", "2024-03-10"), ("问题", "空", "股权不清"), ("天数", "空", "1"),
    }  # fmt: skip
    assert lines.index(("专家", "钱二", "空")) < lines.index(("专家", "空", "钱二"))  # newest first
