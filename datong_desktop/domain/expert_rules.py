"""What annex 5 asks of experts and of their teams, as data read from a TOML file: clauses, types of institution, weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from datong_desktop.domain.expert import INSTITUTION_TYPES, INSTITUTION_WORDS
from datong_desktop.domain.names import NameIndex
from datong_desktop.domain.review_rules import ReviewRules, read_review
from datong_desktop.domain.team_weights import HEAVIEST, WORDS, Weights
from datong_desktop.domain.toml_reader import TomlReader

KINDS = ("willing", "projects", "penalty", "credit")
"""What an expert is checked for; a clause of each kind once."""
_TYPE_NAMES = NameIndex(
    INSTITUTION_TYPES,
    {name: [word for word, own in INSTITUTION_WORDS.items() if own == name] for name in INSTITUTION_TYPES},
    districts=False,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: ``name`` is what results call it, ``source`` its place in the text, ``text`` its words to the letter."""

    kind: str
    name: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class InstitutionType:
    """A type of institution: its official ``name``, its ``short`` one in sentences. A ``needed`` one has a seat in every
    team; another has one where the object needs one of its ``fields``."""

    name: str
    short: str
    needed: bool
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExpertRules:
    """The whole of it. ``leader`` is the type the leader comes from, ``penalty_years`` and ``projects`` the limits of the
    clauses, ``team_text`` and ``team_source`` what the text says of a team; ``weights`` are the ones offered at first,
    ``review`` is how experts are reviewed each year."""

    id: str
    title: str
    source: str
    clauses: tuple[Clause, ...]
    types: tuple[InstitutionType, ...]
    leader: str
    team_text: str
    team_source: str
    penalty_years: int
    projects: int
    weights: Weights
    review: ReviewRules

    @cached_property
    def type_named(self) -> Mapping[str, InstitutionType]:
        """The types by their official names."""
        return {one.name: one for one in self.types}

    def needing_nothing(self) -> ExpertRules:
        """The same, but no type has to have a seat: what would be possible without that rule."""
        return replace(self, types=tuple(replace(one, needed=False) for one in self.types))

    def find_type(self, written: str) -> str | None:
        """The official name of a type, however it is written; None when it is none of them."""
        found = _TYPE_NAMES.find(written)
        return found if found in self.type_named else None


@lru_cache(maxsize=16)
def load_expert_rules(text: str, source: str = "（账套内）") -> ExpertRules:
    """Rules from the text of a TOML file, parsed once; ``source`` is the file name shown in messages.

    Raises ``Refused`` (code ``bad_rules``) whose sentence names the file, the key and the reason.
    """
    return _Reader(text, "专家规则文件", source, "bad_rules").rules()


class _Reader(TomlReader):
    def rules(self) -> ExpertRules:
        self.require_format(1)
        clauses, limits = self.clauses()
        types = self.types()
        return ExpertRules(
            id=self.identifier(self.data, "id", "id"),
            title=self.text("title"),
            source=self.text("source"),
            clauses=clauses,
            types=types,
            leader=self.leader(types),
            team_text=self.text("team.text"),
            team_source=self.text("team.clause"),
            weights=self.weights(),
            review=read_review(self),
            **limits,
        )

    def clauses(self) -> tuple[tuple[Clause, ...], dict[str, int]]:
        found: dict[str, Clause] = {}
        limits = {}
        for i, item in enumerate(self.items("clauses"), 1):
            key = f"clauses 第 {i} 项"
            kind, name, source, text = (self.string(item, part, f"{key}.{part}") for part in ("kind", "name", "clause", "text"))
            if kind not in KINDS or kind in found:
                raise self.bad(f"{key}.kind", f"应把 {'、'.join(KINDS)} 各写一次")
            found[kind] = Clause(kind, name, source, text.strip())
            if kind == "projects":
                limits["projects"] = self.integer(item, "projects", f"{key}.projects", 1, 100)
            elif kind == "penalty":
                limits["penalty_years"] = self.integer(item, "years", f"{key}.years", 1, 10)
        if len(found) < len(KINDS):
            raise self.bad("clauses", f"应把 {'、'.join(KINDS)} 各写一次")
        return tuple(found.values()), limits

    def types(self) -> tuple[InstitutionType, ...]:
        found: dict[str, InstitutionType] = {}
        for i, item in enumerate(self.items("types"), 1):
            key = f"types 第 {i} 项"
            name, short = (self.string(item, part, f"{key}.{part}") for part in ("name", "short"))
            if name not in INSTITUTION_TYPES or name in found:
                raise self.bad(f"{key}.name", f"应把附件5 三（一）的机构类型各写一次：{'、'.join(INSTITUTION_TYPES)}")
            fields = self.strings(item, "fields", f"{key}.fields") if "fields" in item else ()
            found[name] = InstitutionType(name, short, self.truth(item, "needed", f"{key}.needed"), fields)
        return tuple(found.values())

    def leader(self, types: tuple[InstitutionType, ...]) -> str:
        name = self.text("team.leader")
        if name not in [one.name for one in types if one.needed]:
            raise self.bad("team.leader", f"“{name}”不是 types 里 needed = true 的机构类型")
        return name

    def weights(self) -> Weights:
        table = self.table("weights")
        if unknown := sorted(table.keys() - WORDS.keys()):
            raise self.bad(f"weights.{unknown[0]}", f"不认识，可用：{'、'.join(WORDS)}")
        return Weights(**{name: self.integer(table, name, f"weights.{name}", 0, HEAVIEST) for name in WORDS})

    def truth(self, table: dict[str, Any], key: str, shown: str) -> bool:
        value = table.get(key)
        if not isinstance(value, bool):
            raise self.bad(shown, "应为 true 或 false")
        return value
