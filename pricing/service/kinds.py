"""The kinds of job: what each needs from the books, and what it leaves there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import FieldInvalid
from pricing.domain.plan import PricePlan
from pricing.domain.tables import ForecastTable
from pricing.programme import programme, with_season_names
from pricing.service.convert.fields import seconds_from_proto
from pricing.service.convert.simulations import simulation_result
from pricing.service.metrics import Metrics
from pricing.service.names import ForecastName, PricePlanName, SeasonName, under
from pricing.service.requests import answer
from pricing.service.tasks import Work
from pricing.service.work import (
    ForecastInputs,
    OptimizationInputs,
    SimulationInputs,
    forecast_work,
    optimization_work,
)
from pricing.service.work_inputs import (
    check_performances,
    demand,
    demand_to_come,
    forecast_time,
    standing,
)
from pricing.store.books import Books
from pricing.store.commands import (
    ActivatePlan,
    SchedulePlan,
    StoreForecast,
    StorePlan,
)
from pricing.store.interface import Store

FORECAST_SECONDS_MAX = 600.0
SIMULATION_SECONDS_MAX = 3600.0
SOLVER_SECONDS_DEFAULT = 60.0
SOLVER_SECONDS_MAX = 600.0
POLICIES_MAX = 8
TRIALS_MAX = 100_000


class JobKind(Protocol):
    """One kind of long work: what it needs, who does it, and what it leaves."""

    @property
    def work(self) -> Work:
        """What a worker process runs."""
        ...

    def seconds_max(self, job: Job) -> float:
        """Return after how many seconds the work is stopped."""
        ...

    def inputs(
        self, job: Job, books: Books, season: SeasonName, now: datetime
    ) -> object:
        """Return what the work needs; raise a PricingError when it cannot start."""
        ...

    async def keep(
        self, job: Job, season: SeasonName, job_id: str, result: object
    ) -> None:
        """Store a result, and say in the job what came of it."""
        ...


@dataclass(frozen=True, slots=True)
class ForecastKind:
    """Fits the demand model on history and forecasts the season."""

    store: Store
    work: Work = forecast_work

    def seconds_max(self, job: Job) -> float:
        """Return the time limit of the work."""
        return FORECAST_SECONDS_MAX

    def inputs(
        self, job: Job, books: Books, season: SeasonName, now: datetime
    ) -> ForecastInputs:
        """Return past sales and the season's programme."""
        of = books.season(season.season_id)
        if books.history is None:
            raise FieldInvalid(
                "parent",
                f"{season.organization_id!r} has no history yet; call ImportHistory "
                "first.",
            )
        check_performances(of.season)
        history = with_season_names(books.history)
        return ForecastInputs(history, programme(of.season), now)

    async def keep(
        self, job: Job, season: SeasonName, job_id: str, result: object
    ) -> None:
        """Store the forecast."""
        assert isinstance(result, ForecastTable)
        command = StoreForecast(season.season_id, job_id, result)
        await answer(self.store, season.organization_id, command)
        name = ForecastName(season.organization_id, season.season_id)
        job.forecast_result.forecast = str(name)
        job.forecast_result.row_count = len(result)


