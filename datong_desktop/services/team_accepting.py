"""Accepting a proposal, whole or in part: one transaction, one undo step, and what it was worked out from is kept with it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Sequence

from datong_desktop.domain.expert_rules import load_expert_rules
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.service_team import Proposal as KeptProposal
from datong_desktop.domain.service_team import Team
from datong_desktop.domain.team_json import problem_of, problem_text
from datong_desktop.domain.team_problem import TeamProblem
from datong_desktop.models.registry import ROWS
from datong_desktop.models.unit_of_work import Writing
from datong_desktop.services import records, team_job, team_writing
from datong_desktop.services.changes import Changed
from datong_desktop.services.ledger import Ledger
from datong_desktop.services.recording import changed
from datong_desktop.services.staffing import Staffing, StandingTeam
from datong_desktop.services.team_checks import rule_results
from datong_desktop.services.team_ledger import staffing_in
from datong_desktop.services.team_offer import SAME, Offer, OfferedTeam, weights_text
from datong_desktop.services.team_proposal import Proposal

REASON = "采纳组队方案"
"""Why a member left, as the team's history tells it."""


def accept(ledger: Ledger, offer: Offer, needs: Collection[str] | None = None) -> Changed:
    """Forms and changes the teams offered for these needs, or all of them, on the day of the offer; the qualification of
    whoever joins is kept. Teams that stay as they are are not written.

    ``Refused``, and nothing changed: nothing_to_accept, future_day, wrong_day, no_need and stale_proposal (the ledger is no
    longer what the teams were worked out from), part_clash (this part alone breaks a rule).
    """
    with ledger.writing(REASON) as work:
        day = offer.now.on
        if day > work.at.date():
            raise refuse("future_day", f"组队日期 {day} 还没有到，没有采纳。请到那一天再采纳，或改用今天重新组队。")
        chosen = [one for one in offer.teams if (needs is None or one.need.id in needs) and one.state != SAME]
        if not chosen:
            raise refuse("nothing_to_accept", "选中的服务队都和现在一样，没有要采纳的。")
        now = staffing_in(work.session, day)
        if offer.order.problem(now) != offer.problem:
            text = "算出方案以后，专家库、服务需求、回避事项或服务队有了改动，没有采纳，什么也没有改。请重新组队再采纳。"
            raise refuse("stale_proposal", text)
        work.command = f"{REASON} {now.name(chosen[0].target)}" if len(chosen) == 1 else f"{REASON} {len(chosen)} 支服务队"
        proposal = _keep(work, offer, chosen)
        for team in chosen:
            _put(work, now, team, day, proposal)
        team_writing.keep_checks(work, now, (expert for team in chosen for expert in team.joining))
        _check(staffing_in(work.session, day), chosen)
    return changed(ledger, work)


def _put(work: Writing, now: Staffing, team: OfferedTeam, day: datetime.date, proposal: str) -> None:
    standing = now.team_of.get(team.target)
    if standing is None:
        name = team_writing.name_for(now, team.target)
        identifier = team_writing.put_team(work, team.target, name, day, proposal=proposal)
        team_writing.join(work.session, identifier, team.members, day, team.leader)
        return
    _check_day(now, standing, day)
    records.set_values(Team, work.session.get_one(ROWS[Team], {"id": standing.team.id}), {"proposal": proposal})
    stay = []
    for member in standing.members:
        if member.expert in team.members:
            stay.append(member)
        else:
            team_writing.leave(work.session, member, day, REASON)
    team_writing.lead(work.session, stay, team.leader)
    team_writing.join(work.session, standing.team.id, team.joining, day, team.leader)


def _check_day(now: Staffing, standing: StandingTeam, day: datetime.date) -> None:
    """Nobody joins before the team was formed, or leaves before joining."""
    days = [standing.team.formed_on, *(one.joined_on for one in standing.members)]
    last = max((one for one in days if one), default=day)
    if last > day:
        text = f"“{now.name(standing.object)}”的服务队在 {last} 有过变动，晚于组队日期 {day}，没有采纳。请用今天重新组队。"
        raise refuse("wrong_day", text)


def _check(after: Staffing, chosen: Sequence[OfferedTeam]) -> None:
    """All rules once more, as the ledger would then be: a part of a proposal may lean on another part."""
    for team in chosen:
        for rule in rule_results(after, team.target):
            if not rule.kept:
                text = f"只采纳这一部分不行，没有采纳：{rule.reasons[0]}请把让出这些专家的服务队一起采纳，或全部采纳。"
                raise refuse("part_clash", text)


# -- what is kept ---------------------------------------------------------------------------------------------------------


def _keep(work: Writing, offer: Offer, chosen: Sequence[OfferedTeam]) -> str:
    answer = offer.answer
    assert isinstance(answer, Proposal)
    taken = {team.need.id for team in chosen}
    (identifier,) = work.new_ids(1)
    teams = [{"need": t.need, "leader": t.leader, "members": t.members, "accepted": t.need in taken} for t in answer.teams]
    outcome = {"objective": answer.objective, "bound": answer.bound, "teams": teams}
    inputs = {"rules": team_job.rules_text(), "problem": problem_text(offer.problem)}
    kept = KeptProposal(
        identifier, accepted_on=offer.now.on, weights=weights_text(offer.order.weights),
        inputs=json.dumps(inputs, ensure_ascii=False), outcome=json.dumps(outcome, ensure_ascii=False),
    )  # fmt: skip
    records.put(work.session, kept)
    work.session.flush()  # the teams refer to it
    return identifier


def kept_proposal(ledger: Ledger, proposal: str) -> KeptProposal | None:
    """The proposal a team was taken from (``Team.proposal``)."""
    with ledger.reading() as session:
        return next(iter(records.read(session, KeptProposal, ROWS[KeptProposal].__table__.c.id == proposal)), None)


def problem_kept(proposal: KeptProposal) -> TeamProblem:
    """What an accepted proposal was worked out from, by the rules of then: proposing it again gives the same teams."""
    inputs = json.loads(proposal.inputs)
    return problem_of(inputs["problem"], load_expert_rules(inputs["rules"]))
