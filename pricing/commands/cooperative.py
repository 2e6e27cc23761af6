"""``jauge cooperative``: organisations that vote rules together."""

from typing import Annotated, Any
from uuid import uuid4

import typer
from google.protobuf.duration_pb2 import Duration
from rich.markup import escape

from jauge.pricing.v1 import cooperative_pb2 as pb
from pricing.commands.governance_asked import only_cooperative
from pricing.commands.options import out
from pricing.commands.served import served

cooperative = typer.Typer(
    help="Organisations that vote rules together: one member, one vote.\n\n"
    "Example: `jauge cooperative show`",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
Organization = Annotated[str, typer.Option("--organization", help="Your own; its id.")]
Members = Annotated[
    list[str],
    typer.Option("--member", help="Your id of a member, no name; repeat it."),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="Of the cooperative.")]


@cooperative.command()
@served
def create(
    service: Any,
    cooperative_id: Id,
    organization: Organization,
    members: Members,
    name: Annotated[str, typer.Option(help="What it is called.")] = "",
    quorum: Annotated[
        float, typer.Option(min=0.1, max=100, help="Per cent of members who must vote.")
    ] = 50.0,
    days: Annotated[
        float, typer.Option(min=0.001, max=366, help="How long a vote is open.")
    ] = 14.0,
    invited: Annotated[
        list[str] | None,
        typer.Option("--invite", help="An organisation that may join; repeat it."),
    ] = None,
) -> None:
    """Found a cooperative with your organisation and its members.

    Example: `jauge cooperative create les-scenes --organization grand-opera
    --member m1 --member m2 --invite studio --quorum 50 --days 14`
    """
    terms = pb.VotingTerms(
        quorum_permille=round(quorum * 10),
        voting_period=Duration(seconds=round(days * 86_400)),
    )
    request = pb.CreateCooperativeRequest(
        organization=f"organizations/{organization}",
        cooperative_id=cooperative_id,
        cooperative=pb.Cooperative(
            display_name=name,
            terms=terms,
            invited_organizations=[f"organizations/{each}" for each in invited or ()],
        ),
        member_ids=members,
        request_id=str(uuid4()),
    )
    _show(service.governance.CreateCooperative(request, timeout=5))


@cooperative.command()
@served
def join(
    service: Any, cooperative_id: Id, organization: Organization, members: Members
) -> None:
    """Take part, once invited or voted in; or say anew who your members are.

    Example: `jauge cooperative join les-scenes --organization studio --member s1`
    """
    request = pb.JoinCooperativeRequest(
        organization=f"organizations/{organization}",
        cooperative=f"cooperatives/{cooperative_id}",
        member_ids=members,
    )
    _show(service.governance.JoinCooperative(request, timeout=5))


@cooperative.command()
@served
def leave(service: Any, cooperative_id: Id, organization: Organization) -> None:
    """Take part no more; rules that were voted stay as your own.

    Example: `jauge cooperative leave les-scenes --organization studio`
    """
    request = pb.LeaveCooperativeRequest(
        organization=f"organizations/{organization}",
        cooperative=f"cooperatives/{cooperative_id}",
    )
    _show(service.governance.LeaveCooperative(request, timeout=5))


@cooperative.command()
@served
def show(
    service: Any,
    cooperative_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="Else the only one.")
    ] = "",
) -> None:
    """Show a cooperative: its terms, its organisations, how many members each has.

    Example: `jauge cooperative show les-scenes`
    """
    name = (
        f"cooperatives/{cooperative_id}"
        if cooperative_id
        else only_cooperative(service)
    )
    request = pb.GetCooperativeRequest(name=name)
    _show(service.governance.GetCooperative(request, timeout=5))


def _show(found: pb.Cooperative) -> None:
    """Print a cooperative."""
    lasts = lasting(found.terms.voting_period.seconds)
    quorum = found.terms.quorum_permille / 10
    name = found.name.rpartition("/")[2]
    out.print(f"[bold]{name}[/bold] {escape(found.display_name)}", soft_wrap=True)
    out.print(
        f"  votes are open {lasts}, {quorum:g} % of {len(found.members)} members "
        "must vote",
        soft_wrap=True,
    )
    for owner in found.organizations:
        count = sum(each.organization == owner for each in found.members)
        out.print(f"  {owner.rpartition('/')[2]}: {count} members", soft_wrap=True)


def lasting(seconds: int) -> str:
    """Return a time in the largest unit that it fills, as people say it."""
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = f"{seconds / length:.3g}"
            return f"{count} {unit}{'' if count == '1' else 's'}"
    return f"{seconds} seconds"
