"""``jauge quote``: ask a running service for seats."""

from decimal import Decimal
from typing import Annotated

import typer
from google.protobuf.json_format import MessageToJson

from jauge.basket import fund_gift, money
from jauge.client import Client, seats
from jauge.pricing.v1.catalog_service_pb2 import GetSeasonRequest
from jauge.pricing.v1.money_pb2 import Money
from jauge.pricing.v1.quote_pb2 import ProductItem
from pricing.commands.options import Address, Language, out
from pricing.commands.service_options import (
    ByTls,
    Insecure,
    TlsCa,
    TlsCertificate,
    TlsKey,
    TokenFile,
    client_of,
    only_season,
    tls_of,
    token_of,
)
from pricing.console.quotes import show_quote
from pricing.domain.errors import FieldInvalid


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
    give: Annotated[
        float | None, typer.Option(min=0, help="A gift to the solidarity fund.")
    ] = None,
    round_up_to: Annotated[
        float | None,
        typer.Option(min=0, help="A gift of what the basket lacks to a total."),
    ] = None,
    counter: Annotated[str, typer.Option(help="Counter of the channel.")] = "",
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    address: Address = "127.0.0.1:50051",
    token_file: TokenFile = None,
    by_tls: ByTls = False,
    tls_ca: TlsCa = None,
    tls_certificate: TlsCertificate = None,
    tls_key: TlsKey = None,
    insecure: Insecure = False,
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
        parent = parent or season or only_season(service)
        item = seats(
            f"{parent}/performances/{performance_id}", category, tariff, count,
            means_bracket_id=bracket, evidence=evidence, card_reference=card,
            vouchers=voucher or (),
            chosen_price=None if pay is None else _chosen(service, parent, pay),
        )  # fmt: skip
        held = service.quote(
            parent, channel, [item], counter_id=counter, validate_only=dry_run,
            language_code=language.value,
            products=_gifts(service, parent, give, round_up_to),
        )  # fmt: skip
        if accept and not dry_run:
            held = service.accept(held.name)
    if as_json:
        print(MessageToJson(held, preserving_proto_field_name=True))
    else:
        show_quote(held, out, language.value)


def _gifts(
    service: Client, season: str, give: float | None, round_up_to: float | None
) -> list[ProductItem]:
    """Return gifts to the season's solidarity fund."""
    if give is None and round_up_to is None:
        return []
    found = service.catalog.GetSeason(GetSeasonRequest(name=season), timeout=5)
    funds = [each.id for each in found.rules if each.HasField("solidarity_budget")]
    if len(funds) != 1:
        why = "none" if not funds else ", ".join(funds)
        raise FieldInvalid("--give", f"Expected one fund in the season, got {why}.")
    gifts = []
    if give is not None:
        gifts.append(fund_gift(funds[0], _chosen(service, season, give)))
    if round_up_to is not None:
        total = _chosen(service, season, round_up_to)
        gifts.append(fund_gift(funds[0], round_up_to=total))
    return gifts


def _chosen(service: Client, season: str, pay: float) -> Money:
    """Return an amount in the season's currency."""
    found = service.catalog.GetSeason(GetSeasonRequest(name=season), timeout=5)
    # As it was typed: 7.10 is no sum of powers of two.
    return money(Decimal(repr(pay)), found.currency_code)
