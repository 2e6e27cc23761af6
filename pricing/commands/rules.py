"""``jauge rules``: what rules say, what one would change, and votes on them."""

from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from jauge.pricing.v1 import governance_service_pb2 as pb
from jauge.pricing.v1 import season_rule_pb2, vote_pb2
from jauge.pricing.v1.cooperative_pb2 import GetCooperativeRequest
from jauge.pricing.v1.proposal_pb2 import Proposal
from pricing.commands import governance_shown as shown
from pricing.commands.governance_asked import (
    ballot_of,
    full_proposal,
    only_cooperative,
    proposal_of,
)
from pricing.commands.options import ForecastPath, HistoryPath, Language, out
from pricing.commands.rule_options import AskedRule, about_rule
from pricing.commands.rule_previews import preview_here, preview_there
from pricing.commands.served import served
from pricing.commands.service_options import only_season
from pricing.console import show_rules
from pricing.domain.errors import FieldInvalid
from pricing.files import season_file

rules = typer.Typer(
    help="Rules: what they say, what one would change, and members' votes on them.\n\n"
    "Example: `jauge rules list season.toml`",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
SeasonName = Annotated[
    str, typer.Option("--season", help="organizations/…/seasons/…; else the only one.")
]
ProposalId = Annotated[
    str, typer.Argument(metavar="PROPOSAL", help="p1, or its full name.")
]
CooperativeId = Annotated[
    str, typer.Option("--cooperative", help="Its id; else the only one.")
]
Member = Annotated[
    str, typer.Option("--member", help="Your id of the member, no name.")
]
Trials = Annotated[int, typer.Option(min=2, max=200, help="Simulated seasons.")]


@rules.command("list")
@served
def list_rules(
    service: Any,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="SEASON.toml", help="Else those of a running service."),
    ] = None,
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Say each rule of a season in a sentence, and which were voted.

    Example: `jauge rules list season.toml --language fr`

    Of a running service: `jauge rules list`
    """
    if path is not None:
        show_rules(season_file.read(path), language.value, out)
        return
    request = season_rule_pb2.ListRulesRequest(
        parent=season or only_season(service),
        page_size=1000,
        language_code=language.value,
    )
    found = service.governance.ListRules(request, timeout=5)
    shown.rules(found.rules, language.value, out)


@rules.command()
@served
@about_rule
def preview(
    service: Any,
    asked: AskedRule,
    season: SeasonName = "",
    file: Annotated[
        Path | None,
        typer.Option(help="A season file, in place of a running service."),
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="Of the season file: its plan.")
    ] = None,
    forecast: ForecastPath = None,
    history: HistoryPath = None,
    trials: Trials = 4,
    seed: Annotated[int, typer.Option(min=1, help="Equal seeds, equal people.")] = 1,
    language: Language = Language.en,
) -> None:
    """Say what a rule would change before it is voted: who wins and who loses.

    Example: `jauge rules preview cap --production Carmen --max 60`

    Without a service: `jauge rules preview cap --production Carmen --max 60
    --file season.toml`

    Any kind: `jauge rules preview AccessShare --set share_percent=30 --set price=35`
    """
    if file is not None:
        told = preview_here(file, plan, forecast, history, asked, trials, seed)
    else:
        name = season or only_season(service)
        told = preview_there(service, name, asked, trials, seed)
    shown.preview(told, language.value, out)


@rules.command()
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
    shown.proposal(opened, language.value, out)


@rules.command()
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
    again = service.governance.GetProposal(
        pb.GetProposalRequest(name=found.name), timeout=5
    )
    shown.proposal(again, language.value, out)


@rules.command()
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
        found = full_proposal(service, proposal, cooperative)
        request = vote_pb2.ListVotesRequest(parent=found.name, page_size=1000)
        votes = service.governance.ListVotes(request, timeout=5).votes
        shown.proposal(found, language.value, out)
        shown.votes(votes, language.value, out)
        return
    parent = cooperative_name(service, cooperative)
    listed = service.governance.ListProposals(
        pb.ListProposalsRequest(parent=parent, page_size=1000), timeout=5
    )
    for each in listed.proposals:
        shown.proposal(each, language.value, out)


@rules.command()
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
    taken = service.governance.WithdrawProposal(request, timeout=5)
    shown.proposal(taken, language.value, out)


@rules.command()
@served
def suspend(
    service: Any,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id.")],
    reason: Annotated[str, typer.Option(help="Why, for all to see.")],
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Suspend a voted rule in an emergency; it is recorded.

    Example: `jauge rules suspend cap-carmen --reason "The tour is cancelled"`
    """
    request = season_rule_pb2.SuspendRuleRequest(
        parent=season or only_season(service), rule_id=rule, reason=reason
    )
    found = service.governance.SuspendRule(request, timeout=5)
    shown.rules([found], language.value, out)


@rules.command()
@served
def resume(
    service: Any,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Its id.")],
    season: SeasonName = "",
    language: Language = Language.en,
) -> None:
    """Let a suspended rule hold again.

    Example: `jauge rules resume cap-carmen`
    """
    request = season_rule_pb2.ResumeRuleRequest(
        parent=season or only_season(service), rule_id=rule
    )
    found = service.governance.ResumeRule(request, timeout=5)
    shown.rules([found], language.value, out)


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