@dataclass(frozen=True, slots=True)
class OptimizationKind:
    """Makes a price plan from the last forecast."""

    store: Store
    metrics: Metrics
    work: Work = optimization_work

    def seconds_max(self, job: Job) -> float:
        """Return the solver's limit, thrice again where funds lack, and the rest."""
        return 4 * _solver_seconds(job) + 60

    def inputs(
        self, job: Job, books: Books, season: SeasonName, now: datetime
    ) -> OptimizationInputs:
        """Return the season, its demand and what is sold and posted already."""
        time_limit_seconds = _solver_seconds(job)
        _expected_plan(job, season)
        of = books.season(season.season_id)
        check_performances(of.season)
        return OptimizationInputs(
            season=of.season,
            demand_mean=demand_to_come(of),
            standing=standing(books, of, now),
            now=now,
            forecast_time=forecast_time(of),
            time_limit_seconds=time_limit_seconds,
            from_sales=job.optimization.from_sales,
        )

    async def keep(
        self, job: Job, season: SeasonName, job_id: str, result: object
    ) -> None:
        """Store the plan and, where asked, put it in force."""
        assert isinstance(result, PricePlan)
        self.metrics.solved(result.solve_seconds)
        owner = season.organization_id
        command = StorePlan(replace(result, id=""))
        stored = await answer(self.store, owner, command)
        if job.optimization.activate:
            await self._activate(job, season, stored.id)
        name = PricePlanName(owner, season.season_id, stored.id)
        job.optimization_result.price_plan = str(name)
        job.optimization_result.activated = job.optimization.activate
        job.optimization_result.gap = stored.gap

    async def _activate(self, job: Job, season: SeasonName, plan_id: str) -> None:
        """Put a plan in force: at once, or when sales may next move prices."""
        owner, expected = season.organization_id, _expected_plan(job, season)
        active = self.store.books(owner).season(season.season_id).active_plan_id
        if job.optimization.from_sales and active:
            based_on = active if expected is None else expected
            later = SchedulePlan(season.season_id, plan_id, based_on)
            await answer(self.store, owner, later)
        else:
            now = ActivatePlan(season.season_id, plan_id, expected)
            await answer(self.store, owner, now)


@dataclass(frozen=True, slots=True)
class SimulationKind:
    """Plays the season; the work is given by whoever assembles the server."""

    work: Work
    policies: tuple[str, ...]

    def seconds_max(self, job: Job) -> float:
        """Return the time limit of the work."""
        return SIMULATION_SECONDS_MAX

    def inputs(
        self, job: Job, books: Books, season: SeasonName, now: datetime
    ) -> SimulationInputs:
        """Return the season, its demand and the settings."""
        asked = job.simulation
        if not 1 <= len(asked.policies) <= POLICIES_MAX:
            raise FieldInvalid(
                "job.simulation.policies",
                f"Expected 1 to {POLICIES_MAX}, got {len(asked.policies)}.",
            )
        for i, policy in enumerate(asked.policies):
            if policy not in self.policies:
                raise FieldInvalid(
                    f"job.simulation.policies[{i}]",
                    f"Expected one of {', '.join(self.policies)}, got {policy[:70]!r}.",
                )
        if not 1 <= asked.trial_count <= TRIALS_MAX:
            raise FieldInvalid(
                "job.simulation.trial_count",
                f"Expected 1 to {TRIALS_MAX:,}, got {asked.trial_count}.",
            )
        if asked.seed < 0:
            raise FieldInvalid("job.simulation.seed", "Expected at least 0.")
        of = books.season(season.season_id)
        check_performances(of.season)
        return SimulationInputs(
            of.season, demand(of), tuple(asked.policies), asked.trial_count, asked.seed
        )

    async def keep(
        self, job: Job, season: SeasonName, job_id: str, result: object
    ) -> None:
        """Keep the results on the job."""
        assert isinstance(result, Mapping)
        job.simulation_result.CopyFrom(simulation_result(result))
        job.simulation_result.results_json = json.dumps(result)


def _solver_seconds(job: Job) -> float:
    asked = job.optimization
    if not asked.HasField("time_limit"):
        return SOLVER_SECONDS_DEFAULT
    field = "job.optimization.time_limit"
    seconds = seconds_from_proto(asked.time_limit, field)
    if not 1 <= seconds <= SOLVER_SECONDS_MAX:
        raise FieldInvalid(
            field, f"Expected 1 to {SOLVER_SECONDS_MAX:g} seconds, got {seconds:g}."
        )
    return seconds


def _expected_plan(job: Job, season: SeasonName) -> str | None:
    """Return the id of the plan believed active, "" for none; None where not said."""
    if not job.optimization.HasField("expected_active_price_plan"):
        return None
    name = job.optimization.expected_active_price_plan
    field = "job.optimization.expected_active_price_plan"
    if not name:
        return ""
    return under(season, PricePlanName.parse, name, field).price_plan_id
