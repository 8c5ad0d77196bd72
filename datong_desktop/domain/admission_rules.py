"""The admission standard as data: clauses, limits, size classes, clusters (annex 2 part 一), read from a TOML file.

A case keeps the text of the file under which it was decided, so a changed file never changes an old case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from datong_desktop.domain.enterprise import CATALOGUE_CLASSES, TAX_RATINGS
from datong_desktop.domain.fields import LARGEST_MONEY
from datong_desktop.domain.names import NameIndex, fold
from datong_desktop.domain.toml_reader import TomlReader

KINDS = ("listed", "fiscal_years", "catalogue", "main_share", "size", "equity", "record", "judgement")
"""What the program can decide a clause by; ``judgement`` is left to a reviewer and may come several times."""
_INDUSTRY = re.compile(r"[A-T](?:\d{2,4})?")
_SIZE_CODE = re.compile(r"[A-T]\d{0,4}")
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: ``name`` is what results and judgements call it, ``title`` its heading and ``source`` its place in
    the text, ``text`` its words to the letter."""

    kind: str
    name: str
    title: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Limits for the industries whose codes begin with one of ``codes`` (no codes: for all others). Hundredths of 万元."""

    name: str
    codes: tuple[str, ...]
    total_assets: int
    revenue: int
    source: str
    text: str


@dataclass(frozen=True)
class AdmissionRules:
    """A whole standard. ``share`` is in hundredths of a per cent; parameters of clauses it lacks are 0 or empty."""

    id: str
    title: str
    source: str
    clauses: tuple[Clause, ...]
    sizes: tuple[SizeClass, ...]
    clusters: tuple[str, ...]
    cluster_names: NameIndex = field(repr=False, compare=False)
    years: int = 0
    share: int = 0
    encouraged: tuple[str, ...] = ()
    permitted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    offence_years: int = 0
    refused_ratings: tuple[str, ...] = ()

    @cached_property
    def listed(self) -> tuple[Clause, ...]:
        """What an enterprise listed on NEEQ is judged by: that clause alone."""
        return tuple(clause for clause in self.clauses if clause.kind == "listed")

    @cached_property
    def required(self) -> tuple[Clause, ...]:
        """What all others must fulfil, clause by clause."""
        return tuple(clause for clause in self.clauses if clause.kind != "listed")

    def size_class(self, industry: str) -> SizeClass | None:
        """The limits for an industry code. None when it is no code, or so short that several could be meant ("G")."""
        if industry not in self._size_classes:
            self._size_classes[industry] = self._size_class(industry)
        return self._size_classes[industry]

    def cluster(self, written: str) -> str | None:
        """The official name of a cluster, None when it is none of them."""
        return self.cluster_names.find(re.sub(r"(?:产业)?(?:集群)?$", "", written.strip()))

    @cached_property
    def _size_classes(self) -> dict[str, SizeClass | None]:
        return {}

    def _size_class(self, industry: str) -> SizeClass | None:
        if not _INDUSTRY.fullmatch(industry):
            return None
        by_code = {code: size for size in self.sizes for code in size.codes}
        if any(code.startswith(industry) and code != industry for code in by_code):
            return None
        fitting = [code for code in by_code if industry.startswith(code)]
        if fitting:
            return by_code[max(fitting, key=len)]
        return next((size for size in self.sizes if not size.codes), None)


@lru_cache(maxsize=64)
def load_rules(text: str, source: str = "（账套内）") -> AdmissionRules:
    """Rules from the text of a TOML file, parsed once; ``source`` is the file name shown in messages.

    Raises ``Refused`` (code ``bad_rules``) whose sentence names the file, the key and the reason.
    """
    return _Reader(text, "入库标准文件", source, "bad_rules").rules()


class _Reader(TomlReader):
    def rules(self) -> AdmissionRules:
        self.require_format(1)
        clauses = self.clauses()
        clusters, index = self.clusters()
        parameters: dict[str, Any] = {}
        for i, item in enumerate(self.items("clauses"), 1):
            parameters |= self.parameters(item, f"clauses 第 {i} 项")
        sized = any(clause.kind == "size" for clause in clauses)
        return AdmissionRules(
            id=self.identifier(self.data, "id", "id"),
            title=self.text("title"),
            source=self.text("source"),
            clauses=clauses,
            sizes=self.sizes() if sized else (),
            clusters=clusters,
            cluster_names=index,
            **parameters,
        )

    def clauses(self) -> tuple[Clause, ...]:
        found: list[Clause] = []
        for i, item in enumerate(self.items("clauses"), 1):
            key = f"clauses 第 {i} 项"
            kind, name, title, source, text = (
                self.string(item, part, f"{key}.{part}") for part in ("kind", "name", "title", "clause", "text")
            )
            if kind not in KINDS:
                raise self.bad(f"{key}.kind", f"“{kind}”不认识，可用：{'、'.join(KINDS)}")
            if kind != "judgement" and kind in {other.kind for other in found}:
                raise self.bad(f"{key}.kind", f"“{kind}”出现了两次")
            if name in {other.name for other in found}:
                raise self.bad(f"{key}.name", f"“{name}”出现了两次")
            found.append(Clause(kind, name, title, source, text.strip()))
        if all(clause.kind == "listed" for clause in found):
            raise self.bad("clauses", "除新三板挂牌外，至少要有一条入库条件")
        return tuple(found)

    def parameters(self, item: dict[str, Any], key: str) -> dict[str, Any]:
        """What a clause is measured by, under the names of ``AdmissionRules``."""
        kind = item["kind"]
        if kind == "fiscal_years":
            return {"years": self.integer(item, "years", f"{key}.years", 1, 10)}
        if kind == "main_share":
            return {"share": self.share(item, f"{key}.share")}
        if kind == "catalogue":
            parts = {part: self.strings(item, part, f"{key}.{part}") for part in ("encouraged", "permitted", "refused")}
            named = sorted(name for names in parts.values() for name in names)
            if named != sorted(CATALOGUE_CLASSES):
                reason = f"encouraged、permitted、refused 合起来应把 {'、'.join(CATALOGUE_CLASSES)} 各写一次"
                raise self.bad(f"{key}.encouraged", reason)
            return parts
        if kind == "record":
            ratings = self.strings(item, "refused_ratings", f"{key}.refused_ratings")
            if unknown := [rating for rating in ratings if rating not in TAX_RATINGS]:
                reason = f"“{unknown[0]}”不是纳税信用等级，可用：{'、'.join(TAX_RATINGS)}"
                raise self.bad(f"{key}.refused_ratings", reason)
            years = self.integer(item, "offence_years", f"{key}.offence_years", 1, 10)
            return {"refused_ratings": ratings, "offence_years": years}
        return {}

    def share(self, item: dict[str, Any], key: str) -> int:
        match = _SHARE.fullmatch(str(item.get("share", "")))
        value = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0
        if not 0 < value <= 10_000:
            raise self.bad(key, '应为写成 "70%" 或 "66.67%" 的文字，大于 0 不超过 100%')
        return value

    def sizes(self) -> tuple[SizeClass, ...]:
        found: list[SizeClass] = []
        taken: dict[str, str] = {}
        for i, item in enumerate(self.items("sizes"), 1):
            key = f"sizes 第 {i} 项"
            name = self.string(item, "name", f"{key}.name")
            codes = self.strings(item, "codes", f"{key}.codes")
            for code in codes:
                if not _SIZE_CODE.fullmatch(code):
                    raise self.bad(f"{key}.codes", f"“{code}”不是行业代码，应为一个大写字母或加二到四位数字")
                if code in taken:
                    raise self.bad(f"{key}.codes", f"“{code}”已经归入“{taken[code]}”")
                taken[code] = name
            assets, revenue = (self.amount(item, part, f"{key}.{part}") for part in ("total_assets", "revenue"))
            source, text = (self.string(item, part, f"{key}.{part}") for part in ("clause", "text"))
            found.append(SizeClass(name, codes, assets, revenue, source, text.strip()))
        if sum(not size.codes for size in found) != 1:
            raise self.bad("sizes", "应有且只有一类不写行业代码（codes = []），用于其他未列明行业")
        return tuple(found)

    def amount(self, item: dict[str, Any], part: str, key: str) -> int:
        return self.integer(item, part, key, 0, LARGEST_MONEY // 100) * 100

    def clusters(self) -> tuple[tuple[str, ...], NameIndex]:
        aliases: dict[str, tuple[str, ...]] = {}
        taken: dict[str, str] = {}
        for i, item in enumerate(self.items("clusters") if "clusters" in self.data else [], 1):
            key = f"clusters 第 {i} 项"
            name = self.string(item, "name", f"{key}.name")
            aliases[name] = self.strings(item, "aliases", f"{key}.aliases")
            for written in (name, *aliases[name]):
                if (other := taken.setdefault(fold(written), name)) != name:
                    raise self.bad(f"{key}.name", f"“{written}”与“{other}”分不开")
        return tuple(aliases), NameIndex(tuple(aliases), aliases, districts=False)
