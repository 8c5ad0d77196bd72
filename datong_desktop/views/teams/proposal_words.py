"""What the window says of a proposal: how far the search is, what stands in a cell, why a member is there, why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from datong_desktop.services.team_offer import CHANGED, NEW, Offer, OfferedTeam
from datong_desktop.services.team_proposal import Impossible, Proposal, Search
from datong_desktop.views.widgets.plain_text import Lines

LEADER, JOINING, LEAVING = "★", "＋", "－"
"""Signs before a name."""
MOST_NEXT, MOST_CLASHES = 3, 50
STATE_SIGNS = {NEW: "● 新组", CHANGED: "● 调整"}


def search_text(found: Search | None, seconds: float) -> str:
    """现有最好 1 234 分，上限 1 300 分，差距 5.1%，已用 3.2 秒."""
    parts = ["正在算"]
    if found is not None and found.best is not None:
        parts.append(f"现有最好 {found.best} 分")
    if found is not None and found.bound is not None:
        parts.append(f"上限 {found.bound} 分")
    if found is not None and found.gap is not None:
        parts.append(f"差距 {found.gap:.1%}")
    return "，".join([*parts, f"已用 {seconds:.1f} 秒"])


def result_text(offer: Offer) -> str:
    """One line about what came out."""
    answer = offer.answer
    if isinstance(answer, Impossible):
        return f"✕ 组不齐全部 {len(offer.problem.needs)} 支服务队，什么也没有改动。原因和办法见下"
    how = "已证明最优" if answer.optimal else f"时间到，离最优最多差 {answer.gap:.1%}（上限 {answer.bound} 分）"
    states = (f"{state} {count} 支" for state in (NEW, CHANGED) if (count := sum(one.state == state for one in offer.teams)))
    told = "，".join(states) or "都和现在一样"
    text = f"✓ {len(answer.teams)} 支服务队，共 {answer.objective} 分，{how}，用时 {answer.seconds:.1f} 秒；{told}"
    doubtful = sum(bool(offer.doubts(team)) for team in offer.teams)
    return f"{text}；▲ {doubtful} 支队里有人可能要回避，还没有登记，选中该队看理由" if doubtful else text


def rules_text(offer: Offer) -> str:
    """Each hard rule with its result."""
    return "　".join(f"{'✕' if one.broken else '✓'}\u00a0{one.text}" for one in offer.rules)


def name_of(offer: Offer, expert: str) -> str:
    return offer.now.candidates[expert].name


def of_type(offer: Offer, experts: Iterable[str], kind: str) -> list[str]:
    return [one for one in experts if offer.now.candidates[one].type == kind]


def seat_text(offer: Offer, team: OfferedTeam, kind: str) -> str:
    """The members of a type, a line each, who stays plain: 张三 ＋李四 －王五. In a new team everyone is new; who leads is marked
    where several could."""
    members = of_type(offer, team.members, kind)
    signs = [(JOINING if one in team.joining and team.state != NEW else "", one) for one in members]
    signs += [(LEAVING, one) for one in of_type(offer, team.leaving, kind)]
    marked = team.leader if len(members) > 1 else ""
    return "\n".join(f"{sign}{LEADER if one == marked else ''}{name_of(offer, one)}" for sign, one in signs)


def seat_lines(offer: Offer, team: OfferedTeam, kind: str) -> Lines:
    """Why these members, their load, who would be next and what that would cost."""
    return tuple(_seat_lines(offer, team, kind))


def _seat_lines(offer: Offer, team: OfferedTeam, kind: str) -> Iterator[tuple[str, str]]:
    for expert in of_type(offer, team.members, kind):
        one = offer.problem.candidate[expert]
        role = "负责人" if expert == team.leader else "成员"
        there = "新加入" if expert in team.joining else "现在就在队里"
        yield role, f"{one.name}，{one.institution or '没有填机构'}，{there}"
        for part in offer.reasons(team, expert).parts:
            yield "理由", part.text + (f"（{part.points:+} 分）" if part.points else "")
        yield "负荷", f"{offer.load(expert)} 队"
        yield from _doubts(offer, team, frozenset((expert,)))
        yield from _next_best(offer, team, expert)
    if left := of_type(offer, team.leaving, kind):
        yield "离队", "、".join(name_of(offer, one) for one in left)
    yield "现在", "、".join(name_of(offer, one) for one in of_type(offer, team.before, kind)) or "没有"


def _next_best(offer: Offer, team: OfferedTeam, expert: str) -> Iterator[tuple[str, str]]:
    others = offer.alternatives(team, expert)[:MOST_NEXT]
    if not others:
        yield "次选", "别人不动时没有人可换"
    for other in others:
        cost = "同分" if not other.cost else f"{'少' if other.cost > 0 else '多'} {abs(other.cost)} 分"
        yield "次选", f"{other.expert.name}，{cost}"


def team_lines(offer: Offer, team: OfferedTeam) -> Lines:
    """The team as a whole beside today's."""
    names = lambda experts: "、".join(name_of(offer, one) for one in experts) or "没有"  # noqa: E731
    found = [
        ("情况", team.state),
        ("需求领域", "、".join(sorted(team.need.fields)) or "没有写"),
        ("负责人", name_of(offer, team.leader)),
        ("成员", names(team.members)),
        ("现在", names(team.before)),
        ("加入", names(team.joining)),
        ("离队", names(team.leaving)),
    ]
    return (*found, *_doubts(offer, team, frozenset(team.members)))


def _doubts(offer: Offer, team: OfferedTeam, experts: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Who of these may have to keep away; what is declared has kept people out already."""
    for one in offer.doubts(team):
        if named := [name_of(offer, expert) for expert in one.experts if expert in experts]:
            yield "▲ 可能要回避", f"{'、'.join(named)}：{one.reason}。要回避的，到服务需求页登记，再重新组队"


def impossible_lines(answer: Impossible) -> Lines:
    """Which seats stay empty, the rules that clash in words, and what would make it solvable."""
    found = [("缺", f"{one.missing} 名{one.type}的专家（需要 {one.needed} 席，合格的有 {one.qualified} 名）") for one in answer.shortages]
    for clash in answer.clashes[:MOST_CLASHES]:
        found.append(("原因", clash.text))
        found += [("规则", rule.text) for rule in clash.rules]
        found += [("办法", remedy) for remedy in clash.remedies]
    if (more := len(answer.clashes) - MOST_CLASHES) > 0:
        found.append(("原因", f"另有 {more} 处，以上的解决以后再看。"))
    return tuple(found)


def can_accept(offer: Offer | None) -> bool:
    return offer is not None and isinstance(offer.answer, Proposal)
