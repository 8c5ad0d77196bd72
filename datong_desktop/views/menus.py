"""The menu bar, declared: every action once, with text, key, tip and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from datong_desktop.views import tabs

if TYPE_CHECKING:
    from datong_desktop.views.main_window import MainWindow

Entry = tuple[str, str, str, str, Callable[[], object]]
"""objectName, text, key, tip, what it does."""


def make_action(owner: QWidget, entry: Entry) -> QAction:
    """An action of the window from its declaration; the tip names the key."""
    name, text, key, tip, act = entry
    action = QAction(text, owner)
    action.setObjectName(name)
    action.setToolTip(f"{tip}（{key}）" if key else tip)
    action.setStatusTip("")
    if key:
        action.setShortcut(QKeySequence(key))
    action.triggered.connect(lambda _=False: act())
    return action


class Menus:
    """Builds the menu bar of a window and keeps the actions that change their state."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        self.by_name: dict[str, QMenu] = {}
        self._tab_actions: dict[QWidget, list[QAction]] = {}
        self.needs_ledger: list[QAction] = []
        self.needs_writing: list[QAction] = []
        self._file()
        self._edit()
        self._year()
        self._data()
        self._document()
        self._tools()
        self._help()

    def _menu(self, name: str, text: str) -> QMenu:
        menu = self._window.menuBar().addMenu(text)
        menu.setToolTipsVisible(True)
        self.by_name[name] = menu
        return menu

    def _add(self, menu: QMenu, *entries: Entry | None, needs: str = "") -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            action = make_action(self._window, entry)
            menu.addAction(action)
            self.actions[entry[0]] = action
            if needs in ("ledger", "writing"):
                self.needs_ledger.append(action)
            if needs == "writing":
                self.needs_writing.append(action)

    def _file(self) -> None:
        w, menu = self._window, self._menu("file", "文件(&F)")
        flow, copies = w.ledger_flow, w.copies
        self._add(
            menu,
            ("newLedger", "新建账套(&N)…", "Ctrl+N", "新建一个账套文件", flow.new),
            ("openLedger", "打开账套(&O)…", "Ctrl+O", "打开已有的账套", flow.ask_and_open),
        )
        self.recent = menu.addMenu("最近打开(&R)")
        self._add(menu, ("openSample", "打开样例账套(&L)", "", "看看填好的样子，随便改", flow.open_sample), None)
        self._add(
            menu,
            ("saveCopy", "另存副本(&A)…", "Ctrl+Shift+S", "把账套另存一份到别处，例如 U 盘", copies.save_copy),
            ("backUp", "立即备份(&B)", "Ctrl+B", "备份一份并核对", copies.back_up),
            needs="ledger",
        )
        self._add(menu, ("restore", "从备份恢复(&E)…", "", "用一份备份代替现在的账套；账套丢了也能恢复", copies.restore))
        self._add(
            menu,
            ("check", "检查账套(&K)", "", "检查文件是否完好，数字与修改记录是否一致", copies.check),
            needs="ledger",
        )
        self._add(
            menu,
            None,
            ("save", "保存(&S)", "Ctrl+S", "不用按：每确认一格都已写入磁盘", w.say_saved),
            None,
            ("quit", "退出(&Q)", "Ctrl+Q", "关闭窗口", w.close),
        )

    def _edit(self) -> None:
        menu = self._menu("edit", "编辑(&E)")
        w = self._window
        self._add(
            menu,
            ("undo", "撤销", "Ctrl+Z", "撤回上一步；在别的年度就切换过去", w.undo),
            ("redo", "重做", "Ctrl+Y", "把撤销的再做一次", w.redo),
        )
        self.actions["redo"].setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        menu.addSeparator()
        self._add(menu, ("find", "查找(&S)…", "Ctrl+F", "跳到打出名称的县区、指标或企业", self._window.open_find), needs="ledger")
        menu.addSeparator()

    def add_tab_actions(self, tab: QWidget, by_menu: Mapping[str, list[QAction]]) -> None:
        """Put a tab's own actions into the menus; they show and their keys work while that tab does."""
        self._tab_actions[tab] = [action for actions in by_menu.values() for action in actions]
        for name, actions in by_menu.items():
            self.by_name[name].addActions(actions)
            for action in actions:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                tab.addAction(action)

    def add_tab_menus(self, tab: QWidget, menus: list[QMenu]) -> None:
        """Put a tab's own menus before 帮助; they are seen while that tab is."""
        for menu in menus:
            self._window.menuBar().insertMenu(self.by_name["help"].menuAction(), menu)
            self._tab_actions[tab].append(menu.menuAction())

    def show_tab_actions(self, shown: QWidget) -> None:
        """Offer the actions of the shown tab only."""
        for tab, actions in self._tab_actions.items():
            for action in actions:
                action.setVisible(tab is shown)

    def _year(self) -> None:
        flow, menu = self._window.year_flow, self._menu("year", "年度(&Y)")
        self._add(
            menu,
            ("newYear", "新建年度(&N)…", "Ctrl+Shift+N", "增加一个考核年度", flow.create),
            ("deleteYear", "删除年度(&D)…", "", "删除现在的年度，先备份，可撤销", flow.delete),
            None,
            needs="writing",
        )
        self._add(
            menu,
            ("chooseYear", "选择年度(&C)…", "F4", "打开年度列表；上下键选，Enter 确认", self._window.open_years),
            ("laterYear", "下一年度(&L)", "Ctrl+PgUp", "切换到更晚的年度", lambda: flow.turn(1)),
            ("earlierYear", "上一年度(&E)", "Ctrl+PgDown", "切换到更早的年度", lambda: flow.turn(-1)),
            needs="ledger",
        )

    def _data(self) -> None:
        w, menu = self._window, self._menu("data", "数据(&D)")
        self._add(
            menu,
            ("importFile", "导入指标表(&I)…", "Ctrl+I", "从 Excel 或 CSV 导入，先预览再写入", w.year_flow.import_file),
            (
                "importClipboard",
                "按名称粘贴(&V)",
                "Ctrl+Shift+V",
                "按县区和指标名称粘贴整张表",
                w.year_flow.import_clipboard,
            ),
            None,
            needs="writing",
        )
        self._add(
            menu,
            ("paper", "纸表(&T)", "Ctrl+T", "一次一个县区，按纸表的样子录入", w.toggle_paper),
            ("lastYear", "格内显示上年数(&S)", "", "在格子里显示上年数和增减", w.toggle_last_year),
            ("direction", "回车向下(&W)", "F8", "回车后向下移动；不勾选则向右", w.toggle_direction),
            needs="ledger",
        )
        for name in ("paper", "lastYear", "direction"):
            self.actions[name].setCheckable(True)
        menu.addSeparator()
        flow = w.year_flow
        self._add(
            menu,
            ("disqualify", "取消参评资格(&Q)…", "Ctrl+Shift+Q", "所选县区弄虚作假，取消参评资格", flow.disqualify),
            ("requalify", "恢复参评资格(&F)", "Ctrl+Shift+R", "撤回所选县区取消参评资格的决定", flow.requalify),
        )
        menu.addSeparator()

    @property
    def of_district(self) -> list[QAction]:
        """What can be done with the current district."""
        return [self.actions["disqualify"], self.actions["requalify"]]

    def update_district(self) -> None:
        """Enable what can be done with the current district of the shown tab."""
        workspace, district = self._window.workspace, self._window.current_district()
        possible = workspace.writable and workspace.book is not None and bool(district)
        out = workspace.book is not None and district in workspace.book.disqualified
        self.actions["disqualify"].setEnabled(possible and not out)
        self.actions["requalify"].setEnabled(possible and out)

    def _document(self) -> None:
        w, menu = self._window, self._menu("documents", "文档(&W)")
        self._add(
            menu,
            ("preview", "", "Ctrl+P", "看到的就是打印的", w.print_flow.preview),
            ("export", "", "Ctrl+E", "PDF 和 Excel 或 Word 一次存进一个文件夹", w.print_flow.export_all),
            None,
        )
        head = ("head", "表头和签名(&H)…", "", "填报单位、填表人、审核人、填报日期", w.year_flow.edit_head)
        self._add(menu, head, needs="writing")

    def _tools(self) -> None:
        w, menu = self._window, self._menu("tools", "工具(&T)")
        self._add(
            menu,
            *(
                (
                    f"tab{number}",
                    f"{place.title}(&{number})",
                    f"Ctrl+{number}",
                    f"切换到{place.title}",
                    partial(w.show_tab, place.name),
                )
                for number, place in enumerate(tabs.TABS, 1)
            ),
            None,
        )
        self._add(
            menu,
            ("operator", "录入员(&O)…", "", "谁在录入，写进修改记录", w.ask_operator),
            None,
            ("associate", "双击打开账套(&D)", "", "登记以后，双击 .datong 文件就打开本程序", w.register_double_click),
            ("panel", "侧栏(&P)", "F9", "收起或展开右边的说明", w.toggle_panel),
            ("compact", "紧凑行距(&C)", "", "行高 24，一屏多看几行", w.toggle_compact),
            ("nextArea", "移到下一区域(&A)", "F6", "在表格、侧栏、工具栏之间移动", w.focus_next_area),
        )
        for name in ("panel", "compact"):
            self.actions[name].setCheckable(True)
        looks = menu.addMenu("外观(&L)")
        for look, text in (("auto", "跟随系统(&S)"), ("light", "浅色(&L)"), ("dark", "深色(&D)")):
            self._add(
                looks,
                (f"look_{look}", text, "", f"外观：{text.partition('(')[0]}", partial(w.set_look, look)),
            )
            self.actions[f"look_{look}"].setCheckable(True)

    def _help(self) -> None:
        w, menu = self._window, self._menu("help", "帮助(&H)")
        self._add(
            menu,
            ("keys", "按键说明(&K)", "F1", "所有按键一页看完", w.show_keys),
            ("about", "关于(&A)", "", "版本和许可", w.show_about),
        )

    def update_papers(self) -> None:
        """Say in the menu what is printed and exported with the shown tab, and whether there is any."""
        place, workspace = self._window.shown_tab, self._window.workspace
        possible = workspace.ledger is not None and (workspace.book is not None or not place.needs_year)
        for name, text, letter in (("preview", "预览打印", "P"), ("export", "全部导出", "E")):
            self.actions[name].setText(f"{text}{place.papers}(&{letter})…")
            self.actions[name].setEnabled(possible)

    def update_undo(self) -> None:
        """Say in the menu what undo and redo would take back, of which year."""
        workspace = self._window.workspace
        stack = workspace.undo_stack
        for name, verb, step, possible in (
            ("undo", "撤销", stack.command(stack.index() - 1), stack.canUndo()),
            ("redo", "重做", stack.command(stack.index()), stack.canRedo()),
        ):
            self.actions[name].setText(f"{verb} {workspace.step_text(step)}".rstrip())
            self.actions[name].setEnabled(possible)

    def update(self) -> None:
        """Enable what can be done now."""
        self.update_undo()
        self.update_district()
        self.update_papers()
        workspace = self._window.workspace
        for action in self.needs_ledger:
            action.setEnabled(workspace.ledger is not None)
        for action in self.needs_writing:
            action.setEnabled(workspace.writable)
        has_year = workspace.book is not None
        for name in (
            "deleteYear",
            "chooseYear",
            "laterYear",
            "earlierYear",
            "importFile",
            "importClipboard",
            "paper",
            "head",
        ):
            self.actions[name].setEnabled(self.actions[name].isEnabled() and has_year)
