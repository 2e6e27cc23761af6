"""``jauge update``: bring a season of a running service to what its file says."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from jauge.client import Client
from jauge.pricing.v1.catalog_service_pb2 import (
    CreatePerformanceRequest,
    GetSeasonRequest,
    ListPerformancesRequest,
    UpdatePerformanceRequest,
    UpdateSeasonRequest,
)
from jauge.pricing.v1.performance_pb2 import Performance
from jauge.pricing.v1.season_pb2 import Season
from pricing.commands.options import Address, SeasonPath, out
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
from pricing.commands.voted import keep_voted
from pricing.files import season_file
from pricing.service.catalog import PERFORMANCE_FIXED, SEASON_FIXED
from pricing.service.convert.performances import performance_to_proto
from pricing.service.convert.seasons import season_to_proto

_SECONDS = 60


def update(
    path: SeasonPath,
    dry_run: Annotated[
        bool, typer.Option(help="Say what would change; change nothing.")
    ] = False,
    address: Address = "127.0.0.1:50051",
    token_file: TokenFile = None,
    by_tls: ByTls = False,
    tls_ca: TlsCa = None,
    tls_certificate: TlsCertificate = None,
    tls_key: TlsKey = None,
    insecure: Insecure = False,
) -> None:
    """Bring a season that the service has to what its file says now.

    Example: `jauge update season.toml --dry-run`

    Of the season only what differs is sent, then performances that are new or differ,
    one by one. One that the file no longer has stays. What was sold or posted stands:
    a change that would break it is refused, by name; so do rules that members voted.
    It may be run again.
    """
    season = season_file.read(path)
    wanted = season_to_proto(season)
    performances = [performance_to_proto(each, season) for each in season.performances]
    tls = tls_of(by_tls, tls_ca, tls_certificate, tls_key)
    with client_of(address, tls, token_of(token_file), insecure) as service:
        asked = GetSeasonRequest(name=wanted.name)
        current = service.catalog.GetSeason(asked, timeout=_SECONDS)
        keep_voted(service, wanted)
        known = {each.name: each for each in _performances(service, wanted.name)}
        done = 0
        for what in _season(service, wanted, current, dry_run=dry_run):
            _say(what, dry_run=dry_run)
            done += 1
        for each in performances:
            for what in _performance(service, each, known, dry_run=dry_run):
                _say(what, dry_run=dry_run)
                done += 1
    gone = known.keys() - {each.name for each in performances}
    for name in sorted(gone):
        out.print(f"{_id(name)}: not in the file; stays", highlight=False)
    if not done:
        out.print("nothing differs", highlight=False)


def _season(
    service: Client, wanted: Season, current: Season, *, dry_run: bool
) -> Iterator[str]:
    """Change what differs of a season; yield what it was."""
    fields = list(_differing(wanted, current, SEASON_FIXED))
    if not fields:
        return
    wanted.etag = current.etag
    if not dry_run:
        service.catalog.UpdateSeason(
            UpdateSeasonRequest(season=wanted, update_mask=FieldMask(paths=fields)),
            timeout=_SECONDS,
        )
    yield f"season: {', '.join(fields)}"


def _performance(
    service: Client,
    wanted: Performance,
    known: dict[str, Performance],
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Enter a performance, or change what differs of it; yield what it was."""
    parent, _, performance_id = wanted.name.rpartition("/performances/")
    current = known.get(wanted.name)
    if current is None:
        if not dry_run:
            service.catalog.CreatePerformance(
                CreatePerformanceRequest(
                    parent=parent, performance_id=performance_id, performance=wanted
                ),
                timeout=_SECONDS,
            )
        yield f"{performance_id}: new"
        return
    fields = list(_differing(wanted, current, PERFORMANCE_FIXED))
    if fields:
        wanted.etag = current.etag
        if not dry_run:
            service.catalog.UpdatePerformance(
                UpdatePerformanceRequest(
                    performance=wanted, update_mask=FieldMask(paths=fields)
                ),
                timeout=_SECONDS,
            )
        yield f"{performance_id}: {', '.join(fields)}"


def _differing(
    wanted: Message, current: Message, fixed: Iterable[str]
) -> Iterator[str]:
    """Yield the fields of a message that are not the same in another."""
    for field in wanted.DESCRIPTOR.fields:
        if field.name not in fixed:
            here: Any = getattr(wanted, field.name)
            if here != getattr(current, field.name):
                yield field.name


def _performances(service: Client, parent: str) -> Iterator[Performance]:
    token = ""
    while True:
        asked = ListPerformancesRequest(parent=parent, page_size=1000, page_token=token)
        page = service.catalog.ListPerformances(asked, timeout=_SECONDS)
        yield from page.performances
        token = page.next_page_token
        if not token:
            return


def _say(what: str, *, dry_run: bool) -> None:
    would = "would change " if dry_run else "changed "
    out.print(f"{would}{what}", highlight=False, soft_wrap=True)


def _id(name: str) -> str:
    return name.rpartition("/")[2]
