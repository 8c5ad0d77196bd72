"""The acts of a list of records, declared: name, text with Alt letter, key, tip. Names begin with what the list is called."""

from __future__ import annotations

from collections.abc import Iterable

from datong_desktop.views.records.record_list import ListWords

NEEDS_WRITING = ("New", "Batch", "Archive", "Restore", "Import", "Paste")
NEEDS_ROWS = ("Open", "Copy", "Batch", "Archive", "Restore", "Export")


Act = tuple[str, str, str, str]
"""Name, text, key, tip."""


def declared(words: ListWords) -> tuple[Act, ...]:
    """In the order of the menu."""
    title, one = words.title, words.counted
    acts = (
        ("New", f"录入{title}(&N)…", "Insert", f"登记一{one}新{title}"),
        ("Open", "打开(&O)…", "", f"打开选中{title}的登记（Enter、F2 或双击）"),
        ("Clear", "清除搜索和筛选(&K)", "Ctrl+Shift+F", f"显示全部在册{title}"),
        ("Copy", "复制(&C)", "Ctrl+C", "复制选中的行，可粘贴到 Excel、WPS"),
        ("Batch", "批量修改(&M)…", "Ctrl+M", f"把选中{title}的一个栏目改成同一个值"),
        ("Archive", "归档(&A)", "Ctrl+Shift+A", f"选中的{title}不再列在平时的表里，资料都留着"),
        ("Restore", "取消归档(&U)", "", f"选中的{title}重新列在平时的表里"),
        *importing(words)[:2],
        ("Export", "导出所见(&X)…", "Ctrl+Shift+E", "把表里看到的行和列存成 Excel"),
        importing(words)[2],
        ("Columns", "选择列(&L)…", "", "显示哪些列；拖动列标题换位置"),
        ("ColumnsBack", "恢复默认列(&D)", "", "列和列宽恢复成最初的样子"),
    )
    return named(words, acts)


def importing(words: ListWords, letters: str = "IVT") -> tuple[Act, Act, Act]:
    """How lists come in: from a file, from what was copied, and the empty one to fill in."""
    title, file, copied, blank = words.title, *letters
    return (
        ("Import", f"导入{title}(&{file})…", "Ctrl+Shift+I", f"从 Excel 或 CSV 导入{title}，先预览再写入"),
        ("Paste", f"粘贴名单(&{copied})…", "Ctrl+V", f"把在 Excel、WPS 里连表头复制的{title}名单贴进来，先预览再写入"),
        ("Template", f"空白名单(&{blank})…", "", f"写一份空白的{title}名单，填好后再导入"),
    )


def named(words: ListWords, acts: Iterable[Act]) -> tuple[Act, ...]:
    """The same with names that begin with what the list is called."""
    return tuple((f"{words.name}{name}", text, key, tip) for name, text, key, tip in acts)
