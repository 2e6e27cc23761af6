"""``jauge vouchers``: keys for those who check means, and vouchers signed with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from pricing.access import vouchers_file
from pricing.access.vouchers import FORM, KEY_FORM, VoucherKey, issue, new_key
from pricing.commands.options import err, out
from pricing.domain.errors import (
    FieldInvalid,
    FileInvalid,
    NameUnknown,
    VoucherExpired,
    VoucherInvalid,
)

DAYS_MAX = 3650
VOUCHERS_MAX = 10_000

vouchers = typer.Typer(
    help="Vouchers that stand for evidence: keys, issuing, checking.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
KeysFile = Annotated[
    Path, typer.Option("--vouchers", help="The file that `jauge serve` follows.")
]


@vouchers.command()
def key(
    path: KeysFile,
    organization: Annotated[str, typer.Option(help="Whose tariffs it is for.")],
    issuer: Annotated[str, typer.Option(help="Who gets it, such as social-centre.")],
    days: Annotated[
        int, typer.Option(min=1, max=DAYS_MAX, help="How long it is valid.")
    ] = 365,
) -> None:
    """Make a key and show it, for the body that checks means.

    Example: `jauge vouchers key --vouchers vouchers.json --organization grand-opera
    --issuer social-centre > social-centre.key`

    An issuer may have several: to turn one over, make the next, hand it out, and
    revoke the first once the vouchers signed with it have expired.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        made = new_key(organization, issuer, now, now + timedelta(days=days))
    except ValueError as error:
        raise FieldInvalid("key", str(error)) from None
    with vouchers_file.edited(path) as kept:
        kept.keys.append(made)
    # The key alone, so that it can go into a file or a secret store.
    print(made.text)
    err.print(
        f"key {made.id} of {issuer}, until {made.expires_at:%Y-%m-%d}; who has it can "
        "issue vouchers.",
        highlight=False,
    )


@vouchers.command("keys")
def list_keys(
    path: KeysFile,
    every: Annotated[
        bool, typer.Option("--all", help="Those that ended, too.")
    ] = False,
) -> None:
    """List the keys that are valid.

    Example: `jauge vouchers keys --vouchers vouchers.json --all`
    """
    now = datetime.now(UTC)
    rows = [
        (each.id, each.organization_id, each.issuer, f"{each.expires_at:%Y-%m-%d}",
         each.state(now))
        for each in vouchers_file.read(path).keys
        if every or each.state(now) == "valid"
    ]  # fmt: skip
    rows.insert(0, ("id", "organization", "issuer", "until", "state"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())


@vouchers.command()
def revoke(
    path: KeysFile,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Of `keys`.")],
) -> None:
    """Revoke keys: no voucher signed with them is taken any more, a second later.

    Example: `jauge vouchers revoke --vouchers vouchers.json 3f9c02d1aa`
    """
    now = datetime.now(UTC).replace(microsecond=0)
    with vouchers_file.edited(path) as kept:
        known = {each.id for each in kept.keys}
        for each in ids:
            if each not in known:
                raise NameUnknown("key", each, sorted(known))
        kept.keys[:] = [_revoked(each, ids, now) for each in kept.keys]
    for each in ids:
        out.print(f"revoked {each}", highlight=False)


@vouchers.command("issue")
def issue_vouchers(
    key_file: Annotated[
        Path, typer.Option("--key", help="What `jauge vouchers key` showed.")
    ],
    tariff: Annotated[str, typer.Option(help="The tariff that it is for.")],
    bracket: Annotated[
        str, typer.Option(help="Its means bracket, where the tariff has them.")
    ] = "",
    days: Annotated[
        int, typer.Option(min=1, max=DAYS_MAX, help="How long it may be used.")
    ] = 30,
    seats: Annotated[
        int, typer.Option(help="Seats of one order that it is good for.")
    ] = 1,
    count: Annotated[
        int, typer.Option(min=1, max=VOUCHERS_MAX, help="How many to issue.")
    ] = 1,
) -> None:
    """Issue vouchers, one a line.

    Example: `jauge vouchers issue --key social-centre.key --tariff solidarity
    --count 50 > vouchers.txt`
    """
    try:
        text = key_file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise FileInvalid(str(key_file), f"cannot be read: {why}") from None
    if not KEY_FORM.fullmatch(text):
        raise FileInvalid(str(key_file), "expected a key, one line of jvk1.")
    until = datetime.now(UTC) + timedelta(days=days)
    try:
        for _ in range(count):
            print(issue(text, tariff, until, means_bracket_id=bracket, seats=seats))
    except ValueError as error:
        raise FieldInvalid("voucher", str(error)) from None


@vouchers.command()
def check(
    path: KeysFile,
    text: Annotated[str, typer.Argument(metavar="VOUCHER", help="As it was issued.")],
) -> None:
    """Check a voucher and say what it is good for; not whether it was used.

    Example: `jauge vouchers check --vouchers vouchers.json "$(head -1 vouchers.txt)"`
    """
    found = FORM.fullmatch(text)
    if found is None:
        raise VoucherInvalid("VOUCHER", "it is no voucher, or was cut short")
    now = datetime.now(UTC)
    told = vouchers_file.read(path).checker().check(
        text, found["organization"], found["tariff"], found["bracket"], now, "VOUCHER"
    )  # fmt: skip
    if told.expires_at is not None and told.expires_at <= now:
        raise VoucherExpired("VOUCHER", told.expires_at)
    bracket = f", means bracket {found['bracket']}" if found["bracket"] else ""
    seats = "1 seat" if told.seats == 1 else f"{told.seats} seats of one order"
    out.print(
        f"valid: {seats} of {found['organization']} at tariff {found['tariff']}"
        f"{bracket}, until {told.expires_at:%Y-%m-%d %H:%M} UTC",
        highlight=False,
        soft_wrap=True,
    )


def _revoked(of: VoucherKey, ids: list[str], now: datetime) -> VoucherKey:
    if of.id not in ids or of.revoked_at is not None:
        return of
    return replace(of, revoked_at=now)
