"""CatalogService: seasons and their performances."""

from jauge.pricing.v1 import catalog_service_pb2 as pb
from jauge.pricing.v1.performance_pb2 import Performance as PerformanceMessage
from jauge.pricing.v1.season_pb2 import Season as SeasonMessage
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import check_id
from pricing.domain.performance import Performance
from pricing.service.calls import Context
from pricing.service.commands import AddPerformance
from pricing.service.convert.fields import at, present
from pricing.service.convert.performances import (
    performance_from_proto,
    performance_to_proto,
)
from pricing.service.convert.seasons import (
    season_from_proto,
    season_to_proto,
    venues_from_proto,
)
from pricing.service.history_imports import HistoryImports
from pricing.service.names import (
    OrganizationName,
    PerformanceName,
    PricePlanName,
    SeasonName,
    under,
)
from pricing.service.pages import page
from pricing.service.performance_changes import PerformanceChanges
from pricing.service.performances import check_etag, etag, performance_message
from pricing.service.requests import answer, check_request_id, merged
from pricing.store.commands import (
    CreateSeason,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

PERFORMANCES_MAX = 1000
# AIP-159: reading across collections.
EVERY_ORGANIZATION = "organizations/-"

SEASON_FIXED = frozenset({"name", "active_price_plan", "performance_count", "etag"})
PERFORMANCE_FIXED = frozenset(
    {
        "name",
        "posted_price_tier_id",
        "etag",
        "frozen",
        "cancel_time",
        "previous_start_times",
        "refund_until_time",
    }
)


class CatalogServicer(PerformanceChanges, HistoryImports):
    """What is on sale, on the books of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def CreateSeason(
        self, request: pb.CreateSeasonRequest, context: Context
    ) -> SeasonMessage:
        """Enter a season with its first performances."""
        owner = OrganizationName.parse(request.parent, "parent").organization_id
        with at("season_id"):
            check_id(request.season_id, "season_id")
        present(request, "season")
        name = SeasonName(owner, request.season_id)
        season = season_from_proto(
            request.season, name, _performances(request, name), "season"
        )
        request_id = check_request_id(request.request_id)
        created = await answer(self._store, owner, CreateSeason(season, request_id))
        return self._season(SeasonName(owner, created.id))

    async def GetSeason(
        self, request: pb.GetSeasonRequest, context: Context
    ) -> SeasonMessage:
        """Return a season as it stands."""
        return self._season(SeasonName.parse(request.name, "name"))

    async def ListSeasons(
        self, request: pb.ListSeasonsRequest, context: Context
    ) -> pb.ListSeasonsResponse:
        """Return a page of seasons, by id."""
        if request.parent == EVERY_ORGANIZATION:
            owners: tuple[str, ...] = self._store.organizations()
        else:
            owners = (OrganizationName.parse(request.parent, "parent").organization_id,)
        names = [
            SeasonName(owner, each)
            for owner in owners
            for each in tuple(self._store.books(owner).seasons)
        ]
        chosen, token = page(
            sorted(names, key=str),
            str,
            scope=f"{request.parent}/seasons",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return pb.ListSeasonsResponse(
            seasons=[self._season(each) for each in chosen],
            next_page_token=token,
        )

    async def UpdateSeason(
        self, request: pb.UpdateSeasonRequest, context: Context
    ) -> SeasonMessage:
        """Replace the fields of a season that the mask names."""
        present(request, "season")
        name = SeasonName.parse(request.season.name, "season.name")
        of = self._books(name)
        revision, current = of.revision, season_to_proto(of.season)
        check_etag(request.season.etag, current, str(name))
        wanted = merged(current, request.season, request.update_mask, SEASON_FIXED)
        season = season_from_proto(wanted, name, of.season.performances, "season")
        await answer(self._store, name.organization_id, UpdateSeason(season, revision))
        return self._season(name)

    async def CreatePerformance(
        self, request: pb.CreatePerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Add a performance to a season."""
        season = SeasonName.parse(request.parent, "parent")
        with at("performance_id"):
            check_id(request.performance_id, "performance_id")
        present(request, "performance")
        venues = self._books(season).season.venue_by_id
        performance = performance_from_proto(
            request.performance, request.performance_id, venues, "performance"
        )
        command = AddPerformance(
            season.season_id, performance, check_request_id(request.request_id)
        )
        await answer(self._store, season.organization_id, command)
        return self._performance(
            PerformanceName(
                season.organization_id, season.season_id, request.performance_id
            )
        )

    async def GetPerformance(
        self, request: pb.GetPerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Return a performance with its seats."""
        return self._performance(PerformanceName.parse(request.name, "name"))

    async def ListPerformances(
        self, request: pb.ListPerformancesRequest, context: Context
    ) -> pb.ListPerformancesResponse:
        """Return a page of performances, in the season's order."""
        name = SeasonName.parse(request.parent, "parent")
        of = self._books(name)
        chosen, token = page(
            of.season.performances,
            lambda performance: performance.id,
            scope=f"{name}/performances",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return pb.ListPerformancesResponse(
            performances=[performance_message(of, each) for each in chosen],
            next_page_token=token,
        )

    async def UpdatePerformance(
        self, request: pb.UpdatePerformanceRequest, context: Context
    ) -> PerformanceMessage:
        """Replace the fields of a performance that the mask names."""
        present(request, "performance")
        name = PerformanceName.parse(request.performance.name, "performance.name")
        of = self._books(name)
        season, revision = of.season, of.revision
        current = performance_to_proto(of.performance(name.performance_id), season)
        check_etag(request.performance.etag, current, str(name))
        wanted = merged(
            current, request.performance, request.update_mask, PERFORMANCE_FIXED
        )
        cancelled = of.life(name.performance_id).cancelled_at is not None
        if cancelled and wanted.state == PerformanceMessage.STATE_CANCELLED:
            # As it was read; it stays so whatever its state before was.
            wanted.state = current.state
        performance = performance_from_proto(
            wanted, name.performance_id, season.venue_by_id, "performance"
        )
        command = UpdatePerformance(name.season_id, performance, revision)
        await answer(self._store, name.organization_id, command)
        return self._performance(name)

    def _books(self, name: SeasonName) -> SeasonBooks:
        return self._store.books(name.organization_id).season(name.season_id)

    def _season(self, name: SeasonName) -> SeasonMessage:
        of = self._books(name)
        message = season_to_proto(of.season)
        message.etag = etag(message)
        if of.active_plan_id:
            message.active_price_plan = str(
                PricePlanName(name.organization_id, name.season_id, of.active_plan_id)
            )
        return message

    def _performance(self, name: PerformanceName) -> PerformanceMessage:
        of = self._books(name)
        return performance_message(of, of.performance(name.performance_id))


def _performances(
    request: pb.CreateSeasonRequest, season: SeasonName
) -> tuple[Performance, ...]:
    if len(request.performances) > PERFORMANCES_MAX:
        raise FieldInvalid("performances", f"Expected at most {PERFORMANCES_MAX:,}.")
    venues = {v.id: v for v in venues_from_proto(request.season, "season")}
    performances = []
    for i, each in enumerate(request.performances):
        path = f"performances[{i}]"
        name = under(season, PerformanceName.parse, each.name, f"{path}.name")
        performances.append(
            performance_from_proto(each, name.performance_id, venues, path)
        )
    return tuple(performances)
