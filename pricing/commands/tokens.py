"""``jauge tokens``: who may call a service, kept in a file that it follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from pricing.access import tokens_file
from pricing.access.roles import Role
from pricing.access.tokens import Token, mint
from pricing.commands.options import err, out
from pricing.domain.errors import FieldInvalid, NameUnknown

DAYS_MAX = 3650

tokens = typer.Typer(
    help="Who may call a service: make tokens, list them, revoke them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
TokensFile = Annotated[
    Path, typer.Option("--tokens", help="The file that `jauge serve` follows.")
]


@tokens.command()
def create(
    path: TokensFile,
    organization: Annotated[str, typer.Option(help="Whose data it reaches.")],
    holder: Annotated[str, typer.Option(help="Who gets it, such as web-shop.")],
    roles: Annotated[list[Role], typer.Option("--role", help="What for; repeat it.")],
    member: Annotated[
        str, typer.Option(help="It casts this member's vote, and changes nothing else.")
    ] = "",
    days: Annotated[
        int, typer.Option(min=1, max=DAYS_MAX, help="How long it is valid.")
    ] = 365,
    calls_per_second: Annotated[
        float | None, typer.Option(help="In place of the service's limit.")
    ] = None,
    open_seats: Annotated[
        int | None, typer.Option(help="In place of the service's limit.")
    ] = None,
) -> None:
    """Make a token and show it, this once; the file keeps a hash of it.

    Example: `jauge tokens create --tokens tokens.json --organization grand-opera
    --holder web-shop --role platform > web-shop.token`

    A holder may have several: to rotate one, create the next, hand it out, and
    revoke the first.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        token, text = mint(
            organization,
            holder,
            roles,
            now,
            now + timedelta(days=days),
            calls_per_second=calls_per_second,
            open_seats_max=open_seats,
            member_id=member,
        )
    except ValueError as error:
        raise FieldInvalid("token", str(error)) from None
    with tokens_file.edited(path) as kept:
        kept.append(token)
    # The token alone, so that it can go into a file or a secret store.
    print(text)
    err.print(
        f"token {token.id} of {holder}, until {token.expires_at:%Y-%m-%d}; it is "
        "not shown again.",
        highlight=False,
    )


@tokens.command("list")
def list_tokens(
    path: TokensFile,
    every: Annotated[
        bool, typer.Option("--all", help="Those that ended, too.")
    ] = False,
) -> None:
    """List the tokens that are valid.

    Example: `jauge tokens list --tokens tokens.json --all`
    """
    now = datetime.now(UTC)
    rows = [
        _row(each, now)
        for each in tokens_file.read(path)
        if every or each.state(now) == "valid"
    ]
    rows.insert(0, ("id", "organization", "holder", "roles", "until", "state"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())


@tokens.command()
def revoke(
    path: TokensFile,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Of `tokens list`.")
    ] = None,
    holder: Annotated[str, typer.Option(help="All that this holder has.")] = "",
) -> None:
    """Revoke tokens; a service that follows the file refuses them a second later.

    Example: `jauge tokens revoke --tokens tokens.json 3f9c02d1aa`
    """
    if bool(ids) == bool(holder):
        raise FieldInvalid("ID", "name tokens by id, or all of one with --holder.")
    now = datetime.now(UTC).replace(microsecond=0)
    with tokens_file.edited(path) as kept:
        known = {each.id for each in kept}
        for each in ids or ():
            if each not in known:
                raise NameUnknown("token", each, sorted(known))
        if holder and all(each.holder != holder for each in kept):
            holders = sorted({each.holder for each in kept})
            raise NameUnknown("holder", holder, holders)
        ended = [
            each
            for each in kept
            if each.revoked_at is None
            and (each.id in (ids or ()) or each.holder == holder)
        ]
        kept[:] = [replace(e, revoked_at=now) if e in ended else e for e in kept]
    for token in ended:
        out.print(f"revoked {token.id} of {token.holder}", highlight=False)


def _row(token: Token, now: datetime) -> tuple[str, ...]:
    return (
        token.id,
        token.organization_id,
        token.holder,
        ", ".join(sorted(token.roles)),
        f"{token.expires_at:%Y-%m-%d}",
        token.state(now),
    )
