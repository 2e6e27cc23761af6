"""What commands about votes ask a service for."""

from decimal import Decimal
from typing import Any

from jauge.basket import money
from jauge.pricing.v1 import governance_service_pb2 as pb
from jauge.pricing.v1.catalog_service_pb2 import (
    GetSeasonRequest,
    ListPerformancesRequest,
)
from jauge.pricing.v1.cooperative_pb2 import ListCooperativesRequest
from jauge.pricing.v1.proposal_pb2 import Proposal
from jauge.pricing.v1.vote_pb2 import Vote, VotedFigure
from pricing.commands.rule_options import AskedRule
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import Rule
from pricing.optimizer.figures import figures
from pricing.service.convert.proposals import FIGURES
from pricing.service.convert.rules import rule_to_proto

NO_FIGURE = "none"


def only_cooperative(service: Any) -> str:
    """Return the name of the only cooperative there is.

    Raises
    ------
    FieldInvalid
        When there are others, or none.
    """
    request = ListCooperativesRequest(parent="organizations/-")
    found = service.governance.ListCooperatives(request, timeout=5)
    names: list[str] = [each.name for each in found.cooperatives]
    if len(names) != 1:
        why = f"name one of {', '.join(names)}" if names else "none is there"
        raise FieldInvalid("--cooperative", why)
    return names[0]


def rule_there(service: Any, season: str, asked: AskedRule) -> tuple[Rule | None, str]:
    """Return the rule asked about and the currency of a season of a service."""
    currency = service.catalog.GetSeason(
        GetSeasonRequest(name=season), timeout=5
    ).currency_code
    request = ListPerformancesRequest(parent=season, page_size=1000)
    found = service.catalog.ListPerformances(request, timeout=5).performances
    return asked.rule(currency, {each.production for each in found}), currency


def proposal_of(
    service: Any, season: str, asked: AskedRule, reason: str, figure: str
) -> Proposal:
    """Return what is put to the vote: of a rule with a number, that number."""
    rule, currency = rule_there(service, season, asked)
    proposal = Proposal(reason=reason, seasons=[season])
    if rule is None:
        proposal.repealed_rule_id = asked.repeal
        return proposal
    proposal.rule.CopyFrom(rule_to_proto(rule, currency))
    fields = [each.field for each in figures(rule)]
    known = [name for name, each in FIGURES.items() if each.value in fields]
    if figure != NO_FIGURE:
        proposal.figure = figure or next(iter(known), "")
    return proposal


def full_proposal(
    service: Any, name: str, cooperative_id: str = "", language: str = "en"
) -> Proposal:
    """Return a proposal by its id or its full name."""
    if "/" not in name:
        of = f"cooperatives/{cooperative_id}" if cooperative_id else ""
        name = f"{of or only_cooperative(service)}/proposals/{name}"
    found: Proposal = service.governance.GetProposal(
        pb.GetProposalRequest(name=name, language_code=language), timeout=5
    )
    return found


def ballot_of(
    proposal: Proposal, member_id: str, figure: float | None, approve: bool
) -> Vote:
    """Return the vote of a member; a figure is in the unit that people say."""
    if figure is None:
        return Vote(member_id=member_id, approve=approve)
    number = Decimal(repr(figure))
    if proposal.figure in ("rise", "share", "change"):
        return Vote(member_id=member_id, figure=VotedFigure(permille=int(number * 10)))
    amount = VotedFigure(amount=money(number, proposal.currency_code))
    return Vote(member_id=member_id, figure=amount)
