"""从备份恢复: the backups of a ledger with a preview of what is in each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from datong_desktop import services
from datong_desktop.domain.problem import Refused
from datong_desktop.views import background, theme
from datong_desktop.views.dialogs import resize_within_screen
from datong_desktop.views.indicators.cell_panel import wrapped_label
from datong_desktop.views.widgets.button_row import ButtonRow

if TYPE_CHECKING:
    from datong_desktop.services.ledger import BackupContents, BackupInfo


class BackupsDialog(QDialog):
    """Newest first; the contents of the selected backup are read in a thread. ``chosen()`` after 恢复."""

    def __init__(self, ledger_path: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("backupsDialog")
        self.setWindowTitle(f"从备份恢复 — {ledger_path.stem}")
        resize_within_screen(self, 720, 420)
        self._backups = services.ledger.list_backups(ledger_path)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        layout.setSpacing(theme.GAP)
        layout.addWidget(QLabel("选一份备份。恢复前，现在的账套会另存一份，不会丢失。"))
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.list = QListWidget()
        self.list.setObjectName("backupList")
        self.list.setAccessibleName("备份")
        self.list.setToolTip("上下键选一份，右边是里面的内容")
        self.list.setUniformItemSizes(True)  # else those measured before the style sheet is there are lower
        for backup in self._backups:
            self.list.addItem(
                QListWidgetItem(f"{backup.made_at:%Y-%m-%d %H:%M:%S}  {backup.reason}  {backup.size // 1024} KB")
            )
        self.preview = wrapped_label("还没有备份。打开账套、导入或删除之前都会自动备份。" if not self._backups else "")
        self.preview.setObjectName("backupPreview")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setMinimumWidth(theme.PANEL_WIDTH)
        row.addWidget(self.list, 3)
        row.addWidget(self.preview, 2)
        layout.addLayout(row, 1)
        buttons = ButtonRow()
        self.restore_button = buttons.addButton("恢复这份备份", QDialogButtonBox.ButtonRole.AcceptRole)
        self.restore_button.setObjectName("restoreButton")
        self.restore_button.setToolTip("用选中的备份代替现在的账套")
        self.restore_button.setEnabled(False)
        cancel = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancelButton")
        cancel.setDefault(True)
        cancel.setToolTip("什么也不做（Esc）")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.list.currentRowChanged.connect(self._preview_row)
        if self._backups:
            self.list.setCurrentRow(0)

    def chosen(self) -> BackupInfo | None:
        row = self.list.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _preview_row(self, row: int) -> None:
        backup = self._backups[row]
        self.restore_button.setEnabled(False)
        self.preview.setText("正在查看…")
        background.run(
            lambda: services.ledger.inspect_backup(backup.path),
            lambda contents: self._show(row, contents),
            lambda error: self._show_error(row, error),
        )

    def _show(self, row: int, contents: BackupContents) -> None:
        if not self._still_asked(row):
            return
        lines = [f"{year} 年度：已填 {keyed}/{cells}" for year, keyed, cells in contents.years] or ["没有年度"]
        if contents.last_change_at:
            lines.append(f"最后修改：{contents.last_change_at:%Y-%m-%d %H:%M:%S}\n{contents.last_change}")
        if contents.scans:
            missing = f"▲ 扫描件 {contents.scans} 个，其中 {contents.scans_missing} 个已不在账套旁的“.附件”文件夹里"
            lines.append(missing if contents.scans_missing else f"扫描件 {contents.scans} 个，都在账套旁的“.附件”文件夹里")
        lines.append("✓ 检查通过" if contents.sound else f"✕ {contents.problem}")
        self.preview.setText("\n".join(lines))
        self.restore_button.setEnabled(contents.sound)

    def _still_asked(self, row: int) -> bool:
        """Whether the dialog is still there and shows that row."""
        return isValid(self) and row == self.list.currentRow()

    def _show_error(self, row: int, error: BaseException) -> None:
        if self._still_asked(row):
            self.preview.setText(
                f"✕ 这份备份读不出来：{error if isinstance(error, Refused) else type(error).__name__}。请选别的备份。"
            )
