"""The acts of the score tab, declared: name, text with Alt letter, key, tip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

DECLARED = (
    ("scoreCopy", "复制(&C)", "Ctrl+C", "复制选中的得分，可粘贴到 Excel、WPS"),
    ("scoreCopyHeadings", "带标题复制(&B)", "Ctrl+Shift+C", "连同县区和列标题一起复制"),
    ("scoreSort", "按本列排序(&O)", "Ctrl+Shift+L", "按选中的列排序，再按一次倒过来；点列标题也行"),
    ("scoreAnnexOrder", "恢复附表顺序(&A)", "Esc", "排序恢复成附表的县区顺序"),
    ("scoreCopyChart", "复制图表(&I)", "Ctrl+F7", "把条形图复制成图片，可粘贴到文档里"),
    ("scoreShowChart", "显示图表(&G)", "F7", "在表下面显示最终得分条形图"),
)


def make_actions(tab: QWidget, acts: tuple[Callable[[], object], ...]) -> dict[str, QAction]:
    """The actions by name, in menu order; they work while the focus is in the tab."""
    actions: dict[str, QAction] = {}
    for (name, text, key, tip), act in zip(DECLARED, acts, strict=True):
        action = QAction(text, tab)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{tip}（{key}）")
        action.triggered.connect(lambda _=False, do=act: do())
        tab.addAction(action)
        actions[name] = action
    return actions
