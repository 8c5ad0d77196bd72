"""Reading a scheme file (TOML) into a ``Scheme``, with a message that names file, key and reason."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from datong_desktop.domain.names import fold
from datong_desktop.domain.problem import Refused, problem
from datong_desktop.domain.scheme import Band, Indicator, Participant, Rule, Scheme, TableHeading

_ID = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)%")


def parse_scheme(text: str, source: str) -> Scheme:
    """Scheme from the text of a TOML file; ``source`` is the file name shown in messages.

    Raises ``Refused`` (code ``bad_scheme``) whose sentence names the file, the key and the reason.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(source, *_wrong_toml(str(error))) from error
    return _Reader(data, source).scheme()


def _wrong_toml(message: str) -> tuple[str, str]:
    """Place and reason, in Chinese, of what ``tomllib`` complains about."""
    place = re.search(r"at line (\d+), column (\d+)", message)
    where = f"第 {place[1]} 行第 {place[2]} 个字" if place else "结尾"
    if message.startswith("Cannot"):
        return where, "不是有效的 TOML，这一项前面已经写过了"
    return where, "不是有效的 TOML，多半是少了引号、等号或括号"


def _bad(source: str, key: str, reason: str) -> Refused:
    return Refused(
        problem("bad_scheme", f"考核方案文件 {source} 的“{key}”有误：{reason}。请改正后再用。", sheet=None, cell=key)
    )


class _Reader:
    """Walks the parsed TOML; every complaint knows the key it is about."""

    def __init__(self, data: dict[str, Any], source: str) -> None:
        self.data, self.source = data, source

    def bad(self, key: str, reason: str) -> Refused:
        return _bad(self.source, key, reason)

    def scheme(self) -> Scheme:
        if self.data.get("format") != 1:
            raise self.bad("format", "应为 1，本程序只认识第 1 版格式")
        participants = self.participants()
        return Scheme(
            id=self.identifier(self.data, "id", "id"),
            title=self.text("title"),
            city=self.text("city"),
            source=self.text("source"),
            office=self.text("office"),
            unit=self.text("unit"),
            participants=participants,
            indicators=self.indicators(),
            bands=self.bands(len(participants)),
            tie_rule=self.rule("tie", ("best", "worst")),
            zero_rule=self.rule("zero", ("no_points", "ranked")),
            final_rule=self.rule("final", ("weighted_sum",)),
            disqualification_rule=self.rule("disqualification", ("out",)),
            disqualified_years=self.integer(
                self.table("rules.disqualification"), "years", "rules.disqualification.years", 1, 10
            ),
            table_1=self.heading("tables.annex_table_1", 1),
            table_2=self.heading("tables.annex_table_2", 3),
            points_suffix=self.text("tables.annex_table_2.points_suffix"),
            final_heading=self.text("tables.annex_table_2.final_heading"),
        )

    def participants(self) -> tuple[Participant, ...]:
        found: list[Participant] = []
        taken: dict[str, str] = {}
        for i, item in enumerate(self.items("participants"), 1):
            key = f"participants 第 {i} 项"
            name = self.official_name(item, key, taken)
            aliases = item.get("aliases", [])
            if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
                raise self.bad(f"{key}.aliases", "应为文字列表")
            for alias in aliases:
                if (other := taken.setdefault(fold(alias), name)) != name:
                    raise self.bad(f"{key}.aliases", f"“{alias}”与“{other}”分不开")
            found.append(Participant(name, tuple(aliases)))
        return tuple(found)

    def indicators(self) -> tuple[Indicator, ...]:
        found: list[Indicator] = []
        taken: dict[str, str] = {}
        for i, item in enumerate(self.items("indicators"), 1):
            key = f"indicators 第 {i} 项"
            identifier = self.identifier(item, "id", f"{key}.id")
            name = self.official_name(item, key, taken)
            if identifier in {other.id for other in found}:
                raise self.bad(f"{key}.id", f"“{identifier}”出现了两次")
            found.append(
                Indicator(
                    identifier,
                    name,
                    self.string(item, "short_name", f"{key}.short_name") if "short_name" in item else name,
                    self.weight(item, f"{key}.weight"),
                    self.string(item, "meaning", f"{key}.meaning"),
                    self.string(item, "clause", f"{key}.clause"),
                )
            )
        total = sum((i.weight for i in found), Decimal(0))
        if total != 100:
            raise self.bad("indicators.weight", f"各指标权重合计为 {total.normalize():f}%，应为 100%")
        return tuple(found)

    def weight(self, item: dict[str, Any], key: str) -> Decimal:
        match = _WEIGHT.fullmatch(str(item.get("weight", "")))
        if not match or not 0 < Decimal(match[1]) <= 100:
            raise self.bad(key, '应为写成 "5%" 或 "7.5%" 的文字，大于 0 不超过 100%')
        return Decimal(match[1])

    def bands(self, ranks: int) -> tuple[Band, ...]:
        found: list[Band] = []
        for i, item in enumerate(self.items("bands"), 1):
            key = f"bands 第 {i} 项"
            first = self.integer(item, "first", f"{key}.first", 1, 10_000)
            last = self.integer(item, "last", f"{key}.last", first, 10_000)
            expected = found[-1].last + 1 if found else 1
            if first != expected:
                raise self.bad(f"{key}.first", f"应为 {expected}，名次段必须从 1 起首尾相接")
            points = self.integer(item, "points", f"{key}.points", 0, 1_000)
            found.append(
                Band(
                    first,
                    last,
                    points,
                    self.string(item, "clause", f"{key}.clause"),
                    self.string(item, "text", f"{key}.text"),
                )
            )
        if found[-1].last < ranks:
            raise self.bad("bands", f"名次段只到第 {found[-1].last} 名，而参评县区有 {ranks} 个")
        return tuple(found)

    def rule(self, name: str, kinds: tuple[str, ...]) -> Rule:
        key = f"rules.{name}"
        table = self.table(key)
        kind = self.string(table, "kind", f"{key}.kind")
        if kind not in kinds:
            raise self.bad(f"{key}.kind", f"“{kind}”不认识，可用：{'、'.join(kinds)}")
        return Rule(kind, self.string(table, "clause", f"{key}.clause"), self.string(table, "text", f"{key}.text"))

    def heading(self, key: str, parts: int) -> TableHeading:
        table = self.table(key)
        corner = table.get("corner")
        if not isinstance(corner, list) or len(corner) != parts or not all(isinstance(c, str) and c for c in corner):
            raise self.bad(f"{key}.corner", f"应为 {parts} 段文字的列表")
        return TableHeading(
            self.string(table, "label", f"{key}.label"), self.string(table, "title", f"{key}.title"), tuple(corner)
        )

    # -- plain values -------------------------------------------------------------------------------------

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

    def official_name(self, item: dict[str, Any], key: str, taken: dict[str, str]) -> str:
        """A name that no tolerated way of writing confuses with another one; ``taken`` remembers it."""
        name = self.string(item, "name", f"{key}.name")
        if name in taken.values():
            raise self.bad(f"{key}.name", f"“{name}”出现了两次")
        if not fold(name) or not name.isprintable():
            raise self.bad(f"{key}.name", "没有可辨认的文字，或夹有看不见的字符")
        if (other := taken.setdefault(fold(name), name)) != name:
            raise self.bad(f"{key}.name", f"“{name}”与“{other}”分不开，只差空格、标点或全半角")
        return name

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
