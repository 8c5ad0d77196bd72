"""What the window's own menu entries do: looks, panel, tabs, keys, operator. The jobs on data are in the flows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from datong_desktop import __version__
from datong_desktop import settings as settings_file
from datong_desktop.domain.problem import Refused
from datong_desktop.views import dialogs, theme

if TYPE_CHECKING:
    from datong_desktop.services.changes import Changed
    from datong_desktop.services.staffing import ServiceObject
    from datong_desktop.views.main_window import MainWindow
    from datong_desktop.views.teams.expert_page import ExpertPage
    from datong_desktop.views.teams.service_log_page import ServiceLogPage
    from datong_desktop.views.teams.teams_page import TeamsPage


class WindowCommands:
    """Mixed into ``MainWindow``: commands of the menus that touch the window, not the ledger."""

    def _w(self) -> MainWindow:
        return cast("MainWindow", self)

    # -- messages -----------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """A line in the status bar for what went well."""
        self._w().status.say(text)

    def say_saved(self) -> None:
        """Ctrl+S: nothing to do but to say so, after committing what is being typed."""
        waiting = self._w().finish_editing()
        if waiting:
            self.say(f"还有 {waiting} 处红框没有保存，其余已保存")
        elif self._w().workspace.ledger is not None:
            self.say("已保存：每确认一格都已写入磁盘")

    # -- undo ---------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Ctrl+Z, whatever tab is shown."""
        stack = self._w().workspace.undo_stack
        self._take_back(stack.command(stack.index() - 1), stack.undo)

    def redo(self) -> None:
        stack = self._w().workspace.undo_stack
        self._take_back(stack.command(stack.index()), stack.redo)

    def _take_back(self, step: QUndoCommand | None, act: Callable[[], None]) -> None:
        w = self._w()
        if not w.workspace.turns_year(step) or w.may_leave():  # refused texts go with the year
            act()

    def took_back(self, changed: Changed) -> None:
        """Show the first figure that undo or redo changed."""
        w = self._w()
        book = w.workspace.book
        cells = {(f.district, f.indicator) for f in changed.figures if book and f.year == book.year}
        if book is None or not cells:
            return
        cell = next(cell for row in book.scheme.cells for cell in row if cell in cells)
        for name in {"indicators", w.shown_tab.name}:
            w.tab(name).show_found(*cell)

    def undo_changed(self) -> None:
        """The menu names what can be taken back; the status line offers it behind the last act."""
        w = self._w()
        stack = w.workspace.undo_stack
        w.menus.update_undo()
        w.status.offer("重做 Ctrl+Y" if stack.canRedo() else "撤销 Ctrl+Z" if stack.canUndo() else "")

    # -- moving about -------------------------------------------------------------------------------------

    def show_tab(self, name: str) -> None:
        """Show a tab by its name in ``views/tabs.py``; the keys go there."""
        self._w().turn_to(name)
        self._w().tab(name).focus_main()

    def choose_year(self, year: int) -> None:
        w = self._w()
        if w.may_leave():
            w.workspace.set_year(year)
        else:
            w.tool_row.show_book(w.workspace.book)
        w.tab(w.shown_tab.name).focus_main()

    def open_years(self) -> None:
        """F4: the list of years, wherever the keys are that have no list of their own."""
        year = self._w().tool_row.year
        if year.isVisible() and year.isEnabled():
            self._w().finish_editing()
            year.showPopup()  # the keys come back by themselves when the list closes

    def open_find(self) -> None:
        """Ctrl+F: the line that looks for a district or an indicator; a tab may have a search of its own."""
        w = self._w()
        if w.tab(w.shown_tab.name).open_search() or w.workspace.book is None:
            return
        if w.shown_tab.name == "indicators" and not w.indicator_tab.may_turn():
            self.say("请先改好标红框的数，再查找")
            return
        w.find_bar.open_bar(w.workspace.book.scheme)

    def show_found(self, district: str, indicator: str) -> None:
        """Show a row or column of the shown tab; the keys stay in the search line."""
        w = self._w()
        w.tab(w.shown_tab.name).show_found(district, indicator)

    def leave_find(self) -> None:
        """The keys go back to where the search led."""
        w = self._w()
        if w.shown_tab.name == "indicators" and (cell := w.indicator_tab.current_cell()):
            w.indicator_tab.go_to(*cell)
        else:
            self.show_tab(w.shown_tab.name)

    def current_district(self) -> str:
        """The district of the current cell in the shown tab, "" for none."""
        return next((tab.current_district() for tab in self._w().built_tabs if tab.isVisible()), "")

    def jump_to(self, district: str, indicator: str) -> None:
        """Show a figure in the grid."""
        self._w().turn_to("indicators")
        self._w().indicator_tab.go_to(district, indicator)

    def explain_difference(self, district: str, indicator: str) -> None:
        """Show a figure that the registry does not bear out; the keys go to its explanation."""
        if not self._w().settings.panel_shown:
            self.toggle_panel()
        self.jump_to(district, indicator)
        self._w().indicator_tab.panel.edit_count_note()

    def show_enterprise(self, identifier: str) -> None:
        """Show one enterprise in its tab."""
        self._w().turn_to("enterprises")
        self._w().enterprise_tab.show_record(identifier)

    def show_team(self, target: ServiceObject) -> None:
        """Show the team of an object, or the place where one is to be formed."""
        self._w().turn_to("teams")
        page = self._w().team_tab.turn_to("board", focus=True)
        if not cast("TeamsPage", page).show_object(target):
            self._w().say("服务队页面里没有这个对象，可能需求已经了结")

    def show_team_task(self, name: str, about: str) -> None:
        """The page of 专家服务队 where something is due, and there by its name an object served, an expert or a team; "" for
        all experts who are to be checked."""
        from datong_desktop.services.expert_list import TO_CHECK
        from datong_desktop.services.listed import Query

        self._w().turn_to("teams")
        page = self._w().team_tab.turn_to(name, focus=True)
        if name == "log":
            cast("ServiceLogPage", page).show_visits_of(about)
        elif name == "board":
            board = cast("TeamsPage", page)
            for one in (row for row in board.table.rows if row.team_name == about):
                board.show_object(one.target)
        else:
            experts = cast("ExpertPage", page)
            experts.pages.show_list()
            experts.list.show_query(Query(about) if about else Query(chosen={"check": TO_CHECK}))

    def go_to_next_blank(self) -> None:
        self._w().turn_to("indicators")
        self._w().indicator_tab.go_to_next_blank()

    def focus_next_area(self) -> None:
        """F6: main view → side panel → tool row → main view."""
        w, focus = self._w(), QApplication.focusWidget()
        in_tab = focus is not None and w.tabs.isAncestorOf(focus)
        if in_tab and w.panel.isVisible():
            _first_field(w.panel.currentWidget()).setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif in_tab or (focus is not None and w.panel.isAncestorOf(focus)):
            _first_field(w.tool_row).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.show_tab(w.shown_tab.name)

    def retry_refused(self) -> None:
        """Write again what a full disk or a vanished stick kept from being stored."""
        left = self._w().indicator_tab.table.retry_refused()
        if not left:
            self.say("刚才没写进去的数字已保存")

    def reopen(self) -> None:
        """Try to get the ledger for writing again."""
        w = self._w()
        ledger = w.workspace.ledger
        if ledger is not None:
            path = ledger.path
            w.workspace.set_ledger(None)
            w.ledger_flow.open(path)

    def open_recent(self, path: str) -> None:
        self._w().ledger_flow.open(Path(path))

    # -- preferences --------------------------------------------------------------------------------------

    def apply_preferences(self) -> None:
        """Bring window and menu marks in line with the settings."""
        w, s = self._w(), self._w().settings
        w.indicator_tab.grid.direction = s.direction
        for tab in w.built_tabs:
            tab.set_compact(s.compact)
        w.indicator_tab.grid.set_show_last_year(s.show_last_year)
        w.status.show_direction(s.direction)
        w.status.show_operator(s.operator)
        w.show_room()
        actions = w.menus.actions
        actions["direction"].setChecked(s.direction == "down")
        actions["lastYear"].setChecked(s.show_last_year)
        actions["compact"].setChecked(s.compact)
        actions["panel"].setChecked(s.panel_shown)
        actions["paper"].setChecked(w.indicator_tab.paper_shown)
        for look in ("auto", "light", "dark"):
            actions[f"look_{look}"].setChecked(s.look == look)

    def _prefer(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self._w().settings, name, value)
        settings_file.save(self._w().settings)
        self.apply_preferences()

    def toggle_paper(self) -> None:
        w = self._w()
        w.turn_to("indicators")
        w.indicator_tab.set_paper_shown(not w.indicator_tab.paper_shown)
        w.paper_button.setText("表格(&G)" if w.indicator_tab.paper_shown else "纸表(&G)")
        self.apply_preferences()

    def toggle_last_year(self) -> None:
        self._prefer(show_last_year=not self._w().settings.show_last_year)

    def toggle_direction(self) -> None:
        self._prefer(direction="right" if self._w().settings.direction == "down" else "down")

    def toggle_panel(self) -> None:
        self._prefer(panel_shown=not self._w().settings.panel_shown)

    def toggle_compact(self) -> None:
        self._prefer(compact=not self._w().settings.compact)

    def set_look(self, look: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, look)
        self._prefer(look=look)

    def set_operator(self, name: str) -> None:
        w = self._w()
        if w.workspace.ledger is not None:
            w.workspace.ledger.operator = name
        self._prefer(operator=name)

    def ask_operator(self) -> None:
        dialog = dialogs.forms.OperatorDialog(self._w().settings.operator, self._w())
        if dialogs.ask(dialog):
            self.set_operator(dialog.name.text().strip())

    def register_double_click(self) -> None:
        """Let a double click on a ledger open it."""
        from datong_desktop import association

        try:
            association.register()
        except Refused as refusal:
            self._w().bar.show_message("error", str(refusal))
        else:
            self.say("已登记：双击 .datong 文件就打开本程序")

    # -- help ---------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        dialog = dialogs.keys.KeysDialog(self._w())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_about(self) -> None:
        text = (
            f"大同市企业上市工作台 {__version__}\n\n按《大同市企业上市挂牌工作考核评价办法》计分。\n"
            "MIT 许可；所用组件和字体的许可见 THIRD_PARTY_NOTICES。"
        )
        QMessageBox.about(self._w(), "关于", text)


def _first_field(area: QWidget) -> QWidget:
    """The first widget of an area that the keyboard can work with."""
    inner = cast("list[QWidget]", area.findChildren(QWidget))
    return next(
        (c for c in inner if c.focusPolicy() & Qt.FocusPolicy.TabFocus and c.isVisible() and c.isEnabled()), area
    )
