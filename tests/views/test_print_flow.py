"""预览打印 and 全部导出 on each tab: what is offered, what the menu calls it, what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from datong_desktop import services
from datong_desktop.domain.application import Move
from datong_desktop.services import pool
from datong_desktop.views.dialogs.preview import PreviewDialog
from tests.documents.pdf_text import letters
from tests.registry import APPLIED_ON, OFFICE, admitted, made
from tests.views.registry_desk import RegistrySeat
from tests.views.windows import Key, Seat, make_ledger

LISTS = [
    "后备企业资源库台账", "批次复核会名单", "企业股份制改造清单", "上市挂牌里程碑", "包联帮扶台账", "报送推荐名单", "推荐省资源库名单",
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_ledger(tmp_path / "考核.datong", figures=True)
    ledger = services.ledger.open_ledger(path)
    admitted(ledger, district="平城区", legal_form="股份有限公司")
    other = made(ledger, "样例企业002有限公司", district="云冈区")
    pool.apply(ledger, other, APPLIED_ON.replace(month=8), "平城区")
    pool.move(ledger, other, Move.PASS_REVIEW, actor=OFFICE, made_on=APPLIED_ON.replace(month=9))
    ledger.close()
    return path


@pytest.fixture
def seat(qtbot: QtBot, path: Path) -> RegistrySeat:
    return RegistrySeat(qtbot, path)


def labels(dialog: PreviewDialog) -> list[str]:
    return [dialog.parts.document.itemText(n) for n in range(dialog.parts.document.count())]


def look(seat: Seat, dialog: PreviewDialog) -> str:
    """The letters of what is shown, once it is made."""
    seat.qtbot.waitUntil(lambda: bool(dialog.content))
    return letters(dialog.content)


def test_the_menu_says_what_is_printed_with_the_shown_tab(seat: RegistrySeat) -> None:
    actions = seat.window.menus.actions
    assert [actions[name].text() for name in ("preview", "export")] == ["预览打印登记表和名单(&P)…", "全部导出登记表和名单(&E)…"]
    assert seat.find("formsButton").isVisible()
    for tab in ("indicators", "scores"):
        seat.window.show_tab(tab)
        assert [actions[name].text() for name in ("preview", "export")] == ["预览打印附表(&P)…", "全部导出附表(&E)…"]
        assert not seat.find("formsButton").isVisible()


def test_the_chosen_enterprises_forms_come_first_then_the_lists(seat: RegistrySeat) -> None:
    seat.list.view.setFocus()
    seat.press(Key.Key_Home)
    seen = []

    def read(dialog: PreviewDialog) -> None:
        seen.append((dialog.windowTitle(), labels(dialog), look(seat, dialog)))
        dialog.content = b""
        dialog.parts.document.setCurrentIndex(3)
        seen.append(("", [dialog.parts.variant_label.text()], look(seat, dialog)))
        dialog.reject()

    seat.answer(PreviewDialog, read)
    seat.trigger("preview")
    name = seat.names[seat.list.view.currentIndex().row()]
    title, offered, form = seen[0]
    assert title == f"预览打印 — {name}"
    assert offered == ["备案登记表", "入库条件核对表", *LISTS, "备案登记表（空白表）"]
    assert "大同市上市挂牌后备企业备案登记表" in form
    assert name in form
    assert seen[1][1] == ["批次(&D)："]
    assert "2023年9月批次复核会名单" in seen[1][2]


def test_without_an_enterprise_there_are_the_lists_and_the_empty_form(qtbot: QtBot, tmp_path: Path) -> None:
    seat = RegistrySeat(qtbot, make_ledger(tmp_path / "空.datong"))
    seen = []
    seat.answer(PreviewDialog, lambda dialog: (seen.append((dialog.windowTitle(), labels(dialog))), dialog.reject()))
    seat.find("formsButton").click()
    offered = [one for one in LISTS if one != "批次复核会名单"]
    assert seen == [("预览打印 — 企业库", [*offered, "备案登记表（空白表）"])]


def test_the_registry_prints_in_a_ledger_without_a_year(qtbot: QtBot, tmp_path: Path) -> None:
    services.ledger.create_ledger(tmp_path / "无年度.datong", office="大同市金融办").close()
    seat = RegistrySeat(qtbot, tmp_path / "无年度.datong")
    actions = seat.window.menus.actions
    assert actions["preview"].isEnabled()
    seat.window.show_tab("indicators")
    assert not actions["preview"].isEnabled()
    assert not seat.find("previewButton").isEnabled()


def test_everything_of_the_registry_is_exported_at_once(
    seat: RegistrySeat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "全部"
    folder.mkdir()
    asked = []
    monkeypatch.setattr("datong_desktop.views.dialogs.files.ask_folder", lambda _, title, __: asked.append(title) or folder)
    seat.press(Key.Key_Home)
    seat.trigger("export")
    seat.settle()
    assert asked == ["导出登记表和名单到文件夹"]
    names = {path.name for path in folder.iterdir()}
    assert f"已导出 {len(names)} 个文件" in seat.window.bar.text
    name = seat.names[0]
    for one, kinds in (
        (f"大同市上市挂牌后备企业备案登记表_{name}", ("pdf", "docx")), (f"大同市上市挂牌后备企业入库条件核对表_{name}", ("pdf", "docx")),
        ("大同市2023年3月批次复核会名单", ("pdf", "xlsx")), ("大同市2023年9月批次复核会名单", ("pdf", "xlsx")),
    ):
        assert {f"{one}.{kind}" for kind in kinds} <= names


def test_the_other_tabs_print_the_years_tables_as_before(seat: RegistrySeat) -> None:
    for tab in ("indicators", "scores"):
        seat.window.show_tab(tab)
        seen: list[tuple[str, str]] = []
        seat.answer(PreviewDialog, lambda d, seen=seen: (seen.append((d.windowTitle(), d.printable.label)), d.reject()))
        seat.trigger("preview")
        assert seen == [("预览打印 — 大同市2022年度", "附表1＋附表2")]
