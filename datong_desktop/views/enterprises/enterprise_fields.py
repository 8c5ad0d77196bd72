"""What the form of an enterprise asks for, what its lists offer, and how codes are tidied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from datong_desktop import services
from datong_desktop.domain import credit_code
from datong_desktop.domain.enterprise import Enterprise
from datong_desktop.domain.fields import Field, fields_of, show_money
from datong_desktop.services.ledger import Ledger
from datong_desktop.views.records.editors import Offers, earlier_values, spell
from datong_desktop.views.records.record_list import ListWords
from datong_desktop.views.widgets.choice_list import offered

WORDS = ListWords("enterprise", "企业", "家", "搜索：名称、简称、信用代码、法人、拼音首字母")
MOST_INDUSTRIES = 60
NAME = "name"
CODE = "credit_code"
INDUSTRY = "industry"


@cache
def form_fields() -> tuple[Field, ...]:
    """The fields of the paper form, in its order."""
    return tuple(
        replace(field, choices=services.enterprise_list.districts()) if field.id == "district" else field
        for field in fields_of(Enterprise)
        if field.section
    )


def offers(ledger: Callable[[], Ledger | None]) -> Offers:
    """What F4 and typing propose for the fields whose choices are no part of their declaration."""
    own = {field.id: field for field in fields_of(Enterprise)}
    return {
        INDUSTRY: find_industries,
        "cluster": offered(services.admission.rules().clusters, spell, numbered=False),
        "catalogue_item": earlier_values(ledger, Enterprise, own["catalogue_item"]),
    }


def find_industries(text: str) -> Sequence[tuple[str, str]]:
    """Industries by code, name or initials, with what they belong to; the sections for a blank text."""
    known = services.admission.industries()
    if not text.strip():
        return [(code, f"{code}　{known.name(code)}") for code in known.children()]
    return [(code, _with_parent(code, name)) for code, name in known.search(text, MOST_INDUSTRIES, spell)]


def _with_parent(code: str, name: str) -> str:
    above = services.admission.industries().path(code)[:-1]
    return f"{code}　{name}" + (f"　（{above[-1][1]}）" if above else "")


def tidy_industry(text: str) -> str:
    """The code that is meant by a code in any writing or a whole name; other texts stay as they are."""
    return services.admission.industries().find(text) or text


def tidy_code(text: str) -> str:
    return credit_code.normalise(text)


def industry_words(written: str) -> str:
    """The path to an industry and the size class that applies to it; "" for a text that is no industry."""
    known = services.admission.industries()
    code = known.find(written)
    if not code:
        return ""
    path = " › ".join(f"{part} {name}" for part, name in known.path(code))
    size = services.admission.rules().size_class(code)
    if size is None:
        return f"{path}。到大类、中类才能确定规模标准"
    limits = f"总资产 {show_money(size.total_assets)} 万元、年营业收入 {show_money(size.revenue)} 万元以上"
    return f"{path}。规模标准（{size.name}）：{limits}"
