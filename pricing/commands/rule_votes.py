"""Votes on rules from the command line: proposed, cast, shown, taken back."""

from typing import Annotated, Any
from uuid import uuid4

import typer

from jauge.pricing.v1 import governance_service_pb2 as pb
from jauge.pricing.v1 import vote_pb2
from jauge.pricing.v1.cooperative_pb2 import GetCooperativeRequest
from jauge.pricing.v1.proposal_pb2 import Proposal
from pricing.commands import governance_shown as shown
from pricing.commands.governance_asked import (
    ballot_of,
    full_proposal,
    only_cooperative,
    proposal_of,
)
from pricing.commands.options import Language, out
from pricing.commands.rule_options import AskedRule, SeasonName, about_rule
from pricing.commands.served import served
from pricing.commands.service_options import only_season
from pricing.domain.errors import FieldInvalid

ProposalId = Annotated[
    str, typer.Argument(metavar="PROPOSAL", help="p1, or its full name.")
]
CooperativeId = Annotated[
    str, typer.Option("--cooperative", help="Its id; else the only one.")
]
Member = Annotated[
    str, typer.Option("--member", help="Your id of the member, no name.")
]


@served
@about_rule
def propose(
    service: Any,
    asked: AskedRule,
    reason: Annotated[str, typer.Option(help="Why, for those who vote.")],
    season: SeasonName = "",
    cooperative: CooperativeId = "",
    figure: Annotated[
        str,
        typer.Option(help="The number that is voted: cap, share…; `none`: yes or no."),
    ] = "",
    language: Language = Language.en,
) -> None:
    """Open a vote on a rule, or on the end of one.

    Example: `jauge rules propose cap --production Carmen --max 60
    --reason "So that all may come"`

    Members vote a figure of their own, or say yes or no with `--figure none`.
    """
    name = season or only_season(service)
    proposal = proposal_of(service, name, asked, reason, figure)
    owner = "/".join(name.split("/")[:2])
    request = pb.CreateProposalRequest(
        parent=cooperative_name(service, cooperative),
        organization=owner,
        proposal=proposal,
        request_id=str(uuid4()),
    )
    opened = service.governance.CreateProposal(request, timeout=90)
    again = full_proposal(service, opened.name, language=language.value)
    shown.proposal(again, language.value, out)


@served
def vote(
    service: Any,
    proposal: ProposalId,
    member: Member,
    figure: Annotated[
        float | None,
        typer.Option(min=0, help="Currency units, or per cent of a share."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="For it.")] = False,
    no: Annotated[bool, typer.Option("--no", help="Against it: no such rule.")] = False,
    cooperative: CooperativeId = "",
    language: Language = Language.en,
) -> None:
    """Cast the vote of a member, for all to see; it stands.

    Example: `jauge rules vote p1 --member m17 --figure 60`

    Of a yes or no: `jauge rules vote p2 --member m17 --yes`
    """
    if (figure is not None) + yes + no != 1:
        raise FieldInvalid("--figure", "give one of --figure, --yes and --no.")
    found = full_proposal(service, proposal, cooperative)
    request = vote_pb2.CastVoteRequest(
        name=found.name,
        organization=_owner_of(service, found, member),
        vote=ballot_of(found, member, figure, yes),
        request_id=str(uuid4()),
    )
    service.governance.CastVote(request, timeout=90)
    again = full_proposal(service, found.name, language=language.value)
    shown.proposal(again, language.value, out)


@served
def proposals(
    service: Any,
    proposal: Annotated[
        str, typer.Argument(metavar="[PROPOSAL]", help="One alone, with its votes.")
    ] = "",
    cooperative: CooperativeId = "",
    language: Language = Language.en,
) -> None:
    """Show what is and was voted, counted; of one, who voted what.

    Example: `jauge rules proposals p1`
    """
    if proposal:
        found = full_proposal(service, proposal, cooperative, language.value)
        request = vote_pb2.ListVotesRequest(parent=found.name, page_size=1000)
        votes = service.governance.ListVotes(request, timeout=5).votes
        shown.proposal(found, language.value, out)
        shown.votes(votes, language.value, out)
        return
    parent = cooperative_name(service, cooperative)
    listed = service.governance.ListProposals(
        pb.ListProposalsRequest(
            parent=parent, page_size=1000, language_code=language.value
        ),
        timeout=5,
    )
    for each in listed.proposals:
        shown.proposal(each, language.value, out)


@served
def withdraw(
    service: Any,
    proposal: ProposalId,
    cooperative: CooperativeId = "",
    language: Language = Language.en,
) -> None:
    """Take back a proposal of one's own organisation.

    Example: `jauge rules withdraw p1`
    """
    found = full_proposal(service, proposal, cooperative)
    request = pb.WithdrawProposalRequest(name=found.name, organization=found.proposer)
    service.governance.WithdrawProposal(request, timeout=5)
    again = full_proposal(service, found.name, language=language.value)
    shown.proposal(again, language.value, out)


def cooperative_name(service: Any, cooperative_id: str) -> str:
    """Return the name of a cooperative, the only one where none is given."""
    return (
        f"cooperatives/{cooperative_id}"
        if cooperative_id
        else only_cooperative(service)
    )


def _owner_of(service: Any, proposal: Proposal, member_id: str) -> str:
    """Return the organisation of a member, that of the proposal where there is none."""
    name = "/".join(proposal.name.split("/")[:2])
    request = GetCooperativeRequest(name=name)
    found = service.governance.GetCooperative(request, timeout=5)
    owners = {each.member_id: each.organization for each in found.members}
    return str(owners.get(member_id, proposal.proposer))
