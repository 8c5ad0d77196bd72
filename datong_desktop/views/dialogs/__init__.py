"""Dialogs, each loaded when it is first asked for (``dialogs.forms.NewYearDialog``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datong_desktop.late import submodules

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QDialogButtonBox

    from datong_desktop.views.dialogs import (
        backups,
        disqualify,
        files,
        forms,
        import_preview,
        keys,
        list_import,
        new_ledger,
        preview,
        record_history,
        records,
    )

__all__ = [
    "backups", "disqualify", "files", "forms", "import_preview", "keys", "list_import", "new_ledger", "preview",
    "record_history", "records",
]  # fmt: skip

__getattr__ = submodules(__name__, __all__)


def resize_within_screen(dialog: QDialog, width: int, height: int) -> None:
    """The wanted size, or what a small or much enlarged screen has room for, its title bar included."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width() - 16), min(height, room.height() - 48))


def closing(dialog: QDialog) -> QDialogButtonBox:
    """The foot of a dialog that only shows something."""
    from PySide6.QtWidgets import QDialogButtonBox

    buttons = QDialogButtonBox()
    buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setToolTip("关闭（Esc）")
    buttons.rejected.connect(dialog.reject)
    return buttons


def ask(dialog: QDialog) -> bool:
    """Show a modal dialog and say whether it was accepted. It is gone once its answers have been read."""
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
