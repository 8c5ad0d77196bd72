"""The panel beside the form: the live check, moves, materials, opinions, timeline, helpers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from datong_desktop.domain.application import Material, Move, PanelOpinion, Step
from datong_desktop.domain.enterprise import FiscalYear, Judgement, Shareholder
from datong_desktop.domain.fostering import (
    Assistance,
    Coordination,
    Difficulty,
    Milestone,
    Reform,
    StateOwnedPlan,
    Submission,
    Tracking,
    Visit,
)
from datong_desktop.services import enterprises, fostering, pool, service_visits
from datong_desktop.views.records.record_dialog import RecordDialog
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.widgets.link_lines import LinkLines
from tests.experts import made as expert
from tests.registry import admitted, made
from tests.views.enterprise_desk import Answers, EnterpriseDesk, enterprise_desk, fill

TODAY = datetime.date.today()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[EnterpriseDesk]:
    with enterprise_desk(qtbot, tmp_path) as found:
        qtbot.addWidget(found.page.panel)
        found.page.panel.resize(280, 700)
        found.page.panel.show()
        yield found


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def row(desk: EnterpriseDesk, clause: str) -> str:
    return desk.page.panel.admission.rows[clause].head.text()


def lines(shown: LinkLines) -> list[str]:
    return [text for text, _ in shown._shown or ()]


def test_the_check_follows_each_committed_field(desk: EnterpriseDesk) -> None:
    panel = desk.page.panel
    assert panel.admission.head.text() == "入库条件"
    desk.type("name", "样例企业")
    assert row(desk, "存续期限").startswith("▲ 存续期限　待人工认定")
    assert "缺：成立日期" in panel.admission.rows["存续期限"].why.text()
    desk.type("founded_on", "20100101")
    assert row(desk, "存续期限") == "✓ 存续期限　符合"
    desk.type("catalogue_class", "3")
    assert row(desk, "所处行业") == "✕ 所处行业　不符合"
    assert panel.admission.head.text().startswith("入库条件　✕ 不符合")
    desk.type("industry", "C2614")
    year = FiscalYear(desk.page.identifier, TODAY.year - 1, total_assets=50_000, revenue=100_000, main_revenue=69_999)
    desk.workspace.perform(enterprises.save, "三表", year)
    assert row(desk, "经营状况").startswith("✓")
    assert row(desk, "主营业务").startswith("✕")
    assert f"{TODAY.year - 1}年总资产（万元）：500" in panel.admission.rows["经营状况"].looked_at.text()


def test_who_has_applied_is_checked_on_that_day(desk: EnterpriseDesk) -> None:
    one = admitted(desk.ledger, founded_on=datetime.date(2020, 6, 1))
    desk.page.show_record(one)
    assert row(desk, "存续期限").startswith("✕")
    assert desk.page.panel.admission.about.text().startswith("按 2023-02-10 申报核对")


def test_a_dialog_that_begins_with_boxes_has_the_keys_there(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(made(desk.ledger))
    answers.by(lambda dialog: answers.seen.append(dialog.focusWidget().accessibleName()))
    desk.page.acts.reform()
    assert answers.seen[-1] == "企业类别 规上企业"


def test_a_clause_is_judged_with_name_date_and_reason(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.type("name", "样例企业")
    clause = desk.page.panel.admission.rows["盈利模式"]
    assert not clause.judge_button.isHidden()

    def half(dialog: RecordDialog) -> None:
        fill(dialog, result="符合")
        dialog.try_accept()
        assert dialog.reason.text() == "请填认定人。"
        fill(dialog, judged_by="李某", reason="盈利稳定")
        dialog.try_accept()

    answers.by(half)
    clause.judge_button.click()
    assert row(desk, "盈利模式") == "✓ 盈利模式清晰　符合"
    assert [one.judged_by for one in desk.stored.all(Judgement)] == ["李某"]
    answers.by(lambda dialog: dialog._try_remove())
    clause.judge_button.click()
    assert desk.stored.all(Judgement) == ()


def test_a_finding_of_an_earlier_case_is_confirmed_with_todays_date(desk: EnterpriseDesk, answers: Answers) -> None:
    one, old = made(desk.ledger), datetime.date(2022, 3, 10)
    found = Judgement(one, "盈利模式", result="符合", judged_by="李某", judged_on=old, reason="盈利稳定")
    enterprises.save(desk.ledger, "认定", found)
    pool.apply(desk.ledger, one, datetime.date(2022, 3, 1), "平城区")
    pool.move(desk.ledger, one, Move.REFUSE, made_on=old, actor="大同市金融办", opinion="材料不足")
    pool.apply(desk.ledger, one, datetime.date(2023, 2, 10), "平城区")
    desk.page.show_record(one)
    assert row(desk, "盈利模式") == "▲ 盈利模式清晰　待人工认定"
    assert "上次认定（2022-03-10，李某）：符合" in desk.page.panel.admission.rows["盈利模式"].why.text()
    answers.with_texts()
    desk.page.panel.admission.rows["盈利模式"].judge_button.click()
    assert row(desk, "盈利模式") == "✓ 盈利模式清晰　符合"
    assert [judgement.judged_on for judgement in desk.stored.all(Judgement)] == [TODAY]


def test_an_application_goes_its_way_by_the_buttons(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.type("name", "样例企业")
    flow = desk.page.panel.flow
    for move, texts in (
        (Move.APPLY, {"made_on": "20230210", "recommender": "平城区"}),
        (Move.PASS_REVIEW, {"made_on": "20230415", "actor": "平城区金融办"}),
        (Move.PASS_PANEL, {"made_on": "20230418", "override": "旧案补登"}),
        (Move.ADMIT, {"made_on": "20230420", "tier": "基础层", "override": "旧案补登"}),
    ):
        answers.with_texts(**texts)
        (button,) = desk.page.panel.findChildren(type(flow.buttons), f"move_{move.name}")[-1:]
        button.click()  # type: ignore[attr-defined]
    assert [(step.move, step.actor) for step in desk.stored.all(Step)] == [
        (Move.APPLY, "大同市金融办"), (Move.PASS_REVIEW, "平城区金融办"), (Move.PASS_PANEL, "大同市金融办"),
        (Move.ADMIT, "大同市金融办"),
    ]  # fmt: skip
    assert flow.head.text() == "办理　已入库"
    assert "层次：基础层" in flow.standing.text()
    assert desk.page.header.standing.text() == "已入库 · 基础层 · 2023年3月批次"
    assert any("还缺 6 项材料" in told for told in desk.notices)
    assert lines(desk.page.panel.fostering["timelinePart"].lines)[0] == "2023-04-20　入库 基础层"


def test_what_is_against_the_procedure_is_said_in_the_dialog_and_done_with_a_reason(
    desk: EnterpriseDesk, answers: Answers
) -> None:
    desk.type("name", "样例企业")

    def jump(dialog: RecordDialog) -> None:
        in_the_way = dialog.findChild(QLabel, "inTheWay").text().splitlines()
        assert in_the_way[0].startswith("▲ “样例企业”现在是“未申报”，不能办理“入库”。现在可以办理：申报。")
        assert "还缺 6 项材料" in in_the_way[1]
        assert "还没有登记专家的复核意见" in in_the_way[2]
        fill(dialog, tier="基础层")
        dialog.try_accept()
        assert dialog.reason.text() == "请填越过程序的理由（必须写明）。"
        fill(dialog, override="补录旧案")
        dialog.try_accept()

    answers.by(jump)
    desk.page.acts.move(Move.ADMIT)
    assert [step.override for step in desk.stored.all(Step)] == ["补录旧案"]
    assert desk.refusals == []


def test_a_refusal_needs_its_reason(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(admitted(desk.ledger))
    answers.by(lambda dialog: dialog.try_accept())
    assert desk.page.acts.move(Move.LEAVE) is None
    answers.with_texts(actor="", opinion="注销")
    assert desk.page.acts.move(Move.LEAVE) is None
    assert answers.reasons == ["请填意见（必须写明理由）。", "请填办理单位。"]


def test_materials_are_ticked_with_the_day_and_taken_back(desk: EnterpriseDesk, answers: Answers) -> None:
    part = desk.page.panel.materials
    desk.type("name", "样例企业")
    assert not part.boxes[0].isEnabled()
    assert "还没有申报" in part.head.text()
    answers.with_texts(made_on="20230210")
    desk.page.acts.move(Move.APPLY)
    assert part.head.text() == "申报材料　▲ 缺 6 项"
    part.boxes[5].click()
    assert [(one.number, one.received_on) for one in desk.stored.all(Material)] == [(6, TODAY)]
    assert part.head.text() == "申报材料　▲ 缺 5 项"
    assert part.scans[5].text() == f"{TODAY:%m-%d} 扫描 0"
    answers.with_texts(received_on="20230211", note="复印件")
    part.scans[5].click()
    assert [(one.received_on, one.note) for one in desk.stored.all(Material)] == [(datetime.date(2023, 2, 11), "复印件")]
    part.boxes[5].click()
    assert desk.stored.all(Material) == ()


def test_a_scan_dropped_on_a_material_tells_the_day(desk: EnterpriseDesk, answers: Answers) -> None:
    one = made(desk.ledger)
    pool.apply(desk.ledger, one, datetime.date(2023, 2, 10), "平城区")
    desk.page.show_record(one)

    def drop(dialog: RecordDialog) -> None:
        fill(dialog, note="复印件")
        dialog.findChild(ScanStrip).add([QImage(8, 8, QImage.Format.Format_RGB32)])
        desk.settle()
        assert dialog.record_form.values() == {"received_on": TODAY, "note": "复印件"}
        dialog.try_accept()

    answers.by(drop)
    desk.page.panel.materials.scans[5].click()
    assert desk.stored.all(Material) == (Material(one, 1, 6, received_on=TODAY, note="复印件"),)
    assert desk.page.panel.materials.scans[5].text() == f"{TODAY:%m-%d} 扫描 1"


def test_a_scan_comes_on_the_day_that_is_typed_whether_or_not_it_is_saved(desk: EnterpriseDesk, answers: Answers) -> None:
    one = made(desk.ledger)
    pool.apply(desk.ledger, one, datetime.date(2023, 2, 10), "平城区")
    desk.page.show_record(one)

    def paste(dialog: RecordDialog) -> None:
        strip = dialog.findChild(ScanStrip)
        day = dialog.record_form.editors["received_on"]
        day.setText("20231399")  # half typed, the keys still in the field
        strip.add([QImage(8, 8, QImage.Format.Format_RGB32)])
        desk.settle()
        assert "收到日期填错了" in dialog.reason.text()
        assert strip.scans == ()
        day.setText("20230211")
        strip.add([QImage(8, 8, QImage.Format.Format_RGB32)])
        desk.settle()
        assert dialog.reason.text() == ""
        dialog.reject()

    answers.by(paste)
    desk.page.panel.materials.scans[5].click()
    assert desk.stored.all(Material) == (Material(one, 1, 6, received_on=datetime.date(2023, 2, 11)),)


def test_an_earlier_application_is_looked_at_and_not_changed(desk: EnterpriseDesk, answers: Answers) -> None:
    one, panel = made(desk.ledger), desk.page.panel
    pool.apply(desk.ledger, one, datetime.date(2022, 3, 1), "平城区")
    pool.receive_material(desk.ledger, one, 6, datetime.date(2022, 3, 2), "复印件")
    pool.add_opinion(desk.ledger, one, {"expert": "王某", "field": "证券", "conclusion": "补充材料", "opinion": "缺审计报告"})
    refused_on = datetime.date(2022, 4, 18)
    pool.move(desk.ledger, one, Move.REFUSE, made_on=refused_on, actor="大同市金融办", opinion="材料不足")
    desk.page.show_record(one)
    assert panel.application.isHidden()
    pool.apply(desk.ledger, one, datetime.date(2023, 2, 10), "平城区")
    desk.page.show_record(one)
    choice = panel.application.choice
    assert not panel.application.isHidden()
    assert [choice.itemText(n) for n in range(2)] == ["第 2 次申请（2023年3月批次）", "第 1 次申请（2022年3月批次）"]
    assert panel.materials.head.text() == "申报材料　▲ 缺 6 项"
    choice.setCurrentIndex(1)
    assert lines(panel.application.steps) == [
        "2022-03-01　申报　平城区", "2022-04-18　不予通过　大同市金融办：材料不足",
    ]  # fmt: skip
    assert panel.materials.head.text() == "申报材料　▲ 缺 5 项"
    assert panel.materials.boxes[5].isChecked()
    assert not panel.materials.boxes[5].isEnabled()
    assert lines(panel.opinions.lines) == ["王某（证券）补充材料：缺审计报告"]
    assert not panel.opinions.add_button.isEnabled()

    def look(dialog: RecordDialog) -> None:
        assert dialog.record_form.values()["note"] == "复印件"
        assert dialog.record_form.editors["note"].isReadOnly()  # type: ignore[attr-defined]
        assert dialog.accept_button.isHidden()
        assert not dialog.findChild(QPushButton, "scanAdd").isEnabled()
        dialog.try_accept()

    answers.by(look)
    panel.materials.scans[5].click()
    desk.workspace.perform(enterprises.edit, [one], {"phone": "1"})  # the choice stays
    assert choice.currentIndex() == 1
    choice.setCurrentIndex(0)
    assert panel.materials.boxes[5].isEnabled()
    assert panel.application.steps.isHidden()


def test_opinions_are_added_changed_and_summed_up(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(admitted(desk.ledger))
    part = desk.page.panel.opinions
    answers.with_texts(expert="王某", field="证券", conclusion="同意入库", tier="基础层")
    part.add_button.click()
    assert part.head.text().startswith("复核意见　1 人：同意入库 1；建议基础层")
    (opinion,) = desk.stored.all(PanelOpinion)
    answers.with_texts(conclusion="补充材料")
    desk.page.acts.opinion(opinion)
    assert [one.conclusion for one in desk.stored.all(PanelOpinion)] == ["补充材料"]


def test_a_step_and_an_application_are_put_right_from_the_timeline(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(admitted(desk.ledger))
    shown = desk.page.panel.fostering["timelinePart"].lines
    answers.with_texts(made_on="20230501")
    shown._choose(0)
    answers.with_texts(made_on="20230501", why="会议纪要日期")
    shown._choose(0)
    assert answers.reasons == ["请填更正理由（必须写明）。", ""]
    assert lines(shown)[0] == "2023-05-01　入库 上市后备层"
    place = next(n for n, text in enumerate(lines(shown)) if text == "2023-02-10　报入2023年3月批次")
    answers.with_texts(received_on="20230403", why="收文登记")
    shown._choose(place)
    assert lines(shown)[-2:] == ["2023-04-03　申报", "2023-04-03　报入2023年9月批次"]
    assert answers.seen[-1] == "更正申报：样例企业001有限公司"


def test_milestones_are_added_and_changed_on_the_timeline(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(made(desk.ledger, district="平城区"))
    part = desk.page.panel.fostering["timelinePart"]
    answers.with_texts(kind="晋兴板挂牌", happened_on="20230601", code="100001")
    part.buttons[0].click()
    (milestone,) = desk.stored.all(Milestone)
    assert (milestone.district, milestone.code) == ("平城区", "100001")
    assert lines(part.lines) == ["2023-06-01　★ 晋兴板挂牌 100001"]
    answers.with_texts(code="100002")
    part.lines._choose(0)
    assert lines(part.lines) == ["2023-06-01　★ 晋兴板挂牌 100002"]
    answers.by(lambda dialog: dialog._try_remove())
    part.lines._choose(0)
    assert desk.stored.all(Milestone) == ()


def test_visits_of_experts_stand_on_the_timeline(desk: EnterpriseDesk) -> None:
    desk.page.show_record(made(desk.ledger, "样例甲有限公司", district="平城区"))
    part = desk.page.panel.fostering["timelinePart"]
    expert(desk.ledger, "赵一")
    keyed = {"object": "样例甲有限公司", "experts": "赵一", "visited_on": datetime.date(2024, 3, 10), "problem": "股权不清"}
    desk.workspace.perform(service_visits.log, keyed)
    assert lines(part.lines) == ["2024-03-10　专家服务 赵一"]
    assert part.lines._shown is not None
    assert part.lines._shown[0][1] == "赵一\n问题：股权不清"
    desk.workspace.undo_stack.undo()
    assert lines(part.lines) == ["还没有办理，也没有里程碑"]


def test_helpers_visits_reform_and_plans(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(made(desk.ledger, ownership="国有"))
    parts = desk.page.panel.fostering
    answers.with_texts(city_leader="赵某", department="市金融办")
    parts["assistancePart"].buttons[0].click()
    answers.with_texts(visited_on="20230301", department="市税务局", problem="土地证")
    parts["assistancePart"].buttons[1].click()
    answers.with_texts(step="审计评估")
    parts["reformPart"].buttons[0].click()
    answers.with_texts(plan="资本证券化行动方案", document_number="同国资〔2023〕1号")
    parts["planPart"].buttons[0].click()
    stored = desk.stored
    assert [len(stored.all(kind)) for kind in (Assistance, Visit, Reform, StateOwnedPlan)] == [1, 1, 1, 1]
    assert parts["assistancePart"].head.text() == "帮扶和走访　走访 1 次，1 个问题未办结"
    assert "市级包联领导：赵某" in lines(parts["assistancePart"].lines)
    assert parts["reformPart"].head.text() == "股改　审计评估"
    assert not parts["planPart"].isHidden()
    desk.type("ownership", "3")
    assert not parts["planPart"].isHidden()  # there is a plan to show
    answers.by(lambda dialog: dialog._try_remove())
    desk.page.acts.plan()
    assert parts["planPart"].isHidden()


def test_problems_submissions_and_meetings_are_keyed_and_put_right(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(made(desk.ledger, ownership="国有", legal_form="有限责任公司"))
    parts = desk.page.panel.fostering
    answers.with_texts(raised_on="20230201", problem="厂房确权\n附图纸", responsible="市规自局", due_on="20230630")
    parts["assistancePart"].buttons[2].click()
    answers.with_texts(submitted_on="20230310", unit="市科技局", ground="专精特新企业")
    parts["submissionPart"].buttons[0].click()
    answers.with_texts(held_on="20230501", problems="股权划转", result="报市国资委批复")
    parts["planPart"].buttons[1].click()
    stored = desk.stored
    assert [len(stored.all(kind)) for kind in (Difficulty, Submission, Coordination)] == [1, 1, 1]
    assert (stored.all(Submission)[0].unit, stored.all(Submission)[0].pool) == ("市科技局", "市资源库")
    assert lines(parts["assistancePart"].lines) == ["▲ 2023-02-01　问题：厂房确权"]
    assert parts["assistancePart"].head.text() == "帮扶和走访　1 个问题未办结"
    assert lines(parts["submissionPart"].lines) == ["2023-03-10　市科技局 → 市资源库"]
    assert parts["planPart"].head.text() == "国企行动方案　协调会 1 次"
    answers.with_texts(result="已办证", closed_on="20230601")
    parts["assistancePart"].lines._choose(0)
    assert lines(parts["assistancePart"].lines) == ["2023-02-01　问题：厂房确权"]
    answers.by(lambda dialog: dialog._try_remove())
    parts["submissionPart"].lines._choose(0)
    assert desk.stored.all(Submission) == ()
    answers.by(lambda dialog: answers.seen.append(dialog.record_form.values()["legal_form_before"]))
    desk.page.acts.reform()
    assert answers.seen[-1] == "有限责任公司"


def test_service_on_the_regional_market_is_kept_of_those_that_are_there(desk: EnterpriseDesk, answers: Answers) -> None:
    desk.page.show_record(made(desk.ledger, district="平城区"))
    part = desk.page.panel.fostering["trackingPart"]
    assert part.isHidden()
    answers.with_texts(kind="展示板展示", happened_on="20230601", code="500001", delisted_on="20240301")
    desk.page.acts.milestone()
    assert lines(desk.page.panel.fostering["timelinePart"].lines) == ["2023-06-01　★ 展示板展示 500001（2024-03-01 摘牌）"]
    assert not part.isHidden()
    answers.by(lambda dialog: dialog.try_accept())
    part.buttons[0].click()
    assert answers.reasons[-1] == "请填跟踪日期。"
    answers.with_texts(tracked_on="20230901", tracker="市金融办", content="参加晋兴板辅导培训")
    part.buttons[0].click()
    assert len(desk.stored.all(Tracking)) == 1
    assert lines(part.lines) == ["2023-09-01　参加晋兴板辅导培训"]


def test_what_looks_wrong_or_is_due_is_shown_until_it_is_put_right(desk: EnterpriseDesk) -> None:
    part = desk.page.panel.notices
    assert part.isHidden()
    identifier = admitted(desk.ledger, legal_form="有限责任公司", district="平城区")
    desk.page.show_record(identifier)
    assert not part.isHidden()
    assert part.head.text() == "提醒　▲ 2 条"
    assert lines(part.lines) == [
        "▲ “样例企业001有限公司”是在库的有限责任公司，应在 2025-04-20 前完成股改，请列入股份制改造清单（举措（一））。",
        "▲ “样例企业001有限公司”已在库，还没有登记市级、县级包联领导，请登记“一企一帮扶”（举措（三））。",
    ]
    desk.workspace.perform(enterprises.edit, [identifier], {"legal_form": "股份有限公司"})
    assert part.head.text() == "提醒　▲ 1 条"
    helped = Assistance(identifier, city_leader="张某", county_leader="李某", department="市金融办")
    desk.workspace.perform(fostering.save, helped)
    assert part.isHidden()


def test_a_name_that_cannot_be_printed_is_told_with_its_place(desk: EnterpriseDesk) -> None:
    desk.page.show_record(made(desk.ledger))
    desk.workspace.perform(enterprises.save, "股东", Shareholder(desk.page.identifier, 2, name="李😀"))
    (told,) = lines(desk.page.panel.notices.lines)
    assert told.startswith("▲ “股东 2”的股东名称里的“😀”打印不出来")


def test_a_new_form_has_nothing_to_do_yet(desk: EnterpriseDesk) -> None:
    panel = desk.page.panel
    assert panel.admission.about.text() == "填了第一栏，这里就逐条核对"
    assert not panel.flow.buttons.isEnabled()
    assert desk.page.acts.move(Move.APPLY) is None
