"""``jauge activate``: put a plan file in force on a running service."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from jauge.pricing.v1.planning_service_pb2 import (
    ActivatePricePlanRequest,
    CreatePricePlanRequest,
)
from pricing.commands.options import Address, out
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
from pricing.files import plan_file

_SECONDS = 60


def activate(
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN.json", help="Of `jauge optimize`.")
    ],
    season: Annotated[
        str, typer.Option(help="organizations/…/seasons/…; else the only one.")
    ] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Only keep the plan; put none in force.")
    ] = False,
    address: Address = "127.0.0.1:50051",
    token_file: TokenFile = None,
    by_tls: ByTls = False,
    tls_ca: TlsCa = None,
    tls_certificate: TlsCertificate = None,
    tls_key: TlsKey = None,
    insecure: Insecure = False,
) -> None:
    """Put a plan in force: prices posted move at once where the rules let them.

    Example: `jauge activate plan.json --address tickets.example:50051 --tls`

    Quotes on offer are honoured. A plan that the season or its rules do not allow
    changes nothing.
    """
    text = plan_file.text(plan_file.read(plan))
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    with client_of(address, tls, token_of(token_file), insecure) as service:
        parent = season or only_season(service)
        # A call that is sent again, since it went unanswered, keeps one plan.
        asked = CreatePricePlanRequest(
            parent=parent, plan_json=text, request_id=str(uuid4())
        )
        kept = service.planning.CreatePricePlan(asked, timeout=_SECONDS)
        if not keep:
            wanted = ActivatePricePlanRequest(name=kept.name)
            service.planning.ActivatePricePlan(wanted, timeout=_SECONDS)
    out.print(
        f"{kept.name} is {'kept' if keep else 'in force'}",
        highlight=False,
        soft_wrap=True,
    )
