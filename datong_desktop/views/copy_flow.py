"""What keeps a ledger from being lost: copies, backups, restoring one, the check. Slow steps run off the UI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from datong_desktop import paths, services
from datong_desktop.domain.problem import Problem, Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.views import dialogs, long_work
from datong_desktop.views.ledger_flow import FILTER, SUFFIX

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.views.main_window import MainWindow

NOT_RESTORED = "已取消，没有恢复，账套还是原来的样子"


class CopyFlow(QObject):
    """Copies of the open ledger, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    def save_copy(self) -> None:
        ledger = self._workspace.ledger
        if ledger is None:
            return
        self._window.finish_editing()
        suggested = ledger.path.with_name(f"{ledger.path.stem} 副本.datong")
        target = dialogs.files.ask_save(self._window, "另存副本", suggested, FILTER, SUFFIX)
        if target:
            long_work.start(
                self._window,
                "正在另存副本…",
                lambda progress: services.ledger.save_copy(ledger, target, progress),
                lambda problems: self._copied(target, problems),
                stop=long_work.Stop(f"已取消，没有另存 {target.name}"),
            )

    def _copied(self, target: Path, problems: tuple[Problem, ...]) -> None:
        self._window.say(f"副本已存好并核对：{target}")
        self._tell_scans_left_behind(problems)

    def _tell_scans_left_behind(self, problems: tuple[Problem, ...]) -> None:
        if problems:
            told = "；".join(p.text.removesuffix("。") for p in problems[:3])
            more = f"；另有 {len(problems) - 3} 处" if len(problems) > 3 else ""
            self._window.bar.show_message("warning", f"副本里的数字都在，但缺扫描件：{told}{more}。")

    def rescue(self) -> None:
        """另存到…: the ledger file vanished; what this window still holds goes into a new file and is opened."""
        ledger = self._workspace.ledger
        target = dialogs.files.ask_save(self._window, "另存到", paths.documents() / "抢救.datong", FILTER, SUFFIX)
        if ledger is None or target is None:
            return
        kept = dict(self._window.indicator_tab.table.refused)
        self._window.settings.remember_place(target.absolute(), self._window.place())  # the refused texts are of this year
        opening = self._window.ledger_flow.opening(target)

        def copy_and_open() -> Any:
            problems = services.ledger.save_copy(ledger, target)
            return opening(), problems

        def reopened(result: Any) -> None:
            opened, problems = result
            self._window.ledger_flow.opened(opened)
            self._window.indicator_tab.table.refused.update(kept)
            left = self._window.indicator_tab.table.retry_refused()
            self._window.say(
                f"已另存到 {target.name}，刚才没写进去的数字{'还有 ' + str(left) + ' 个待改' if left else '也已保存'}"
            )
            self._tell_scans_left_behind(problems)

        long_work.start(self._window, "正在另存…", lambda _: copy_and_open(), reopened)

    def back_up_at_open(self, ledger: Ledger) -> None:
        """A backup when something changed since the last one, without a word unless it fails."""
        if not ledger.read_only and self._workspace.ledger is ledger:
            work = services.ledger.back_up_if_changed
            long_work.start(
                self._window, "", lambda _: work(ledger), lambda _: None, refused=self._backup_failed
            )

    def _backup_failed(self, refusal: Refused) -> None:
        self._window.bar.show_message("warning", f"未备份：{refusal}", ("再备份一次", self.back_up))

    def back_up(self) -> None:
        ledger = self._workspace.ledger
        if ledger is not None:
            self._window.finish_editing()
            long_work.start(
                self._window,
                "正在备份…",
                lambda progress: services.ledger.back_up(ledger, "手动", progress),
                lambda info: self._window.say(f"已备份并核对：{info.path.name}"),
                refused=self._backup_failed,
                stop=long_work.Stop("已取消，没有备份"),
            )

    def restore(self, path: Path | None = None) -> None:
        ledger = self._workspace.ledger
        target = path or (ledger.path if ledger else self._ask_for_backups())
        if target is None or not self._window.may_leave():
            return
        dialog = dialogs.backups.BackupsDialog(target, self._window)
        if not dialogs.ask(dialog) or (backup := dialog.chosen()) is None:
            return
        if ledger is not None and ledger.path == target:
            self._workspace.set_ledger(None)
        operator, opening = self._window.settings.operator, self._window.ledger_flow.opening(target)

        def restore_and_open(progress: Progress) -> Any:
            services.ledger.restore_backup(target, backup, operator=operator, progress=progress)
            return opening()

        def restored(opened: Any) -> None:
            self._window.ledger_flow.opened(opened)
            self._window.say(f"已恢复到 {backup.made_at:%Y-%m-%d %H:%M:%S} 的备份；原来的账套另存在旁边")

        long_work.start(
            self._window,
            "正在恢复…",
            restore_and_open,
            restored,
            refused=lambda refusal: self._window.ledger_flow.open_failed(target, refusal),
            stop=long_work.Stop(NOT_RESTORED, then=lambda: self._reopen(target)),
        )

    def _reopen(self, path: Path) -> None:
        """The ledger that was closed to be restored, when nothing came of it."""
        def reopened(opened: Any) -> None:
            self._window.ledger_flow.opened(opened)
            self._window.say(NOT_RESTORED)

        if self._workspace.ledger is None and path.exists():
            self._window.ledger_flow.start_opening(path, reopened)

    def _ask_for_backups(self) -> Path | None:
        """No ledger is open, perhaps because its file is gone: any of its backups tells which one is meant."""
        folder = self._window.settings.last_folder or paths.documents()
        chosen = dialogs.files.ask_open(self._window, "选择账套，或“.备份”文件夹里的一份备份", folder, FILTER)
        if chosen is None:
            return None
        return services.ledger.ledger_of_backup(chosen) or chosen

    def check(self) -> None:
        ledger = self._workspace.ledger
        if ledger is None:
            return
        self._window.finish_editing()

        def checked(problems: Any) -> None:
            if problems:
                in_the_file = any(not p.code.startswith("scan") for p in problems)
                self._window.bar.show_message(
                    "error",
                    "检查账套发现问题：" + "；".join(p.text for p in problems[:5]),
                    *([("从备份恢复…", lambda: self.restore(None))] if in_the_file else []),  # no backup holds scans
                )
            else:
                self._window.say("✓ 账套检查通过：文件完好，数字与修改记录一致，扫描件都在")

        long_work.start(
            self._window,
            "正在检查账套…",
            lambda progress: services.ledger.check_ledger(ledger, progress),
            checked,
            stop=long_work.Stop("已取消，账套没有检查完"),
        )
