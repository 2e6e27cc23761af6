"""``jauge prices``: the prices of a performance as they changed, and why."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from google.protobuf.json_format import MessageToJson

from jauge.client import Client
from jauge.pricing.v1.price_change_pb2 import (
    ListPriceChangesRequest,
    ListPriceChangesResponse,
    PriceChange,
)
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
from pricing.quotes.on_sale import find

_PAGE = 100
_NONE = {
    "en": "No price was posted yet.",
    "fr": "Aucun prix n'a encore été affiché.",
}


def prices(
    performance: Annotated[str, typer.Option(help="Id, or the full name.")],
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    category: Annotated[str, typer.Option(help="Of this seat category only.")] = "",
    last: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many changes, at most.")
    ] = 20,
    address: Address = "127.0.0.1:50051",
    token_file: TokenFile = None,
    by_tls: ByTls = False,
    tls_ca: TlsCa = None,
    tls_certificate: TlsCertificate = None,
    tls_key: TlsKey = None,
    insecure: Insecure = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    language: Language = Language.en,
) -> None:
    """Tell how the prices of a performance changed, the latest first, and why.

    Example: `jauge prices --performance carmen-2026-12-05 --language fr`
    """
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    with client_of(address, tls, token_of(token_file), insecure) as service:
        parent, _, performance_id = performance.rpartition("/performances/")
        parent = parent or season or only_season(service)
        name = f"{parent}/performances/{performance_id}"
        found = _listed(service, name, language.value, last)
    if as_json:
        whole = ListPriceChangesResponse(price_changes=found)
        print(MessageToJson(whole, preserving_proto_field_name=True))
        return
    known = {each.seat_category_id: each for c in found for each in c.categories}
    if found and category:
        find("seat category", category, known)
    if not found:
        out.print(_NONE[language.value])
    for change in found:
        _show(change, category)


def _listed(service: Client, name: str, language: str, count: int) -> list[PriceChange]:
    """Return the latest changes, page by page."""
    found: list[PriceChange] = []
    token = ""
    while len(found) < count:
        request = ListPriceChangesRequest(
            parent=name,
            page_size=min(_PAGE, count - len(found)),
            page_token=token,
            language_code=language,
        )
        page = service.quotes.ListPriceChanges(request, timeout=30)
        found += page.price_changes
        token = page.next_page_token
        if not token:
            break
    return found


def _show(change: PriceChange, category: str) -> None:
    """Print a change, and why each category costs what it does."""
    at: datetime = change.change_time.ToDatetime(UTC)
    when = f"{at.astimezone():%Y-%m-%d %H:%M}"
    out.print(when, style="bold", end="  ", highlight=False)
    # A house's own words may have brackets.
    out.print(change.text, highlight=False, markup=False, soft_wrap=True)
    for each in change.categories:
        if category in ("", each.seat_category_id):
            out.print(
                f"  {each.seat_category_id}: {each.text}",
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
