"""The acts of the registry, declared: name, text with Alt letter, key, tip."""

from __future__ import annotations

DECLARED = (
    ("enterpriseNew", "录入企业(&N)…", "Insert", "登记一家新企业"),
    ("enterpriseOpen", "打开(&O)…", "", "打开选中企业的登记（Enter、F2 或双击）"),
    ("enterpriseClear", "清除搜索和筛选(&K)", "Ctrl+Shift+F", "显示全部在册企业"),
    ("enterpriseCopy", "复制(&C)", "Ctrl+C", "复制选中的行，可粘贴到 Excel、WPS"),
    ("enterpriseBatch", "批量修改(&M)…", "Ctrl+M", "把选中企业的一个栏目改成同一个值"),
    ("enterpriseArchive", "归档(&A)", "Ctrl+Shift+A", "选中的企业不再列在平时的表里，资料都留着"),
    ("enterpriseRestore", "取消归档(&U)", "", "选中的企业重新列在平时的表里"),
    ("enterpriseImport", "导入企业(&I)…", "", "从 Excel 导入企业，先预览再写入"),
    ("enterpriseExport", "导出所见(&X)…", "Ctrl+Shift+E", "把表里看到的行和列存成 Excel"),
    ("enterpriseTemplate", "空白名单(&T)…", "", "写一份空白的企业名单，填好后再导入"),
    ("enterpriseColumns", "选择列(&L)…", "", "显示哪些列；拖动列标题换位置"),
    ("enterpriseColumnsBack", "恢复默认列(&D)", "", "列和列宽恢复成最初的样子"),
)
NEEDS_WRITING = ("enterpriseNew", "enterpriseBatch", "enterpriseArchive", "enterpriseRestore", "enterpriseImport")
NEEDS_ROWS = (
    "enterpriseOpen", "enterpriseCopy", "enterpriseBatch", "enterpriseArchive", "enterpriseRestore", "enterpriseExport",
)  # fmt: skip
