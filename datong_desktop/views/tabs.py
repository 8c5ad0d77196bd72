"""The tabs of the window, declared: name, words, how it is made, what the tool row offers with it. One entry each.

Another tab is another entry. Nothing of a tab is imported before it is shown; the keying grid alone is made with the window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datong_desktop.views.list_flow import ListFlow
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.records.record_tab import RecordTab
    from datong_desktop.views.tab_body import TabBody, YearTab


@dataclass(frozen=True, slots=True)
class ToolButton:
    """A button of the tool row, shown with the tabs that name it. Without an ``act`` it is the tab's action of that name."""

    name: str
    text: str
    tip: str
    act: Callable[[MainWindow], object] | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class TabPlace:
    """One tab. ``name`` is what the settings remember; ``papers`` what 预览打印 and 全部导出 call
    what is printed with it; ``needs_year``: without an assessment year it has nothing to show."""

    name: str
    title: str
    tip: str
    build: Callable[[MainWindow], TabBody]
    papers: str
    buttons: tuple[ToolButton, ...] = ()
    needs_year: bool = True


def _printing(tab: YearTab, window: MainWindow) -> TabBody:
    tab.for_documents, tab.explain = window.workspace.book_for_documents, window.explain_difference
    return tab


def _enterprises(window: MainWindow) -> TabBody:
    from datong_desktop.views.enterprises.enterprise_tab import EnterpriseTab

    return _lists(EnterpriseTab(window.workspace, window.settings), "enterprises", window, window.list_flow)


def _teams(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.team_tab import TeamTab

    return _lists(TeamTab(window.workspace, window.settings), "teams", window, window.expert_flow)


def _lists(tab: RecordTab, name: str, window: MainWindow, flow: ListFlow) -> TabBody:
    """A tab of records, its lists going in and out by ``flow``."""
    tab.statusMessage.connect(window.say)
    tab.importRequested.connect(flow.import_file)
    tab.templateRequested.connect(flow.write_template)
    tab.exportRequested.connect(lambda ids, fields: flow.export(ids, tab.export_columns(fields)))
    tab.titleChanged.connect(lambda title: window.tabs.setTabText(NAMES.index(name), title))
    return tab


def _indicators(window: MainWindow) -> TabBody:
    tab = window.indicator_tab
    tab.statusMessage.connect(window.say)
    tab.pasteFailed.connect(window.paste_failed)
    tab.enterpriseRequested.connect(window.show_enterprise)
    tab.grid.currentCellChanged.connect(window.menus.update_district)
    tab.district_actions = window.menus.of_district
    return _printing(tab, window)


def _scores(window: MainWindow) -> TabBody:
    from datong_desktop.views.scores.score_tab import ScoreTab

    tab = ScoreTab(window)
    tab.statusMessage.connect(window.say)
    tab.jumpRequested.connect(window.jump_to)
    tab.view.currentCellChanged.connect(window.menus.update_district)
    tab.district_actions = window.menus.of_district
    return _printing(tab, window)


PAPER = ToolButton("paperButton", "纸表(&G)", "一次一个县区，按纸表的样子录入（Ctrl+T）", lambda w: w.toggle_paper())
IMPORT = ToolButton(
    "importButton", "导入(&I)…", "从 Excel 或 CSV 导入，先预览再写入（Ctrl+I）", lambda w: w.year_flow.import_file()
)
EXPORT = ToolButton("exportButton", "全部导出(&X)…", "附表1、附表2 的 PDF 和 Excel（Ctrl+E）", lambda w: w.print_flow.export_all())
PREVIEW = ToolButton("previewButton", "预览打印(&P)…", "看到的就是打印的（Ctrl+P）", lambda w: w.print_flow.preview(), primary=True)
FORMS = ToolButton(
    "formsButton", "预览打印(&P)…", "备案登记表、入库条件核对表和各种名单、台账（Ctrl+P）", lambda w: w.print_flow.preview()
)
REGISTRY = (
    ToolButton("enterpriseImport", "导入企业(&I)…", "从 Excel 导入企业，先预览再写入"),
    ToolButton("enterpriseExport", "导出所见(&X)…", "把表里看到的行和列存成 Excel（Ctrl+Shift+E）"),
    FORMS,
    ToolButton("enterpriseNew", "录入企业(&N)…", "登记一家新企业（Insert）", primary=True),
)

ROSTER = ToolButton(
    "rosterButton", "预览打印(&P)…", "资格审查表、名册、服务队名单、聘书和服务方案（Ctrl+P）", lambda w: w.print_flow.preview()
)
EXPERTS = (
    ToolButton("expertImport", "导入专家(&I)…", "从 Excel 导入专家，先预览再写入"),
    ToolButton("expertExport", "导出所见(&X)…", "把表里看到的行和列存成 Excel（Ctrl+Shift+E）"),
    ROSTER,
    ToolButton("expertNew", "录入专家(&N)…", "登记一名新专家（Insert）", primary=True),
)

TABS = (
    TabPlace("enterprises", "企业库", "企业登记、入库和培育", _enterprises, "登记表和名单", REGISTRY, needs_year=False),
    TabPlace("indicators", "指标填报", "录入各县区完成数量", _indicators, "附表", (PAPER, IMPORT, EXPORT, PREVIEW)),
    TabPlace("scores", "得分", "得分、名次和理由", _scores, "附表", (IMPORT, EXPORT, PREVIEW)),
    TabPlace("teams", "专家服务队", "专家库和服务队", _teams, "名册和服务队材料", EXPERTS, needs_year=False),
)
NAMES = tuple(place.name for place in TABS)
FIRST = "indicators"
"""Shown when no tab was used before."""
