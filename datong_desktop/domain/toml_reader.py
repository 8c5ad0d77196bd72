"""Plain values out of a TOML file a person edits; every complaint names the file, the key and the reason."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from datong_desktop.domain.problem import Refused, refuse

_ID = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")


class TomlReader:
    """A parsed file. ``what`` and ``source`` are its kind and name in messages, ``code`` that of the refusals."""

    def __init__(self, text: str, what: str, source: str, code: str) -> None:
        self.what, self.source, self.code = what, source, code
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self.bad("全文", f"不是有效的 TOML：{error}") from error

    def bad(self, key: str, reason: str) -> Refused:
        text = f"{self.what} {self.source} 的“{key}”有误：{reason}。请改正后再用。"
        return refuse(self.code, text, cell=key)

    def require_format(self, number: int) -> None:
        if self.data.get("format") != number:
            raise self.bad("format", f"应为 {number}，本程序只认识第 {number} 版格式")

    def table(self, path: str) -> dict[str, Any]:
        found: Any = self.data
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            raise self.bad(path, "缺少这一节")
        return found

    def items(self, key: str) -> list[dict[str, Any]]:
        found = self.data.get(key)
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            raise self.bad(key, "缺少，或不是 [[…]] 列表")
        return found

    def text(self, path: str) -> str:
        table, _, key = path.rpartition(".")
        return self.string(self.table(table) if table else self.data, key, path)

    def string(self, table: dict[str, Any], key: str, shown: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(shown, "缺少，或不是文字")
        return value

    def identifier(self, table: dict[str, Any], key: str, shown: str) -> str:
        value = self.string(table, key, shown)
        if not _ID.fullmatch(value):
            raise self.bad(shown, "只能用小写英文字母、数字、下划线和连字符，以字母开头")
        return value

    def integer(self, table: dict[str, Any], key: str, shown: str, low: int, high: int) -> int:
        value = table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.bad(shown, f"应为 {low} 到 {high} 的整数")
        return value

    def strings(self, table: dict[str, Any], key: str, shown: str) -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.bad(shown, "应为文字列表")
        return tuple(value)
