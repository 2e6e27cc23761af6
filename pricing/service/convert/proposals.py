"""Proposals, votes and how they are counted."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from jauge.pricing.v1 import proposal_pb2 as pb
from jauge.pricing.v1 import vote_pb2
from jauge.pricing.v1.proposal_pb2 import Proposal as ProposalMessage
from pricing.domain.errors import FieldInvalid
from pricing.domain.governance import Figure, Proposal, ProposalState, Vote
from pricing.domain.rules import Rule
from pricing.domain.voting import Tally
from pricing.optimizer.figures import figures
from pricing.service.convert.cooperatives import (
    reason_from_proto,
    terms_from_proto,
    terms_to_proto,
)
from pricing.service.convert.fields import at, minor, money, opaque, timestamp
from pricing.service.convert.rules import rule_from_proto, rule_to_proto
from pricing.service.names import (
    CooperativeName,
    OrganizationName,
    ProposalName,
    SeasonName,
)
from pricing.store.cooperative import ProposalBooks

FIGURES: Mapping[str, Figure] = {
    "cap": Figure.CAP,
    "floor": Figure.FLOOR,
    "rise": Figure.RISE,
    "share": Figure.SHARE,
    "subsidy": Figure.SUBSIDY,
    "mean_price": Figure.PRICE,
    "income": Figure.INCOME,
    "change": Figure.CHANGE,
}
_FIGURE_OUT = {figure: name for name, figure in FIGURES.items()}
_STATE: Mapping[ProposalState, ProposalMessage.State] = {
    ProposalState.OPEN: ProposalMessage.STATE_OPEN,
    ProposalState.ADOPTED: ProposalMessage.STATE_ADOPTED,
    ProposalState.REJECTED: ProposalMessage.STATE_REJECTED,
    ProposalState.WITHDRAWN: ProposalMessage.STATE_WITHDRAWN,
}
# Until the log says when: equal requests are equal.
_UNSAID = datetime(1970, 1, 1, tzinfo=UTC)


def proposal_from_proto(
    value: ProposalMessage,
    cooperative: CooperativeName,
    proposer: OrganizationName,
    currency: str,
) -> Proposal:
    """Return a message as a proposal, without the id and window that the log gives.

    ``currency`` is that of its seasons.
    """
    path = "proposal"
    reason = reason_from_proto(value.reason, f"{path}.reason")
    kind = value.WhichOneof("change")
    if kind is None:
        raise FieldInvalid(
            f"{path}.rule",
            "is required, or repealed_rule_id, terms or admitted_organization.",
        )
    rule = None
    if kind == "rule":
        rule = rule_from_proto(value.rule, currency, f"{path}.rule")
    figure, rising_eases = _figure(value.figure, rule)
    terms = terms_from_proto(value.terms, f"{path}.terms") if kind == "terms" else None
    admitted = ""
    if kind == "admitted_organization":
        field = f"{path}.admitted_organization"
        name = OrganizationName.parse(value.admitted_organization, field)
        admitted = name.organization_id
    names = [
        SeasonName.parse(each, f"{path}.seasons[{place}]")
        for place, each in enumerate(value.seasons)
    ]
    with at(path):
        return Proposal(
            id="new",
            cooperative_id=cooperative.cooperative_id,
            proposer=proposer.organization_id,
            reason=reason,
            opens_at=_UNSAID,
            closes_at=_UNSAID + timedelta(seconds=1),
            seasons=tuple((each.organization_id, each.season_id) for each in names),
            rule=rule,
            repealed_rule_id=value.repealed_rule_id,
            terms=terms,
            admitted=admitted,
            figure=figure,
            currency_code=currency,
            rising_eases=rising_eases,
        )


def _figure(name: str, rule: Rule | None) -> tuple[Figure | None, bool]:
    """Return the number that is voted, and whether a greater one asks less."""
    if not name:
        return None, True
    wanted = FIGURES.get(name)
    numbers = {} if rule is None else {each.field: each for each in figures(rule)}
    if wanted is None or wanted.value not in numbers:
        known = ", ".join(_FIGURE_OUT[Figure(each)] for each in numbers) or "none"
        raise FieldInvalid(
            "proposal.figure",
            f"Expected a number that the rule has ({known}), got {name[:70]!r}.",
        )
    return wanted, numbers[wanted.value].rising_eases


def proposal_to_proto(
    of: ProposalBooks, adoptions: list[pb.RuleAdoption]
) -> ProposalMessage:
    """Return a proposal with its votes counted as the message."""
    proposal = of.proposal
    message = ProposalMessage(
        name=str(ProposalName(proposal.cooperative_id, proposal.id)),
        reason=proposal.reason,
        seasons=[str(SeasonName(*each)) for each in proposal.seasons],
        figure=_FIGURE_OUT[proposal.figure] if proposal.figure else "",
        proposer=str(OrganizationName(proposal.proposer)),
        state=_STATE[of.state],
        open_time=timestamp(proposal.opens_at),
        close_time=timestamp(proposal.closes_at),
        count=_count(of.tally, proposal),
        adoptions=adoptions,
        currency_code=proposal.currency_code,
    )
    currency = proposal.currency_code
    if proposal.rule is not None:
        message.rule.CopyFrom(rule_to_proto(proposal.rule, currency))
    elif proposal.terms is not None:
        message.terms.CopyFrom(terms_to_proto(proposal.terms))
    elif proposal.admitted:
        message.admitted_organization = str(OrganizationName(proposal.admitted))
    else:
        message.repealed_rule_id = proposal.repealed_rule_id
    if of.adopted_rule is not None:
        message.adopted_rule.CopyFrom(rule_to_proto(of.adopted_rule, currency))
    return message


def _count(tally: Tally, proposal: Proposal) -> vote_pb2.VoteCount:
    message = vote_pb2.VoteCount(
        member_count=tally.member_count,
        quorum_count=tally.quorum_count,
        vote_count=tally.vote_count,
        yes_count=tally.yes_count,
        no_count=tally.no_count,
        quorum_reached=tally.quorum_reached,
        carried=tally.carried,
    )
    if tally.median is not None:
        message.median.CopyFrom(_figure_to_proto(tally.median, proposal))
    return message


def vote_to_proto(vote: Vote, proposal: Proposal) -> vote_pb2.Vote:
    """Return a vote as the message."""
    message = vote_pb2.Vote(member_id=vote.member_id)
    if vote.figure is not None:
        message.figure.CopyFrom(_figure_to_proto(vote.figure, proposal))
    else:
        message.approve = bool(vote.approve)
    if vote.cast_at is not None:
        message.vote_time.CopyFrom(timestamp(vote.cast_at))
    return message


def vote_from_proto(value: vote_pb2.Vote, proposal: Proposal) -> Vote:
    """Return a message as a vote on a proposal."""
    member_id = opaque(value.member_id, "vote.member_id")
    kind = value.WhichOneof("ballot")
    if kind is None:
        raise FieldInvalid("vote.approve", "is required, or figure.")
    if kind == "approve":
        with at("vote.member_id"):
            return Vote(member_id, approve=value.approve)
    figure = _figure_from_proto(value.figure, proposal)
    with at("vote.member_id"):
        return Vote(member_id, figure=figure)


def _is_money(proposal: Proposal) -> bool:
    return proposal.figure is not None and proposal.figure.value.endswith("_minor")


def _figure_to_proto(figure: int, proposal: Proposal) -> vote_pb2.VotedFigure:
    if _is_money(proposal):
        return vote_pb2.VotedFigure(amount=money(figure, proposal.currency_code))
    return vote_pb2.VotedFigure(permille=figure)


def _figure_from_proto(value: vote_pb2.VotedFigure, proposal: Proposal) -> int:
    if proposal.figure is None:
        raise FieldInvalid("vote.figure", "this vote is a yes or a no: `approve`.")
    wanted = "amount" if _is_money(proposal) else "permille"
    if value.WhichOneof("value") != wanted:
        raise FieldInvalid(f"vote.figure.{wanted}", "is required for this vote.")
    if wanted == "permille":
        return int(value.permille)
    return minor(value.amount, proposal.currency_code, "vote.figure.amount")
