"""``jauge quote``: ask a running service for seats."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from google.protobuf.json_format import MessageToJson

from jauge.basket import money
from jauge.client import Client, seats
from jauge.connection import Tls
from jauge.pricing.v1.catalog_service_pb2 import GetSeasonRequest, ListSeasonsRequest
from jauge.pricing.v1.money_pb2 import Money
from pricing.commands.options import Address, Language, out
from pricing.console import show_quote
from pricing.domain.errors import FieldInvalid, FileInvalid


def quote(
    performance: Annotated[str, typer.Option(help="Id, or the full name.")],
    category: Annotated[str, typer.Option(help="Seat category.")],
    tariff: Annotated[str, typer.Option(help="Tariff.")],
    channel: Annotated[str, typer.Option(help="Channel.")],
    count: Annotated[int, typer.Option(min=1, max=1000, help="Seats.")] = 1,
    bracket: Annotated[str, typer.Option(help="Means bracket of the tariff.")] = "",
    evidence: Annotated[
        str, typer.Option(help="What the buyer showed: a reference, no name.")
    ] = "",
    voucher: Annotated[
        list[str] | None, typer.Option(help="A signed voucher; repeat it.")
    ] = None,
    pay: Annotated[
        float | None,
        typer.Option(min=0, help="What the buyer chooses to pay for a seat."),
    ] = None,
    card: Annotated[
        str, typer.Option(help="Your id of a subscriber card, no name.")
    ] = "",
    counter: Annotated[str, typer.Option(help="Counter of the channel.")] = "",
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    address: Address = "127.0.0.1:50051",
    token_file: Annotated[
        Path | None, typer.Option(help="Holds a token; else JAUGE_TOKEN does.")
    ] = None,
    by_tls: Annotated[
        bool, typer.Option("--tls", help="By TLS; the next three say so too.")
    ] = False,
    tls_ca: Annotated[
        Path | None,
        typer.Option(envvar="JAUGE_TLS_CA", help="Who signs for the service; PEM."),
    ] = None,
    tls_certificate: Annotated[
        Path | None,
        typer.Option(envvar="JAUGE_TLS_CERTIFICATE", help="To show there; PEM."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(envvar="JAUGE_TLS_KEY", help="Its key; PEM.")
    ] = None,
    insecure: Annotated[
        bool, typer.Option(help="Let the token leave this machine without TLS.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="Price only; hold nothing.")] = False,
    accept: Annotated[bool, typer.Option(help="Buy at once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    language: Language = Language.en,
) -> None:
    """Ask a running service for seats: hold them, and say why they cost that.

    Example: `jauge quote --performance carmen-2026-12-05 --category cat-4
    --tariff full --channel web --count 2`
    """
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    with client_of(address, tls, token_of(token_file), insecure) as service:
        parent, _, performance_id = performance.rpartition("/performances/")
        parent = parent or season or _only_season(service)
        item = seats(
            f"{parent}/performances/{performance_id}", category, tariff, count,
            means_bracket_id=bracket, evidence=evidence, card_reference=card,
            vouchers=voucher or (),
            chosen_price=None if pay is None else _chosen(service, parent, pay),
        )  # fmt: skip
        held = service.quote(
            parent, channel, [item], counter_id=counter, validate_only=dry_run,
            language_code=language.value,
        )  # fmt: skip
        if accept and not dry_run:
            held = service.accept(held.name)
    if as_json:
        print(MessageToJson(held, preserving_proto_field_name=True))
    else:
        show_quote(held, out, language.value)


def token_of(path: Path | None) -> str:
    """Return the token in a file, else that of the environment, else none."""
    if path is None:
        token = os.environ.get("JAUGE_TOKEN", "").strip()
    else:
        try:
            token = path.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            raise FileInvalid(str(path), f"cannot be read: {why}") from None
    if not (token.isascii() and token.isprintable()):
        where = "JAUGE_TOKEN" if path is None else str(path)
        raise FieldInvalid(where, "Expected a token, one line that begins with jauge_.")
    return token


def tls_of(
    wanted: bool, ca: Path | None, certificate: Path | None, key: Path | None
) -> Tls | None:
    """Return how to reach the service by TLS, None for plainly."""
    if not (wanted or ca or certificate or key):
        return None
    try:
        return Tls(ca, certificate, key)
    except ValueError as error:
        raise FieldInvalid("--tls-key", str(error)) from None


def client_of(address: str, tls: Tls | None, token: str, insecure: bool) -> Client:
    """Return a client of the service."""
    try:
        return Client(address, tls=tls, token=token, insecure=insecure)
    except OSError as error:
        raise FileInvalid(
            str(error.filename), f"cannot be read: {error.strerror}"
        ) from None
    except ValueError as error:
        raise FieldInvalid("--insecure", str(error)) from None


def _chosen(service: Client, season: str, pay: float) -> Money:
    """Return an amount in the season's currency."""
    found = service.catalog.GetSeason(GetSeasonRequest(name=season), timeout=5)
    # As it was typed: 7.10 is no sum of powers of two.
    return money(Decimal(repr(pay)), found.currency_code)


def _only_season(service: Client) -> str:
    request = ListSeasonsRequest(parent="organizations/-")
    found = service.catalog.ListSeasons(request, timeout=5)
    names: list[str] = [each.name for each in found.seasons]
    if len(names) != 1:
        why = f"name one of {', '.join(names)}" if names else "none is there to be read"
        raise FieldInvalid("--season", why)
    return names[0]
