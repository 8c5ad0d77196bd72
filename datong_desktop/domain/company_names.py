"""Names of companies that may be meant to be the same: what is left without place and legal form, and how alike it is."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from datong_desktop.domain.names import fold

_PLACES = "山西 大同 平城 云冈 新荣 云州 阳高 天镇 浑源 灵丘 广灵 左云 南郊 矿区 城区 经开区 开发区".split()
_PLACE = re.compile(rf"(?:{'|'.join(_PLACES)})[省市县区]?|[一-龥]{{2,3}}(?:省|自治区)|[一-龥]{{2}}(?<![超集小园景社牧山])[市县区]")
"""The city's own places with or without their kind, any other one by its kind, but no 超市, 小区, 园区 …"""
_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|分公司|公司|集团|股份|\(有限合伙\)|有限合伙|合伙企业|合作社|专业|控股)$"
)
_TRADES = re.compile(
    r"(?:科技|技术|发展|开发|商贸|贸易|实业|产业|工贸|工程|建设|建筑|装饰|服务|管理|咨询|文化|传媒|传播|投资|能源|新能源|农业|农牧|食品"
    r"|制造|机械|设备|材料|电子|信息|网络|软件|物流|运输|餐饮|旅游|医药|化工|煤业|矿业|环保|生物|健康|教育|广告|房地产|物业)+$"
)
LEAST = 0.6
_BUDGET = 20_000
_FINALISTS = 60


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """What tells a company's name apart: without brackets' contents, places before it and legal forms behind it.

    大同市银河科技有限公司 → 银河科技. Never empty where the name has letters at all.
    """
    plain = fold(re.sub(r"[（(【\[〔].{0,20}?[）)】\]〕]", "", name)) or fold(name)
    while (match := _PLACE.match(plain)) and len(plain) > match.end() + 1 and _FORM.sub("", plain[match.end() :]):
        plain = plain[match.end() :]
    while (shorter := _FORM.sub("", plain)) != plain and len(shorter) > 1:
        plain = shorter
    return plain


def likeness(one: str, other: str) -> float:
    """How alike two cores are, 0 to 1. What stands before the trade (银河 in 银河科技) counts as much as the whole."""
    if one == other:
        return 1.0
    marks = _mark(one), _mark(other)
    return (_alike(one, other) + _alike(*marks)) / 2


def _mark(name: str) -> str:
    return _TRADES.sub("", name) or name


def _alike(one: str, other: str) -> float:
    longer = max(len(one), len(other))
    if longer > 40:  # no name; comparing would take long
        return float(one == other)
    whole = 1 - _distance(one, other) / longer
    inside = min(len(one), len(other)) / longer if one in other or other in one else 0.0
    return max(whole, 0.5 + inside / 2 if inside else 0.0)


def _distance(one: str, other: str) -> int:
    """Characters to change, add, drop or swap with the next until one is the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, c in enumerate(one, 1):
        previous, before_this = row, before
        row = [i]
        for j, d in enumerate(other, 1):
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (c != d))
            if i > 1 and j > 1 and c == other[j - 2] and one[i - 2] == d:
                best = min(best, before_this[j - 2] + 1)
            row.append(best)
        before = previous
    return row[-1]


class SimilarNames:
    """An index of names by the characters and pairs of characters of their cores; a look-up among a hundred thousand
    takes a few milliseconds. Keys are whatever the caller knows names by."""

    def __init__(self, names: Iterable[tuple[str, str]] = ()) -> None:
        self._keys: list[str] = []
        self._cores: list[str] = []
        self._numbers: dict[str, int] = {}
        self._having: dict[str, array[int]] = {}
        for key, name in names:
            self.put(key, name)

    def put(self, key: str, name: str) -> None:
        """Adds a name, or says that this key is now called so."""
        self.drop(key)
        number = len(self._keys)
        self._keys.append(key)
        self._cores.append(core(name))
        self._numbers[key] = number
        for feature in _features(self._cores[number]):
            self._having.setdefault(feature, array("i")).append(number)

    def drop(self, key: str) -> None:
        """Forgets a name; an unknown key is no harm."""
        if (number := self._numbers.pop(key, None)) is not None:
            self._cores[number] = ""  # its places in the lists stay: they lead to nothing

    def nearest(self, name: str, limit: int = 5, least: float = LEAST) -> list[tuple[str, float]]:
        """(key, likeness) of the most alike, best first; the name itself among them when it is in the index."""
        wanted = core(name)
        if not wanted:
            return []
        scored = [(likeness(wanted, self._cores[number]), number) for number in self._candidates(wanted)]
        best = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))
        return [(self._keys[number], score) for score, number in best[:limit]]

    def _candidates(self, wanted: str) -> Iterator[int]:
        """Those that share the most with the wanted core, judged by its rarest features."""
        lists = sorted((found for f in _features(wanted) if (found := self._having.get(f)) is not None), key=len)
        shared: Counter[int] = Counter()
        read = 0
        for having in lists:
            if shared and read + len(having) > _BUDGET:
                break
            shared.update(having)
            read += len(having)
        return (number for number, _ in shared.most_common(_FINALISTS) if self._cores[number])


def _features(name: str) -> set[str]:
    return {*name, *(name[i : i + 2] for i in range(len(name) - 1))}
