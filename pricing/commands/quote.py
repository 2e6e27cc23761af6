"""``jauge quote``: ask a running service for seats."""

from typing import Annotated

import typer
from google.protobuf.json_format import MessageToJson

from jauge.client import Client, seats
from jauge.pricing.v1.catalog_service_pb2 import ListSeasonsRequest
from pricing.commands.options import Address, Language, out
from pricing.console import show_quote
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
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    address: Address = "127.0.0.1:50051",
    dry_run: Annotated[bool, typer.Option(help="Price only; hold nothing.")] = False,
    accept: Annotated[bool, typer.Option(help="Buy at once.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    language: Language = Language.en,
) -> None:
    """Ask a running service for seats: hold them, and say why they cost that.

    Example: `jauge quote --performance carmen-2026-12-05 --category cat-4
    --tariff full --channel web --count 2`
    """
    with Client(address) as service:
        parent, _, performance_id = performance.rpartition("/performances/")
        parent = parent or season or _only_season(service)
        item = seats(
            f"{parent}/performances/{performance_id}", category, tariff, count,
            means_bracket_id=bracket, evidence=evidence,
        )  # fmt: skip
        held = service.quote(
            parent, channel, [item], validate_only=dry_run, language_code=language.value
        )
        if accept and not dry_run:
            held = service.accept(held.name)
    if as_json:
        print(MessageToJson(held, preserving_proto_field_name=True))
    else:
        show_quote(held, out, language.value)


def _only_season(service: Client) -> str:
    request = ListSeasonsRequest(parent="organizations/-")
    found = service.catalog.ListSeasons(request, timeout=5)
    names: list[str] = [each.name for each in found.seasons]
    if len(names) != 1:
        raise FieldInvalid(
            "--season", f"name one of {', '.join(names) or 'none: none is loaded'}"
        )
    return names[0]
