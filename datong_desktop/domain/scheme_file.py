"""Reading a scheme file (TOML) into a ``Scheme``, with a message that names file, key and reason."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from datong_desktop.domain.names import fold
from datong_desktop.domain.scheme import Band, Indicator, Participant, Rule, Scheme, TableHeading
from datong_desktop.domain.toml_reader import TomlReader

_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)%")


def parse_scheme(text: str, source: str) -> Scheme:
    """Scheme from the text of a TOML file; ``source`` is the file name shown in messages.

    Raises ``Refused`` (code ``bad_scheme``) whose sentence names the file, the key and the reason.
    """
    return _Reader(text, "考核方案文件", source, "bad_scheme").scheme()


class _Reader(TomlReader):
    def scheme(self) -> Scheme:
        self.require_format(1)
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
            aliases = self.strings(item, "aliases", f"{key}.aliases") if "aliases" in item else ()
            for alias in aliases:
                if (other := taken.setdefault(fold(alias), name)) != name:
                    raise self.bad(f"{key}.aliases", f"“{alias}”与“{other}”分不开")
            found.append(Participant(name, aliases))
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
