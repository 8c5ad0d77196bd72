"""The tabs of the window, declared: name, words, how it is made, what the tool row offers with it. One entry each.

Another tab is another entry. Nothing of a tab is imported before it is shown; the keying grid alone is made with the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datong_desktop.domain.fields import Value
    from datong_desktop.views.list_flow import ListFlow
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.records.record_tab import RecordTab
    from datong_desktop.views.tab_body import TabBody, YearTab
    from datong_desktop.views.teams.needs_page import NeedsPage


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
    """One tab, or one page of a tab of ``pages``. ``name`` is what the settings remember; ``papers`` what 预览打印 and
    全部导出 call what is printed with it; ``needs_year``: without an assessment year it has nothing to show."""

    name: str
    title: str
    tip: str
    build: Callable[[MainWindow], TabBody]
    papers: str
    buttons: tuple[ToolButton, ...] = ()
    needs_year: bool = True
    pages: tuple[TabPlace, ...] = ()


def _printing(tab: YearTab, window: MainWindow) -> TabBody:
    tab.for_documents, tab.explain = window.workspace.book_for_documents, window.explain_difference
    return tab


def _enterprises(window: MainWindow) -> TabBody:
    from datong_desktop.views.enterprises.enterprise_tab import EnterpriseTab

    tab = EnterpriseTab(window.workspace, window.settings)
    tab.menu.addAction(window.todos.action("enterprises"))
    tab.menu.visitRequested.connect(partial(_log_visit, window))  # type: ignore[attr-defined]
    return _lists(tab, window, window.list_flow)


def _paged(name: str, object_name: str, window: MainWindow) -> TabBody:
    """A tab of pages; each takes its place in the window when it is made."""
    from datong_desktop.views import window_parts
    from datong_desktop.views.paged_tab import PagedTab

    place = TABS[NAMES.index(name)]
    places = {page.name: page for page in place.pages}

    def make(page: str) -> TabBody:
        body = places[page].build(window)
        window_parts.take_in(window, body, places[page].buttons)
        return body

    pages = [(page.name, page.title, page.tip) for page in place.pages]
    tab = PagedTab(object_name, place.title, pages, make, (window.todos.action(name),))
    tab.pageShown.connect(window.page_changed)
    return tab


def _experts(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.expert_page import ExpertPage

    page = ExpertPage(window.workspace, window.settings)
    page.menu.addSeparator()
    page.menu.addAction(window.todos.action("teams"))
    page.menu.visitRequested.connect(partial(_log_visit, window))  # type: ignore[attr-defined]
    page.menu.visitsRequested.connect(partial(window.show_team_task, "log"))  # type: ignore[attr-defined]
    return _lists(page, window, window.expert_flow)


def _needs(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.needs_page import NeedsPage

    page = NeedsPage(window.workspace, window.settings)
    page.statusMessage.connect(window.say)
    page.teamRequested.connect(window.show_team)
    _taking_in(page, window.need_flow)
    return page


def _board(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.teams_page import TeamsPage

    page = TeamsPage(window.workspace, window.settings)
    page.statusMessage.connect(window.say)
    page.needsRequested.connect(lambda: window.team_tab.turn_to("needs", focus=True))
    page.visitRequested.connect(partial(_log_visit, window))
    page.visitsRequested.connect(partial(window.show_team_task, "log"))
    return page


def _log_visit(window: MainWindow, known: Mapping[str, Value]) -> None:
    """The entry of the service log, with what is known of the visit."""
    from datong_desktop.views.teams.service_log_page import ServiceLogPage

    window.turn_to("teams")
    page = window.team_tab.turn_to("log", focus=True)
    assert isinstance(page, ServiceLogPage)
    page.begin_visit(known)


def _service_log(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.service_log_page import ServiceLogPage

    page = ServiceLogPage(window.workspace, window.settings)
    page.statusMessage.connect(window.say)
    return page


def _review(window: MainWindow) -> TabBody:
    from datong_desktop.views.teams.review_page import ReviewPage

    page = ReviewPage(window.workspace)
    page.statusMessage.connect(window.say)
    return page


def _lists(tab: RecordTab, window: MainWindow, flow: ListFlow) -> TabBody:
    """A tab or page of records, its lists going in and out by ``flow``."""
    tab.statusMessage.connect(window.say)
    _taking_in(tab, flow)
    for sign in (tab.list.countsChanged, tab.list.view.currentRecordChanged):
        sign.connect(window.todos.watch.put_off)
    tab.exportRequested.connect(lambda ids, fields: flow.export(ids, tab.export_columns(fields)))
    return tab


def _taking_in(tab: RecordTab | NeedsPage, flow: ListFlow) -> None:
    tab.importRequested.connect(flow.import_file)
    tab.pasteRequested.connect(flow.import_copied)
    tab.templateRequested.connect(flow.write_template)


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
    ToolButton("enterpriseImport", "导入企业(&I)…", "从 Excel 或 CSV 导入企业，先预览再写入（Ctrl+Shift+I）"),
    ToolButton("enterpriseExport", "导出所见(&X)…", "把表里看到的行和列存成 Excel（Ctrl+Shift+E）"),
    FORMS,
    ToolButton("enterpriseNew", "录入企业(&N)…", "登记一家新企业（Insert）", primary=True),
)

ROSTER = ToolButton(
    "rosterButton", "预览打印(&P)…", "专家库名册、资格审查表、名单、聘书、日志和报告（Ctrl+P）", lambda w: w.print_flow.preview()
)
EXPERTS = (
    ToolButton("expertImport", "导入专家(&I)…", "从 Excel 或 CSV 导入专家，先预览再写入（Ctrl+Shift+I）"),
    ToolButton("expertExport", "导出所见(&X)…", "把表里看到的行和列存成 Excel（Ctrl+Shift+E）"),
    ROSTER,
    ToolButton("expertNew", "录入专家(&N)…", "登记一名新专家（Insert）", primary=True),
)
NEEDS = (ToolButton("needImport", "导入需求(&I)…", "从 Excel 或 CSV 导入服务对象，先预览再写入（Ctrl+Shift+I）"), ROSTER)

TEAM_PAGES = (
    TabPlace("experts", "专家库", "入库的专家", _experts, "名册和服务队材料", EXPERTS, needs_year=False),
    TabPlace("needs", "服务需求", "要服务的企业和县区，需要什么，该回避谁", _needs, "名册和服务队材料", NEEDS, needs_year=False),
    TabPlace("board", "服务队", "组队、换人、负责人和七类机构的覆盖", _board, "名册和服务队材料", (ROSTER,), needs_year=False),
    TabPlace("log", "服务日志", "每次服务、问题和后续", _service_log, "日志和报告", (ROSTER,), needs_year=False),
    TabPlace("review", "年度考核", "专家的名次、理由和去留", _review, "年度考核表", (ROSTER,), needs_year=False),
)
TABS = (
    TabPlace("enterprises", "企业库", "企业登记、入库和培育", _enterprises, "登记表和名单", REGISTRY, needs_year=False),
    TabPlace("indicators", "指标填报", "录入各县区完成数量", _indicators, "附表", (PAPER, IMPORT, EXPORT, PREVIEW)),
    TabPlace("scores", "得分", "得分、名次和理由", _scores, "附表", (IMPORT, EXPORT, PREVIEW)),
    TabPlace(
        "teams", "专家服务队", "专家库和服务队", partial(_paged, "teams", "teamTab"), "名册和服务队材料", needs_year=False, pages=TEAM_PAGES
    ),
)
NAMES = tuple(place.name for place in TABS)
FIRST = "indicators"
"""Shown when no tab was used before."""
