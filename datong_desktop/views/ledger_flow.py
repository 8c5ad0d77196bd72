"""What the 文件 menu does: new, open, recent, copy, backup, restore, check. Slow steps run off the UI thread."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from datong_desktop import paths, services
from datong_desktop.domain.problem import Problem, Refused
from datong_desktop.domain.progress import Progress
from datong_desktop.views import background, dialogs, long_work
from datong_desktop.views.first_paint import FirstPaint
from datong_desktop.views.workspace import first_look, open_for_window

if TYPE_CHECKING:
    from datong_desktop.services.ledger import Ledger
    from datong_desktop.views.main_window import MainWindow

SAMPLE = "样例.datong"
BACKUP_DELAY_MS = 400
"""The backup at opening waits until the figures are on the screen."""
UNPAINTED_MS = 1000
"""A first look that was not painted by then: the ledger is opened all the same."""
NOT_RESTORED = "已取消，没有恢复，账套还是原来的样子"
SUFFIX = ".datong"
FILTER = f"账套 (*{SUFFIX})"


class LedgerFlow(QObject):
    """Jobs on the ledger as a whole, for one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace

    # -- opening ------------------------------------------------------------------------------------------

    def new(self) -> None:
        dialog = dialogs.new_ledger.NewLedgerDialog(self._window.settings.operator, self._window)
        if not dialogs.ask(dialog):
            return
        path, year = dialog.file(), dialog.number()
        operator = dialog.operator.text().strip()
        self._window.set_operator(operator)
        office, scheme = dialog.office.text().strip(), dialog.scheme.text

        def create() -> Any:
            ledger = services.ledger.create_ledger(
                path, office=office, operator=operator, scheme_text=scheme, year=year
            )
            return ledger, first_look(ledger)

        long_work.start(self._window, "正在新建账套…", lambda _: create(), self._opened)

    def ask_and_open(self) -> None:
        folder = self._window.settings.last_folder or paths.documents()
        if chosen := dialogs.files.ask_open(self._window, "打开账套", folder, FILTER):
            self.open(chosen)

    def open(self, path: Path) -> None:
        """Open a ledger in a worker thread; the window stays alive and keeps its ledger when that fails."""
        if not self._window.may_leave():
            return
        here = self._workspace.ledger
        if here is not None and here.path == path.absolute():
            self._window.say(f"“{path.name}”已经打开")
            return
        self._start_opening(path)

    def _start_opening(self, path: Path, opened: Callable[[Any], None] | None = None) -> background.Job:
        opening = self._opening(path)
        return long_work.start(
            self._window,
            f"正在打开 {path.name}…",
            lambda _: opening(),
            opened or self._opened,
            refused=lambda refusal: self._open_failed(path, refusal),
        )

    def _opening(self, path: Path) -> Callable[[], Any]:
        """What opens a ledger with the year last worked in, in any thread."""
        path, settings = path.absolute(), self._window.settings
        return partial(open_for_window, path, settings.operator, settings.place_in(path).year)

    def open_first(self, path: Path) -> None:
        """Open the ledger the program starts with: its figures are on show before it is quite open."""
        place = self._window.settings.place_in(path.absolute())
        look = services.first_look.first_look(path.absolute(), place.year)
        if look is None:
            self._window.show_opening(path.name)
            self._start_opening(path)
            return
        started: list[background.Job] = []

        def start() -> None:
            if not started:
                started.append(self._start_opening(path))

        def finish() -> None:
            start()
            started[0].finish()

        self._workspace.show_first(*look, finish)
        self._window.go_to_place(place)
        self._window.setWindowTitle(f"{path.name} — {self._window.title}")
        self._window.focus_tab()
        FirstPaint(self._window.tabs.currentWidget(), start)  # loading SQLAlchemy would delay the paint
        QTimer.singleShot(UNPAINTED_MS, self, start)  # minimised, or on another tab by now

    def open_sample(self) -> None:
        """Open the sample ledger."""
        self.open(self.sample_copy())

    def sample_copy(self) -> Path:
        """The sample ledger in the user's own folder, copied there the first time: the one delivered stays as it is."""
        copy = paths.user_data() / SAMPLE
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            beside = copy.with_suffix(".part")  # a copy cut short must not pass for the sample next time
            shutil.copyfile(paths.resources() / "sample" / SAMPLE, beside)
            os.replace(beside, copy)
        return copy

    def _opened(self, opened: Any) -> None:
        ledger, prepared = opened
        looked = self._workspace.opening is not None  # the first look went there, and keying goes on
        self._workspace.set_ledger(ledger, prepared)
        if not looked:
            self._window.go_to_place(self._window.settings.place_in(ledger.path))
        self._window.ledger_shown()
        QTimer.singleShot(BACKUP_DELAY_MS, self, lambda: self._back_up_at_open(ledger))

    def _back_up_at_open(self, ledger: Ledger) -> None:
        if not ledger.read_only and self._workspace.ledger is ledger:
            work = services.ledger.back_up_if_changed
            long_work.start(
                self._window, "", lambda _: work(ledger), lambda _: None, refused=self._backup_failed
            )

    def _open_failed(self, path: Path, refusal: Refused) -> None:
        actions: list[tuple[str, Callable[[], object]]] = [("另选账套…", self.ask_and_open)]
        if services.ledger.list_backups(path):
            actions.insert(0, ("从备份恢复…", lambda: self.restore(path)))
        if not path.exists():
            self._window.settings.forget_ledger(str(path))
        self._workspace.opening_failed()
        self._window.bar.show_message("error", str(refusal), *actions)
        self._window.open_failed()

    def _backup_failed(self, refusal: Refused) -> None:
        self._window.bar.show_message("warning", f"未备份：{refusal}", ("再备份一次", self.back_up))

    # -- copies -------------------------------------------------------------------------------------------

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
        opening = self._opening(target)

        def copy_and_open() -> Any:
            problems = services.ledger.save_copy(ledger, target)
            return opening(), problems

        def reopened(result: Any) -> None:
            opened, problems = result
            self._opened(opened)
            self._window.indicator_tab.table.refused.update(kept)
            left = self._window.indicator_tab.table.retry_refused()
            self._window.say(
                f"已另存到 {target.name}，刚才没写进去的数字{'还有 ' + str(left) + ' 个待改' if left else '也已保存'}"
            )
            self._tell_scans_left_behind(problems)

        long_work.start(self._window, "正在另存…", lambda _: copy_and_open(), reopened)

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
        operator, opening = self._window.settings.operator, self._opening(target)

        def restore_and_open(progress: Progress) -> Any:
            services.ledger.restore_backup(target, backup, operator=operator, progress=progress)
            return opening()

        def restored(opened: Any) -> None:
            self._opened(opened)
            self._window.say(f"已恢复到 {backup.made_at:%Y-%m-%d %H:%M:%S} 的备份；原来的账套另存在旁边")

        long_work.start(
            self._window,
            "正在恢复…",
            restore_and_open,
            restored,
            refused=lambda refusal: self._open_failed(target, refusal),
            stop=long_work.Stop(NOT_RESTORED, then=lambda: self._reopen(target)),
        )

    def _reopen(self, path: Path) -> None:
        """The ledger that was closed to be restored, when nothing came of it."""
        def reopened(opened: Any) -> None:
            self._opened(opened)
            self._window.say(NOT_RESTORED)

        if self._workspace.ledger is None and path.exists():
            self._start_opening(path, reopened)

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
