"""The acts of the score tab, declared: name, text with Alt letter, key, tip."""

from __future__ import annotations

DECLARED = (
    ("scoreCopy", "复制(&C)", "Ctrl+C", "复制选中的得分，可粘贴到 Excel、WPS"),
    ("scoreCopyHeadings", "带标题复制(&B)", "Ctrl+Shift+C", "连同县区和列标题一起复制"),
    ("scoreSort", "按本列排序(&O)", "Ctrl+Shift+L", "按选中的列排序，再按一次倒过来；点列标题也行"),
    ("scoreAnnexOrder", "恢复附表顺序(&A)", "Esc", "排序恢复成附表的县区顺序"),
    ("scoreCopyChart", "复制图表(&I)", "Ctrl+F7", "把条形图复制成图片，可粘贴到文档里"),
    ("scoreShowChart", "显示图表(&G)", "F7", "在表下面显示最终得分条形图"),
)

