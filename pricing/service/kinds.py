"""The kinds of job: what each needs from the books, and what it leaves there."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import FieldInvalid
from pricing.domain.fund import MILLI
from pricing.domain.money import minor_digits
from pricing.domain.plan import PricePlan
from pricing.domain.quote import QuoteState
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable
from pricing.optimizer.standing import Standing
from pricing.programme import (
    DemandMean,
    demand_by_performance,
    programme,
    with_season_names,
)
from pricing.quotes.funds import budgets
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
from pricing.store.books import Books, SeasonBooks
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
        _check_performances(of.season)
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
    forecast_time: Callable[[str, str], datetime | None]
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
        _check_performances(of.season)
        return OptimizationInputs(
            season=of.season,
            demand_mean=demand_to_come(of),
            standing=standing(books, of, now),
            now=now,
            forecast_time=self.forecast_time(season.organization_id, season.season_id),
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
        _check_performances(of.season)
        return SimulationInputs(
            of.season, _demand(of), tuple(asked.policies), asked.trial_count, asked.seed
        )

    async def keep(
        self, job: Job, season: SeasonName, job_id: str, result: object
    ) -> None:
        """Keep the results on the job."""
        assert isinstance(result, Mapping)
        job.simulation_result.CopyFrom(simulation_result(result))
        job.simulation_result.results_json = json.dumps(result)


def standing(books: Books, of: SeasonBooks, now: datetime) -> Standing | None:
    """Return what is sold and posted, or None before any price was posted."""
    if not of.postings:
        return None
    tariffs = of.season.tariff_by_id
    sold: Counter[tuple[str, str, bool]] = Counter()
    paid: Counter[tuple[str, str, bool, int]] = Counter()
    for quote in list(books.quotes.values()):
        if quote.season_id != of.season.id or quote.state not in (
            QuoteState.OFFERED,
            QuoteState.ACCEPTED,
        ):
            continue
        kept = books.after_sale.counts(quote)
        for priced, count in zip(quote.items, kept, strict=True):
            item = priced.item
            solidarity = tariffs[item.tariff_id].solidarity
            seat = (item.performance_id, item.seat_category_id, solidarity)
            sold[seat] += count
            paid[*seat, priced.unit_price_minor] += count
    for told in list(of.platform.sales.values()):
        solidarity = tariffs[told.tariff_id].solidarity
        seat = (told.performance_id, told.seat_category_id, solidarity)
        sold[seat] += told.kept_count
        paid[*seat, told.unit_price_minor] += told.kept_count
    posted = {name: posting.tier_id for name, posting in list(of.postings.items())}
    stood = {name: tuple(each) for name, each in list(of.pace.posted_since.items())}
    unit = MILLI * 10 ** minor_digits(of.season.currency_code)
    moved = {r.id: of.funds.moved_milli(r) / unit for r in budgets(of.season)}
    return Standing(now, sold, posted, paid, stood, moved)


def _demand(of: SeasonBooks) -> DemandMean:
    table = next(reversed(of.forecasts.values()), None)
    if table is None:
        raise FieldInvalid(
            "parent",
            f"season {of.season.id!r} has no forecast yet; create a forecast job.",
        )
    return demand_by_performance(of.season, table)


def demand_to_come(of: SeasonBooks) -> DemandMean:
    """Return the demand for performances that take place; none for the others."""
    return {
        name: tuple(0.0 for _ in demand) if of.life(name).cancelled_at else demand
        for name, demand in _demand(of).items()
    }


def _check_performances(season: Season) -> None:
    if not season.performances:
        raise FieldInvalid(
            "parent", f"season {season.id!r} has no performances yet; create some."
        )


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
