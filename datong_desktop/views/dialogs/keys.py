"""按键说明: every key of the window on one page, shown by F1."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from datong_desktop.views import theme
from datong_desktop.views.dialogs import resize_within_screen

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "录入",
        (
            ("0-9", "直接打数字，替换原数"),
            ("Enter 或小键盘 Enter", "确认，按录入方向到下一格"),
            ("Tab / Shift+Tab", "确认，右移 / 左移"),
            ("Shift+Enter", "确认，退回上一格"),
            ("方向键", "确认，移动一格"),
            ("F2", "在格内修改"),
            ("Esc", "恢复原数"),
            ("Delete", "清除，变为未报"),
            ("F8", "录入方向：向右 / 向下"),
        ),
    ),
    (
        "移动",
        (
            ("Home / End", "行首 / 行尾"),
            ("Ctrl+Home / Ctrl+End", "第一格 / 最后一格"),
            ("Shift+↓", "只选一格时到最后一行，不是扩选"),
            ("Ctrl+↓ / Ctrl+↑", "最后一行 / 第一行"),
            ("Ctrl+F", "查找县区或指标，Enter 下一处"),
            ("Ctrl+G", "下一个未报格"),
            ("PageUp / PageDown", "翻页；纸表里换县区"),
        ),
    ),
    (
        "得分",
        (
            ("Enter", "到这个得分的数字"),
            ("Ctrl+C / Ctrl+Shift+C", "复制 / 带标题复制"),
            ("Ctrl+Shift+L / Esc", "按本列排序 / 恢复附表顺序"),
            ("Ctrl+Shift+Q / R", "取消 / 恢复参评资格"),
            ("F7 / Ctrl+F7", "显示图表 / 复制图表"),
        ),
    ),
    (
        "选择和整块",
        (
            ("Shift+↑ / ← / →", "扩选一格"),
            ("Alt+Shift+↓", "向下扩选；选了多格后 Shift+↓ 也可"),
            ("Ctrl+Shift+方向键", "扩选到边"),
            ("Shift+Home / End", "扩选到行首 / 行尾"),
            ("Ctrl+A", "全选"),
            ("Ctrl+C / X / V", "复制 / 剪切 / 粘贴，与 Excel、WPS 互通"),
            ("Ctrl+Shift+V", "按县区和指标名称粘贴"),
            ("Ctrl+D / Ctrl+R", "向下 / 向右填充"),
            ("Ctrl+Z / Ctrl+Y", "撤销 / 重做"),
        ),
    ),
    (
        "企业库、专家库",
        (
            ("Ctrl+F", "搜索；在表里直接打字也行"),
            ("Ctrl+Shift+F", "清除搜索和筛选"),
            ("Insert", "录入；在扫描件里添加"),
            ("Enter / F2", "打开选中的"),
            ("Ctrl / Shift+点击", "选几条"),
            ("Ctrl+M / Ctrl+Shift+A / E", "批量修改 / 归档 / 导出所见"),
            ("Ctrl+Shift+I / Ctrl+V", "导入 / 粘贴名单，服务需求也行"),
            ("Ctrl+Shift+T / B / J", "待办（专家服务队里也行）/ 批次 / 举措台账"),
            ("PageUp / PageDown", "登记表里：上一条 / 下一条"),
            ("Alt+PageUp / PageDown", "登记表里：上一段、下一段，小表也停"),
            ("Alt+← / Esc", "登记表里：回到列表"),
            ("F7", "企业登记表里：按提示改正信用代码"),
            ("Ctrl+Delete", "登记表的小表里：删除这一行"),
            ("Ctrl+Enter", "对话框里：保存"),
        ),
    ),
    (
        "窗口",
        (
            ("Ctrl+1 / 2 / 3 / 4", "企业库 / 指标填报 / 得分 / 专家服务队"),
            ("Ctrl+T", "表格 / 纸表"),
            ("F6", "在表格、侧栏、工具栏之间移动"),
            ("F9", "收放侧栏"),
            ("Ctrl+PageUp / PageDown", "下一年度 / 上一年度"),
            ("F4", "选择年度；在下拉框、日期里打开列表、日历"),
            ("Ctrl+P", "预览打印"),
            ("Ctrl+I", "导入"),
            ("Ctrl+E", "全部导出"),
            ("Ctrl+H", "修改记录"),
            ("Shift+F2", "备注"),
            ("Ctrl+N / Ctrl+O", "新建 / 打开账套"),
            ("Ctrl+B / Ctrl+Shift+S", "立即备份 / 另存副本"),
            ("Ctrl+Shift+N", "新建年度"),
            ("Ctrl+Q", "退出"),
            ("Ctrl+S", "不用按：每确认一格都已写入磁盘"),
            ("F1", "这一页"),
        ),
    ),
    (
        "专家服务队",
        (
            ("Alt+1 … 5", "专家库、服务需求等五页"),
            ("Insert / Enter", "服务队：加入专家；也可以拖过来"),
            ("Delete / Ctrl+K", "服务队：离队 / 更换"),
            ("Ctrl+L / F2", "服务队：设为负责人 / 有效期"),
            ("Ctrl+Enter", "服务日志：登记并开始下一条"),
            ("Ctrl+J", "年度考核：决定去留"),
        ),
    ),
)


THREE, TWO = ((0, 1, 2), (3, 4), (6, 5)), ((0, 1, 3, 6), (4, 2, 5))
"""Which groups stand below each other, on a wide screen and on a narrow or much enlarged one."""
WIDE = 1240


class KeysDialog(QDialog):
    """Groups of keys in columns, on one page where the screen has room; Esc or Enter closes it."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle("按键说明")
        layout = QVBoxLayout(self)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setSpacing(2 * theme.MARGIN)
        for places in THREE if self.screen().availableGeometry().width() >= WIDE else TWO:
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.GAP)
            grid.setVerticalSpacing(4)
            for place in places:
                self._add_group(grid, *KEYS[place])
            grid.setRowStretch(grid.rowCount(), 1)
            columns.addLayout(grid)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setObjectName("keysPage")
        scroll.setAccessibleName("按键说明")
        layout.addWidget(scroll)
        buttons = QDialogButtonBox()
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.AcceptRole)
        close.setObjectName("closeButton")
        close.setToolTip("关闭（Esc）")
        buttons.accepted.connect(self.accept)
        layout.addWidget(buttons)
        wanted = body.sizeHint() + buttons.sizeHint()
        resize_within_screen(self, body.sizeHint().width() + 3 * theme.MARGIN, wanted.height() + 3 * theme.MARGIN)

    @staticmethod
    def _add_group(grid: QGridLayout, title: str, keys: tuple[tuple[str, str], ...]) -> None:
        row = grid.rowCount()
        heading = QLabel(title)
        heading.setProperty("heading", True)
        heading.setContentsMargins(0, theme.GAP if row > 1 else 0, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        for offset, (key, what) in enumerate(keys, 1):
            name = QLabel(key)
            name.setProperty("muted", True)
            grid.addWidget(name, row + offset, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(QLabel(what), row + offset, 1)
