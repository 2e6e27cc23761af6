"""``jauge follow``: what happens in a running service, for other tools."""

import json
from typing import Annotated, Any

import typer
from google.protobuf.json_format import MessageToDict

from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from jauge.pricing.v1.feed_service_pb2 import FollowEventsRequest
from pricing.commands.options import Address
from pricing.commands.service_options import (
    ByTls,
    Insecure,
    TlsCa,
    TlsCertificate,
    TlsKey,
    TokenFile,
    client_of,
    tls_of,
    token_of,
)
from pricing.domain.errors import FieldInvalid

_KINDS = {
    name.removeprefix("KIND_").lower(): name
    for name, number in FeedEvent.Kind.items()
    if number
}


def follow(
    parent: Annotated[
        str, typer.Option(help="organizations/…, or a season of it, whole.")
    ],
    after: Annotated[
        int,
        typer.Option(min=0, max=2**63 - 1, help="Events after this number; 0 for all."),
    ] = 0,
    kinds: Annotated[
        str, typer.Option(help=f"Only these, of {', '.join(_KINDS)}.")
    ] = "",
    until_now: Annotated[
        bool, typer.Option(help="End with the last event there is.")
    ] = False,
    address: Address = "127.0.0.1:50051",
    token_file: TokenFile = None,
    by_tls: ByTls = False,
    tls_ca: TlsCa = None,
    tls_certificate: TlsCertificate = None,
    tls_key: TlsKey = None,
    insecure: Insecure = False,
) -> None:
    """Print what happens as lines of JSON: prices, sales, returns, quotas, votes.

    Example: `jauge follow --parent organizations/grand-opera --after 1200
    --kinds sale,return`

    Keep the last `sequence` and give it as `--after` next time: nothing is lost, and
    nothing comes twice.
    """
    wanted = [each.strip() for each in kinds.split(",") if each.strip()]
    if not set(wanted) <= set(_KINDS):
        raise FieldInvalid("--kinds", f"Expected some of {', '.join(_KINDS)}.")
    request = FollowEventsRequest(
        parent=parent,
        after_sequence=after,
        until_now=until_now,
        kinds=[_KINDS[each] for each in wanted],
    )
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    with client_of(address, tls, token_of(token_file), insecure) as service:
        stream: Any = service.feed.FollowEvents(request)
        for message in stream:
            for event in message.events:
                plain = MessageToDict(event, preserving_proto_field_name=True)
                # As a number: a 64-bit number is text in protobuf's JSON.
                plain["sequence"] = event.sequence
                print(json.dumps(plain, ensure_ascii=False), flush=True)
