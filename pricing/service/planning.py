"""PlanningService: jobs, price plans and forecasts."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

from jauge.pricing.v1 import planning_service_pb2 as pb
from jauge.pricing.v1.forecast_pb2 import Forecast
from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.price_plan_pb2 import PricePlan as PricePlanMessage
from pricing.domain.errors import NameUnknown
from pricing.quotes.on_sale import find
from pricing.service.calls import Context
from pricing.service.convert.fields import present, required
from pricing.service.convert.plan_json import plan_from_json
from pricing.service.convert.plans import forecast_to_proto, plan_to_proto
from pricing.service.jobs import Jobs
from pricing.service.names import (
    ForecastName,
    JobName,
    PricePlanName,
    SeasonName,
    under,
)
from pricing.service.pages import page
from pricing.service.requests import answer, check_request_id
from pricing.service.work_inputs import forecast_time
from pricing.store.commands import ActivatePlan, StorePlan
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks


class PlanningServicer:
    """Long work and what comes of it, on the books of a store."""

    def __init__(self, store: Store, jobs: Jobs) -> None:
        self._store = store
        self._jobs = jobs
        self._creating: set[asyncio.Future[Job]] = set()

    async def CreateJob(self, request: pb.CreateJobRequest, context: Context) -> Job:
        """Queue work, and answer before it is done."""
        season = SeasonName.parse(request.parent, "parent")
        request_id = check_request_id(request.request_id)
        self._books(season)
        present(request, "job")
        # A caller that goes away must not leave a job recorded and never begun.
        creating = asyncio.ensure_future(
            self._jobs.create(season, request.job, request_id, new_job_id)
        )
        self._creating.add(creating)
        creating.add_done_callback(self._created)
        return await asyncio.shield(creating)

    async def GetJob(self, request: pb.GetJobRequest, context: Context) -> Job:
        """Return a job as it stands."""
        return self._jobs.get(JobName.parse(request.name, "name"))

    async def ListJobs(
        self, request: pb.ListJobsRequest, context: Context
    ) -> pb.ListJobsResponse:
        """Return a page of jobs, newest first."""
        season = SeasonName.parse(request.parent, "parent")
        names, token = page(
            self._jobs.in_log.names(season),
            str,
            scope=f"{season}/jobs",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        jobs = [self._jobs.get(name) for name in names]
        for job in jobs:
            if job.HasField("simulation_result"):
                job.simulation_result.ClearField("results_json")
        return pb.ListJobsResponse(jobs=jobs, next_page_token=token)

    async def WatchJob(
        self, request: pb.WatchJobRequest, context: Context
    ) -> AsyncIterator[pb.WatchJobResponse]:
        """Yield a job at each change until it ends."""
        async for job in self._jobs.watch(JobName.parse(request.name, "name")):
            yield pb.WatchJobResponse(job=job)

    async def CancelJob(self, request: pb.CancelJobRequest, context: Context) -> Job:
        """Stop a job's work."""
        return await self._jobs.cancel(JobName.parse(request.name, "name"))

    async def GetPricePlan(
        self, request: pb.GetPricePlanRequest, context: Context
    ) -> PricePlanMessage:
        """Return a price plan, whole."""
        return self._plan(PricePlanName.parse(request.name, "name"))

    async def ListPricePlans(
        self, request: pb.ListPricePlansRequest, context: Context
    ) -> pb.ListPricePlansResponse:
        """Return a page of price plans, newest first."""
        season = SeasonName.parse(request.parent, "parent")
        of = self._books(season)
        plans, token = page(
            list(reversed(list(of.plans.values()))),
            lambda plan: plan.id,
            scope=f"{season}/pricePlans",
            page_size=request.page_size,
            page_token=request.page_token,
        )
        return pb.ListPricePlansResponse(
            price_plans=[
                plan_to_proto(
                    plan, of.season, active=plan.id == of.active_plan_id, whole=False
                )
                for plan in plans
            ],
            next_page_token=token,
        )

    async def CreatePricePlan(
        self, request: pb.CreatePricePlanRequest, context: Context
    ) -> PricePlanMessage:
        """Keep a price plan that was made elsewhere."""
        season = SeasonName.parse(request.parent, "parent")
        request_id = check_request_id(request.request_id)
        self._books(season)
        text = required(request.plan_json, "plan_json")
        plan = await asyncio.to_thread(plan_from_json, text, season, "plan_json")
        command = StorePlan(plan, request_id)
        kept = await answer(self._store, season.organization_id, command)
        name = PricePlanName(season.organization_id, season.season_id, kept.id)
        return self._plan(name)

    async def ActivatePricePlan(
        self, request: pb.ActivatePricePlanRequest, context: Context
    ) -> PricePlanMessage:
        """Put a price plan in force."""
        name = PricePlanName.parse(request.name, "name")
        expected = None
        if request.HasField("expected_active_price_plan"):
            expected = request.expected_active_price_plan
            if expected:
                field = "expected_active_price_plan"
                expected = under(
                    name.season, PricePlanName.parse, expected, field
                ).price_plan_id
        command = ActivatePlan(name.season_id, name.price_plan_id, expected)
        await answer(self._store, name.organization_id, command)
        return self._plan(name)

    async def GetForecast(
        self, request: pb.GetForecastRequest, context: Context
    ) -> Forecast:
        """Return the last forecast of a season."""
        name = ForecastName.parse(request.name, "name")
        of = self._books(name)
        table = next(reversed(of.forecasts.values()), None)
        if table is None:
            raise NameUnknown("forecast", str(name))
        return forecast_to_proto(table, of.season, forecast_time(of))

    def _created(self, creating: "asyncio.Future[Job]") -> None:
        self._creating.discard(creating)
        if not creating.cancelled():
            # Told to the caller, if there still is one.
            creating.exception()

    def _books(self, season: SeasonName) -> SeasonBooks:
        return self._store.books(season.organization_id).season(season.season_id)

    def _plan(self, name: PricePlanName) -> PricePlanMessage:
        of = self._books(name)
        plan = find("price plan", name.price_plan_id, of.plans)
        active = plan.id == of.active_plan_id
        return plan_to_proto(plan, of.season, active=active, whole=True)


def new_job_id() -> str:
    """Return an id for a job of a caller that made no request_id."""
    return f"j{uuid4().hex[:16]}"
